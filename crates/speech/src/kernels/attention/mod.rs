//! Attention over packed keys and values: of a block of queries at a time, chunk by chunk.
//!
//! The whole matrix of scores is never there: for each chunk of positions the largest score so
//! far, the sum of the weights and the weighted values are brought up to date, as in
//! `FlashAttention` (Dao et al. 2022, section 3.1), so everything stays in the nearest cache.

use super::activation::exp2;
use super::aligned::Aligned;
use super::isa::Task;
use super::packed::{CHUNK, KeysAndValues, Memory, Shape, panel_width};
use super::rows::Rows;
use super::simd::{Simd, store_some};
use super::tile::{self, ACROSS, Cover, MOST_TILE, Tiles, compute, multiply};

/// What each query finds with one head: the values of all positions, weighted by how well query and
/// key fit. `output` has a row as wide as the head for each query.
///
/// # Panics
/// When there is no such head, or queries are not as wide, or `output` is not as large as they are.
pub fn attend(memory: &KeysAndValues, head: usize, queries: Rows<'_>, output: &mut [f32]) {
    check(memory, head, queries);
    assert_eq!(output.len(), queries.count() * queries.width(), "room for the results");
    let shape = memory.shape;
    match &memory.memory {
        Memory::Whole(memory) => {
            shape.isa.run_floats(Attend { shape, memory, head, queries, output });
        }
        Memory::Half(memory) => {
            shape.isa.run_floats(Attend { shape, memory, head, queries, output });
        }
    }
}

/// How well each query fits each position's key with one head, before they are made weights:
/// `queries × positions`.
///
/// # Panics
/// As [`attend`].
pub fn attention_scores(memory: &KeysAndValues, head: usize, queries: Rows<'_>) -> Vec<f32> {
    check(memory, head, queries);
    let shape = memory.shape;
    match &memory.memory {
        Memory::Whole(memory) => shape.isa.run_floats(ScoreAll { shape, memory, head, queries }),
        Memory::Half(memory) => shape.isa.run_floats(ScoreAll { shape, memory, head, queries }),
    }
}

fn check(memory: &KeysAndValues, head: usize, queries: Rows<'_>) {
    assert!(head < memory.shape.heads, "a head that there is");
    assert_eq!(queries.width(), memory.shape.width, "queries as wide as the head");
}

/// What products are multiplied with, so that scores do not grow with the width of a head.
#[expect(clippy::cast_precision_loss, reason = "heads are some dozens wide")]
fn scale(width: usize) -> f32 {
    1.0 / (width as f32).sqrt()
}

struct Attend<'a, W> {
    shape: Shape,
    memory: &'a [W],
    head: usize,
    queries: Rows<'a>,
    output: &'a mut [f32],
}

impl<W: tile::Stored> Task for Attend<'_, W> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { shape, memory, head, queries, output } = self;
        assert_eq!(panel_width(shape.isa), ACROSS * S::LANES, "packed for these instructions");
        let mut state = State {
            shape,
            queries,
            keys: &[],
            values: &[],
            positions: 0,
            scores: Aligned::zeros(MOST_TILE * CHUNK),
            found: Aligned::zeros(queries.count() * shape.value_panels() * ACROSS * S::LANES),
            shrink: [1.0; MOST_TILE],
            largest: vec![f32::MIN; queries.count()],
            sums: vec![0.0; queries.count()],
        };
        for (chunk, memory) in memory.chunks_exact(shape.chunk()).enumerate() {
            let memory = &memory[head * shape.head()..][..shape.head()];
            (state.keys, state.values) = memory.split_at(shape.keys());
            state.positions = shape.positions_of(chunk);
            state.go_on(simd);
        }
        let across = shape.value_panels() * ACROSS * S::LANES;
        let found = state.found.chunks_exact(across);
        for ((found, sum), output) in
            found.zip(&state.sums).zip(output.chunks_exact_mut(shape.width))
        {
            let inverse = simd.splat(1.0 / sum);
            for (found, output) in found.chunks_exact(S::LANES).zip(output.chunks_mut(S::LANES)) {
                // SAFETY: every chunk found is as long as a vector.
                let value = unsafe { simd.load(found.as_ptr()) };
                store_some(simd, output, simd.mul(value, inverse));
            }
        }
    }
}

/// How far the queries have come, and the chunk that is their next.
struct State<'a, W> {
    shape: Shape,
    queries: Rows<'a>,
    keys: &'a [W],
    values: &'a [W],
    positions: usize,
    /// Of the queries of a tile, [`CHUNK`] each: their scores, then their weights.
    scores: Aligned<f32>,
    /// Of the queries of a tile, by how much what was found so far shrinks.
    shrink: [f32; MOST_TILE],
    /// Of every query the weighted values so far.
    found: Aligned<f32>,
    /// Of every query the largest score so far.
    largest: Vec<f32>,
    /// Of every query the sum of weights so far.
    sums: Vec<f32>,
}

impl<W: tile::Stored> State<'_, W> {
    /// Brings all queries up to date with a chunk.
    #[inline(always)]
    fn go_on<S: Simd>(&mut self, simd: S) {
        // There is one panel, which stands for all of them: tiles go through them on their own.
        for place in Cover::new((S::TILE, 1), self.queries.count(), (0, 1)) {
            // SAFETY: these are queries that there are.
            unsafe { compute(simd, place, &mut Score(self)) };
            for row in 0..place.rows {
                self.shrink[row] = self.weigh(simd, place.row + row, row);
            }
            // SAFETY: as above.
            unsafe { compute(simd, place, &mut Weigh(self)) };
        }
    }
}

/// The first half of a tile: the products of queries and keys.
struct Score<'a, 'b, W>(&'a mut State<'b, W>);

impl<S: Simd, W: tile::Stored> Tiles<S> for Score<'_, '_, W> {
    #[inline(always)]
    unsafe fn tile<const R: usize, const P: usize>(&mut self, simd: S, row: usize, _: usize) {
        let state = &mut *self.0;
        let (queries, stride) = state.queries.parts();
        // SAFETY: the caller says that there are these queries; a chunk's keys are as large as their
        // shape says, and the scores have room for the tallest tile.
        unsafe {
            let queries = (queries.add(row * stride), stride);
            let (keys, scores) = (state.keys.as_ptr(), state.scores.as_mut_ptr());
            score::<S, W, R>(simd, queries, state.shape.width, keys, state.positions, scores);
        }
    }
}

/// The second half of a tile: the values by their weights, added to what was found so far.
struct Weigh<'a, 'b, W>(&'a mut State<'b, W>);

impl<S: Simd, W: tile::Stored> Tiles<S> for Weigh<'_, '_, W> {
    #[inline(always)]
    unsafe fn tile<const R: usize, const P: usize>(&mut self, simd: S, row: usize, _: usize) {
        let state = &mut *self.0;
        let across = state.shape.value_panels() * ACROSS * S::LANES;
        let weights = (state.scores.as_ptr(), CHUNK);
        for panel in 0..state.shape.value_panels() {
            let first = row * across + panel * ACROSS * S::LANES;
            let mut sums = [[[simd.splat(0.0); ACROSS]; 1]; R];
            // SAFETY: the caller says that there are these queries, and for each there is room for
            // what was found; a chunk's values are as large as their shape says, and there
            // are weights for the tallest tile.
            unsafe {
                let found = state.found.as_mut_ptr().add(first);
                let values = state.values.as_ptr().add(panel * state.shape.value_panel());
                for (r, (sums, shrink)) in sums.iter_mut().zip(&state.shrink).enumerate() {
                    for (vector, sum) in sums[0].iter_mut().enumerate() {
                        let so_far = simd.load(found.add(r * across + vector * S::LANES));
                        *sum = simd.mul(so_far, simd.splat(*shrink));
                    }
                }
                let depth = state.positions;
                let sums = multiply::<S, W, R, 1>(simd, sums, depth, weights, (values, 0));
                for (r, sums) in sums.iter().enumerate() {
                    for (vector, sum) in sums[0].iter().enumerate() {
                        simd.store(found.add(r * across + vector * S::LANES), *sum);
                    }
                }
            }
        }
    }
}

impl<W> State<'_, W> {
    /// Turns the scores of a query into weights, and says by how much what was found so far shrinks.
    #[inline(always)]
    fn weigh<S: Simd>(&mut self, simd: S, query: usize, row: usize) -> f32 {
        let whole = self.positions.next_multiple_of(S::LANES);
        let scores = &mut self.scores[row * CHUNK..][..whole];
        // What lies after the last position must weigh nothing.
        scores[self.positions..].fill(f32::MIN);
        let mut largest = simd.splat(self.largest[query]);
        for scores in scores.chunks_exact(S::LANES) {
            // SAFETY: every chunk is as long as a vector, here and below.
            largest = simd.max(unsafe { simd.load(scores.as_ptr()) }, largest);
        }
        let largest = simd.largest(largest);
        let most = simd.splat(largest);
        // To powers of two instead of e, and the scale of the scores, in one factor.
        let factor = simd.splat(scale(self.shape.width) * std::f32::consts::LOG2_E);
        let mut sum = simd.splat(0.0);
        for scores in scores.chunks_exact_mut(S::LANES) {
            unsafe {
                let score = simd.load(scores.as_ptr());
                let weight = exp2(simd, simd.mul(simd.sub(score, most), factor));
                simd.store(scores.as_mut_ptr(), weight);
                sum = simd.add(sum, weight);
            }
        }
        let before = simd.sub(simd.splat(self.largest[query]), most);
        let shrunk = simd.largest(exp2(simd, simd.mul(before, factor)));
        self.sums[query] = self.sums[query] * shrunk + simd.sum(sum);
        self.largest[query] = largest;
        shrunk
    }
}

/// Writes the products of `R` queries with the keys of a chunk, whole panels of them.
///
/// # Safety
/// There are `R` queries, the chunk's keys, and room for `R` rows of [`CHUNK`] scores.
#[inline(always)]
unsafe fn score<S: Simd, W: tile::Stored, const R: usize>(
    simd: S,
    queries: (*const f32, usize),
    width: usize,
    keys: *const W,
    positions: usize,
    scores: *mut f32,
) {
    let across = ACROSS * S::LANES;
    for panel in 0..positions.div_ceil(across) {
        let sums = [[[simd.splat(0.0); ACROSS]; 1]; R];
        // SAFETY: a chunk has whole panels, so this one is there, and there is room for its scores.
        unsafe {
            let keys = keys.add(panel * across * width);
            let sums = multiply::<S, W, R, 1>(simd, sums, width, queries, (keys, 0));
            for (r, sums) in sums.iter().enumerate() {
                for (vector, sum) in sums[0].iter().enumerate() {
                    let at = r * CHUNK + panel * across + vector * S::LANES;
                    simd.store(scores.add(at), *sum);
                }
            }
        }
    }
}

struct ScoreAll<'a, W> {
    shape: Shape,
    memory: &'a [W],
    head: usize,
    queries: Rows<'a>,
}

impl<W: tile::Stored> Task for ScoreAll<'_, W> {
    type Output = Vec<f32>;

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) -> Vec<f32> {
        let Self { shape, memory, head, queries } = self;
        assert_eq!(panel_width(shape.isa), ACROSS * S::LANES, "packed for these instructions");
        let mut all = vec![0.0; queries.count() * shape.positions];
        let mut scores = [0.0; CHUNK];
        for (query, all) in all.chunks_exact_mut(shape.positions.max(1)).enumerate() {
            let (row, _) = queries.range(query, 1).parts();
            for (chunk, memory) in memory.chunks_exact(shape.chunk()).enumerate() {
                let keys = &memory[head * shape.head()..][..shape.keys()];
                let positions = shape.positions_of(chunk);
                let (keys, to) = (keys.as_ptr(), scores.as_mut_ptr());
                // SAFETY: this is one query and one chunk, and there is room for a chunk's scores.
                unsafe {
                    score::<S, W, 1>(simd, (row, 0), shape.width, keys, positions, to);
                }
                for (to, score) in all[chunk * CHUNK..][..positions].iter_mut().zip(&scores) {
                    *to = score * scale(shape.width);
                }
            }
        }
        all
    }
}

#[cfg(test)]
mod tests;
