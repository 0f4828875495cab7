// A field that was filled in with a guess: what is typed replaces the guess.

export function connect(field, { signal }) {
  field.addEventListener("focus", () => field.select(), { signal });
  if (document.activeElement === field) field.select();
}
