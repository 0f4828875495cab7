//! Layer normalisation: each row with mean 0 and variance 1, then scaled and shifted.

use super::isa::{Isa, Task};
use super::rows::Rows;
use super::simd::{Simd, load_some, store_some};

/// Added to the variance, as `PyTorch` does by default and so the model was trained.
const EPSILON: f32 = 1e-5;

/// A layer's scales and shifts.
#[derive(Debug)]
pub struct LayerNorm {
    weight: Vec<f32>,
    bias: Vec<f32>,
    isa: Isa,
}

impl LayerNorm {
    /// Takes a layer's weights.
    ///
    /// # Panics
    /// When there are not as many scales as shifts, or none.
    pub fn new(weight: Vec<f32>, bias: Vec<f32>, isa: Isa) -> Self {
        assert!(!weight.is_empty() && weight.len() == bias.len(), "a scale and a shift each");
        Self { weight, bias, isa }
    }

    /// Normalises every row into `output`, where rows follow each other.
    ///
    /// # Panics
    /// When the rows are not as wide as the layer, or the output is not as large as they are.
    pub fn apply(&self, rows: Rows<'_>, output: &mut [f32]) {
        assert_eq!(rows.width(), self.weight.len(), "rows as wide as the layer");
        assert_eq!(rows.count() * rows.width(), output.len(), "output as large as the input");
        self.isa.run_floats(Normalise { layer: self, rows, output });
    }
}

struct Normalise<'a> {
    layer: &'a LayerNorm,
    rows: Rows<'a>,
    output: &'a mut [f32],
}

impl Task for Normalise<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let width = self.layer.weight.len();
        for (index, output) in self.output.chunks_exact_mut(width).enumerate() {
            normalise(simd, self.layer, self.rows.row(index), output);
        }
    }
}

#[inline(always)]
#[expect(clippy::cast_precision_loss, reason = "rows are some thousands wide")]
fn normalise<S: Simd>(simd: S, layer: &LayerNorm, row: &[f32], output: &mut [f32]) {
    let width = row.len();
    let rest = width - width % S::LANES;
    assert!(layer.weight.len() == width && layer.bias.len() == width && output.len() == width);
    let mut sum = load_some(simd, &row[rest..], 0.0);
    for at in (0..rest).step_by(S::LANES) {
        // SAFETY: `at` is at least one vector before the end of the row.
        sum = simd.add(sum, unsafe { simd.load(row.as_ptr().add(at)) });
    }
    let mean = simd.sum(sum) / width as f32;
    let mean_everywhere = simd.splat(mean);
    // Filled with the mean, lanes after the end add nothing.
    let apart = simd.sub(load_some(simd, &row[rest..], mean), mean_everywhere);
    let mut squares = simd.mul(apart, apart);
    for at in (0..rest).step_by(S::LANES) {
        // SAFETY: as above.
        let apart = simd.sub(unsafe { simd.load(row.as_ptr().add(at)) }, mean_everywhere);
        squares = simd.mul_add(apart, apart, squares);
    }
    let deviation = (simd.sum(squares) / width as f32 + EPSILON).sqrt();
    let inverse = simd.splat(1.0 / deviation);
    for at in (0..rest).step_by(S::LANES) {
        // SAFETY: as above, and weights, biases and output are as long as the row.
        unsafe {
            let apart = simd.sub(simd.load(row.as_ptr().add(at)), mean_everywhere);
            let weight = simd.load(layer.weight.as_ptr().add(at));
            let bias = simd.load(layer.bias.as_ptr().add(at));
            let value = simd.mul_add(simd.mul(apart, inverse), weight, bias);
            simd.store(output.as_mut_ptr().add(at), value);
        }
    }
    let apart = simd.sub(load_some(simd, &row[rest..], mean), mean_everywhere);
    let weight = load_some(simd, &layer.weight[rest..], 0.0);
    let bias = load_some(simd, &layer.bias[rest..], 0.0);
    let value = simd.mul_add(simd.mul(apart, inverse), weight, bias);
    store_some(simd, &mut output[rest..], value);
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Numbers, assert_close};
    use super::*;

    #[test]
    fn rows_of_any_width_are_normalised() {
        let mut numbers = Numbers::new(2);
        for width in (1..40).chain([64, 384, 511]) {
            let values = numbers.around(2 * width + 3, 4.0);
            let (weight, bias) = (numbers.around(width, 1.0), numbers.around(width, 1.0));
            let rows = Rows::strided(&values[1..], 2, width, width + 2);
            let mut expected = Vec::new();
            for row in 0..2 {
                let row: Vec<f64> = rows.row(row).iter().map(|value| f64::from(*value)).collect();
                let mean = row.iter().sum::<f64>() / row.len() as f64;
                let squares = row.iter().map(|value| (value - mean).powi(2)).sum::<f64>();
                let deviation = (squares / row.len() as f64 + 1e-5).sqrt();
                expected.extend(row.iter().zip(weight.iter().zip(&bias)).map(
                    |(value, (weight, bias))| {
                        (value - mean) / deviation * f64::from(*weight) + f64::from(*bias)
                    },
                ));
            }
            for isa in Isa::available() {
                let mut output = vec![0.0; 2 * width];
                LayerNorm::new(weight.clone(), bias.clone(), isa).apply(rows, &mut output);
                assert_close(&output, &expected, 2e-5, &format!("{isa:?} {width}"));
            }
        }
    }

    #[test]
    fn what_is_no_number_stays_in_its_row() {
        let mut values = vec![1.0; 40];
        (values[3], values[7]) = (f32::NAN, f32::INFINITY);
        for isa in Isa::available() {
            let mut output = vec![0.0; 40];
            LayerNorm::new(vec![1.0; 20], vec![0.5; 20], isa)
                .apply(Rows::new(&values, 20), &mut output);
            assert_eq!(output[20..], [0.5; 20]);
        }
    }
}
