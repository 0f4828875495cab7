// Asks how far long work is and goes on when it has ended.

const PAUSE = 400;

export function connect(element, { signal }) {
  const bar = element.querySelector("progress");
  const at = element.querySelector("[data-at]");
  const look = async () => {
    if (signal.aborted) return;
    const told = await ask(element.dataset.ask);
    if (told?.ended) { location.reload(); return; }
    if (told?.total > 0) { bar.max = told.total; bar.value = told.done; }
    if (told?.at && told.at !== at.textContent) at.textContent = told.at;
    setTimeout(look, PAUSE);
  };
  look();
}

async function ask(address) {
  try {
    const response = await fetch(address, { headers: { accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    // The server may be busy for a moment; the next look tells.
    return null;
  }
}
