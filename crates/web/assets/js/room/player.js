// The player: a recording with its waveform, the codings beneath it, and text that follows.

import { clock } from "../models/clock.js";
import { ask } from "../models/study.js";

const WIDTH = 1600;

export class Player {
  constructor(room, element, media, signal) {
    this.room = room;
    this.part = (name) => element.querySelector(`[data-player-${name}]`);
    // A video stands with the text, and is played from here as well.
    this.audio = this.part("audio") ?? room.element.querySelector("[data-player-audio]");
    this.wave = this.part("wave");
    this.seek = this.part("seek");
    this.until = null;
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(this.part("play"), "click", () => this.toggle());
    on(this.part("back"), "click", () => this.go(this.now - 5000));
    on(this.part("speed"), "change", (event) => { this.audio.playbackRate = Number(event.target.value); });
    on(this.seek, "input", () => this.go(Number(this.seek.value)));
    for (const event of ["play", "pause", "ended"]) on(this.audio, event, () => this.showState());
    on(this.audio, "timeupdate", () => this.tick());
    on(this.audio, "loadedmetadata", () => this.measure());
    on(window, "resize", () => this.scale());
    signal.addEventListener("abort", () => this.audio.pause());
    this.audio.preservesPitch = true;
    this.measure();
    this.draw(media);
  }

  get now() { return this.audio.currentTime * 1000; }

  get length() {
    const known = Number(this.seek.max);
    return Number.isFinite(this.audio.duration) ? this.audio.duration * 1000 : known;
  }

  measure() {
    this.seek.max = Math.round(this.length);
    this.part("length").textContent = clock(this.length);
    this.scale();
    this.tick();
  }

  // As many times as there is room for, each where it is.
  scale() {
    const scale = this.part("scale");
    const most = Math.max(2, Math.floor(scale.clientWidth / 64));
    const steps = [5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600];
    const step = (steps.find((seconds) => this.length / 1000 / seconds <= most) ?? 7200) * 1000;
    const marks = [];
    for (let at = 0; at < this.length - step / 4; at += step) {
      const mark = Object.assign(document.createElement("span"), { textContent: clock(at) });
      mark.style.insetInlineStart = `${(100 * at) / this.length}%`;
      marks.push(mark);
    }
    scale.replaceChildren(...marks);
  }

  toggle() {
    if (this.audio.paused) { this.until = null; this.audio.play().catch(() => {}); }
    else this.audio.pause();
  }

  play([from, to]) {
    this.go(from);
    this.until = to;
    this.audio.play().catch(() => {});
  }

  // To the next speed of the list, or the one before.
  quicken(step) {
    const list = this.part("speed");
    const next = list.selectedIndex + step;
    if (next < 0 || next >= list.options.length) return;
    list.selectedIndex = next;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  }

  go(ms) {
    this.until = null;
    this.audio.currentTime = Math.max(0, ms) / 1000;
    this.tick();
  }

  showState() {
    const playing = !this.audio.paused && !this.audio.ended;
    const button = this.part("play");
    button.setAttribute("aria-label", playing ? button.dataset.labelPause : button.dataset.labelPlay);
    this.part("glyph").setAttribute("href", playing ? "#pause" : "#play");
    if (playing) this.accompany();
  }

  // Four times a second is too seldom for words: while it plays, each frame looks.
  accompany() {
    cancelAnimationFrame(this.frame);
    const look = () => {
      if (this.audio.paused || this.audio.ended) return;
      this.room.follow(this.now, this.part("follow").checked);
      this.frame = requestAnimationFrame(look);
    };
    this.frame = requestAnimationFrame(look);
  }

  tick() {
    if (this.until !== null && this.now >= this.until) { this.until = null; this.audio.pause(); }
    this.part("now").textContent = clock(this.now);
    this.seek.value = this.now;
    this.seek.setAttribute("aria-valuetext", clock(this.now));
    const x = this.length ? (this.now / this.length) * WIDTH : 0;
    this.wave.querySelector(".wave__head").setAttribute("d", `M${x.toFixed(1)} 0V80`);
    this.split(x);
    this.room.follow(this.now, !this.audio.paused && this.part("follow").checked);
  }

  async draw(media) {
    try {
      const path = new URL(media, location.href).pathname.split("/media/")[1];
      this.peaks = (await ask(`media/${path}/waveform`)).peaks;
      this.tick();
    } catch {
      this.peaks = null;
    }
  }

  split(x) {
    if (!this.peaks) return;
    const step = WIDTH / this.peaks.length;
    const bars = (from, to) => this.peaks.slice(from, to).map((peak, at) => {
      const half = Math.max(0.75, (peak / 255) * 28);
      return `M${((from + at + 0.5) * step).toFixed(1)} ${(32 - half).toFixed(1)}V${(32 + half).toFixed(1)}`;
    }).join("");
    const at = Math.round(x / step);
    if (at === this.drawn) return;
    this.drawn = at;
    this.wave.querySelector(".wave__played").setAttribute("d", bars(0, at));
    this.wave.querySelector(".wave__rest").setAttribute("d", bars(at, this.peaks.length));
  }

  // The stretch that is being marked.
  hold(stretch) {
    const held = this.wave.querySelector(".wave__held");
    const scale = (ms) => (ms / (this.length || 1)) * WIDTH;
    held.setAttribute("x", stretch ? scale(stretch[0]) : 0);
    held.setAttribute("width", stretch ? scale(stretch[1] - stretch[0]) : 0);
  }

  lanes(passages) {
    const rows = [];
    const lines = passages.filter((passage) => passage.heard).map((passage) => {
      const [from, to] = passage.heard;
      let row = rows.findIndex((end) => end <= from);
      if (row < 0) row = rows.length;
      rows[row] = to;
      const line = document.createElementNS("http://www.w3.org/2000/svg", "path");
      line.setAttribute("class", passage.called ? "wave__lane wave__lane--stretch" : "wave__lane");
      line.dataset.family = passage.codings[0]?.family ?? 1;
      const scale = (ms) => ((ms / (this.length || 1)) * WIDTH).toFixed(1);
      line.setAttribute("d", `M${scale(from)} ${67 + Math.min(row, 2) * 5}H${scale(to)}`);
      return line;
    });
    this.part("lanes").replaceChildren(...lines);
  }
}
