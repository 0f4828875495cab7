// Keeps what is typed in the study: a few seconds after a change, with each new paragraph, and when
// the page is left. What could not be sent is sent again.

import { Refused, reach, root } from "../models/study.js";

const PAUSE = 3000;
const AGAIN = 10000;
// A browser sends no more than this while a page is left.
const LAST_WORDS = 60000;

export class Keeper {
  constructor(source, element, read, signal) {
    this.address = `${root}/sources/${source}/typing`;
    this.read = read;
    this.saved = element.querySelector("[data-typing-saved]");
    this.trouble = element.querySelector("[data-typing-trouble]");
    this.dirty = false;
    const on = (target, event, act) => target.addEventListener(event, act, { signal });
    on(document, "visibilitychange", () => { if (document.visibilityState === "hidden") this.keep(); });
    on(window, "pagehide", () => this.keep());
    on(window, "beforeunload", (event) => { if (this.dirty) { this.keep(); event.preventDefault(); } });
    signal.addEventListener("abort", () => { clearTimeout(this.timer); this.keep(); });
    this.tell("empty");
  }

  tell(state) { this.saved.textContent = this.saved.dataset[state]; }

  changed(now) {
    this.dirty = true;
    this.tell("waiting");
    if (now) this.keep();
    else this.later(PAUSE);
  }

  later(pause) {
    if (this.timer) return;
    this.timer = setTimeout(() => { this.timer = null; this.keep(); }, pause);
  }

  async keep() {
    if (!this.dirty || this.sending) { this.more = this.dirty; return; }
    clearTimeout(this.timer);
    this.timer = null;
    this.sending = true;
    this.dirty = false;
    const body = JSON.stringify({ lines: this.read() });
    try {
      const headers = { accept: "application/json", "content-type": "application/json" };
      const response = await reach(this.address, { method: "POST", headers, body, keepalive: body.length < LAST_WORDS });
      if (!response.ok) {
        const { error, hint } = await response.json().catch(() => ({}));
        throw new Refused(error ?? response.statusText, hint ?? "");
      }
      this.trouble.hidden = true;
      if (!this.dirty) this.tell("kept");
    } catch (error) {
      this.dirty = true;
      this.trouble.textContent = [error.message, error.hint].filter(Boolean).join(" ");
      this.trouble.hidden = false;
      this.later(AGAIN);
    } finally {
      this.sending = false;
      if (this.more && this.dirty && this.trouble.hidden) this.later(PAUSE);
      this.more = false;
    }
  }

  // It is sent as a whole in another way.
  done() { this.dirty = false; clearTimeout(this.timer); this.timer = null; }
}
