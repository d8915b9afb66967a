/* What is told of a place, a county or a center. */
"use strict";

(() => {
  const area = () => explorer.open("area");
  const { element } = explorer;

  function facts(pairs) {
    return element("dl", {}, pairs.filter(([, words]) => words !== "").map(([heading, words]) =>
      element("div", {}, [element("dt", {}, [heading]), element("dd", {}, [].concat(words))])));
  }

  /** Return a link to a thing; it leads there without leaving what the page shows. */
  function link(words, kind, number, choose) {
    const { places, centers, counties } = area();
    const id = { place: places.id, center: centers.id, county: counties.fips }[kind][number];
    const made = element("a", { href: `#${new URLSearchParams({ [kind]: id })}` }, [words]);
    made.addEventListener("click", (event) => {
      event.preventDefault();
      choose(kind, number);
    });
    return made;
  }

  function countyOf(place) {
    const { places, counties } = area();
    const county = places.county[place];
    return county === null ? "no county on the map" : counties.name[county];
  }

  /** Name a place: 'Place 170010001001, Adams, IL'. */
  explorer.placeName = (place) =>
    (area().by_county ? countyOf(place) : `Place ${area().places.id[place]}, ${countyOf(place)}`);

  /** Tell in one line what a view shows at a place. */
  explorer.tellPlace = (view, place) => {
    const column = area().columns[view.column];
    const value = explorer.valueAt(view.column, place);
    if (value === null) return view.shades[view.shades.length - 1].label;
    if (!view.edges.length) return view.shades[value].label;
    return `${column.heading}: ${explorer.words(view.column, value, view.edges)}`;
  };

  /** Write a value, or why there is none. */
  function valueOrWhy(name, why, place) {
    const value = explorer.valueAt(name, place);
    if (value !== null) return explorer.words(name, value);
    const reason = why in area().columns ? explorer.valueAt(why, place) : null;
    return reason === null ? "–" : `none: ${explorer.words(why, reason)}`;
  }

  function columnsOf(prefix) {
    return Object.entries(area().columns).filter(([name]) => name.startsWith(`${prefix}/`));
  }

  /** Return the nearest centers of a kind from a place: `[center, minutes, miles]` each. */
  explorer.nearestOf = (site, place) => {
    const flat = area().nearest[site][place];
    return Array.from({ length: flat.length / 3 }, (_, rank) => flat.slice(3 * rank, 3 * rank + 3));
  };

  function nearestOf(site, place, choose) {
    const { centers, columns } = area();
    const { heading } = columns[`minutes/${site.code}`];
    const found = explorer.nearestOf(site.code, place);
    const why = valueOrWhy(`minutes/${site.code}`, `why/${site.code}`, place);
    return [
      element("h4", {}, [explorer.symbolOf(site), heading]),
      found.length ? element("ol", { className: "nearest" }, found.map(([center, minutes, miles]) =>
        element("li", {}, [
          link(centers.name[center], "center", center, choose),
          ` ${explorer.words(`minutes/${site.code}`, minutes)}, ${explorer.number(miles, 1)} miles`,
        ]))) : element("p", {}, [why]),
    ];
  }

  const tell = {
    place(place, choose) {
      const { places, strata, who, columns, nearest, area_argument: argument } = area();
      const stratum = places.stratum[place] === null ? "" : strata[places.stratum[place]].label;
      return [
        element("h2", {}, [`Place ${places.id[place]}`]),
        facts([
          ["County", places.county[place] === null ? countyOf(place)
            : link(countyOf(place), "county", places.county[place], choose)],
          [who[0].toUpperCase() + who.slice(1), explorer.number(places.people[place])],
          ["Kind of place", stratum],
          ...["gap", "nearer"].filter((name) => name in columns)
            .map((name) => [columns[name].heading, valueOrWhy(name, "", place)]),
        ]),
        element("h3", {}, ["The nearest centers, by car"]),
        ...explorer.open("area").sites.filter(({ code }) => code in nearest)
          .flatMap((site) => nearestOf(site, place, choose)),
        element("p", { className: "note" }, [
          explorer.knowsRoads()
            ? "The lines on the map follow the roads driven. Where they are dotted they run straight, over streets that are not drawn. The kinds of road on the way: "
            : "The lines on the map are straight; the roads are not. By which roads one drives: ",
          element("code", {}, [`infusion-access show ${places.id[place]} --area ${argument}`]),
        ]),
        ...(columnsOf("after").length ? [
          element("h3", {}, ["…and to the nearest of any kind, if"]),
          facts(columnsOf("after").map(([name, { heading }]) => [heading, valueOrWhy(name, "", place)])),
        ] : []),
        element("details", {}, [
          element("summary", {}, ["Access scores"]),
          facts(columnsOf("score").map(([name, { heading }]) =>
            [heading, valueOrWhy(name, name.replace("score/", "score_why/"), place)])),
        ]),
      ];
    },

    county(county, choose) {
      const { counties, columns } = area();
      const table = document.getElementById("counties");
      const row = table.querySelector(`tr[data-fips="${counties.fips[county]}"]`);
      const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
      const cells = row ? headings.map((heading, at) => [heading, row.cells[at].textContent.trim()]) : [];
      const at = (name) => columns[name].values[county];
      return [
        element("h2", {}, [counties.name[county]]),
        facts(cells.slice(1)),
        element("h3", {}, ["Medicare’s rule of network adequacy, by centers that count"]),
        facts(columnsOf("verdict").map(([name, { heading }]) => {
          const share = name.replace("verdict/", "share_within/");
          return [heading, at(name) === null ? "no verdict"
            : `${explorer.words(name, at(name))}: ${explorer.words(share, at(share))} within both limits`];
        })),
      ];
    },

    center(center) {
      const { centers, sites } = area();
      return [
        element("h2", {}, [centers.name[center]]),
        element("p", {}, [sites[centers.site[center]].label]),
        element("p", {}, [centers.where[center]]),
        facts([...centers.facts[center], ["Id", centers.id[center]]]),
        element("h3", {}, ["Why it counts as a center"]),
        ...explorer.evidenceOf(center),
      ];
    },
  };

  /** Return the rules that speak for or against a center, by question; else the rows that name it. */
  explorer.evidenceOf = (center) => {
    const { questions, texts, rules, text } = explorer.open("evidence");
    if (!rules[center].length) return [element("p", { className: "evidence" }, [text[center]])];
    return questions.flatMap((question, number) => {
      const mine = rules[center].filter(([asked]) => asked === number);
      if (!mine.length) return [];
      return [
        element("h4", {}, [question]),
        element("ul", { className: "evidence" }, mine.map(([, rule, weight, words, rows]) =>
          element("li", {}, [
            `${texts[words]} (${rule}, weight ${weight})`,
            ...(rows ? [element("small", {}, [rows])] : []),
          ]))),
      ];
    });
  };

  /** Return everything that is told of a thing. */
  explorer.tellAll = (kind, number, choose) => tell[kind](number, choose);
})();
