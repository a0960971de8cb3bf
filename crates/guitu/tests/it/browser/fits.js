// What does not fit: a page wider than its window, a text cut off by its own box or sticking out of its card.
const found = [];
const root = document.documentElement;
const named = (e) => e.tagName.toLowerCase() + (e.className ? '.' + String(e.className).replace(/ /g, '.') : '')
  + ' “' + e.textContent.trim().replace(/\s+/g, ' ').slice(0, 24) + '”';
if (root.scrollWidth > root.clientWidth + 1) {
  found.push(`page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
}
const shown = (e) => e.checkVisibility({checkOpacity: false, checkVisibilityCSS: true});
// Meant for screen readers, or waiting outside the window for the keyboard.
const shy = (e) => e.closest('.sr') !== null || e.getBoundingClientRect().right <= 0;
// What scrolls inside its own box may be wider than it.
const scrolls = (e) => {
  for (; e && e !== document.body; e = e.parentElement) {
    if (['auto', 'scroll'].includes(getComputedStyle(e).overflowX)) return true;
  }
  return false;
};
const hides = (v) => v === 'hidden' || v === 'clip';
for (const e of document.querySelectorAll('body *')) {
  if (!e.textContent.trim() || !shown(e) || shy(e)) continue;
  const style = getComputedStyle(e);
  if (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) found.push(`${named(e)} is cut off at the side`);
  if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1) found.push(`${named(e)} is cut off below`);
}
// Every line of text lies inside its window and inside the box that frames it.
const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
for (let node = walker.nextNode(); node; node = walker.nextNode()) {
  const e = node.parentElement;
  if (!node.data.trim() || !shown(e) || shy(e) || e.closest('option, textarea') || scrolls(e)) continue;
  const frame = e.closest('.btn, .tag, .tile, td, th, li, dd, dt, .card, .top, .nav, .dock, main, body').getBoundingClientRect();
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const line of range.getClientRects()) {
    if (line.width === 0) continue;
    if (line.right > root.clientWidth + 1) { found.push(`${named(e)} leaves the window`); break; }
    if (line.right > frame.right + 1 || line.left < frame.left - 1) { found.push(`${named(e)} sticks out of its frame`); break; }
  }
}
// Buttons and fields keep their size: nothing typed or read is squeezed.
for (const e of document.querySelectorAll('main .btn, main .f')) {
  if (!shown(e)) continue;
  const box = e.getBoundingClientRect();
  if (box.right > root.clientWidth + 1 || box.left < -1) found.push(`${named(e)} reaches out of the window`);
  if (e.classList.contains('btn') && e.scrollWidth > e.clientWidth + 1) found.push(`${named(e)} is too narrow for its text`);
}
return found.slice(0, 12);
