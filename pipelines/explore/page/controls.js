/* What can be chosen: which map, and the further choices that lead to it. */
"use strict";

(() => {
  const area = () => explorer.open("area");

  function viewsOf(show) {
    return Object.values(area().views).filter((view) => view.measure === show);
  }

  /** Return the choices of a panel, each with the options that are left after those before it. */
  function choicesOf(panel) {
    let views = viewsOf(panel.show);
    return area()
      .choices.filter(({ code }) => code in views[0].choices)
      .map((choice) => {
        const known = new Set(views.map((view) => view.choices[choice.code]));
        const options = choice.options.filter(({ code }) => known.has(code));
        const value = known.has(panel[choice.code]) ? panel[choice.code] : options[0].code;
        views = views.filter((view) => view.choices[choice.code] === value);
        return { ...choice, options, value };
      });
  }

  /** Return the view that a panel shows: what it asks for, as far as there is such a map. */
  explorer.viewOf = (panel) => {
    const values = choicesOf(panel).map(({ value }) => value);
    return area().views[[panel.show, ...values].join("/")];
  };

  function select(label, options, value, changed) {
    const made = explorer.element("select", {}, options.map(({ code, label: words }) =>
      explorer.element("option", { value: code, selected: code === value }, [words])));
    made.addEventListener("change", () => changed(made.value));
    return explorer.element("label", {}, [explorer.element("span", {}, [label]), made]);
  }

  /** Fill a form with the controls of a panel; `changed` is called with the panel as it is then. */
  explorer.fillControls = (form, panel, changed) => {
    const focused = [...form.querySelectorAll("select")].indexOf(document.activeElement);
    const further = choicesOf(panel).filter(({ options }) => options.length > 1);
    form.replaceChildren(
      select("Show", area().subjects, panel.show, (show) => changed({ ...panel, show })),
      ...further.map(({ code, label, options, value }) =>
        select(label, options, value, (chosen) => changed({ ...panel, [code]: chosen }))),
    );
    if (focused >= 0) form.querySelectorAll("select")[focused]?.focus();
  };

  /** Fill the choice of people. */
  explorer.fillPeople = (form, stratum, changed) => {
    form.replaceChildren(select("People", area().strata, stratum, changed));
  };

  /** Make an element; texts become text, never markup. */
  explorer.element = (name, properties = {}, children = []) => {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(properties)) {
      if (key in made) made[key] = value;
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  };
})();
