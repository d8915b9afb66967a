/* The page: what it shows, and how what is chosen, pointed at and searched for changes it. */
"use strict";

(() => {
  const area = explorer.open("area");
  const { element } = explorer;
  const by = (id) => document.getElementById(id);
  const things = { place: area.places.id, center: area.centers.id, county: area.counties.fips };
  const panels = [];
  let state;
  let moving = false;

  function fromAddress() {
    const told = explorer.readAddress(location.hash);
    const shows = area.subjects.map(({ code }) => code);
    const known = (panel) => ({ ...panel, show: shows.includes(panel.show) ? panel.show : shows[0] });
    const number = told.chosen ? things[told.chosen.kind].indexOf(told.chosen.id) : -1;
    return {
      stratum: area.strata.some(({ code }) => code === told.stratum) ? told.stratum : area.everyone,
      panels: told.panels.map(known),
      at: told.at,
      chosen: number < 0 ? null : { ...told.chosen, number },
    };
  }

  function keep() {
    const address = explorer.writeAddress(state);
    if (address !== location.hash) history.replaceState(null, "", address);
  }

  function moved(panel) {
    const center = panel.map.getCenter();
    state.at = [center.lat.toFixed(4), center.lng.toFixed(4), panel.map.getZoom()].map(Number);
    if (moving) return;
    moving = true;
    for (const other of panels) {
      if (other !== panel) other.map.setView(center, panel.map.getZoom(), { animate: false });
    }
    moving = false;
    keep();
  }

  /** Tell, under every map, what it shows at the place that is pointed at. */
  function pointed(place, aloud = false) {
    panels.forEach((panel, number) => {
      panel.point(place === null ? null : area.places.rings[place]);
      const view = explorer.viewOf(state.panels[number]);
      panel.readout.textContent = place === null ? "" : `${explorer.placeName(place)}. ${explorer.tellPlace(view, place)}`;
    });
    if (aloud && place !== null) {
      const told = state.panels.map((panel) => explorer.tellPlace(explorer.viewOf(panel), place));
      by("aloud").textContent = [explorer.placeName(place), ...told].join(". ");
    }
  }

  function chosen(asked, number) {
    const kind = area.by_county && asked === "place" ? "county" : asked;
    state.chosen = { kind, number, id: things[kind][number] };
    tellChosen();
    look();
    keep();
    by("details").focus({ preventScroll: window.matchMedia("(min-width: 60rem)").matches });
  }

  /** Bring what is chosen into view. */
  function look() {
    const { kind, number } = state.chosen;
    const { map, borders } = panels[0];
    if (kind === "county") {
      map.fitBounds(borders.getLayers()[number].getBounds(), { animate: false, padding: [20, 20] });
    } else {
      const point = L.latLng(explorer.pointOf(kind === "place" ? area.places : area.centers, number));
      if (!map.getBounds().pad(-0.1).contains(point)) map.setView(point, Math.max(map.getZoom(), 9), { animate: false });
    }
  }

  /** Return the ways that are drawn: of one kind to all that are listed, of several to the nearest of each. */
  function linked(sites, place) {
    const most = sites.length > 1 ? 1 : undefined;
    return sites.flatMap((site) => explorer.nearestOf(site, place).slice(0, most)
      .map(([center], rank) => ({ center, road: explorer.roadOf(site, place, rank, center) })));
  }

  function tellChosen() {
    const box = by("details");
    box.hidden = !state.chosen;
    if (!state.chosen) {
      panels.forEach((panel) => panel.choose(null, null, []));
      return;
    }
    const { kind, number } = state.chosen;
    const close = element("button", { type: "button", className: "close" }, ["Close"]);
    close.addEventListener("click", () => {
      state.chosen = null;
      tellChosen();
      keep();
    });
    box.replaceChildren(close, ...explorer.tellAll(kind, number, chosen));
    const rings = { place: area.places, county: area.counties }[kind]?.rings[number];
    const from = kind === "county" ? null : explorer.pointOf(kind === "place" ? area.places : area.centers, number);
    panels.forEach((panel, at) => {
      const sites = explorer.viewOf(state.panels[at]).sites.filter((site) => site in area.nearest);
      panel.choose(rings, from, kind === "place" ? linked(sites, number) : []);
    });
  }

  /** Return the legend: the steps of a scale, whatever else occurs, and the centers. */
  function legend(view) {
    const there = new Set(area.places.id.map((_, place) => explorer.shadeAt(view, place)));
    const shown = view.shades.filter((_, shade) => there.has(shade) || shade < view.edges.length);
    const sites = area.sites.filter(({ code }) => view.sites.includes(code));
    const marks = new Map(view.marks.map((mark) => [mark.label, mark]));
    return [
      ...shown.map((shade) => element("li", {}, [explorer.swatchOf(shade), shade.label])),
      ...[...sites, ...marks.values()].map((one) => element("li", {}, [explorer.symbolOf(one), one.label])),
    ];
  }

  function drawPanel(panel, number) {
    const asked = state.panels[number];
    const view = explorer.viewOf(asked);
    explorer.fillControls(panel.form, asked, (changed) => {
      state.panels[number] = changed;
      drawPanel(panel, number);
      tellChosen();
      keep();
    });
    panel.show(view, state.stratum);
    panel.title.textContent = view.title;
    panel.figure.textContent = view.figures[state.stratum] ?? view.figures[area.everyone] ?? "";
    panel.note.textContent = view.note;
    panel.legend.replaceChildren(...legend(view));
    panel.readout.textContent = "";
    panel.map.getContainer().setAttribute("aria-label", `Map: ${view.title}. Arrow keys move it, plus and minus zoom, Enter chooses the place in the middle.`);
  }

  function makePanel(section) {
    const container = section.querySelector(".map");
    const panel = new explorer.MapPanel(container, { pointed, chosen, moved });
    for (const part of ["form", "title", "figure", "note", "legend", "readout"]) {
      panel[part] = section.querySelector(`.${part}`);
    }
    // The map's box changes its size as what is chosen appears beside it.
    const sizes = new ResizeObserver(() => panel.map.invalidateSize({ animate: false }));
    sizes.observe(container);
    panel.map.on("unload", () => sizes.disconnect());
    return panel;
  }

  /** Show one map or two; the second begins as the first does. */
  function arrange() {
    const two = state.panels.length > 1;
    by("second").hidden = !two;
    by("panels").classList.toggle("two", two);
    by("two").setAttribute("aria-pressed", String(two));
    if (two && panels.length < 2) panels.push(makePanel(by("second")));
    if (!two && panels.length > 1) {
      panels.pop().map.remove();
    }
    panels.forEach(drawPanel);
    tellChosen();
    panels.forEach((panel) => panel.map.invalidateSize({ animate: false }));
    if (state.at) {
      panels.forEach(({ map }) => map.setView(state.at.slice(0, 2), state.at[2], { animate: false }));
    } else {
      panels.forEach((panel) => panel.home());
      if (state.chosen) look();
    }
  }

  /** What the second map shows first: the next kind of center, or the next map. */
  function other(panel) {
    const { choices } = explorer.viewOf(panel);
    const sites = area.told_sites.filter((site) => site !== choices.site_of_care);
    if ("site_of_care" in choices && sites.length) return { ...panel, site_of_care: sites[0] };
    return { ...panel };
  }

  function people() {
    explorer.fillPeople(by("people"), state.stratum, (stratum) => {
      state.stratum = stratum;
      panels.forEach(drawPanel);
      keep();
    });
  }

  by("two").addEventListener("click", () => {
    state.panels = state.panels.length > 1 ? [state.panels[0]] : [state.panels[0], other(state.panels[0])];
    arrange();
    keep();
  });
  by("whole").addEventListener("click", () => panels[0].home());
  by("copy").addEventListener("click", async () => {
    keep();
    let words = "The address of this page is the address of this view.";
    try {
      await navigator.clipboard.writeText(location.href);
      words = "Copied.";
    } catch {
      // A page opened from a disk may not be allowed to: its address bar still holds the address.
    }
    by("copied").textContent = words;
  });
  by("counties").addEventListener("click", ({ target }) => {
    const row = target.closest("button") && target.closest("tr");
    if (row) chosen("county", area.counties.fips.indexOf(row.dataset.fips));
  });
  window.addEventListener("hashchange", () => {
    state = fromAddress();
    people();
    arrange();
  });

  document.documentElement.classList.add("running");
  state = fromAddress();
  panels.push(makePanel(by("first")));
  people();
  explorer.offerSearch(by("search"), by("found"), chosen);
  arrange();
  keep();
})();
