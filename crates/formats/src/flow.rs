//! Paragraphs, tables and boxes become lines of text.
//!
//! Word and OpenDocument readers tell a [`Flow`] what opens and closes; it lays
//! the text out: one line for each paragraph, one row of tab-separated cells for
//! each table row, what stands in boxes after the paragraph that anchors them,
//! notes at the end. Closing what was never opened is harmless, so that broken
//! documents still give their words.

use crate::{RefusalKind, Trouble};

/// A text longer than this is refused: about ten thousand pages.
pub(crate) const LONGEST_TEXT: usize = 64 * 1024 * 1024;

/// Spans that reach further are not believed.
const WIDEST_ROW: usize = 2048;

/// Collects the text of a document.
#[derive(Debug)]
pub(crate) struct Flow {
    frames: Vec<Frame>,
    size: usize,
}

/// Where lines are being put: a run of paragraphs, or a table.
#[derive(Debug)]
enum Frame {
    Block { lines: Vec<String>, paragraph: Option<String>, anchored: Vec<String>, nested: bool },
    Table { rows: Vec<String>, cells: Vec<String> },
}

impl Frame {
    fn block(nested: bool) -> Self {
        Self::Block { lines: Vec::new(), paragraph: None, anchored: Vec::new(), nested }
    }

    /// Joins the lines of a block or the rows of a table; blank lines at the end go.
    fn into_text(self) -> String {
        let mut lines = match self {
            Self::Block { mut lines, paragraph, mut anchored, .. } => {
                lines.extend(paragraph);
                lines.append(&mut anchored);
                lines
            }
            Self::Table { rows, .. } => rows,
        };
        while lines.last().is_some_and(|line| line.trim().is_empty()) {
            lines.pop();
        }
        lines.join("\n")
    }
}

impl Flow {
    pub(crate) fn new() -> Self {
        Self { frames: vec![Frame::block(false)], size: 0 }
    }

    /// Counts text that is kept elsewhere and appended at the end; false when
    /// there is too much of it.
    pub(crate) fn has_room_for(&mut self, text: &str) -> bool {
        self.size = self.size.saturating_add(text.len());
        self.size <= LONGEST_TEXT
    }

    /// Adds characters to the paragraph that is open.
    pub(crate) fn push(&mut self, text: &str) {
        if !self.has_room_for(text) {
            return;
        }
        if let Some(Frame::Block { paragraph, .. }) = self.frames.last_mut() {
            paragraph.get_or_insert_default().push_str(text);
        }
    }

    /// What stands in the open paragraph so far.
    pub(crate) fn paragraph(&self) -> &str {
        match self.frames.last() {
            Some(Frame::Block { paragraph: Some(text), .. }) => text,
            _ => "",
        }
    }

    /// Opens a paragraph; one inside another is laid out after it.
    pub(crate) fn open_paragraph(&mut self) {
        match self.frames.last_mut() {
            Some(Frame::Block { paragraph: Some(_), .. }) => self.open_nested_paragraph(),
            Some(Frame::Block { paragraph, .. }) => *paragraph = Some(String::new()),
            _ => {}
        }
    }

    /// Goes on with a paragraph whose end was struck out, or opens one.
    pub(crate) fn continue_paragraph(&mut self) {
        if let Some(Frame::Block { paragraph: None, .. }) = self.frames.last() {
            self.open_paragraph();
        }
    }

    fn open_nested_paragraph(&mut self) {
        self.frames.push(Frame::block(true));
        self.open_paragraph();
    }

    /// Closes the paragraph that is open.
    pub(crate) fn close_paragraph(&mut self) {
        let Some(Frame::Block { lines, paragraph, anchored, nested }) = self.frames.last_mut()
        else {
            return;
        };
        lines.extend(paragraph.take());
        lines.append(anchored);
        if *nested {
            self.close_box();
        }
    }

    /// Opens a box anchored in the paragraph that is open.
    pub(crate) fn open_box(&mut self) {
        self.frames.push(Frame::block(false));
    }

    /// Closes a box; its lines follow the paragraph that anchors it.
    pub(crate) fn close_box(&mut self) {
        let Some(text) = self.pop_block() else { return };
        if let Some(Frame::Block { lines, paragraph, anchored, .. }) = self.frames.last_mut() {
            let place = if paragraph.is_some() { anchored } else { lines };
            place.push(text);
        }
    }

    /// Closes a box and hands its text over instead of laying it out.
    pub(crate) fn take_box(&mut self) -> Option<String> {
        self.pop_block()
    }

    pub(crate) fn open_table(&mut self) {
        self.frames.push(Frame::Table { rows: Vec::new(), cells: Vec::new() });
    }

    pub(crate) fn open_cell(&mut self) {
        if matches!(self.frames.last(), Some(Frame::Table { .. })) {
            self.frames.push(Frame::block(false));
        }
    }

    /// Closes a cell that spans `columns` columns.
    pub(crate) fn close_cell(&mut self, columns: usize) {
        let in_table = self.frames.iter().rev().nth(1);
        if !matches!(in_table, Some(Frame::Table { .. })) {
            return;
        }
        let text = self.pop_block().unwrap_or_default();
        if let Some(Frame::Table { cells, .. }) = self.frames.last_mut() {
            cells.push(text);
            let room = WIDEST_ROW.saturating_sub(cells.len());
            let empty = columns.saturating_sub(1).min(room);
            cells.extend(std::iter::repeat_n(String::new(), empty));
        }
    }

    /// Closes a row, which is left out when `keep` is false.
    pub(crate) fn close_row(&mut self, keep: bool) {
        if let Some(Frame::Table { rows, cells }) = self.frames.last_mut() {
            let cells = std::mem::take(cells);
            let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            let used = cells.get(..used).unwrap_or_default();
            // Only the last cell of a row may go over several lines, or nobody
            // could tell where a cell ends.
            if let Some((last, others)) = used.split_last().filter(|_| keep) {
                let mut row: String =
                    others.iter().map(|cell| cell.replace(['\n', '\t'], " ") + "\t").collect();
                row.push_str(last);
                rows.push(row);
            }
        }
    }

    pub(crate) fn close_table(&mut self) {
        if !matches!(self.frames.last(), Some(Frame::Table { .. })) {
            return;
        }
        let Some(Frame::Table { rows, .. }) = self.frames.pop() else {
            return;
        };
        if let Some(Frame::Block { lines, paragraph, anchored, .. }) = self.frames.last_mut() {
            let place = if paragraph.is_some() { anchored } else { lines };
            place.extend(rows);
        }
    }

    /// The whole text, with notes appended, each in a line of its own.
    pub(crate) fn finish(mut self, notes: &[String]) -> Result<String, Trouble> {
        if self.size > LONGEST_TEXT {
            return Err(Trouble::new(
                RefusalKind::TooLarge,
                "its text is longer than 64 MiB: import it in parts.",
            ));
        }
        while self.frames.len() > 1 {
            match self.frames.last_chunk() {
                Some([Frame::Table { .. }, Frame::Block { .. }]) => self.close_cell(1),
                Some([_, Frame::Table { .. }]) => {
                    self.close_row(true);
                    self.close_table();
                }
                _ => self.close_box(),
            }
        }
        let mut text = self.frames.pop().map(Frame::into_text).unwrap_or_default();
        if !notes.is_empty() {
            text.push_str("\n\n");
            text.push_str(&notes.join("\n"));
        }
        if text.trim().is_empty() {
            return Err(Trouble::new(RefusalKind::Empty, "there are no words in it."));
        }
        text.push('\n');
        let blank = text.len() - text.trim_start_matches('\n').len();
        Ok(text.split_off(blank))
    }

    /// Takes the innermost block; the outermost, which is the document, stays.
    fn pop_block(&mut self) -> Option<String> {
        if self.frames.len() < 2 || !matches!(self.frames.last(), Some(Frame::Block { .. })) {
            return None;
        }
        self.frames.pop().map(Frame::into_text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraph(flow: &mut Flow, text: &str) {
        flow.open_paragraph();
        flow.push(text);
        flow.close_paragraph();
    }

    #[test]
    fn tables_become_rows_and_boxes_follow_their_paragraph() {
        let mut flow = Flow::new();
        flow.open_paragraph();
        flow.push("before ");
        flow.open_box();
        paragraph(&mut flow, "in the box");
        flow.close_box();
        flow.push("after");
        flow.close_paragraph();
        flow.open_table();
        for row in [["a", "b"], ["c", ""]] {
            for cell in row {
                flow.open_cell();
                paragraph(&mut flow, cell);
                flow.close_cell(1);
            }
            flow.close_row(true);
        }
        flow.close_table();
        let text = flow.finish(&["[1] a note".into()]).expect("words");
        assert_eq!(text, "before after\nin the box\na\tb\nc\n\n[1] a note\n");
    }

    #[test]
    fn unbalanced_calls_keep_the_words() {
        let mut flow = Flow::new();
        flow.close_table();
        flow.close_cell(1);
        flow.close_box();
        flow.open_paragraph();
        flow.push("kept");
        flow.open_table();
        flow.open_cell();
        flow.open_paragraph();
        flow.push("in a cell");
        assert_eq!(flow.finish(&[]), Ok("kept\nin a cell\n".to_owned()));
    }
}
