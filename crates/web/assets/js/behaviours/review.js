// Review without leaving the page: a decision or a step fetches the page as it is then and puts it
// in place of the old one. The keyboard stays on the card of the find, and its words are in sight.

import { connectAll, disconnectAll } from "../main.js";
import { reach } from "../models/study.js";

const typing = (element) => element instanceof Element && element.closest("input, textarea, select, [contenteditable]");

export function connect(root, { signal }) {
  root.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.hasAttribute("data-swap")) return;
    event.preventDefault();
    if (form.dataset.busy) return;
    form.dataset.busy = "1";
    const body = new URLSearchParams(new FormData(form, event.submitter));
    go(root, form.getAttribute("action"), { method: "POST", body }).catch((error) => {
      delete form.dataset.busy;
      tell(form, error);
    });
  }, { signal });
  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-swap]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    go(root, link.href, {}).catch(() => location.assign(link.href));
  }, { signal });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const key = { ArrowDown: "j", ArrowUp: "k" }[event.key];
    const link = key && event.target.closest("#now, body") && !event.target.closest(".review__text, .finds") && root.querySelector(`[data-key="${key}"]`);
    if (!link) return;
    event.preventDefault();
    link.click();
  }, { signal });
  show(root, false);
}

async function go(root, address, options) {
  const response = await reach(address, options);
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = fresh.getElementById("review");
  if (!response.ok || !next) {
    const said = fresh.querySelector("[role=alert]");
    throw Object.assign(new Error(said?.textContent ?? response.statusText), { hint: said?.nextElementSibling?.matches("p") ? said.nextElementSibling.textContent : "" });
  }
  const scrolls = [...root.querySelectorAll(".finds, .review__side")].map((one) => [one.className, one.scrollTop]);
  swap(root, next);
  for (const id of ["masthead-tools"]) {
    const [old, fresher] = [document.getElementById(id), fresh.getElementById(id)];
    if (old && fresher) swap(old, fresher);
  }
  flash(fresh);
  for (const [name, top] of scrolls) {
    const same = root.querySelector(`.${name.split(" ")[0]}`);
    if (same) same.scrollTop = top;
  }
  history.replaceState(null, "", response.url);
  show(root, true);
}

function swap(old, fresh) {
  disconnectAll(old);
  old.replaceChildren(...fresh.childNodes);
  connectAll(old);
}

// What was just done stands where the page says it, with its undo.
function flash(fresh) {
  const [old, next] = [document.getElementById("flash"), fresh.getElementById("flash")];
  old?.remove();
  if (!next) return;
  next.removeAttribute("data-behaviour");
  document.getElementById("review").before(next);
}

function show(root, focus) {
  const card = root.querySelector("#now");
  if (focus) card?.focus({ preventScroll: true });
  const words = root.querySelector(".find[aria-current]");
  if (words) {
    const { top, bottom } = words.getBoundingClientRect();
    if (top < 80 || bottom > innerHeight - 80) words.scrollIntoView({ block: "center" });
  }
  root.querySelector(".finds [aria-current]")?.scrollIntoView({ block: "nearest" });
}

function tell(form, error) {
  form.querySelector(".trouble")?.remove();
  const box = Object.assign(document.createElement("div"), { className: "trouble" });
  box.setAttribute("role", "alert");
  for (const text of [error.message, error.hint].filter(Boolean)) box.append(Object.assign(document.createElement("p"), { textContent: text }));
  form.querySelector(".form__buttons").before(box);
}
