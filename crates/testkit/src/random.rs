//! Chance that can be had again: the same seed gives the same choices on every machine.

use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io::Write as _;

/// A generator of numbers to choose by (`SplitMix64`; Steele, Lea and Flood 2014).
#[derive(Debug, Clone)]
pub struct Random {
    state: u64,
}

impl Random {
    /// The choices that this seed gives.
    pub fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// Choices that differ from run to run, unless `TREFOIL_SEED` says which; prints the seed, so
    /// that a test that failed can be repeated.
    pub fn anew(test: &str) -> Self {
        let given = env::var("TREFOIL_SEED").ok().and_then(|seed| seed.parse().ok());
        let seed = given.unwrap_or_else(|| RandomState::new().hash_one(std::process::id()));
        let _ = writeln!(std::io::stderr().lock(), "{test}: TREFOIL_SEED={seed}");
        Self::seeded(seed)
    }

    /// Any number.
    pub fn number(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below a limit; 0 when the limit is 0.
    pub fn below(&mut self, limit: usize) -> usize {
        let limit = u64::try_from(limit).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.number() % limit).unwrap_or(0)
    }

    /// Whether something that happens so many times in a hundred happens now.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several things; none when there are none.
    pub fn pick<'t, T>(&mut self, things: &'t [T]) -> Option<&'t T> {
        things.get(self.below(things.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_choices_again_and_each_choice_comes() {
        let choices = |seed| {
            let mut random = Random::seeded(seed);
            (0..200).map(|_| random.below(10)).collect::<Vec<_>>()
        };
        assert_eq!(choices(7), choices(7));
        assert_ne!(choices(7), choices(8));
        assert!((0..10).all(|choice| choices(7).contains(&choice)));
        assert_eq!(Random::seeded(1).pick::<u8>(&[]), None);
    }
}
