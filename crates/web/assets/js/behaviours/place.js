// Placing and marking: by dragging, by a menu, by a digit. All of them open the dialog that
// data-dialog names, filled from the data-* of the [data-subject] they are about, so that the
// reason is written in one place. Without scripts the menu's links lead to the same dialog.

const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

export function connect(root, { signal }) {
  const dialog = document.getElementById(root.dataset.dialog);
  if (!dialog) return;
  const on = (target, name, work) => target.addEventListener(name, work, { signal });
  const came = dialog.open;
  let subject = null;

  function open(about, value) {
    subject = about.dataset.subject;
    for (const slot of dialog.querySelectorAll("[data-slot]")) {
      const text = about.dataset[slot.dataset.slot];
      if (text === undefined) continue;
      if (slot instanceof HTMLInputElement) slot.value = text;
      else slot.textContent = text;
    }
    const choice = dialog.querySelector(`input[type=radio][value="${CSS.escape(value)}"]`);
    if (choice) choice.checked = true;
    closeMenus();
    dialog.querySelector(".trouble")?.remove();
    dialog.showModal();
  }

  const menus = () => document.querySelectorAll("details.move[open]");
  const closeMenus = (but) => menus().forEach((menu) => { if (menu !== but) menu.open = false; });
  const link = (id) => root.querySelector(`[data-subject="${CSS.escape(id)}"] :is(h3 a, summary)`);

  on(root, "click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (!pick || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(pick.closest("[data-subject]"), pick.dataset.pick);
  });
  on(document, "click", (event) => closeMenus(event.target.closest("details.move")));
  on(document, "keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") { const [menu] = menus(); if (menu) { menu.open = false; menu.querySelector("summary").focus(); } return; }
    if (document.querySelector("dialog[open]") || typing(event.target)) return;
    if (event.key === "j" || event.key === "k") { step(event, event.key === "j" ? 1 : -1); return; }
    const about = event.target.closest("[data-subject]") ?? ("whole" in root.dataset ? root.querySelector("[data-subject]") : null);
    const choice = /^\d$/.test(event.key) && dialog.querySelector(`[data-digit="${event.key}"]`);
    if (!about || !choice || !root.contains(about)) return;
    event.preventDefault();
    open(about, choice.value);
  });

  // "j" and "k" go from one to the next and back.
  function step(event, by) {
    const links = [...root.querySelectorAll("[data-subject] h3 a")];
    if (!links.length) return;
    const at = links.indexOf(document.activeElement?.closest("[data-subject]")?.querySelector("h3 a"));
    event.preventDefault();
    links[at < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(Math.max(at + by, 0), links.length - 1)].focus();
  }

  let held = null;
  const target = (event) => held && event.target.closest("[data-drop]");
  const over = (place) => root.querySelectorAll("[data-over]").forEach((one) => { if (one !== place) delete one.dataset.over; });
  on(root, "dragstart", (event) => {
    held = event.target.closest?.("[data-subject][draggable]") ?? null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.name ?? "");
    held.dataset.held = "";
  });
  on(root, "dragover", (event) => {
    const place = target(event);
    over(place);
    if (!place) return;
    event.preventDefault();
    place.dataset.over = "";
  });
  on(root, "drop", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    if (held.dataset.at !== place.dataset.drop) open(held, place.dataset.drop);
  });
  on(root, "dragend", () => { over(null); if (held) delete held.dataset.held; held = null; });

  on(dialog, "keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.querySelector("form").requestSubmit();
  });
  on(dialog, "click", (event) => {
    if (came || !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });
  // Whoever placed by key goes on from what they placed, also after the page came anew.
  on(dialog, "submit", () => { if (subject) sessionStorage.setItem("trefoil-placed", subject); });
  on(dialog, "close", () => { if (subject) link(subject)?.focus(); });
  const placed = sessionStorage.getItem("trefoil-placed");
  sessionStorage.removeItem("trefoil-placed");
  if (placed) link(placed)?.focus();
  if (came) { dialog.close(); dialog.showModal(); }
}
