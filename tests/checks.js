() => {
  const seen = (e) => e.offsetParent !== null;
  const all = (s) => Array.from(document.querySelectorAll(s)).filter(seen);
  const told = [];
  const name = (e) => (e.getAttribute('aria-label') || e.textContent || e.value || (e.labels && e.labels[0] && e.labels[0].textContent) || '').trim();
  for (const e of all('a, button, summary, select, textarea, input, [role=button], [role=region], [role=group], nav')) if (!name(e)) told.push('no name: ' + e.outerHTML.slice(0, 80));
  for (const e of all('img, svg[role=img]')) if (!e.getAttribute('alt') && !e.getAttribute('aria-label')) told.push('no alternative: ' + e.outerHTML.slice(0, 80));
  if (!document.documentElement.lang) told.push('no language');
  if (!document.title) told.push('no title');
  if (all('h1').length !== 1) told.push('not one h1');
  const ids = all('[id]').map((e) => e.id);
  if (new Set(ids).size !== ids.length) told.push('an id twice');
  const parse = (c) => { const m = c.match(/[\d.]+/g).map(Number); return m.length === 3 ? [...m, 1] : m; };
  const light = (c) => { const v = c.slice(0, 3).map((x) => { x /= 255; return x <= 0.03928 ? x / 12.92 : ((x + 0.055) / 1.055) ** 2.4; });
    return 0.2126 * v[0] + 0.7152 * v[1] + 0.0722 * v[2]; };
  const ground = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor); if (c[3] === 1) return c; } return [255, 255, 255, 1]; };
  const done = new Set();
  const check = (e, color, what) => { const a = light(parse(color)), b = light(ground(e)); const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const key = color + ground(e) + what; if (ratio < 4.5 && !done.has(key)) { done.add(key); told.push(what + ' contrast ' + ratio.toFixed(2) + ': ' + e.outerHTML.slice(0, 80)); } };
  // In a picture: the letters against whatever shapes lie behind the middle of them.
  const over = (top, under) => [0, 1, 2].map((i) => top[i] * top[3] + under[i] * (1 - top[3])).concat(1);
  const parts = (e) => Array.from(e.ownerSVGElement.querySelectorAll('path')).map((path) => [path.getBoundingClientRect(), getComputedStyle(path)]);
  for (const e of document.querySelectorAll('svg text')) {
    const box = e.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    let behind = ground(e.ownerSVGElement.parentElement);
    for (const [shape, style] of e.ownerSVGElement.known ||= parts(e)) {
      if (style.fill === 'none' || x < shape.left || x > shape.right || y < shape.top || y > shape.bottom) continue;
      const fill = parse(style.fill);
      behind = over([fill[0], fill[1], fill[2], fill[3] * style.fillOpacity * style.opacity], behind);
    }
    const a = light(parse(getComputedStyle(e).fill)), b = light(behind), ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) told.push('picture contrast ' + ratio.toFixed(2) + ': ' + e.textContent);
  }
  // Whatever can be chosen or scrolled is reached with the keyboard.
  for (const e of all('body *')) {
    const style = getComputedStyle(e), scrolls = /auto|scroll/.test(style.overflowX + style.overflowY) && (e.scrollHeight > e.clientHeight + 1 || e.scrollWidth > e.clientWidth + 1);
    if (scrolls && e.tabIndex < 0 && !e.querySelector('a, button, input, summary, [tabindex="0"]')) told.push('cannot be scrolled with keys: ' + e.outerHTML.slice(0, 80));
  }
  for (const e of all('body *:not(svg *)')) {
    if (Array.from(e.childNodes).some((n) => n.nodeType === 3 && n.data.trim())) check(e, getComputedStyle(e).color, 'text');
    if (e.matches('[data-k]')) check(e, getComputedStyle(e, '::before').color, 'letter');
  }
  for (const e of all('details > summary, [onclick], .m')) if (e.matches('summary') && e.tabIndex < 0) told.push('not reachable: ' + e.outerHTML.slice(0, 80));
  return told;
}
