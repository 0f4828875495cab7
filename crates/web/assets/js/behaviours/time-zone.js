// Proposes the browser's own time zone in an empty field.

export function connect(form) {
  const field = form.querySelector("[data-zone]");
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  if (field && !field.value && zone) field.value = zone;
}
