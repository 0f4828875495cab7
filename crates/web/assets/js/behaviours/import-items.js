// Files that wait for a decision: what is changed in one is kept at once, and what follows from
// it (the count, why it would be set aside) is shown. Without scripts a button keeps it all.

import { refresh } from "./live.js";
import { Refused } from "../models/study.js";

export function connect(form, { signal }) {
  const waiting = new Map();

  form.addEventListener("change", (event) => {
    const item = event.target.closest(".item");
    if (!item) return;
    // Read now: by the time it is sent, the item may have been fetched anew.
    const fields = said(item);
    const before = waiting.get(item) ?? Promise.resolve();
    waiting.set(item, before.then(() => keep(form, item, fields)));
  }, { signal });

  // Enter in a field keeps it; only the button imports.
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !event.target.matches("input:not([type=checkbox])")) return;
    event.preventDefault();
    event.target.dispatchEvent(new Event("change", { bubbles: true }));
  }, { signal });
}

function said(item) {
  const fields = new URLSearchParams();
  for (const field of item.querySelectorAll("[name]")) {
    if (field.type !== "checkbox" || field.checked) fields.append(field.name, field.value);
  }
  return fields;
}

async function keep(form, item, fields) {
  item.querySelector(".trouble")?.remove();
  try {
    const response = await fetch(form.action, { method: "POST", body: fields, headers: { accept: "application/json" } });
    const body = await response.json();
    if (!response.ok) throw new Refused(body.error, body.hint);
    await refresh(["import"]);
  } catch (error) {
    const box = document.createElement("p");
    box.className = "trouble";
    box.setAttribute("role", "alert");
    box.textContent = error.message;
    item.querySelector("fieldset").append(box);
  }
}
