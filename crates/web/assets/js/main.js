// Connects behaviours: an element says by data-behaviour which ones it has, and each is a module
// of that name that exports connect(element, { signal }). The signal ends when the element goes.

const connected = new WeakMap();

document.documentElement.classList.add("has-script");

export function connectAll(root = document) {
  const found = [...root.querySelectorAll("[data-behaviour]")];
  if (root instanceof Element && root.matches("[data-behaviour]")) found.push(root);
  for (const element of found) connect(element);
}

async function connect(element) {
  if (connected.has(element)) return;
  const controller = new AbortController();
  connected.set(element, controller);
  for (const name of element.dataset.behaviour.split(" ").filter(Boolean)) {
    const module = await import(`./behaviours/${name}.js`);
    if (!controller.signal.aborted) module.connect(element, { signal: controller.signal });
  }
}

export function disconnectAll(root) {
  for (const element of [root, ...root.querySelectorAll("[data-behaviour]")]) {
    connected.get(element)?.abort();
    connected.delete(element);
  }
}

connectAll();
for (const name of ["live", "keys", "forms"]) {
  import(`./behaviours/${name}.js`).then((module) => module.connect(document.body, { signal: new AbortController().signal }));
}
