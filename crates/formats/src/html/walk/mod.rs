//! The walk over a page, which lays out what a reader would see.
//!
//! Blanks are collapsed and lines broken as browsers do. What is hidden, and
//! what is there to find one's way or to click on, is stepped over and counted.

mod element;
mod words;

use std::collections::HashMap;

use element::{is_block, is_hidden, is_void, level};

use crate::anchor::{Anchor, Anchors, clean};
use crate::flow::Flow;
use crate::html::entity::Entities;
use crate::html::list::List;
use crate::html::table::{Table, find_layouts};
use crate::html::times::{self, Speech};
use crate::html::token::{Tag, Token, Tokens};
use crate::{Document, Notices, Trouble};

/// Deeper lists and tables are read as if they were no deeper.
const DEEPEST: usize = 32;
/// More empty lines than these in a row say nothing.
const MOST_BREAKS: usize = 2;

/// What was met and not taken over.
#[derive(Debug, Default)]
struct LeftOut {
    pictures: usize,
    hidden: usize,
    navigation: usize,
    forms: usize,
    embedded: usize,
}

/// A branch that is stepped over.
#[derive(Debug)]
struct Skipped {
    name: String,
    /// How often each element is open inside.
    open: HashMap<String, usize>,
}

/// A heading or a piece of speech that is open: its marks are set around its words.
#[derive(Debug, Default)]
struct Stretch {
    from: Option<Anchor>,
    to: Option<Anchor>,
}

/// Lays out one page, or the pages of a book one after the other.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says where in the page the walk is, and they change on their own"
)]
#[derive(Debug)]
pub(crate) struct Page {
    flow: Flow,
    anchors: Anchors,
    entities: Entities,
    lists: Vec<List>,
    tables: Vec<Table>,
    /// The places among them of those with cells.
    with_cells: Vec<usize>,
    layouts: std::vec::IntoIter<bool>,
    /// Empty cells that were made up.
    empty_cells: usize,
    skipped: Option<Skipped>,
    preformatted: usize,
    /// Whether a line end directly after `<pre>` is to be dropped.
    drops_line_end: bool,
    /// Whether the paragraph has words.
    has_words: bool,
    space: bool,
    breaks: usize,
    label: String,
    heading: Option<(u8, Stretch)>,
    headings: Vec<(u8, Anchor, Anchor)>,
    speech: Option<(String, Stretch)>,
    speeches: Vec<Speech>,
    title: Option<String>,
    takes_title: bool,
    takes_text: bool,
    left_out: LeftOut,
}

impl Page {
    pub(crate) fn new() -> Self {
        Self {
            flow: Flow::new(),
            anchors: Anchors::default(),
            entities: Entities::default(),
            lists: Vec::new(),
            tables: Vec::new(),
            with_cells: Vec::new(),
            layouts: Vec::new().into_iter(),
            empty_cells: 0,
            skipped: None,
            preformatted: 0,
            drops_line_end: false,
            has_words: false,
            space: false,
            breaks: 0,
            label: String::new(),
            heading: None,
            headings: Vec::new(),
            speech: None,
            speeches: Vec::new(),
            title: None,
            takes_title: false,
            takes_text: false,
            left_out: LeftOut::default(),
        }
    }

    /// Lays out a page after what was laid out before.
    pub(crate) fn read(&mut self, page: &str, is_xml: bool) {
        self.layouts = find_layouts(page, is_xml).into_iter();
        for token in Tokens::of(page, is_xml) {
            if self.skipped.is_some() && !self.step_over(&token, is_xml) {
                continue;
            }
            match token {
                Token::Text(text) => self.text(text),
                Token::Raw(text) => self.raw(text),
                Token::Open(tag) => self.open(&tag, is_xml),
                Token::Close(name) => self.close(&name),
            }
        }
        self.close_everything();
    }

    /// How many pages' worth of headings, marks and words there are is up to the caller.
    pub(crate) fn finish(self) -> Result<Document, Trouble> {
        let marked = self.flow.finish(Vec::new())?.into_text();
        let lifted = self.anchors.lift(&marked)?;
        let landmarks = lifted.headings(&self.headings);
        let segments = times::turns(&self.speeches, &lifted);
        Ok(Document { text: lifted.text, landmarks, segments, ..Document::default() })
    }

    /// Says what was left out.
    pub(crate) fn report(&self, notices: &mut Notices<'_>) {
        let LeftOut { pictures, hidden, navigation, forms, embedded } = self.left_out;
        notices.count(pictures, "picture", "pictures", "left out");
        notices.count(hidden, "hidden part", "hidden parts", "left out");
        notices.count(navigation, "navigation menu", "navigation menus", "left out");
        notices.count(forms, "button or menu", "buttons and menus", "left out");
        notices.count(embedded, "embedded object", "embedded objects", "left out");
    }

    fn close_everything(&mut self) {
        self.skipped = None;
        self.end_heading();
        self.end_speech();
        self.end_paragraph();
        while !self.tables.is_empty() {
            self.close_table();
        }
        self.lists.clear();
        self.preformatted = 0;
        self.breaks = 0;
        self.label.clear();
        (self.takes_title, self.takes_text) = (false, false);
    }

    /// Goes on stepping over a branch; true when the token is the first one after it.
    fn step_over(&mut self, token: &Token<'_>, is_xml: bool) -> bool {
        let Some(skipped) = &mut self.skipped else { return true };
        let needs_no_end = matches!(&*skipped.name, "p" | "li" | "dt" | "dd" | "td" | "th" | "tr");
        match token {
            Token::Open(tag) if is_void(&tag.name) || (is_xml && tag.closes_itself) => false,
            Token::Open(tag) => {
                let is_next = needs_no_end
                    && skipped.open.values().all(|count| *count == 0)
                    && (tag.name == skipped.name || (skipped.name == "p" && is_block(&tag.name)));
                if is_next {
                    self.skipped = None;
                    return true;
                }
                *skipped.open.entry(tag.name.to_string()).or_default() += 1;
                false
            }
            Token::Close(name) => match skipped.open.get_mut(&**name) {
                Some(count @ 1..) => {
                    *count -= 1;
                    false
                }
                _ if *name == skipped.name => {
                    self.skipped = None;
                    false
                }
                // The end of something around it ends a branch that needs no end of its own.
                _ if needs_no_end && is_block(name) => {
                    self.skipped = None;
                    true
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn skip(&mut self, tag: &Tag<'_>, is_xml: bool) {
        let has_no_content = is_void(&tag.name) || (is_xml && tag.closes_itself);
        if !has_no_content {
            self.skipped = Some(Skipped { name: tag.name.to_string(), open: HashMap::new() });
        }
    }

    fn open(&mut self, tag: &Tag<'_>, is_xml: bool) {
        if self.leave_out(tag) {
            return self.skip(tag, is_xml);
        }
        match &*tag.name {
            "br" => {
                self.breaks += 1;
                self.space = false;
            }
            "img" | "image" => self.picture(tag),
            "input" => self.input(tag),
            "title" => self.takes_title = self.title.is_none(),
            "textarea" => self.takes_text = true,
            "q" => self.say("“"),
            "a" => self.target(tag),
            "td" | "th" => self.open_cell(tag),
            name if is_block(name) => self.open_block(tag),
            _ => {}
        }
        if is_xml && tag.closes_itself && !is_void(&tag.name) {
            self.close(&tag.name);
        }
    }

    /// Whether an element is not shown, or not part of what the page says.
    fn leave_out(&mut self, tag: &Tag<'_>) -> bool {
        let count = match &*tag.name {
            "script" | "style" | "xmp" | "noembed" | "noframes" | "noscript" => return false,
            "template" | "rt" | "rp" | "case" | "annotation" | "annotation-xml" | "datalist" => {
                return true;
            }
            "svg" => &mut self.left_out.pictures,
            "iframe" | "object" | "embed" | "applet" | "audio" | "video" | "canvas" => {
                &mut self.left_out.embedded
            }
            "select" | "button" => &mut self.left_out.forms,
            "nav" => &mut self.left_out.navigation,
            _ if tag.says("role", "navigation") => &mut self.left_out.navigation,
            "input" if tag.says("type", "hidden") => return true,
            "dialog" if tag.attribute("open").is_none() => &mut self.left_out.hidden,
            // The page's own frame is shown by whoever saved it.
            "html" | "body" => return false,
            _ if is_hidden(tag) => &mut self.left_out.hidden,
            _ => return false,
        };
        *count += 1;
        true
    }

    fn open_block(&mut self, tag: &Tag<'_>) {
        // A label waits for the first words of its item, however deep they are.
        self.end_paragraph();
        match &*tag.name {
            "ul" | "ol" | "menu" | "dir" => {
                if self.lists.len() < DEEPEST {
                    self.lists.push(List::open(tag));
                }
            }
            "li" => {
                self.label = match self.lists.last_mut() {
                    Some(list) => list.label(tag),
                    None => "• ".to_owned(),
                };
            }
            "table" => {
                let is_layout = self.layouts.next().unwrap_or(false);
                let is_too_deep = self.with_cells.len() >= DEEPEST;
                self.make_room();
                if !is_layout && !is_too_deep {
                    self.with_cells.push(self.tables.len());
                }
                self.tables.push(Table::new(is_layout || is_too_deep));
            }
            "tr" => self.open_row(),
            "pre" | "listing" => {
                self.preformatted += 1;
                self.drops_line_end = true;
            }
            name => {
                if let Some(level) = level(name) {
                    self.end_heading();
                    self.heading = Some((level, Stretch::default()));
                }
            }
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "q" => self.say("”"),
            "a" => self.end_speech(),
            "td" | "th" => self.close_cell(),
            "br" => self.breaks += 1,
            name if is_block(name) => self.close_block(name),
            _ => {}
        }
    }

    fn close_block(&mut self, name: &str) {
        if level(name).is_some() {
            self.end_heading();
        }
        self.end_paragraph();
        match name {
            "ul" | "ol" | "menu" | "dir" => {
                self.lists.pop();
                self.label.clear();
            }
            "li" => self.label.clear(),
            "table" => self.close_table(),
            "tr" => {
                if let Some(table) = self.tables.last_mut().filter(|table| !table.is_layout) {
                    table.close_row(&mut self.flow);
                }
            }
            "pre" | "listing" => self.preformatted = self.preformatted.saturating_sub(1),
            _ => {}
        }
    }

    fn open_row(&mut self) {
        if let Some(table) = self.tables.last_mut().filter(|table| !table.is_layout) {
            table.open_row(&mut self.flow);
        }
    }

    fn open_cell(&mut self, tag: &Tag<'_>) {
        if self.tables.is_empty() {
            self.space = true;
            return;
        }
        self.end_paragraph();
        self.breaks = 0;
        if let Some(table) = self.tables.last_mut().filter(|table| !table.is_layout) {
            table.open_cell(&mut self.flow, Some(tag), &mut self.empty_cells);
        }
    }

    fn close_cell(&mut self) {
        if self.tables.is_empty() {
            return;
        }
        self.end_paragraph();
        if let Some(table) = self.tables.last_mut().filter(|table| !table.is_layout) {
            table.close_cell(&mut self.flow);
        }
    }

    fn close_table(&mut self) {
        if let Some(mut table) = self.tables.pop() {
            table.close(&mut self.flow);
            self.with_cells.pop_if(|place| *place == self.tables.len());
        }
    }

    /// Makes sure that words do not stand between cells, where they would be lost.
    fn make_room(&mut self) {
        if let Some(table) = self.with_cells.last().and_then(|place| self.tables.get_mut(*place))
            && !table.has_cell()
        {
            table.make_room(&mut self.flow, &mut self.empty_cells);
        }
    }

    fn picture(&mut self, tag: &Tag<'_>) {
        // Chats and mails write smileys as pictures.
        let alternative = tag.attribute("alt").unwrap_or_default();
        let alternative = self.entities.resolve(alternative.trim()).into_owned();
        let is_smiley = !alternative.is_empty()
            && alternative.chars().count() <= 8
            && alternative.chars().all(|sign| !sign.is_alphanumeric() && !sign.is_ascii());
        if is_smiley {
            self.say(&alternative);
        } else {
            self.left_out.pictures += 1;
        }
    }

    /// What was filled in or ticked is part of what a form says.
    fn input(&mut self, tag: &Tag<'_>) {
        let is_ticked = tag.attribute("checked").is_some();
        let kind = tag.attribute("type").unwrap_or("text").trim().to_ascii_lowercase();
        match (kind.as_str(), is_ticked) {
            ("checkbox", true) => self.say("☑ "),
            ("checkbox", false) => self.say("☐ "),
            ("radio", true) => self.say("◉ "),
            ("radio", false) => self.say("○ "),
            ("text" | "email" | "tel" | "url" | "number" | "date" | "search", _) => {
                let value = tag.attribute("value").unwrap_or_default();
                let value = self.entities.resolve(value).into_owned();
                self.words(&value);
            }
            _ => {}
        }
    }

    /// A link target whose name says when its words were spoken.
    fn target(&mut self, tag: &Tag<'_>) {
        let name = tag.attribute("name").or_else(|| tag.attribute("id")).unwrap_or_default();
        if Speech::of(name, 0).is_some() {
            self.end_speech();
            self.speech = Some((name.to_owned(), Stretch::default()));
        }
    }
}

fn mark(anchors: &mut Anchors, flow: &mut Flow) -> Anchor {
    let (anchor, mark) = anchors.set();
    flow.push(&mark);
    anchor
}
