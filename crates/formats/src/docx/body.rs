//! The walk over a Word document's text, its notes and its comments.
//!
//! Elements are met one by one. Whole branches that are no text are skipped by
//! remembering how deep they began; everything else is laid out by a
//! [`Flow`]. Element and attribute names are those of ECMA-376, part 1. What
//! concerns paragraphs, tracked changes, fields and pages has files of its own.

use std::collections::HashSet;

use super::aside::Aside;
use super::change::Changes;
use super::context::{Context, NoteKind, Notes};
use super::field::Fields;
use super::page::Pages;
use super::paragraph::Paragraph;
use super::symbols;
use crate::Trouble;
use crate::flow::Flow;
use crate::marked::{Mark, Marked};
use crate::math;
use crate::xml::{self, Element, Space, Visit};

/// Walks one part.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says where in the document the walk is, and they change on their own"
)]
pub(super) struct Walk<'a> {
    pub(super) context: &'a mut Context,
    pub(super) flow: Flow,
    /// The texts of notes; none while the notes themselves are read.
    pub(super) notes: Option<&'a Notes>,
    pub(super) printed_notes: Vec<Marked>,
    pub(super) referred: HashSet<(NoteKind, String)>,
    pub(super) asides: Vec<Aside>,
    pub(super) aside: Option<Aside>,
    pub(super) depth: usize,
    /// The depth at which a branch began that is not text.
    skipped_from: Option<usize>,
    /// For each open `mc:AlternateContent`, whether a choice was taken.
    choices: Vec<bool>,
    pub(super) fields: Fields,
    equation: math::Line,
    /// The text of the open `w:t`, and whether its outer spaces count.
    run: Option<(String, bool)>,
    font: String,
    pub(super) hidden: bool,
    hidden_is_counted: bool,
    pub(super) in_paragraph_properties: bool,
    pub(super) in_run_properties: bool,
    in_row_properties: bool,
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) merge_next: bool,
    pub(super) changes: Changes,
    columns: Vec<usize>,
    pub(super) pages: Pages,
}

impl<'a> Walk<'a> {
    pub(super) fn new(context: &'a mut Context, notes: Option<&'a Notes>) -> Self {
        Self {
            context,
            flow: Flow::new(),
            notes,
            printed_notes: Vec::new(),
            referred: HashSet::new(),
            asides: Vec::new(),
            aside: None,
            depth: 0,
            skipped_from: None,
            choices: Vec::new(),
            fields: Fields::default(),
            equation: math::Line::default(),
            run: None,
            font: String::new(),
            hidden: false,
            hidden_is_counted: false,
            in_paragraph_properties: false,
            in_run_properties: false,
            in_row_properties: false,
            paragraphs: Vec::new(),
            merge_next: false,
            changes: Changes::default(),
            columns: Vec::new(),
            pages: Pages::default(),
        }
    }

    /// Reads a whole part.
    pub(super) fn read(&mut self, bytes: &[u8], part: &str) -> Result<(), Trouble> {
        xml::walk(bytes, part, self)?;
        self.settle();
        Ok(())
    }

    pub(super) fn skip(&mut self) {
        self.skipped_from = Some(self.depth);
    }

    pub(super) fn push(&mut self, text: &str) {
        if self.fields.in_instruction() || self.changes.is_gone() {
            return;
        }
        if !self.hidden {
            self.fields.see_words();
            self.flow.push(text);
        } else if !std::mem::replace(&mut self.hidden_is_counted, true) {
            self.context.left_out.hidden += 1;
        }
    }

    fn open_word(&mut self, element: &Element<'_>) {
        match element.name {
            "p" => {
                let id = element.attribute("paraId");
                if let (Some(aside), Some(id)) = (self.aside.as_mut(), id) {
                    aside.paragraphs.push(id);
                }
                self.open_paragraph();
            }
            "pPr" => self.in_paragraph_properties = true,
            "rPr" => self.in_run_properties = true,
            "trPr" => self.in_row_properties = true,
            "r" => self.open_run(),
            "t" => {
                let spaces_count = element.attribute("space").as_deref() == Some("preserve");
                self.run = Some((String::new(), spaces_count));
            }
            // Deleted words come as they were only where they are wanted.
            "delText" if self.changes.is_open() => {
                let spaces_count = element.attribute("space").as_deref() == Some("preserve");
                self.run = Some((String::new(), spaces_count));
            }
            "ins" | "del" | "moveFrom" | "moveTo" | "cellIns" | "cellDel" => {
                self.open_change(element, self.in_row_properties);
            }
            "tbl" => {
                self.settle();
                self.flow.open_table();
            }
            "tr" => self.changes.open_row(),
            "tc" => {
                self.flow.open_cell();
                self.columns.push(1);
            }
            "gridBefore" => {
                if let Some(columns) = value(element).and_then(|value| value.parse().ok()) {
                    self.flow.open_cell();
                    self.flow.close_cell(columns);
                }
            }
            "gridSpan" => {
                let columns = value(element).and_then(|value| value.parse().ok());
                if let (Some(last), Some(columns)) = (self.columns.last_mut(), columns) {
                    *last = columns;
                }
            }
            "txbxContent" => self.flow.open_box(),
            "footnote" | "endnote" | "comment" => self.open_aside(element),
            _ if self.in_run_properties || self.in_paragraph_properties => self.property(element),
            _ => self.open_inline(element),
        }
    }

    fn open_inline(&mut self, element: &Element<'_>) {
        match element.name {
            "tab" | "ptab" => self.push("\t"),
            "br" => self.line_break(element.attribute("type").as_deref()),
            "cr" => self.push("\n"),
            "noBreakHyphen" => self.push("\u{2011}"),
            "sym" => self.symbol(element),
            "fldChar" => {
                if let Some(shown) = self.fields.turn(element.attribute("fldCharType").as_deref()) {
                    self.push(&shown);
                }
            }
            "footnoteReference" => self.reference(NoteKind::Foot, element),
            "endnoteReference" => self.reference(NoteKind::End, element),
            "commentRangeStart" => self.comment(element, Mark::Begin),
            "commentRangeEnd" => self.comment(element, Mark::End),
            "commentReference" => self.comment_reference(element),
            "object" | "altChunk" | "subDoc" => self.context.left_out.embedded += 1,
            "lastRenderedPageBreak" => self.turn_page(true),
            "pgNumType" => self.pages.see_numbers(element),
            "sectPr" => self.pages.see_section(),
            // None of these is text on the page: instructions, old values of
            // properties, readings above characters, and the like.
            "instrText" | "delText" | "delInstrText" | "tblPrChange" | "tblPrExChange"
            | "trPrChange" | "tcPrChange" | "sectPrChange" | "sdtPr" | "rt" => self.skip(),
            _ => self.fields.see_form(element),
        }
    }

    /// What a paragraph or a run says of itself.
    fn property(&mut self, element: &Element<'_>) {
        match element.name {
            "pPrChange" | "rPrChange" | "tabs" | "sectPrChange" => self.skip(),
            "pgNumType" => self.pages.see_numbers(element),
            "sectPr" => self.pages.see_section(),
            "vanish" if self.in_paragraph_properties => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.end_is_hidden = is_on(element);
                }
            }
            "vanish" => self.hidden = is_on(element),
            "rStyle" if !self.in_paragraph_properties => {
                self.hidden |= self.context.styles.is_hidden(value(element).as_deref());
            }
            "rFonts" if !self.in_paragraph_properties => {
                self.font = element.attribute("ascii").unwrap_or_default();
            }
            _ => {
                if let Some(paragraph) = self.paragraphs.last_mut() {
                    paragraph.see(element);
                }
            }
        }
    }

    fn open_run(&mut self) {
        self.in_run_properties = false;
        self.font.clear();
        self.hidden_is_counted = false;
        let style = self.paragraphs.last().and_then(|paragraph| paragraph.style.as_deref());
        self.hidden = self.context.styles.is_hidden(style);
    }

    fn line_break(&mut self, kind: Option<&str>) {
        if kind == Some("page") {
            self.turn_page(false);
        }
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
            self.context.left_out.signs += 1;
            char::REPLACEMENT_CHARACTER
        });
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    fn close_word(&mut self, name: &str) {
        match name {
            "p" => self.close_paragraph(),
            "pPr" => self.in_paragraph_properties = false,
            "rPr" => self.in_run_properties = false,
            "trPr" => self.in_row_properties = false,
            "r" => self.hidden = false,
            "t" | "delText" => {
                if let Some((text, spaces_count)) = self.run.take() {
                    let text = self.drawn(&text.replace(['\r', '\n', '\t'], " "));
                    self.push(if spaces_count { &text } else { text.trim_matches(' ') });
                }
            }
            "ins" | "del" | "moveFrom" | "moveTo" => self.close_change(),
            "tc" => {
                self.settle();
                let columns = self.columns.pop().unwrap_or(1);
                if self.changes.close_cell() {
                    self.flow.take_box();
                } else {
                    self.flow.close_cell(columns);
                }
            }
            "tr" => {
                let keep = self.close_row_change();
                self.flow.close_row(keep);
            }
            "tbl" => self.flow.close_table(),
            "txbxContent" => {
                self.settle();
                self.flow.close_box();
            }
            "footnote" | "endnote" | "comment" => self.close_aside(),
            _ => {}
        }
    }

    /// Signs that only a picture font can draw are given as what they look like.
    fn drawn(&mut self, text: &str) -> String {
        let is_drawn = |sign: char| ('\u{f020}'..='\u{f0ff}').contains(&sign);
        if !text.contains(is_drawn) {
            return text.to_owned();
        }
        let font = &self.font;
        let sign = |sign: char| match symbols::sign(font, u32::from(sign)) {
            Some(known) if is_drawn(sign) => known,
            _ => sign,
        };
        text.chars().map(sign).collect()
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
            (Space::Math, "oMathPara") if !self.equation.is_open() => {}
            (Space::Math, _) => self.equation.open(element),
            (Space::Drawing, "blip" | "imagedata") if !self.changes.is_gone() => {
                self.context.left_out.pictures += 1;
            }
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
            (Space::Math, _) if self.equation.is_open() => {
                if let Some(line) = self.equation.close() {
                    self.push(&line.replace(['\r', '\n', '\t'], " "));
                }
            }
            (Space::Compatibility, "AlternateContent") => {
                self.choices.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped_from.is_some() {
            return;
        }
        if let Some((run, _)) = self.run.as_mut() {
            run.push_str(text);
        } else if self.equation.is_open() && !self.changes.is_gone() {
            self.equation.text(text);
        }
    }
}

/// Whether an on/off property is on: absent values mean yes.
pub(super) fn is_on(element: &Element<'_>) -> bool {
    !matches!(element.attribute("val").as_deref(), Some("0" | "false" | "off"))
}

pub(super) fn value(element: &Element<'_>) -> Option<String> {
    element.attribute("val")
}
