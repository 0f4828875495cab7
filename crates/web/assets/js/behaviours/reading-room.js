// The reading room: holds the text, what is painted on it, the popovers, the player and the keys
// together. What is coded comes with the page and is fetched again when the study changes.

import { exact } from "../models/clock.js";
import { ask, send } from "../models/study.js";
import { Timed, last } from "../models/timed.js";
import { Bars } from "../room/bars.js";
import { Card } from "../room/card.js";
import { Coder, placed } from "../room/coder.js";
import { Correct } from "../room/correct.js";
import { Editor } from "../room/editor.js";
import { Paint } from "../room/paint.js";
import { Player } from "../room/player.js";
import { Stretch } from "../room/stretch.js";
import { Text } from "../room/text.js";
import { keys } from "../room/keys.js";
import { renew } from "../room/renew.js";
import { Walk } from "../room/walk.js";

export function connect(element, { signal }) {
  return new Room(element, signal);
}

class Room {
  constructor(element, signal) {
    this.element = element;
    this.source = element.dataset.source;
    this.transcript = element.querySelector("[data-transcript]") ?? element;
    this.painted = JSON.parse(document.getElementById("painted").textContent);
    this.paint = new Paint();
    const player = element.querySelector("[data-player]");
    this.text = new Text(this.transcript);
    this.timed = Timed.of(this.transcript);
    this.bars = new Bars(this);
    this.walk = new Walk(this);
    this.player = player ? new Player(this, player, element.dataset.media, signal) : null;
    this.coder = new Coder(this, element.querySelector("[data-coder]"), signal);
    this.card = new Card(this, element.querySelector("[data-passage-card]"), signal);
    this.editor = new Editor(this, element.querySelector("[data-editor]"), signal);
    this.correct = new Correct(this, signal);
    const stretch = element.querySelector("[data-stretch]");
    this.stretch = stretch ? new Stretch(this, stretch, signal) : null;
    this.recent = JSON.parse(sessionStorage.getItem("recent-codes") ?? "[]");
    this.listen(signal);
    keys(this, signal);
    this.show(this.painted);
    this.arrive();
    element.dataset.ready = "1";
  }

  // What stays at the top of the window covers so much of the text.
  get head() {
    const tools = this.correct?.tools;
    return tools && getComputedStyle(tools).position === "sticky" ? tools.offsetHeight + 130 : 140;
  }

  get passages() { return this.painted.passages; }

  // Those without words as well: they are listed and heard, and painted nowhere.
  get all() { return [...this.painted.passages, ...this.painted.wordless]; }

  listen(signal) {
    const on = (target, event, act, capture = false) => target.addEventListener(event, act, { signal, capture });
    on(this.element, "mouseup", (event) => { if (event.target.closest("[data-transcript]")) setTimeout(() => this.released(event), 0); });
    on(document, "mousedown", (event) => {
      if (!event.target.closest(".popover")) { this.coder.hide(false); this.card.hide(false); }
    });
    on(this.element, "click", (event) => this.clicked(event));
    on(document, "trefoil:change", ({ detail }) => {
      const ours = ["passage", "coding", "code", "memo", "*"];
      if (detail.nouns.some((noun) => ours.includes(noun))) this.reload();
    });
    on(this.element, "trefoil:replace", (event) => {
      if (event.target !== this.transcript || !renew(this.transcript, event.detail)) return;
      event.preventDefault();
      this.renewed = true;
    });
    on(document, "trefoil:refreshed", () => this.rebind());
    on(window, "resize", () => { clearTimeout(this.resized); this.resized = setTimeout(() => this.bars.all(), 120); });
    const find = this.element.querySelector("[data-tree-find]");
    on(find, "input", () => this.filterTree(find.value));
    on(this.element, "toggle", (event) => this.again(event.target), true);
    on(this.element, "pointerdown", (event) => { if (event.target.closest("#again summary")) this.chosen = this.text.selected(); });
    signal.addEventListener("abort", () => this.paint.clear());
  }

  // Selected words give the times between which they are heard again.
  again(details) {
    const form = details.open && details.closest("#again") ? details.querySelector("[data-again]") : null;
    const span = form && (this.text.selected() ?? this.chosen);
    this.chosen = null;
    const heard = span ? this.heard(span) : null;
    if (!heard) return;
    form.querySelector("[data-again-from]").value = exact(heard[0]);
    form.querySelector("[data-again-until]").value = exact(heard[1]);
  }

  // The page put a corrected text in place of the old one.
  rebind() {
    if (!this.renewed && this.text.blocks[0]?.element.isConnected) { this.correct.listen(this.correct.listening); return; }
    this.transcript = this.element.querySelector("[data-transcript]") ?? this.element;
    this.text = new Text(this.transcript);
    this.timed = Timed.of(this.transcript);
    this.renewed = false;
    this.word = null;
    this.pieces = null;
    this.correct.restore();
    this.reload();
  }

  show(painted) {
    this.painted = painted;
    this.paint.all(this.text, this.passages);
    this.bars.all();
    this.player?.lanes(this.all);
  }

  async reload() {
    const painted = await ask(`sources/${this.source}/coding`).catch(() => null);
    // Positions of another revision would point at other words: the new text comes first.
    if (painted && (painted.revision ?? 0) === this.text.revision) this.show(painted);
  }

  // ---- holding and coding
  hold(focus = false) {
    const span = this.text.selected();
    if (span) this.coder.show(span, focus);
    else this.coder.hide(false);
    return span;
  }

  released(event) {
    if (this.hold()) return;
    const at = document.caretPositionFromPoint?.(event.clientX, event.clientY);
    const point = at && this.text.point(at.offsetNode, at.offset);
    if (point !== null && point !== undefined) this.caret = point;
    const listens = event.altKey || this.correct.listening;
    if (listens && this.player && event.target.closest(".segment__text")) {
      const from = this.timed.moment(point);
      if (from !== null) this.player.play([from, null]);
      return;
    }
    const hit = point === null || point === undefined ? [] : this.passages.filter((one) => one.start <= point && point < one.end);
    const smallest = hit.sort((a, b) => (a.end - a.start) - (b.end - b.start))[0];
    if (smallest && event.target.closest(".segment__text")) this.openCard(smallest);
  }

  clicked(event) {
    const seek = event.target.closest("[data-seek]");
    if (seek && this.player) { event.preventDefault(); this.player.play([Number(seek.dataset.seek), seek.dataset.until ? Number(seek.dataset.until) : null]); return; }
    const named = event.target.closest("button[data-passage], .bar__name, .bar");
    const passage = named && this.all.find((one) => one.id === named.dataset.passage);
    if (passage) { this.openCard(passage, false, named); return; }
    const link = event.target.closest("[data-passage-link]");
    const linked = link && this.all.find((one) => one.id === link.dataset.passageLink);
    if (linked) { event.preventDefault(); this.goTo(linked); return; }
    const code = event.target.closest("[data-code]");
    if (code && this.coder.open) {
      event.preventDefault();
      const known = this.painted.codes.find((one) => one.id === code.dataset.code);
      if (known) this.code(this.coder.span, known);
    }
  }

  code(span, code) {
    getSelection().removeAllRanges();
    return this.coder.put(span, code);
  }

  openCard(passage, memo = false, at = null) {
    if (passage.id === "new") return;
    const place = passage.called ? (at ?? this.placeOf(passage).anchor) : null;
    if (!place) this.current = passage;
    this.card.show(passage, (place ?? this.text.liveRange(passage.start, passage.end)).getBoundingClientRect(), memo);
  }

  // What the code popover holds of a passage; one without words lies where it is listed.
  placeOf(passage) {
    const { start, end, called: label, heard } = passage;
    if (!label) return { start, end };
    const anchor = document.getElementById(`passage-${passage.id}`) ?? this.stretch?.form ?? this.element;
    return heard ? { stretch: heard, heard, anchor, label } : { whole: true, anchor, label };
  }

  goTo(passage) {
    if (passage.called) {
      const { anchor } = this.placeOf(passage);
      this.player?.hold(passage.heard);
      anchor.scrollIntoView({ block: "center", behavior: "instant" });
      anchor.querySelector("a, button")?.focus({ preventScroll: true });
      return;
    }
    this.current = passage;
    this.caret = passage.start;
    this.paint.only("held", this.text, passage);
    const range = this.text.liveRange(passage.start, passage.end);
    this.walk.show(range);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    this.transcript.focus({ preventScroll: true });
  }

  // Words without a passage become one first, so that a memo has something to hold on to.
  async memoOn(span) {
    const same = () => (span.anchor
      ? this.painted.wordless.find((one) => String(one.heard) === String(span.stretch ?? null))
      : this.passages.find((one) => one.start === span.start && one.end === span.end));
    try {
      if (!same()) {
        const added = await send(`sources/${this.source}/coding`, { ...placed(span, this.coder.revision), codes: [] });
        this.show(added.painted);
      }
      this.coder.hide(false);
      const passage = same();
      if (passage) this.openCard(passage, true, span.anchor ?? null);
    } catch (error) {
      this.coder.refuse(error);
    }
  }

  // ---- codes
  find(wanted) {
    const codes = this.painted.codes;
    if (!wanted) {
      const recent = this.recent.map((id) => codes.find((code) => code.id === id)).filter(Boolean);
      return [...recent, ...codes.filter((code) => !recent.includes(code) && (code.depth > 0 || code.codings > 0)), ...codes.filter((code) => !recent.includes(code) && code.depth === 0 && code.codings === 0)];
    }
    const plain = (text) => text.normalize("NFKD").replace(/\p{M}|[’']/gu, "").toLowerCase();
    const needle = plain(wanted);
    const rank = (code) => {
      const name = plain(code.name);
      if (name.startsWith(needle)) return 0;
      if (name.split(/\s+/).some((word) => word.startsWith(needle))) return 1;
      if (name.includes(needle)) return 2;
      return plain(code.above).includes(needle) ? 3 : 9;
    };
    return codes.map((code) => ({ code, rank: rank(code) })).filter(({ rank }) => rank < 9).sort((a, b) => a.rank - b.rank).map(({ code }) => code);
  }

  remember(code) {
    if (!code?.id) return;
    this.recent = [code.id, ...this.recent.filter((id) => id !== code.id)].slice(0, 9);
    sessionStorage.setItem("recent-codes", JSON.stringify(this.recent));
  }

  nextFamily() {
    return this.painted.codes.filter((code) => code.depth === 0).length % 6 + 1;
  }

  filterTree(wanted) {
    const found = new Set(this.find(wanted.trim()).map((code) => code.id));
    for (const link of this.element.querySelectorAll("[data-code]")) link.closest("li").hidden = Boolean(wanted.trim()) && !found.has(link.dataset.code);
  }

  // ---- sound
  playSpan(span) {
    const passage = span?.heard ? span : this.passages.find((one) => one.start === span?.start && one.end === span?.end);
    const heard = passage?.heard ?? this.heard(span);
    if (heard) this.player?.play(heard);
  }

  // When words without a passage are heard: by the pieces that they lie in.
  heard(span) {
    const known = this.timed.words.filter((word) => word.start < span.end && word.end > span.start);
    if (known.length) return [known[0].begin, known.at(-1).until];
    const pieces = [...this.transcript.querySelectorAll("[data-begin]")];
    const range = this.text.liveRange(span.start, span.end);
    const inside = pieces.filter((piece) => range.intersectsNode(piece));
    if (!inside.length) return null;
    return [Number(inside[0].dataset.begin), Number(inside.at(-1).dataset.end ?? inside.at(-1).dataset.begin)];
  }

  follow(ms, scroll) {
    const word = ms > 0 ? this.timed.wordAtTime(ms) : null;
    if (word !== this.word) { this.word = word; this.paint.only("spoken", this.text, word); }
    if (!this.pieces) {
      const timed = [...this.transcript.querySelectorAll("[data-begin]")].map((element) => ({ element, begin: Number(element.dataset.begin) }));
      this.pieces = timed.sort((a, b) => a.begin - b.begin);
    }
    const piece = last(this.pieces, (one) => one.begin <= ms + 20)?.element;
    if (piece === this.spoken) return;
    this.spoken?.closest(".segment")?.classList.remove("segment--now");
    this.spoken?.classList.remove("is-spoken");
    this.spoken = ms > 0 ? piece : null;
    if (!this.spoken) return;
    this.spoken.classList.add("is-spoken");
    this.spoken.closest(".segment").classList.add("segment--now");
    const rect = this.spoken.getBoundingClientRect();
    // What is being corrected stays in sight.
    if (scroll && !this.editor?.open && (rect.top < this.head + 40 || rect.bottom > innerHeight - 120)) scrollBy({ top: rect.top - Math.max(this.head + 60, innerHeight * 0.35), behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  }

  arrive() {
    const wanted = new URL(location.href).searchParams.get("passage") ?? location.hash.match(/^#passage-(.+)$/)?.[1];
    const passage = this.all.find((one) => one.id === wanted);
    if (passage) requestAnimationFrame(() => this.goTo(passage));
    const at = Number(new URL(location.href).searchParams.get("at"));
    const to = Number(new URL(location.href).searchParams.get("to"));
    if (to > at) requestAnimationFrame(() => { this.paint.only("found", this.text, { start: at, end: to }); this.walk.show(this.text.liveRange(at, to)); });
  }
}
