/* The search: counties, places and centers by name, town or code. */
"use strict";

(() => {
  const MOST = 12;

  function entries() {
    const { counties, centers, places, by_county: byCounty } = explorer.open("area");
    return [
      ...counties.name.map((name, number) => ({
        kind: "county", number, words: `${name} (county)`, sought: `${name} county ${counties.fips[number]}`,
      })),
      ...centers.name.map((name, number) => ({
        kind: "center", number, words: [name, centers.where[number]].filter(Boolean).join(", "),
        sought: `${name} ${centers.where[number]} ${centers.id[number]}`,
      })),
      ...(byCounty ? [] : places.id).map((id, number) => ({ kind: "place", number, words: explorer.placeName(number), sought: id })),
    ].map((entry) => ({ ...entry, sought: entry.sought.toLowerCase() }));
  }

  function find(all, typed) {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    if (!words.length) return [];
    const fitting = all.filter(({ sought }) => words.every((word) => sought.includes(word)));
    const starting = fitting.filter(({ sought }) => sought.startsWith(words[0]));
    return [...new Set([...starting, ...fitting])].slice(0, MOST);
  }

  /** Make a box with suggestions out of an input and its list (the combobox pattern of ARIA). */
  explorer.offerSearch = (input, list, choose) => {
    let all;
    let found = [];
    let at = -1;

    function close() {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
      at = -1;
    }

    function take(entry) {
      close();
      input.value = "";
      choose(entry.kind, entry.number);
    }

    function mark() {
      [...list.children].forEach((option, number) => {
        option.setAttribute("aria-selected", String(number === at));
        if (number === at) option.scrollIntoView({ block: "nearest" });
      });
      if (at >= 0) input.setAttribute("aria-activedescendant", list.children[at].id);
    }

    function offer() {
      all ??= entries();
      found = find(all, input.value);
      list.replaceChildren(...found.map((entry, number) => {
        const option = explorer.element("li", { id: `found-${number}`, role: "option" }, [entry.words]);
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(entry);
        });
        return option;
      }));
      at = found.length ? 0 : -1;
      const none = input.value.trim() && !found.length;
      if (none) list.replaceChildren(explorer.element("li", { role: "option", ariaDisabled: "true" }, ["Nothing found"]));
      list.hidden = !found.length && !none;
      input.setAttribute("aria-expanded", String(!list.hidden));
      mark();
    }

    input.addEventListener("input", offer);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step && found.length) {
        event.preventDefault();
        at = (at + step + found.length) % found.length;
        mark();
      } else if (event.key === "Enter" && at >= 0) {
        event.preventDefault();
        take(found[at]);
      } else if (event.key === "Escape") {
        close();
      }
    });
  };
})();
