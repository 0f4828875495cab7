//! When the words of a span are heard, told from the segments that they lie in.
//!
//! Inside a segment speech is taken to be even, so a word in its middle is heard in the middle.

use trefoil_core::span::Span;
use trefoil_core::transcript::Segment;

/// The milliseconds from which and to which a span is heard.
pub(super) fn heard(segments: &[Segment], span: Span) -> Option<(i64, i64)> {
    let first = segments.iter().find(|segment| segment.span().overlaps(span))?;
    let last = segments.iter().rev().find(|segment| segment.span().overlaps(span))?;
    Some((moment(first, span.start)?, moment(last, span.end)?))
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
        };
        let segments = [segment(0, 10, 1000, 2000), segment(11, 21, 3000, 4000)];
        assert_eq!(heard(&segments, Span::new(5, 16)), Some((1500, 3500)));
        assert_eq!(heard(&segments, Span::new(0, 10)), Some((1000, 2000)));
        assert_eq!(heard(&segments, Span::new(30, 31)), None);
    }
}
