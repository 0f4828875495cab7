//! Logarithms of likelihood: their sums, their largest, and dice thrown by them.
//!
//! What may not be chosen has the logit negative infinity; what is no number counts as that too,
//! so a broken model gives no text rather than a wrong one. Sums are kept in double precision.

/// The logarithm of the sum of `exp` over all logits; negative infinity where none may be chosen.
pub(super) fn log_sum_exp(logits: &[f32]) -> f64 {
    let Some(largest) = largest(logits) else {
        return f64::NEG_INFINITY;
    };
    // Few enough at once that single precision loses nothing, and many enough for wide registers.
    let sum_of = |chunk: &[f32]| chunk.iter().map(|logit| exp(logit - largest)).sum::<f32>();
    let sum: f64 = logits.chunks(64).map(|chunk| f64::from(sum_of(chunk))).sum();
    f64::from(largest) + sum.ln()
}

/// Finds the likeliest, the first of several that are alike.
pub(super) fn likeliest(logits: &[f32]) -> Option<usize> {
    let largest = largest(logits)?;
    logits.iter().position(|logit| *logit >= largest)
}

/// Lists the likeliest few, best first, and of those that are alike the first.
pub(super) fn likeliest_few(logits: &[f32], count: usize) -> Vec<usize> {
    let mut few: Vec<usize> = Vec::with_capacity(count + 1);
    let mut least = f32::NEG_INFINITY;
    for (token, logit) in logits.iter().enumerate() {
        if *logit > least {
            let place = few.partition_point(|other| logits[*other] >= *logit);
            few.insert(place, token);
            few.truncate(count);
            if few.len() == count {
                least = few.last().map_or(f32::INFINITY, |last| logits[*last]);
            }
        }
    }
    few
}

/// Throws dice: `chance` between 0 and 1 falls on each as often as it is likely at a temperature.
pub(super) fn drawn(logits: &[f32], temperature: f32, chance: f64) -> Option<usize> {
    let largest = largest(logits)?;
    let weight = |logit: &f32| f64::from(exp((logit - largest) / temperature));
    let may_be = |logit: &f32| *logit > f32::NEG_INFINITY;
    let total: f64 = logits.iter().map(weight).sum();
    let mut left = chance * total;
    for (token, logit) in logits.iter().enumerate().filter(|(_, logit)| may_be(logit)) {
        left -= weight(logit);
        if left < 0.0 {
            return Some(token);
        }
    }
    // Rounding, at the very end of the dice.
    logits.iter().rposition(may_be)
}

fn largest(logits: &[f32]) -> Option<f32> {
    let largest = logits.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    largest.is_finite().then_some(largest)
}

/// The exponential of a number that is not above 0, written so that the compiler can take many at
/// a time: 2 to the whole part by its bits, times a polynomial for the rest (Cody and Waite 1980).
/// Right to 2 in 10 million; 0 for very little, and for what is no number.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    clippy::cast_sign_loss,
    reason = "the whole part lies between -126 and 0"
)]
fn exp(power: f32) -> f32 {
    const LN_2_HIGH: f32 = 0.693_359_4;
    const LN_2_LOW: f32 = -2.121_944_4e-4;
    let least = -87.0;
    let bounded = power.max(least);
    let whole = (bounded * std::f32::consts::LOG2_E - 0.5) as i32;
    let whole_float = whole as f32;
    let rest = bounded - whole_float * LN_2_HIGH - whole_float * LN_2_LOW;
    // Taylor's series to the sixth power: |rest| is at most ln(2) / 2.
    let series = [1.0 / 120.0, 1.0 / 24.0, 1.0 / 6.0, 0.5, 1.0, 1.0];
    let value = series.iter().fold(1.0 / 720.0, |sum, factor| sum * rest + factor);
    let scaled = value * f32::from_bits(((whole + 127) as u32) << 23);
    if bounded > least { scaled } else { 0.0 }
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
