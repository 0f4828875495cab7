//! The first layer's filters: bands of frequencies, as `SincNet` has them (Ravanelli and Bengio 2018).
//!
//! A file tells where each band begins and how wide it is. Every band makes two filters, one
//! symmetric and one antisymmetric (Pariente and others 2020), which are computed here once.

use std::f32::consts::TAU;

/// No band begins lower, none is narrower, and none ends higher, in hertz.
const LOWEST: f32 = 50.0;
const NARROWEST: f32 = 50.0;
const HIGHEST: f32 = 8000.0;
/// Samples per second.
const RATE: f32 = 16_000.0;

/// Makes the filters, symmetric ones first, each as long as twice `window` and one: `window` is the
/// first half of the one that they are multiplied with.
pub(super) fn filters(begins: &[f32], widths: &[f32], window: &[f32]) -> Vec<f32> {
    let bands: Vec<_> = begins
        .iter()
        .zip(widths)
        .map(|(begin, width)| {
            let low = LOWEST + begin.abs();
            (low, (low + NARROWEST + width.abs()).clamp(LOWEST, HIGHEST))
        })
        .collect();
    let length = 2 * window.len() + 1;
    let mut filters = Vec::with_capacity(2 * bands.len() * length);
    for (low, high) in &bands {
        let half = half_of(window, |angle| (angle * high).sin() - (angle * low).sin());
        let middle = 2.0 * (high - low);
        let whole = half.iter().copied().chain([middle]).chain(half.iter().rev().copied());
        filters.extend(whole.map(|value| value / middle));
    }
    for (low, high) in &bands {
        let half = half_of(window, |angle| (angle * low).cos() - (angle * high).cos());
        let middle = 2.0 * (high - low);
        let mirrored = half.iter().rev().map(|value| -value);
        let whole = half.iter().copied().chain([0.0]).chain(mirrored);
        filters.extend(whole.map(|value| value / middle));
    }
    filters
}

/// The half of a filter before its middle; `of` tells its value where a hertz turns by so much.
fn half_of(window: &[f32], of: impl Fn(f32) -> f32) -> Vec<f32> {
    let count = window.len();
    let half = window.iter().enumerate().map(|(number, window)| {
        #[expect(clippy::cast_precision_loss, reason = "filters have some hundred samples")]
        let angle = -TAU * (count - number) as f32 / RATE;
        of(angle) / (angle / 2.0) * window
    });
    half.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_symmetric_and_antisymmetric_around_their_middle() {
        let filters = filters(&[30.0, 400.0], &[60.0, 9000.0], &[0.1, 0.5, 0.9]);
        assert_eq!(filters.len(), 4 * 7);
        for (number, filter) in filters.chunks(7).enumerate() {
            let (sign, middle) = if number < 2 { (1.0, 1.0) } else { (-1.0, 0.0) };
            assert!((filter[3] - middle).abs() < 1e-6, "{filter:?}");
            for at in 0..3 {
                assert!((filter[at] - sign * filter[6 - at]).abs() < 1e-7, "{filter:?}");
            }
        }
    }

    #[test]
    fn a_symmetric_filter_lets_its_band_pass() {
        let window = vec![1.0; 125];
        let filters = filters(&[950.0], &[150.0], &window);
        let strength = |hertz: f32| {
            let (mut cosine, mut sine) = (0.0, 0.0);
            for (at, value) in (0_u8..251).map(f32::from).zip(&filters) {
                cosine += value * (TAU * hertz * at / RATE).cos();
                sine += value * (TAU * hertz * at / RATE).sin();
            }
            cosine.hypot(sine)
        };
        assert!(strength(1100.0) > 10.0 * strength(500.0));
        assert!(strength(1100.0) > 10.0 * strength(3000.0));
    }
}
