// Puts a popover below a stretch of the page, or above it where there is no room; inside the screen.

export function placeNear(element, rect) {
  const gap = 10;
  element.style.position = "fixed";
  const { offsetWidth: width, offsetHeight: height } = element;
  const below = rect.bottom + gap + height <= innerHeight;
  const top = below ? rect.bottom + gap : Math.max(gap, rect.top - gap - height);
  const left = Math.min(Math.max(gap, rect.left), innerWidth - width - gap);
  element.style.insetBlockStart = `${Math.min(top, innerHeight - height - gap)}px`;
  element.style.insetInlineStart = `${Math.max(gap, left)}px`;
}
