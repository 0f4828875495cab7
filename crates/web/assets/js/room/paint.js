// Painting: every coding is a wash and an underline, by the CSS Custom Highlight API. The sixth of
// families and three layers make eighteen highlights; deeper layers share the third.

import { lanes } from "../models/lanes.js";

const FAMILIES = 6;
const LAYERS = 3;

export class Paint {
  constructor() {
    this.works = "highlights" in CSS;
    if (!this.works) return;
    this.highlights = new Map();
    for (let layer = 1; layer <= LAYERS; layer++) {
      for (let family = 1; family <= FAMILIES; family++) {
        const highlight = new Highlight();
        highlight.priority = layer;
        CSS.highlights.set(`coding-${family}-${layer}`, highlight);
        this.highlights.set(`${family}-${layer}`, highlight);
      }
    }
    for (const [name, priority] of [["held", 20], ["spoken", 15], ["found", 10], ["marked", 0]]) {
      const highlight = new Highlight();
      highlight.priority = priority;
      CSS.highlights.set(name, highlight);
      this[name] = highlight;
    }
  }

  // Paints all passages anew.
  all(text, passages) {
    if (!this.works) return;
    for (const highlight of [this.marked, ...this.highlights.values()]) highlight.clear();
    const lane = lanes(passages);
    for (const passage of passages) {
      const family = passage.codings[0]?.family;
      const layer = Math.min(lane.get(passage.id) + 1, LAYERS);
      // Without a code it belongs to no family: a memo holds on to it.
      const highlight = family ? this.highlights.get(`${family}-${layer}`) : this.marked;
      for (const range of text.ranges(passage.start, passage.end)) highlight.add(range);
    }
  }

  only(name, text, span) {
    if (!this.works) return;
    this[name].clear();
    if (!span) return;
    for (const range of text.ranges(span.start, span.end)) this[name].add(range);
  }

  clear() {
    if (!this.works) return;
    for (const name of CSS.highlights.keys()) CSS.highlights.get(name).clear();
  }
}
