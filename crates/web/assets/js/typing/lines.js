// The paragraphs that are typed, each with its moment and who speaks.

import { clock } from "../models/clock.js";

// A name at the beginning of a paragraph: up to three words, then a colon and a space.
const NAMED = /^(\p{L}[\p{L}\p{N}.'’-]*(?: [\p{L}\p{N}.'’-]+){0,2}): $/u;

export class Lines {
  constructor(typing, list, template, signal) {
    this.typing = typing;
    this.list = list;
    this.template = template;
    const on = (event, act) => list.addEventListener(event, act, { signal });
    on("input", (event) => this.typed(event));
    on("keydown", (event) => this.pressed(event));
    on("focusin", (event) => { this.last = event.target.closest("li"); });
    on("click", (event) => this.clicked(event));
  }

  get all() {
    return [...this.list.children].map((item) => ({ begin_ms: Number(item.dataset.begin), speaker: item.dataset.speaker ?? "", text: words(item).value }));
  }

  get current() { return this.last?.isConnected ? this.last : this.list.lastElementChild; }

  add({ begin_ms, speaker = "", text = "" }, after = this.list.lastElementChild) {
    const item = this.template.content.firstElementChild.cloneNode(true);
    if (after) after.after(item);
    else this.list.append(item);
    words(item).value = text;
    this.time(item, begin_ms);
    this.name(item, speaker);
    return item;
  }

  time(item, ms) {
    const told = clock(ms);
    item.dataset.begin = Math.max(0, Math.round(ms));
    const button = item.querySelector("[data-line-time]");
    button.textContent = told;
    button.setAttribute("aria-label", button.dataset.label.replace("{time}", told));
    words(item).setAttribute("aria-label", words(item).dataset.label.replace("{time}", told));
  }

  name(item, speaker) {
    item.dataset.speaker = speaker;
    const button = item.querySelector("[data-line-speaker]");
    button.textContent = speaker;
    button.hidden = !speaker;
    button.setAttribute("aria-label", button.dataset.label.replace("{name}", () => speaker));
  }

  // Says who speaks where the keyboard is.
  speaks(name) {
    this.name(this.current, name);
    words(this.current).focus();
    this.typing.changed();
  }

  insert(text) {
    const field = words(this.current);
    field.focus();
    const before = field.value.slice(0, field.selectionStart);
    const blank = before && !before.endsWith(" ") ? " " : "";
    field.setRangeText(blank + text + " ", field.selectionStart, field.selectionEnd, "end");
    this.typing.changed();
  }

  typed(event) {
    const item = event.target.closest("li");
    const field = words(item);
    const begun = field.value.slice(0, field.selectionStart);
    const named = event.data?.endsWith(" ") && !item.dataset.speaker ? begun.match(NAMED) : null;
    if (named) {
      field.value = field.value.slice(begun.length);
      field.setSelectionRange(0, 0);
      this.name(item, named[1]);
      this.typing.voices.know(named[1]);
    }
    this.typing.changed();
  }

  pressed(event) {
    const field = event.target;
    if (!field.matches("[data-line-words]") || event.isComposing) return;
    const item = field.closest("li");
    const [from, to, length] = [field.selectionStart, field.selectionEnd, field.value.length];
    const alone = !event.ctrlKey && !event.metaKey && !event.altKey && !event.shiftKey;
    if (event.key === "Enter" && alone) this.part(item, field);
    else if (event.key === "Backspace" && from === 0 && to === 0) this.back(item, field);
    else if (event.key === "ArrowUp" && alone && from === 0 && to === 0) this.go(item.previousElementSibling, true);
    else if (event.key === "ArrowDown" && alone && from === length) this.go(item.nextElementSibling, false);
    else return;
    event.preventDefault();
  }

  // Enter: a new paragraph, which begins at the moment that is heard.
  part(item, field) {
    const rest = field.value.slice(field.selectionEnd).trimStart();
    field.value = field.value.slice(0, field.selectionStart).trimEnd();
    const next = this.add({ begin_ms: this.typing.now, text: rest }, item);
    words(next).focus();
    words(next).setSelectionRange(0, 0);
    next.scrollIntoView({ block: "nearest" });
    this.typing.changed(true);
  }

  // Backspace at the beginning: a name becomes words again, a paragraph joins the one before.
  back(item, field) {
    const before = item.previousElementSibling;
    if (item.dataset.speaker) {
      const told = `${item.dataset.speaker}: `;
      this.name(item, "");
      field.setRangeText(told, 0, 0, "end");
    } else if (before) {
      const own = words(before);
      const end = own.value.length;
      own.value += (own.value && field.value ? " " : "") + field.value;
      item.remove();
      own.focus();
      own.setSelectionRange(end, end);
    }
    this.typing.changed();
  }

  go(item, end) {
    if (!item) return;
    const field = words(item);
    field.focus();
    const at = end ? field.value.length : 0;
    field.setSelectionRange(at, at);
  }

  clicked(event) {
    const item = event.target.closest("li");
    if (event.target.closest("[data-line-time]")) this.typing.player.play([Number(item.dataset.begin), null]);
    if (event.target.closest("[data-line-speaker]")) { this.name(item, ""); words(item).focus(); this.typing.changed(); }
  }
}

const words = (item) => item.querySelector("[data-line-words]");
