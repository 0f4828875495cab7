// Remembers for this window whether something was folded away, across pages and refreshes.

const kept = new Map();

function read(name) {
  try { return sessionStorage.getItem(name) ?? kept.get(name); } catch { return kept.get(name); }
}

function keep(name, state) {
  kept.set(name, state);
  // Where a browser keeps nothing for a site, the page itself still remembers.
  try { sessionStorage.setItem(name, state); } catch { /* nothing is lost */ }
}

export function connect(details, { signal }) {
  const name = `trefoil-${document.body.dataset.root ?? ""}-${details.dataset.name}`;
  const state = read(name);
  if (state) details.open = state === "open";
  details.addEventListener("toggle", () => keep(name, details.open ? "open" : "closed"), { signal });
}
