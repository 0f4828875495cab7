// Placing and marking: a menu and digits open the dialog that data-dialog names, filled from the
// data-* of the [data-subject] they are about, so that the reason is written in one place. Without
// scripts the menu's links lead to the same dialog.

const typing = (element) => element.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

export function connect(root, { signal }) {
  const dialog = document.getElementById(root.dataset.dialog);
  if (!dialog) return;
  const on = (target, name, work) => target.addEventListener(name, work, { signal });
  const came = dialog.open;
  let subject = null;

  function open(about, value) {
    subject = about.dataset.subject;
    fill(dialog, about.dataset);
    const choice = dialog.querySelector(`input[type=radio][value="${CSS.escape(value)}"]`);
    if (choice) choice.checked = true;
    closeMenus();
    dialog.showModal();
  }

  on(root, "click", (event) => {
    const pick = event.target.closest("[data-pick]");
    if (!pick || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(pick.closest("[data-subject]"), pick.dataset.pick);
  });
  on(document, "click", (event) => closeMenus(event.target.closest("details.move")));
  on(document, "keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (document.querySelector("dialog[open]") || typing(event.target)) return;
    if (event.key === "Escape") closeMenus()?.querySelector("summary").focus();
    const about = event.target.closest("[data-subject]") ?? ("whole" in root.dataset ? root.querySelector("[data-subject]") : null);
    const choice = /^\d$/.test(event.key) && dialog.querySelector(`[data-digit="${event.key}"]`);
    if (!about || !choice || !root.contains(about)) return;
    event.preventDefault();
    open(about, choice.value);
  });

  on(dialog, "keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) dialog.querySelector("form").requestSubmit();
  });
  on(dialog, "click", (event) => {
    // A dialog that came open with its address is left by going back to the page.
    if (came || !event.target.closest("[data-close]")) return;
    event.preventDefault();
    dialog.close();
  });

  // Whoever placed by key goes on from what they placed, also after the page came anew.
  const link = (id) => root.querySelector(`[data-subject="${CSS.escape(id)}"] :is(h3 a, summary)`);
  on(dialog, "submit", () => { if (subject) sessionStorage.setItem("trefoil-placed", subject); });
  on(dialog, "close", () => { if (subject) link(subject)?.focus(); });
  const placed = sessionStorage.getItem("trefoil-placed");
  sessionStorage.removeItem("trefoil-placed");
  if (placed) link(placed)?.focus();
  if (came) { dialog.close(); dialog.showModal(); }
}

function fill(dialog, words) {
  dialog.querySelector(".trouble")?.remove();
  for (const slot of dialog.querySelectorAll("[data-slot]")) {
    const text = words[slot.dataset.slot];
    if (text === undefined) continue;
    if (slot instanceof HTMLInputElement) slot.value = text;
    else slot.textContent = text;
  }
}

// Closes every open menu but one; answers the last that was closed.
function closeMenus(but) {
  const menus = [...document.querySelectorAll("details.move[open]")].filter((menu) => menu !== but);
  for (const menu of menus) menu.open = false;
  return menus.at(-1);
}
