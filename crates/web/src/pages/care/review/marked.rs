//! A text cut where something was found or decided, block by block.
//!
//! Spans are code points of the current revision. A find never overlaps another; what was decided
//! may lie around or inside of one, and the find wins. Every character of the text is in exactly
//! one bit.

use trefoil_core::span::{Ruler, Span};

/// What a bit of the text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Plain,
    /// A find that is open, by its place among them.
    Find(usize),
    /// What stands there in place of a name.
    Applied,
    /// Words that are replaced where they leave the study.
    Standing,
    /// Words that a person looked at and kept.
    Refused,
}

/// A bit of the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Bit {
    pub(super) text: String,
    pub(super) kind: Kind,
}

/// A stretch with what it is, in the order of the text.
pub(super) type Stretch = (Span, Kind);

/// Finds and decisions as stretches that do not overlap, in order.
pub(super) fn apart(finds: &[Span], decided: Vec<Stretch>) -> Vec<Stretch> {
    let mut all: Vec<Stretch> =
        finds.iter().enumerate().map(|(at, span)| (*span, Kind::Find(at))).collect();
    let free = |all: &[Stretch], span: Span| {
        let at = all.partition_point(|(one, _)| one.end <= span.start);
        all.get(at).is_none_or(|(one, _)| one.start >= span.end)
    };
    for (span, kind) in decided {
        if span.start < span.end && free(&all, span) {
            let at = all.partition_point(|(one, _)| one.start < span.start);
            all.insert(at, (span, kind));
        }
    }
    all
}

/// Cuts the stretch of a text that begins at a code point and holds these words.
pub(super) fn cut(start: i64, words: &str, stretches: &[Stretch]) -> Vec<Bit> {
    let ruler = Ruler::new(words);
    let end = start + ruler.length();
    let from = stretches.partition_point(|(one, _)| one.end <= start);
    let mut bits = Vec::new();
    let (mut at, mut push) = (start, |from: i64, to: i64, kind: Kind| {
        let span = Span::new(from - start, to - start);
        if let Ok(text) = ruler.words(span) {
            bits.push(Bit { text: text.to_owned(), kind });
        }
    });
    for (span, kind) in stretches[from..].iter().take_while(|(one, _)| one.start < end) {
        let (begins, ends) = (span.start.max(start), span.end.min(end));
        if at < begins {
            push(at, begins, Kind::Plain);
        }
        push(begins, ends, *kind);
        at = ends;
    }
    if at < end {
        push(at, end, Kind::Plain);
    }
    bits
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_is_in_one_bit_and_finds_win() {
        let text = "é Kwesi lives off Mill Road 😀.";
        let finds = [Span::new(2, 7), Span::new(18, 27)];
        let decided = vec![
            (Span::new(0, 1), Kind::Refused),
            (Span::new(18, 22), Kind::Standing),
            (Span::new(28, 29), Kind::Applied),
        ];
        let stretches = apart(&finds, decided);
        let bits = cut(0, text, &stretches);
        let told: Vec<(&str, Kind)> = bits.iter().map(|bit| (&*bit.text, bit.kind)).collect();
        assert_eq!(
            told,
            [
                ("é", Kind::Refused),
                (" ", Kind::Plain),
                ("Kwesi", Kind::Find(0)),
                (" lives off ", Kind::Plain),
                ("Mill Road", Kind::Find(1)),
                (" ", Kind::Plain),
                ("😀", Kind::Applied),
                (".", Kind::Plain),
            ]
        );
        let later: String = text.chars().skip(4).take(18).collect();
        let bits = cut(4, &later, &stretches);
        assert_eq!(bits[0], Bit { text: "esi".into(), kind: Kind::Find(0) });
        assert_eq!(bits.last(), Some(&Bit { text: "Mill".into(), kind: Kind::Find(1) }));
        assert_eq!(bits.iter().map(|bit| &*bit.text).collect::<String>(), later);
        assert!(cut(0, "", &stretches).is_empty());
    }
}
