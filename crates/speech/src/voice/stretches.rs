//! From likelihoods to the stretches in which somebody speaks.
//!
//! A stretch begins where speech is likely and ends where it has been unlikely for a while; two
//! thresholds keep it from flickering. What is too short for any word, or as steady as no voice
//! ever is, is left out. What remains gets some room at both ends, because the beginnings
//! and endings of words are quiet.

use std::ops::Range;

use super::activity::Activity;

/// How stretches are found. Lengths are in samples at 16 kHz.
#[derive(Debug, Clone, PartialEq)]
pub struct Sensitivity {
    /// A stretch begins at this likelihood.
    pub onset: f32,
    /// It may end below this one.
    pub release: f32,
    /// Less speech than this, taken together, is no stretch.
    pub least_speech: u64,
    /// So long must it be unlikely that somebody speaks until a stretch ends.
    pub least_silence: u64,
    /// Room before and after each stretch.
    pub padding: u64,
    /// A stretch in which less differs than so many decibels, from its quietest to its loudest
    /// tenth, is a noise or a tone.
    pub steady: f32,
    /// So is one in which less differs than this, and hardly a moment is voiced. Whispers differ.
    pub steady_unvoiced: f32,
}

impl Default for Sensitivity {
    fn default() -> Self {
        Self {
            onset: 0.5,
            release: 0.45,
            // Seven frames: a short "ja" lasts 150 ms.
            least_speech: 1792,
            least_silence: 4800,
            padding: 3200,
            steady: 3.0,
            steady_unvoiced: 8.0,
        }
    }
}

/// A stretch of a recording in which somebody speaks, in samples at 16 kHz.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stretch {
    /// What is to be heard, with room at both ends. Stretches do not overlap.
    pub heard: Range<u64>,
    /// From the first to the last moment of speech.
    pub spoken: Range<u64>,
}

/// Finds the stretches in which somebody speaks, in order, and beside them what sounded like
/// speech to the detector but cannot be.
pub fn find_stretches(activity: &Activity, how: &Sensitivity) -> (Vec<Stretch>, Vec<Range<u64>>) {
    let (mut stretches, mut refused) = (Vec::<Stretch>::new(), Vec::new());
    for run in runs(activity, how) {
        let from = run.start as u64 * activity.frame;
        let spoken = from..(run.end as u64 * activity.frame).min(activity.samples);
        if !is_speech(activity, how, run) {
            refused.push(spoken);
            continue;
        }
        let end = spoken.end.saturating_add(how.padding).min(activity.samples);
        let heard = spoken.start.saturating_sub(how.padding)..end;
        match stretches.last_mut() {
            Some(before) if before.heard.end >= heard.start => {
                before.heard.end = heard.end;
                before.spoken.end = spoken.end;
            }
            _ => stretches.push(Stretch { heard, spoken }),
        }
    }
    (stretches, refused)
}

/// Runs of frames from an onset to the release that lasts.
fn runs(activity: &Activity, how: &Sensitivity) -> Vec<Range<usize>> {
    let patience = how.least_silence.div_ceil(activity.frame.max(1));
    let (mut runs, mut run, mut silent) = (Vec::new(), None::<Range<usize>>, 0);
    for (frame, likelihood) in activity.speech.iter().enumerate() {
        match &mut run {
            None if *likelihood >= how.onset => run = Some(frame..frame + 1),
            None => {}
            Some(run) if *likelihood >= how.release => (run.end, silent) = (frame + 1, 0),
            Some(_) => silent += 1,
        }
        if silent >= patience {
            runs.extend(run.take());
            silent = 0;
        }
    }
    runs.extend(run);
    runs
}

/// Of a voice, more than half is voiced.
const LEAST_VOICED: f32 = 0.02;

/// A frame is voiced from here on.
const VOICED: f32 = 0.7;

/// Three words have ups and downs; a single one may have none.
const LONG: u64 = 8000;

fn is_speech(activity: &Activity, how: &Sensitivity, run: Range<usize>) -> bool {
    let speech = activity.speech.get(run.clone()).unwrap_or_default();
    let spoken = speech.iter().filter(|likelihood| **likelihood >= how.onset).count() as u64;
    if spoken.saturating_mul(activity.frame) < how.least_speech {
        return false;
    }
    let voicing = activity.voicing.get(run.clone()).unwrap_or_default();
    let voiced = share(voicing, |strength| strength >= VOICED);
    let least = if voiced < LEAST_VOICED { how.steady_unvoiced } else { how.steady };
    let is_long = speech.len() as u64 * activity.frame >= LONG;
    let loudness = activity.loudness.get(run).unwrap_or_default();
    !is_long || differs_by(loudness) >= least
}

#[expect(clippy::cast_precision_loss, reason = "a share needs no more")]
fn share(values: &[f32], is_counted: impl Fn(f32) -> bool) -> f32 {
    let counted = values.iter().filter(|value| is_counted(**value)).count();
    counted as f32 / values.len().max(1) as f32
}

/// Decibels from the quietest to the loudest tenth.
fn differs_by(loudness: &[f32]) -> f32 {
    let mut sorted = loudness.to_vec();
    sorted.sort_unstable_by(f32::total_cmp);
    let tenth = sorted.len() / 10;
    let (quiet, loud) = (sorted.get(tenth), sorted.iter().rev().nth(tenth));
    quiet.zip(loud).map_or(0.0, |(quiet, loud)| loud - quiet)
}

#[cfg(test)]
#[expect(clippy::single_range_in_vec_init, reason = "one stretch may be all there is")]
mod tests {
    use super::*;

    /// An activity with frames of 1000 samples, loud and quiet by turns.
    fn activity(speech: &[f32]) -> Activity {
        let loudness = (0..speech.len()).map(|n| if n % 2 == 0 { -20.0 } else { -30.0 }).collect();
        let samples = speech.len() as u64 * 1000;
        let voicing = vec![1.0; speech.len()];
        Activity { frame: 1000, samples, speech: speech.to_vec(), voicing, loudness }
    }

    fn how() -> Sensitivity {
        let defaults = Sensitivity::default();
        Sensitivity { least_speech: 2000, least_silence: 2000, padding: 500, ..defaults }
    }

    fn spoken(speech: &[f32]) -> Vec<Range<u64>> {
        let (stretches, _) = find_stretches(&activity(speech), &how());
        stretches.into_iter().map(|stretch| stretch.spoken).collect()
    }

    #[test]
    fn a_stretch_begins_above_one_threshold_and_ends_below_the_other() {
        assert_eq!(spoken(&[0.47, 0.6, 0.6, 0.47, 0.47, 0.1, 0.1, 0.47]), [1000..5000]);
        assert_eq!(spoken(&[0.6, 0.1, 0.6, 0.1, 0.1, 0.6, 0.6]), [0..3000, 5000..7000]);
        assert_eq!(spoken(&[0.47; 9]), []);
        assert_eq!(spoken(&[]), []);
    }

    #[test]
    fn what_is_too_short_is_refused_and_named() {
        let (stretches, refused) = find_stretches(&activity(&[0.1, 0.9, 0.1, 0.1, 0.1]), &how());
        assert_eq!((stretches, refused), (vec![], vec![1000..2000]));
    }

    #[test]
    fn padding_stays_within_the_recording_and_joins_what_it_makes_meet() {
        let speech = [0.9, 0.9, 0.1, 0.1, 0.9, 0.9];
        let (stretches, _) = find_stretches(&activity(&speech), &how());
        let heard: Vec<_> = stretches.into_iter().map(|stretch| stretch.heard).collect();
        assert_eq!(heard, [0..2500, 3500..6000]);
        let wide = Sensitivity { padding: 1000, ..how() };
        let (stretches, _) = find_stretches(&activity(&speech), &wide);
        assert_eq!(stretches, [Stretch { heard: 0..6000, spoken: 0..6000 }]);
    }

    #[test]
    fn a_sound_that_never_changes_is_no_voice() {
        let is_refused = |sound: &Activity| {
            let (stretches, refused) = find_stretches(sound, &how());
            assert_eq!(stretches.len() + refused.len(), 1);
            stretches.is_empty()
        };
        let mut sound = activity(&[0.9; 20]);
        assert!(!is_refused(&sound));
        sound.loudness = [-20.0, -26.0].repeat(10);
        assert!(!is_refused(&sound));
        // Without a voiced moment, it must change as much as a whisper does.
        sound.voicing = vec![0.3; 20];
        assert!(is_refused(&sound));
        sound.loudness = [-20.0, -30.0].repeat(10);
        assert!(!is_refused(&sound));
        (sound.loudness, sound.voicing) = (vec![-20.0; 20], vec![1.0; 20]);
        assert!(is_refused(&sound));
    }

    #[test]
    fn the_last_frame_ends_with_the_recording() {
        let mut cut = activity(&[0.9; 4]);
        cut.samples = 3600;
        let (stretches, _) = find_stretches(&cut, &how());
        assert_eq!(stretches, [Stretch { heard: 0..3600, spoken: 0..3600 }]);
    }
}
