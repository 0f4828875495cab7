//! Rows of numbers in memory that may overlap or lie apart.

/// Rows that each begin a stride after the one before.
///
/// A stride below the width makes rows overlap, which turns a convolution over frames into the
/// product of a matrix without copying a thing; one above it picks columns out of wider rows.
#[derive(Debug, Clone, Copy)]
pub struct Rows<'a> {
    values: &'a [f32],
    count: usize,
    width: usize,
    stride: usize,
}

impl<'a> Rows<'a> {
    /// Rows that follow each other.
    ///
    /// # Panics
    /// When the numbers are not so many whole rows.
    pub fn new(values: &'a [f32], width: usize) -> Self {
        assert!(width > 0 && values.len().is_multiple_of(width), "whole rows");
        Self { values, count: values.len() / width, width, stride: width }
    }

    /// So many rows that each begin `stride` numbers after the one before.
    ///
    /// # Panics
    /// When the last row would end after the numbers.
    pub fn strided(values: &'a [f32], count: usize, width: usize, stride: usize) -> Self {
        if let Some(before) = count.checked_sub(1) {
            let end = before.checked_mul(stride).and_then(|start| start.checked_add(width));
            assert!(end.is_some_and(|end| end <= values.len()), "rows end with the numbers");
        }
        Self { values, count, width, stride }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Numbers in a row.
    pub fn width(&self) -> usize {
        self.width
    }

    /// Some of the rows.
    ///
    /// # Panics
    /// When there are not so many.
    #[must_use]
    pub fn range(&self, first: usize, count: usize) -> Self {
        assert!(first <= self.count && count <= self.count - first, "rows that there are");
        let values = if count == 0 { &[] } else { &self.values[first * self.stride..] };
        Self { values, count, ..*self }
    }

    /// The same columns of every row.
    ///
    /// # Panics
    /// When rows are not so wide.
    #[must_use]
    pub fn columns(&self, first: usize, width: usize) -> Self {
        assert!(first <= self.width && width <= self.width - first, "columns that there are");
        let values = if self.count == 0 { &[] } else { &self.values[first..] };
        Self { values, width, ..*self }
    }

    /// One row.
    pub(super) fn row(&self, index: usize) -> &'a [f32] {
        assert!(index < self.count, "a row that there is");
        &self.values[index * self.stride..][..self.width]
    }

    /// Where the first row begins, and how far the next is: all rows lie in what can be read there.
    pub(super) fn parts(&self) -> (*const f32, usize) {
        (self.values.as_ptr(), self.stride)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_overlap_and_columns_are_picked() {
        let values = [0.0, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0];
        let rows = Rows::strided(&values, 3, 3, 2);
        assert_eq!(rows.row(1), [2.0, 3.0, 4.0]);
        assert_eq!(rows.range(1, 2).row(1), [4.0, 5.0, 6.0]);
        assert_eq!(rows.range(1, 2).columns(1, 2).row(0), [3.0, 4.0]);
        assert_eq!(rows.range(3, 0).count(), 0);
        assert_eq!(Rows::strided(&[], 0, 5, 5).columns(1, 2).count(), 0);
    }

    #[test]
    #[should_panic(expected = "rows end with the numbers")]
    fn rows_past_the_end_are_refused() {
        let _ = Rows::strided(&[0.0; 6], 3, 3, 2);
    }
}
