//! Attention against the plainest code, and what must not matter to it.

use super::super::Isa;
use super::super::packed::Stored;
use super::super::testing::{Numbers, assert_close};
use super::*;

struct Case {
    heads: usize,
    width: usize,
    positions: usize,
    keys: Vec<f32>,
    values: Vec<f32>,
    queries: Vec<f32>,
}

impl Case {
    fn new(heads: usize, width: usize, positions: usize, queries: usize) -> Self {
        let mut numbers = Numbers::new((heads * width + positions) as u64);
        let all = heads * width;
        let keys = numbers.around(positions * all, 2.0);
        let values = numbers.around(positions * all, 1.0);
        Self { heads, width, positions, keys, values, queries: numbers.around(queries * all, 3.0) }
    }

    fn queries(&self, head: usize) -> Rows<'_> {
        Rows::new(&self.queries, self.heads * self.width).columns(head * self.width, self.width)
    }

    fn pack(&self, stored: Stored, isa: Isa) -> KeysAndValues {
        let shape = (self.heads, self.width);
        let mut packed = KeysAndValues::new(shape, self.positions, stored, isa);
        let all = self.heads * self.width;
        let (keys, values) = (Rows::new(&self.keys, all), Rows::new(&self.values, all));
        for (index, chunk) in packed.chunks_mut().enumerate() {
            let (first, count) = (index * CHUNK, chunk.positions());
            chunk.pack(keys.range(first, count), values.range(first, count));
        }
        packed
    }

    fn scores(&self, head: usize) -> Vec<Vec<f64>> {
        let all = Rows::new(&self.keys, self.heads * self.width);
        let keys = all.columns(head * self.width, self.width);
        let score = |query: usize, position: usize| {
            let products = self.queries(head).row(query).iter().zip(keys.row(position));
            let sum: f64 = products.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum();
            sum / (self.width as f64).sqrt()
        };
        let queries = 0..self.queries(head).count();
        queries.map(|query| (0..self.positions).map(|at| score(query, at)).collect()).collect()
    }

    fn attended(&self, head: usize) -> Vec<f64> {
        let all = Rows::new(&self.values, self.heads * self.width);
        let values = all.columns(head * self.width, self.width);
        let mut found = Vec::new();
        for scores in self.scores(head) {
            let largest = scores.iter().copied().fold(f64::MIN, f64::max);
            let weights: Vec<f64> = scores.iter().map(|score| (score - largest).exp()).collect();
            let sum: f64 = weights.iter().sum();
            found.extend((0..self.width).map(|column| {
                let each = weights.iter().enumerate();
                each.map(|(at, weight)| weight * f64::from(values.row(at)[column])).sum::<f64>()
                    / sum
            }));
        }
        found
    }
}

/// Heads, their width, positions and queries.
const SHAPES: [(usize, usize, usize, usize); 9] = [
    (2, 64, 300, 31),
    (1, 64, 96, 12),
    (3, 32, 97, 5),
    (2, 16, 1, 1),
    (1, 24, 33, 7),
    (2, 80, 100, 2),
    (1, 5, 191, 13),
    (1, 33, 192, 3),
    (1, 64, 1500, 1),
];

#[test]
fn every_query_finds_the_weighted_values() {
    for (heads, width, positions, queries) in SHAPES {
        let case = Case::new(heads, width, positions, queries);
        for isa in Isa::available() {
            for (stored, tolerance) in [(Stored::Whole, 5e-6), (Stored::Half, 5e-3)] {
                let packed = case.pack(stored, isa);
                for head in 0..heads {
                    let mut found = vec![f32::NAN; queries * width];
                    attend(&packed, head, case.queries(head), &mut found);
                    let what = format!("{isa:?} {stored:?} {heads}×{width} {positions} {queries}");
                    assert_close(&found, &case.attended(head), tolerance, &what);
                }
            }
        }
    }
}

#[test]
fn scores_are_given_as_they_are() {
    for (heads, width, positions, queries) in SHAPES {
        let case = Case::new(heads, width, positions, queries);
        for isa in Isa::available() {
            let packed = case.pack(Stored::Whole, isa);
            let found = attention_scores(&packed, heads - 1, case.queries(heads - 1));
            assert_close(&found, &case.scores(heads - 1).concat(), 2e-5, &format!("{isa:?}"));
        }
    }
}

#[test]
fn a_query_never_depends_on_those_beside_it() {
    let case = Case::new(2, 64, 500, 40);
    for isa in Isa::available() {
        let packed = case.pack(Stored::Whole, isa);
        let mut together = vec![0.0; 40 * 64];
        attend(&packed, 1, case.queries(1), &mut together);
        for (query, expected) in together.chunks(64).enumerate() {
            let mut alone = vec![0.0; 64];
            attend(&packed, 1, case.queries(1).range(query, 1), &mut alone);
            assert_eq!(alone, expected, "{isa:?} {query}");
        }
    }
}

#[test]
fn scores_far_apart_and_what_is_no_number_are_taken() {
    let mut case = Case::new(1, 16, 150, 4);
    case.queries[..16].fill(1e18);
    case.keys[..16].fill(1e18);
    case.queries[16..32].fill(f32::NAN);
    case.queries[32..48].fill(f32::INFINITY);
    for isa in Isa::available() {
        let packed = case.pack(Stored::Whole, isa);
        let mut found = vec![0.0; 4 * 16];
        attend(&packed, 0, case.queries(0), &mut found);
        assert_close(
            &found[..16],
            &case.values[..16].iter().map(|v| f64::from(*v)).collect::<Vec<_>>(),
            1e-6,
            "the one that fits",
        );
        assert!(found[48..].iter().all(|value| value.is_finite()), "{isa:?}");
    }
}
