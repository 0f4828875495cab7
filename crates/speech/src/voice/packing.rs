//! Packing what is spoken into windows, so that the model hears no silence and few windows.
//!
//! Stretches of speech are joined while they fit into 30 seconds. Between two of them stays the
//! room that each has at its ends, real sound of the pause, so that words are not glued together.
//! A stretch that is too long is split where it is quietest. What no window holds is listed:
//! nothing is left out in silence.

use std::ops::Range;

use super::activity::Activity;
use super::stretches::{Sensitivity, Stretch, find_stretches};
use super::window::Window;

/// How stretches are packed. Lengths are in samples at 16 kHz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packing {
    /// No window is longer.
    pub longest: u64,
    /// A pause that is no longer than this, besides the room that stretches have, stays whole.
    pub kept_pause: u64,
}

impl Default for Packing {
    fn default() -> Self {
        Self { longest: 480_000, kept_pause: 6400 }
    }
}

/// What of a recording is heard by the model, and what is not. All times are in samples at 16 kHz
/// from its beginning.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// What is heard, in order; none where nobody speaks.
    pub windows: Vec<Window>,
    /// What no window holds, in order. Windows and this are the whole recording.
    pub skipped: Vec<Skipped>,
    /// From the end of a stretch of speech to the beginning of the next.
    pub pauses: Vec<Range<u64>>,
}

/// A part of a recording that the model does not hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// From when to when.
    pub recorded: Range<u64>,
    /// Whether something in it was like speech, but too short or too steady.
    pub is_doubtful: bool,
}

impl Plan {
    /// Finds where somebody speaks and packs it into windows.
    pub fn new(activity: &Activity, sensitivity: &Sensitivity, packing: &Packing) -> Self {
        let (stretches, refused) = find_stretches(activity, sensitivity);
        let windows = pack(&stretches, activity, packing);
        let pauses = stretches.windows(2).filter_map(|pair| match pair {
            [before, after] => Some(before.spoken.end..after.spoken.start),
            _ => None,
        });
        Self {
            skipped: skipped(&windows, activity.samples, &refused),
            pauses: pauses.collect(),
            windows,
        }
    }
}

fn pack(stretches: &[Stretch], activity: &Activity, packing: &Packing) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for stretch in stretches {
        for mut piece in split(stretch.heard.clone(), activity, packing.longest) {
            if let Some(window) = windows.last_mut() {
                let pause = window.span().end..piece.start;
                let keeps_pause = pause.end - pause.start <= packing.kept_pause;
                let joined = if keeps_pause { pause.start..piece.end } else { piece.clone() };
                if window.length() + (joined.end - joined.start) <= packing.longest {
                    window.append(joined);
                    continue;
                }
                // Too full for both, but what was kept whole elsewhere is no reason to skip.
                if keeps_pause && piece.end - pause.start <= packing.longest {
                    piece.start = pause.start;
                }
            }
            windows.push(Window::of(piece));
        }
    }
    windows
}

/// Splits what is too long where it is quietest in the second half of what fits.
fn split(mut rest: Range<u64>, activity: &Activity, longest: u64) -> Vec<Range<u64>> {
    let longest = longest.max(1);
    let mut pieces = Vec::new();
    while rest.end - rest.start > longest {
        let last = rest.start + longest;
        let at = quietest(activity, last - longest / 2..last).clamp(rest.start + 1, last);
        pieces.push(rest.start..at);
        rest.start = at;
    }
    pieces.push(rest);
    pieces
}

/// Frames to each side that count for how quiet a moment is: about a tenth of a second in all.
const AROUND: usize = 3;

/// So many decibels is it worth that surely nobody speaks.
const WORTH: f32 = 10.0;

/// The middle of the frame that is quietest and least like speech; the later of equal ones.
fn quietest(activity: &Activity, within: Range<u64>) -> u64 {
    let frame = activity.frame.max(1);
    let index = |time: u64| usize::try_from(time / frame).unwrap_or(usize::MAX);
    let score = |at: usize| {
        let around = at.saturating_sub(AROUND)..at + AROUND + 1;
        let loudness = around.clone().filter_map(|at| activity.loudness.get(at)).sum::<f32>();
        let speech = around.filter_map(|at| activity.speech.get(at)).sum::<f32>();
        loudness + WORTH * speech
    };
    let frames = index(within.start)..index(within.end).min(activity.speech.len());
    let best = frames.rev().min_by(|one, other| score(*one).total_cmp(&score(*other)));
    best.map_or(within.end, |best| best as u64 * frame + frame / 2)
}

fn skipped(windows: &[Window], samples: u64, refused: &[Range<u64>]) -> Vec<Skipped> {
    let mut skipped = Vec::new();
    let mut at = 0;
    let end = std::iter::once(samples..samples);
    for recorded in windows.iter().flat_map(Window::recorded).chain(end) {
        if recorded.start > at {
            let doubtful = |part: &Range<u64>| part.start < recorded.start && at < part.end;
            let is_doubtful = refused.iter().any(doubtful);
            skipped.push(Skipped { recorded: at..recorded.start, is_doubtful });
        }
        at = recorded.end;
    }
    skipped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::{any, prop_assert, prop_assert_eq};

    use super::*;

    /// An activity in frames of 10 ms, loud and quiet by turns; the loudness says who speaks.
    fn activity(speech: &[bool]) -> Activity {
        let loudness = |(n, spoken): (usize, &bool)| {
            let wave = if n % 2 == 0 { 0.0 } else { -9.0 };
            if *spoken { wave - 20.0 } else { wave - 60.0 }
        };
        Activity {
            frame: 160,
            samples: speech.len() as u64 * 160,
            speech: speech.iter().map(|spoken| f32::from(u8::from(*spoken))).collect(),
            voicing: vec![1.0; speech.len()],
            loudness: speech.iter().enumerate().map(loudness).collect(),
        }
    }

    /// Seconds of speech, of silence, of speech and so on.
    fn turns(seconds: &[usize]) -> Activity {
        let turns = seconds.iter().enumerate();
        activity(&turns.flat_map(|(n, count)| vec![n % 2 == 0; count * 100]).collect::<Vec<_>>())
    }

    fn plan(activity: &Activity) -> Plan {
        Plan::new(activity, &Sensitivity::default(), &Packing::default())
    }

    fn seconds(windows: &[Window]) -> Vec<u64> {
        windows.iter().map(|window| window.length() / 1600).collect()
    }

    #[test]
    fn stretches_are_joined_while_they_fit_and_the_rest_is_listed() {
        let plan = plan(&turns(&[10, 60, 8, 60, 11, 60, 5, 100]));
        // Tenths of seconds, with room at the ends: 10.2, 8.4 and 11.4; 5.4.
        assert_eq!(seconds(&plan.windows), [300, 54]);
        assert_eq!(plan.skipped.len(), 4);
        assert!(plan.skipped.iter().all(|skipped| !skipped.is_doubtful));
        assert_eq!(plan.pauses[0], 160_000..1_120_000);
        assert_eq!(plan.pauses.len(), 3);
    }

    #[test]
    fn what_is_too_long_is_split_where_it_is_quietest() {
        let mut long = turns(&[70]);
        // A breath in the 21st second, and a quieter one too early to matter.
        long.loudness[2050..2060].fill(-50.0);
        long.loudness[500..510].fill(-70.0);
        let plan = plan(&long);
        let first = plan.windows[0].span();
        assert!((328_000..330_000).contains(&first.end), "{first:?}");
        assert!(plan.windows.iter().all(|window| window.length() <= 480_000));
        assert_eq!((plan.skipped, plan.pauses), (vec![], vec![]));
    }

    #[test]
    fn silence_has_no_window_and_doubts_are_named() {
        let silence = plan(&activity(&[false; 1000]));
        let all = Skipped { recorded: 0..160_000, is_doubtful: false };
        assert_eq!((silence.windows, silence.skipped), (vec![], vec![all]));
        let mut click = vec![false; 1000];
        click[500..505].fill(true);
        assert!(plan(&activity(&click)).skipped[0].is_doubtful);
        assert_eq!(plan(&Activity::default()), Plan::default());
    }

    proptest::proptest! {
        #![proptest_config(proptest::test_runner::Config::with_cases(64))]
        #[test]
        fn windows_and_what_is_skipped_are_the_whole_recording(
            turns in proptest::collection::vec((any::<bool>(), 1_usize..1500), 0..40),
        ) {
            let speech: Vec<bool> =
                turns.iter().flat_map(|(spoken, count)| vec![*spoken; *count]).collect();
            let activity = activity(&speech);
            let plan = plan(&activity);
            let skipped = plan.skipped.iter().map(|skipped| skipped.recorded.clone());
            let mut all: Vec<_> = plan.windows.iter().flat_map(Window::recorded).collect();
            all.extend(skipped);
            all.sort_by_key(|part| part.start);
            let mut at = 0;
            for part in all {
                prop_assert_eq!(part.start, at);
                prop_assert!(part.end > part.start);
                at = part.end;
            }
            prop_assert_eq!(at, activity.samples);
            for window in &plan.windows {
                prop_assert!((1..=480_000).contains(&window.length()));
                for time in (0..window.length()).step_by(997) {
                    prop_assert_eq!(window.time_of(window.when_begun(time)), Some(time));
                }
            }
        }
    }
}
