// Correcting one block in place: the words become a field, and go back as one edit of the text.

import { announce } from "../models/announce.js";
import { points, units } from "../models/positions.js";
import { perform } from "../models/study.js";
import { placeNear } from "./place.js";

export class Editor {
  constructor(room, element, signal) {
    this.room = room;
    this.element = element;
    this.part = (name) => element.querySelector(`[data-editor-${name}]`);
    this.part("keep").addEventListener("click", () => this.keep(), { signal });
    this.part("leave").addEventListener("click", () => this.hide(), { signal });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.hide(); }
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); this.keep(); }
    }, { signal });
  }

  get open() { return !this.element.hidden; }

  // When the words in the field are heard, and from when on those at its caret; null where nobody
  // knows.
  heard() {
    const place = (length) => this.block.start + points(this.before, length);
    const heard = this.room.heard({ start: this.block.start, end: place(this.before.length) });
    const caret = Math.min(this.part("text").selectionStart, this.before.length);
    return heard && [...heard, this.room.timed.moment(place(caret)) ?? heard[0]];
  }

  // What is selected in the text is selected in the field.
  show(block, span = null) {
    this.block = block;
    // The text may be corrected elsewhere meanwhile: then the study refuses, and nothing is lost.
    this.revision = this.room.text.revision;
    const text = block.element.textContent;
    // The break that ends a block stays: joining blocks is not what is meant here.
    this.tail = text.match(/\n*$/)[0];
    this.before = text.slice(0, text.length - this.tail.length);
    this.part("text").value = this.before;
    this.part("trouble").hidden = true;
    this.element.hidden = false;
    placeNear(this.element, block.element.getBoundingClientRect());
    this.part("text").focus({ preventScroll: true });
    if (!span || span.start < block.start) return;
    const at = (point) => units(this.before, point - block.start);
    this.part("text").setSelectionRange(at(span.start), at(span.end));
  }

  hide() {
    this.element.hidden = true;
    this.room.transcript.focus({ preventScroll: true });
  }

  // Lists the passages whose own words changed, with both wordings, above the text.
  tell(reworded) {
    const place = this.room.element.querySelector("[data-reworded]");
    const words = this.part("changed").content.textContent.trim();
    const fill = ({ before, after }) => words.replace("{before}", () => before).replace("{after}", () => after);
    place.replaceChildren(...reworded.map((one) => Object.assign(document.createElement("p"), { textContent: fill(one) })));
    place.hidden = !reworded.length;
  }

  async keep() {
    const text = this.part("text").value.replaceAll("\r", "");
    if (text === this.before) return this.hide();
    const edit = smallest(this.before, text);
    const start = this.block.start + points(this.before, edit.from);
    const end = this.block.start + points(this.before, edit.to);
    this.room.caret = start;
    try {
      const done = await perform("source.correct", {
        source: this.room.source, revision: this.revision,
        edits: [{ start, end, text: edit.text }], reason: this.part("reason").value,
      });
      const { carried, reworded } = done.outcome;
      announce(this.part("done").content.textContent.replace("{carried}", carried).replace("{reworded}", reworded.length));
      this.hide();
      this.tell(reworded);
    } catch (error) {
      this.part("trouble").textContent = [error.message, error.hint].filter(Boolean).join(" ");
      this.part("trouble").hidden = false;
    }
  }
}

// What really changed, between the first and the last sign that differ.
function smallest(before, after) {
  let from = 0;
  while (from < before.length && from < after.length && before[from] === after[from]) from++;
  if (from && isHigh(before.charCodeAt(from - 1))) from--;
  let back = 0;
  while (back < before.length - from && back < after.length - from && before.at(-1 - back) === after.at(-1 - back)) back++;
  if (back && isLow(before.charCodeAt(before.length - back))) back--;
  return { from, to: before.length - back, text: after.slice(from, after.length - back) };
}

const isHigh = (code) => code >= 0xd800 && code < 0xdc00;
const isLow = (code) => code >= 0xdc00 && code < 0xe000;
