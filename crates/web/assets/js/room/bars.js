// Margin bars and lists of codes: the same passages again as buttons beside the text, for the eye,
// the keyboard and the screen reader. They are made when a block comes near the screen, so a long
// document costs no more than what is seen of it.

import { lanes } from "../models/lanes.js";

export class Bars {
  constructor(room) {
    this.room = room;
    this.observer = new IntersectionObserver((entries) => {
      for (const entry of entries) {
        if (entry.isIntersecting) this.draw(entry.target);
      }
    }, { rootMargin: "600px 0px" });
    this.seen = new Set();
  }

  all() {
    this.seen.clear();
    this.observer.disconnect();
    this.lane = lanes(this.room.passages);
    this.inBlock = this.sortIntoBlocks();
    for (const { element } of this.room.text.blocks) this.observer.observe(element.closest(".segment"));
  }

  sortIntoBlocks() {
    const blocks = this.room.text.blocks;
    const found = new Map();
    for (const passage of this.room.passages) {
      let at = blocks.indexOf(this.room.text.blockAt(passage.start));
      for (let first = true; at < blocks.length && (first || blocks[at].start < passage.end); at++, first = false) {
        const segment = blocks[at].element.closest(".segment");
        if (!found.has(segment)) found.set(segment, []);
        found.get(segment).push({ passage, first });
      }
    }
    return found;
  }

  draw(segment) {
    segment.querySelector(".bars")?.remove();
    const list = segment.querySelector(".codings");
    list.replaceChildren();
    const here = this.inBlock.get(segment) ?? [];
    list.hidden = !here.length;
    if (!here.length) return;
    const bars = document.createElement("div");
    bars.className = "bars";
    bars.setAttribute("aria-hidden", "true");
    segment.style.minBlockSize = "";
    const box = segment.getBoundingClientRect();
    const names = [];
    for (const { passage, first } of here) {
      const bar = this.bar(passage, segment, box);
      if (first) {
        const name = this.name(passage);
        names.push({ name, top: bar.top });
        bar.element.append(name);
        list.append(...this.items(passage));
      }
      bars.append(bar.element);
    }
    list.hidden = !list.children.length;
    segment.append(bars);
    const needed = this.apart(names);
    if (needed > box.height) segment.style.minBlockSize = `${needed}px`;
  }

  // Names that would lie on each other give way downwards; says how far down the last one reaches.
  apart(names) {
    const heights = names.map(({ name }) => name.offsetHeight);
    let free = 0;
    names.forEach(({ name, top }, at) => {
      const from = at ? Math.max(top, free) : top;
      name.style.insetBlockStart = `${from - top}px`;
      free = from + heights[at] + (heights[at] && 2);
    });
    return free;
  }

  bar(passage, segment, box) {
    const { text } = this.room;
    const own = text.spans(passage.start, passage.end).find(([from]) => segment.contains(text.blockAt(from).element));
    const rects = own ? text.liveRange(...own).getClientRects() : [];
    const inside = [...rects].filter((rect) => rect.bottom > box.top && rect.top < box.bottom);
    const top = Math.min(...inside.map((rect) => rect.top), box.bottom) - box.top;
    const bottom = Math.max(...inside.map((rect) => rect.bottom), box.top) - box.top;
    const element = document.createElement("div");
    element.className = "bar";
    if (passage.codings.length) element.dataset.family = passage.codings[0].family;
    element.dataset.lane = Math.min(this.lane.get(passage.id) + 1, 3);
    element.dataset.passage = passage.id;
    element.style.insetBlockStart = `${top}px`;
    element.style.blockSize = `${Math.max(bottom - top, 12)}px`;
    return { element, top };
  }

  name(passage) {
    const names = document.createElement("span");
    names.className = "bar__name";
    names.dataset.passage = passage.id;
    names.textContent = passage.codings.map((coding) => coding.name).join(", ") || this.room.element.dataset.uncoded;
    return names;
  }

  items(passage) {
    return passage.codings.map((coding) => {
      const item = document.createElement("li");
      item.dataset.family = coding.family;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "codings__name";
      button.dataset.passage = passage.id;
      button.textContent = coding.name;
      item.append(button);
      return item;
    });
  }
}
