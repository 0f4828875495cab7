// Choosing what stands beside a drawing: a link with data-choose brings the parts that data-parts
// names and leaves the rest of the page, and where it was scrolled to, as it is.

import { connectAll, disconnectAll } from "../main.js";

export function connect(root, { signal }) {
  const parts = () => root.dataset.parts.split(" ").map((id) => document.getElementById(id)).filter(Boolean);

  root.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-choose]");
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.href, { record: true });
  }, { signal });
  addEventListener("popstate", () => show(location.href, { record: false }), { signal });

  async function show(href, { record }) {
    const address = new URL(href);
    try {
      const response = await fetch(address, { headers: { "x-refresh": "1" } });
      if (!response.ok) throw new Error(response.statusText);
      const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
      const active = document.activeElement?.getAttribute("href");
      for (const part of parts()) replace(part, fresh.getElementById(part.id));
      address.hash = "";
      if (record) history.pushState(null, "", address);
      attend(active);
    } catch {
      location.assign(href);
    }
  }

  function replace(part, next) {
    if (!next) return;
    disconnectAll(part);
    part.replaceChildren(...next.childNodes);
    for (const { name, value } of next.attributes) part.setAttribute(name, value);
    connectAll(part);
  }

  // Beside the drawing the keyboard stays where it was; beneath it, it goes to what came.
  function attend(href) {
    const [drawing, panel] = parts();
    const beneath = panel.getBoundingClientRect().top >= drawing.getBoundingClientRect().bottom - 1;
    const same = href && [...drawing.querySelectorAll("a[href]")].find((link) => link.getAttribute("href") === href);
    if (beneath || !same) {
      panel.scrollIntoView({ block: beneath ? "start" : "nearest" });
      panel.querySelector("[tabindex]")?.focus({ preventScroll: true });
    } else {
      same.focus({ preventScroll: true });
    }
  }
}
