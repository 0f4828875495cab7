// Where the keyboard was when a form was sent, so that it is there again on the page that comes.

const NAME = "trefoil-place";

const address = () => location.pathname + location.search;

// A form is known again by what it does and to which things.
function signature(form) {
  const hidden = [...form.querySelectorAll("input[type=hidden]:not([name=_back])")].map((field) => `${field.name}=${field.value}`);
  return [form.getAttribute("action"), ...hidden].join(" ");
}

// Only for the keyboard: who clicks sees where they are.
export function keep(form) {
  if (!document.activeElement?.matches(":focus-visible")) return;
  try { sessionStorage.setItem(NAME, JSON.stringify([address(), signature(form)])); } catch { /* the page begins at its top */ }
}

// The button of the same form, or what unfolds it; nothing on another page.
export function takeUp() {
  let kept = null;
  try { kept = JSON.parse(sessionStorage.getItem(NAME) ?? "null"); } catch { /* as above */ }
  const here = kept?.[0] === address();
  const form = here ? [...document.forms].find((one) => signature(one) === kept[1]) : null;
  // The form may be missing while something is at work; it is looked for again when that is done.
  if (!here || form) forget();
  const button = form?.querySelector("button:not([type=button])");
  if (!button || button.checkVisibility()) return button ?? null;
  return form.closest("details")?.querySelector("summary") ?? null;
}

function forget() {
  try { sessionStorage.removeItem(NAME); } catch { /* as above */ }
}
