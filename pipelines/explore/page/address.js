/* The address of the page, which holds what is shown: who has the address sees the same. */
"use strict";

(() => {
  const SECOND = "second.";

  /** Return the state that an address tells; what it does not tell is left out. */
  explorer.readAddress = (hash) => {
    const told = new URLSearchParams(hash.replace(/^#/, ""));
    const panel = (prefix) => {
      const found = {};
      for (const [name, value] of told) {
        if (name.startsWith(prefix) && !name.slice(prefix.length).includes(".")) {
          found[name.slice(prefix.length)] = value;
        }
      }
      return found;
    };
    const at = (told.get("at") || "").split(",").map(Number);
    const chosen = ["place", "center", "county"].find((kind) => told.has(kind));
    return {
      stratum: told.get("people"),
      panels: told.has(`${SECOND}show`) ? [panel(""), panel(SECOND)] : [panel("")],
      at: at.length === 3 && at.every(Number.isFinite) ? at : null,
      chosen: chosen ? { kind: chosen, id: told.get(chosen) } : null,
    };
  };

  /** Return the address of a state. */
  explorer.writeAddress = (state) => {
    const told = new URLSearchParams();
    state.panels.forEach((panel, number) => {
      const prefix = number ? SECOND : "";
      told.set(`${prefix}show`, panel.show);
      for (const [name, value] of Object.entries(explorer.viewOf(panel).choices)) {
        told.set(prefix + name, value);
      }
    });
    told.set("people", state.stratum);
    if (state.at) told.set("at", state.at.join());
    if (state.chosen) told.set(state.chosen.kind, state.chosen.id);
    return `#${told.toString().replaceAll("%2C", ",").replaceAll("%3A", ":")}`;
  };
})();
