// Plays one stretch of a recording: data-media (an id or an address), data-from and data-to in
// milliseconds. One stretch sounds at a time; its control stops it again. A link that carries this
// opens the recording where there are no scripts. Words: data-label-stop, data-label-failed.

import { announce } from "../models/announce.js";
import * as sound from "../models/sound.js";
import { root } from "../models/study.js";

const audio = new Audio();
let sounding = null;
let frame = 0;

// Told late: by then the next stretch of the same recording may sound already.
audio.addEventListener("pause", () => { if (audio.paused) stop(); });
audio.addEventListener("ended", stop);

export function connect(element, { signal }) {
  const { media, from, to, labelStop, labelFailed } = element.dataset;
  const glyph = element.querySelector("use");
  const label = element.getAttribute("aria-label");
  const span = {
    address: media.includes("/") ? media : `${root}/media/${media}`,
    from: Number(from) / 1000,
    to: Number(to ?? 0) / 1000,
    failed: labelFailed,
    show(playing) {
      glyph?.setAttribute("href", playing ? "#pause" : "#play");
      element.classList.toggle("is-sounding", playing);
      if (label && labelStop) element.setAttribute("aria-label", playing ? labelStop : label);
    },
  };
  element.addEventListener("click", (event) => {
    event.preventDefault();
    if (sounding === span) stop();
    else play(span);
  }, { signal });
  if (element.matches("a")) {
    element.setAttribute("role", "button");
    element.addEventListener("keydown", (event) => {
      if (event.key !== " ") return;
      event.preventDefault();
      element.click();
    }, { signal });
  }
  signal.addEventListener("abort", () => { if (sounding === span) stop(); });
}

function play(span) {
  stop();
  sounding = span;
  span.show(true);
  sound.load(audio, span.address);
  // Set before there is anything to seek in, the position is kept until there is.
  audio.currentTime = span.from;
  sound.play(audio).then(() => watch(span), () => {
    if (sounding !== span) return;
    if (audio.error && span.failed) announce(span.failed);
    stop();
  });
}

// Times are told four times a second only, which is too late by a word.
function watch(span) {
  if (sounding !== span) return;
  if (span.to > span.from && audio.currentTime >= span.to) stop();
  else frame = requestAnimationFrame(() => watch(span));
}

function stop() {
  const span = sounding;
  if (!span) return;
  sounding = null;
  cancelAnimationFrame(frame);
  audio.pause();
  span.show(false);
}
