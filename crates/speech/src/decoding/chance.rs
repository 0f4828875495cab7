//! Dice that fall the same way again.

/// A generator of numbers to choose by (`SplitMix64`; Steele, Lea and Flood 2014). The same seed
/// gives the same numbers on every machine and in every version, so a transcript can be had again.
#[derive(Debug, Clone)]
pub(super) struct Chance {
    state: u64,
}

impl Chance {
    pub(super) fn seeded(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A number from 0 up to, and without, 1.
    #[expect(clippy::cast_precision_loss, reason = "53 bits are what a double holds")]
    pub(super) fn share(&mut self) -> f64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let bits = mixed ^ (mixed >> 31);
        (bits >> 11) as f64 / (1_u64 << 53) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_gives_the_same_shares_again_and_they_are_spread() {
        let shares = |seed| {
            let mut chance = Chance::seeded(seed);
            (0..1000).map(|_| chance.share()).collect::<Vec<_>>()
        };
        assert_eq!(shares(7), shares(7));
        assert_ne!(shares(7), shares(8));
        assert!(shares(7).iter().all(|share| (0.0..1.0).contains(share)));
        let mean = shares(7).iter().sum::<f64>() / 1000.0;
        assert!((mean - 0.5).abs() < 0.03, "{mean}");
    }
}
