//! A layer that multiplies rows with a matrix: fully connected layers, convolutions as rows that
//! overlap, and the likelihood of every token.
//!
//! Weights are packed once, for one instruction set, in panels two vectors wide. With
//! [`Precision::Int8`] every output has a scale, rows are quantised as they come
//! ([`quantise`](super::quantise)), and the whole numbers are summed exactly, so that all
//! instruction sets come to equal results.

use super::Precision;
use super::activation::gelu_of;
use super::aligned::Aligned;
use super::isa::{Isa, Task};
use super::packed::panel_width;
use super::quantise::{LARGEST, LEAST, Quantised};
use super::rows::Rows;
use super::simd::{Simd, ZERO_POINT, load_some, store_some};
use super::threads::Threads;
use super::tile::{
    ACROSS, Cover, MOST_IN_TILE, Place, Tiles, compute, compute_dots, multiply, multiply_bytes,
    multiply_row,
};

/// So many inputs a sum of 32 bits has room for: 255 × 127 × 65,536 < 2³¹.
const MOST_INPUTS: usize = 65_536;

/// Rows that are multiplied at a time, so that they stay in the cache while all weights pass by.
const BLOCK: usize = 96;

/// Fewer products than this are not worth waking a thread for.
const LEAST_PRODUCTS: usize = 1 << 18;

/// What becomes of the results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Then {
    /// They are written.
    Store,
    /// They are put through the [activation](super::gelu), and written.
    Gelu,
    /// They are added to what is there.
    Add,
}

/// A layer's weights, packed.
#[derive(Debug)]
pub struct Linear {
    outputs: usize,
    inputs: usize,
    isa: Isa,
    /// With zeros to the end of the last panel.
    bias: Vec<f32>,
    weights: Weights,
}

#[derive(Debug)]
enum Weights {
    Float(Aligned<f32>),
    Int8 {
        panels: Aligned<i8>,
        scales: Vec<f32>,
        /// What the zero point adds to each sum, with the sign that takes it away again.
        offsets: Vec<i32>,
    },
}

impl Linear {
    /// Packs weights (`outputs × inputs`, row after row); without bias it is zero.
    ///
    /// # Panics
    /// When there are not so many weights or biases, or more than 65,536 inputs, or the processor
    /// lacks the instructions.
    pub fn pack(
        weights: &[f32],
        bias: Option<&[f32]>,
        (outputs, inputs): (usize, usize),
        precision: Precision,
        isa: Isa,
    ) -> Self {
        assert!(inputs > 0 && inputs <= MOST_INPUTS, "inputs that a sum has room for");
        assert_eq!(Some(weights.len()), outputs.checked_mul(inputs), "a weight for each pair");
        assert!(bias.is_none_or(|bias| bias.len() == outputs), "a bias for each output");
        assert!(isa.is_available(), "this processor has no {isa:?}");
        let width = panel_width(isa);
        let padded = outputs.next_multiple_of(width);
        let mut padded_bias = vec![0.0; padded];
        if let Some(bias) = bias {
            padded_bias[..outputs].copy_from_slice(bias);
        }
        let weights = match precision {
            Precision::Float => pack_floats(weights, inputs, padded, width),
            Precision::Int8 => pack_bytes(weights, inputs, padded, width),
        };
        Self { outputs, inputs, isa, bias: padded_bias, weights }
    }

    /// Numbers in a row of the results.
    pub fn outputs(&self) -> usize {
        self.outputs
    }

    /// Numbers in a row that is multiplied.
    pub fn inputs(&self) -> usize {
        self.inputs
    }

    /// Multiplies rows on this thread; the rows of `output` follow each other.
    ///
    /// # Panics
    /// When the rows have not as many numbers as there are inputs, or `output` is not as large as
    /// the results.
    pub fn apply(&self, rows: Rows<'_>, then: Then, output: &mut [f32]) {
        let output = self.check(rows, output);
        for first in (0..rows.count()).step_by(BLOCK) {
            let count = BLOCK.min(rows.count() - first);
            let block = Block::new(self, rows.range(first, count));
            // SAFETY: `output` has room for all rows, and nobody else writes to it.
            unsafe {
                block.multiply((0, self.panels()), then, output.at_row(first, self.outputs));
            }
        }
    }

    /// Multiplies rows on several threads, as [`Self::apply`] does on one.
    ///
    /// # Panics
    /// As [`Self::apply`].
    pub fn spread(&self, threads: &Threads, rows: Rows<'_>, then: Then, output: &mut [f32]) {
        let products = rows.count() * self.inputs * self.outputs;
        if threads.count() == 1 || products < LEAST_PRODUCTS {
            return self.apply(rows, then, output);
        }
        if rows.count() >= BLOCK * 2 {
            let blocks = output.chunks_mut(BLOCK * self.outputs).enumerate();
            return threads.for_each(blocks, |(block, output)| {
                let rows = rows.range(block * BLOCK, output.len() / self.outputs);
                self.apply(rows, then, output);
            });
        }
        let output = self.check(rows, output);
        let block = Block::new(self, rows);
        // Some more parts than threads, as these never run at quite the same speed.
        let parts = (threads.count() * 4).min(products / (LEAST_PRODUCTS / 4));
        let each = self.panels().div_ceil(parts);
        threads.run(self.panels().div_ceil(each), |part| {
            let panels = (part * each, ((part + 1) * each).min(self.panels()));
            // SAFETY: `output` has room for all rows, and no two parts write to the same panels.
            unsafe { block.multiply(panels, then, output) };
        });
    }

    /// Writes the weights of one output, as they are kept.
    ///
    /// # Panics
    /// When there is no such output, or `into` has not as many numbers as there are inputs.
    pub fn weights_of(&self, output: usize, into: &mut [f32]) {
        assert!(output < self.outputs && into.len() == self.inputs, "an output that there is");
        let width = panel_width(self.isa);
        for (input, into) in into.iter_mut().enumerate() {
            *into = match &self.weights {
                Weights::Float(panels) => panels[place(output, input, self.inputs, width, 1)],
                Weights::Int8 { panels, scales, .. } => {
                    let inputs = self.inputs.next_multiple_of(4);
                    f32::from(panels[place(output, input, inputs, width, 4)]) * scales[output]
                }
            };
        }
    }

    fn panels(&self) -> usize {
        self.outputs.div_ceil(panel_width(self.isa))
    }

    fn check(&self, rows: Rows<'_>, output: &mut [f32]) -> Output {
        assert_eq!(rows.width(), self.inputs, "rows as wide as the layer");
        assert_eq!(output.len(), rows.count() * self.outputs, "room for the results");
        Output(output.as_mut_ptr())
    }
}

/// Where a weight lies: panels of `inputs` steps, in each step `together` inputs of every output.
fn place(output: usize, input: usize, inputs: usize, width: usize, together: usize) -> usize {
    let (panel, across) = (output / width, output % width);
    let (step, part) = (input / together, input % together);
    panel * width * inputs + (step * width + across) * together + part
}

fn pack_floats(weights: &[f32], inputs: usize, padded: usize, width: usize) -> Weights {
    let mut panels = Aligned::zeros(padded * inputs);
    for (output, row) in weights.chunks_exact(inputs).enumerate() {
        let first = place(output, 0, inputs, width, 1);
        for (step, weight) in row.iter().enumerate() {
            panels[first + step * width] = *weight;
        }
    }
    Weights::Float(panels)
}

#[expect(clippy::cast_possible_truncation, reason = "the largest weight becomes 127")]
fn pack_bytes(weights: &[f32], inputs: usize, padded: usize, width: usize) -> Weights {
    let padded_inputs = inputs.next_multiple_of(4);
    let mut panels = Aligned::zeros(padded * padded_inputs);
    let (mut scales, mut offsets) = (vec![0.0; padded], vec![0; padded]);
    for (output, row) in weights.chunks_exact(inputs).enumerate() {
        let largest = row.iter().fold(0.0_f32, |most, weight| most.max(weight.abs()));
        if largest < LEAST {
            continue;
        }
        scales[output] = largest / LARGEST;
        let (factor, first) = (LARGEST / largest, place(output, 0, padded_inputs, width, 4));
        let mut sum = 0;
        for (step, four) in row.chunks(4).enumerate() {
            let panel = &mut panels[first + step * width * 4..][..four.len()];
            for (packed, weight) in panel.iter_mut().zip(four) {
                *packed = (weight * factor).round_ties_even() as i8;
                sum += i32::from(*packed);
            }
        }
        offsets[output] = -i32::from(ZERO_POINT) * sum;
    }
    Weights::Int8 { panels, scales, offsets }
}

/// Where results go, shared between threads that write to different places.
#[derive(Clone, Copy)]
struct Output(*mut f32);

// SAFETY: whoever writes through it promises to be the only one to write where they do.
unsafe impl Send for Output {}
// SAFETY: as above.
unsafe impl Sync for Output {}

impl Output {
    fn at_row(self, row: usize, outputs: usize) -> Self {
        Self(self.0.wrapping_add(row * outputs))
    }
}

/// Some rows, ready to be multiplied.
struct Block<'a> {
    layer: &'a Linear,
    rows: Rows<'a>,
    quantised: Option<Quantised>,
}

impl<'a> Block<'a> {
    fn new(layer: &'a Linear, rows: Rows<'a>) -> Self {
        let quantised = match layer.weights {
            Weights::Float(_) => None,
            Weights::Int8 { .. } => Some(Quantised::of(rows, layer.isa)),
        };
        Self { layer, rows, quantised }
    }

    /// # Safety
    /// There is room for all rows at `output`, and nobody else writes to those panels of them.
    unsafe fn multiply(&self, panels: (usize, usize), then: Then, output: Output) {
        let layer = self.layer;
        assert!(panels.0 <= panels.1 && panels.1 <= layer.panels(), "panels that there are");
        let finish = Finish { layer, then, output };
        match (&layer.weights, &self.quantised) {
            (Weights::Int8 { panels: weights, scales, offsets }, Some(quantised)) => {
                let rows = self.rows.count();
                let (steps, sums) = (layer.inputs.div_ceil(4), Tile::new());
                let bytes = Bytes { steps, weights, scales, offsets, quantised, sums };
                layer.isa.run(MultiplyBytes { bytes, rows, panels, finish });
            }
            (Weights::Float(weights), _) => {
                let floats = Floats { weights, rows: self.rows, sums: Tile::new() };
                layer.isa.run_floats(MultiplyFloats { floats, panels, finish });
            }
            // Rows for whole numbers are quantised when the block is made.
            (Weights::Int8 { .. }, None) => {}
        }
    }
}

/// The sums of a tile, on their way from the registers to the results.
#[repr(align(64))]
struct Tile<T>([T; MOST_IN_TILE]);

impl<T: Copy + Default> Tile<T> {
    fn new() -> Self {
        Self([T::default(); MOST_IN_TILE])
    }
}

struct MultiplyFloats<'a> {
    floats: Floats<'a>,
    panels: (usize, usize),
    finish: Finish<'a>,
}

impl Task for MultiplyFloats<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { mut floats, panels, finish } = self;
        assert_eq!(
            panel_width(finish.layer.isa),
            ACROSS * S::LANES,
            "packed for these instructions"
        );
        for place in Cover::new((S::TILE, 4), floats.rows.count(), panels) {
            // SAFETY: the rows and panels are those that there are, and so is room for them.
            unsafe {
                compute(simd, place, &mut floats);
                finish.write(simd, place, &floats);
            }
        }
    }
}

struct Floats<'a> {
    weights: &'a [f32],
    rows: Rows<'a>,
    sums: Tile<f32>,
}

impl<S: Simd> Tiles<S> for Floats<'_> {
    #[inline(always)]
    unsafe fn tile<const R: usize, const P: usize>(&mut self, simd: S, row: usize, panel: usize) {
        let depth = self.rows.width();
        let size = depth * ACROSS * S::LANES;
        let (rows, stride) = self.rows.parts();
        let sums = [[[simd.splat(0.0); ACROSS]; P]; R];
        // SAFETY: the caller says that there are these rows and panels, and no tile is larger than
        // the room for its sums.
        unsafe {
            let rows = (rows.add(row * stride), stride);
            let panels = (self.weights.as_ptr().add(panel * size), size);
            let sums = multiply::<S, f32, R, P>(simd, sums, depth, rows, panels);
            for (index, sum) in sums.as_flattened().as_flattened().iter().enumerate() {
                simd.store(self.sums.0.as_mut_ptr().add(index * S::LANES), *sum);
            }
        }
    }
}

impl<S: Simd> Sums<S> for Floats<'_> {
    #[inline(always)]
    unsafe fn at(&self, simd: S, _: Place, at: usize) -> S::Floats {
        // SAFETY: as the caller says.
        unsafe { simd.load(self.sums.0.as_ptr().add(at)) }
    }
}

struct MultiplyBytes<'a> {
    bytes: Bytes<'a>,
    rows: usize,
    panels: (usize, usize),
    finish: Finish<'a>,
}

impl Task for MultiplyBytes<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let Self { mut bytes, rows, panels, finish } = self;
        assert_eq!(
            panel_width(finish.layer.isa),
            ACROSS * S::LANES,
            "packed for these instructions"
        );
        for place in Cover::new((S::DOT_TILE, 1), rows, panels) {
            // SAFETY: the rows and panels are those that there are, and so is room for them;
            // there is a scale for each row and each column of the panels.
            unsafe {
                compute_dots(simd, place, &mut bytes);
                finish.write(simd, place, &bytes);
            }
        }
    }
}

struct Bytes<'a> {
    steps: usize,
    weights: &'a [i8],
    scales: &'a [f32],
    offsets: &'a [i32],
    quantised: &'a Quantised,
    sums: Tile<i32>,
}

impl<S: Simd> Tiles<S> for Bytes<'_> {
    #[inline(always)]
    unsafe fn tile<const R: usize, const P: usize>(&mut self, simd: S, row: usize, panel: usize) {
        let (steps, size) = (self.steps, self.steps * 4 * ACROSS * S::LANES);
        let mut sums = [[[simd.splat_int(0); ACROSS]; P]; R];
        // SAFETY: the caller says that there are these rows and panels; offsets are as many as the
        // panels have columns, and no tile is larger than the room for its sums.
        unsafe {
            if S::DOT_IS_OFFSET {
                for sums in &mut sums {
                    for (index, sum) in sums.as_flattened_mut().iter_mut().enumerate() {
                        let at = (panel * ACROSS + index) * S::LANES;
                        *sum = simd.load_ints(self.offsets.as_ptr().add(at));
                    }
                }
            }
            let stride = self.quantised.stride;
            let rows = (self.quantised.bytes.as_ptr().add(row * stride), stride);
            let panels = (self.weights.as_ptr().add(panel * size), size);
            if (R, P) == (1, 1) {
                sums[0][0] = multiply_row(simd, sums[0][0], steps, rows.0, panels.0);
            } else {
                sums = multiply_bytes::<S, R, P>(simd, sums, steps, rows, panels);
            }
            for (index, sum) in sums.as_flattened().as_flattened().iter().enumerate() {
                simd.store_ints(self.sums.0.as_mut_ptr().add(index * S::LANES), *sum);
            }
        }
    }
}

impl<S: Simd> Sums<S> for Bytes<'_> {
    /// Products are rounded one by one, so that all instruction sets come to the same.
    #[inline(always)]
    unsafe fn at(&self, simd: S, place: Place, at: usize) -> S::Floats {
        let across = place.panels * ACROSS * S::LANES;
        let row_scale = simd.splat(self.quantised.scales[place.row + at / across]);
        // SAFETY: as the caller says.
        unsafe {
            let column = place.panel * ACROSS * S::LANES + at % across;
            let scale = simd.mul(simd.load(self.scales.as_ptr().add(column)), row_scale);
            simd.mul(simd.to_floats(simd.load_ints(self.sums.0.as_ptr().add(at))), scale)
        }
    }
}

/// The sums of a tile that was computed.
///
/// A trait and no closure, for those cannot be made to be inlined.
trait Sums<S: Simd> {
    /// What a vector of sums stands for.
    ///
    /// # Safety
    /// The tile at `place` was computed last, and has a vector of sums at `at`.
    unsafe fn at(&self, simd: S, place: Place, at: usize) -> S::Floats;
}

/// The way of the sums to the results.
struct Finish<'a> {
    layer: &'a Linear,
    then: Then,
    output: Output,
}

impl Finish<'_> {
    /// # Safety
    /// There is room for these rows, and nobody else writes to these panels of them.
    #[inline(always)]
    unsafe fn write<S: Simd>(&self, simd: S, place: Place, sums: &impl Sums<S>) {
        let outputs = self.layer.outputs;
        let across = place.panels * ACROSS * S::LANES;
        let first = place.panel * ACROSS * S::LANES;
        let columns = across.min(outputs - first);
        for row in 0..place.rows {
            for column in (0..columns).step_by(S::LANES) {
                // SAFETY: biases are as many as the panels have columns; the column is one of the
                // row, for which there is room, and one of the tile.
                unsafe {
                    let sum = sums.at(simd, place, row * across + column);
                    let bias = simd.load(self.layer.bias.as_ptr().add(first + column));
                    let to = self.output.0.add((place.row + row) * outputs + first + column);
                    self.put(simd, simd.add(sum, bias), to, columns - column);
                }
            }
        }
    }

    /// # Safety
    /// There is room for a vector, or for `room` numbers if that is less.
    #[inline(always)]
    unsafe fn put<S: Simd>(&self, simd: S, value: S::Floats, to: *mut f32, room: usize) {
        // SAFETY: as the caller says.
        let to = unsafe { std::slice::from_raw_parts_mut(to, room.min(S::LANES)) };
        let whole = to.len() == S::LANES;
        let value = match self.then {
            Then::Store => value,
            Then::Gelu => gelu_of(simd, value),
            // SAFETY: there is a whole vector where that is asked for.
            Then::Add if whole => simd.add(unsafe { simd.load(to.as_ptr()) }, value),
            Then::Add => simd.add(load_some(simd, to, 0.0), value),
        };
        if whole {
            // SAFETY: as above.
            unsafe { simd.store(to.as_mut_ptr(), value) };
        } else {
            store_some(simd, to, value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Numbers, assert_close};
    use super::*;

    /// Rows, inputs and outputs: below, at and above the sizes of vectors, tiles and panels.
    const SHAPES: [(usize, usize, usize); 16] = [
        (1, 1, 1),
        (1, 3, 33),
        (2, 5, 31),
        (1, 64, 200),
        (3, 17, 15),
        (4, 4, 16),
        (5, 13, 65),
        (6, 31, 32),
        (7, 66, 64),
        (11, 30, 100),
        (12, 50, 48),
        (13, 7, 129),
        (23, 129, 17),
        (96, 24, 40),
        (97, 21, 35),
        (200, 10, 70),
    ];

    fn reference(rows: Rows<'_>, weights: &[f32], bias: &[f32]) -> Vec<f64> {
        let each = |row: usize| {
            weights.chunks(rows.width()).zip(bias).map(move |(weights, bias)| {
                let products = rows.row(row).iter().zip(weights);
                products.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>() + f64::from(*bias)
            })
        };
        (0..rows.count()).flat_map(each).collect()
    }

    /// What the whole numbers come to, in the plainest code.
    fn reference_in_bytes(rows: Rows<'_>, weights: &[f32], bias: &[f32]) -> Vec<f32> {
        let quantised = |row: &[f32]| {
            let largest = row.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
            let whole = |value: &f32| (value * (127.0 / largest)).round_ties_even() as i32;
            (row.iter().map(whole).collect::<Vec<i32>>(), largest / 127.0)
        };
        let weights: Vec<_> = weights.chunks(rows.width()).map(quantised).collect();
        let mut results = Vec::new();
        for (row, row_scale) in (0..rows.count()).map(|row| quantised(rows.row(row))) {
            for ((weights, scale), bias) in weights.iter().zip(bias) {
                let sum: i32 = row.iter().zip(weights).map(|(a, b)| a * b).sum();
                results.push(sum as f32 * (scale * row_scale) + bias);
            }
        }
        results
    }

    #[test]
    fn floats_are_multiplied_in_any_shape() {
        let mut numbers = Numbers::new(3);
        for (count, inputs, outputs) in SHAPES {
            // Not aligned, and rows that overlap by all but two numbers.
            let values = numbers.around(1 + inputs + count * 2, 1.0);
            let rows = Rows::strided(&values[1..], count, inputs, 2);
            let (weights, bias) =
                (numbers.around(outputs * inputs, 1.0), numbers.around(outputs, 1.0));
            let expected = reference(rows, &weights, &bias);
            for isa in Isa::available() {
                let shape = (outputs, inputs);
                let layer = Linear::pack(&weights, Some(&bias), shape, Precision::Float, isa);
                let mut output = vec![f32::NAN; count * outputs];
                layer.apply(rows, Then::Store, &mut output);
                assert_close(&output, &expected, 2e-5, &format!("{isa:?} {count}×{shape:?}"));
            }
        }
    }

    #[test]
    fn whole_numbers_come_to_the_same_on_every_processor() {
        let mut numbers = Numbers::new(4);
        for (count, inputs, outputs) in SHAPES {
            let values = numbers.around(3 + count * (inputs + 1), 3.0);
            let rows = Rows::strided(&values[3..], count, inputs, inputs + 1);
            let (weights, bias) =
                (numbers.around(outputs * inputs, 1.0), numbers.around(outputs, 1.0));
            let expected = reference_in_bytes(rows, &weights, &bias);
            for isa in Isa::available() {
                let shape = (outputs, inputs);
                let layer = Linear::pack(&weights, Some(&bias), shape, Precision::Int8, isa);
                let mut output = vec![f32::NAN; count * outputs];
                layer.apply(rows, Then::Store, &mut output);
                assert_eq!(output, expected, "{isa:?} {count}×{shape:?}");
            }
        }
    }

    #[test]
    fn the_largest_numbers_do_not_saturate() {
        let (inputs, outputs) = (1000, 40);
        let weights: Vec<f32> =
            (0..inputs * outputs).map(|place| if place % 3 == 0 { -1.0 } else { 1.0 }).collect();
        let values: Vec<f32> =
            (0..inputs).map(|place| if place % 2 == 0 { 1.0 } else { -1.0 }).collect();
        for values in [values, vec![1.0; inputs], vec![-1.0; inputs]] {
            let rows = Rows::new(&values, inputs);
            let expected = reference_in_bytes(rows, &weights, &[0.0; 40]);
            for isa in Isa::available() {
                let layer = Linear::pack(&weights, None, (outputs, inputs), Precision::Int8, isa);
                let mut output = vec![0.0; outputs];
                layer.apply(rows, Then::Store, &mut output);
                assert_eq!(output, expected, "{isa:?}");
            }
        }
    }

    #[test]
    fn results_are_activated_or_added() {
        let mut numbers = Numbers::new(5);
        let (count, inputs, outputs) = (7, 20, 37);
        let values = numbers.around(count * inputs, 1.0);
        let rows = Rows::new(&values, inputs);
        let (weights, bias) = (numbers.around(outputs * inputs, 1.0), numbers.around(outputs, 1.0));
        for isa in Isa::available() {
            for precision in [Precision::Float, Precision::Int8] {
                let layer = Linear::pack(&weights, Some(&bias), (outputs, inputs), precision, isa);
                let mut plain = vec![0.0; count * outputs];
                layer.apply(rows, Then::Store, &mut plain);
                let mut added = vec![10.0; count * outputs];
                layer.apply(rows, Then::Add, &mut added);
                assert!(added.iter().zip(&plain).all(|(added, plain)| *added == 10.0 + plain));
                let mut activated = vec![0.0; count * outputs];
                layer.apply(rows, Then::Gelu, &mut activated);
                super::super::gelu(&mut plain, isa);
                assert_eq!(activated, plain);
            }
        }
    }

    #[test]
    fn a_row_never_depends_on_those_beside_it_nor_on_threads() {
        let mut numbers = Numbers::new(6);
        let (count, inputs, outputs) = (211, 200, 300);
        let values = numbers.around(count * inputs, 1.0);
        let rows = Rows::new(&values, inputs);
        let weights = numbers.around(outputs * inputs, 1.0);
        for isa in Isa::available() {
            for precision in [Precision::Float, Precision::Int8] {
                let layer = Linear::pack(&weights, None, (outputs, inputs), precision, isa);
                let mut together = vec![0.0; count * outputs];
                layer.apply(rows, Then::Store, &mut together);
                let mut alone = vec![0.0; outputs];
                for row in 0..count {
                    layer.apply(rows.range(row, 1), Then::Store, &mut alone);
                    assert_eq!(
                        alone,
                        together[row * outputs..][..outputs],
                        "{isa:?} {precision:?}"
                    );
                }
                for threads in [Threads::new(1), Threads::new(2), Threads::new(5)] {
                    for count in [1, 5, 30, count] {
                        let mut output = vec![0.0; count * outputs];
                        layer.spread(&threads, rows.range(0, count), Then::Store, &mut output);
                        assert_eq!(output, together[..count * outputs]);
                    }
                }
            }
        }
    }

    #[test]
    fn weights_can_be_read_again() {
        let weights = Numbers::new(7).around(37 * 21, 1.0);
        for isa in Isa::available() {
            for (precision, tolerance) in [(Precision::Float, 0.0), (Precision::Int8, 0.5 / 127.0)]
            {
                let layer = Linear::pack(&weights, None, (37, 21), precision, isa);
                let mut row = [0.0; 21];
                for (output, weights) in weights.chunks(21).enumerate() {
                    layer.weights_of(output, &mut row);
                    assert!(row.iter().zip(weights).all(|(a, b)| (a - b).abs() <= tolerance));
                }
            }
        }
    }

    #[test]
    fn what_is_no_number_brings_nothing_down() {
        let mut values = vec![1.0; 60];
        (values[3], values[7], values[11]) = (f32::NAN, f32::INFINITY, f32::NEG_INFINITY);
        let mut weights = vec![1.0; 20 * 20];
        (weights[2], weights[50]) = (f32::NAN, f32::INFINITY);
        for isa in Isa::available() {
            for precision in [Precision::Float, Precision::Int8] {
                let layer = Linear::pack(&weights, None, (20, 20), precision, isa);
                let mut output = vec![0.0; 60];
                layer.apply(Rows::new(&values, 20), Then::Gelu, &mut output);
                // The second row is clean, and so are all outputs but the two.
                let clean =
                    output[20..40].iter().enumerate().filter(|(at, _)| ![0, 2].contains(at));
                assert!(clean.into_iter().all(|(_, value)| (value - 20.0).abs() < 1e-3), "{isa:?}");
            }
        }
    }
}
