// Speaks with the server about the study of this page: performs operations, fetches parts.

export const root = document.body.dataset.root ?? "";

export class Refused extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

// A fetch fails with a TypeError where nobody answers; the page has the words for it.
export async function reach(address, options) {
  try {
    return await fetch(address, options);
  } catch (error) {
    throw new Refused(document.body.dataset.offline ?? error.message, "");
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? response.statusText, body.hint ?? "");
  return body;
}

const json = { accept: "application/json", "content-type": "application/json" };

// Kept alive: what was said is done, also when the person goes to another page at once.
export async function send(path, body = {}) {
  return answer(await reach(`${root}/${path}`, { method: "POST", headers: json, body: JSON.stringify(body), keepalive: true }));
}

export const perform = (operation, fields) => send(`do/${operation}`, fields);

export async function ask(path) {
  return answer(await reach(`${root}/${path}`, { headers: { accept: "application/json" } }));
}
