// Tables read without this: it sorts the long ones by a click on a heading, and finds rows by a name.
const MOST_SHOWN = 50;

function sortable(table) {
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
}

function searchable(block, show) {
  const label = document.createElement("label");
  const input = document.createElement("input");
  const told = document.createElement("output");
  label.className = "find";
  input.type = "search";
  label.append(block.dataset.find, " ", input, " ", told);
  block.prepend(label);
  const look = () => { told.value = show(input.value.trim().toLowerCase()); };
  input.addEventListener("input", look);
  look();
}

// A table with its rows on the page: those that do not match are hidden.
function hiding(block) {
  const rows = [...block.querySelectorAll("tbody tr")];
  searchable(block, (asked) => {
    rows.forEach((row) => { row.hidden = !row.cells[0].textContent.toLowerCase().includes(asked); });
    return asked ? `${rows.filter((row) => !row.hidden).length} of ${rows.length}` : "";
  });
}

// A table too long for the page: its rows are data, and the first that match are written.
function filling(block) {
  const rows = JSON.parse(block.querySelector("script").textContent);
  const body = block.querySelector("tbody");
  const numeric = [...block.querySelectorAll("thead th")].map((one) => one.className);
  searchable(block, (asked) => {
    const found = rows.filter((row) => row[0].toLowerCase().includes(asked));
    body.replaceChildren(...found.slice(0, MOST_SHOWN).map((cells) => {
      const row = document.createElement("tr");
      row.append(...cells.map((text, column) => {
        const cell = document.createElement(column ? "td" : "th");
        if (!column) cell.scope = "row";
        cell.className = numeric[column];
        cell.textContent = text;
        return cell;
      }));
      return row;
    }));
    return `${Math.min(found.length, MOST_SHOWN)} of ${found.length} shown`;
  });
}

document.querySelectorAll("table[data-sortable]").forEach(sortable);
document.querySelectorAll("[data-find]").forEach((block) => {
  (block.querySelector("script") ? filling : hiding)(block);
});
