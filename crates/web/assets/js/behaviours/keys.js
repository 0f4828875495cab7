// Keys: an element with data-key is clicked (a button, a link) or focused (a field) by that key,
// except while somebody types. The list of keys on the help page is written from the same words.

const typing = (element) => element.closest("input:not([type=checkbox]):not([type=radio]):not([type=button]), textarea, select, [contenteditable]");

export function connect(body, { signal }) {
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target instanceof Element && typing(event.target)) return;
    if (document.querySelector("dialog[open]")) return;
    const name = event.shiftKey && event.key.length === 1 && event.key !== event.key.toLowerCase() ? `Shift+${event.key}` : event.key;
    const element = [...document.querySelectorAll(`[data-key="${CSS.escape(name)}"]`)].find((one) => one.checkVisibility());
    if (!element) return;
    event.preventDefault();
    if (element.matches("input, textarea, select")) element.focus();
    else element.click();
    // What unfolds is there to be filled in.
    if (element.matches("summary")) (unfolded(element) ?? element).focus();
  }, { signal });
  sequences(signal);
}

function unfolded(summary) {
  return summary.parentElement.open ? summary.parentElement.querySelector("textarea, select, input:not([type=hidden])") : null;
}

// "g" and a letter goes to a station, as its data-go says.
function sequences(signal) {
  let armed = 0;
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target instanceof Element && typing(event.target))) return;
    if (armed && event.timeStamp - armed < 1500) {
      const element = document.querySelector(`[data-go="${CSS.escape(event.key)}"]`);
      armed = 0;
      if (element) { event.preventDefault(); event.stopImmediatePropagation(); element.click(); }
      return;
    }
    armed = event.key === "g" ? event.timeStamp : 0;
  }, { signal, capture: true });
}
