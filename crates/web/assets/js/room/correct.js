// Correcting a transcript beside changing its words: what is doubted, who speaks, where one segment
// ends. Each act is one operation; the page then shows the new text, and the place is found again.

import { announce } from "../models/announce.js";
import { points } from "../models/positions.js";
import { perform } from "../models/study.js";

export class Correct {
  constructor(room, signal) {
    this.room = room;
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    // The tools are fetched anew with the text, so they are listened to from outside.
    on(room.element, "click", (event) => this.clicked(event));
    on(room.element, "change", (event) => { if (event.target.matches("[data-correct-listen]")) this.listen(event.target.checked); });
    // Pressing a tool must not take the selection away that it is about.
    on(room.element, "mousedown", (event) => { if (event.target.closest("[data-correct] :is(button, summary)")) event.preventDefault(); });
    on(room.element, "submit", (event) => this.named(event));
    this.listen(sessionStorage.getItem("trefoil-listen") === "1");
  }

  get tools() { return this.room.element.querySelector("[data-correct]"); }

  says(name) { return this.tools.querySelector(`[data-correct-says-${name}]`).content.textContent.trim(); }

  listen(on) {
    this.listening = on;
    sessionStorage.setItem("trefoil-listen", on ? "1" : "0");
    this.room.element.classList.toggle("room-page--listens", on);
    const box = this.tools?.querySelector("[data-correct-listen]");
    if (box) box.checked = on;
  }

  // Where the person stands: the selected words, else the place of the keyboard.
  place() {
    const span = this.room.text.selected();
    if (span) return span;
    const at = this.room.walk.here();
    return { start: at, end: at };
  }

  clicked(event) {
    const step = event.target.closest("[data-correct-step]");
    if (step) return this.step(Number(step.dataset.correctStep));
    const speaker = event.target.closest("[data-correct-speaker]");
    if (speaker) return this.speaks(speaker.dataset.correctSpeaker);
    for (const name of ["hear", "checked", "inaudible", "split", "join"]) {
      if (event.target.closest(`[data-correct-${name}]`)) return this[name]();
    }
    return null;
  }

  named(event) {
    if (!event.target.matches("[data-correct-new]")) return;
    event.preventDefault();
    const field = event.target.querySelector("input");
    const name = field.value.trim();
    if (name) { field.value = ""; field.blur(); this.speaks(name); }
  }

  number(number) {
    const button = this.tools?.querySelector(`[data-number="${number}"]`);
    if (!button) return false;
    this.speaks(button.dataset.correctSpeaker);
    return true;
  }

  step(step) {
    const { text, timed, walk } = this.room;
    const stop = timed.stop(this.place().start, step);
    if (!stop) return announce(this.says("none"));
    walk.select(stop, false);
    this.room.caret = stop.start;
    const why = stop.why ?? this.says("unsure").replace("{n}", stop.sure);
    return announce(this.says("word").replace("{words}", () => text.words(stop.start, stop.end)).replace("{why}", () => why).replace("{n}", timed.stops.length));
  }

  hear() {
    const from = this.room.timed.moment(this.place().start);
    if (from !== null) this.room.player?.play([from, null]);
  }

  checked() {
    return this.act("segment.set", { segments: this.ids(this.place()), checked: true }, this.says("checked"));
  }

  inaudible() {
    const span = this.room.text.selected();
    if (!span) return this.tell(this.says("select"));
    const mark = this.tools.querySelector("[data-correct-inaudible]").dataset.mark;
    const edits = [{ ...span, text: mark }];
    const fields = { source: this.room.source, revision: this.room.text.revision, edits, reason: this.says("reason") };
    return this.act("source.correct", fields, this.says("inaudible"), { start: span.start, end: span.start + points(mark, mark.length) });
  }

  split() {
    const { start } = this.place();
    return this.act("segment.split", { segment: this.room.timed.segmentAt(start)?.id, at: start }, this.says("split"));
  }

  join() {
    return this.act("segment.join", { segment: this.room.timed.segmentAt(this.place().start)?.id }, this.says("joined"));
  }

  // In what is playing; while it is silent, where the person stands.
  speaks(name) {
    const { player, timed } = this.room;
    const playing = player && !player.audio.paused;
    const segments = playing ? [timed.segmentAtTime(player.now)?.id].filter(Boolean) : this.ids(this.place());
    return this.act("segment.set", { segments, speaker: name }, this.says("speaker").replace("{name}", () => name));
  }

  ids(place) {
    return this.room.timed.segmentsIn(place).map((segment) => segment.id);
  }

  // What is selected afterwards is `kept`, or what was selected before.
  async act(operation, fields, said, kept = this.room.text.selected()) {
    this.remember();
    this.kept = kept;
    this.tell("");
    try {
      await perform(operation, fields);
      announce(said);
    } catch (error) {
      this.tell([error.message, error.hint].filter(Boolean).join(" "));
    }
  }

  tell(words) {
    const place = this.tools.querySelector("[data-correct-trouble]");
    place.textContent = words;
    place.hidden = !words;
  }

  remember() {
    this.room.caret = this.place().start;
  }

  // The text was fetched anew: what was selected is selected again.
  restore() {
    this.listen(this.listening);
    if (!this.kept) return;
    const end = Math.min(this.kept.end, this.room.text.length());
    if (end > this.kept.start) this.room.walk.select({ start: this.kept.start, end }, false);
    this.kept = null;
  }
}
