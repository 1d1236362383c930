// Keyboard: / searches, j and k walk the rows of a table, Enter opens the row. Everything works without this file.
(() => {
  const typing = (element) => element && element.closest("input, textarea, select, [contenteditable]");
  const rows = () => [...document.querySelectorAll("table[data-rows] tbody tr")];
  const walk = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.findIndex((row) => row.classList.contains("here"));
    const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
    all.forEach((row) => row.classList.toggle("here", row === next));
    (next.querySelector("a") || next).focus({ preventScroll: true });
    next.scrollIntoView({ block: "nearest" });
  };
  // On a phone a row of a table in a card is a block as well, each cell with its title.
  const stack = () => document.querySelectorAll(".card .scroll > table:not(.stack):not(.annex)").forEach((table) => {
    const titles = [...(table.tHead ? table.tHead.rows[0].cells : [])];
    if (titles.filter((title) => !title.classList.contains("narrow")).length < 3 || table.tHead.querySelector("input")) return;
    table.classList.add("stack");
    table.setAttribute("role", "table");
    [table.tHead, ...table.tBodies].forEach((group) => group.setAttribute("role", "rowgroup"));
    titles.forEach((title) => title.setAttribute("role", "columnheader"));
    [...table.rows].forEach((row) => row.setAttribute("role", "row"));
    [...table.tBodies].flatMap((body) => [...body.rows]).forEach((row) => [...row.cells].forEach((cell, at) => {
      cell.setAttribute("role", cell.scope === "row" ? "rowheader" : "cell");
      cell.dataset.title = titles[at] ? titles[at].textContent : "";
      if (!cell.hasChildNodes()) return;
      const all = document.createElement("div");
      all.append(...cell.childNodes);
      cell.append(all);
    }));
  });
  stack();
  document.addEventListener("htmx:afterSwap", stack);
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const search = document.querySelector("[data-search]");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    } else if (event.key === "j" || event.key === "k") {
      event.preventDefault();
      walk(event.key === "j" ? 1 : -1);
    }
  });
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-all]");
    if (box) box.dataset.all.split(" ").forEach((name) => (box.closest("table") || document).querySelectorAll(`input[name="${name}"]`).forEach((each) => { each.checked = box.checked; }));
    if (event.target.matches("select[data-now]")) event.target.form.requestSubmit();
  });
})();
