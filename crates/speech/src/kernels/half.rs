//! Numbers of 16 bits, IEEE 754's binary16: 11 bits of precision up to 65,504.
//!
//! OpenAI's weights were published in them, so a table kept so loses nothing, and keys and
//! values that are read for every token take half the memory traffic.

/// The largest finite one.
pub(super) const LARGEST: f32 = 65_504.0;

/// The float that a half-precision number stands for, without loss. Infinities become 65,536 and
/// more, which none of ours are, for [`halved`] writes none.
#[inline(always)]
pub(super) fn widened(half: u16) -> f32 {
    let bits = u32::from(half);
    // With exponent and fraction in their places only the bias of the exponent is wrong, by 112;
    // the product also makes small numbers without leading bit right.
    let magnitude = f32::from_bits((bits & 0x7fff) << 13) * f32::from_bits((127 + 112) << 23);
    f32::from_bits(magnitude.to_bits() | (bits & 0x8000) << 16)
}

/// The half-precision number nearest to a float, halves to the even one, and at most the largest
/// finite one.
#[inline(always)]
pub(super) fn halved(value: f32) -> u16 {
    let sign = (value.to_bits() >> 16) & 0x8000;
    // Written so that what is not a number becomes the largest one as well.
    let magnitude = if value.abs() < LARGEST { value.abs() } else { LARGEST };
    let bits = if magnitude < f32::from_bits((127 - 14) << 23) {
        // Adding 0.5 leaves multiples of 2⁻²⁴ in the last bits, rounded.
        (magnitude + 0.5).to_bits() - 0.5_f32.to_bits()
    } else {
        let bits = magnitude.to_bits() - (112 << 23);
        (bits + 0x0fff + ((bits >> 13) & 1)) >> 13
    };
    let [low, high, ..] = (sign | bits).to_le_bytes();
    u16::from_le_bytes([low, high])
}

/// Turns floats into half-precision numbers.
pub fn halve(values: &[f32]) -> Vec<u16> {
    values.iter().map(|value| halved(*value)).collect()
}

/// Turns half-precision numbers into floats.
///
/// # Panics
/// When there are not as many of both.
pub fn widen(halves: &[u16], values: &mut [f32]) {
    assert_eq!(halves.len(), values.len(), "as many floats as halves");
    for (half, value) in halves.iter().zip(values) {
        *value = widened(*half);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_finite_number_comes_back() {
        for half in (0..0x7c00).chain(0x8000..0xfc00) {
            assert_eq!(halved(widened(half)), half, "{half:#x}");
        }
        let some = [0x3c00, 0xc000, 0x0001, 0x7bff].map(widened);
        assert_eq!(some, [1.0, -2.0, 2.0_f32.powi(-24), 65_504.0]);
    }

    #[test]
    fn the_nearest_is_taken_and_of_two_the_even_one() {
        for (lower, upper) in (0..0x7bff).map(|half| (half, half + 1)) {
            let (low, high) = (widened(lower), widened(upper));
            let middle = f32::midpoint(low, high);
            let even = if lower % 2 == 0 { lower } else { upper };
            assert_eq!(halved(middle), even);
            assert_eq!(halved(middle.next_up()), upper);
            assert_eq!(halved(middle.next_down()), lower);
        }
    }

    #[test]
    fn what_is_too_large_becomes_the_largest() {
        assert_eq!(halved(f32::INFINITY), 0x7bff);
        assert_eq!(halved(f32::NEG_INFINITY), 0xfbff);
        assert_eq!(halved(1e9), 0x7bff);
        assert_eq!(halved(f32::NAN) & 0x7fff, 0x7bff);
    }
}
