// A place without words: a stretch of the recording, marked at the player, or a picture as a whole.
// It is coded by the same popover as words are.

import { clock, exact } from "../models/clock.js";

export class Stretch {
  constructor(room, element, signal) {
    this.room = room;
    this.element = element;
    this.part = (name) => element.querySelector(`[data-stretch-${name}]`);
    this.form = this.part("form");
    const on = (target, event, act) => target?.addEventListener(event, act, { signal });
    on(this.part("begin"), "click", () => this.set("from"));
    on(this.part("end"), "click", () => { this.set("until"); if (this.place()) this.code(); });
    on(this.form, "input", () => this.hold());
    on(this.form, "submit", (event) => { event.preventDefault(); this.code(); });
  }

  set(name) {
    this.part(name).value = exact(this.room.player.now);
    this.hold();
  }

  // What is marked now; null while it is no stretch.
  place() {
    const anchor = this.form;
    if (this.element.dataset.whole) return { whole: true, anchor, label: this.element.dataset.whole };
    const [begin, end] = [time(this.part("from").value), time(this.part("until").value)];
    if (begin === null || end === null || end <= begin) return null;
    const label = this.part("label").content.textContent.trim().replace("{begin}", clock(begin)).replace("{end}", clock(end));
    return { stretch: [begin, end], heard: [begin, end], anchor, label };
  }

  hold() {
    this.say("");
    this.room.player?.hold(this.place()?.stretch ?? null);
  }

  say(words) {
    const says = this.part("says");
    says.textContent = words;
    says.hidden = !words;
  }

  code() {
    const place = this.place();
    this.say(place ? "" : this.part("wrong").content.textContent.trim());
    if (place) this.room.coder.show(place, true);
    return true;
  }

  // It is coded: the next one begins with empty fields.
  done() {
    if (this.element.dataset.whole) return;
    this.part("from").value = "";
    this.part("until").value = "";
    this.hold();
  }
}

function time(text) {
  const parts = text.trim().split(":");
  if (parts.length > 3 || !parts.every((part) => /^\d+(\.\d+)?$/.test(part))) return null;
  return Math.round(parts.reduce((sum, part) => sum * 60 + Number(part), 0) * 1000);
}
