//! Markdown, kept as it was written; its headings become landmarks.
//!
//! Front matter stays in the text like everything else, and is no heading
//! although a line of dashes follows it.

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::{Document, Landmark, LandmarkKind, Trouble, text};

/// In a longer text nobody looks for headings.
const LONGEST: usize = 16 * 1024 * 1024;

/// Reads Markdown.
pub(crate) fn read(bytes: &[u8], file: &str) -> Result<Document, Trouble> {
    let document = text::read(bytes, file)?;
    if document.text.len() > LONGEST {
        return Ok(document);
    }
    let found = std::panic::catch_unwind(|| find_headings(&document.text)).unwrap_or_default();
    let landmarks = in_code_points(&document.text, &found);
    Ok(Document { landmarks, ..document })
}

/// A heading's level and the bytes of its words.
type Heading = (u8, usize, usize);

fn find_headings(text: &str) -> Vec<Heading> {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut found = Vec::new();
    let mut open: Option<(u8, Option<(usize, usize)>)> = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(Tag::Heading { level, .. }) => open = Some((number(level), None)),
            Event::End(TagEnd::Heading(_)) => {
                if let Some((level, Some((start, end)))) = open.take() {
                    found.push((level, start, end));
                }
            }
            _ => {
                if let Some((_, words)) = &mut open {
                    let start = words.map_or(range.start, |(start, _)| start.min(range.start));
                    let end = words.map_or(range.end, |(_, end)| end.max(range.end));
                    *words = Some((start, end));
                }
            }
        }
    }
    found
}

fn number(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

/// Counts on from each heading to the next.
fn in_code_points(text: &str, headings: &[Heading]) -> Vec<Landmark> {
    let (mut at, mut passed) = (0_usize, 0_u64);
    let mut landmarks = Vec::new();
    for (level, start, end) in headings {
        let (Some(before), Some(words)) = (text.get(at..*start), text.get(*start..*end)) else {
            continue;
        };
        let start = passed + crate::code_points(before);
        let length = crate::code_points(words);
        (at, passed) = (*end, start + length);
        if length > 0 {
            let kind = LandmarkKind::Heading(*level);
            landmarks.push(Landmark { kind, label: String::new(), start, end: start + length });
        }
    }
    landmarks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headings(text: &str) -> Vec<(u8, String)> {
        let document = read(text.as_bytes(), "a.md").expect("Markdown");
        assert_eq!(document.text, text);
        let signs: Vec<char> = text.chars().collect();
        let at = |place: u64| usize::try_from(place).expect("short");
        document
            .landmarks
            .iter()
            .map(|mark| {
                let LandmarkKind::Heading(level) = mark.kind else { panic!("a heading") };
                (level, signs[at(mark.start)..at(mark.end)].iter().collect())
            })
            .collect()
    }

    #[test]
    fn headings_are_found_and_the_text_stays_as_written() {
        let text = "---\ntitle: Übung\n---\n\n# Die *erste* Frage #\n\n```\n# no heading\n```\n\nZweite\n\
                    Frage\n======\n\n> ## Zitat\n\n    # code\n\nText\n\n---\n\n###### Ende {#end}\n#\n";
        assert_eq!(
            headings(text),
            [
                (1, "Die *erste* Frage".into()),
                (1, "Zweite\nFrage".into()),
                (2, "Zitat".into()),
                (6, "Ende".into()),
            ]
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_stays_as_written(text in "[#=\\-`> \n*_a-zäß😀\\[\\]|]{0,80}x") {
            headings(&text);
        }
    }
}
