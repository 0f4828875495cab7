// The pure logic of the scripts, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clock } from "../../crates/web/assets/js/models/clock.js";
import { lanes } from "../../crates/web/assets/js/models/lanes.js";
import { points, units } from "../../crates/web/assets/js/models/positions.js";

test("positions count code points, also behind signs of two units", () => {
  const text = "a😀b𝒳c";
  assert.equal(points(text, text.length), 5);
  assert.equal(points(text, 3), 2);
  assert.equal(units(text, 2), 3);
  assert.equal(units(text, 5), text.length);
  for (let at = 0; at <= 5; at++) assert.equal(points(text, units(text, at)), at);
});

test("a lone half of a pair is one sign", () => {
  assert.equal(points("a\ud83d", 2), 2);
  assert.equal(units("\ude00b", 1), 1);
});

test("passages that overlap lie in different lanes, and a free lane is used again", () => {
  const lane = lanes([
    { id: "outer", start: 0, end: 20 },
    { id: "inner", start: 5, end: 10 },
    { id: "next", start: 10, end: 12 },
    { id: "later", start: 20, end: 30 },
  ]);
  assert.deepEqual([...lane.entries()].sort(), [["inner", 1], ["later", 0], ["next", 1], ["outer", 0]]);
});

test("times are written as people say them", () => {
  assert.equal(clock(130_400), "2:10");
  assert.equal(clock(3_730_000), "1:02:10");
  assert.equal(clock(-5), "0:00");
});
