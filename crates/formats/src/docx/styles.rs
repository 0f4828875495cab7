//! The styles of a Word document: which are headings, numbered or hidden.
//!
//! A style inherits from the one it is based on. Word's own heading styles bear
//! English names whatever the language of the program; other programs write
//! names in their language, which are known here for the commonest.

use std::collections::HashMap;

use super::body::is_on;
use crate::Trouble;
use crate::xml::{self, Element, Space, Visit};

/// Styles are based on one another a few steps deep; more is a circle.
const DEEPEST: usize = 24;

/// What is known of one style.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    /// From 0; 9 is body text.
    outline: Option<u8>,
    number: Option<String>,
    level: Option<usize>,
    hidden: Option<bool>,
}

/// All styles by their ids.
#[derive(Debug, Default)]
pub(super) struct Styles {
    list: HashMap<String, Style>,
    default_paragraph: Option<String>,
    open: Option<(String, Style)>,
    /// Whether what is met belongs to a part of a table style or an old value.
    aside: usize,
}

impl Styles {
    pub(super) fn read(bytes: &[u8], part: &str) -> Result<Self, Trouble> {
        let mut styles = Self::default();
        xml::walk(bytes, part, &mut styles)?;
        Ok(styles)
    }

    /// The level of a heading from 1, of a paragraph of this style.
    pub(super) fn heading(&self, id: Option<&str>) -> Option<u8> {
        let named = |id: &str| {
            self.list.get(id).map_or_else(|| named_level(id), |style| named_level(&style.name))
        };
        let outline = self.find(id, |style| style.outline);
        match outline {
            Some(level) => (level < 9).then_some(level + 1),
            None => match id {
                Some(id) if !self.list.contains_key(id) => named_level(id),
                _ => self.chain(id).find_map(|(id, _)| named(id)),
            },
        }
    }

    /// The list a paragraph of this style belongs to, its level, and the style
    /// that says so.
    pub(super) fn number(&self, id: Option<&str>) -> Option<(&str, Option<usize>, &str)> {
        let (owner, style) = self.chain(id).find(|(_, style)| style.number.is_some())?;
        let level = self.find(id, |style| style.level);
        Some((style.number.as_deref()?, level, owner))
    }

    pub(super) fn is_hidden(&self, id: Option<&str>) -> bool {
        id.is_some() && self.find(id, |style| style.hidden) == Some(true)
    }

    fn find<T>(&self, id: Option<&str>, value: impl Fn(&Style) -> Option<T>) -> Option<T> {
        self.chain(id).find_map(|(_, style)| value(style))
    }

    /// A style and all it is based on.
    fn chain<'a>(
        &'a self,
        id: Option<&str>,
    ) -> impl Iterator<Item = (&'a str, &'a Style)> + use<'a> {
        let first = id.or(self.default_paragraph.as_deref());
        let first = first.and_then(|id| self.list.get_key_value(id));
        let below = |(_, style): &(&String, &Style)| {
            style.based_on.as_deref().and_then(|id| self.list.get_key_value(id))
        };
        std::iter::successors(first, below).take(DEEPEST).map(|(id, style)| (id.as_str(), style))
    }
}

impl Visit for Styles {
    fn open(&mut self, element: &Element<'_>) {
        if element.space != Space::Word {
            return;
        }
        let value = || element.attribute("val");
        if matches!(element.name, "tblStylePr" | "pPrChange" | "rPrChange") {
            self.aside += 1;
        }
        if element.name == "style" {
            let id = element.attribute("styleId").unwrap_or_default();
            let is_default =
                matches!(element.attribute("default").as_deref(), Some("1" | "true" | "on"));
            if is_default && element.attribute("type").as_deref() == Some("paragraph") {
                self.default_paragraph = Some(id.clone());
            }
            self.open = Some((id, Style::default()));
        }
        let Some((_, style)) = self.open.as_mut().filter(|_| self.aside == 0) else { return };
        match element.name {
            "name" => style.name = value().unwrap_or_default(),
            "basedOn" => style.based_on = value(),
            "outlineLvl" => style.outline = value().and_then(|level| level.parse().ok()),
            "numId" => style.number = value(),
            "ilvl" => style.level = value().and_then(|level| level.parse().ok()),
            "vanish" => style.hidden = Some(is_on(element)),
            _ => {}
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Word, "tblStylePr" | "pPrChange" | "rPrChange") => {
                self.aside = self.aside.saturating_sub(1);
            }
            (Space::Word, "style") => self.list.extend(self.open.take()),
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

/// The level that a heading style's name tells.
fn named_level(name: &str) -> Option<u8> {
    const HEADINGS: [&str; 20] = [
        "heading",
        "überschrift",
        "berschrift",
        "titre",
        "título",
        "titulo",
        "titolo",
        "kop",
        "rubrik",
        "overskrift",
        "otsikko",
        "nagłówek",
        "nadpis",
        "címsor",
        "başlık",
        "заголовок",
        "标题",
        "標題",
        "見出し",
        "제목",
    ];
    let name = name.to_lowercase();
    let word = name.trim_end_matches(|sign: char| sign.is_ascii_digit());
    let level: u8 = name.strip_prefix(word)?.parse().ok()?;
    let word = word.trim_end_matches([' ', '-', '_']);
    (HEADINGS.contains(&word) && (1..=9).contains(&level)).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(inner: &str) -> Styles {
        let xml = format!(
            "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{inner}</w:styles>"
        );
        Styles::read(xml.as_bytes(), "styles").expect("well-formed")
    }

    #[test]
    fn headings_are_told_by_outline_name_and_what_they_are_based_on() {
        let styles = styles(
            "<w:style w:styleId='a'><w:name w:val='heading 2'/></w:style>\
             <w:style w:styleId='b'><w:name w:val='Frage'/><w:basedOn w:val='a'/></w:style>\
             <w:style w:styleId='c'><w:name w:val='Mine'/><w:basedOn w:val='a'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr></w:style>\
             <w:style w:styleId='d'><w:name w:val='Kapitel'/><w:pPr><w:outlineLvl w:val='0'/></w:pPr></w:style>\
             <w:style w:styleId='e'><w:name w:val='Überschrift 3'/></w:style>\
             <w:style w:styleId='f'><w:name w:val='x'/><w:basedOn w:val='g'/></w:style>\
             <w:style w:styleId='g'><w:name w:val='y'/><w:basedOn w:val='f'/></w:style>",
        );
        let level = |id: &str| styles.heading(Some(id));
        assert_eq!(
            ["a", "b", "c", "d", "e", "f", "Heading4", "Kop5"].map(level),
            [Some(2), Some(2), None, Some(1), Some(3), None, Some(4), Some(5)]
        );
        assert_eq!(styles.heading(None), None);
    }

    #[test]
    fn lists_come_from_the_style_or_the_one_below() {
        let styles = styles(
            "<w:style w:type='paragraph' w:default='1' w:styleId='n'/>\
             <w:style w:styleId='a'><w:basedOn w:val='n'/><w:pPr><w:numPr><w:numId w:val='7'/></w:numPr></w:pPr></w:style>\
             <w:style w:styleId='b'><w:basedOn w:val='a'/><w:pPr><w:numPr><w:ilvl w:val='2'/></w:numPr></w:pPr></w:style>",
        );
        assert_eq!(styles.number(Some("b")), Some(("7", Some(2), "a")));
        assert_eq!(styles.number(None), None);
    }
}
