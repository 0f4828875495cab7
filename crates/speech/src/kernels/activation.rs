//! Powers of two, and the activation of the model's feed-forward layers.

use super::isa::{Isa, Task};
use super::simd::{Simd, load_some, store_some};

/// 2ʸ for `y` up to 127; what is below -126 counts as that.
///
/// The fraction's power is the polynomial of the fifth degree with the least largest relative
/// error on [-½, ½], 7.5e-8, found by Remez's exchange; with rounding it is 2.4e-7.
#[inline(always)]
pub(super) fn exp2<S: Simd>(simd: S, y: S::Floats) -> S::Floats {
    let y = simd.max(y, simd.splat(-126.0));
    let whole = simd.round(y);
    let fraction = simd.sub(y, whole);
    let mut power = simd.splat(0.001_327_647_2);
    for coefficient in [0.009_675_541, 0.055_507_13, 0.240_221_2, 0.693_146_94, 1.000_000_1] {
        power = simd.mul_add(power, fraction, simd.splat(coefficient));
    }
    simd.scale(power, whole)
}

/// x Φ(x), Φ being the normal distribution: the Gaussian error linear unit with the error function,
/// as OpenAI's model has it, and not its approximation by a hyperbolic tangent.
///
/// The error function is Abramowitz and Stegun's 7.1.26, whose error is at most 1.5e-7. It is written
/// as max(x, 0) - |x| erfc(|x| / √2) / 2, where nothing is lost by taking from 1 what is almost 1.
#[inline(always)]
pub(super) fn gelu_of<S: Simd>(simd: S, x: S::Floats) -> S::Floats {
    // Further out the second term is 0 in single precision, and so infinities stay what they are.
    let magnitude = simd.min(simd.abs(x), simd.splat(14.0));
    let z = simd.mul(magnitude, simd.splat(std::f32::consts::FRAC_1_SQRT_2));
    let one = simd.splat(1.0);
    let t = simd.div(one, simd.mul_add(z, simd.splat(0.327_591_1), one));
    let mut sum = simd.splat(1.061_405_4);
    for coefficient in [-1.453_152, 1.421_413_7, -0.284_496_74, 0.254_829_6] {
        sum = simd.mul_add(sum, t, simd.splat(coefficient));
    }
    let square = simd.mul(z, z);
    let power = exp2(simd, simd.mul(square, simd.splat(-std::f32::consts::LOG2_E)));
    let complement = simd.mul(simd.mul(sum, t), power);
    let half = simd.mul(magnitude, simd.splat(-0.5));
    simd.mul_add(half, complement, simd.max(x, simd.splat(0.0)))
}

/// Puts numbers through the activation [x Φ(x)](gelu_of).
pub fn gelu(values: &mut [f32], isa: Isa) {
    isa.run_floats(Gelu(values));
}

struct Gelu<'a>(&'a mut [f32]);

impl Task for Gelu<'_> {
    type Output = ();

    #[inline(always)]
    fn run<S: Simd>(self, simd: S) {
        let mut vectors = self.0.chunks_exact_mut(S::LANES);
        for vector in &mut vectors {
            // SAFETY: every chunk is as long as a vector.
            unsafe {
                let values = simd.load(vector.as_ptr());
                simd.store(vector.as_mut_ptr(), gelu_of(simd, values));
            }
        }
        let rest = vectors.into_remainder();
        let values = load_some(simd, rest, 0.0);
        store_some(simd, rest, gelu_of(simd, values));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The error function by its series, to the last digit for the magnitudes here.
    fn erf(x: f64) -> f64 {
        let (mut term, mut sum) = (x, x);
        for n in 1..200 {
            let n = f64::from(n);
            term *= -x * x / n;
            sum += term / (2.0 * n + 1.0);
        }
        sum * std::f64::consts::FRAC_2_SQRT_PI
    }

    #[test]
    fn the_activation_is_that_with_the_error_function() {
        for isa in Isa::available() {
            let mut values: Vec<f32> = (-5003..=5003).map(|step| step as f32 / 1000.0).collect();
            let expected = values.clone();
            gelu(&mut values, isa);
            for (found, x) in values.iter().zip(expected.iter().map(|x| f64::from(*x))) {
                let expected = 0.5 * x * (1.0 + erf(x / std::f64::consts::SQRT_2));
                let apart = (f64::from(*found) - expected).abs();
                assert!(apart < 7e-7, "{isa:?}: {found} for {expected} at {x}");
            }
        }
    }

    #[test]
    fn powers_are_right_to_the_last_bits() {
        struct Power(f32);
        impl Task for Power {
            type Output = f32;
            #[inline(always)]
            fn run<S: Simd>(self, simd: S) -> f32 {
                simd.largest(exp2(simd, simd.splat(self.0)))
            }
        }
        for isa in Isa::available() {
            for step in -12_600..1000 {
                let y = step as f32 / 100.0;
                let (found, expected) = (f64::from(isa.run_floats(Power(y))), f64::from(y).exp2());
                assert!((found / expected - 1.0).abs() < 3e-7, "{isa:?}: {found} for 2^{y}");
            }
            assert!(isa.run_floats(Power(f32::MIN)) < 1e-37);
        }
    }

    #[test]
    fn the_ends_of_the_number_line_are_taken() {
        for isa in Isa::available() {
            let mut values = [f32::INFINITY, f32::NEG_INFINITY, f32::MAX, f32::MIN, 0.0, f32::NAN];
            gelu(&mut values, isa);
            assert!(values[0] == f32::INFINITY, "{isa:?}");
            assert!(values[1].abs() < 1e-20 && values[3].abs() < 1e-20, "{isa:?} {values:?}");
            assert!(values[2] == f32::MAX && values[4] == 0.0, "{isa:?}");
        }
    }
}
