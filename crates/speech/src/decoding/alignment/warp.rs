//! Dynamic time warping: the cheapest way through a matrix from its first corner to its last.

/// How a place of the matrix is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reached {
    Diagonally,
    FromRowBefore,
    FromColumnBefore,
}

/// Finds at which column the cheapest path enters each row, where each step goes to the next row,
/// the next column or both.
///
/// Of ways that cost the same, the one from the column before is taken.
pub(super) fn row_begins(costs: &[f32], columns: usize) -> Vec<usize> {
    let mut begins = vec![0; costs.len().checked_div(columns).unwrap_or(0)];
    // The path goes backwards, so the first place of a row is seen last.
    for (row, column) in path_backwards(&find_ways(costs, columns).0, columns) {
        begins[row] = column;
    }
    begins
}

/// Finds how each place is reached most cheaply, and what the last costs. Time goes with the size
/// of the matrix, memory with a byte for each place: only one column of sums is kept.
fn find_ways(costs: &[f32], columns: usize) -> (Vec<Reached>, f64) {
    let rows = costs.len().checked_div(columns).unwrap_or(0);
    let mut reached = vec![Reached::FromColumnBefore; rows * columns];
    let mut before = vec![f64::INFINITY; rows];
    for column in 0..columns {
        // Above the first row there is nothing but the corner before the first place.
        let mut diagonal = if column == 0 { 0.0 } else { f64::INFINITY };
        let mut above = f64::INFINITY;
        for (row, sum) in before.iter_mut().enumerate() {
            let left = *sum;
            let (least, way) = cheapest(diagonal, above, left);
            diagonal = left;
            above = least + f64::from(costs[row * columns + column]);
            *sum = above;
            reached[row * columns + column] = way;
        }
    }
    (reached, before.last().copied().unwrap_or(0.0))
}

fn cheapest(diagonal: f64, above: f64, left: f64) -> (f64, Reached) {
    if left <= diagonal && left <= above {
        (left, Reached::FromColumnBefore)
    } else if diagonal <= above {
        (diagonal, Reached::Diagonally)
    } else {
        (above, Reached::FromRowBefore)
    }
}

/// Lists the places of the path, as rows and columns, from the last to the first.
fn path_backwards(reached: &[Reached], columns: usize) -> Vec<(usize, usize)> {
    let Some(mut place) = reached.len().checked_sub(1) else {
        return Vec::new();
    };
    let mut path = vec![(place / columns, place % columns)];
    while place > 0 {
        // In the first row and in the first column there is only one way.
        let way = match (place / columns, place % columns) {
            (0, _) => Reached::FromColumnBefore,
            (_, 0) => Reached::FromRowBefore,
            _ => reached[place],
        };
        place -= match way {
            Reached::Diagonally => columns + 1,
            Reached::FromRowBefore => columns,
            Reached::FromColumnBefore => 1,
        };
        path.push((place / columns, place % columns));
    }
    path
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_path_follows_the_cheap_places() {
        #[rustfmt::skip]
        let costs = [
            0.0, 0.0, 1.0, 1.0, 1.0,
            1.0, 1.0, 0.0, 1.0, 1.0,
            1.0, 1.0, 1.0, 0.0, 0.0,
        ];
        assert_eq!(row_begins(&costs, 5), [0, 2, 3]);
    }

    #[test]
    fn more_rows_than_columns_share_a_column() {
        assert_eq!(row_begins(&[0.0, 0.0, 0.0], 1), [0, 0, 0]);
        assert_eq!(row_begins(&[], 0), [0; 0]);
    }

    /// The cheapest sum by trying every path.
    fn cheapest_sum(costs: &[f32], columns: usize, (row, column): (usize, usize)) -> f64 {
        let here = f64::from(costs[row * columns + column]);
        let mut ways = Vec::new();
        if row > 0 {
            ways.push((row - 1, column));
        }
        if column > 0 {
            ways.push((row, column - 1));
        }
        if row > 0 && column > 0 {
            ways.push((row - 1, column - 1));
        }
        let before = ways.into_iter().map(|way| cheapest_sum(costs, columns, way));
        here + before.reduce(f64::min).unwrap_or(0.0)
    }

    proptest! {
        #[test]
        fn no_other_path_is_cheaper(rows in 1usize..5, columns in 1usize..6, seed in any::<u64>()) {
            let mut random = trefoil_testkit::Random::seeded(seed);
            #[expect(clippy::cast_precision_loss, reason = "numbers below a hundred")]
            let costs: Vec<f32> = (0..rows * columns).map(|_| random.below(100) as f32).collect();
            let (reached, sum) = find_ways(&costs, columns);
            let least = cheapest_sum(&costs, columns, (rows - 1, columns - 1));
            prop_assert!((sum - least).abs() < 1e-9);
            let path = path_backwards(&reached, columns);
            let along = path.iter().map(|(row, column)| f64::from(costs[row * columns + column]));
            prop_assert!((along.sum::<f64>() - least).abs() < 1e-9);
            prop_assert_eq!((path[0], path[path.len() - 1]), ((rows - 1, columns - 1), (0, 0)));
            let begins = row_begins(&costs, columns);
            prop_assert!(begins.is_sorted() && begins[0] == 0);
        }
    }
}
