//! The operations that kernels are written in: vectors of floats, and of whole numbers as wide.
//!
//! A value of a type that implements [`Simd`] is a promise that the processor has its
//! instructions, so what works on values alone is safe to call; only what goes through pointers is
//! not. All of it must be inlined into a function compiled for those instructions, which
//! [`Isa::run`](super::Isa::run) is there for.

mod portable;
#[cfg(target_arch = "x86_64")]
mod wide256;
#[cfg(target_arch = "x86_64")]
mod wide512;

use super::tile::Tiles;
pub(super) use portable::Portable;
#[cfg(target_arch = "x86_64")]
pub(super) use wide256::Wide256;
#[cfg(target_arch = "x86_64")]
pub(super) use wide512::Wide512;

/// The most floats that a vector of any instruction set has.
pub(super) const MOST_LANES: usize = 16;

/// What is added to a quantised activation so that it has no sign.
pub(super) const ZERO_POINT: u8 = 128;

/// One instruction set.
pub(super) trait Simd: Copy {
    /// So many floats as there are lanes.
    type Floats: Copy;
    /// So many 32-bit whole numbers as there are lanes.
    type Ints: Copy;

    /// Numbers in a vector.
    const LANES: usize;
    /// Rows of a tile of floats: as many as the registers hold with two vectors a row.
    const TILE: usize;
    /// Rows of a tile of 8-bit dot products.
    const DOT_TILE: usize;
    /// Whether [`Self::dot`] takes activations as they are kept, too large by the zero point.
    const DOT_IS_OFFSET: bool;

    fn splat(self, value: f32) -> Self::Floats;
    fn add(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn sub(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn mul(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn div(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn max(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn min(self, a: Self::Floats, b: Self::Floats) -> Self::Floats;
    fn abs(self, a: Self::Floats) -> Self::Floats;
    /// `a × b + c`, rounded once where the instruction set can.
    fn mul_add(self, a: Self::Floats, b: Self::Floats, c: Self::Floats) -> Self::Floats;
    /// The nearest whole numbers, halves to the even one. Only for magnitudes below 2²².
    fn round(self, a: Self::Floats) -> Self::Floats;
    /// `a × 2ⁿ` for whole `n` from -126 to 127.
    fn scale(self, a: Self::Floats, n: Self::Floats) -> Self::Floats;
    /// The sum of the lanes.
    fn sum(self, a: Self::Floats) -> f32;
    /// The largest of the lanes.
    fn largest(self, a: Self::Floats) -> f32;

    /// # Safety
    /// There are `LANES` floats to read, at any alignment.
    unsafe fn load(self, from: *const f32) -> Self::Floats;
    /// # Safety
    /// There is room for `LANES` floats, at any alignment.
    unsafe fn store(self, to: *mut f32, values: Self::Floats);
    /// Reads half-precision numbers.
    ///
    /// # Safety
    /// There are `LANES` numbers of 16 bits to read, at any alignment.
    unsafe fn load_half(self, from: *const u16) -> Self::Floats;
    /// Writes half-precision numbers, rounded to the nearest, halves to the even one.
    ///
    /// # Safety
    /// There is room for `LANES` numbers of 16 bits, at any alignment.
    unsafe fn store_half(self, to: *mut u16, values: Self::Floats);
    /// Writes numbers from -127 to 127, rounded as by [`Self::round`], plus [`ZERO_POINT`].
    ///
    /// # Safety
    /// There is room for `LANES` bytes.
    unsafe fn store_bytes(self, to: *mut u8, values: Self::Floats);

    fn splat_int(self, value: i32) -> Self::Ints;
    fn add_ints(self, a: Self::Ints, b: Self::Ints) -> Self::Ints;
    fn to_floats(self, a: Self::Ints) -> Self::Floats;
    /// # Safety
    /// There are `LANES` whole numbers to read, at any alignment.
    unsafe fn load_ints(self, from: *const i32) -> Self::Ints;
    /// # Safety
    /// There is room for `LANES` whole numbers, at any alignment.
    unsafe fn store_ints(self, to: *mut i32, values: Self::Ints);
    /// The four activations that every lane multiplies.
    ///
    /// # Safety
    /// There are four bytes to read.
    unsafe fn splat_bytes(self, from: *const u8) -> Self::Ints;
    /// Adds to each lane the products of four activations with the lane's four weights.
    ///
    /// # Safety
    /// There are `4 × LANES` weights to read, at any alignment, none of them -128.
    unsafe fn dot(
        self,
        sums: Self::Ints,
        activations: Self::Ints,
        weights: *const i8,
    ) -> Self::Ints;

    /// Asks for what will be read soon; it may lie anywhere, even where nothing is.
    fn prefetch<T>(self, from: *const T);

    /// Computes a tile of [`Self::TILE`] rows.
    ///
    /// # Safety
    /// There are so many rows, and the panel.
    unsafe fn tallest<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T);
    /// Computes a tile of [`Self::DOT_TILE`] rows.
    ///
    /// # Safety
    /// There are so many rows, and the panel.
    unsafe fn tallest_of_dots<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T);
}

/// Reads the first numbers of a slice that may be shorter than a vector; the rest is `filling`.
#[inline(always)]
pub(super) fn load_some<S: Simd>(simd: S, from: &[f32], filling: f32) -> S::Floats {
    let mut whole = [filling; MOST_LANES];
    let count = from.len().min(S::LANES);
    whole[..count].copy_from_slice(&from[..count]);
    // SAFETY: no vector has more than `MOST_LANES` lanes.
    unsafe { simd.load(whole.as_ptr()) }
}

/// Writes as much of a vector as a slice has room for.
#[inline(always)]
pub(super) fn store_some<S: Simd>(simd: S, to: &mut [f32], values: S::Floats) {
    let mut whole = [0.0; MOST_LANES];
    // SAFETY: no vector has more than `MOST_LANES` lanes.
    unsafe { simd.store(whole.as_mut_ptr(), values) };
    let count = to.len().min(S::LANES);
    to[..count].copy_from_slice(&whole[..count]);
}
