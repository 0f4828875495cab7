//! From tracks to voices: who is the same, as far as that follows from who is not.
//!
//! Two tracks heard in one window are two people. Where two people talk in all, whoever is not the
//! one is the other, so that an interviewer who was silent for minutes is found again although
//! nothing here knows their voice. With more people it seldom follows, and a track stays a voice of
//! its own. Where no window holds a voice from before and one from after, nothing follows: a new
//! stretch begins, and which of its voices is which of the earlier ones is for a person to say.

use super::tracks::Tracks;

/// The voice of each track, and where stretches begin.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Voices {
    /// For each track, its stretch, its voice in that, and whether too many voices were heard there
    /// for it to be sure.
    pub(super) of: Vec<Placed>,
}

/// Where a track belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub(super) stretch: usize,
    pub(super) voice: usize,
    pub(super) is_sure: bool,
}

impl Voices {
    /// Tells the voices of `people` apart.
    pub(super) fn tell_apart(tracks: &Tracks, people: usize) -> Self {
        let mut apart = vec![vec![0.0; tracks.count]; tracks.count];
        for (one, other, frames) in &tracks.apart {
            apart[*one][*other] += frames;
            apart[*other][*one] += frames;
        }
        let mut placed: Vec<Option<Placed>> = vec![None; tracks.count];
        let mut stretch = 0;
        // Tracks are numbered as they begin, so that stretches come in order too.
        while let Some(first) = placed.iter().position(Option::is_none) {
            let mut voices = 1;
            placed[first] = Some(Placed { stretch, voice: 0, is_sure: true });
            while let Some(track) = most_certain(&placed, &apart, stretch) {
                let against = conflicts(&placed, &apart[track], stretch, voices);
                let (voice, is_sure) = choose(&against, people);
                voices = voices.max(voice + 1);
                placed[track] = Some(Placed { stretch, voice, is_sure });
            }
            stretch += 1;
        }
        Self { of: placed.into_iter().flatten().collect() }
    }
}

/// The track without a place that is most surely none of those that have one in this stretch.
fn most_certain(placed: &[Option<Placed>], apart: &[Vec<f32>], stretch: usize) -> Option<usize> {
    let certainty = |track: usize| -> f32 {
        let pairs = placed.iter().zip(&apart[track]);
        pairs
            .filter(|(placed, _)| placed.is_some_and(|placed| placed.stretch == stretch))
            .map(|(_, frames)| *frames)
            .sum()
    };
    let open = (0..placed.len()).filter(|track| placed[*track].is_none());
    let certain = open.map(|track| (track, certainty(track))).filter(|(_, frames)| *frames > 0.0);
    certain.max_by(|(_, one), (_, other)| one.total_cmp(other)).map(|(track, _)| track)
}

/// For how many frames a track is heard beside each voice of a stretch.
fn conflicts(placed: &[Option<Placed>], apart: &[f32], stretch: usize, voices: usize) -> Vec<f32> {
    let mut against = vec![0.0; voices];
    for (placed, frames) in placed.iter().zip(apart) {
        if let Some(placed) = placed.filter(|placed| placed.stretch == stretch) {
            against[placed.voice] += frames;
        }
    }
    against
}

/// The voice that a track is, and whether that is sure.
fn choose(against: &[f32], people: usize) -> (usize, bool) {
    let mut possible = (0..against.len()).filter(|voice| against[*voice] == 0.0);
    match (possible.next(), possible.next()) {
        // All have been heard, and it can be one of them only.
        (Some(only), None) if against.len() >= people => (only, true),
        // More voices than people: where it is heard beside them least, it may be an echo of one.
        (None, _) if against.len() >= people && people == 2 => {
            let voices = (0..against.len()).min_by(|a, b| against[*a].total_cmp(&against[*b]));
            (voices.unwrap_or_default(), false)
        }
        _ => (against.len(), true),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn voices(count: usize, apart: &[(usize, usize)], people: usize) -> Vec<(usize, usize)> {
        let apart = apart.iter().map(|(one, other)| (*one, *other, 60.0)).collect();
        let tracks = Tracks { of: Vec::new(), count, apart };
        let voices = Voices::tell_apart(&tracks, people);
        voices.of.iter().map(|placed| (placed.stretch, placed.voice)).collect()
    }

    #[test]
    fn of_two_people_whoever_is_not_the_one_is_the_other() {
        // Somebody asks (0), is answered at length (1), asks again (2), and is answered anew (3).
        let found = voices(4, &[(0, 1), (1, 2), (2, 3)], 2);
        assert_eq!(found, [(0, 0), (0, 1), (0, 0), (0, 1)]);
    }

    #[test]
    fn of_three_people_it_does_not_follow() {
        assert_eq!(voices(3, &[(0, 1), (1, 2)], 3), [(0, 0), (0, 1), (0, 2)]);
    }

    #[test]
    fn where_nothing_follows_a_stretch_begins() {
        assert_eq!(voices(3, &[(0, 1)], 2), [(0, 0), (0, 1), (1, 0)]);
    }

    #[test]
    fn a_third_voice_of_two_people_is_not_sure() {
        let tracks = Tracks {
            of: Vec::new(),
            count: 3,
            apart: vec![(0, 1, 200.0), (0, 2, 80.0), (1, 2, 40.0)],
        };
        let voices = Voices::tell_apart(&tracks, 2).of;
        assert_eq!(voices[2], Placed { stretch: 0, voice: 1, is_sure: false });
        assert!(voices[0].is_sure && voices[1].is_sure);
    }
}
