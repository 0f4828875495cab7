// What was just done: read out, and the keyboard goes on where it was or from here.

import { announce } from "../models/announce.js";
import { takeUp } from "../models/place-kept.js";

export function connect(flash) {
  const words = [...flash.querySelectorAll("p")].map((line) => line.textContent.trim()).join(" ");
  setTimeout(() => announce(words), 200);
  const place = takeUp();
  if (!location.hash && document.activeElement === document.body) (place ?? flash).focus({ preventScroll: true });
}
