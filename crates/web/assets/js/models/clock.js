// Milliseconds as 2:10 or 1:02:10.

export function clock(ms) {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const two = (number) => String(number).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}

// To the tenth of a second, so that what is marked is what is meant.
export function exact(ms) {
  return `${clock(ms)}.${Math.floor(ms / 100) % 10}`;
}
