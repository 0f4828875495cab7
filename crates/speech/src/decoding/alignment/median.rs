//! A row without its single spikes.

/// Puts in place of each value the median of so many around it, an odd number. Beyond both ends
/// the row is mirrored at its outermost values; one that is too short for that stays as it is.
pub(super) fn filtered(row: &[f32], width: usize) -> Vec<f32> {
    let half = width / 2;
    if row.len() <= half {
        return row.to_vec();
    }
    let last = row.len() - 1;
    let mirrored = |place: isize| {
        let inside = place.unsigned_abs();
        row[if inside > last { 2 * last - inside } else { inside }]
    };
    let half_signed = half as isize;
    let mut around = Vec::with_capacity(width);
    (0..row.len() as isize)
        .map(|place| {
            around.clear();
            around.extend((place - half_signed..=place + half_signed).map(mirrored));
            around.sort_unstable_by(f32::total_cmp);
            around[half]
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spikes_go_and_steps_stay() {
        let row = [0.0, 0.0, 9.0, 0.0, 5.0, 5.0, 5.0];
        assert_eq!(filtered(&row, 3), [0.0, 0.0, 0.0, 5.0, 5.0, 5.0, 5.0]);
    }

    #[test]
    fn ends_are_mirrored_without_repeating_the_outermost() {
        // Around the first: 3 2 1 0 1 2 3, and so on.
        assert_eq!(filtered(&[0.0, 1.0, 2.0, 3.0], 7), [2.0, 2.0, 1.0, 1.0]);
        assert_eq!(filtered(&[4.0, 1.0, 2.0], 7), [4.0, 1.0, 2.0], "too short");
        assert_eq!(filtered(&[], 7), [0.0; 0]);
    }
}
