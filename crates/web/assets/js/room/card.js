// The card of a passage: its codes with a way to remove each, a memo, its sound, its trace.

import { announce } from "../models/announce.js";
import { clock } from "../models/clock.js";
import { perform } from "../models/study.js";
import { placeNear } from "./place.js";

export class Card {
  constructor(room, element, signal) {
    this.room = room;
    this.element = element;
    this.part = (name) => element.querySelector(`[data-card-${name}]`);
    this.trace = this.part("trace").getAttribute("href");
    this.erase = this.part("erase").dataset.address;
    this.part("close").addEventListener("click", () => this.hide(), { signal });
    this.part("play").addEventListener("click", () => this.room.playSpan(this.passage), { signal });
    this.part("code").addEventListener("click", () => {
      const place = this.room.placeOf(this.passage);
      this.hide(false);
      this.room.coder.show(place, true);
    }, { signal });
    element.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { event.preventDefault(); this.hide(); }
    }, { signal });
  }

  get open() { return !this.element.hidden; }

  words(name, fill) {
    return Object.entries(fill).reduce((text, [key, value]) => text.replace(`{${key}}`, () => value), this.part(name).content.textContent.trim());
  }

  show(passage, rect, memo = false) {
    this.room.coder.hide(false);
    this.opener = document.activeElement;
    this.passage = passage;
    this.room.paint.only("held", this.room.text, passage.called ? null : passage);
    this.fill();
    this.element.hidden = false;
    placeNear(this.element, rect);
    const focus = memo ? this.element.querySelector("textarea") : this.part("codings").querySelector("button") ?? this.part("close");
    focus.focus({ preventScroll: true });
  }

  fill() {
    const { passage } = this;
    const page = passage.page ? this.words("page", { n: passage.page }) : "";
    const heard = passage.heard ? `${clock(passage.heard[0])}–${clock(passage.heard[1])}` : "";
    this.part("words").textContent = passage.called ?? [page, heard].filter(Boolean).join(", ");
    this.part("on").value = passage.id;
    this.part("trace").href = `${this.trace}/${passage.id}`;
    this.part("erase").href = this.erase + passage.id;
    this.part("play").hidden = !(this.room.player && passage.heard);
    this.part("codings").replaceChildren(...passage.codings.map((coding) => this.item(coding)));
  }

  item(coding) {
    const item = document.createElement("li");
    item.dataset.family = coding.family;
    const swatch = Object.assign(document.createElement("span"), { className: "swatch" });
    const name = document.createElement("span");
    name.append(coding.name);
    if (!coding.mine) name.append(" ", Object.assign(document.createElement("small"), { textContent: this.words("by", { name: coding.coder }) }));
    const remove = Object.assign(document.createElement("button"), { type: "button", className: "button button--small" });
    remove.textContent = this.words("remove", { name: coding.name });
    remove.addEventListener("click", () => this.remove(coding));
    item.append(swatch, name, remove);
    return item;
  }

  async remove(coding) {
    try {
      await perform("coding.remove", { coding: coding.id });
      announce(this.words("removed", { name: coding.name }));
      await this.room.reload();
      const still = this.room.all.find((passage) => passage.id === this.passage.id);
      if (!still) return this.hide();
      this.passage = still;
      this.fill();
      (this.part("codings").querySelector("button") ?? this.part("close")).focus();
    } catch (error) {
      this.part("words").textContent = error.message;
    }
  }

  hide(back = true) {
    if (this.element.hidden) return;
    this.element.hidden = true;
    this.room.paint.only("held", this.room.text, null);
    if (!back) return;
    if (this.opener?.isConnected && this.opener !== document.body) this.opener.focus({ preventScroll: true });
    else this.room.transcript.focus({ preventScroll: true });
  }
}
