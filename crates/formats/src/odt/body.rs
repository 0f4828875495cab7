//! The walk over an OpenDocument text.
//!
//! Elements are met one by one, branches that are no text are skipped, and the
//! rest is laid out by a [`Flow`]. `text:s`, tabs and line breaks are expanded and
//! other white space is collapsed as OpenDocument 1.3, part 3, section 6.1.2 says.

use std::collections::HashMap;

use super::annotation::Annotations;
use super::change::Changes;
use super::list::Lists;
use super::page::Pages;
use super::styles::Styles;
use crate::flow::Flow;
use crate::marked::Marked;
use crate::math;
use crate::remarks::Remarks;
use crate::xml::{Element, Space, Visit};
use crate::{Notices, TrackedChanges};

/// Walks the part that holds the text.
pub(super) struct Walk<'a> {
    pub(super) chosen: TrackedChanges,
    pub(super) styles: &'a Styles,
    /// Equations by the folder that holds them.
    equations: &'a HashMap<String, String>,
    pub(super) flow: Flow,
    pub(super) remarks: Remarks,
    pub(super) notes: Vec<Marked>,
    pub(super) is_text: bool,
    depth: usize,
    skipped_from: Option<usize>,
    /// How many paragraphs are open, one within another.
    pub(super) paragraphs: usize,
    /// Whether a space would follow white space and is dropped.
    pub(super) after_space: Vec<bool>,
    cells: Vec<usize>,
    pub(super) lists: Lists,
    pub(super) changes: Changes,
    pub(super) merge_next: bool,
    /// Levels of the headings that are open, 0 for other paragraphs; and whether
    /// a page ends with it.
    pub(super) kinds: Vec<(u8, bool)>,
    pub(super) annotations: Annotations,
    equation: math::Line,
    /// Whether the frame that is open shows an object, of which a picture follows.
    frame_has_object: bool,
    pub(super) pages: Pages,
    pictures: usize,
    objects: usize,
    hidden: usize,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        chosen: TrackedChanges,
        styles: &'a Styles,
        equations: &'a HashMap<String, String>,
    ) -> Self {
        Self {
            chosen,
            styles,
            equations,
            flow: Flow::new(),
            remarks: Remarks::default(),
            notes: Vec::new(),
            is_text: false,
            depth: 0,
            skipped_from: None,
            paragraphs: 0,
            after_space: Vec::new(),
            cells: Vec::new(),
            lists: Lists::default(),
            changes: Changes::default(),
            merge_next: false,
            kinds: Vec::new(),
            annotations: Annotations::default(),
            equation: math::Line::default(),
            frame_has_object: false,
            pages: Pages::default(),
            pictures: 0,
            objects: 0,
            hidden: 0,
        }
    }

    pub(super) fn report(&self, notices: &mut Notices<'_>) {
        let changes = match self.chosen {
            TrackedChanges::Accepted => "accepted: deleted words are not in the text",
            TrackedChanges::Rejected => "rejected: inserted words are not in the text",
            TrackedChanges::Shown => "kept and noted in comments",
        };
        notices.count(self.changes.count, "tracked change", "tracked changes", changes);
        notices.count(self.pictures, "picture", "pictures", "left out");
        notices.count(self.hidden, "piece of hidden text", "pieces of hidden text", "left out");
        notices.count(self.objects, "embedded object", "embedded objects", "left out");
        let margins = self.styles.margins();
        notices.count(margins, "header or footer", "headers and footers", "left out");
    }

    fn skip(&mut self) {
        self.skipped_from = Some(self.depth);
    }

    fn push(&mut self, text: &str) {
        if !self.changes.is_gone() {
            self.flow.push(text);
        }
        self.see_word();
    }

    pub(super) fn see_word(&mut self) {
        if let Some(after_space) = self.after_space.last_mut() {
            *after_space = false;
        }
    }

    fn open_text(&mut self, element: &Element<'_>) {
        match element.name {
            "p" | "h" => self.open_paragraph(element),
            "s" => {
                let count =
                    element.attribute("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                self.push(&" ".repeat(count.min(1000)));
            }
            "tab" => self.push("\t"),
            "line-break" => self.push("\n"),
            "note-body" => self.open_note(),
            "span" => {
                let style = element.attribute("style-name").unwrap_or_default();
                if self.styles.is_hidden("text", &style) {
                    self.hide();
                }
            }
            "section" if element.attribute("display").as_deref() == Some("none") => self.hide(),
            "hidden-text" if element.attribute("is-hidden").as_deref() != Some("false") => {
                self.skip();
            }
            "soft-page-break" => self.turn_page(),
            name if name.starts_with("list") || name == "numbered-paragraph" => {
                self.open_list(element);
            }
            name if name.starts_with("change") => self.open_change(element),
            "deletion" if self.chosen != TrackedChanges::Accepted => {
                self.flow.open_box();
                self.lists.step_in();
            }
            "insertion" => self.changes.see_insertion(),
            "deletion" | "format-change" | "note-citation" | "number" | "hidden-paragraph"
            | "ruby-text" | "script" => self.skip(),
            // What a table of contents is made of.
            name if name.ends_with("-source") => self.skip(),
            _ => {}
        }
    }

    pub(super) fn hide(&mut self) {
        self.hidden += 1;
        self.skip();
    }

    fn open_change(&mut self, element: &Element<'_>) {
        let id = element.attribute("change-id").unwrap_or_default();
        match element.name {
            "changed-region" => self.changes.open_region(element),
            "change" => self.deletion(&id),
            "change-start" => self.begin_insertion(id),
            "change-end" => self.end_insertion(&id),
            _ => {}
        }
    }

    pub(super) fn open_box(&mut self) {
        self.flow.open_box();
        self.lists.step_in();
    }

    fn open_note(&mut self) {
        let mark = format!("[{}]", self.notes.len() + 1);
        self.push(&mark);
        // Room for the note, which others may follow while it is being read.
        self.notes.push((mark + " ").into());
        self.open_box();
    }

    /// Notes do not nest, so the last one is the one that closes.
    fn close_note(&mut self) {
        self.settle();
        self.lists.step_out();
        let mut text = self.flow.take_box().unwrap_or_default();
        text.trim();
        if self.changes.is_gone() {
            self.notes.pop();
        } else if let Some(note) = self.notes.last_mut() {
            note.append(text);
        }
    }

    fn open_table(&mut self, element: &Element<'_>) {
        match element.name {
            "table" => {
                self.settle();
                let style = element.attribute("style-name").unwrap_or_default();
                if self.styles.breaks_before("table", &style) {
                    self.break_page(None);
                }
                self.flow.open_table();
                self.lists.step_in();
            }
            "table-cell" | "covered-table-cell" => {
                let repeated = element.attribute("number-columns-repeated");
                self.cells.push(repeated.and_then(|count| count.parse().ok()).unwrap_or(1));
                self.flow.open_cell();
            }
            _ => {}
        }
    }

    fn open_drawing(&mut self, element: &Element<'_>) {
        match element.name {
            "text-box" => self.open_box(),
            "frame" => self.frame_has_object = false,
            "image" => {
                self.pictures += usize::from(!self.frame_has_object);
                self.skip();
            }
            "object" => {
                let folder = element.attribute("href").unwrap_or_default();
                let folder = folder.trim_start_matches("./").trim_end_matches('/');
                match self.equations.get(folder).cloned() {
                    Some(line) => {
                        self.push(&line);
                        self.frame_has_object = true;
                    }
                    // In a flat file the equation itself stands here.
                    None if folder.is_empty() => self.frame_has_object = true,
                    None => self.leave_out_object(),
                }
            }
            "object-ole" | "plugin" | "applet" => {
                self.leave_out_object();
                self.skip();
            }
            _ => {}
        }
    }

    fn leave_out_object(&mut self) {
        self.objects += 1;
        self.frame_has_object = true;
    }

    fn close_inner(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Text, "p" | "h") => self.close_paragraph(),
            (Space::Text, "list") => self.lists.close(),
            (Space::Text, "numbered-paragraph") => self.lists.step_out(),
            (Space::Text, "note-body") => self.close_note(),
            (Space::Text, "changed-region") => self.changes.close_region(),
            (Space::Text, "deletion") => {
                self.lists.step_out();
                let lines = self.flow.take_lines();
                self.changes.see_deletion(lines);
            }
            (Space::Office, "annotation") => self.close_annotation(),
            (Space::Dublin, "creator" | "date") => self.close_about(name),
            (Space::Draw, "text-box") => {
                self.settle();
                self.lists.step_out();
                self.flow.close_box();
            }
            (Space::Table, "table") => {
                self.flow.close_table();
                self.lists.step_out();
            }
            (Space::Table, "table-row") => self.flow.close_row(true),
            (Space::Table, "table-cell" | "covered-table-cell") => {
                self.settle();
                let columns = self.cells.pop().unwrap_or(1);
                self.flow.close_cell(columns);
            }
            (Space::Math, _) => {
                if let Some(line) = self.equation.close() {
                    self.push(&line.replace(['\r', '\n', '\t'], " "));
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
            (Space::Text, _) => self.open_text(element),
            (Space::Table, _) => self.open_table(element),
            (Space::Office, "text") => self.is_text = true,
            (Space::Office, "annotation") => self.open_annotation(element),
            (Space::Office, "annotation-end") => {
                self.end_annotation(&element.attribute("name").unwrap_or_default());
            }
            (
                Space::Office,
                "forms" | "scripts" | "event-listeners" | "automatic-styles" | "styles" | "meta"
                | "master-styles" | "settings" | "font-face-decls" | "binary-data",
            )
            | (Space::Svg, "title" | "desc") => self.skip(),
            (Space::Dublin, "creator" | "date") => self.annotations.about = Some(String::new()),
            (Space::Draw, _) => self.open_drawing(element),
            (Space::Math, _) => self.equation.open(element),
            _ => {}
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        let depth = self.depth;
        self.depth = depth.saturating_sub(1);
        match self.skipped_from {
            Some(from) if depth == from => self.skipped_from = None,
            Some(_) => {}
            None => self.close_inner(space, name),
        }
    }

    fn text(&mut self, text: &str) {
        if self.skipped_from.is_some() {
            return;
        }
        if let Some(about) = self.annotations.about.as_mut() {
            about.push_str(text);
            return;
        }
        if self.equation.is_open() {
            self.equation.text(text);
            return;
        }
        if self.paragraphs == 0 {
            return;
        }
        let Some(after_space) = self.after_space.last_mut() else {
            return;
        };
        let mut collapsed = String::with_capacity(text.len());
        for sign in text.chars() {
            let is_space = matches!(sign, ' ' | '\t' | '\n' | '\r');
            if !is_space {
                collapsed.push(sign);
            } else if !*after_space {
                collapsed.push(' ');
            }
            *after_space = is_space;
        }
        // White space counts as it was before the words were taken away.
        if !self.changes.is_gone() {
            self.flow.push(&collapsed);
        }
    }
}
