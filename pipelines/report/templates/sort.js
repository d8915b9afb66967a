// Tables read without this: it only lets a reader sort the long ones by a click on a heading.
document.querySelectorAll("table[data-sortable]").forEach((table) => {
  const body = table.tBodies[0];
  table.querySelectorAll("thead th").forEach((heading, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => {
      const numeric = heading.classList.contains("number");
      const ascending = heading.getAttribute("aria-sort") === (numeric ? "descending" : null);
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      heading.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const sign = ascending ? 1 : -1;
      const key = (row) => row.cells[column].dataset.sort;
      [...body.rows]
        .sort((a, b) => {
          if (key(a) === "" || key(b) === "") return (key(a) === "") - (key(b) === "");
          return sign * (numeric ? key(a) - key(b) : key(a).localeCompare(key(b)));
        })
        .forEach((row) => body.append(row));
    });
  });
});
