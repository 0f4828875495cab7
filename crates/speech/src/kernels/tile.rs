//! The innermost loops: a tile of the product of a matrix, held in registers from end to end.
//!
//! Weights come in panels two vectors wide, one row of the panel for each step, so that every step
//! loads two vectors and multiplies them with one number of each row. Every sum is made in the
//! order of the steps whatever the size of the tile, so a row's result never depends on the rows
//! beside it.

use super::simd::Simd;

/// Vectors side by side in a panel.
pub(super) const ACROSS: usize = 2;

/// The sums of `R` rows over `P` panels.
pub(super) type Sums<V, const R: usize, const P: usize> = [[[V; ACROSS]; P]; R];

/// Numbers that panels of floats are kept in.
pub(super) trait Stored: Copy + Default + Send + Sync {
    /// # Safety
    /// There is a vector of numbers to read.
    unsafe fn load<S: Simd>(simd: S, from: *const Self) -> S::Floats;

    /// # Safety
    /// There is room for a vector of numbers.
    unsafe fn store<S: Simd>(simd: S, to: *mut Self, values: S::Floats);
}

impl Stored for f32 {
    #[inline(always)]
    unsafe fn load<S: Simd>(simd: S, from: *const f32) -> S::Floats {
        // SAFETY: as the caller says.
        unsafe { simd.load(from) }
    }

    #[inline(always)]
    unsafe fn store<S: Simd>(simd: S, to: *mut f32, values: S::Floats) {
        // SAFETY: as the caller says.
        unsafe { simd.store(to, values) }
    }
}

/// Half precision.
impl Stored for u16 {
    #[inline(always)]
    unsafe fn load<S: Simd>(simd: S, from: *const u16) -> S::Floats {
        // SAFETY: as the caller says.
        unsafe { simd.load_half(from) }
    }

    #[inline(always)]
    unsafe fn store<S: Simd>(simd: S, to: *mut u16, values: S::Floats) {
        // SAFETY: as the caller says.
        unsafe { simd.store_half(to, values) }
    }
}

/// Adds to `sums` the products of rows of floats with panels.
///
/// # Safety
/// There are `R` rows of `depth` floats, `stride` apart, and `P` panels of `depth` times two vectors,
/// `panel_stride` apart.
#[inline(always)]
pub(super) unsafe fn multiply<S: Simd, W: Stored, const R: usize, const P: usize>(
    simd: S,
    mut sums: Sums<S::Floats, R, P>,
    depth: usize,
    (rows, stride): (*const f32, usize),
    (panels, panel_stride): (*const W, usize),
) -> Sums<S::Floats, R, P> {
    for step in 0..depth {
        let mut weights = [[simd.splat(0.0); ACROSS]; P];
        for (panel, weights) in weights.iter_mut().enumerate() {
            for (vector, weights) in weights.iter_mut().enumerate() {
                let at = panel * panel_stride + (step * ACROSS + vector) * S::LANES;
                // SAFETY: this is within the panel.
                *weights = unsafe { W::load(simd, panels.add(at)) };
            }
        }
        for (row, sums) in sums.iter_mut().enumerate() {
            // SAFETY: this is within the row.
            let factor = simd.splat(unsafe { *rows.add(row * stride + step) });
            for panel in 0..P {
                for vector in 0..ACROSS {
                    let (weights, sum) = (weights[panel][vector], sums[panel][vector]);
                    sums[panel][vector] = simd.mul_add(factor, weights, sum);
                }
            }
        }
    }
    sums
}

/// Adds to `sums` the products of quantised rows with panels of 8-bit weights, four a step.
///
/// # Safety
/// There are `R` rows of `4 × steps` bytes, `stride` apart, and `P` panels of `4 × steps` times two
/// vectors, `panel_stride` apart.
#[inline(always)]
pub(super) unsafe fn multiply_bytes<S: Simd, const R: usize, const P: usize>(
    simd: S,
    mut sums: Sums<S::Ints, R, P>,
    steps: usize,
    (rows, stride): (*const u8, usize),
    (panels, panel_stride): (*const i8, usize),
) -> Sums<S::Ints, R, P> {
    for step in 0..steps {
        for (row, sums) in sums.iter_mut().enumerate() {
            // SAFETY: this is within the row.
            let four = unsafe { simd.splat_bytes(rows.add(row * stride + step * 4)) };
            for (panel, sums) in sums.iter_mut().enumerate() {
                for (vector, sum) in sums.iter_mut().enumerate() {
                    let at = panel * panel_stride + (step * ACROSS + vector) * S::LANES * 4;
                    // SAFETY: this is within the panel.
                    *sum = unsafe { simd.dot(*sum, four, panels.add(at)) };
                }
            }
        }
    }
    sums
}

/// What is done with tiles, of any size.
pub(super) trait Tiles<S: Simd> {
    /// Does the tile that begins at a row and a panel.
    ///
    /// # Safety
    /// There are `R` rows and `P` panels from there on.
    unsafe fn tile<const R: usize, const P: usize>(&mut self, simd: S, row: usize, panel: usize);
}

/// Covers rows and panels with tiles: with the tallest first, panel by panel, and what is
/// left with flat ones over several panels, for only with many sums at work is a processor busy.
///
/// # Safety
/// There are so many rows, and the panels from `first` up to `end`.
#[inline(always)]
pub(super) unsafe fn cover<S: Simd, T: Tiles<S>>(
    simd: S,
    tallest: usize,
    rows: usize,
    (first, end): (usize, usize),
    tiles: &mut T,
) {
    let mut row = rows - rows % tallest;
    // SAFETY: all rows and panels below are among those that the caller says there are.
    unsafe {
        for panel in first..end {
            for row in (0..row).step_by(tallest) {
                match tallest {
                    12 => tiles.tile::<12, 1>(simd, row, panel),
                    6 => tiles.tile::<6, 1>(simd, row, panel),
                    _ => tiles.tile::<4, 1>(simd, row, panel),
                }
            }
        }
        while row < rows {
            match rows - row {
                5.. if tallest == 12 => {
                    across::<S, T, 5, 2>(simd, row, (first, end), tiles);
                    row += 5;
                }
                5.. => {
                    across::<S, T, 5, 1>(simd, row, (first, end), tiles);
                    row += 5;
                }
                2.. => {
                    across::<S, T, 2, 2>(simd, row, (first, end), tiles);
                    row += 2;
                }
                _ => {
                    across::<S, T, 1, 4>(simd, row, (first, end), tiles);
                    row += 1;
                }
            }
        }
    }
}

/// # Safety
/// There are `R` rows from `row` on, and the panels from `first` up to `end`.
#[inline(always)]
unsafe fn across<S: Simd, T: Tiles<S>, const R: usize, const P: usize>(
    simd: S,
    row: usize,
    (first, end): (usize, usize),
    tiles: &mut T,
) {
    let whole = end - (end - first) % P;
    // SAFETY: as the caller says.
    unsafe {
        for panel in (first..whole).step_by(P) {
            tiles.tile::<R, P>(simd, row, panel);
        }
        for panel in whole..end {
            tiles.tile::<R, 1>(simd, row, panel);
        }
    }
}
