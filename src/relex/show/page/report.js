"use strict";
(() => {
  const all = (selector, where = document) => Array.from(where.querySelectorAll(selector));
  document.documentElement.classList.add("scripted");
  let from = null;

  function show(id, { focus = true } = {}) {
    const chosen = id ? document.getElementById(id) : null;
    all(".ev.shown").forEach((each) => each.classList.remove("shown"));
    all(".evidence.chosen").forEach((each) => each.classList.remove("chosen"));
    all("a[aria-current]").forEach((each) => each.removeAttribute("aria-current"));
    if (!chosen || !chosen.classList.contains("ev")) return false;
    chosen.classList.add("shown");
    const panel = chosen.closest(".evidence");
    panel.classList.add("chosen");
    panel.scrollTop = 0;
    all(`a[href="#${id}"]`).forEach((each) => each.setAttribute("aria-current", "true"));
    if (focus) chosen.focus({ preventScroll: true });
    panel.scrollIntoView({ block: "nearest" });
    return true;
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    const id = link && link.getAttribute("href").slice(1);
    if (!id || !show(id)) return;
    event.preventDefault();
    from = link;
    history.replaceState(null, "", `#${id}`);
  });

  // In a picture one link is reached by Tab, the others from there by the arrows.
  all(".picture").forEach((picture) => {
    const links = all("a", picture);
    links.forEach((link, number) => link.setAttribute("tabindex", number ? "-1" : "0"));
    picture.addEventListener("keydown", (event) => {
      const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
      const here = event.target.closest("a");
      if (!way || !here) return;
      event.preventDefault();
      const middle = (link) => { const box = link.getBoundingClientRect(); return [box.x + box.width / 2, box.y + box.height / 2]; };
      const [x, y] = middle(here);
      let best = null;
      let least = Infinity;
      links.forEach((link) => {
        const [otherX, otherY] = middle(link);
        const along = (otherX - x) * way[0] + (otherY - y) * way[1];
        const aside = Math.abs((otherX - x) * way[1]) + Math.abs((otherY - y) * way[0]);
        if (link !== here && along > 1 && along + 3 * aside < least) { best = link; least = along + 3 * aside; }
      });
      if (!best) return;
      here.setAttribute("tabindex", "-1");
      best.setAttribute("tabindex", "0");
      best.focus();
    });
  });

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !from) return;
    show("");
    history.replaceState(null, "", location.pathname);
    from.focus();
    from = null;
  });

  window.addEventListener("hashchange", () => show(location.hash.slice(1)));
  window.addEventListener("beforeprint", () => all("details").forEach((each) => { each.open = true; }));
  show(location.hash.slice(1), { focus: false });
})();
