//! Times as transcripts show them.
//!
//! `[00:01:02]`, `(1:02)`, `#00:01:02-3#`, `{00:01:02.340}`, `00:01:02,5`,
//! `[00:00.000 --> 00:04.000]` and their kin, at the beginning or the end of a
//! text. A time of two parts without brackets is *loose*: it may well be a time
//! of day, so the whole document has to speak for it.

/// A time in a recording, or a stretch of it, in milliseconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) begin: u32,
    pub(super) end: Option<u32>,
    /// Whether it might be a mere number or a time of day.
    pub(super) loose: bool,
    /// Whether it says that it is a time of day, as `10:30 AM` does.
    pub(super) of_day: bool,
}

/// One time without what surrounds it.
#[derive(Debug, Clone, Copy)]
struct Clock {
    at: u32,
    parts: usize,
    length: usize,
    of_day: bool,
}

/// No stamp is longer, ranges and blanks included.
pub(super) const LONGEST: usize = 64;

/// The stamp that a text begins with, and its length in bytes.
pub(super) fn lead(text: &str) -> Option<(Stamp, usize)> {
    let bytes = text.as_bytes();
    let opener = *bytes.first()?;
    let closer = match opener {
        b'[' => Some(b']'),
        b'(' => Some(b')'),
        b'{' => Some(b'}'),
        b'<' => Some(b'>'),
        b'#' => Some(b'#'),
        b'0'..=b'9' => None,
        _ => return None,
    };
    let mut at = usize::from(closer.is_some());
    at += blanks(bytes, at);
    let first = clock(bytes.get(at..)?, opener == b'#')?;
    at += first.length;
    let mut second = None;
    if let Some((gap, next)) = range(bytes.get(at..)?, opener == b'#') {
        second = Some(next);
        at += gap + next.length;
    }
    match closer {
        Some(closer) => {
            at += blanks(bytes, at);
            if bytes.get(at) != Some(&closer) {
                return None;
            }
            at += 1;
        }
        None if bytes.get(at).is_some_and(u8::is_ascii_alphanumeric) => return None,
        None => {}
    }
    let end = second.map(|next| next.at).filter(|end| *end >= first.at);
    let loose = closer.is_none() && first.parts < 3 && second.is_none();
    Some((Stamp { begin: first.at, end, loose, of_day: first.of_day }, at))
}

/// The stamp that a text ends with, and where it begins.
pub(super) fn trail(text: &str) -> Option<(Stamp, usize)> {
    let bytes = text.as_bytes();
    let from = bytes.len().saturating_sub(LONGEST);
    let tail = bytes.get(from..)?;
    let opener = match tail.last()? {
        b']' => b'[',
        b')' => b'(',
        b'}' => b'{',
        b'#' => b'#',
        b'0'..=b'9' | b'M' | b'm' => return trail_bare(text, from),
        _ => return None,
    };
    let before = tail.get(..tail.len() - 1)?;
    let at = from + before.iter().rposition(|byte| *byte == opener)?;
    let (stamp, length) = lead(text.get(at..)?)?;
    (at + length == text.len()).then_some((stamp, at))
}

/// A bare time at the end, after a blank.
fn trail_bare(text: &str, from: usize) -> Option<(Stamp, usize)> {
    let bytes = text.as_bytes();
    let colon = from + bytes.get(from..)?.iter().rposition(|byte| *byte == b':')?;
    let mut at = colon;
    while at > from && matches!(bytes.get(at - 1), Some(b'0'..=b'9' | b':')) {
        at -= 1;
    }
    let after_blank = text.get(..at)?.chars().next_back().is_some_and(char::is_whitespace);
    let (stamp, length) = lead(text.get(at..)?)?;
    (after_blank && at + length == text.len()).then_some((stamp, at))
}

/// The second time of a range, after an arrow or a dash.
fn range(bytes: &[u8], is_hash: bool) -> Option<(usize, Clock)> {
    let mut at = blanks(bytes, 0);
    let dash = ["-->", "->", "--", "-", "–", "—", "→"]
        .into_iter()
        .find(|dash| bytes.get(at..).is_some_and(|rest| rest.starts_with(dash.as_bytes())))?;
    at += dash.len();
    at += blanks(bytes, at);
    clock(bytes.get(at..)?, is_hash).map(|next| (at, next))
}

fn blanks(bytes: &[u8], from: usize) -> usize {
    bytes.iter().skip(from).take(8).take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}

fn digits(bytes: &[u8], from: usize, most: usize) -> Option<(u32, usize)> {
    let count = bytes.iter().skip(from).take(most + 1).take_while(|byte| byte.is_ascii_digit());
    let count = count.count();
    if count == 0 || count > most {
        return None;
    }
    let number = bytes.get(from..from + count)?;
    Some((number.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit - b'0')), count))
}

/// Hours, minutes and seconds, or minutes and seconds; then a fraction or frames.
fn clock(bytes: &[u8], is_hash: bool) -> Option<Clock> {
    let (first, mut at) = digits(bytes, 0, 3)?;
    let mut numbers = [first, 0, 0];
    let mut parts = 1;
    while parts < 3 && bytes.get(at) == Some(&b':') {
        match digits(bytes, at + 1, 2) {
            Some((number, 2)) => {
                numbers[parts] = number;
                parts += 1;
                at += 3;
            }
            _ => break,
        }
    }
    if parts < 2 {
        return None;
    }
    // Frames, as editors of films count them, are less than a second.
    if parts == 3
        && matches!(bytes.get(at), Some(b':' | b';'))
        && let Some((_, length)) = digits(bytes, at + 1, 2)
    {
        at += 1 + length;
    }
    let mut thousandths = 0;
    let is_fraction = match bytes.get(at) {
        Some(b'.' | b',') => true,
        Some(b'-') => is_hash,
        _ => false,
    };
    if is_fraction && let Some((_, length)) = digits(bytes, at + 1, 9) {
        let places = bytes.get(at + 1..at + 1 + length.min(3))?;
        let (value, known) = digits(places, 0, 3)?;
        thousandths = value * [100, 10, 1][known - 1];
        at += 1 + length;
    }
    let (hours, minutes, seconds) = match parts {
        2 => (0, numbers[0], numbers[1]),
        _ => (numbers[0], numbers[1], numbers[2]),
    };
    if seconds > 59 || (parts == 3 && minutes > 59) {
        return None;
    }
    let of_day = day_mark(bytes.get(at..)?);
    at += of_day.unwrap_or(0);
    Some(Clock {
        at: hours * 3_600_000 + minutes * 60_000 + seconds * 1000 + thousandths,
        parts,
        length: at,
        of_day: of_day.is_some(),
    })
}

/// `AM`, `pm` or `p.m.` after a time of day, and its length.
fn day_mark(bytes: &[u8]) -> Option<usize> {
    let gap = match bytes {
        [b' ', ..] => 1,
        [0xe2, 0x80, 0xaf, ..] => 3,
        [0xc2, 0xa0, ..] => 2,
        _ => 0,
    };
    let length = match bytes.get(gap..)? {
        [b'a' | b'p', b'.', b'm', b'.', ..] => 4,
        [b'A' | b'P' | b'a' | b'p', b'M' | b'm', ..] => 2,
        _ => return None,
    };
    let ends = !bytes.get(gap + length).is_some_and(u8::is_ascii_alphanumeric);
    ends.then_some(gap + length)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Option<(u32, Option<u32>, usize)> {
        lead(text).map(|(stamp, length)| (stamp.begin, stamp.end, length))
    }

    #[test]
    fn times_of_many_programs_are_read() {
        assert_eq!(at("[00:01:02] x"), Some((62_000, None, 10)));
        assert_eq!(at("(0:01:02)"), Some((62_000, None, 9)));
        assert_eq!(at("#00:01:02-3# x"), Some((62_300, None, 12)));
        assert_eq!(at("{00:01:02.34}"), Some((62_340, None, 13)));
        assert_eq!(at("00:01:02,005 x"), Some((62_005, None, 12)));
        assert_eq!(at("00:01:02:24"), Some((62_000, None, 11)));
        assert_eq!(at("0:03"), Some((3000, None, 4)));
        assert_eq!(at("75:00"), Some((4_500_000, None, 5)));
        assert_eq!(at("[00:00.000 --> 00:04.000]  x"), Some((0, Some(4000), 25)));
        assert_eq!(at("0:00.0 - 0:05.2\tx"), Some((0, Some(5200), 15)));
    }

    #[test]
    fn numbers_of_other_kinds_are_no_times() {
        for text in [
            "10",
            "1:2",
            "[1]",
            "12:345",
            "(10:61)",
            "00:61:00",
            "10:30x",
            "[00:01:02",
            "1234:00",
            "",
        ] {
            assert_eq!(at(text), None, "{text}");
        }
        assert!(lead("10:30 AM").is_some_and(|(stamp, length)| stamp.of_day && length == 8));
        assert!(lead("10:30 Amy").is_some_and(|(stamp, length)| !stamp.of_day && length == 5));
    }

    #[test]
    fn times_stand_at_the_end_too() {
        assert_eq!(
            trail("Yes. #00:00:12-3#").map(|found| (found.0.begin, found.1)),
            Some((12_300, 5))
        );
        assert_eq!(trail("Yes (0:12)").map(|found| found.1), Some(4));
        assert_eq!(trail("Ana Berg  0:03").map(|found| found.1), Some(10));
        assert_eq!(trail("Ana 10:32 AM").map(|found| found.1), Some(4));
        for text in ["x10:30", "at ten", "[laughs]", "#", "]", "ü:00", "日(0:0)"] {
            assert_eq!(trail(text), None, "{text}");
        }
    }
}
