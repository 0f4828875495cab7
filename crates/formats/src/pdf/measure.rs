//! Small arithmetic on places of the page.

/// The middle value; zero when there is none.
pub(super) fn median(mut values: Vec<f32>) -> f32 {
    values.sort_by(f32::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// The value below which a share of all values lies; zero when there is none.
pub(super) fn quantile(mut values: Vec<f32>, share: f32) -> f32 {
    values.sort_by(f32::total_cmp);
    let last = values.len().saturating_sub(1);
    let at = usize::try_from(bucket(count(last) * share, 1.0)).unwrap_or_default();
    values.get(at.min(last)).copied().unwrap_or_default()
}

/// The number of a cell of a grid.
#[expect(clippy::cast_possible_truncation, reason = "pages are smaller than 100,000 points")]
pub(super) fn bucket(value: f32, step: f32) -> i32 {
    (value / step).floor() as i32
}

/// A count in calculations with shares and places.
#[expect(clippy::cast_precision_loss, reason = "counts of what is on a page are small")]
pub(super) fn count(count: usize) -> f32 {
    count as f32
}

/// Whether `part` is at least this share of `all`.
pub(super) fn is_share(part: usize, all: usize, share: f32) -> bool {
    count(part) >= share * count(all)
}
