//! The gates of a long short-term memory (Hochreiter and Schmidhuber 1997).

use super::activation::exp2;
use super::isa::{Isa, Task};
use super::simd::{Simd, load_some, store_some};

/// Lets memories take a step: each row of `gates` has the sums of one memory's input, output,
/// forget and cell gates, in this order, each as wide as its `cells` and `state`.
///
/// # Panics
/// When there are not four gates for each cell, or not as many cells as states.
pub fn remember(gates: &[f32], cells: &mut [f32], state: &mut [f32], width: usize, isa: Isa) {
    assert!(width > 0 && cells.len() == state.len(), "as many cells as states");
    assert_eq!(gates.len(), cells.len() * 4, "four gates for each cell");
    assert!(cells.len().is_multiple_of(width), "whole rows");
    isa.run_floats(Remember { gates, cells, state, width });
}

struct Remember<'a> {
    gates: &'a [f32],
    cells: &'a mut [f32],
    state: &'a mut [f32],
    width: usize,
}

impl Task for Remember<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let rows = self.gates.chunks_exact(self.width * 4);
        let memories = self.cells.chunks_exact_mut(self.width);
        for ((gates, cells), state) in
            rows.zip(memories).zip(self.state.chunks_exact_mut(self.width))
        {
            for at in (0..self.width).step_by(S::LANES) {
                let end = (at + S::LANES).min(self.width);
                let gate = |number: usize| {
                    let first = number * self.width;
                    load_some(simd, &gates[first + at..first + end], 0.0)
                };
                let kept = simd.mul(sigmoid(simd, gate(2)), load_some(simd, &cells[at..end], 0.0));
                let new = tanh(simd, gate(3));
                let cell = simd.mul_add(sigmoid(simd, gate(0)), new, kept);
                let shown = simd.mul(sigmoid(simd, gate(1)), tanh(simd, cell));
                store_some(simd, &mut cells[at..end], cell);
                store_some(simd, &mut state[at..end], shown);
            }
        }
    }
}

/// 1 / (1 + e⁻ˣ).
#[inline(always)]
fn sigmoid<S: Simd>(simd: S, x: S::Floats) -> S::Floats {
    let y = simd.mul(x, simd.splat(-std::f32::consts::LOG2_E));
    let power = exp2(simd, simd.min(y, simd.splat(126.0)));
    simd.div(simd.splat(1.0), simd.add(simd.splat(1.0), power))
}

/// The hyperbolic tangent, 2 / (1 + e⁻²ˣ) - 1.
#[inline(always)]
fn tanh<S: Simd>(simd: S, x: S::Floats) -> S::Floats {
    let half = sigmoid(simd, simd.add(x, x));
    simd.sub(simd.add(half, half), simd.splat(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sigmoid(x: f64) -> f64 {
        1.0 / (1.0 + (-x).exp())
    }

    #[test]
    fn a_step_is_that_of_the_definition_at_any_width() {
        for isa in Isa::available() {
            for width in [1, 7, 16, 37] {
                let gates: Vec<f32> =
                    (0..width * 8).map(|step| (step * 29 % 113) as f32 / 8.0 - 7.0).collect();
                let before: Vec<f32> = (0..width * 2).map(|step| step as f32 / 9.0 - 1.0).collect();
                let (mut cells, mut state) = (before.clone(), vec![0.0; width * 2]);
                remember(&gates, &mut cells, &mut state, width, isa);
                for (row, column) in (0..2).flat_map(|row| (0..width).map(move |at| (row, at))) {
                    let gate = |number| f64::from(gates[row * width * 4 + number * width + column]);
                    let at = row * width + column;
                    let kept = sigmoid(gate(2)) * f64::from(before[at]);
                    let cell = kept + sigmoid(gate(0)) * gate(3).tanh();
                    let shown = sigmoid(gate(1)) * cell.tanh();
                    assert!((f64::from(cells[at]) - cell).abs() < 2e-6, "{isa:?} {width}");
                    assert!((f64::from(state[at]) - shown).abs() < 2e-6, "{isa:?} {width}");
                }
            }
        }
    }

    #[test]
    fn gates_far_out_are_shut_or_open() {
        for isa in Isa::available() {
            let (mut cells, mut state) = ([3.0], [0.0]);
            remember(&[-1e30, 1e30, 1e30, 1e30], &mut cells, &mut state, 1, isa);
            assert!((cells[0] - 3.0).abs() < 1e-6, "{isa:?}: {cells:?}");
            assert!((state[0] - 3.0_f32.tanh()).abs() < 1e-6, "{isa:?}: {state:?}");
        }
    }
}
