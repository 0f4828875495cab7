// A file is named after the title while it is typed, until somebody names it by hand.

export function connect(title, { signal }) {
  const file = document.getElementById(title.dataset.for);
  if (!file) return;
  let own = file.value === "";
  file.addEventListener("input", () => { own = file.value === ""; }, { signal });
  title.addEventListener("input", () => { if (own) file.value = nameOf(title.value); }, { signal });
}

// As the server names it: small letters, digits and hyphens.
function nameOf(title) {
  const words = title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim().split(" ");
  const name = [...words.join("-")].slice(0, 60).join("").replace(/-+$/, "");
  return name ? `${name}.trefoil` : "";
}
