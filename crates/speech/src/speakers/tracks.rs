//! Following voices from window to window.
//!
//! Which voice is which holds for one window only. Neighbouring windows share half of their frames,
//! and a voice that speaks there is found in both: these pieces are a *track*. Somebody who says
//! nothing for that long begins a new track, as nothing here recognises a voice by its sound.

use super::classes::{Speaking, VOICES};
use super::listener::Window;

/// Frames, about a third of a second, for which a voice must be heard in both windows to be one.
const LEAST_SHARED: f32 = 20.0;
/// Of what the voice that speaks less says in the shared frames, the share that must agree.
const LEAST_AGREED: f32 = 0.5;
/// Frames, about a quarter of a second, below which a voice is none.
const LEAST_HEARD: f32 = 15.0;
/// Frames, half a second, from which on two voices in a window are two people.
const LEAST_APART: f32 = 30.0;

/// All ways to call three voices by the names of three others.
const ORDERS: [[usize; VOICES]; 6] =
    [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

/// Voices followed through a recording.
#[derive(Debug, Default)]
pub(super) struct Tracks {
    /// For each window, the track of each of its voices.
    pub(super) of: Vec<[Option<usize>; VOICES]>,
    /// How many tracks there are.
    pub(super) count: usize,
    /// Pairs of tracks that are heard in one window, with how many frames that is to be believed.
    pub(super) apart: Vec<(usize, usize, f32)>,
}

impl Tracks {
    /// Follows voices through windows in their order.
    pub(super) fn follow(windows: &[Window]) -> Self {
        let mut tracks = Self::default();
        for (number, window) in windows.iter().enumerate() {
            let heard = amounts(&window.frames);
            let mut now = [None; VOICES];
            let before = number.checked_sub(1).and_then(|before| {
                Some((linked(windows.get(before)?, window), tracks.of.get(before)?))
            });
            if let Some((links, before)) = before {
                for (now, link) in now.iter_mut().zip(links) {
                    *now = link.and_then(|link| before[link]);
                }
            }
            for (now, heard) in now.iter_mut().zip(heard) {
                if now.is_none() && heard >= LEAST_HEARD {
                    *now = Some(tracks.count);
                    tracks.count += 1;
                }
            }
            tracks.keep_apart(&now, &heard);
            tracks.of.push(now);
        }
        tracks
    }

    fn keep_apart(&mut self, now: &[Option<usize>; VOICES], heard: &Speaking) {
        for one in 0..VOICES {
            for other in one + 1..VOICES {
                let least = heard[one].min(heard[other]);
                if let (Some(a), Some(b)) = (now[one], now[other])
                    && least >= LEAST_APART
                {
                    self.apart.push((a, b, least));
                }
            }
        }
    }
}

/// For each voice of a window, which voice it is of the window before.
fn linked(before: &Window, after: &Window) -> [Option<usize>; VOICES] {
    let skipped = after.first.saturating_sub(before.first);
    let shared = before.frames.get(skipped..).unwrap_or_default();
    let pairs = || shared.iter().zip(&after.frames);
    let together = |one: usize, other: usize| -> f32 {
        pairs().map(|(before, after)| before[one] * after[other]).sum()
    };
    let table: [[f32; VOICES]; VOICES] =
        std::array::from_fn(|other| std::array::from_fn(|one| together(one, other)));
    let score = |order: &[usize; VOICES]| -> f32 {
        order.iter().enumerate().map(|(other, one)| table[other][*one]).sum()
    };
    let best = ORDERS.into_iter().max_by(|a, b| score(a).total_cmp(&score(b)));
    let best = best.unwrap_or(ORDERS[0]);
    std::array::from_fn(|other| {
        let one = best[other];
        let agreed: f32 = pairs().map(|(before, after)| before[one].min(after[other])).sum();
        let (mut first, mut second) = (0.0, 0.0);
        for (before, after) in pairs() {
            first += before[one];
            second += after[other];
        }
        let least = LEAST_SHARED.max(LEAST_AGREED * first.min(second));
        (agreed >= least).then_some(one)
    })
}

/// How many frames each voice speaks for.
fn amounts(frames: &[Speaking]) -> Speaking {
    frames.iter().fold([0.0; VOICES], |sums, frame| std::array::from_fn(|at| sums[at] + frame[at]))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A window in which each letter says who speaks for 50 frames: `a` to `c`, or nobody.
    fn window(first: usize, said: &str) -> Window {
        let frame = |letter| std::array::from_fn(|at| f32::from(u8::from(b"abc"[at] == letter)));
        let frames = said.bytes().flat_map(|letter| vec![frame(letter); 50]).collect();
        Window { first, frames }
    }

    #[test]
    fn who_speaks_in_the_shared_frames_is_followed_under_another_name() {
        let tracks = Tracks::follow(&[window(0, "aabb"), window(100, "ccaa")]);
        assert_eq!(tracks.of, [[Some(0), Some(1), None], [Some(2), None, Some(1)]]);
        let apart: Vec<_> = tracks.apart.iter().map(|(a, b, _)| (*a, *b)).collect();
        assert_eq!(apart, [(0, 1), (2, 1)]);
    }

    #[test]
    fn who_is_silent_in_the_shared_frames_begins_anew() {
        let tracks = Tracks::follow(&[window(0, "aa.."), window(100, "..aa")]);
        assert_eq!(tracks.of, [[Some(0), None, None], [Some(1), None, None]]);
        assert!(tracks.apart.is_empty());
    }

    #[test]
    fn what_is_hardly_heard_is_nobody() {
        let mut quiet = window(0, "aaaa");
        quiet.frames[3] = [0.0, 1.0, 0.0];
        assert_eq!(Tracks::follow(&[quiet]).count, 1);
    }
}
