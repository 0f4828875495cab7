// Typing to a recording: holds the player, the paragraphs, the speakers, the keys and what keeps the
// words together.

import { Player } from "../room/player.js";
import { Keeper } from "../typing/keeper.js";
import { Keys } from "../typing/keys.js";
import { Lines } from "../typing/lines.js";
import { Voices } from "../typing/voices.js";

export function connect(element, { signal }) {
  return new Typing(element, signal);
}

class Typing {
  constructor(element, signal) {
    this.element = element;
    const part = (name) => element.querySelector(`[data-typing-${name}]`);
    const begun = JSON.parse(part("begun").textContent);
    this.inaudibleMark = begun.inaudible;
    this.player = new Player(this, element.querySelector("[data-player]"), element.dataset.media, signal);
    this.lines = new Lines(this, part("lines"), part("line"), signal);
    this.voices = new Voices(this, element, begun.voices, signal);
    this.keys = new Keys(this, element, signal);
    this.keeper = new Keeper(element.dataset.source, element, begun.known, () => this.lines.all, signal);
    begun.lines.forEach((line) => this.lines.add(line));
    if (begun.lines.length) this.keeper.tell("kept");
    else this.lines.add({ begin_ms: 0 });
    this.player.audio.addEventListener("pause", () => this.rewind(), { signal });
    const form = part("finish");
    form.addEventListener("submit", (event) => this.finish(event, form), { signal, capture: true });
    element.querySelector(".typing__forget").addEventListener("submit", () => this.keeper.done(), { signal, capture: true });
    this.begin();
    element.dataset.ready = "1";
  }

  // One goes on where one stopped.
  begin() {
    const last = this.lines.current;
    this.lines.go(last, true);
    const from = Number(last.dataset.begin);
    if (from > 0) this.player.audio.addEventListener("loadedmetadata", () => this.player.go(from), { once: true });
  }

  // Everything is kept first, so that it is known whether another window kept something meanwhile.
  async finish(event, form) {
    if (this.settled) { this.settled = false; this.keeper.done(); return; }
    event.preventDefault();
    event.stopPropagation();
    if (!await this.keeper.settle()) return;
    form.elements.lines.value = JSON.stringify(this.lines.all);
    form.elements.known.value = this.keeper.known ?? "";
    this.settled = true;
    // A form that is still telling of being sent is not sent again.
    setTimeout(() => form.requestSubmit());
  }

  get now() { return this.player.now; }

  changed(now = false) { this.keeper.changed(now); }

  // The player tells where it is; here nothing follows.
  follow() {}

  // What is paused is heard again for a moment.
  rewind() {
    if (!this.player.audio.ended) this.player.go(this.now - this.keys.rewind);
  }

  toggle() { this.player.toggle(); }
  back() { this.player.go(this.now - this.keys.step); }
  on() { this.player.go(this.now + this.keys.step); }
  slower() { this.player.quicken(-1); }
  faster() { this.player.quicken(1); }

  inaudible() { this.lines.insert(this.inaudibleMark); }

  moment() {
    this.lines.time(this.lines.current, this.now);
    this.changed();
  }
}
