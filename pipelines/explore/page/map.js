/* One map: land, places, counties and centers on one canvas, and what is pointed at above it. */
"use strict";

(() => {
  const LAND = "#e4e2dd";
  const OTHERS = "#f6f4ef";
  const BORDER = "#4d4d4d";
  const SEAM = 1.2; // stroke in a patch's own colour: hides the hair lines between neighbours
  /* Radius of a symbol and width of its edge, by how many centers are in sight at most. */
  const SIZES = [[40, 6, 1], [150, 5, 1], [600, 4, 1], [1500, 3, 1], [Infinity, 1.6, 0.4]];
  const LETTER_PX = 6.5;

  let cornersOf; // of every place, made once for both maps

  /** Turn steps in whole numbers into corners in degrees. */
  function corners(rings) {
    const { units } = explorer.open("area");
    return rings.map((polygon) => polygon.map((ring) => {
      const made = [];
      let lon = 0;
      let lat = 0;
      for (let at = 0; at < ring.length; at += 2) {
        lon += ring[at];
        lat += ring[at + 1];
        made.push([lat / units, lon / units]);
      }
      return made;
    }));
  }

  /** Return where something stands: a place or a center, by its number. */
  explorer.pointOf = (things, number) => {
    const { units } = explorer.open("area");
    return [things.lat[number] / units, things.lon[number] / units];
  };

  explorer.MapPanel = class {
    constructor(container, { pointed, chosen, moved }) {
      const area = explorer.open("area");
      this.area = area;
      this.renderer = L.canvas({ padding: 0.2 });
      this.map = L.map(container, {
        renderer: this.renderer,
        zoomSnap: 0.25,
        zoomDelta: 0.75,
        wheelPxPerZoomLevel: 90,
        minZoom: 3,
        maxZoom: 15,
        zoomAnimation: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
        attributionControl: false,
      });
      L.control.attribution({ prefix: '<a href="https://leafletjs.com">Leaflet</a>' }).addTo(this.map);
      L.control.scale({ maxWidth: 120 }).addTo(this.map);
      this.map.createPane("pointed").style.zIndex = 450;
      this.above = L.svg({ pane: "pointed" });
      this.#land();
      this.#places(pointed, chosen);
      this.#counties();
      this.centers = L.featureGroup().addTo(this.map);
      this.centers.on("click", ({ sourceTarget }) => chosen("center", sourceTarget.options.number));
      this.marked = L.layerGroup().addTo(this.map);
      this.outline = null;
      this.#keyboard(container, pointed, chosen);
      this.map.on("moveend", () => moved(this));
      this.map.on("zoomend", () => this.#label());
      this.map.on("zoomend", () => this.#size());
    }

    /** Show the whole area. */
    home() {
      this.map.fitBounds(this.borders.getBounds(), { animate: false, padding: [6, 6] });
    }

    /** Colour the places by a view; those of other strata stay pale. */
    show(view, stratum) {
      const { strata, places, everyone } = this.area;
      const wanted = stratum === everyone ? null : strata.findIndex(({ code }) => code === stratum);
      const fills = view.shades.map((shade) => explorer.fillOf(shade));
      this.patches.forEach((patch, number) => {
        if (!patch) return;
        const shade = explorer.shadeAt(view, number);
        const shown = shade !== null && (wanted === null || places.stratum[number] === wanted);
        const fillColor = shown ? fills[shade] : OTHERS;
        const color = shown ? view.shades[shade].color : OTHERS;
        if (patch.options.fillColor !== fillColor || patch.options.color !== color) {
          patch.setStyle({ fillColor, color });
        }
      });
      this.#mark(view);
    }

    /** Draw a line around what is pointed at: places of a county, or one place. */
    point(rings) {
      this.outline?.remove();
      this.outline = rings && this.#line(rings, { weight: 3 });
    }

    /** Mark what is chosen: its outline, and the ways from a place to centers: by road, and dashed off the roads. */
    choose(rings, from, ways) {
      this.marked.clearLayers();
      if (rings) {
        this.#line(rings, { weight: 5, color: "#ffffff" }, this.marked);
        this.#line(rings, { weight: 2.5, color: "#111111" }, this.marked);
      }
      const lines = ways.flatMap(({ center, road }) => {
        const to = explorer.pointOf(this.area.centers, center);
        if (!road.length) return [{ at: [from, to], off: true }];
        return [{ at: road }, { at: [from, road[0]], off: true }, { at: [road[road.length - 1], to], off: true }];
      });
      for (const { at, off } of lines) this.#way(at, { weight: off ? 4 : 6, color: "#ffffff" }, "casing");
      for (const { at, off } of lines) {
        const look = { weight: off ? 2 : 3, color: "#111111", dashArray: off ? "2 5" : null };
        this.#way(at, look, off ? "off-road" : "by-road");
      }
    }

    /** Return the place in the middle of the map; null where there is none. */
    middle() {
      const point = this.map.latLngToLayerPoint(this.map.getCenter());
      const found = this.patches.findIndex((patch) =>
        patch && patch._pxBounds?.contains(point) && patch._containsPoint(point));
      return found < 0 ? null : found;
    }

    #way(at, options, className) {
      L.polyline(at, { renderer: this.above, interactive: false, className, smoothFactor: 1, ...options }).addTo(this.marked);
    }

    #line(rings, options, group = this.map) {
      return L.polygon(corners(rings), {
        renderer: this.above, interactive: false, fill: false, color: "#111111", smoothFactor: 0, ...options,
      }).addTo(group);
    }

    #land() {
      for (const rings of this.area.around) {
        L.polygon(corners(rings), {
          interactive: false, fillColor: LAND, fillOpacity: 1, color: "#ffffff", weight: 0.6, smoothFactor: 0,
        }).addTo(this.map);
      }
    }

    #places(pointed, chosen) {
      cornersOf ??= this.area.places.rings.map((rings) => rings && corners(rings));
      const group = L.featureGroup();
      this.patches = cornersOf.map((shape, number) => shape && L.polygon(shape, {
        number, fillOpacity: 1, fillColor: OTHERS, color: OTHERS, weight: SEAM, smoothFactor: 0, noClip: true,
      }).addTo(group));
      group.addTo(this.map);
      group.on("mouseover", ({ sourceTarget }) => pointed(sourceTarget.options.number));
      group.on("mouseout", () => pointed(null));
      group.on("click", ({ sourceTarget }) => chosen("place", sourceTarget.options.number));
    }

    #counties() {
      this.borders = L.featureGroup(this.area.counties.rings.map((rings) => L.polygon(corners(rings), {
        interactive: false, fill: false, color: BORDER, weight: 0.8, smoothFactor: 0,
      }))).addTo(this.map);
      this.names = this.area.counties.name.map((name) => name.replace(/, [A-Z]{2}$/, ""));
      this.middles = this.area.counties.rings.map((rings) => {
        const [largest] = corners(rings).map(([outer]) => outer).sort((one, two) => two.length - one.length);
        return L.PolyUtil.polygonCenter(largest, L.CRS.EPSG3857);
      });
      this.labels = new Map();
    }

    /** Name the counties that are wide enough for their name. */
    #label() {
      this.borders.getLayers().forEach((border, county) => {
        const bounds = border.getBounds();
        const west = this.map.latLngToContainerPoint(bounds.getNorthWest());
        const east = this.map.latLngToContainerPoint(bounds.getSouthEast());
        const fits = east.x - west.x > LETTER_PX * this.names[county].length + 6 && east.y - west.y > 22;
        const label = this.labels.get(county);
        if (fits && !label) {
          const words = explorer.element("span", {}, [this.names[county]]);
          const icon = L.divIcon({ className: "county-name", html: words, iconSize: [0, 0] });
          const made = L.marker(this.middles[county], { icon, interactive: false, keyboard: false });
          this.labels.set(county, made.addTo(this.map));
        } else if (!fits && label) {
          label.remove();
          this.labels.delete(county);
        }
      });
    }

    #mark({ sites, marks }) {
      const key = JSON.stringify([sites, marks]);
      if (key === this.markedKey) return;
      this.markedKey = key;
      this.centers.clearLayers();
      const { centers, sites: known } = this.area;
      const numbers = centers.id.map((_, number) => number)
        .filter((number) => sites.includes(known[centers.site[number]].code));
      for (const number of numbers) {
        const site = known[centers.site[number]];
        this.#symbol(explorer.pointOf(centers, number), site, { number }).addTo(this.centers);
      }
      const { units } = this.area;
      for (const mark of marks) {
        this.#symbol([mark.lat / units, mark.lon / units], mark, { larger: 1, interactive: false }).addTo(this.centers);
      }
      this.map.whenReady(() => this.#size());
    }

    #symbol(at, { marker, scale, color, edge }, options) {
      return new explorer.CenterMark(at, { marker, scale, fillColor: color, fillOpacity: 1, color: edge, ...options });
    }

    /** Draw symbols as large as the number of those in sight allows. */
    #size() {
      const layers = this.centers.getLayers();
      const sight = this.map.getBounds();
      const seen = layers.filter((layer) => sight.contains(layer.getLatLng())).length;
      const [, radius, weight] = SIZES.find(([most]) => seen <= most);
      for (const layer of layers) {
        const { scale, larger = 0 } = layer.options;
        layer.setStyle({ radius: (radius + larger) * scale, weight });
      }
    }

    /** With the keyboard, the place in the middle is pointed at; Enter chooses it. */
    #keyboard(container, pointed, chosen) {
      container.append(explorer.element("div", { className: "crosshair", ariaHidden: "true" }));
      const tell = () => {
        if (container.matches(":focus-visible")) pointed(this.middle(), true);
      };
      this.map.on("moveend", tell);
      container.addEventListener("focus", tell);
      container.addEventListener("keydown", (event) => {
        const place = this.middle();
        if (event.key === "Enter" && event.target === container && place !== null) {
          event.preventDefault();
          chosen("place", place);
        }
      });
    }
  };
})();
