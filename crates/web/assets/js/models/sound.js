// Sound that every browser can play: what one cannot is asked for again as plain samples.

const decoded = (audio) => audio.src.endsWith("/heard");

// Falls back once, and says whether that may help.
function fallBack(audio) {
  if (decoded(audio)) return !audio.error;
  if (!audio.error || audio.error.code < MediaError.MEDIA_ERR_DECODE) return false;
  const { currentTime, playbackRate, paused } = audio;
  audio.src = `${audio.src}/heard`;
  audio.currentTime = currentTime;
  audio.playbackRate = playbackRate;
  if (!paused) audio.play().catch(() => {});
  return true;
}

// Watches an element; one that failed before anybody listened falls back at once. What can be
// played in neither way is told to `failed`.
export function watch(audio, signal, failed = () => {}) {
  const help = () => { if (!fallBack(audio)) failed(); };
  audio.addEventListener("error", help, { signal });
  if (audio.error) help();
}

// Plays, in one way or the other; fails when neither works.
export async function play(audio) {
  try {
    await audio.play();
  } catch (refusal) {
    // Broken off is not refused: somebody paused, or wants to hear something else.
    if (refusal.name === "AbortError" || !fallBack(audio)) throw refusal;
    await audio.play();
  }
}

// Gives an element an address, unless it plays that already, as it is or decoded.
export function load(audio, address) {
  const whole = new URL(address, location.href).href;
  if (audio.src !== whole && audio.src !== `${whole}/heard`) audio.src = whole;
}
