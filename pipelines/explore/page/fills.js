/* How classes are filled: a colour and, for readers without colour, a pattern. */
"use strict";

(() => {
  const TILE = 8;
  const pens = {
    stripes(pen) {
      pen.lineWidth = 2;
      for (const shift of [-TILE, 0, TILE]) {
        pen.moveTo(shift - 1, TILE + 1);
        pen.lineTo(shift + TILE + 1, -1);
      }
      pen.stroke();
    },
    dots(pen) {
      for (const at of [TILE / 4, (3 * TILE) / 4]) {
        pen.moveTo(at + 1, at);
        pen.arc(at, at, 1, 0, 2 * Math.PI);
      }
      pen.fill();
    },
    cross(pen) {
      pen.lineWidth = 1;
      for (const [x, y] of [[0, 0], [TILE, 0]]) {
        pen.moveTo(x, y);
        pen.lineTo(TILE - x, TILE - y);
      }
      pen.stroke();
    },
  };
  const made = new Map();

  function tileOf(shade) {
    const tile = document.createElement("canvas");
    tile.width = tile.height = TILE;
    const pen = tile.getContext("2d");
    pen.fillStyle = shade.color;
    pen.fillRect(0, 0, TILE, TILE);
    pen.strokeStyle = pen.fillStyle = shade.ink;
    pen.beginPath();
    pens[shade.pattern](pen);
    return tile;
  }

  /** Return what a canvas fills a shade with. */
  explorer.fillOf = (shade) => {
    if (shade.pattern === "solid") return shade.color;
    const key = [shade.color, shade.pattern, shade.ink].join();
    if (!made.has(key)) {
      const pen = document.createElement("canvas").getContext("2d");
      made.set(key, pen.createPattern(tileOf(shade), "repeat"));
    }
    return made.get(key);
  };

  /** Return a picture of a shade for the legend. */
  explorer.swatchOf = (shade) => {
    const swatch = document.createElement("canvas");
    swatch.width = 28;
    swatch.height = 18;
    swatch.className = "swatch";
    const pen = swatch.getContext("2d");
    pen.fillStyle = explorer.fillOf(shade);
    pen.fillRect(0, 0, swatch.width, swatch.height);
    return swatch;
  };
})();
