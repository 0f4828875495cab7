//! When the words of a span are heard, told from the segments that they lie in.
//!
//! Where it is known when each word was said, words are heard then. Elsewhere speech is taken to be
//! even inside a segment, so a word in its middle is heard in the middle.

use trefoil_core::span::Span;
use trefoil_core::transcript::{Segment, TimedWord, words};

/// The milliseconds from which and to which a span is heard.
pub(super) fn heard(segments: &[Segment], span: Span) -> Option<(i64, i64)> {
    let first = segments.iter().find(|segment| segment.span().overlaps(span))?;
    let last = segments.iter().rev().find(|segment| segment.span().overlaps(span))?;
    let begin = word_at(first, span.start, |word, at| word.end > at);
    let end = word_at(last, span.end, |word, at| word.end >= at);
    Some((
        begin.map(|word| word.begin_ms).or_else(|| moment(first, span.start))?,
        end.map(|word| word.end_ms).or_else(|| moment(last, span.end))?,
    ))
}

/// The first word of a segment that reaches to a place of the text.
fn word_at(
    segment: &Segment,
    at: i64,
    reaches: impl Fn(&TimedWord, i64) -> bool,
) -> Option<TimedWord> {
    let words = words::read(segment).ok()?;
    words.into_iter().find(|word| reaches(word, at - segment.start))
}

fn moment(segment: &Segment, at: i64) -> Option<i64> {
    let (begin, end) = (segment.begin_ms?, segment.end_ms?);
    let length = segment.span().length().max(1);
    let inside = (at - segment.start).clamp(0, length);
    Some(begin + (end - begin) * inside / length)
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::id::Id;

    #[test]
    fn a_span_is_heard_between_its_first_and_its_last_word() {
        let id = Id::new(0);
        let segment = |start, end, begin, stop| Segment {
            id,
            source: id,
            revision: id,
            position: 1,
            speaker: None,
            start,
            end,
            begin_ms: Some(begin),
            end_ms: Some(stop),
            confidence: None,
            doubt: None,
            words: None,
        };
        let segments = [segment(0, 10, 1000, 2000), segment(11, 21, 3000, 4000)];
        assert_eq!(heard(&segments, Span::new(5, 16)), Some((1500, 3500)));
        assert_eq!(heard(&segments, Span::new(0, 10)), Some((1000, 2000)));
        assert_eq!(heard(&segments, Span::new(30, 31)), None);
    }

    #[test]
    fn words_with_times_are_heard_when_they_were_said() {
        let id = Id::new(0);
        let word =
            |start, end, begin_ms, end_ms| TimedWord { start, end, begin_ms, end_ms, sure: None };
        let timed = [word(0, 2, 1000, 1100), word(3, 8, 4000, 4600)];
        let segment = Segment {
            id,
            source: id,
            revision: id,
            position: 1,
            speaker: None,
            start: 10,
            end: 20,
            begin_ms: Some(1000),
            end_ms: Some(5000),
            confidence: None,
            doubt: None,
            words: words::write(&timed).expect("words are written"),
        };
        let heard = |start, end| heard(std::slice::from_ref(&segment), Span::new(start, end));
        assert_eq!(heard(13, 18), Some((4000, 4600)));
        assert_eq!(heard(10, 12), Some((1000, 1100)));
        // Behind the last word there is only the end of the segment to go by.
        assert_eq!(heard(13, 20), Some((4000, 5000)));
    }
}
