//! The styles of an OpenDocument text: lists, hidden words, page breaks.
//!
//! Named styles and those that a program made for single places are read alike;
//! a style inherits from its parent. Headers and footers are part of the styles
//! of pages: they are counted here and not read.

use std::collections::HashMap;

use super::list::{LevelStyle, ListStyle};
use crate::Trouble;
use crate::numerals::Numeral;
use crate::xml::{self, Element, Space, Visit};

/// Styles inherit from one another a few steps deep; more is a circle.
const DEEPEST: usize = 24;

/// What is known of one style.
#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    list: Option<String>,
    hidden: Option<bool>,
    breaks_before: Option<bool>,
    breaks_after: Option<bool>,
    page_number: Option<u32>,
}

/// All styles by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    list: HashMap<(String, String), Style>,
    lists: HashMap<String, ListStyle>,
    outline: ListStyle,
    open: Option<((String, String), Style)>,
    open_list: Option<(Option<String>, ListStyle)>,
    /// The words of the header or footer that is open.
    margin: Option<String>,
    margins: Vec<String>,
}

impl Styles {
    /// Takes in the styles of a part.
    pub(super) fn read(&mut self, bytes: &[u8], part: &str) -> Result<(), Trouble> {
        xml::walk(bytes, part, self)
    }

    /// How many different headers and footers hold words.
    pub(super) fn margins(&self) -> usize {
        let mut margins: Vec<&String> = self.margins.iter().collect();
        margins.sort_unstable();
        margins.dedup();
        margins.len()
    }

    pub(super) fn list(&self, name: &str) -> Option<&ListStyle> {
        self.lists.get(name)
    }

    /// How headings are numbered.
    pub(super) fn outline(&self) -> &ListStyle {
        &self.outline
    }

    /// The list style that a paragraph style brings along.
    pub(super) fn list_of_paragraph(&self, name: &str) -> Option<String> {
        self.find("paragraph", name, |style| style.list.clone())
    }

    pub(super) fn is_hidden(&self, family: &str, name: &str) -> bool {
        self.find(family, name, |style| style.hidden) == Some(true)
    }

    pub(super) fn breaks_before(&self, family: &str, name: &str) -> bool {
        self.find(family, name, |style| style.breaks_before) == Some(true)
    }

    pub(super) fn breaks_after(&self, family: &str, name: &str) -> bool {
        self.find(family, name, |style| style.breaks_after) == Some(true)
    }

    pub(super) fn page_number(&self, name: &str) -> Option<u32> {
        self.find("paragraph", name, |style| style.page_number)
    }

    fn find<T>(&self, family: &str, name: &str, value: impl Fn(&Style) -> Option<T>) -> Option<T> {
        let get = |name: &str| self.list.get(&(family.to_owned(), name.to_owned()));
        let chain = std::iter::successors(get(name), |style| get(style.parent.as_deref()?));
        chain.take(DEEPEST).find_map(value)
    }

    fn open_style(&mut self, element: &Element<'_>) {
        let family = element.attribute("family").unwrap_or_default();
        let name = element.attribute("name").unwrap_or_default();
        let filled = |name: &str| element.attribute(name).filter(|value| !value.is_empty());
        let style = Style {
            parent: filled("parent-style-name"),
            list: filled("list-style-name"),
            // Another kind of page begins on a page of its own.
            breaks_before: filled("master-page-name").map(|_| true),
            ..Style::default()
        };
        self.open = Some(((family, name), style));
    }

    fn property(&mut self, element: &Element<'_>) {
        let Some((_, style)) = self.open.as_mut() else { return };
        let is_page = |value: String| value == "page";
        match element.name {
            "text-properties" => {
                style.hidden = element.attribute("display").map(|value| value == "none");
            }
            "paragraph-properties" | "table-properties" => {
                let before = element.attribute("break-before").map(is_page);
                style.breaks_before = match (style.breaks_before, before) {
                    (Some(true), _) => Some(true),
                    (_, before) => before,
                };
                style.breaks_after = element.attribute("break-after").map(is_page);
                style.page_number =
                    element.attribute("page-number").and_then(|number| number.parse().ok());
            }
            _ => {}
        }
    }

    fn open_level(&mut self, element: &Element<'_>) {
        let Some((_, list)) = self.open_list.as_mut() else { return };
        let number = |name: &str| element.attribute(name).and_then(|value| value.parse().ok());
        let Some(place) = number("level").and_then(|level: usize| level.checked_sub(1)) else {
            return;
        };
        let is_number = matches!(element.name, "list-level-style-number" | "outline-level-style");
        let sync = element.attribute("num-letter-sync").as_deref() == Some("true");
        let format = element.attribute("num-format").unwrap_or_default();
        // What is printed in front of a paragraph is short; the rest is not believed.
        let short = |name: &str| -> Option<String> {
            element.attribute(name).map(|value| value.chars().take(200).collect())
        };
        let style = LevelStyle {
            numeral: is_number.then(|| numeral(&format, sync)),
            prefix: short("num-prefix").unwrap_or_default(),
            suffix: short("num-suffix").unwrap_or_default(),
            pattern: short("num-list-format"),
            start: number("start-value").and_then(|start| i64::try_from(start).ok()).unwrap_or(1),
            shown: number("display-levels").unwrap_or(1),
        };
        list.set(place, style);
    }
}

impl Visit for Styles {
    fn open(&mut self, element: &Element<'_>) {
        match (element.space, element.name) {
            (Space::Style, "style" | "default-style") => self.open_style(element),
            (Space::Style, name) if name.ends_with("-properties") => self.property(element),
            (Space::Style, name) if is_margin(name) => {
                let is_shown = element.attribute("display").as_deref() != Some("false");
                self.margin = is_shown.then(String::new);
            }
            (Space::Text, "list-style") => {
                self.open_list = Some((element.attribute("name"), ListStyle::default()));
            }
            (Space::Text, "outline-style") => self.open_list = Some((None, ListStyle::default())),
            (Space::Text, name) if name.contains("-level-style") => self.open_level(element),
            _ => {}
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Style, "style" | "default-style") => self.list.extend(self.open.take()),
            (Space::Style, name) if is_margin(name) => {
                let words = self.margin.take();
                self.margins.extend(words.filter(|words| words.chars().any(char::is_alphabetic)));
            }
            (Space::Text, "list-style" | "outline-style") => match self.open_list.take() {
                Some((Some(name), list)) => drop(self.lists.insert(name, list)),
                Some((None, list)) => self.outline = list,
                None => {}
            },
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(margin) = self.margin.as_mut().filter(|margin| margin.len() < 4096) {
            margin.push_str(text);
        }
    }
}

fn is_margin(name: &str) -> bool {
    matches!(
        name,
        "header" | "footer" | "header-left" | "footer-left" | "header-first" | "footer-first"
    )
}

fn numeral(format: &str, sync: bool) -> Numeral {
    match (format, sync) {
        ("", _) => Numeral::None,
        ("i", _) => Numeral::LowerRoman,
        ("I", _) => Numeral::UpperRoman,
        ("a", true) => Numeral::LowerLetter,
        ("A", true) => Numeral::UpperLetter,
        ("a", false) => Numeral::LowerColumn,
        ("A", false) => Numeral::UpperColumn,
        ("1st", _) => Numeral::Ordinal,
        ("01, 02, 03, ...", _) => Numeral::Padded(2),
        (other, _) if other.starts_with('①') => Numeral::Circled,
        _ => Numeral::Decimal,
    }
}
