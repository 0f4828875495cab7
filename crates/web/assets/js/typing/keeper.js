// Keeps what is typed in the study: a few seconds after a change, with each new paragraph, and when
// the page is left. What could not be sent is sent again.

import { Refused, reach, root } from "../models/study.js";

const PAUSE = 3000;
const AGAIN = 10000;
// A browser sends no more than this while a page is left.
const LAST_WORDS = 60000;
const CONFLICT = 409;

export class Keeper {
  // `known` says when that was kept which is on the page.
  constructor(source, element, known, read, signal) {
    this.address = `${root}/sources/${source}/typing`;
    this.known = known;
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

  keep() {
    if (!this.dirty || this.sending || this.stale) { this.more = this.dirty; return this.sending; }
    clearTimeout(this.timer);
    this.timer = null;
    this.dirty = false;
    this.sending = this.send().finally(() => {
      this.sending = null;
      if (this.more && this.dirty && this.trouble.hidden) this.later(PAUSE);
      this.more = false;
    });
    return this.sending;
  }

  async send() {
    const body = JSON.stringify({ lines: this.read(), known: this.known });
    try {
      const headers = { accept: "application/json", "content-type": "application/json" };
      const response = await reach(this.address, { method: "POST", headers, body, keepalive: body.length < LAST_WORDS });
      const { error, hint, known } = await response.json().catch(() => ({}));
      if (!response.ok) {
        this.stale = response.status === CONFLICT;
        throw new Refused(error ?? response.statusText, hint ?? "");
      }
      this.known = known;
      this.trouble.hidden = true;
      if (!this.dirty) this.tell("kept");
    } catch (error) {
      this.dirty = true;
      this.trouble.textContent = [error.message, error.hint].filter(Boolean).join(" ");
      this.trouble.hidden = false;
      // What was kept elsewhere meanwhile is not overwritten, however often it is tried.
      if (!this.stale) this.later(AGAIN);
    }
  }

  // Keeps what is not kept yet; says whether everything is.
  async settle() {
    await this.sending;
    await this.keep();
    return !this.dirty;
  }

  // It is sent as a whole in another way.
  done() { this.dirty = false; clearTimeout(this.timer); this.timer = null; }
}
