// A player of the browser's own, for what it can play and what it cannot.

import { watch } from "../models/sound.js";

export function connect(element, { signal }) {
  watch(element, signal);
}
