/* What the data files bring, and how the other scripts read it. */
"use strict";

const explorer = {};

(() => {
  const received = {};
  const opened = {};

  /** Called by a data file: keeps its JSON text until somebody asks for it. */
  explorer.receive = (part, text) => {
    received[part] = text;
  };

  /** Return a part of the data, read when it is first asked for. */
  explorer.open = (part) => {
    if (!(part in opened)) {
      opened[part] = JSON.parse(received[part]);
      delete received[part];
    }
    return opened[part];
  };

  /** Return a column's value for a place or, of a column of counties, for its county; null where it has none. */
  explorer.valueAt = (name, place) => {
    const { columns, places } = explorer.open("area");
    const column = columns[name];
    const at = column.of === "counties" ? places.county[place] : place;
    return at === null ? null : column.values[at];
  };

  /** Return the number of a view's shade for a place; null where the view has none for it. */
  explorer.shadeAt = (view, place) => {
    const value = explorer.valueAt(view.column, place);
    if (value === null) return view.missing ? view.shades.length - 1 : null;
    if (!view.edges.length) return value;
    const above = view.edges.findIndex((edge) => value <= edge);
    return above < 0 ? view.edges.length : above;
  };

  /** Write a value of a column in words; with more decimals where fewer would hide on which side of a limit it is. */
  explorer.words = (name, value, edges = []) => {
    const column = explorer.open("area").columns[name];
    if (column.words.length) return column.words[value];
    const close = edges.some((edge) => value !== edge && Math.abs(value - edge) < 0.05);
    const digits = close ? Math.max(2, column.digits) : column.digits;
    return explorer.number(value, digits) + column.unit;
  };

  explorer.number = (value, digits = 0) =>
    value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });
})();
