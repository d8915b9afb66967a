/* The symbols of centers: a shape for each site of care, so that grey paper tells them apart. */
"use strict";

(() => {
  function corners(pen, x, y, points) {
    points.forEach(([dx, dy], number) => {
      pen[number ? "lineTo" : "moveTo"](x + dx, y + dy);
    });
    pen.closePath();
  }

  const shapes = {
    s: (pen, x, y, r) => pen.rect(x - 0.85 * r, y - 0.85 * r, 1.7 * r, 1.7 * r),
    o: (pen, x, y, r) => pen.arc(x, y, r, 0, 2 * Math.PI),
    "^": (pen, x, y, r) => corners(pen, x, y, [[0, -1.1 * r], [r, 0.8 * r], [-r, 0.8 * r]]),
    D: (pen, x, y, r) => corners(pen, x, y, [[0, -1.2 * r], [1.2 * r, 0], [0, 1.2 * r], [-1.2 * r, 0]]),
  };

  const turned = (points, r, step) => points.map((far, number) =>
    [far * r * Math.sin(number * step), -far * r * Math.cos(number * step)]);
  const STAR = Array.from({ length: 10 }, (_, number) => (number % 2 ? 0.45 : 1.1));
  const CROSS = [[1, 0.45], [0.45, 1], [0, 0.55], [-0.45, 1], [-1, 0.45], [-0.55, 0],
    [-1, -0.45], [-0.45, -1], [0, -0.55], [0.45, -1], [1, -0.45], [0.55, 0]];
  shapes["*"] = (pen, x, y, r) => corners(pen, x, y, turned(STAR, r, Math.PI / 5));
  shapes.X = (pen, x, y, r) => corners(pen, x, y, CROSS.map(([dx, dy]) => [dx * r, dy * r]));

  L.Canvas.include({
    _updateSymbol(layer) {
      if (!this._drawing || layer._empty()) return;
      const { x, y } = layer._point;
      this._ctx.beginPath();
      shapes[layer.options.marker](this._ctx, x, y, layer._radius);
      this._fillStroke(this._ctx, layer);
    },
  });

  /** A center on a map; `marker` is one of the shapes. */
  explorer.CenterMark = L.CircleMarker.extend({
    _updatePath() {
      this._renderer._updateSymbol(this);
    },
  });

  /** Return a picture of a symbol for the legend. */
  explorer.symbolOf = (symbol) => {
    const picture = document.createElement("canvas");
    picture.width = picture.height = 20;
    picture.className = "swatch symbol";
    const pen = picture.getContext("2d");
    pen.beginPath();
    shapes[symbol.marker](pen, 10, 10, Math.min(6 * symbol.scale, 9));
    pen.fillStyle = symbol.color;
    pen.fill();
    pen.strokeStyle = symbol.edge;
    pen.stroke();
    return picture;
  };
})();
