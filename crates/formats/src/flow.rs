//! Paragraphs, tables and boxes become lines of text.
//!
//! Word and OpenDocument readers tell a [`Flow`] what opens and closes; it lays
//! the text out: one line for each paragraph, one row of tab-separated cells for
//! each table row, what stands in boxes after the paragraph that anchors them,
//! notes at the end. Places that were marked on the way move with their words.
//! Closing what was never opened is harmless, so that broken documents still
//! give their words.

use crate::marked::{Mark, Marked};
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
    /// Marks set between two paragraphs: they belong to the next.
    pending: Vec<Mark>,
}

/// Where lines are being put: a run of paragraphs, or a table.
#[derive(Debug)]
enum Frame {
    Block { lines: Vec<Marked>, paragraph: Option<Marked>, anchored: Vec<Marked>, nested: bool },
    Table { rows: Vec<Marked>, cells: Vec<Marked> },
}

impl Frame {
    fn block(nested: bool) -> Self {
        Self::Block { lines: Vec::new(), paragraph: None, anchored: Vec::new(), nested }
    }

    /// Joins the lines of a block or the rows of a table; blank lines at the end go.
    fn into_text(self) -> Marked {
        let mut lines = self.into_lines();
        let mut marks = Vec::new();
        while let Some(blank) = lines.pop_if(|line| line.is_blank()) {
            marks.extend(blank.marks().iter().map(|(_, mark)| *mark));
        }
        let mut text = Marked::join(lines, "\n");
        for mark in marks {
            text.mark(mark);
        }
        text
    }

    fn into_lines(self) -> Vec<Marked> {
        match self {
            Self::Block { mut lines, paragraph, mut anchored, .. } => {
                lines.extend(paragraph);
                lines.append(&mut anchored);
                lines
            }
            Self::Table { rows, .. } => rows,
        }
    }

    /// What was written last and is finished.
    fn last(&mut self) -> Option<&mut Marked> {
        match self {
            Self::Block { lines, .. } => lines.last_mut(),
            Self::Table { rows, cells } => cells.last_mut().or(rows.last_mut()),
        }
    }
}

impl Flow {
    pub(crate) fn new() -> Self {
        Self { frames: vec![Frame::block(false)], size: 0, pending: Vec::new() }
    }

    /// How many bytes of words there were so far, wherever they went.
    pub(crate) fn size(&self) -> usize {
        self.size
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
            let pending = &mut self.pending;
            paragraph.get_or_insert_with(|| begin(pending)).push(text);
        }
    }

    /// Adds a text with its marks to the paragraph that is open.
    pub(crate) fn put(&mut self, text: Marked) {
        self.push("");
        if let Some(Frame::Block { paragraph: Some(paragraph), .. }) = self.frames.last_mut()
            && self.size.saturating_add(text.text().len()) <= LONGEST_TEXT
        {
            paragraph.append(text);
        }
    }

    /// Puts words in front of the paragraph that is open.
    pub(crate) fn prepend(&mut self, text: &str) {
        if !self.has_room_for(text) {
            return;
        }
        if let Some(Frame::Block { paragraph: Some(paragraph), .. }) = self.frames.last_mut() {
            paragraph.prepend(text);
        }
    }

    /// Marks the place that is reached.
    pub(crate) fn mark(&mut self, mark: Mark) {
        match (self.frames.last_mut(), mark) {
            (Some(Frame::Block { paragraph: Some(paragraph), .. }), _) => paragraph.mark(mark),
            // What ends between two paragraphs ends with the one before.
            (Some(frame), Mark::End(_)) => match frame.last() {
                Some(before) => before.mark(mark),
                None => self.pending.push(mark),
            },
            (_, mark) => self.pending.push(mark),
        }
    }

    /// Marks the beginning of the paragraph that is open, whatever is put in front of it.
    pub(crate) fn mark_paragraph(&mut self, number: u32) {
        if let Some(Frame::Block { paragraph: Some(paragraph), .. }) = self.frames.last_mut() {
            paragraph.mark_beginning(Mark::Begin(number));
            paragraph.mark(Mark::End(number));
        }
    }

    /// Forgets a paragraph that is open and has no words; its marks wait for the next.
    pub(crate) fn drop_paragraph(&mut self) {
        if let Some(Frame::Block { paragraph, .. }) = self.frames.last_mut()
            && let Some(dropped) = paragraph.take_if(|paragraph| paragraph.is_empty())
        {
            for (_, mark) in dropped.marks() {
                self.mark(*mark);
            }
        }
    }

    /// What stands in the open paragraph so far.
    pub(crate) fn paragraph(&self) -> &str {
        match self.frames.last() {
            Some(Frame::Block { paragraph: Some(text), .. }) => text.text(),
            _ => "",
        }
    }

    /// Opens a paragraph; one inside another is laid out after it.
    pub(crate) fn open_paragraph(&mut self) {
        match self.frames.last_mut() {
            Some(Frame::Block { paragraph: Some(_), .. }) => self.open_nested_paragraph(),
            Some(Frame::Block { paragraph, .. }) => *paragraph = Some(begin(&mut self.pending)),
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
    pub(crate) fn take_box(&mut self) -> Option<Marked> {
        self.pop_block()
    }

    /// Closes a box and hands over each of its lines, blank ones too.
    pub(crate) fn take_lines(&mut self) -> Vec<Marked> {
        if self.frames.len() < 2 || !matches!(self.frames.last(), Some(Frame::Block { .. })) {
            return Vec::new();
        }
        self.frames.pop().map(Frame::into_lines).unwrap_or_default()
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
            cells.extend(std::iter::repeat_n(Marked::default(), empty));
        }
    }

    /// Closes a row, which is left out when `keep` is false.
    pub(crate) fn close_row(&mut self, keep: bool) {
        if let Some(Frame::Table { rows, cells }) = self.frames.last_mut() {
            let mut cells = std::mem::take(cells);
            let used = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
            cells.truncate(used);
            // Only the last cell of a row may go over several lines, or nobody
            // could tell where a cell ends.
            let others = used.saturating_sub(1);
            cells.iter_mut().take(others).for_each(Marked::flatten);
            if keep && used > 0 {
                rows.push(Marked::join(cells, "\t"));
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
    pub(crate) fn finish(mut self, notes: Vec<Marked>) -> Result<Marked, Trouble> {
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
        for mark in std::mem::take(&mut self.pending) {
            text.mark(mark);
        }
        if !notes.is_empty() {
            text.push("\n\n");
            text.append(Marked::join(notes, "\n"));
        }
        if text.is_blank() {
            return Err(Trouble::new(RefusalKind::Empty, "there are no words in it."));
        }
        text.push("\n");
        // Neither blank lines nor a byte order mark begin a text.
        let front = text.text().len() - text.text().trim_start_matches(['\n', '\u{feff}']).len();
        text.cut_front(front);
        Ok(text)
    }

    /// Takes the innermost block; the outermost, which is the document, stays.
    fn pop_block(&mut self) -> Option<Marked> {
        if self.frames.len() < 2 || !matches!(self.frames.last(), Some(Frame::Block { .. })) {
            return None;
        }
        self.frames.pop().map(Frame::into_text)
    }
}

/// A paragraph that begins with the marks that waited for it.
fn begin(pending: &mut Vec<Mark>) -> Marked {
    let mut paragraph = Marked::default();
    pending.drain(..).for_each(|mark| paragraph.mark(mark));
    paragraph
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
        let text = flow.finish(vec!["[1] a note".into()]).expect("words");
        assert_eq!(text.text(), "before after\nin the box\na\tb\nc\n\n[1] a note\n");
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
        assert_eq!(flow.finish(Vec::new()), Ok("kept\nin a cell\n".into()));
    }

    #[test]
    fn marks_between_paragraphs_belong_to_the_one_before_or_after() {
        let mut flow = Flow::new();
        flow.mark(Mark::Begin(1));
        paragraph(&mut flow, "one");
        flow.mark(Mark::End(1));
        flow.mark(Mark::Begin(2));
        flow.open_table();
        for words in ["a", "b"] {
            flow.open_cell();
            paragraph(&mut flow, words);
            flow.close_cell(1);
        }
        flow.mark(Mark::End(2));
        flow.close_row(true);
        flow.close_table();
        let text = flow.finish(Vec::new()).expect("words");
        assert_eq!(text.text(), "one\na\tb\n");
        let mut marks = text.marks().to_vec();
        marks.sort_unstable();
        let expected =
            [(0, Mark::Begin(1)), (3, Mark::End(1)), (4, Mark::Begin(2)), (7, Mark::End(2))];
        assert_eq!(marks, expected);
    }
}
