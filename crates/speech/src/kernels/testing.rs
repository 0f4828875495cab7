//! What the tests of several kernels need.

/// Numbers that look random and are the same in every run.
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number between -1 and 1 (`SplitMix64`, Steele et al. 2014).
    #[expect(clippy::cast_precision_loss, reason = "24 bits fit")]
    pub(super) fn next(&mut self) -> f32 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) >> 40) as f32 / (1_u64 << 23) as f32 - 1.0
    }

    /// So many numbers of at most such a magnitude.
    pub(super) fn around(&mut self, count: usize, magnitude: f32) -> Vec<f32> {
        (0..count).map(|_| self.next() * magnitude).collect()
    }
}

/// Fails when numbers are further apart than a tolerance.
#[track_caller]
pub(super) fn assert_close(found: &[f32], expected: &[f64], tolerance: f64, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    for (place, (found, expected)) in found.iter().zip(expected).enumerate() {
        let apart = (f64::from(*found) - expected).abs();
        assert!(apart <= tolerance, "{what}: {found} for {expected} at {place}");
    }
}
