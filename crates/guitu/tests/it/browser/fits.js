// What does not fit: a page wider than its window, a text cut off by its own box, one box of text over another's edge.
const found = [];
const root = document.documentElement;
if (root.scrollWidth > root.clientWidth + 1) {
  found.push(`page is ${root.scrollWidth} wide in a window of ${root.clientWidth}`);
  for (const e of document.querySelectorAll('body *')) {
    const box = e.getBoundingClientRect();
    if (box.right > root.clientWidth + 1 && box.width > 0) found.push(`${e.tagName}.${e.className} reaches ${Math.round(box.right)}`);
    if (found.length > 8) break;
  }
}
for (const e of document.querySelectorAll('body *')) {
  const style = getComputedStyle(e);
  if (style.visibility === 'hidden' || style.display === 'none' || !e.textContent.trim()) continue;
  const hides = (v) => v === 'hidden' || v === 'clip';
  const shy = style.position === 'absolute' && (e.clientWidth <= 1 || e.clientHeight <= 1);
  if (shy || e.closest('[data-scrolls]')) continue;
  if (hides(style.overflowX) && e.scrollWidth > e.clientWidth + 1) found.push(`${e.tagName}.${e.className} cuts text off at the side`);
  if (hides(style.overflowY) && e.scrollHeight > e.clientHeight + 1) found.push(`${e.tagName}.${e.className} cuts text off below`);
}
return found;
