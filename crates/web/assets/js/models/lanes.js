// Lanes: passages that overlap lie in different lanes, each in the first that is free.

export function lanes(passages) {
  const ends = [];
  const lane = new Map();
  for (const passage of [...passages].sort((a, b) => a.start - b.start || b.end - a.end)) {
    let at = ends.findIndex((end) => end <= passage.start);
    if (at < 0) at = ends.length;
    ends[at] = passage.end;
    lane.set(passage.id, at);
  }
  return lane;
}
