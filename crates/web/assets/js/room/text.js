// The text in the page: finds the place of a code point, and the code point of a place.

import { points, units } from "../models/positions.js";

export class Text {
  constructor(transcript) {
    this.transcript = transcript;
    // The revision that code points count in here; what is painted may be newer for a moment.
    this.revision = Number(transcript.dataset.revision ?? 0);
    this.blocks = [...transcript.querySelectorAll(".segment__text")].map((element) => ({
      element, start: Number(element.dataset.start),
    }));
  }

  blockAt(point) {
    let low = 0;
    let high = this.blocks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.blocks[middle].start <= point) low = middle;
      else high = middle - 1;
    }
    return this.blocks[low];
  }

  // The node and offset at a code point. At a border, `end` takes the end of what lies before.
  place(point, end = false) {
    const block = this.blockAt(end ? Math.max(point - 1, 0) : point);
    let left = point - block.start;
    let last = null;
    const walker = document.createTreeWalker(block.element, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const length = points(node.data, node.data.length);
      if (left < length || (end && left === length)) return [node, units(node.data, left)];
      left -= length;
      last = node;
    }
    return last ? [last, last.data.length] : [block.element, 0];
  }

  // A span block by block: what stands beside the text, between its blocks, is no part of it.
  spans(start, end) {
    const found = [];
    let at = this.blocks.indexOf(this.blockAt(start));
    for (let from = start; from < end && at < this.blocks.length; at++) {
      const next = this.blocks[at + 1]?.start ?? Infinity;
      found.push([from, Math.min(end, next)]);
      from = next;
    }
    return found;
  }

  pieces(start, end) {
    return this.spans(start, end).map(([from, to]) => this.liveRange(from, to));
  }

  // Static from the beginning: the browser keeps every live range true at each change of the page,
  // and a long text would have thousands.
  ranges(start, end) {
    return this.spans(start, end).map(([from, to]) => {
      const [startContainer, startOffset] = this.place(from);
      const [endContainer, endOffset] = this.place(to, true);
      return new StaticRange({ startContainer, startOffset, endContainer, endOffset });
    });
  }

  liveRange(start, end) {
    const range = document.createRange();
    range.setStart(...this.place(start));
    range.setEnd(...this.place(end, true));
    return range;
  }

  // The code point at a place in the page; null outside the text.
  point(node, offset) {
    if (node.nodeType === Node.ELEMENT_NODE) {
      const next = node.childNodes[offset] ?? null;
      if (next?.nodeType === Node.TEXT_NODE) return this.point(next, 0);
    }
    const element = (node.nodeType === Node.TEXT_NODE ? node.parentElement : node)?.closest?.(".segment__text");
    if (!element) return this.border(node, offset);
    let count = Number(element.dataset.start);
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      if (text === node) return count + points(text.data, offset);
      const comes = node.nodeType === Node.ELEMENT_NODE && node.compareDocumentPosition(text) & Node.DOCUMENT_POSITION_CONTAINED_BY;
      if (comes && !precedes(node, offset, text)) return count;
      count += points(text.data, text.data.length);
    }
    return count;
  }

  // A selection by lines often ends between blocks: the next block's beginning is meant.
  border(node, offset) {
    const place = document.createRange();
    place.setStart(node, Math.min(offset, node.nodeType === Node.TEXT_NODE ? node.data.length : node.childNodes.length));
    if (!this.transcript.contains(node)) return null;
    const next = this.blocks.find(({ element }) => place.comparePoint(element, 0) > 0);
    return next ? next.start : this.length();
  }

  length() {
    const last = this.blocks.at(-1);
    return last ? last.start + points(last.element.textContent, last.element.textContent.length) : 0;
  }

  words(start, end) {
    return this.pieces(start, end).join("\n");
  }

  // The selected span, without blanks at its ends; null where nothing of the text is selected.
  selected() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    if (!range.intersectsNode(this.transcript)) return null;
    const start = this.point(range.startContainer, range.startOffset);
    const end = this.point(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    return this.trimmed(start, end);
  }

  trimmed(start, end) {
    const words = this.words(start, end);
    const before = words.length - words.trimStart().length;
    const after = words.length - words.trimEnd().length;
    if (before === words.length) return null;
    return { start: start + points(words, before), end: end - points(words.slice(words.length - after), after) };
  }
}

function precedes(element, offset, text) {
  const child = element.childNodes[offset];
  return child ? Boolean(text.compareDocumentPosition(child) & Node.DOCUMENT_POSITION_FOLLOWING) : true;
}
