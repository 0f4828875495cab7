//! Where a Word paragraph ends, what it is, and what is printed in front of it.
//!
//! A paragraph's mark carries its properties. When the mark is struck out, the
//! words join the next paragraph and take that one's properties, as in Word;
//! so number and heading are only known when a paragraph really closes.

use super::body::{Walk, value};
use crate::xml::Element;

/// What a paragraph says of itself.
#[derive(Debug, Default)]
pub(super) struct Paragraph {
    pub(super) style: Option<String>,
    number: Option<String>,
    level: Option<usize>,
    outline: Option<u8>,
    /// Whether its mark is struck out, so that it goes on in the next one.
    pub(super) end_is_gone: bool,
    pub(super) end_is_hidden: bool,
    /// Whether it became part of a list by a change that is rejected.
    pub(super) is_unlisted: bool,
    /// The numbers of the changes of its mark, where they are shown.
    pub(super) ends: Vec<u32>,
}

impl Paragraph {
    /// Takes in one of the paragraph's properties.
    pub(super) fn see(&mut self, element: &Element<'_>) {
        match element.name {
            "pStyle" => self.style = value(element),
            "numId" => self.number = value(element),
            "ilvl" => self.level = value(element).and_then(|level| level.parse().ok()),
            "outlineLvl" => self.outline = value(element).and_then(|level| level.parse().ok()),
            _ => {}
        }
    }
}

impl Walk<'_> {
    pub(super) fn open_paragraph(&mut self) {
        self.in_paragraph_properties = false;
        self.in_run_properties = false;
        if std::mem::take(&mut self.merge_next) {
            self.flow.continue_paragraph();
        } else {
            self.flow.open_paragraph();
        }
        let end_is_gone = self.changes.is_gone();
        self.paragraphs.push(Paragraph { end_is_gone, ..Paragraph::default() });
    }

    pub(super) fn close_paragraph(&mut self) {
        self.fields.forget_unended();
        let Some(paragraph) = self.paragraphs.pop() else { return };
        let is_hidden = paragraph.end_is_hidden && self.flow.paragraph().is_empty();
        if paragraph.end_is_gone || is_hidden {
            self.merge_next = true;
        } else {
            for number in &paragraph.ends {
                self.flow.mark(crate::marked::Mark::End(*number));
            }
            self.print_label(&paragraph);
            self.tell_heading(&paragraph);
            self.flow.close_paragraph();
        }
    }

    /// Ends a paragraph that would go on in the next one when there is none.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.merge_next) {
            self.flow.drop_paragraph();
            self.flow.close_paragraph();
        }
    }

    fn print_label(&mut self, paragraph: &Paragraph) {
        if paragraph.is_unlisted {
            return;
        }
        let style = paragraph.style.as_deref();
        let numbering = &self.context.numbering;
        let (number, level) = match (&paragraph.number, self.context.styles.number(style)) {
            (Some(number), _) => (number.clone(), paragraph.level),
            (None, Some((number, level, owner))) => {
                let level = level.or_else(|| numbering.level_of_style(number, owner));
                (number.to_owned(), paragraph.level.or(level))
            }
            (None, None) => return,
        };
        let Some(label) = self.context.numbering.label(&number, level.unwrap_or(0)) else {
            return;
        };
        let is_heading = self.heading(paragraph).is_some();
        let steps = if label.is_full || is_heading { 0 } else { label.level };
        let line = "  ".repeat(steps) + &label.text;
        let is_alone = self.flow.paragraph().is_empty();
        self.flow.prepend(if is_alone { line.trim_end() } else { &line });
    }

    fn tell_heading(&mut self, paragraph: &Paragraph) {
        if let Some(level) = self.heading(paragraph) {
            let number = self.context.remarks.number();
            self.flow.mark_paragraph(number);
            self.context.remarks.add_heading(number, level);
        }
    }

    fn heading(&self, paragraph: &Paragraph) -> Option<u8> {
        match paragraph.outline {
            Some(level) => (level < 9).then_some(level + 1),
            None => self.context.styles.heading(paragraph.style.as_deref()),
        }
    }
}
