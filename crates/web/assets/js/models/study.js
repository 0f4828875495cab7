// Speaks with the server about the study of this page: performs operations, fetches parts.

export const root = document.body.dataset.root ?? "";

export class Refused extends Error {
  constructor(message, hint) {
    super(message);
    this.hint = hint;
  }
}

async function answer(response) {
  const body = await response.json().catch(() => ({}));
  if (!response.ok) throw new Refused(body.error ?? response.statusText, body.hint ?? "");
  return body;
}

const json = { accept: "application/json", "content-type": "application/json" };

export async function send(path, body = {}) {
  return answer(await fetch(`${root}/${path}`, { method: "POST", headers: json, body: JSON.stringify(body) }));
}

export const perform = (operation, fields) => send(`do/${operation}`, fields);

export async function ask(path) {
  return answer(await fetch(`${root}/${path}`, { headers: { accept: "application/json" } }));
}
