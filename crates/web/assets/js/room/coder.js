// The code popover: type to find a code, Enter to put it on the held words, a new name to make one.

import { announce } from "../models/announce.js";
import { send } from "../models/study.js";
import { placeNear } from "./place.js";

const MOST = 7;

export class Coder {
  constructor(room, element, signal) {
    this.room = room;
    this.element = element;
    const part = (name) => element.querySelector(`[data-coder-${name}]`);
    Object.assign(this, { input: part("input"), options: part("options"), counted: part("words"), trouble: part("trouble"), play: part("play") });
    this.words = (name, of) => part(name).content.textContent.trim().replace("{name}", () => of);
    this.input.addEventListener("input", () => { this.offer(); this.settle(); }, { signal });
    element.addEventListener("keydown", (event) => this.key(event), { signal });
    this.options.addEventListener("mousedown", (event) => event.preventDefault(), { signal });
    this.options.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.at));
    }, { signal });
    this.play.addEventListener("click", () => this.room.playSpan(this.span), { signal });
    part("memo").addEventListener("click", () => this.room.memoOn(this.span), { signal });
  }

  get open() { return !this.element.hidden; }

  show(span, focus) {
    this.span = span;
    this.revision = this.room.text.revision;
    this.room.paint.only("held", this.room.text, span.anchor ? null : span);
    this.counted.textContent = span.label ?? this.count(span);
    this.trouble.hidden = true;
    this.play.hidden = !this.room.player || Boolean(span.whole);
    if (this.element.hidden) this.input.value = "";
    this.element.hidden = false;
    this.offer();
    this.settle();
    if (focus) this.input.focus({ preventScroll: true });
  }

  count(span) {
    const count = this.room.text.words(span.start, span.end).split(/\s+/).filter(Boolean).length;
    return count === 1 ? this.counted.dataset.one : this.counted.dataset.more.replace("{n}", count);
  }

  // Beside the held words, however many codes are offered.
  settle() {
    placeNear(this.element, (this.span.anchor ?? this.room.text.liveRange(this.span.start, this.span.end)).getBoundingClientRect());
  }

  hide(back = true) {
    if (this.element.hidden) return;
    const inside = this.element.contains(document.activeElement);
    const anchor = this.span?.anchor?.querySelector("button.button--main, a, button");
    this.element.hidden = true;
    this.span = null;
    this.room.paint.only("held", this.room.text, null);
    if (inside && back) (anchor ?? this.room.transcript).focus({ preventScroll: true });
  }

  offer() {
    const wanted = this.input.value.trim();
    this.found = this.room.find(wanted).slice(0, MOST);
    const same = this.found.some((code) => code.name.toLowerCase() === wanted.toLowerCase());
    if (wanted && !same) this.found.push({ isNew: true, name: wanted });
    this.options.replaceChildren(...this.found.map((code, at) => this.option(code, at)));
    this.choose(0);
  }

  option(code, at) {
    const option = document.createElement("div");
    option.className = "options__item";
    option.id = `coder-option-${at}`;
    option.setAttribute("role", "option");
    option.dataset.at = at;
    const swatch = document.createElement("span");
    const name = document.createElement("span");
    if (code.isNew) {
      swatch.textContent = "+";
      name.textContent = this.words("new", code.name);
    } else {
      option.dataset.family = code.family;
      swatch.className = "swatch";
      name.append(code.name);
      if (code.above) name.append(" ", Object.assign(document.createElement("small"), { textContent: code.above }));
    }
    option.append(swatch, name);
    if (!this.input.value && at < 9) option.append(Object.assign(document.createElement("kbd"), { textContent: at + 1 }));
    return option;
  }

  choose(at) {
    this.at = Math.max(0, Math.min(at, this.found.length - 1));
    [...this.options.children].forEach((option, index) => option.setAttribute("aria-selected", index === this.at));
    this.input.setAttribute("aria-activedescendant", this.found.length ? `coder-option-${this.at}` : "");
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") { event.preventDefault(); this.hide(); }
    else if (event.target !== this.input) return;
    else if (step) { event.preventDefault(); this.choose(this.at + step); }
    else if (event.key === "Enter") { event.preventDefault(); this.take(this.at); }
    else if (/^[1-9]$/.test(event.key) && !this.input.value) { event.preventDefault(); this.take(Number(event.key) - 1); }
  }

  take(at) {
    const code = this.found?.[at];
    if (code && this.span) this.room.code(this.span, code);
  }

  // Puts a code on a span: painted at once, taken back if the study refuses.
  async put(span, code) {
    const room = this.room;
    const [before, revision] = [room.painted, this.revision];
    if (!span.anchor) room.show({ ...before, passages: withCoding(before.passages, span, code, room) });
    this.hide();
    if (!span.anchor) room.caret = span.end;
    room.remember(code);
    try {
      const fields = placed(span, revision);
      if (code.isNew) fields.new_code = { name: code.name };
      else fields.codes = [code.id];
      const added = await send(`sources/${room.source}/coding`, fields);
      room.show(added.painted);
      if (span.anchor) room.stretch?.done();
      if (code.isNew) room.remember(added.painted.codes.find((one) => one.name === code.name));
      announce(this.words("done", code.name));
    } catch (error) {
      room.show(before);
      this.show(span, true);
      if (code.isNew) this.input.value = code.name;
      this.offer();
      this.settle();
      this.revision = revision;
      this.refuse(error);
    }
  }

  refuse(error) {
    this.trouble.textContent = [error.message, error.hint].filter(Boolean).join(" ");
    this.trouble.hidden = false;
  }
}

// How a place is sent: words by their positions, others by their times, or as the whole.
export function placed(span, revision) {
  if (span.whole) return { whole: true };
  return span.stretch ? { stretch: span.stretch } : { revision, start: span.start, end: span.end };
}

function withCoding(passages, span, code, room) {
  const coding = { id: "", code: code.id ?? "", name: code.name, family: code.family ?? room.nextFamily(), coder: "", mine: true };
  const same = passages.find((passage) => passage.start === span.start && passage.end === span.end);
  if (same) return passages.map((passage) => passage === same ? { ...same, codings: [...same.codings, coding] } : passage);
  return [...passages, { id: "new", ...span, heard: null, memos: 0, codings: [coding] }];
}
