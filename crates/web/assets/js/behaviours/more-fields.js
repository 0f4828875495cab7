// A field for several values: its button puts one more beneath the last, and goes into it.

export function connect(form, { signal }) {
  form.addEventListener("click", (event) => {
    const button = event.target.closest("[data-more]");
    if (!button) return;
    const fields = form.querySelectorAll(`[name="${CSS.escape(button.dataset.more)}"]`);
    const last = fields[fields.length - 1];
    const next = last.cloneNode(false);
    next.value = "";
    next.removeAttribute("value");
    next.setAttribute("aria-label", `${button.dataset.label}, ${fields.length + 1}`);
    last.after(next);
    next.focus();
  }, { signal });
}
