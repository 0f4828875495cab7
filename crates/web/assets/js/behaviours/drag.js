// Dragging a [data-subject] onto a [data-drop] is the same as choosing that place in its menu, so
// what happens then, and all its words, are the menu's.

export function connect(root, { signal }) {
  const on = (name, work) => root.addEventListener(name, work, { signal });
  let held = null;

  const target = (event) => held && event.target.closest("[data-drop]");
  const leave = (but) => root.querySelectorAll("[data-over]").forEach((place) => { if (place !== but) delete place.dataset.over; });

  on("dragstart", (event) => {
    held = event.target.closest?.("[data-subject][draggable]") ?? null;
    if (!held) return;
    event.dataTransfer.effectAllowed = "move";
    event.dataTransfer.setData("text/plain", held.dataset.name ?? "");
    held.dataset.held = "";
  });
  on("dragover", (event) => {
    const place = target(event);
    leave(place);
    if (!place) return;
    event.preventDefault();
    place.dataset.over = "";
  });
  on("drop", (event) => {
    const place = target(event);
    if (!place) return;
    event.preventDefault();
    if (held.dataset.at !== place.dataset.drop) held.querySelector(`[data-pick="${CSS.escape(place.dataset.drop)}"]`)?.click();
  });
  on("dragend", () => {
    leave(null);
    if (held) delete held.dataset.held;
    held = null;
  });
}
