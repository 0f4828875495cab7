// The keys of the reading room, while nobody types in a field; and those of a pedal, also then.

import { actOf, kept } from "../models/pedal.js";

export function keys(room, signal) {
  const typing = (element) => element instanceof Element && element.closest("input:not([type=range]):not([type=checkbox]), textarea, select, [contenteditable]");
  const plain = {
    c: () => room.hold(true) || room.coder.open || (room.stretch?.place() ? room.stretch.code() : false),
    Enter: (event) => room.transcript === event.target && room.hold(true),
    j: () => room.walk.block(1),
    k: () => room.walk.block(-1),
    n: () => room.walk.passage(1),
    p: () => room.walk.passage(-1),
    ",": () => room.text.blocks.length && room.walk.word(-1),
    ".": () => room.text.blocks.length && room.walk.word(1),
    e: () => room.text.blocks.length && room.editor.show(room.text.blockAt(room.walk.here()), room.text.selected()),
    x: () => room.current && room.openCard(room.current),
    m: () => (room.coder.open ? room.memoOn(room.coder.span) : false),
    "/": () => room.element.querySelector("[data-tree-find]").focus(),
    ArrowRight: () => room.player?.go(room.player.now + 5000),
    Escape: () => { room.coder.hide(); room.card.hide(); room.paint.only("held", room.text, null); getSelection().removeAllRanges(); },
  };
  const extended = {
    ArrowRight: ["forward", "word"], ArrowLeft: ["backward", "word"],
    ArrowDown: ["forward", "sentence"], ArrowUp: ["backward", "sentence"],
  };
  document.addEventListener("keydown", (event) => {
    if (typing(event.target) || event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.(".popover")) return;
    const extend = event.shiftKey && extended[event.key];
    if (extend) { event.preventDefault(); room.walk.extend(...extend); return; }
    if (/^[1-9]$/.test(event.key) && room.coder.open) { event.preventDefault(); room.coder.take(Number(event.key) - 1); return; }
    if (/^[1-9]$/.test(event.key) && room.correct.number(Number(event.key))) { event.preventDefault(); return; }
    const act = event.shiftKey ? null : plain[event.key];
    if (act && act(event) !== false) event.preventDefault();
  }, { signal, capture: true });
  pedal(room, signal);
}

// What is corrected is heard again without leaving the field, and first of all the words in it.
function pedal(room, signal) {
  const { player, editor } = room;
  if (!player) return;
  const own = kept();
  const rewind = own.rewind * 1000;
  const begin = () => {
    const [from, until, caret] = (editor.open && editor.heard()) || [];
    const elsewhere = from !== undefined && (player.now < from - rewind || player.now > until + rewind);
    if (elsewhere) player.play([Math.max(from, caret - rewind), null]);
    else player.toggle();
  };
  const acts = {
    toggle: () => (player.audio.paused ? begin() : (player.toggle(), player.go(player.now - rewind))),
    back: () => player.go(player.now - own.step * 1000),
    on: () => player.go(player.now + own.step * 1000),
    slower: () => player.quicken(-1),
    faster: () => player.quicken(1),
  };
  document.addEventListener("keydown", (event) => {
    const act = acts[actOf(event, own)];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  }, { signal, capture: true });
}
