// Who may speak, each with a number.

export class Voices {
  constructor(typing, element, names, signal) {
    this.typing = typing;
    this.list = element.querySelector("[data-typing-voices]");
    this.template = element.querySelector("[data-typing-voice-line]");
    this.names = [];
    names.forEach((name) => this.know(name));
    this.list.addEventListener("click", (event) => {
      const button = event.target.closest("button");
      if (button) typing.lines.speaks(button.dataset.name);
    }, { signal });
    const form = element.querySelector("[data-typing-voice]");
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const field = form.querySelector("input");
      const name = field.value.trim();
      if (!name) return;
      field.value = "";
      this.know(name);
      typing.lines.speaks(name);
    }, { signal });
  }

  know(name) {
    if (this.names.includes(name)) return;
    this.names.push(name);
    const item = this.template.content.firstElementChild.cloneNode(true);
    const button = item.querySelector("button");
    button.dataset.name = name;
    button.textContent = name;
    if (this.names.length <= 9) {
      const cap = document.createElement("kbd");
      cap.textContent = `Alt + ${this.names.length}`;
      button.append(" ", cap);
    }
    this.list.append(item);
  }

  number(number) {
    const name = this.names[number - 1];
    if (name) this.typing.lines.speaks(name);
    return Boolean(name);
  }
}
