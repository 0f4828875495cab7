// "j" and "k" go from one [data-subject] to the next and back, by the link in its heading.

const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

export function connect(root, { signal }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!["j", "k"].includes(event.key) || typing(event.target) || document.querySelector("dialog[open]")) return;
    const links = [...root.querySelectorAll("[data-subject] h3 a")];
    if (!links.length) return;
    event.preventDefault();
    const here = event.target.closest("[data-subject]");
    const at = links.findIndex((link) => here?.contains(link));
    const next = event.key === "j" ? at + 1 : (at < 0 ? links.length : at) - 1;
    links[Math.min(Math.max(next, 0), links.length - 1)].focus();
  }, { signal });
}
