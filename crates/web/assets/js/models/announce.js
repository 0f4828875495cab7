// Says something to people who listen to the page.

export function announce(words) {
  const place = document.getElementById("announcer");
  if (!place) return;
  place.textContent = "";
  // An unchanged text is not read again: let the empty one be seen first.
  requestAnimationFrame(() => { place.textContent = words; });
}
