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
    if (box) document.querySelectorAll(`input[name="${box.dataset.all}"]`).forEach((each) => { each.checked = box.checked; });
    if (event.target.matches("select[data-now]")) event.target.form.requestSubmit();
  });
})();
