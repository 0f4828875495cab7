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
      // Without a code it belongs to no family: a memo holds on to it.
      if (!family) { this.marked.add(text.range(passage.start, passage.end)); continue; }
      const layer = Math.min(lane.get(passage.id) + 1, LAYERS);
      this.highlights.get(`${family}-${layer}`).add(text.range(passage.start, passage.end));
    }
  }

  only(name, text, span) {
    if (!this.works) return;
    this[name].clear();
    if (span) this[name].add(text.range(span.start, span.end));
  }

  clear() {
    if (!this.works) return;
    for (const name of CSS.highlights.keys()) CSS.highlights.get(name).clear();
  }
}
