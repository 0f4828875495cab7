//! The walk over a Word document's text and its notes.
//!
//! Elements are met one by one. Whole branches that are no text are skipped by
//! remembering how deep they began; everything else is laid out by a
//! [`Flow`]. Element and attribute names are those of ECMA-376, part 1.

use std::collections::HashMap;

use super::symbols;
use crate::flow::Flow;
use crate::xml::{self, Element, Space, Visit};
use crate::{Notices, Trouble};

/// Which of the two parts a note comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum NoteKind {
    Foot,
    End,
}

/// The texts of foot- and endnotes by their ids.
#[derive(Debug, Default)]
pub(super) struct Notes {
    texts: HashMap<(NoteKind, String), String>,
}

impl Notes {
    /// Reads `footnotes.xml` or `endnotes.xml`.
    pub(super) fn read(&mut self, kind: NoteKind, bytes: &[u8], part: &str) -> Result<(), Trouble> {
        let mut walk = Walk::new(None);
        xml::walk(bytes, part, &mut walk)?;
        self.texts.extend(walk.found.into_iter().map(|(id, text)| ((kind, id), text)));
        Ok(())
    }
}

/// Reads the main part.
pub(super) fn read(
    bytes: &[u8],
    part: &str,
    notes: &Notes,
    notices: &mut Notices<'_>,
) -> Result<String, Trouble> {
    let mut walk = Walk::new(Some(notes));
    xml::walk(bytes, part, &mut walk)?;
    walk.left_out.report(notices);
    walk.flow.finish(&walk.notes)
}

/// What was met and not taken over.
#[derive(Debug, Default)]
struct LeftOut {
    comments: usize,
    inserted: usize,
    deleted: usize,
    pictures: usize,
    hidden: usize,
    embedded: usize,
    signs: usize,
}

impl LeftOut {
    fn report(&self, notices: &mut Notices<'_>) {
        notices.count(self.inserted, "tracked insertion", "tracked insertions", "accepted");
        notices.count(
            self.deleted,
            "tracked deletion",
            "tracked deletions",
            "accepted: the deleted words are not in the text",
        );
        notices.count(self.comments, "comment", "comments", "left out");
        notices.count(self.pictures, "picture", "pictures", "left out");
        notices.count(self.hidden, "piece of hidden text", "pieces of hidden text", "left out");
        notices.count(self.embedded, "embedded object", "embedded objects", "left out");
        notices.count(
            self.signs,
            "sign of a picture font",
            "signs of picture fonts",
            "not recognised and shown as �",
        );
    }
}

/// Fields are nested two or three deep; more is not believed.
const DEEPEST_FIELD: usize = 32;

/// Where a field (`w:fldChar`) is: its instruction is not text, its result is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Instruction,
    Result,
}

#[expect(
    clippy::struct_excessive_bools,
    reason = "each says where in the document the walk is, and they change on their own"
)]
struct Walk<'a> {
    flow: Flow,
    /// The texts of notes; none while the notes themselves are read.
    source: Option<&'a Notes>,
    notes: Vec<String>,
    found: Vec<(String, String)>,
    note_id: Option<String>,
    depth: usize,
    /// The depth at which a branch began that is not text.
    skipped_from: Option<usize>,
    /// For each open `mc:AlternateContent`, whether a choice was taken.
    choices: Vec<bool>,
    fields: Vec<Field>,
    /// The text of the open `w:t`, and whether its outer spaces count.
    run: Option<(String, bool)>,
    hidden: bool,
    in_paragraph_properties: bool,
    in_row_properties: bool,
    /// Whether the end of each open paragraph was struck out.
    struck: Vec<bool>,
    merge_next: bool,
    row_deleted: bool,
    columns: Vec<usize>,
    left_out: LeftOut,
}

impl<'a> Walk<'a> {
    fn new(source: Option<&'a Notes>) -> Self {
        Self {
            flow: Flow::new(),
            source,
            notes: Vec::new(),
            found: Vec::new(),
            note_id: None,
            depth: 0,
            skipped_from: None,
            choices: Vec::new(),
            fields: Vec::new(),
            run: None,
            hidden: false,
            in_paragraph_properties: false,
            in_row_properties: false,
            struck: Vec::new(),
            merge_next: false,
            row_deleted: false,
            columns: Vec::new(),
            left_out: LeftOut::default(),
        }
    }

    fn skip(&mut self) {
        self.skipped_from = Some(self.depth);
    }

    fn push(&mut self, text: &str) {
        if !self.fields.contains(&Field::Instruction) && !self.hidden {
            self.flow.push(text);
        }
    }

    fn open_word(&mut self, element: &Element<'_>) {
        match element.name {
            "p" => self.open_paragraph(),
            "pPr" => self.in_paragraph_properties = true,
            "trPr" => self.in_row_properties = true,
            "r" => self.hidden = false,
            "vanish" if !self.in_paragraph_properties && is_on(element) => {
                self.hidden = true;
                self.left_out.hidden += 1;
            }
            "t" => {
                let spaces_count = element.attribute("space").as_deref() == Some("preserve");
                self.run = Some((String::new(), spaces_count));
            }
            "ins" => self.left_out.inserted += 1,
            "moveTo" if !self.in_paragraph_properties => self.left_out.inserted += 1,
            "del" | "moveFrom" => self.open_deletion(),
            "tbl" => {
                self.flow.open_table();
            }
            "tc" => {
                self.flow.open_cell();
                self.columns.push(1);
            }
            "gridSpan" => {
                let columns = element.attribute("val").and_then(|value| value.parse().ok());
                if let (Some(last), Some(columns)) = (self.columns.last_mut(), columns) {
                    *last = columns;
                }
            }
            "txbxContent" => self.flow.open_box(),
            "footnote" | "endnote" => self.open_note(element),
            _ => self.open_inline(element),
        }
    }

    fn open_inline(&mut self, element: &Element<'_>) {
        match element.name {
            "tab" | "ptab" if !self.in_paragraph_properties => self.push("\t"),
            "br" => self.line_break(element.attribute("type").as_deref()),
            "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "sym" => self.symbol(element),
            "fldChar" => self.field(element.attribute("fldCharType").as_deref()),
            "footnoteReference" => self.reference(NoteKind::Foot, element),
            "endnoteReference" => self.reference(NoteKind::End, element),
            "commentReference" => self.left_out.comments += 1,
            "object" | "altChunk" | "subDoc" => self.left_out.embedded += 1,
            // None of these is text on the page: instructions, old values of
            // properties, readings above characters, and the like.
            "instrText" | "delText" | "delInstrText" | "pPrChange" | "rPrChange"
            | "tblPrChange" | "tblPrExChange" | "trPrChange" | "tcPrChange" | "sectPr"
            | "sdtPr" | "ffData" | "rt" | "tabs" => self.skip(),
            _ => {}
        }
    }

    fn open_paragraph(&mut self) {
        self.in_paragraph_properties = false;
        if std::mem::take(&mut self.merge_next) {
            self.flow.continue_paragraph();
        } else {
            self.flow.open_paragraph();
        }
        self.struck.push(false);
    }

    /// A struck-out end joins a paragraph with the next once it is accepted.
    fn close_paragraph(&mut self) {
        // An instruction that is still open here never ended: words come first.
        if self.fields.last() == Some(&Field::Instruction) {
            self.fields.clear();
        }
        if self.struck.pop() == Some(true) {
            self.merge_next = true;
        } else {
            self.flow.close_paragraph();
        }
    }

    fn open_deletion(&mut self) {
        if self.in_paragraph_properties {
            self.left_out.deleted += 1;
            if let Some(last) = self.struck.last_mut() {
                *last = true;
            }
        } else if self.in_row_properties {
            self.left_out.deleted += 1;
            self.row_deleted = true;
        } else {
            self.left_out.deleted += 1;
            self.skip();
        }
    }

    fn line_break(&mut self, kind: Option<&str>) {
        // A page break at the beginning of a paragraph would leave a blank line.
        let is_turn = matches!(kind, Some("page" | "column"));
        if !is_turn || !self.flow.paragraph().is_empty() {
            self.push("\n");
        }
    }

    fn symbol(&mut self, element: &Element<'_>) {
        let code = element.attribute("char").and_then(|code| u32::from_str_radix(&code, 16).ok());
        let font = element.attribute("font").unwrap_or_default();
        let sign = code.and_then(|code| symbols::sign(&font, code)).unwrap_or_else(|| {
            self.left_out.signs += 1;
            char::REPLACEMENT_CHARACTER
        });
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    fn field(&mut self, kind: Option<&str>) {
        match kind {
            Some("begin") if self.fields.len() < DEEPEST_FIELD => {
                self.fields.push(Field::Instruction);
            }
            Some("separate") => {
                if let Some(last) = self.fields.last_mut() {
                    *last = Field::Result;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            _ => {}
        }
    }

    fn reference(&mut self, kind: NoteKind, element: &Element<'_>) {
        let (Some(source), Some(id)) = (self.source, element.attribute("id")) else {
            return;
        };
        if let Some(text) = source.texts.get(&(kind, id)) {
            let mark = format!("[{}]", self.notes.len() + 1);
            self.push(&mark);
            if self.flow.has_room_for(text) {
                self.notes.push(format!("{mark} {}", text.trim()));
            }
        }
    }

    fn open_note(&mut self, element: &Element<'_>) {
        match element.attribute("type").as_deref() {
            None | Some("normal") => {
                self.note_id = element.attribute("id");
                self.flow.open_box();
            }
            // Separators are lines, not notes.
            Some(_) => self.skip(),
        }
    }

    fn close_word(&mut self, name: &str) {
        match name {
            "p" => self.close_paragraph(),
            "pPr" => self.in_paragraph_properties = false,
            "trPr" => self.in_row_properties = false,
            "r" => self.hidden = false,
            "t" => {
                if let Some((text, spaces_count)) = self.run.take() {
                    let text = text.replace(['\r', '\n', '\t'], " ");
                    self.push(if spaces_count { &text } else { text.trim_matches(' ') });
                }
            }
            "tc" => {
                let columns = self.columns.pop().unwrap_or(1);
                self.flow.close_cell(columns);
            }
            "tr" => {
                let keep = !std::mem::take(&mut self.row_deleted);
                self.flow.close_row(keep);
            }
            "tbl" => self.flow.close_table(),
            "txbxContent" => self.flow.close_box(),
            "footnote" | "endnote" => {
                if let Some(id) = self.note_id.take() {
                    self.found.push((id, self.flow.take_box().unwrap_or_default()));
                }
            }
            _ => {}
        }
    }
}

impl Visit for Walk<'_> {
    fn open(&mut self, element: &Element<'_>) {
        self.depth += 1;
        if self.skipped_from.is_some() {
            return;
        }
        match (element.space, element.name) {
            (Space::Word, _) => self.open_word(element),
            (Space::Math, "t") => self.run = Some((String::new(), true)),
            (Space::Drawing, "blip" | "imagedata") => self.left_out.pictures += 1,
            (Space::Compatibility, "AlternateContent") => self.choices.push(false),
            // A choice and its fallback say the same twice: the first is taken.
            (Space::Compatibility, "Choice" | "Fallback") => match self.choices.last_mut() {
                Some(taken @ false) => *taken = true,
                _ => self.skip(),
            },
            _ => {}
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        if let Some(from) = self.skipped_from {
            if depth == from {
                self.skipped_from = None;
            }
            return;
        }
        match (space, name) {
            (Space::Word, _) => self.close_word(name),
            (Space::Math, "t") => {
                if let Some((text, _)) = self.run.take() {
                    self.push(&text);
                }
            }
            (Space::Compatibility, "AlternateContent") => {
                self.choices.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped_from.is_none()
            && let Some((run, _)) = self.run.as_mut()
        {
            run.push_str(text);
        }
    }
}

/// Whether an on/off property is on: absent values mean yes.
fn is_on(element: &Element<'_>) -> bool {
    !matches!(element.attribute("val").as_deref(), Some("0" | "false" | "off"))
}
