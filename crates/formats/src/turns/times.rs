//! Times of turns that can be trusted.
//!
//! A recording goes forward, and so do its times. A few that do not are slips
//! of the pen and are left out; where many do not, none is believed. Times of
//! day say nothing about a place in a recording.

use super::lay::Cut;

/// A recording that begins later than this was no recording but a day.
const LATEST_BEGIN: u32 = 5 * 3_600_000;

/// Leaves out what cannot be, fills in ends, and says what was done.
pub(super) fn settle(turns: &mut [Cut]) -> Option<String> {
    let begins: Vec<u32> =
        turns.iter().filter_map(|turn| turn.stamp).map(|stamp| stamp.begin).collect();
    let of_day = turns.iter().filter(|turn| turn.stamp.is_some_and(|stamp| stamp.of_day)).count();
    if begins.is_empty() {
        return None;
    }
    if of_day * 2 > begins.len() || begins.iter().all(|begin| *begin >= LATEST_BEGIN) {
        drop_all(turns);
        return Some(
            "The times are those of a clock and not of a recording; the turns have none."
                .to_owned(),
        );
    }
    let kept = rising(&begins);
    let lost = begins.len() - kept.iter().filter(|kept| **kept).count();
    if lost * 10 > begins.len() && lost > 1 {
        drop_all(turns);
        return Some(
            "The times do not rise from turn to turn, so none of them was used; check them in the \
             file and import it again if the recording is to be followed."
                .to_owned(),
        );
    }
    let mut kept = kept.into_iter();
    for turn in turns.iter_mut().filter(|turn| turn.stamp.is_some()) {
        if kept.next() == Some(false) {
            turn.stamp = None;
        }
    }
    fill_ends(turns);
    match lost {
        0 => None,
        1 => Some("1 time was not used, because it is out of order.".to_owned()),
        _ => Some(format!("{lost} times were not used, because they are out of order.")),
    }
}

fn drop_all(turns: &mut [Cut]) {
    for turn in turns {
        turn.stamp = None;
    }
}

/// A turn ends at the latest when the next begins.
fn fill_ends(turns: &mut [Cut]) {
    let mut next: Option<u32> = None;
    for turn in turns.iter_mut().rev() {
        if let Some(stamp) = turn.stamp.as_mut() {
            stamp.end = stamp.end.or(next).filter(|end| *end >= stamp.begin);
        }
        next = turn.stamp.map(|stamp| stamp.begin);
    }
}

/// Which of some times belong to the longest run that never falls.
fn rising(times: &[u32]) -> Vec<bool> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(times.len());
    for (place, time) in times.iter().enumerate() {
        let at = ends.partition_point(|end| times.get(*end).is_some_and(|other| other <= time));
        before.push(at.checked_sub(1).and_then(|last| ends.get(last).copied()));
        match ends.get_mut(at) {
            Some(end) => *end = place,
            None => ends.push(place),
        }
    }
    let mut kept = vec![false; times.len()];
    let mut at = ends.last().copied();
    while let Some(place) = at {
        if let Some(kept) = kept.get_mut(place) {
            *kept = true;
        }
        at = before.get(place).copied().flatten();
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_run_that_never_falls_is_kept() {
        assert_eq!(rising(&[1, 2, 9, 3, 3, 4]), [true, true, false, true, true, true]);
        assert_eq!(rising(&[]), Vec::<bool>::new());
        assert_eq!(rising(&[5, 1]).iter().filter(|kept| **kept).count(), 1);
    }
}
