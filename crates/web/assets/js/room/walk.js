// Walking through the text by keyboard: blocks, words, sentences and coded passages.

import { points } from "../models/positions.js";

export class Walk {
  constructor(room) {
    this.room = room;
  }

  // The code point where the keyboard is: the selection's, else the first on the screen.
  here() {
    const selection = getSelection();
    if (selection.rangeCount && this.room.transcript.contains(selection.focusNode)) {
      const point = this.room.text.point(selection.focusNode, selection.focusOffset);
      if (point !== null) return point;
    }
    if (this.room.caret !== undefined && onScreen(this.room.text.blockAt(this.room.caret).element)) return this.room.caret;
    const seen = this.room.text.blocks.find(({ element }) => element.getBoundingClientRect().bottom > innerHeight * 0.2);
    return seen ? seen.start : 0;
  }

  block(step) {
    const { blocks } = this.room.text;
    const selection = getSelection();
    const inside = selection.rangeCount && !selection.isCollapsed && this.room.transcript.contains(selection.anchorNode);
    const at = blocks.indexOf(this.room.text.blockAt(inside ? this.room.text.point(selection.anchorNode, selection.anchorOffset) : this.here()));
    const next = blocks[inside ? at + step : at + (step < 0 ? -1 : 0)];
    if (!next) return;
    const end = next.start + [...next.element.textContent].length;
    const span = this.room.text.trimmed(next.start, end);
    if (span) this.select(span, false);
  }

  // Word by word, and on into the next block.
  word(step) {
    const { blocks } = this.room.text;
    const from = this.room.text.selected()?.start ?? this.here();
    for (let at = blocks.indexOf(this.room.text.blockAt(from)); blocks[at]; at += step) {
      const { start, element } = blocks[at];
      const text = element.textContent;
      const words = [...text.matchAll(/\S+/gu)].map((found) => {
        const begin = start + points(text, found.index);
        return { start: begin, end: begin + points(found[0], found[0].length) };
      });
      const next = step > 0 ? words.find((one) => one.start > from || (one.start === from && !this.room.text.selected())) : words.findLast((one) => one.start < from);
      if (next) { this.room.caret = next.start; this.select(next, false); return; }
    }
  }

  select(span, hold = true) {
    const range = this.room.text.liveRange(span.start, span.end);
    const selection = getSelection();
    selection.removeAllRanges();
    selection.addRange(range);
    this.show(range);
    if (hold) this.room.hold();
  }

  show(range) {
    const rect = range.getBoundingClientRect();
    const head = this.room.head;
    if (rect.top < head || rect.bottom > innerHeight - 40) scrollBy({ top: rect.top - Math.max(head + 40, innerHeight * 0.3), behavior: "instant" });
  }

  extend(direction, unit) {
    const selection = getSelection();
    if (!selection.rangeCount || !this.room.transcript.contains(selection.anchorNode)) {
      const block = this.room.text.blockAt(this.here());
      selection.collapse(...this.room.text.place(block.start));
    }
    selection.modify("extend", direction, unit);
    this.show(selection.getRangeAt(0));
    this.room.hold();
  }

  passage(step) {
    const at = this.here();
    const { passages } = this.room;
    const ordered = [...passages].sort((a, b) => a.start - b.start);
    const current = this.room.current?.id;
    const index = ordered.findIndex((one) => one.id === current);
    const next = index >= 0 ? ordered[index + step]
      : step > 0 ? ordered.find((one) => one.start >= at) : ordered.findLast((one) => one.start < at);
    if (next) this.room.goTo(next);
  }
}

function onScreen(element) {
  const rect = element.getBoundingClientRect();
  return rect.bottom > 0 && rect.top < innerHeight;
}
