//! The innermost loops: a tile of the product of a matrix, held in registers from end to end.
//!
//! Weights come in panels two vectors wide, one row of the panel for each step, so that every step
//! loads two vectors and multiplies them with one number of each row. Every sum is made in the
//! order of the steps whatever the size of the tile, so a row's result never depends on the rows
//! beside it.

use super::simd::{MOST_LANES, Simd};

/// Vectors side by side in a panel.
pub(super) const ACROSS: usize = 2;

/// Bytes in a line of the cache.
const LINE: usize = 64;

/// How many bytes ahead weights are asked for that are read once only: the processor's own
/// foresight ends at the end of each page.
const AHEAD: usize = 2048;

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
        if R <= 2 {
            let size = ACROSS * S::LANES;
            for panel in 0..P {
                for line in 0..(size * size_of::<W>()).div_ceil(LINE) {
                    let at = panels.wrapping_add(panel * panel_stride + step * size);
                    simd.prefetch(at.wrapping_byte_add(AHEAD / P + line * LINE));
                }
            }
        }
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

/// Adds to `sums` the products of one quantised row with a panel: what is summed exactly may be
/// summed in any order, so that a single stream of weights keeps the processor busy.
///
/// # Safety
/// There are `4 × steps` bytes, and a panel of as many times two vectors.
#[inline(always)]
pub(super) unsafe fn multiply_row<S: Simd>(
    simd: S,
    sums: [S::Ints; ACROSS],
    steps: usize,
    row: *const u8,
    panel: *const i8,
) -> [S::Ints; ACROSS] {
    const AT_ONCE: usize = 4;
    let size = S::LANES * 4;
    let mut all = [[simd.splat_int(0); ACROSS]; AT_ONCE];
    all[0] = sums;
    for first in (0..steps).step_by(AT_ONCE) {
        // At the end there may be fewer.
        let count = AT_ONCE.min(steps - first);
        for line in 0..(AT_ONCE * ACROSS * size).div_ceil(LINE) {
            let ahead = first * ACROSS * size + AHEAD + line * LINE;
            simd.prefetch(panel.wrapping_add(ahead));
        }
        for (step, sums) in all.iter_mut().enumerate().take(count) {
            // SAFETY: this is within the row and the panel.
            unsafe {
                let four = simd.splat_bytes(row.add((first + step) * 4));
                for (vector, sum) in sums.iter_mut().enumerate() {
                    let at = ((first + step) * ACROSS + vector) * size;
                    *sum = simd.dot(*sum, four, panel.add(at));
                }
            }
        }
    }
    let [mut total, rest @ ..] = all;
    for sums in rest {
        for (total, sum) in total.iter_mut().zip(sums) {
            *total = simd.add_ints(*total, sum);
        }
    }
    total
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

/// What is computed tile by tile.
pub(super) trait Tiles<S: Simd> {
    /// Computes the tile that begins at a row and a panel.
    ///
    /// # Safety
    /// There are `R` rows and `P` panels from there on.
    unsafe fn tile<const R: usize, const P: usize>(&mut self, simd: S, row: usize, panel: usize);
}

/// Computes a tile of those that a [`Cover`] gives.
///
/// # Safety
/// The rows and panels of the tile are there.
#[inline(always)]
pub(super) unsafe fn compute<S: Simd, T: Tiles<S>>(simd: S, place: Place, tiles: &mut T) {
    // SAFETY: as the caller says.
    unsafe {
        match (place.rows, place.panels) {
            (1, 4) => tiles.tile::<1, 4>(simd, place.row, place.panel),
            (1, _) => tiles.tile::<1, 1>(simd, place.row, place.panel),
            (2, _) => tiles.tile::<2, 1>(simd, place.row, place.panel),
            (5, _) => tiles.tile::<5, 1>(simd, place.row, place.panel),
            _ => simd.tallest(place.row, place.panel, tiles),
        }
    }
}

/// As [`compute`], for tiles of 8-bit dot products.
///
/// # Safety
/// As there.
#[inline(always)]
pub(super) unsafe fn compute_dots<S: Simd, T: Tiles<S>>(simd: S, place: Place, tiles: &mut T) {
    // SAFETY: as the caller says.
    unsafe {
        match place.rows {
            1 => tiles.tile::<1, 1>(simd, place.row, place.panel),
            2 => tiles.tile::<2, 1>(simd, place.row, place.panel),
            5 => tiles.tile::<5, 1>(simd, place.row, place.panel),
            _ => simd.tallest_of_dots(place.row, place.panel, tiles),
        }
    }
}

/// Where a tile lies, and how large it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) row: usize,
    pub(super) rows: usize,
    pub(super) panel: usize,
    pub(super) panels: usize,
}

/// The most rows that a tile has, of any instruction set.
pub(super) const MOST_TILE: usize = 12;

/// The most numbers that a tile has: as many as the tallest one over one panel.
pub(super) const MOST_IN_TILE: usize = MOST_TILE * ACROSS * MOST_LANES;

/// Covers rows and panels with tiles: the tallest ones first, panel by panel, so that a panel stays
/// in the cache while all rows pass by; then what is left in tiles of five, two and one, the
/// last over several panels if so said, for only with several sums at work is a processor busy.
#[derive(Debug, Clone)]
pub(super) struct Cover {
    tallest: usize,
    /// Panels of a tile of one row.
    flattest: usize,
    rows: usize,
    panels: (usize, usize),
    next: Place,
}

impl Cover {
    /// Covers rows and the panels from one up to another.
    pub(super) fn new(
        (tallest, flattest): (usize, usize),
        rows: usize,
        panels: (usize, usize),
    ) -> Self {
        let next = Place { row: 0, rows: 0, panel: panels.0, panels: 0 };
        Self { tallest, flattest, rows, panels, next }
    }

    fn height(&self, row: usize) -> usize {
        match self.rows - row {
            left if left >= self.tallest => self.tallest,
            5.. => 5,
            2.. => 2,
            left => left,
        }
    }
}

impl Iterator for Cover {
    type Item = Place;

    // Not to be inlined: it has no vectors, and is called once a tile.
    #[inline(never)]
    fn next(&mut self) -> Option<Place> {
        let (first, end) = self.panels;
        let whole = self.rows - self.rows % self.tallest;
        let Place { row, panel, .. } = self.next;
        if panel >= end || row >= self.rows {
            return None;
        }
        let rows = self.height(row);
        let wide = rows == 1 && end - panel >= self.flattest;
        let panels = if wide { self.flattest } else { 1 };
        let place = Place { row, rows, panel, panels };
        // Among the tallest ones rows come first, among the others panels.
        (self.next.row, self.next.panel) = if row < whole {
            match (row + rows, panel + 1) {
                (below, _) if below < whole => (below, panel),
                (_, beside) if beside < end => (0, beside),
                _ => (whole, first),
            }
        } else if panel + panels < end {
            (row, panel + panels)
        } else {
            (row + rows, first)
        };
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_covered_once() {
        for tallest in [4, 6, 12] {
            for rows in 0..40 {
                for panels in [(0, 0), (0, 1), (2, 5), (1, 10)] {
                    let mut covered = vec![[0; 10]; rows];
                    let flattest = if rows % 2 == 0 { 1 } else { 4 };
                    for place in Cover::new((tallest, flattest), rows, panels) {
                        assert!([tallest, 5, 2, 1].contains(&place.rows), "{place:?}");
                        for row in &mut covered[place.row..][..place.rows] {
                            row[place.panel..][..place.panels].iter_mut().for_each(|n| *n += 1);
                        }
                    }
                    for row in covered {
                        for (panel, times) in row.into_iter().enumerate() {
                            assert_eq!(times, i32::from((panels.0..panels.1).contains(&panel)));
                        }
                    }
                }
            }
        }
    }
}
