//! What the network tells apart: nobody, one of three voices, or two of them at once.
//!
//! The seven classes are the sets of at most two out of three (Plaquet and Bredin 2023). Which voice
//! is which holds for one window only.

/// Voices that a window can have.
pub const VOICES: usize = 3;
/// Sets of at most two of them.
pub const CLASSES: usize = 7;

/// How likely each voice of a window speaks in a frame.
pub type Speaking = [f32; VOICES];

/// The sets in the order of the classes.
const SETS: [&[usize]; CLASSES] = [&[], &[0], &[1], &[2], &[0, 1], &[0, 2], &[1, 2]];

/// Adds up for each voice how likely the sets are that it is in.
pub(super) fn speaking(classes: &[f32; CLASSES]) -> Speaking {
    let mut speaking = [0.0; VOICES];
    for (set, likely) in SETS.iter().zip(classes) {
        set.iter().for_each(|voice| speaking[*voice] += likely);
    }
    speaking
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voice_speaks_in_every_set_that_it_is_in() {
        let found = speaking(&[0.1, 0.2, 0.05, 0.05, 0.3, 0.2, 0.1]);
        let expected = [0.7, 0.45, 0.35];
        assert!(found.iter().zip(expected).all(|(one, other)| (one - other).abs() < 1e-6));
        assert!(speaking(&[1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0]).iter().all(|one| *one == 0.0));
    }
}
