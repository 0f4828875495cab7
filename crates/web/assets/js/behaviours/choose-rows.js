// A list whose rows can be ticked: one tick for all of them, how many are ticked, and with Shift
// all between this one and the last.

export function connect(form, { signal }) {
  const boxes = () => [...form.querySelectorAll("tbody input[type=checkbox]")];
  const all = () => form.querySelector("[data-choose-all]");
  let last = null;

  function count() {
    const ticked = boxes().filter((box) => box.checked).length;
    const words = form.querySelector("[data-choose-count]");
    if (words) words.textContent = ticked === 0 ? "" : ticked === 1 ? words.dataset.one : words.dataset.more.replace("{}", ticked);
    const head = all();
    if (head) {
      head.checked = ticked > 0 && ticked === boxes().length;
      head.indeterminate = ticked > 0 && !head.checked;
    }
  }

  form.addEventListener("click", (event) => {
    const box = event.target.closest?.("input[type=checkbox]");
    if (!box) return;
    if (box.matches("[data-choose-all]")) boxes().forEach((one) => { one.checked = box.checked; });
    else if (event.shiftKey && last?.isConnected) {
      const [from, to] = [boxes().indexOf(last), boxes().indexOf(box)].sort((a, b) => a - b);
      boxes().slice(from, to + 1).forEach((one) => { one.checked = box.checked; });
    }
    last = box;
    count();
  }, { signal });

  // The rows may be fetched anew: what was ticked stays ticked.
  let ticked = new Set();
  form.addEventListener("change", () => { ticked = new Set(boxes().filter((box) => box.checked).map((box) => box.value)); }, { signal });
  document.addEventListener("trefoil:refreshed", () => {
    for (const box of boxes()) box.checked ||= ticked.has(box.value);
    count();
  }, { signal });
  count();
}
