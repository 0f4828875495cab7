//! Blocks of rows through the tiles, and the way of the sums to the results.

use super::super::activation::gelu_of;
use super::super::isa::Task;
use super::super::packed::panel_width;
use super::super::quantise::Quantised;
use super::super::rows::Rows;
use super::super::simd::{Simd, load_some, store_some};
use super::super::tile::{
    ACROSS, Cover, MOST_IN_TILE, Place, Tiles, compute, compute_dots, multiply, multiply_bytes,
    multiply_row,
};
use super::{Linear, Then, Weights};

/// Where results go, shared between threads that write to different places.
#[derive(Clone, Copy)]
pub(super) struct Output(pub(super) *mut f32);

// SAFETY: whoever writes through it promises to be the only one to write where they do.
unsafe impl Send for Output {}
// SAFETY: as above.
unsafe impl Sync for Output {}

impl Output {
    pub(super) fn at_row(self, row: usize, outputs: usize) -> Self {
        Self(self.0.wrapping_add(row * outputs))
    }
}

/// Some rows, ready to be multiplied.
pub(super) struct Block<'a> {
    layer: &'a Linear,
    rows: Rows<'a>,
    quantised: Option<Quantised>,
}

impl<'a> Block<'a> {
    pub(super) fn new(layer: &'a Linear, rows: Rows<'a>) -> Self {
        let quantised = match layer.weights {
            Weights::Float(_) => None,
            Weights::Int8 { .. } => Some(Quantised::of(rows, layer.isa)),
        };
        Self { layer, rows, quantised }
    }

    /// # Safety
    /// There is room for all rows at `output`, and nobody else writes to those panels of them.
    pub(super) unsafe fn multiply(&self, panels: (usize, usize), then: Then, output: Output) {
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
