//! Rows of activations as bytes, each row with a scale of its own.
//!
//! The largest magnitude of a row becomes 127, and a number is kept 128 too large, for the dot
//! products take bytes without sign on one side. The scheme is that of `CTranslate2` and of
//! FBGEMM's row-wise quantisation; weights are scaled once, output by output.

use super::aligned::Aligned;
use super::isa::{Isa, Task};
use super::rows::Rows;
use super::simd::{Simd, ZERO_POINT, load_some};

/// The magnitude that the largest of a row becomes.
pub(super) const LARGEST: f32 = 127.0;

/// Below this a row counts as nothing but zeros: the inverse of its scale would be infinite.
pub(super) const LEAST: f32 = 1e-30;

/// Rows of bytes, and by how much each is to be multiplied.
pub(super) struct Quantised {
    pub(super) bytes: Aligned<u8>,
    pub(super) scales: Vec<f32>,
    /// From one row to the next; what lies after a row's end is the zero point.
    pub(super) stride: usize,
}

impl Quantised {
    pub(super) fn of(rows: Rows<'_>, isa: Isa) -> Self {
        isa.run_floats(Quantise(rows))
    }
}

struct Quantise<'a>(Rows<'a>);

impl Task for Quantise<'_> {
    type Output = Quantised;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Quantised {
        let rows = self.0;
        let stride = rows.width().next_multiple_of(64);
        let mut bytes = Aligned::zeros(rows.count() * stride);
        let mut scales = vec![0.0; rows.count()];
        for (index, scale) in scales.iter_mut().enumerate() {
            *scale = quantise_row(simd, rows.row(index), &mut bytes[index * stride..][..stride]);
        }
        Quantised { bytes, scales, stride }
    }
}

#[inline(always)]
fn quantise_row<S: Simd>(simd: S, row: &[f32], bytes: &mut [u8]) -> f32 {
    let whole = row.len() - row.len() % S::LANES;
    assert!(row.len().next_multiple_of(S::LANES) <= bytes.len(), "room for whole vectors");
    let largest = largest_magnitude(simd, row);
    if largest < LEAST {
        bytes.fill(ZERO_POINT);
        return 0.0;
    }
    let factor = simd.splat(LARGEST / largest);
    for at in (0..whole).step_by(S::LANES) {
        // SAFETY: `at` is at least one vector before the end of the row, which is no longer than
        // the bytes.
        unsafe {
            let values = simd.mul(simd.load(row.as_ptr().add(at)), factor);
            simd.store_bytes(bytes.as_mut_ptr().add(at), values);
        }
    }
    if whole < row.len() {
        let values = simd.mul(load_some(simd, &row[whole..], 0.0), factor);
        // SAFETY: it was asserted that there is room for the last vector too.
        unsafe { simd.store_bytes(bytes.as_mut_ptr().add(whole), values) };
    }
    bytes[row.len()..].fill(ZERO_POINT);
    largest / LARGEST
}

#[inline(always)]
fn largest_magnitude<S: Simd>(simd: S, row: &[f32]) -> f32 {
    let whole = row.len() - row.len() % S::LANES;
    let mut largest = simd.abs(load_some(simd, &row[whole..], 0.0));
    for at in (0..whole).step_by(S::LANES) {
        // SAFETY: `at` is at least one vector before the end of the row.
        largest = simd.max(simd.abs(unsafe { simd.load(row.as_ptr().add(at)) }), largest);
    }
    simd.largest(largest)
}

#[cfg(test)]
mod tests {
    use super::super::testing::Numbers;
    use super::*;

    #[test]
    fn every_instruction_set_makes_the_same_bytes_of_any_width() {
        let mut numbers = Numbers::new(1);
        for width in (1..70).chain([127, 384, 1500]) {
            let values = numbers.around(3 * width + 1, 2.0);
            // One number further on, so that nothing is aligned.
            let rows = Rows::new(&values[1..], width);
            for isa in Isa::available() {
                let found = Quantised::of(rows, isa);
                for row in 0..3 {
                    let largest =
                        rows.row(row).iter().fold(0.0_f32, |most, value| most.max(value.abs()));
                    assert_eq!(found.scales[row], largest / 127.0);
                    let bytes = &found.bytes[row * found.stride..][..found.stride];
                    for (byte, value) in bytes.iter().zip(rows.row(row)) {
                        let whole = (value * (127.0 / largest)).round_ties_even();
                        assert_eq!(f32::from(*byte) - 128.0, whole, "{isa:?} {width}");
                    }
                    assert!(bytes[width..].iter().all(|byte| *byte == ZERO_POINT));
                }
            }
        }
    }

    #[test]
    fn zeros_and_what_is_no_number_are_taken() {
        for isa in Isa::available() {
            let zeros = Quantised::of(Rows::new(&[0.0; 40], 20), isa);
            assert_eq!(zeros.scales, [0.0, 0.0]);
            assert!(zeros.bytes.iter().all(|byte| *byte == ZERO_POINT));
            let mut odd = [1.0; 37];
            (odd[3], odd[20], odd[36]) = (f32::NAN, f32::INFINITY, f32::NEG_INFINITY);
            let _ = Quantised::of(Rows::new(&odd, 37), isa);
        }
    }
}
