//! AVX-512 F, BW, VL and DQ with the 8-bit dot products of VNNI.

#![allow(clippy::wildcard_imports, reason = "every instruction has a name of its own")]

use std::arch::x86_64::*;

use super::super::half::LARGEST;
use super::super::tile::Tiles;
use super::{Simd, ZERO_POINT};

/// Vectors of 512 bits.
#[derive(Clone, Copy)]
pub(in super::super) struct Wide512(());

impl Wide512 {
    /// # Safety
    /// The processor has AVX-512 F, BW, VL, DQ and VNNI.
    #[inline(always)]
    pub(in super::super) unsafe fn assume() -> Self {
        Self(())
    }
}

// SAFETY of everything below: a value of this type says that the instructions are there, and what
// goes through pointers asks of its caller what the trait says.
impl Simd for Wide512 {
    type Floats = __m512;
    type Ints = __m512i;

    const LANES: usize = 16;
    const TILE: usize = 12;
    const DOT_TILE: usize = 12;
    const DOT_IS_OFFSET: bool = true;

    #[inline(always)]
    fn splat(self, value: f32) -> __m512 {
        unsafe { _mm512_set1_ps(value) }
    }

    #[inline(always)]
    fn add(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_add_ps(a, b) }
    }

    #[inline(always)]
    fn sub(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_sub_ps(a, b) }
    }

    #[inline(always)]
    fn mul(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_mul_ps(a, b) }
    }

    #[inline(always)]
    fn div(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_div_ps(a, b) }
    }

    #[inline(always)]
    fn max(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_max_ps(a, b) }
    }

    #[inline(always)]
    fn min(self, a: __m512, b: __m512) -> __m512 {
        unsafe { _mm512_min_ps(a, b) }
    }

    #[inline(always)]
    fn abs(self, a: __m512) -> __m512 {
        unsafe { _mm512_abs_ps(a) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m512, b: __m512, c: __m512) -> __m512 {
        unsafe { _mm512_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    fn round(self, a: __m512) -> __m512 {
        unsafe { _mm512_roundscale_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(a) }
    }

    #[inline(always)]
    fn scale(self, a: __m512, n: __m512) -> __m512 {
        unsafe { _mm512_scalef_ps(a, n) }
    }

    #[inline(always)]
    fn sum(self, a: __m512) -> f32 {
        unsafe { _mm512_reduce_add_ps(a) }
    }

    #[inline(always)]
    fn largest(self, a: __m512) -> f32 {
        unsafe { _mm512_reduce_max_ps(a) }
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> __m512 {
        unsafe { _mm512_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32, values: __m512) {
        unsafe { _mm512_storeu_ps(to, values) }
    }

    #[inline(always)]
    unsafe fn load_half(self, from: *const u16) -> __m512 {
        unsafe { _mm512_cvtph_ps(_mm256_loadu_si256(from.cast())) }
    }

    #[inline(always)]
    unsafe fn store_half(self, to: *mut u16, values: __m512) {
        unsafe {
            let values = self.max(self.min(values, self.splat(LARGEST)), self.splat(-LARGEST));
            _mm256_storeu_si256(to.cast(), _mm512_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(values));
        }
    }

    #[inline(always)]
    unsafe fn store_bytes(self, to: *mut u8, values: __m512) {
        unsafe {
            let whole = _mm512_cvtps_epi32(values);
            let whole = _mm512_add_epi32(whole, _mm512_set1_epi32(i32::from(ZERO_POINT)));
            _mm_storeu_si128(to.cast(), _mm512_cvtepi32_epi8(whole));
        }
    }

    #[inline(always)]
    fn splat_int(self, value: i32) -> __m512i {
        unsafe { _mm512_set1_epi32(value) }
    }

    #[inline(always)]
    fn add_ints(self, a: __m512i, b: __m512i) -> __m512i {
        unsafe { _mm512_add_epi32(a, b) }
    }

    #[inline(always)]
    fn to_floats(self, a: __m512i) -> __m512 {
        unsafe { _mm512_cvtepi32_ps(a) }
    }

    #[inline(always)]
    unsafe fn load_ints(self, from: *const i32) -> __m512i {
        unsafe { _mm512_loadu_si512(from.cast()) }
    }

    #[inline(always)]
    unsafe fn store_ints(self, to: *mut i32, values: __m512i) {
        unsafe { _mm512_storeu_si512(to.cast(), values) }
    }

    #[inline(always)]
    unsafe fn splat_bytes(self, from: *const u8) -> __m512i {
        unsafe { _mm512_set1_epi32(from.cast::<i32>().read_unaligned()) }
    }

    #[inline(always)]
    unsafe fn dot(self, sums: __m512i, activations: __m512i, weights: *const i8) -> __m512i {
        unsafe { _mm512_dpbusd_epi32(sums, activations, _mm512_loadu_si512(weights.cast())) }
    }

    #[inline(always)]
    fn prefetch<T>(self, from: *const T) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }

    #[inline(always)]
    unsafe fn tallest<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T) {
        unsafe { tiles.tile::<12, 1>(self, row, panel) }
    }

    #[inline(always)]
    unsafe fn tallest_of_dots<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T) {
        unsafe { tiles.tile::<12, 1>(self, row, panel) }
    }
}
