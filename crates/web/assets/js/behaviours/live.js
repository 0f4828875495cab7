// Keeps the page true: when the study changes, the parts that say so with data-live are fetched
// again and put in place of the old ones. A part in which somebody types waits until they leave. A
// page that nobody sees does not listen: a browser keeps six connections to a server, for all of its
// windows together, and each listener holds one.

import { connectAll, disconnectAll } from "../main.js";

let known = Number(document.body.dataset.change ?? 0);
const waiting = new Set();

export function connect(body, { signal }) {
  if (!body.dataset.root) return;
  let source = null;
  const listen = () => {
    source?.close();
    source = document.hidden ? null : new EventSource(`${body.dataset.root}/events`);
    source?.addEventListener("message", hear);
  };
  const hear = (message) => {
    const event = JSON.parse(message.data);
    // Each connection begins with where the study stands, which is mostly known.
    const isChange = event.kind === "change";
    if (isChange && event.number <= known) return;
    document.dispatchEvent(new CustomEvent(`trefoil:${event.kind}`, { detail: event }));
    if (isChange) {
      known = event.number;
      refresh(event.nouns);
    }
  };
  listen();
  document.addEventListener("visibilitychange", listen, { signal });
  signal.addEventListener("abort", () => source?.close());
  addEventListener("pagehide", () => source?.close(), { once: true });
  // A page from the back-forward cache may be old.
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  document.addEventListener("focusout", () => setTimeout(() => {
    if (waiting.size) refresh(["*"]);
  }, 0), { signal });
}

function concerned(part, nouns) {
  const wanted = part.dataset.live.split(" ");
  return wanted.includes("*") || nouns.includes("*") || wanted.some((noun) => nouns.includes(noun));
}

// What unfolds again by itself is in nobody's way until something is typed in it.
const STAYS = "[data-behaviour~=stay-open]";

const busy = (part) => {
  const active = document.activeElement;
  return (part.contains(active) && active.matches("input:not([type=hidden]), textarea, select"))
    || part.querySelector(`dialog[open], details.unfold[open]:not(${STAYS}) :is(input, textarea), .move[open]`)
    || [...part.querySelectorAll(`textarea, ${STAYS} input`)].some((field) => field.value !== field.defaultValue);
};

let running = false;
let again = null;

export async function refresh(nouns = ["*"]) {
  if (running) { again = [...(again ?? []), ...nouns]; return; }
  running = true;
  try {
    const parts = [...document.querySelectorAll("[data-live][id]")].filter((part) => concerned(part, nouns) || waiting.has(part.id));
    if (parts.length) await replace(parts);
  } finally {
    running = false;
    if (again) { const next = again; again = null; refresh(next); }
  }
}

async function replace(parts) {
  const response = await fetch(location.href, { headers: { "x-refresh": "1" } });
  if (!response.ok) return;
  const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of parts) {
    const next = fresh.getElementById(part.id);
    if (!next) continue;
    if (busy(part)) { waiting.add(part.id); continue; }
    waiting.delete(part.id);
    if (part.isEqualNode(next)) continue;
    const focus = part.contains(document.activeElement) ? trail(part, document.activeElement) : null;
    // Whoever knows what changed in a part puts it in place by itself.
    const replaced = new CustomEvent("trefoil:replace", { detail: next, bubbles: true, cancelable: true });
    if (part.dispatchEvent(replaced)) {
      disconnectAll(part);
      part.replaceChildren(...next.childNodes);
      for (const { name, value } of next.attributes) part.setAttribute(name, value);
      connectAll(part);
    }
    if (!part.contains(document.activeElement)) focus?.(part);
  }
  document.dispatchEvent(new CustomEvent("trefoil:refreshed"));
}

// Finds the element that had the keyboard again: by its id, its address or its words.
function trail(part, element) {
  const { id } = element;
  const href = element.getAttribute("href");
  const label = element.getAttribute("aria-label") ?? element.textContent;
  return (fresh) => {
    const same = id ? fresh.querySelector(`#${CSS.escape(id)}`)
      : [...fresh.querySelectorAll("a, button, summary")].find((one) => href
        ? one.getAttribute("href") === href
        : (one.getAttribute("aria-label") ?? one.textContent) === label);
    same?.focus({ preventScroll: true });
  };
}
