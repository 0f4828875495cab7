//! How people expect lists to be ordered: P2 before P10, and capitals beside small letters.

use std::cmp::Ordering;

use crate::error::{Error, Result};

/// Compares two names as a person would: digits by their number, letters without regard to case.
pub fn by_name(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.chars().peekable(), b.chars().peekable());
    loop {
        match (left.peek().copied(), right.peek().copied()) {
            (None, None) => return a.cmp(b),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(x), Some(y)) if x.is_ascii_digit() && y.is_ascii_digit() => {
                let order = number(&mut left).cmp(&number(&mut right));
                if order != Ordering::Equal {
                    return order;
                }
            }
            (Some(x), Some(y)) => {
                let order = x.to_lowercase().cmp(y.to_lowercase());
                if order != Ordering::Equal {
                    return order;
                }
                left.next();
                right.next();
            }
        }
    }
}

/// A list in which one thing stands in another place, from 1; beyond its end means at its end.
///
/// Errors: the place is less than 1.
pub(crate) fn moved<T>(mut list: Vec<T>, is_it: impl Fn(&T) -> bool, to: i64) -> Result<Vec<T>> {
    if to < 1 {
        return Err(Error::invalid("Places are counted from 1. Nothing was changed."));
    }
    if let Some(from) = list.iter().position(is_it) {
        let one = list.remove(from);
        let at = usize::try_from(to - 1).unwrap_or(usize::MAX).min(list.len());
        list.insert(at, one);
    }
    Ok(list)
}

/// A run of digits as something that compares by value: its length without zeros, then itself.
fn number(chars: &mut std::iter::Peekable<std::str::Chars<'_>>) -> (usize, String) {
    let mut digits = String::new();
    while let Some(digit) = chars.next_if(char::is_ascii_digit) {
        if !(digits.is_empty() && digit == '0') {
            digits.push(digit);
        }
    }
    (digits.len(), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_moved_stands_where_it_was_told_to() {
        let move_b = |to| moved(vec!['a', 'b', 'c'], |one| *one == 'b', to).ok();
        assert_eq!(move_b(1), Some(vec!['b', 'a', 'c']));
        assert_eq!(move_b(2), Some(vec!['a', 'b', 'c']));
        assert_eq!(move_b(i64::MAX), Some(vec!['a', 'c', 'b']));
        assert_eq!(move_b(0), None);
    }

    #[test]
    fn numbers_inside_names_count_as_numbers() {
        let mut names = vec!["P10", "p2", "P1", "P01", "Note", "P2b", "99999999999999999999999"];
        names.sort_by(|a, b| by_name(a, b));
        assert_eq!(names, ["99999999999999999999999", "Note", "P01", "P1", "p2", "P2b", "P10"]);
    }
}
