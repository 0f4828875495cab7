// The pure logic of the scripts, without a browser.

import assert from "node:assert/strict";
import { test } from "node:test";

import { clock } from "../../crates/web/assets/js/models/clock.js";
import { lanes } from "../../crates/web/assets/js/models/lanes.js";
import { Timed } from "../../crates/web/assets/js/models/timed.js";
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

const transcript = {
  unsure: 60,
  segments: [
    { id: "a", start: 0, end: 10, begin: 1000, until: 3000, doubt: null, words: [[0, 3, 1000, 1400, 90], [4, 10, 1500, 2600, 40]] },
    { id: "b", start: 11, end: 21, begin: 4000, until: 6000, doubt: "words are missing", words: [] },
  ],
};

test("a word is found by its moment, and none in a pause", () => {
  const timed = new Timed(transcript);
  assert.equal(timed.wordAtTime(1200).start, 0);
  assert.equal(timed.wordAtTime(2700).start, 4);
  assert.equal(timed.wordAtTime(3500), null);
  assert.equal(timed.segmentAtTime(3500).id, "a");
  assert.equal(timed.segmentAtTime(5000).id, "b");
});

test("a place is heard from its word on, or in proportion where words have no times", () => {
  const timed = new Timed(transcript);
  assert.equal(timed.moment(5), 1500);
  assert.equal(timed.moment(16), 5000);
  assert.deepEqual(timed.segmentsIn({ start: 8, end: 12 }).map((one) => one.id), ["a", "b"]);
  assert.equal(new Timed().moment(3), null);
});

test("unsure words and doubted segments are gone through in turn, and round at the ends", () => {
  const timed = new Timed(transcript);
  assert.equal(timed.stops.length, 2);
  assert.equal(timed.stop(0, 1).start, 4);
  assert.equal(timed.stop(4, 1).start, 11);
  assert.equal(timed.stop(11, 1).start, 4);
  assert.equal(timed.stop(4, -1).start, 11);
});
