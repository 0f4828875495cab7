// Positions: a text in the page counts UTF-16 units, the study counts code points.

// How many code points the first `units` units of a text are.
export function points(text, units) {
  let count = 0;
  for (let at = 0; at < units; at++, count++) {
    const code = text.charCodeAt(at);
    if (code >= 0xd800 && code < 0xdc00 && at + 1 < text.length) at++;
  }
  return count;
}

// How many units the first `count` code points of a text are.
export function units(text, count) {
  let at = 0;
  for (let left = count; left > 0 && at < text.length; left--) {
    const code = text.charCodeAt(at);
    at += code >= 0xd800 && code < 0xdc00 ? 2 : 1;
  }
  return at;
}
