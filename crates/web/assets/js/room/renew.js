// Puts a corrected text in the place of the old one, block by block. What says the same stays, and
// only its place in the text is set anew: an hour of speech has hundreds of blocks, and a correction
// changes one.

export function renew(transcript, next) {
  const [old, fresh] = [transcript, next].map((one) => [...one.querySelectorAll(":scope > .segment")]);
  const last = old.at(-1)?.nextElementSibling;
  if (!last || !fresh.length) return false;
  let from = 0;
  while (from < Math.min(old.length, fresh.length) && same(old[from], fresh[from])) from++;
  let back = 0;
  while (back < Math.min(old.length, fresh.length) - from && same(old.at(-1 - back), fresh.at(-1 - back))) back++;
  fill(old.slice(from, old.length - back), fresh.slice(from, fresh.length - back), old[old.length - back] ?? last);
  transcript.querySelector("[data-timed]").replaceWith(next.querySelector("[data-timed]"));
  for (const { name, value } of next.attributes) set(transcript, name, value);
  return true;
}

// A block that comes into the text, or goes, has all that follow styled anew; one that is filled anew
// has not.
function fill(blocks, fresh, behind) {
  for (const [at, next] of fresh.entries()) {
    const block = blocks[at];
    if (!block) { behind.before(next); continue; }
    set(block, "id", next.id);
    block.className = next.className;
    block.style.minBlockSize = "";
    block.replaceChildren(...next.childNodes);
  }
  for (const block of blocks.slice(fresh.length)) block.remove();
}

// Whether two blocks say the same, after the old one was given the place of the new one.
function same(old, fresh) {
  const part = (name) => [old, fresh].map((one) => one.querySelector(name));
  const [words, newWords] = part(".segment__text");
  const [time, newTime] = part("a.segment__time");
  const [side, newSide] = part(".segment__side");
  set(old, "id", fresh.id);
  set(words, "data-start", newWords.dataset.start);
  if (time && newTime) set(time, "href", newTime.getAttribute("href"));
  return words.isEqualNode(newWords) && side.isEqualNode(newSide)
    && old.classList.contains("segment--heading") === fresh.classList.contains("segment--heading");
}

// What is set anew is styled anew, also where it is the same.
function set(element, name, value) {
  if (element.getAttribute(name) !== value) element.setAttribute(name, value);
}
