// When each word was said: finds words and segments by moments and by places of the text, and what
// is to be looked at. Places are code points of the text that is shown, moments are milliseconds.

// A word is shown as spoken for so long after its end, so that short gaps do not flicker.
const LINGER = 300;

export class Timed {
  constructor({ unsure = 60, segments = [] } = {}) {
    this.segments = segments;
    this.words = [];
    this.stops = [];
    // One way through: an hour has a thousand segments, and ten thousand words.
    for (const segment of segments) {
      const before = this.stops.length;
      for (const [start, end, begin, until, sure] of segment.words) {
        this.words.push({ start, end, begin, until, sure, segment });
        if (sure !== null && sure < unsure) this.stops.push({ start, end, sure, why: null });
      }
      if (segment.doubt && this.stops.length === before) this.stops.push({ start: segment.start, end: segment.end, sure: null, why: segment.doubt });
    }
    this.byTime = [...this.words].sort((a, b) => a.begin - b.begin);
  }

  static of(transcript) {
    const data = transcript.querySelector("[data-timed]");
    return new Timed(data ? JSON.parse(data.textContent) : {});
  }

  // The word that is said at a moment; nothing in a pause.
  wordAtTime(ms) {
    const word = last(this.byTime, (one) => one.begin <= ms);
    return word && ms < word.until + LINGER ? word : null;
  }

  segmentAtTime(ms) {
    return this.segments.findLast((one) => one.begin !== null && one.begin <= ms) ?? this.segments[0] ?? null;
  }

  // The segment at a place, or the one before it.
  segmentAt(point) {
    return last(this.segments, (one) => one.start <= point) ?? this.segments[0] ?? null;
  }

  segmentsIn({ start, end }) {
    const inside = this.segments.filter((one) => one.start < end && one.end > start);
    const at = this.segmentAt(start);
    return inside.length ? inside : [at].filter(Boolean);
  }

  // When the words at a place begin to be heard; nothing where no time is known.
  moment(point) {
    const segment = this.segmentAt(point);
    if (!segment || segment.begin === null) return null;
    const word = this.words.find((one) => one.segment === segment && one.end > point);
    if (word) return word.begin;
    if (segment.until === null) return segment.begin;
    const part = (point - segment.start) / Math.max(1, segment.end - segment.start);
    return Math.round(segment.begin + (segment.until - segment.begin) * Math.min(1, Math.max(0, part)));
  }

  // The place to look at after, or before, a place; goes round at the ends.
  stop(from, step) {
    if (!this.stops.length) return null;
    if (step > 0) return this.stops.find((one) => one.start > from) ?? this.stops[0];
    return this.stops.findLast((one) => one.start < from) ?? this.stops.at(-1);
  }
}

// The last of a sorted list that holds; the lists of an hour are long.
export function last(list, holds) {
  let low = 0;
  let high = list.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(list[middle])) low = middle + 1;
    else high = middle;
  }
  return list[low - 1] ?? null;
}
