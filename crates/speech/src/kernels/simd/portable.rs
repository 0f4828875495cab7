//! Plain code in arrays of four, which the compiler turns into the vectors that every processor
//! of an architecture has: SSE2, NEON, the vectors of WebAssembly.

use super::super::half;
use super::super::tile::Tiles;
use super::{Simd, ZERO_POINT};

/// Added to and taken from a float below 2²², it leaves the nearest whole number.
const ROUNDING: f32 = 12_582_912.0;

/// Plain code.
#[derive(Clone, Copy)]
pub(in super::super) struct Portable;

const LANES: usize = 4;

type Floats = [f32; LANES];
type Ints = [i32; LANES];

#[inline(always)]
fn each(a: Floats, b: Floats, of: impl Fn(f32, f32) -> f32) -> Floats {
    [of(a[0], b[0]), of(a[1], b[1]), of(a[2], b[2]), of(a[3], b[3])]
}

impl Simd for Portable {
    type Floats = Floats;
    type Ints = Ints;

    const LANES: usize = LANES;
    const TILE: usize = 4;
    const DOT_TILE: usize = 4;
    const DOT_IS_OFFSET: bool = false;

    #[inline(always)]
    fn splat(self, value: f32) -> Floats {
        [value; LANES]
    }

    #[inline(always)]
    fn add(self, a: Floats, b: Floats) -> Floats {
        each(a, b, |a, b| a + b)
    }

    #[inline(always)]
    fn sub(self, a: Floats, b: Floats) -> Floats {
        each(a, b, |a, b| a - b)
    }

    #[inline(always)]
    fn mul(self, a: Floats, b: Floats) -> Floats {
        each(a, b, |a, b| a * b)
    }

    #[inline(always)]
    fn div(self, a: Floats, b: Floats) -> Floats {
        each(a, b, |a, b| a / b)
    }

    #[inline(always)]
    fn max(self, a: Floats, b: Floats) -> Floats {
        // Not `f32::max`: one instruction, where what happens to NaN does not matter.
        each(a, b, |a, b| if a > b { a } else { b })
    }

    #[inline(always)]
    fn min(self, a: Floats, b: Floats) -> Floats {
        each(a, b, |a, b| if a < b { a } else { b })
    }

    #[inline(always)]
    fn abs(self, a: Floats) -> Floats {
        a.map(f32::abs)
    }

    #[inline(always)]
    fn mul_add(self, a: Floats, b: Floats, c: Floats) -> Floats {
        // Where there is no such instruction, `f32::mul_add` is a slow function.
        if cfg!(any(target_feature = "fma", target_arch = "aarch64")) {
            let of = |lane: usize| a[lane].mul_add(b[lane], c[lane]);
            [of(0), of(1), of(2), of(3)]
        } else {
            self.add(self.mul(a, b), c)
        }
    }

    #[inline(always)]
    fn round(self, a: Floats) -> Floats {
        a.map(|a| (a + ROUNDING) - ROUNDING)
    }

    #[inline(always)]
    fn scale(self, a: Floats, n: Floats) -> Floats {
        // The sum's last bits are the whole number; shifted, they are added to the exponent.
        each(a, n, |a, n| {
            let exponent = (n + ROUNDING).to_bits() << 23;
            f32::from_bits(a.to_bits().wrapping_add(exponent))
        })
    }

    #[inline(always)]
    fn sum(self, a: Floats) -> f32 {
        (a[0] + a[2]) + (a[1] + a[3])
    }

    #[inline(always)]
    fn largest(self, a: Floats) -> f32 {
        a[0].max(a[1]).max(a[2].max(a[3]))
    }

    #[inline(always)]
    unsafe fn load(self, from: *const f32) -> Floats {
        // SAFETY: the caller says that there are four floats.
        unsafe { from.cast::<Floats>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn store(self, to: *mut f32, values: Floats) {
        // SAFETY: the caller says that there is room for four floats.
        unsafe { to.cast::<Floats>().write_unaligned(values) }
    }

    #[inline(always)]
    unsafe fn load_half(self, from: *const u16) -> Floats {
        // SAFETY: the caller says that there are four numbers.
        unsafe { from.cast::<[u16; LANES]>().read_unaligned() }.map(half::widened)
    }

    #[inline(always)]
    unsafe fn store_half(self, to: *mut u16, values: Floats) {
        // SAFETY: the caller says that there is room for four numbers.
        unsafe { to.cast::<[u16; LANES]>().write_unaligned(values.map(half::halved)) }
    }

    #[inline(always)]
    unsafe fn store_bytes(self, to: *mut u8, values: Floats) {
        // The last byte of the sum is that of the whole number in two's complement.
        let bytes = values.map(|value| {
            let [byte, ..] = (value + ROUNDING).to_bits().to_le_bytes();
            byte.wrapping_add(ZERO_POINT)
        });
        // SAFETY: the caller says that there is room for four bytes.
        unsafe { to.cast::<[u8; LANES]>().write_unaligned(bytes) }
    }

    #[inline(always)]
    fn splat_int(self, value: i32) -> Ints {
        [value; LANES]
    }

    #[inline(always)]
    fn add_ints(self, a: Ints, b: Ints) -> Ints {
        [a[0] + b[0], a[1] + b[1], a[2] + b[2], a[3] + b[3]]
    }

    #[inline(always)]
    #[expect(clippy::cast_precision_loss, reason = "as the processors' instructions round")]
    fn to_floats(self, a: Ints) -> Floats {
        a.map(|a| a as f32)
    }

    #[inline(always)]
    unsafe fn load_ints(self, from: *const i32) -> Ints {
        // SAFETY: the caller says that there are four whole numbers.
        unsafe { from.cast::<Ints>().read_unaligned() }
    }

    #[inline(always)]
    unsafe fn store_ints(self, to: *mut i32, values: Ints) {
        // SAFETY: the caller says that there is room for four whole numbers.
        unsafe { to.cast::<Ints>().write_unaligned(values) }
    }

    #[inline(always)]
    unsafe fn splat_bytes(self, from: *const u8) -> Ints {
        // SAFETY: the caller says that there are four bytes.
        let bytes = unsafe { from.cast::<[u8; 4]>().read_unaligned() };
        bytes.map(|byte| i32::from(byte) - i32::from(ZERO_POINT))
    }

    #[inline(always)]
    unsafe fn dot(self, sums: Ints, activations: Ints, weights: *const i8) -> Ints {
        // SAFETY: the caller says that there are sixteen weights.
        let weights = unsafe { weights.cast::<[[i8; 4]; LANES]>().read_unaligned() };
        let of = |lane: usize| {
            let four = weights[lane].map(i32::from);
            let pair = |at: usize| activations[at] * four[at] + activations[at + 1] * four[at + 1];
            sums[lane] + (pair(0) + pair(2))
        };
        [of(0), of(1), of(2), of(3)]
    }

    #[inline(always)]
    fn prefetch<T>(self, _: *const T) {}

    #[inline(always)]
    unsafe fn tallest<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T) {
        // SAFETY: as the caller says.
        unsafe { tiles.tile::<4, 1>(self, row, panel) }
    }

    #[inline(always)]
    unsafe fn tallest_of_dots<T: Tiles<Self>>(self, row: usize, panel: usize, tiles: &mut T) {
        // SAFETY: as the caller says.
        unsafe { tiles.tile::<4, 1>(self, row, panel) }
    }
}
