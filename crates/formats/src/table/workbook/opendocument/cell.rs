//! One cell of an OpenDocument sheet: its value, and the words that it shows.

use super::super::number::Looks;
use super::super::{moment, number};
use super::count;
use crate::xml::Element;

/// Longer runs of spaces are not believed.
const MOST_SPACES: u32 = 1000;

/// A cell that is open.
pub(super) struct Cell {
    pub(super) repeated: u32,
    spans: (u32, u32),
    kind: String,
    /// The value as its attribute says it.
    value: Option<String>,
    has_formula: bool,
    /// The words of its paragraphs.
    shown: String,
    paragraphs: usize,
    /// Whether white space that follows would be the second in a row.
    after_space: bool,
}

impl Cell {
    pub(super) fn new(element: &Element<'_>) -> Self {
        let kind = element.attribute("value-type").unwrap_or_default();
        let value = match kind.as_str() {
            "date" => element.attribute("date-value"),
            "time" => element.attribute("time-value"),
            "boolean" => element.attribute("boolean-value"),
            "string" => element.attribute("string-value"),
            _ => element.attribute("value"),
        };
        Self {
            repeated: count(element, "number-columns-repeated"),
            spans: (
                count(element, "number-rows-spanned") - 1,
                count(element, "number-columns-spanned") - 1,
            ),
            kind,
            value,
            has_formula: element.attribute("formula").is_some(),
            shown: String::new(),
            paragraphs: 0,
            after_space: true,
        }
    }

    /// An element of the text begins.
    pub(super) fn open(&mut self, element: &Element<'_>) {
        match element.name {
            "p" | "h" => {
                if self.paragraphs > 0 {
                    self.shown.push('\n');
                }
                self.paragraphs += 1;
                self.after_space = true;
            }
            "s" => {
                let spaces = count(element, "c").min(MOST_SPACES);
                self.shown.extend(std::iter::repeat_n(' ', spaces as usize));
                self.after_space = false;
            }
            "tab" => self.push('\t'),
            "line-break" => self.push('\n'),
            _ => {}
        }
    }

    fn push(&mut self, sign: char) {
        self.shown.push(sign);
        self.after_space = true;
    }

    /// Characters; white space is collapsed, as OpenDocument says, and none is between paragraphs.
    pub(super) fn add(&mut self, text: &str) {
        if self.paragraphs == 0 {
            return;
        }
        for sign in text.chars() {
            let is_space = matches!(sign, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                self.shown.push(sign);
            } else if !self.after_space {
                self.shown.push(' ');
            }
            self.after_space = is_space;
        }
    }

    /// The error that its formula ended in.
    pub(super) fn error(&self) -> Option<&str> {
        let shown = self.shown.trim();
        let is_error = (shown.starts_with('#') && shown.ends_with(['!', '?', 'A']))
            || shown.starts_with("Err:");
        (self.has_formula && is_error).then_some(shown)
    }

    /// How many cells more it covers, down and to the right.
    pub(super) fn spans(&self) -> Option<(u32, u32)> {
        (self.spans != (0, 0)).then_some(self.spans)
    }

    /// What it says.
    pub(super) fn text(&self) -> String {
        let Some(value) = self.value.as_deref() else {
            return self.shown.clone();
        };
        match self.kind.as_str() {
            "date" => moment::of_iso(value),
            "time" => moment::of_iso_duration(value),
            "boolean" => value.to_lowercase(),
            "string" => value.to_owned(),
            "" => self.shown.clone(),
            kind => self.number(value, kind == "percentage"),
        }
    }

    fn number(&self, value: &str, is_percent: bool) -> String {
        let Ok(number) = value.trim().parse::<f64>() else {
            return self.shown.clone();
        };
        // Zeros in front are shown on purpose: numbers of participants and students.
        let shown = self.shown.trim();
        let is_padded = shown.starts_with('0') && shown.bytes().all(|byte| byte.is_ascii_digit());
        let digits = if is_padded { shown.len() } else { 0 };
        number::write(number, Looks { is_percent, digits })
    }
}
