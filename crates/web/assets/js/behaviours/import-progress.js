// How far an import is: told by the server as it goes, asked for now and then besides.

import { ask, root } from "../models/study.js";

const PAUSE = 2000;

export function connect(section, { signal }) {
  const { job, count } = section.dataset;
  const bar = section.querySelector("progress");
  const part = (name) => section.querySelector(`[data-${name}]`);

  function show({ done, total, at }) {
    bar.max = Math.max(total, 1);
    bar.value = done;
    part("count-words").textContent = count.replace("{done}", done).replace("{total}", total);
    part("at").textContent = at;
  }

  document.addEventListener("trefoil:progress", ({ detail }) => {
    if (detail.job !== job) return;
    if (detail.ended) location.reload();
    else show(detail);
  }, { signal });

  const timer = setInterval(async () => {
    const told = await ask(`corpus/import/${job}/progress`).catch(() => null);
    if (!told) return;
    if (!told.under_way) { clearInterval(timer); location.replace(`${root}/corpus/import/${job}`); return; }
    show(told);
    part("left").textContent = told.left;
  }, PAUSE);
  signal.addEventListener("abort", () => clearInterval(timer));
}
