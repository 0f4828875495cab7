// Forms without leaving the page: sent in the background, refused with the reason beside the
// button and everything typed still there. Without scripts they work as forms do.

import { keep, takeUp } from "../models/place-kept.js";
import { Refused, reach } from "../models/study.js";

export function connect(body, { signal }) {
  body.addEventListener("submit", (event) => {
    const form = event.target;
    // A field may be called “method”, so the attribute is asked and not the property.
    if (event.defaultPrevented || form.getAttribute("method") !== "post" || form.hasAttribute("data-plain")) return;
    // Files are sent as forms send them.
    if (form.getAttribute("enctype") === "multipart/form-data") return;
    event.preventDefault();
    submit(form, event.submitter);
  }, { signal });
  // Where nothing is said of what was done, the keyboard goes on by itself.
  if (!document.getElementById("flash") && !location.hash && document.activeElement === document.body) takeUp()?.focus({ preventScroll: true });
}

async function submit(form, submitter) {
  if (form.dataset.busy) return;
  form.dataset.busy = "1";
  clear(form);
  const fields = new URLSearchParams(new FormData(form, submitter));
  try {
    const address = submitter?.getAttribute("formaction") ?? form.getAttribute("action") ?? location.href;
    const response = await reach(address, { method: "POST", body: fields, headers: { "x-form": "1", accept: "text/html" } });
    if (!response.ok) throw refusal(await response.text(), response);
    // A place on the page is the browser's own affair: the answer's address comes without it.
    const place = String(fields.get("_back") ?? "").match(/#.*$/)?.[0] ?? "";
    // It stays busy until the page is left: a second click while that comes would act twice.
    addEventListener("pagehide", () => delete form.dataset.busy, { once: true });
    keep(form);
    arrive(response.url + place);
  } catch (error) {
    delete form.dataset.busy;
    show(form, error);
  }
}

function refusal(html, response) {
  if (response.headers.get("content-type")?.startsWith("text/plain") && html.trim()) return new Refused(html.trim(), "");
  const page = new DOMParser().parseFromString(html, "text/html");
  const message = page.querySelector("[role=alert]")?.textContent ?? response.statusText;
  return new Refused(message, page.querySelector("[role=alert] + p")?.textContent ?? "");
}

function arrive(address) {
  const to = new URL(address);
  // The flash waits for a page that is really loaded; a place on this page alone would load nothing.
  if (to.pathname === location.pathname && to.search === location.search) {
    history.replaceState(null, "", address);
    location.reload();
  } else location.assign(address);
}

function clear(form) {
  form.querySelector(".trouble")?.remove();
}

function show(form, error) {
  const box = document.createElement("div");
  box.className = "trouble";
  box.setAttribute("role", "alert");
  for (const text of [error.message, error.hint].filter(Boolean)) {
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
  }
  (form.querySelector(".form__buttons") ?? form.lastElementChild)?.before(box);
}
