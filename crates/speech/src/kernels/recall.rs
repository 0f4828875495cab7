//! Attention of one query over rows that lie anywhere: what a sequence of tokens remembers of itself.
//!
//! Keys and values are kept as they are computed, a row for each token of each sequence, and a
//! sequence is a list of the places of its tokens. Sequences that share their beginning share its
//! rows, and when a beam goes on from another only the list is copied.

use super::activation::exp2;
use super::isa::{Isa, Task};
use super::simd::{MOST_LANES, Simd, load_some, store_some};

/// What a query is answered from.
#[derive(Debug, Clone, Copy)]
pub struct Recall<'a> {
    /// Rows that each have the keys of all heads, and then their values.
    pub memory: &'a [f32],
    /// The rows that count.
    pub places: &'a [u32],
    /// Numbers in the keys of all heads, which is half a row.
    pub width: usize,
    /// Heads, each as wide as the others.
    pub heads: usize,
}

/// What a query finds with all heads, written to `output`.
///
/// # Panics
/// When a place lies outside of the memory, or query and output are not as wide as the heads together.
pub fn recall(recall: Recall<'_>, query: &[f32], output: &mut [f32], isa: Isa) {
    let Recall { memory, places, width, heads } = recall;
    assert!(heads > 0 && width.is_multiple_of(heads), "heads that are equally wide");
    assert!(query.len() == width && output.len() == width, "all heads in a row");
    let rows = memory.len() / (2 * width).max(1);
    assert!(places.iter().all(|place| (*place as usize) < rows), "places that there are");
    isa.run_floats(Answer { recall, query, output });
}

struct Answer<'a> {
    recall: Recall<'a>,
    query: &'a [f32],
    output: &'a mut [f32],
}

impl Task for Answer<'_> {
    type Output = ();

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "heads are some dozens wide")]
    fn run<S: Simd>(self, simd: S) {
        let Recall { memory, places, width, heads } = self.recall;
        let head_width = width / heads;
        let factor = std::f32::consts::LOG2_E / (head_width as f32).sqrt();
        let mut scores = vec![0.0; places.len().next_multiple_of(MOST_LANES)];
        for head in 0..heads {
            let columns = head * head_width;
            let query = &self.query[columns..][..head_width];
            let mut largest = f32::MIN;
            for (score, place) in scores.iter_mut().zip(places) {
                let key = &memory[*place as usize * 2 * width + columns..][..head_width];
                *score = dot(simd, query, key) * factor;
                largest = largest.max(*score);
            }
            let sum = weigh(simd, &mut scores, places.len(), largest);
            let output = &mut self.output[columns..][..head_width];
            output.fill(0.0);
            for (weight, place) in scores.iter().zip(places) {
                let value = &memory[(*place as usize * 2 + 1) * width + columns..][..head_width];
                add_weighted(simd, output, value, weight / sum);
            }
        }
    }
}

#[inline(always)]
fn dot<S: Simd>(simd: S, a: &[f32], b: &[f32]) -> f32 {
    assert_eq!(a.len(), b.len());
    let whole = a.len() - a.len() % S::LANES;
    let mut sum = simd.splat(0.0);
    for at in (0..whole).step_by(S::LANES) {
        // SAFETY: `at` is at least one vector before the end of both.
        let (a, b) = unsafe { (simd.load(a.as_ptr().add(at)), simd.load(b.as_ptr().add(at))) };
        sum = simd.mul_add(a, b, sum);
    }
    if whole < a.len() {
        let (a, b) = (load_some(simd, &a[whole..], 0.0), load_some(simd, &b[whole..], 0.0));
        sum = simd.mul_add(a, b, sum);
    }
    simd.sum(sum)
}

#[inline(always)]
fn weigh<S: Simd>(simd: S, scores: &mut [f32], count: usize, largest: f32) -> f32 {
    scores[count..].fill(f32::MIN);
    let largest = simd.splat(largest);
    let mut sum = simd.splat(0.0);
    for scores in scores.chunks_exact_mut(S::LANES) {
        // SAFETY: every chunk is as long as a vector.
        unsafe {
            let weight = exp2(simd, simd.sub(simd.load(scores.as_ptr()), largest));
            simd.store(scores.as_mut_ptr(), weight);
            sum = simd.add(sum, weight);
        }
    }
    simd.sum(sum)
}

#[inline(always)]
fn add_weighted<S: Simd>(simd: S, sums: &mut [f32], values: &[f32], weight: f32) {
    assert_eq!(sums.len(), values.len());
    let whole = sums.len() - sums.len() % S::LANES;
    let weight = simd.splat(weight);
    for at in (0..whole).step_by(S::LANES) {
        // SAFETY: `at` is at least one vector before the end of both.
        unsafe {
            let (value, sum) = (simd.load(values.as_ptr().add(at)), sums.as_mut_ptr().add(at));
            simd.store(sum, simd.mul_add(weight, value, simd.load(sum)));
        }
    }
    if whole < sums.len() {
        let (rest, value) = (&mut sums[whole..], load_some(simd, &values[whole..], 0.0));
        let sum = load_some(simd, rest, 0.0);
        store_some(simd, rest, simd.mul_add(weight, value, sum));
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Numbers, assert_close};
    use super::*;

    fn expected(recall: Recall<'_>, query: &[f32]) -> Vec<f64> {
        let head_width = recall.width / recall.heads;
        let at = |place: u32, column: usize| {
            f64::from(recall.memory[place as usize * 2 * recall.width + column])
        };
        let mut found = Vec::new();
        for columns in (0..recall.width).collect::<Vec<_>>().chunks(head_width) {
            let weight = |place: &u32| {
                let product =
                    columns.iter().map(|column| f64::from(query[*column]) * at(*place, *column));
                (product.sum::<f64>() / (head_width as f64).sqrt()).exp()
            };
            let weights: Vec<f64> = recall.places.iter().map(weight).collect();
            let sum: f64 = weights.iter().sum();
            found.extend(columns.iter().map(|column| {
                let values = recall.places.iter().map(|place| at(*place, recall.width + column));
                values.zip(&weights).map(|(value, weight)| value * weight).sum::<f64>() / sum
            }));
        }
        found
    }

    #[test]
    fn rows_are_found_wherever_they_lie() {
        let mut numbers = Numbers::new(8);
        for (heads, head_width) in [(1, 1), (2, 7), (3, 16), (2, 33), (6, 64)] {
            let width = heads * head_width;
            let (memory, query) = (numbers.around(50 * 2 * width, 2.0), numbers.around(width, 2.0));
            for places in [vec![49], vec![3, 0, 7], (0..50).rev().collect(), vec![5; 40]] {
                let recalled = Recall { memory: &memory, places: &places, width, heads };
                for isa in Isa::available() {
                    let mut output = vec![f32::NAN; width];
                    recall(recalled, &query, &mut output, isa);
                    assert_close(&output, &expected(recalled, &query), 5e-6, &format!("{isa:?}"));
                }
            }
        }
    }

    #[test]
    #[should_panic(expected = "places that there are")]
    fn places_outside_are_refused() {
        let recalled = Recall { memory: &[0.0; 16], places: &[2], width: 4, heads: 2 };
        recall(recalled, &[0.0; 4], &mut [0.0; 4], Isa::Portable);
    }
}
