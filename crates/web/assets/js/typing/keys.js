// Keys and pedals of the typing view: each act has a key, which can be changed by pressing another.
// They work while somebody types; that is what they are for.

import { actOf, first, keep, kept, nameOf } from "../models/pedal.js";

// What keyboards and pedals send besides.
const MEDIA = { MediaPlayPause: "toggle", MediaTrackPrevious: "back", MediaTrackNext: "on" };

export class Keys {
  constructor(typing, element, signal) {
    this.typing = typing;
    this.element = element;
    this.says = element.querySelector("[data-typing-says]");
    this.kept = kept();
    const on = (target, event, act, capture = false) => target.addEventListener(event, act, { signal, capture });
    on(document, "keydown", (event) => this.pressed(event), true);
    on(element, "click", (event) => this.clicked(event));
    on(element, "change", (event) => this.set(event.target));
    this.show();
    this.media(signal);
  }

  get rewind() { return this.kept.rewind * 1000; }
  get step() { return this.kept.step * 1000; }

  show() {
    for (const button of this.element.querySelectorAll("[data-typing-key]")) {
      const cap = document.createElement("kbd");
      cap.textContent = told(this.kept.keys[button.dataset.typingKey]);
      button.replaceChildren(cap);
      button.setAttribute("aria-pressed", String(button.dataset.typingKey === this.asked));
    }
    for (const field of this.element.querySelectorAll("[data-typing-set]")) field.value = this.kept[field.dataset.typingSet];
  }

  keep() {
    keep(this.kept);
    this.show();
  }

  set(field) {
    const name = field.dataset.typingSet;
    if (!name || !field.checkValidity() || field.value === "") return;
    this.kept[name] = Number(field.value);
    this.keep();
  }

  clicked(event) {
    if (event.target.closest("[data-typing-reset]")) {
      this.kept = first();
      this.keep();
    }
    const button = event.target.closest("[data-typing-key]");
    if (!button) return;
    this.asked = button.dataset.typingKey;
    this.says.textContent = this.says.dataset.press;
    this.show();
  }

  pressed(event) {
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    const name = nameOf(event);
    if (this.asked) { this.take(event, name); return; }
    const act = MEDIA[event.key] ?? actOf(event, this.kept);
    const voice = event.altKey && event.code.match(/^Digit([1-9])$/);
    if (act) this.typing[act]();
    else if (!voice || !this.typing.voices.number(Number(voice[1]))) return;
    event.preventDefault();
    event.stopPropagation();
  }

  take(event, name) {
    event.preventDefault();
    event.stopPropagation();
    const types = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (types || ["Enter", "Tab", "Backspace"].includes(name)) { this.says.textContent = this.says.dataset.plain; return; }
    if (event.key !== "Escape") {
      // A key does one thing: whoever had it gets this one's in exchange.
      const other = Object.keys(this.kept.keys).find((one) => this.kept.keys[one] === name);
      if (other) this.kept.keys[other] = this.kept.keys[this.asked];
      this.kept.keys[this.asked] = name;
      this.says.textContent = this.says.dataset.taken.replace("{key}", told(name));
    } else this.says.textContent = "";
    this.asked = null;
    this.keep();
  }

  // A browser may take the media keys for itself and tell them in its own way.
  media(signal) {
    if (!("mediaSession" in navigator)) return;
    const acts = { play: "toggle", pause: "toggle", previoustrack: "back", nexttrack: "on", seekbackward: "back", seekforward: "on" };
    for (const [name, act] of Object.entries(acts)) {
      try { navigator.mediaSession.setActionHandler(name, () => this.typing[act]()); } catch { /* not known to this browser */ }
    }
    signal.addEventListener("abort", () => { for (const name of Object.keys(acts)) try { navigator.mediaSession.setActionHandler(name, null); } catch { /* as above */ } });
  }
}

const told = (name) => name.replace("ArrowDown", "↓").replace("ArrowUp", "↑").replace("ArrowLeft", "←").replace("ArrowRight", "→").replaceAll("+", " + ");
