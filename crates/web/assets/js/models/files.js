// Files that are dropped or chosen: walking folders, and sizes as people say them.

export const MOST_FILES = 20000;

// Folders are walked; a browser hands out their files a hundred at a time.
export async function gather(entry, above, chosen) {
  const path = above + entry.name;
  if (chosen.length > MOST_FILES) return;
  if (entry.isFile) {
    const file = await new Promise((done, no) => entry.file(done, no)).catch(() => null);
    if (file) chosen.push({ file, path });
    return;
  }
  const reader = entry.createReader();
  for (;;) {
    const some = await new Promise((done, no) => reader.readEntries(done, no)).catch(() => []);
    if (some.length === 0) return;
    for (const one of some) await gather(one, `${path}/`, chosen);
  }
}

export function size(bytes) {
  const units = ["bytes", "kB", "MB", "GB"];
  let at = 0;
  for (; bytes >= 1000 && at < units.length - 1; at += 1) bytes /= 1000;
  return `${bytes >= 10 || at === 0 ? Math.round(bytes) : bytes.toFixed(1)} ${units[at]}`;
}
