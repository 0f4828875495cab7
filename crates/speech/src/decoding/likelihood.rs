//! Logarithms of likelihood: their sums, their largest, and dice thrown by them.
//!
//! What may not be chosen has the logit negative infinity; what is no number counts as that too,
//! so a broken model gives no text rather than a wrong one. Sums are kept in double precision.

/// So many logits are looked at together.
const CHUNK: usize = 256;

/// The logarithm of the sum of `exp` over all logits; negative infinity where none may be chosen.
pub(super) fn log_sum_exp(logits: &[f32]) -> f64 {
    let Some(largest) = largest(logits) else {
        return f64::NEG_INFINITY;
    };
    f64::from(largest) + sum_of_powers(logits, largest).ln()
}

/// The sum of `exp(logit - largest)`. Sixteen sums side by side let the compiler take as many at a
/// time as the processor can, and a chunk is short enough that single precision loses nothing.
fn sum_of_powers(logits: &[f32], largest: f32) -> f64 {
    let mut sum = 0.0;
    for chunk in logits.chunks(1024) {
        let mut sums = [0.0_f32; 16];
        let (whole, rest) = chunk.as_chunks::<16>();
        for few in whole {
            for (sum, logit) in sums.iter_mut().zip(few) {
                *sum += exp(logit - largest);
            }
        }
        for (sum, logit) in sums.iter_mut().zip(rest) {
            *sum += exp(logit - largest);
        }
        sum += sums.into_iter().map(f64::from).sum::<f64>();
    }
    sum
}

/// Finds the likeliest, the first of several that are alike.
pub(super) fn likeliest(logits: &[f32]) -> Option<usize> {
    let largest = largest(logits)?;
    let holds = |logit: &f32| *logit >= largest;
    // Without branches within a chunk, as above.
    let chunk = logits
        .chunks(CHUNK)
        .position(|chunk| chunk.iter().fold(false, |any, one| any | holds(one)))?;
    let within = logits[chunk * CHUNK..].iter().position(holds)?;
    Some(chunk * CHUNK + within)
}

/// Lists the likeliest few, best first, and of those that are alike the first.
pub(super) fn likeliest_few(logits: &[f32], count: usize) -> Vec<usize> {
    let mut few: Vec<usize> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for (number, chunk) in logits.chunks(CHUNK).enumerate() {
        // Most chunks have nothing that is likelier.
        if maximum(chunk) <= least {
            continue;
        }
        for (token, logit) in (number * CHUNK..).zip(chunk) {
            if *logit > least {
                let place = few.partition_point(|other| logits[*other] >= *logit);
                few.insert(place, token);
                few.truncate(count);
                if few.len() == count {
                    least = few.last().map_or(f32::INFINITY, |last| logits[*last]);
                }
            }
        }
    }
    few
}

/// Throws dice: `chance` between 0 and 1 falls on each as often as it is likely at a temperature.
pub(super) fn drawn(logits: &[f32], temperature: f32, chance: f64) -> Option<usize> {
    let largest = largest(logits)?;
    let weights: Vec<f32> =
        logits.iter().map(|logit| exp((logit - largest) / temperature)).collect();
    let total: f64 = weights.iter().copied().map(f64::from).sum();
    let mut left = chance * total;
    for (token, weight) in weights.iter().enumerate().filter(|(_, weight)| **weight > 0.0) {
        left -= f64::from(*weight);
        if left < 0.0 {
            return Some(token);
        }
    }
    // Rounding, at the very end of the dice.
    weights.iter().rposition(|weight| *weight > 0.0)
}

fn largest(logits: &[f32]) -> Option<f32> {
    let largest = maximum(logits);
    largest.is_finite().then_some(largest)
}

/// The largest of all that are numbers; negative infinity of none.
pub(super) fn maximum(logits: &[f32]) -> f32 {
    let mut largest = [f32::NEG_INFINITY; 16];
    let larger = |largest: &mut f32, logit: &f32| {
        *largest = if *logit > *largest { *logit } else { *largest };
    };
    let (whole, rest) = logits.as_chunks::<16>();
    for few in whole {
        largest.iter_mut().zip(few).for_each(|(largest, logit)| larger(largest, logit));
    }
    largest.iter_mut().zip(rest).for_each(|(largest, logit)| larger(largest, logit));
    largest.into_iter().fold(f32::NEG_INFINITY, f32::max)
}

/// The exponential of a number that is not above 0, without branches, so that the compiler can take
/// many at a time: 2 to the whole part by its bits, times a polynomial for the rest (Cody and
/// Waite 1980). Right to 4 in 10 million; 0 for very little, and for what is no number.
#[inline]
fn exp(power: f32) -> f32 {
    const LEAST: f32 = -87.0;
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    // Added to a small number, it leaves the nearest whole number in the last bits.
    const ROUNDING: f32 = 12_582_912.0;
    let bounded = power.max(LEAST);
    let shifted = bounded * std::f32::consts::LOG2_E + ROUNDING;
    let whole = shifted - ROUNDING;
    let rest = bounded - whole * LN_2_HIGH - whole * LN_2_LOW;
    // Taylor's series to the sixth power: the rest is at most ln(2) / 2.
    let mut value = 1.0 / 720.0;
    for factor in [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0] {
        value = value * rest + factor;
    }
    let power_of_two = f32::from_bits((shifted.to_bits() << 23).wrapping_add(0x3f80_0000));
    if bounded > LEAST { value * power_of_two } else { 0.0 }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const NEVER: f32 = f32::NEG_INFINITY;

    #[test]
    fn sums_are_those_of_double_precision() {
        let logits: Vec<f32> = (0..51_865_u16).map(|n| f32::from(n % 977) / 20.0 - 30.0).collect();
        let exact = logits.iter().map(|logit| f64::from(*logit).exp()).sum::<f64>().ln();
        assert!((log_sum_exp(&logits) - exact).abs() < 1e-6);
        assert!((log_sum_exp(&[0.0, 0.0, NEVER]) - 2f64.ln()).abs() < 1e-7);
        assert!(log_sum_exp(&[NEVER, f32::NAN]) < f64::MIN);
        assert!(log_sum_exp(&[]) < f64::MIN);
    }

    #[test]
    fn the_first_of_equals_is_the_likeliest_and_what_is_no_number_is_none() {
        assert_eq!(likeliest(&[0.5, 2.0, f32::NAN, 2.0]), Some(1));
        assert_eq!(likeliest(&[NEVER, f32::NAN]), None);
        assert_eq!(likeliest_few(&[1.0, 3.0, 2.0, 3.0, NEVER], 3), [1, 3, 2]);
        assert_eq!(likeliest_few(&[NEVER, 1.0, f32::NAN], 3), [1]);
        assert_eq!(likeliest_few(&[1.0], 0), [0; 0]);
    }

    #[test]
    fn dice_fall_as_often_as_likely() {
        let logits = [0.0, 3f32.ln(), NEVER];
        assert_eq!(drawn(&logits, 1.0, 0.0), Some(0));
        assert_eq!(drawn(&logits, 1.0, 0.249), Some(0));
        assert_eq!(drawn(&logits, 1.0, 0.251), Some(1));
        assert_eq!(drawn(&logits, 1.0, 1.0), Some(1));
        // At half the temperature nine times as likely instead of three times.
        assert_eq!(drawn(&logits, 0.5, 0.101), Some(1));
        assert_eq!(drawn(&[NEVER], 1.0, 0.5), None);
        assert_eq!(drawn(&[NEVER, f32::NAN, 1.0], 1.0, 0.5), Some(2));
    }

    proptest! {
        #[test]
        fn the_exponential_is_right_to_seven_digits(power in -86.9f32..=0.0) {
            let exact = f64::from(power).exp();
            prop_assert!((f64::from(exp(power)) - exact).abs() <= 4e-7 * exact);
        }

        #[test]
        fn the_likeliest_few_are_those_of_sorting(
            logits in prop::collection::vec(-9i8..9, 0..40), count in 0usize..9
        ) {
            let logits: Vec<f32> = logits.into_iter().map(f32::from).collect();
            let mut sorted: Vec<usize> = (0..logits.len()).collect();
            sorted.sort_by(|one, other| logits[*other].total_cmp(&logits[*one]));
            sorted.truncate(count);
            prop_assert_eq!(likeliest_few(&logits, count), sorted);
        }
    }
}
