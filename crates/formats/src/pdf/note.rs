//! What readers left on a page: comments, highlights and filled-in fields.

use std::collections::HashMap;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::Object;
use pdf_oxide::optional_content::decode_pdf_text_string;

use super::compose::{Composed, Spot};
use super::glyph::Glyph;
use super::measure::count;
use crate::Comment;

/// More than these on one page nobody wrote by hand.
const MOST_NOTES: usize = 2_000;
/// The longest words of a field that are laid out.
const LONGEST_FIELD: usize = 20_000;

/// Something left on a page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Note {
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) text: String,
    /// What it lies on, as left, bottom, right and top edges.
    pub(super) areas: Vec<[f32; 4]>,
    /// Whether it marks words, and not a point.
    pub(super) marks_words: bool,
}

/// What a page holds besides what is drawn on it.
#[derive(Debug, Default)]
pub(super) struct Left {
    pub(super) notes: Vec<Note>,
    /// The words of fields that were filled in, as signs on the page.
    pub(super) fields: Vec<Glyph>,
}

/// Reads what was left on a page.
pub(super) fn read(document: &PdfDocument, index: usize) -> Left {
    let mut left = Left::default();
    let Ok(page) = document.get_page(index) else { return left };
    let list = page.as_dict().and_then(|page| page.get("Annots"));
    let Some(list) = list.and_then(|list| document.resolve_object(list).ok()) else { return left };
    for entry in list.as_array().into_iter().flatten().take(MOST_NOTES) {
        let Ok(entry) = document.resolve_object(entry) else { continue };
        let Some(dict) = entry.as_dict() else { continue };
        let reader = Reader { document, dict };
        match reader.name("Subtype").as_deref() {
            Some("Widget") => left.fields.extend(reader.field()),
            Some(kind) => left.notes.extend(reader.note(kind)),
            None => {}
        }
    }
    left
}

struct Reader<'a> {
    document: &'a PdfDocument,
    dict: &'a HashMap<String, Object>,
}

impl Reader<'_> {
    fn get(&self, key: &str) -> Option<Object> {
        self.document.resolve_object(self.dict.get(key)?).ok()
    }

    fn name(&self, key: &str) -> Option<String> {
        self.get(key)?.as_name().map(str::to_owned)
    }

    fn words(&self, key: &str) -> Option<String> {
        words(&self.get(key)?)
    }

    fn numbers(&self, key: &str) -> Vec<f32> {
        let list = self.get(key);
        let list = list.as_ref().and_then(Object::as_array);
        list.into_iter().flatten().filter_map(|value| number(self.document, value)).collect()
    }

    fn area(&self) -> Option<[f32; 4]> {
        match self.numbers("Rect").as_slice() {
            [a, b, c, d] => Some([a.min(*c), b.min(*d), a.max(*c), b.max(*d)]),
            _ => None,
        }
    }

    fn note(&self, kind: &str) -> Option<Note> {
        let act = match kind {
            "Highlight" => Some("Highlighted."),
            "Underline" | "Squiggly" => Some("Underlined."),
            "StrikeOut" => Some("Struck out."),
            "Text" | "FreeText" | "Caret" | "Square" | "Circle" | "Ink" | "Line" | "Polygon"
            | "PolyLine" | "Stamp" | "Redact" => None,
            _ => return None,
        };
        // “Accepted” and the like are no words of anybody.
        if self.dict.contains_key("StateModel") {
            return None;
        }
        let area = self.area()?;
        let text = self.words("Contents").or_else(|| act.map(str::to_owned))?;
        let corners = self.numbers("QuadPoints");
        let mut areas: Vec<[f32; 4]> = corners.chunks_exact(8).map(bounds).collect();
        if areas.is_empty() {
            areas.push(area);
        }
        let date = self.words("M").or_else(|| self.words("CreationDate"));
        Some(Note {
            author: self.words("T"),
            date: date.and_then(|date| moment(&date)),
            text,
            areas,
            marks_words: act.is_some(),
        })
    }

    /// The words of a field, laid out where it stands.
    fn field(&self) -> Vec<Glyph> {
        let Some([left, bottom, right, top]) = self.area() else { return Vec::new() };
        let height = top - bottom;
        let kind = self.inherited("FT").and_then(|kind| kind.as_name().map(str::to_owned));
        let value = match kind.as_deref() {
            Some("Tx" | "Ch") => {
                self.inherited("V").as_ref().and_then(words).map(|value| (value, false))
            }
            Some("Btn") => self
                .name("AS")
                .map(|state| (if state == "Off" { "☐" } else { "☒" }.to_owned(), true)),
            _ => None,
        };
        let Some((value, is_box)) = value.filter(|(value, _)| value.len() <= LONGEST_FIELD) else {
            return Vec::new();
        };
        let lines: Vec<&str> = value.lines().collect();
        let fit = if is_box || lines.len() < 2 { height } else { height / count(lines.len()) };
        let size = (0.7 * fit).clamp(4.0, 12.0);
        let mut glyphs = Vec::new();
        for (number, line) in lines.iter().enumerate() {
            let signs = line.chars().count().max(1);
            let step = ((right - left) / count(signs)).clamp(0.1, 0.5 * size);
            let y = if lines.len() < 2 {
                bottom + 0.5 * (height - 0.7 * size)
            } else {
                top - (count(number) + 0.8) * fit
            };
            for (at, letter) in line.chars().enumerate() {
                let x0 = left + 2.0 + step * count(at);
                let x1 = x0 + step;
                glyphs.push(Glyph {
                    letter,
                    more: None,
                    x0,
                    x1,
                    y,
                    size,
                    bold: false,
                    spaced: false,
                });
            }
        }
        glyphs
    }

    /// A value of a field, or of the field that it is a part of.
    fn inherited(&self, key: &str) -> Option<Object> {
        let mut found = self.get(key);
        let mut parent = self.get("Parent");
        let mut left = 8;
        while let (None, Some(above), 1..) = (&found, parent, left) {
            let dict = above.as_dict()?;
            let resolve = |key: &str| self.document.resolve_object(dict.get(key)?).ok();
            found = resolve(key);
            parent = resolve("Parent");
            left -= 1;
        }
        found
    }
}

fn words(object: &Object) -> Option<String> {
    let text = decode_pdf_text_string(object.as_string()?);
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "");
    let text = text.trim();
    (!text.is_empty()).then(|| text.to_owned())
}

#[expect(clippy::cast_possible_truncation, reason = "places on a page need no more digits")]
#[expect(clippy::cast_precision_loss, reason = "places on a page are small numbers")]
fn number(document: &PdfDocument, object: &Object) -> Option<f32> {
    match document.resolve_object(object).ok()? {
        Object::Integer(value) => Some(value as f32),
        Object::Real(value) => Some(value as f32),
        _ => None,
    }
    .filter(|value| value.is_finite())
}

fn bounds(corners: &[f32]) -> [f32; 4] {
    let mut area = [f32::INFINITY, f32::INFINITY, f32::NEG_INFINITY, f32::NEG_INFINITY];
    for corner in corners.chunks_exact(2) {
        if let [x, y] = corner {
            area = [area[0].min(*x), area[1].min(*y), area[2].max(*x), area[3].max(*y)];
        }
    }
    area
}

/// Writes `D:20240103120000+01'00'` as `2024-01-03T12:00:00+01:00`, as far as it goes.
fn moment(date: &str) -> Option<String> {
    let date = date.trim().trim_start_matches("D:");
    let digits: String = date.chars().take_while(char::is_ascii_digit).collect();
    let rest: String = date.chars().skip(digits.len()).filter(|sign| *sign != '\'').collect();
    let part = |from: usize, until: usize| digits.get(from..until);
    let day = format!("{}-{}-{}", part(0, 4)?, part(4, 6)?, part(6, 8)?);
    day.parse::<jiff::civil::Date>().ok()?;
    let Some((hours, minutes)) = part(8, 10).zip(part(10, 12)) else { return Some(day) };
    let seconds = part(12, 14).unwrap_or("00");
    let time = format!("{hours}:{minutes}:{seconds}");
    if time.parse::<jiff::civil::Time>().is_err() {
        return Some(day);
    }
    let zone = match (rest.chars().next(), rest.get(1..3), rest.get(3..5)) {
        (Some('Z'), ..) => "Z".to_owned(),
        (Some(sign @ ('+' | '-')), Some(hours), minutes) => {
            format!("{sign}{hours}:{}", minutes.unwrap_or("00"))
        }
        _ => String::new(),
    };
    Some(format!("{day}T{time}{zone}"))
}

/// Finds what each note of a page is about.
pub(super) fn comments(composed: &Composed, page: usize, notes: &[Note]) -> Vec<Comment> {
    let from = composed.spots.partition_point(|spot| spot.page < page);
    let until = composed.spots.partition_point(|spot| spot.page <= page);
    let spots = composed.spots.get(from..until).unwrap_or_default();
    let begins = composed.pages.iter().rev().find(|(index, _)| *index <= page);
    let begins = begins.map_or(0, |(_, start)| *start);
    notes
        .iter()
        .map(|note| {
            let inside =
                || spots.iter().filter(|spot| note.areas.iter().any(|area| lies_in(spot, area)));
            let first = inside().map(|spot| spot.at).min();
            let last = inside().map(|spot| spot.at + 1).max();
            let (start, end) = match (first, last) {
                (Some(first), Some(last)) if note.marks_words => (first, last),
                _ => {
                    let at = nearest(spots, note).unwrap_or(begins);
                    (at, at)
                }
            };
            let (author, date) = (note.author.clone(), note.date.clone());
            Comment { author, date, text: note.text.clone(), start, end }
        })
        .collect()
}

fn lies_in(spot: &Spot, [left, bottom, right, top]: &[f32; 4]) -> bool {
    (*left..=*right).contains(&spot.x) && (*bottom..=*top).contains(&spot.y)
}

fn nearest(spots: &[Spot], note: &Note) -> Option<u64> {
    let [left, bottom, _, top] = note.areas.first()?;
    let (x, y) = (*left, f32::midpoint(*bottom, *top));
    // What stands on the same line is nearer than what stands above or below.
    let distance = |spot: &Spot| (spot.x - x).abs() + 4.0 * (spot.y - y).abs();
    let found = spots.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))?;
    Some(found.at)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_as_far_as_they_are_told() {
        assert_eq!(moment("D:20240103120501+01'30'").as_deref(), Some("2024-01-03T12:05:01+01:30"));
        assert_eq!(moment("D:20240103120501Z").as_deref(), Some("2024-01-03T12:05:01Z"));
        assert_eq!(moment("20240103").as_deref(), Some("2024-01-03"));
        assert_eq!(moment("D:202401031261"), Some("2024-01-03".to_owned()));
        assert_eq!(moment("D:20241303"), None);
        assert_eq!(moment("yesterday"), None);
    }
}
