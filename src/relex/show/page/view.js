"use strict";
(() => {
  const all = (selector, where = document) => Array.from(where.querySelectorAll(selector));
  const narrow = window.matchMedia("(max-width: 52rem)");  // there the chosen entry lies over the foot of the text
  let chosen = null;

  function choose(article, number, { scrollText = true, open = true } = {}) {
    all(".on").forEach((each) => each.classList.remove("on"));
    all("details.chosen").forEach((each) => each.classList.remove("chosen"));
    const marks = all(`.m[data-i="${number}"]`, article);
    marks.forEach((each) => each.classList.add("on"));
    const item = article.querySelector(`details[data-i="${number}"]`);
    if (item) {
      item.classList.add("chosen");
      if (open) item.open = true;
      if (!scrollText && !narrow.matches) item.scrollIntoView({ block: "nearest" });
    }
    if ((scrollText || narrow.matches) && marks[0]) marks[0].scrollIntoView({ block: "nearest" });
    chosen = item;
  }

  document.addEventListener("click", (event) => {
    const mark = event.target.closest(".m");
    if (mark) {
      choose(mark.closest("article"), mark.dataset.i, { scrollText: false });
      return;
    }
    const summary = event.target.closest("summary");
    if (summary) choose(summary.closest("article"), summary.parentElement.dataset.i, { open: false });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && chosen) chosen.open = false;
    if (event.altKey || event.ctrlKey || event.metaKey || !["j", "k"].includes(event.key)) return;
    const items = all("details[data-i]").filter((each) => each.offsetParent !== null);
    if (!items.length) return;
    const here = items.indexOf(chosen);
    const there = items[Math.min(items.length - 1, Math.max(0, here + (event.key === "j" ? 1 : -1)))];
    choose(there.closest("article"), there.dataset.i, { open: false });
    there.querySelector("summary").focus();
  });

  all(".filters input").forEach((box) => {
    box.addEventListener("change", () => {
      const kind = box.value;
      all(`section[data-kind="${kind}"]`).forEach((each) => { each.hidden = !box.checked; });
      all(`.m[data-kind="${kind}"]`).forEach((each) => {
        each.classList.toggle("m", box.checked);
        each.classList.toggle("off", !box.checked);
      });
      all(`.off[data-kind="${kind}"]`).forEach((each) => {
        if (box.checked) { each.classList.add("m"); each.classList.remove("off"); }
      });
    });
  });
})();
