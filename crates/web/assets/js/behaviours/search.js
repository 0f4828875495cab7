// Search as you type: the same page is fetched, and its results take the place of those shown.
// The address follows. More hits are added beneath, so that what was chosen stays chosen.

import { connectAll, disconnectAll } from "../main.js";
import { announce } from "../models/announce.js";

const PAUSE = 200;

export function connect(form, { signal }) {
  const results = document.getElementById(form.dataset.results);
  let timer = 0;
  let asking = null;

  const address = () => {
    const said = [...new FormData(form)].filter(([, value]) => value !== "");
    const query = new URLSearchParams(said).toString();
    return form.action + (query ? `?${query}` : "");
  };

  const run = async (kept) => {
    clearTimeout(timer);
    asking?.abort();
    asking = new AbortController();
    const wanted = address();
    const page = await fetchPage(wanted, asking.signal);
    if (!page) return;
    history[kept ? "pushState" : "replaceState"](null, "", wanted);
    show(results, page.getElementById(results.id));
    announce(results.dataset.said);
  };

  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(run, PAUSE);
  }, { signal });
  form.addEventListener("submit", (event) => { event.preventDefault(); run(address() !== location.href); }, { signal });
  addEventListener("popstate", () => location.reload(), { signal });
  results.addEventListener("click", (event) => {
    const more = event.target.closest("[data-results-more]");
    if (more && !event.ctrlKey && !event.metaKey && !event.shiftKey) { event.preventDefault(); add(results, more); }
  }, { signal });
  results.addEventListener("change", (event) => {
    if (event.target.matches("[data-results-all]")) for (const box of boxes(results)) box.checked = event.target.checked;
  }, { signal });
}

const boxes = (results) => results.querySelectorAll("input[name=hit]");

async function fetchPage(address, signal) {
  try {
    const response = await fetch(address, { headers: { "x-refresh": "1" }, signal });
    if (!response.ok) return null;
    return new DOMParser().parseFromString(await response.text(), "text/html");
  } catch {
    return null;
  }
}

function show(results, fresh) {
  if (!fresh || results.isEqualNode(fresh)) return;
  disconnectAll(results);
  results.replaceChildren(...fresh.childNodes);
  for (const { name, value } of fresh.attributes) results.setAttribute(name, value);
  connectAll(results);
}

async function add(results, more) {
  const page = await fetchPage(more.href);
  const next = page?.querySelector("[data-results-list]");
  if (!next) { location.assign(more.href); return; }
  const first = next.querySelector("input[name=hit]");
  results.querySelector("[data-results-list]").append(...next.children);
  const further = page.querySelector("[data-results-more]");
  if (further) more.replaceWith(further);
  else more.parentElement.remove();
  first?.focus();
}
