// Keys and pedals that move a recording while somebody types: each act has a key, which is chosen
// where recordings are typed, and kept in this browser.

const NAME = "trefoil-typing";
const FIRST = { toggle: "F8", back: "F7", on: "F9", slower: "Alt+ArrowDown", faster: "Alt+ArrowUp", inaudible: "Alt+I", moment: "Alt+T" };

// As it is at first: seconds to go back at a pause, and of a step.
export const first = () => ({ keys: { ...FIRST }, rewind: 2, step: 5 });

export function kept() {
  try {
    const told = JSON.parse(localStorage.getItem(NAME) ?? "{}");
    return { ...first(), ...told, keys: { ...FIRST, ...told.keys } };
  } catch {
    // What is kept cannot be read: it is as at first.
    return first();
  }
}

export function keep(pedal) {
  try { localStorage.setItem(NAME, JSON.stringify(pedal)); } catch { /* it holds for this page */ }
}

export const actOf = (event, { keys }) => Object.keys(keys).find((one) => keys[one] === nameOf(event));

// Letters and digits by their place: with Alt some systems type other signs.
export function nameOf(event) {
  const plain = event.code?.match(/^(?:Key|Digit)(.)$/)?.[1] ?? (event.key === " " ? "Space" : event.key);
  const held = [event.ctrlKey && "Ctrl", event.altKey && "Alt", event.metaKey && "Meta", event.shiftKey && "Shift"];
  return [...held.filter(Boolean), plain].join("+");
}
