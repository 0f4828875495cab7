//! AVX2 with FMA and F16C, with or without the 8-bit dot products of AVX-VNNI.

#![allow(clippy::wildcard_imports, reason = "every instruction has a name of its own")]

use std::arch::x86_64::*;

use super::super::half::LARGEST;
use super::super::tile::Tiles;
use super::{Simd, ZERO_POINT};

/// Vectors of 256 bits; `VNNI` where the processor has AVX-VNNI.
#[derive(Clone, Copy)]
pub(in super::super) struct Wide256<const VNNI: bool>(());

impl<const VNNI: bool> Wide256<VNNI> {
    /// # Safety
    /// The processor has AVX2, FMA and F16C, and AVX-VNNI if so said.
    #[inline(always)]
    pub(in super::super) unsafe fn assume() -> Self {
        Self(())
    }
}

// SAFETY of everything below: a value of this type says that the instructions are there, and what
// goes through pointers asks of its caller what the trait says.
impl<const VNNI: bool> Simd for Wide256<VNNI> {
    type Floats = __m256;
    type Ints = __m256i;

    const LANES: usize = 8;
    const TILE: usize = 6;
    // Without the one instruction more registers are needed in between.
    const DOT_TILE: usize = if VNNI { 6 } else { 4 };
    const DOT_IS_OFFSET: bool = VNNI;

    #[inline(always)]
    fn splat(self, value: f32) -> __m256 {
        unsafe { _mm256_set1_ps(value) }
    }

    #[inline(always)]
    fn add(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_add_ps(a, b) }
    }

    #[inline(always)]
    fn sub(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_sub_ps(a, b) }
    }

    #[inline(always)]
    fn mul(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_mul_ps(a, b) }
    }

    #[inline(always)]
    fn div(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_div_ps(a, b) }
    }

    #[inline(always)]
    fn max(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_max_ps(a, b) }
    }

    #[inline(always)]
    fn min(self, a: __m256, b: __m256) -> __m256 {
        unsafe { _mm256_min_ps(a, b) }
    }

    #[inline(always)]
    fn abs(self, a: __m256) -> __m256 {
        unsafe { _mm256_andnot_ps(_mm256_set1_ps(-0.0), a) }
    }

    #[inline(always)]
    fn mul_add(self, a: __m256, b: __m256, c: __m256) -> __m256 {
        unsafe { _mm256_fmadd_ps(a, b, c) }
    }

    #[inline(always)]
    fn round(self, a: __m256) -> __m256 {
        unsafe { _mm256_round_ps::<{ _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC }>(a) }
    }

    #[inline(always)]
    fn scale(self, a: __m256, n: __m256) -> __m256 {
        unsafe {
            let exponent = _mm256_slli_epi32::<23>(_mm256_cvtps_epi32(n));
            _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(a), exponent))
        }
    }

    #[inline(always)]
    fn sum(self, a: __m256) -> f32 {
        unsafe {
            let a = _mm_add_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
            let a = _mm_add_ps(a, _mm_movehl_ps(a, a));
            _mm_cvtss_f32(_mm_add_ss(a, _mm_movehdup_ps(a)))
        }
    }

    #[inline(always)]
    fn largest(self, a: __m256) -> f32 {
        unsafe {
            let a = _mm_max_ps(_mm256_castps256_ps128(a), _mm256_extractf128_ps::<1>(a));
            let a = _mm_max_ps(a, _mm_movehl_ps(a, a));
            _mm_cvtss_f32(_mm_max_ss(a, _mm_movehdup_ps(a)))
        }
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> __m256 {
        unsafe { _mm256_loadu_ps(from) }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32, values: __m256) {
        unsafe { _mm256_storeu_ps(to, values) }
    }

    #[inline(always)]
    unsafe fn load_half(self, from: *const u16) -> __m256 {
        unsafe { _mm256_cvtph_ps(_mm_loadu_si128(from.cast())) }
    }

    #[inline(always)]
    unsafe fn store_half(self, to: *mut u16, values: __m256) {
        unsafe {
            let values = self.max(self.min(values, self.splat(LARGEST)), self.splat(-LARGEST));
            _mm_storeu_si128(to.cast(), _mm256_cvtps_ph::<_MM_FROUND_TO_NEAREST_INT>(values));
        }
    }

    #[inline(always)]
    unsafe fn store_bytes(self, to: *mut u8, values: __m256) {
        unsafe {
            let whole = _mm256_cvtps_epi32(values);
            let (low, high) = (_mm256_castsi256_si128(whole), _mm256_extracti128_si256::<1>(whole));
            let eight = _mm_packs_epi32(low, high);
            let eight = _mm_add_epi16(eight, _mm_set1_epi16(i16::from(ZERO_POINT)));
            _mm_storel_epi64(to.cast(), _mm_packus_epi16(eight, eight));
        }
    }

    #[inline(always)]
    fn splat_int(self, value: i32) -> __m256i {
        unsafe { _mm256_set1_epi32(value) }
    }

    #[inline(always)]
    fn add_ints(self, a: __m256i, b: __m256i) -> __m256i {
        unsafe { _mm256_add_epi32(a, b) }
    }

    #[inline(always)]
    fn to_floats(self, a: __m256i) -> __m256 {
        unsafe { _mm256_cvtepi32_ps(a) }
    }

    #[inline(always)]
    unsafe fn load_ints(self, from: *const i32) -> __m256i {
        unsafe { _mm256_loadu_si256(from.cast()) }
    }

    #[inline(always)]
    unsafe fn store_ints(self, to: *mut i32, values: __m256i) {
        unsafe { _mm256_storeu_si256(to.cast(), values) }
    }

    #[inline(always)]
    unsafe fn splat_bytes(self, from: *const u8) -> __m256i {
        unsafe {
            let four = _mm256_set1_epi32(from.cast::<i32>().read_unaligned());
            if VNNI { four } else { _mm256_xor_si256(four, _mm256_set1_epi8(-128)) }
        }
    }

    #[inline(always)]
    unsafe fn dot(self, sums: __m256i, activations: __m256i, weights: *const i8) -> __m256i {
        unsafe {
            let weights = _mm256_loadu_si256(weights.cast());
            if VNNI {
                return _mm256_dpbusd_avx_epi32(sums, activations, weights);
            }
            // Bytes without sign times bytes with sign, pair by pair in 16 bits, would saturate at
            // 255 × 127 × 2. With the weights' signs moved over to the activations no factor
            // is above 127, and 127 × 127 × 2 fits.
            let signed = _mm256_sign_epi8(activations, weights);
            let pairs = _mm256_maddubs_epi16(_mm256_abs_epi8(weights), signed);
            _mm256_add_epi32(sums, _mm256_madd_epi16(pairs, _mm256_set1_epi16(1)))
        }
    }

    #[inline(always)]
    fn prefetch<T>(self, from: *const T) {
        unsafe { _mm_prefetch::<_MM_HINT_T0>(from.cast()) }
    }

    #[inline(always)]
    unsafe fn tallest<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T) {
        unsafe { tiles.tile::<6, 1>(self, row, panel) }
    }

    #[inline(always)]
    unsafe fn tallest_of_dots<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T) {
        unsafe {
            if VNNI {
                tiles.tile::<6, 1>(self, row, panel);
            } else {
                tiles.tile::<4, 1>(self, row, panel);
            }
        }
    }
}
