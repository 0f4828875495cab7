// A place for files: dropped or chosen, folders too, sent with a bar that shows how far they are.
// Without scripts the same form sends what its fields hold.

import { MOST_FILES, gather, size } from "../models/files.js";

const MOST_BYTES = 4 * 2 ** 30;
const SHOWN = 8;

export function connect(form, { signal }) {
  const part = (name) => form.querySelector(`[data-${name}]`);
  const zone = part("drop");
  const inputs = [...form.querySelectorAll("input[type=file]")];
  let chosen = [];

  const on = (element, type, act) => element.addEventListener(type, act, { signal });
  for (const input of inputs) {
    on(input, "change", () => {
      for (const file of input.files) chosen.push({ file, path: file.webkitRelativePath || file.name });
      input.value = "";
      show();
    });
  }
  for (const type of ["dragenter", "dragover"]) {
    on(zone, type, (event) => {
      if (!event.dataTransfer.types.includes("Files")) return;
      event.preventDefault();
      zone.dataset.over = "";
    });
  }
  on(zone, "dragleave", (event) => { if (!zone.contains(event.relatedTarget)) delete zone.dataset.over; });
  on(zone, "drop", async (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    // All of them first: what was dropped is gone as soon as this waits for something.
    const dropped = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile());
    for (const one of dropped.filter(Boolean)) {
      if (one instanceof File) chosen.push({ file: one, path: one.name });
      else await gather(one, "", chosen);
    }
    show();
    part("send").focus();
  });
  // A file dropped beside the place would be opened by the browser, and the page lost.
  on(document, "dragover", (event) => event.preventDefault());
  on(document, "drop", (event) => event.preventDefault());
  on(part("clear"), "click", () => { chosen = []; show(); inputs[0].focus(); });
  on(form, "submit", (event) => {
    if (chosen.length === 0) return;
    event.preventDefault();
    send(form, part, chosen);
  });

  function show() {
    const bytes = chosen.reduce((sum, { file }) => sum + file.size, 0);
    const words = part("chosen");
    const many = chosen.length > MOST_FILES ? words.dataset.tooMany : bytes > MOST_BYTES ? words.dataset.tooMuch : "";
    const counted = chosen.length === 1 ? words.dataset.one : words.dataset.more;
    words.textContent = many || counted.replace("{count}", chosen.length.toLocaleString("en-GB")).replace("{size}", size(bytes));
    const names = part("names");
    names.replaceChildren(...chosen.slice(0, SHOWN).map(({ path }) => line(path)));
    if (chosen.length > SHOWN) names.append(line(names.dataset.rest.replace("{count}", chosen.length - SHOWN)));
    for (const element of [words, names, part("clear")]) element.hidden = chosen.length === 0;
    part("send").disabled = Boolean(many);
  }
}

function line(text) {
  const item = document.createElement("li");
  item.textContent = text;
  return item;
}

function send(form, part, chosen) {
  const fields = new FormData(form);
  fields.delete("files");
  for (const { file, path } of chosen) fields.append("files", file, path);
  const request = new XMLHttpRequest();
  const [progress, sent] = [part("progress"), part("sent")];
  const busy = (is) => { progress.hidden = !is; part("send").disabled = is; part("clear").disabled = is; };
  form.querySelector(".trouble")?.remove();
  busy(true);
  request.upload.addEventListener("progress", (event) => {
    if (!event.lengthComputable) return;
    const percent = Math.floor(event.loaded / event.total * 100);
    progress.querySelector("progress").value = percent;
    sent.textContent = percent === 100 ? sent.dataset.reading : sent.dataset.words.replace("{percent}", `${percent} %`).replace("{size}", size(event.total));
  });
  request.addEventListener("load", () => {
    const body = said(request.responseText);
    if (request.status < 300 && body.to) { location.assign(body.to); return; }
    busy(false);
    trouble(form, part, [body.error ?? request.statusText, body.hint]);
  });
  for (const end of ["error", "abort"]) request.addEventListener(end, () => busy(false));
  part("cancel").onclick = () => request.abort();
  request.open("POST", form.action);
  request.setRequestHeader("accept", "application/json");
  request.send(fields);
}

// What the server said; a refusal before any page may be words alone.
function said(text) {
  try { return JSON.parse(text); } catch { return { error: text }; }
}

function trouble(form, part, words) {
  const box = document.createElement("div");
  box.className = "trouble";
  box.setAttribute("role", "alert");
  for (const text of words.filter(Boolean)) {
    const line = document.createElement("p");
    line.textContent = text;
    box.append(line);
  }
  part("send").closest(".form__buttons").before(box);
}
