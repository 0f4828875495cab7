//! Where an OpenDocument paragraph begins and ends, and what is printed in front of it.
//!
//! A paragraph whose end was inserted goes on in the next one when insertions
//! are rejected. Hidden paragraphs are left out; headings become landmarks.

use super::body::Walk;
use super::list::Opening;
use crate::xml::Element;

impl Walk<'_> {
    pub(super) fn open_list(&mut self, element: &Element<'_>) {
        let opening = || Opening {
            style: element.attribute("style-name"),
            id: element.attribute("id").or_else(|| element.attribute("list-id")),
            continues: element.attribute("continue-list").or_else(|| element.attribute("list-id")),
            continues_last: element.attribute("continue-numbering").as_deref() == Some("true"),
        };
        let start = element.attribute("start-value").and_then(|start| start.parse().ok());
        match element.name {
            "list" => self.lists.open(opening()),
            "list-item" => self.lists.open_item(true, start, element.attribute("style-override")),
            "list-header" => self.lists.open_item(false, None, None),
            "numbered-paragraph" => {
                let level = element.attribute("level").and_then(|level| level.parse().ok());
                self.lists.open_numbered(opening(), level.unwrap_or(1), start);
            }
            _ => {}
        }
    }

    pub(super) fn open_paragraph(&mut self, element: &Element<'_>) {
        let style = element.attribute("style-name").unwrap_or_default();
        if self.styles.is_hidden("paragraph", &style) {
            self.hide();
            return;
        }
        self.paragraphs += 1;
        self.after_space.push(true);
        let level = match element.name {
            "h" => element.attribute("outline-level").and_then(|level| level.parse().ok()),
            _ => None,
        };
        let level: u8 = if element.name == "h" { level.unwrap_or(1).clamp(1, 10) } else { 0 };
        let breaks_after = self.styles.breaks_after("paragraph", &style);
        self.kinds.push((level, breaks_after));
        if std::mem::take(&mut self.merge_next) {
            self.flow.continue_paragraph();
            self.lists.pass();
            return;
        }
        if self.styles.breaks_before("paragraph", &style) {
            self.break_page(self.styles.page_number(&style));
        } else if let Some(number) = self.styles.page_number(&style) {
            self.break_page(Some(number));
        }
        self.flow.open_paragraph();
        if self.changes.is_gone() || self.changes.is_in_region() || self.annotations.is_open() {
            return;
        }
        self.print_label(element, level, &style);
    }

    pub(super) fn print_label(&mut self, element: &Element<'_>, level: u8, style: &str) {
        let is_on = |name: &str| element.attribute(name).as_deref() == Some("true");
        let label = if self.lists.is_open() {
            self.lists.label(self.styles, style)
        } else if level > 0 && !is_on("is-list-header") {
            let start = element.attribute("start-value").and_then(|start| start.parse().ok());
            let start = start.or_else(|| is_on("restart-numbering").then_some(1));
            self.lists.heading(self.styles, usize::from(level), start)
        } else {
            None
        };
        if let Some(label) = label {
            let steps = if level > 0 { 0 } else { label.steps };
            self.flow.push(&("  ".repeat(steps) + &label.text));
        }
    }

    pub(super) fn close_paragraph(&mut self) {
        self.paragraphs = self.paragraphs.saturating_sub(1);
        self.after_space.pop();
        let (level, breaks_after) = self.kinds.pop().unwrap_or_default();
        // The end of this paragraph was inserted, and goes.
        if self.changes.is_gone() {
            self.merge_next = true;
            return;
        }
        if level > 0 && !self.annotations.is_open() && !self.changes.is_in_region() {
            let number = self.remarks.number();
            self.flow.mark_paragraph(number);
            self.remarks.add_heading(number, level);
        }
        self.flow.close_paragraph();
        if breaks_after {
            self.break_page(None);
        }
    }

    /// Ends a paragraph that would go on in the next one when there is none.
    pub(super) fn settle(&mut self) {
        if std::mem::take(&mut self.merge_next) {
            self.flow.drop_paragraph();
            self.flow.close_paragraph();
        }
    }
}
