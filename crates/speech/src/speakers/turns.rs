//! Turns with their times, from what was heard in all windows.

use std::collections::BTreeMap;

use super::classes::VOICES;
use super::listener::{FRAME, TO_MIDDLE, Window};
use super::tracks::Tracks;
use super::voices::Voices;

/// A voice begins to speak from this likelihood on, and ends below the other.
const BEGINS: f32 = 0.5;
const ENDS: f32 = 0.4;
/// Frames of silence, a third of a second, that do not end a turn.
const SHORTEST_GAP: usize = 20;
/// Frames, a quarter of a second, below which a turn is none.
const SHORTEST_TURN: usize = 15;
/// Of a turn at least one in so many moments must be speech.
const SPOKEN_SHARE: u64 = 4;

/// Somebody speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// When the turn begins, in milliseconds.
    pub begin_ms: u64,
    /// When it ends.
    pub end_ms: u64,
    /// Whose it is: see [`Suggestion::stretches`].
    pub voice: usize,
    /// Whether more voices were heard there than there are said to be people.
    pub is_unsure: bool,
}

/// A part of a recording in which voices are told apart. Whether they are those of another part is
/// not known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// When the first of its voices begins to speak, in milliseconds.
    pub begin_ms: u64,
    /// The numbers of its voices.
    pub voices: Vec<usize>,
}

/// Who may have spoken when.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Suggestion {
    /// Turns in the order of their beginnings; they overlap where people speak at once.
    pub turns: Vec<Turn>,
    /// Where voices are told apart. Each voice is in one stretch only, numbered as it first speaks.
    pub stretches: Vec<Stretch>,
}

/// A voice of a stretch, and what of it is likely in the frames from `first` on.
struct Heard {
    first: usize,
    likely: Vec<f32>,
    /// The same of tracks that are not surely this voice.
    unsure: Vec<f32>,
}

impl Suggestion {
    /// Finds the turns of a recording in which so many people speak, two at least.
    pub fn new(windows: &[Window], people: usize) -> Self {
        let tracks = Tracks::follow(windows);
        let voices = Voices::tell_apart(&tracks, people.max(2));
        let weights = weights(windows);
        let mut heard: BTreeMap<(usize, usize), Heard> = BTreeMap::new();
        for (window, of) in windows.iter().zip(&tracks.of) {
            for (voice, track) in of.iter().enumerate().take(VOICES) {
                let Some(placed) = track.and_then(|track| voices.of.get(track)) else { continue };
                let key = (placed.stretch, placed.voice);
                let first = window.first;
                let voices = heard.entry(key).or_insert_with(|| Heard {
                    first,
                    likely: Vec::new(),
                    unsure: Vec::new(),
                });
                voices.take(window, voice, &weights, placed.is_sure);
            }
        }
        let turns = heard.iter().map(|(key, heard)| (*key, heard.turns()));
        Self::ordered(turns.filter(|(_, turns)| !turns.is_empty()).collect())
    }

    /// Numbers voices as they first speak, stretch after stretch.
    fn ordered(mut voices: Vec<((usize, usize), Vec<Turn>)>) -> Self {
        voices.sort_by_key(|((stretch, _), turns)| (*stretch, turns[0].begin_ms));
        let mut suggestion = Self::default();
        let mut last = None;
        for (number, ((stretch, _), turns)) in voices.into_iter().enumerate() {
            if last != Some(stretch) {
                let begin_ms = turns[0].begin_ms;
                suggestion.stretches.push(Stretch { begin_ms, voices: Vec::new() });
                last = Some(stretch);
            }
            if let Some(stretch) = suggestion.stretches.last_mut() {
                stretch.voices.push(number);
            }
            suggestion.turns.extend(turns.into_iter().map(|turn| Turn { voice: number, ..turn }));
        }
        suggestion.turns.sort_by_key(|turn| (turn.begin_ms, turn.end_ms, turn.voice));
        suggestion
    }

    /// Leaves out turns in which hardly anything of what `spoken` tells is: stretches of speech in
    /// milliseconds, in their order. What is louder than silence only a little can be taken for a
    /// voice, as the network hears everything at one loudness.
    pub fn keep_spoken(&mut self, spoken: &[(u64, u64)]) {
        self.turns.retain(|turn| {
            let shared = spoken.iter().map(|(begin, end)| {
                (*end).min(turn.end_ms).saturating_sub((*begin).max(turn.begin_ms))
            });
            shared.sum::<u64>() * SPOKEN_SHARE >= turn.end_ms - turn.begin_ms
        });
        let mut voices: BTreeMap<(usize, usize), Vec<Turn>> = BTreeMap::new();
        let stretch_of =
            |voice| self.stretches.iter().position(|stretch| stretch.voices.contains(&voice));
        for turn in &self.turns {
            let key = (stretch_of(turn.voice).unwrap_or_default(), turn.voice);
            voices.entry(key).or_default().push(turn.clone());
        }
        *self = Self::ordered(voices.into_iter().collect());
    }

    /// Where two or more speak at once, in milliseconds.
    pub fn overlaps(&self) -> Vec<(u64, u64)> {
        let mut overlaps: Vec<(u64, u64)> = Vec::new();
        let mut until = 0;
        for turn in &self.turns {
            let end = turn.end_ms.min(until);
            match overlaps.last_mut() {
                Some(last) if turn.begin_ms <= last.1 && end > last.1 => last.1 = end,
                Some(last) if turn.begin_ms < last.1 => {}
                _ if turn.begin_ms < end => overlaps.push((turn.begin_ms, end)),
                _ => {}
            }
            until = until.max(turn.end_ms);
        }
        overlaps
    }

    /// What a voice is called: A to Z, then A2 and so on.
    pub fn name_of(voice: usize) -> String {
        let letter = char::from(b'A' + u8::try_from(voice % 26).unwrap_or_default());
        match voice / 26 {
            0 => letter.to_string(),
            round => format!("{letter}{}", round + 1),
        }
    }
}

/// How much a window is believed in each of its frames: most in the middle.
fn weight(window: &Window, at: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "windows have some hundred frames")]
    let weight = (at + 1).min(window.frames.len() - at) as f32;
    weight
}

/// The sums of all windows' weights in each frame.
fn weights(windows: &[Window]) -> Vec<f32> {
    let end = windows.iter().map(|window| window.first + window.frames.len()).max();
    let mut sums = vec![0.0; end.unwrap_or_default()];
    for window in windows {
        let frames = sums[window.first..].iter_mut().take(window.frames.len()).enumerate();
        frames.for_each(|(at, sum)| *sum += weight(window, at));
    }
    sums
}

impl Heard {
    fn take(&mut self, window: &Window, voice: usize, weights: &[f32], is_sure: bool) {
        let begin = window.first - self.first;
        let length = self.likely.len().max(begin + window.frames.len());
        self.likely.resize(length, 0.0);
        self.unsure.resize(length, 0.0);
        for (at, frame) in window.frames.iter().enumerate() {
            let likely = frame[voice] * weight(window, at) / weights[window.first + at];
            self.likely[begin + at] += likely;
            self.unsure[begin + at] += if is_sure { 0.0 } else { likely };
        }
    }

    /// The turns of the voice.
    fn turns(&self) -> Vec<Turn> {
        let mut ranges: Vec<(usize, usize)> = Vec::new();
        let mut open = None;
        for (at, likely) in self.likely.iter().copied().chain([0.0]).enumerate() {
            match open {
                None if likely >= BEGINS => open = Some(at),
                Some(begin) if likely < ENDS => {
                    open = None;
                    match ranges.last_mut() {
                        Some(last) if begin - last.1 <= SHORTEST_GAP => last.1 = at,
                        _ => ranges.push((begin, at)),
                    }
                }
                _ => {}
            }
        }
        ranges.retain(|(begin, end)| end - begin >= SHORTEST_TURN);
        let turns = ranges.into_iter().map(|(begin, end)| Turn {
            begin_ms: millisecond(self.first + begin),
            end_ms: millisecond(self.first + end),
            voice: 0,
            is_unsure: self.is_unsure(begin, end),
        });
        turns.collect()
    }

    fn is_unsure(&self, begin: usize, end: usize) -> bool {
        let sum = |values: &[f32]| values[begin..end].iter().sum::<f32>();
        sum(&self.unsure) > sum(&self.likely) / 2.0
    }
}

/// When a frame begins, halfway to the one before.
fn millisecond(frame: usize) -> u64 {
    ((frame * FRAME + TO_MIDDLE - FRAME / 2) / 16) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Windows in which each letter says who speaks in 50 frames; capital ones speak with `a`.
    fn windows(said: &[(usize, &str)]) -> Vec<Window> {
        let frame = |letter: u8| {
            let speaks = |at: usize| {
                letter.to_ascii_lowercase() == b"abc"[at] || at == 0 && letter.is_ascii_uppercase()
            };
            std::array::from_fn(|at| f32::from(u8::from(speaks(at))))
        };
        let window = |(first, said): &(usize, &str)| Window {
            first: first * 50,
            frames: said.bytes().flat_map(|letter| vec![frame(letter); 50]).collect(),
        };
        said.iter().map(window).collect()
    }

    /// Turns as voice, begin and end in steps of 50 frames.
    fn told(suggestion: &Suggestion) -> Vec<(usize, u64, u64)> {
        let step = |ms: u64| (ms + 200) / 844;
        let turns = suggestion.turns.iter();
        turns.map(|turn| (turn.voice, step(turn.begin_ms), step(turn.end_ms))).collect()
    }

    #[test]
    fn turns_go_on_across_windows_whatever_voices_are_called() {
        let heard = windows(&[(0, "aaabbb"), (3, "cccaaa"), (6, "aaabb.")]);
        let suggestion = Suggestion::new(&heard, 2);
        assert_eq!(told(&suggestion), [(0, 0, 3), (1, 3, 6), (0, 6, 9), (1, 9, 11)]);
        assert_eq!(suggestion.stretches.len(), 1);
        assert!(suggestion.overlaps().is_empty());
    }

    #[test]
    fn after_silence_nobody_is_known_any_more() {
        let heard = windows(&[(0, "aab..."), (3, "......"), (6, "..bbaa")]);
        let suggestion = Suggestion::new(&heard, 2);
        assert_eq!(told(&suggestion), [(0, 0, 2), (1, 2, 3), (2, 8, 10), (3, 10, 12)]);
        let voices: Vec<_> = suggestion.stretches.iter().map(|one| one.voices.clone()).collect();
        assert_eq!(voices, [[0, 1], [2, 3]]);
    }

    #[test]
    fn who_speaks_at_once_is_told_for_both() {
        let suggestion = Suggestion::new(&windows(&[(0, "aaBBbb")]), 2);
        assert_eq!(told(&suggestion), [(0, 0, 4), (1, 2, 6)]);
        let overlaps = suggestion.overlaps();
        assert_eq!(overlaps.len(), 1);
        assert_eq!(overlaps[0], (suggestion.turns[1].begin_ms, suggestion.turns[0].end_ms));
    }

    #[test]
    fn breath_ends_no_turn_and_a_click_is_none() {
        let mut heard = windows(&[(0, "aaaaaa")]);
        heard[0].frames[100..115].fill([0.0; 3]);
        heard[0].frames[200..210].fill([0.0, 1.0, 0.0]);
        assert_eq!(told(&Suggestion::new(&heard, 2)), [(0, 0, 6)]);
    }

    #[test]
    fn where_nobody_speaks_nobody_takes_a_turn() {
        let mut suggestion =
            Suggestion::new(&windows(&[(0, "ab...."), (3, "...c.a"), (6, "c.aaa.")]), 2);
        assert_eq!(suggestion.turns.len(), 4);
        suggestion.keep_spoken(&[(0, 100), (900, 1500), (6900, 9000)]);
        assert_eq!(told(&suggestion), [(0, 1, 2), (1, 8, 11)]);
        let voices: Vec<_> = suggestion.stretches.iter().map(|one| one.voices.clone()).collect();
        assert_eq!(voices, [[0], [1]]);
    }

    #[test]
    fn voices_have_letters() {
        let names = [0, 25, 26, 53].map(Suggestion::name_of);
        assert_eq!(names, ["A", "Z", "A2", "B3"]);
    }

    #[test]
    fn in_nothing_nobody_speaks() {
        assert_eq!(Suggestion::new(&[], 2), Suggestion::default());
    }
}
