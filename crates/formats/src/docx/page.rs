//! The pages of a Word document, where they can be relied on.
//!
//! Word writes down where pages began when it last laid the document out, but
//! not everywhere: some programs copy these marks without keeping them right,
//! and rows that go over two pages bear them twice. Pages are told only when
//! Word itself wrote the document and the marks, alone or together with the
//! breaks that people made, come to the number of pages that Word counted.

use super::body::Walk;
use crate::Trouble;
use crate::marked::Mark;
use crate::xml::{self, Element, Space, Visit};

/// What was seen of pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    turns: Vec<Turn>,
    sections: usize,
    /// Starts of page numbers; nothing where they are no plain numbers.
    starts: Vec<Option<u32>>,
}

/// Where a page ends and the next begins.
#[derive(Debug, Clone, Copy)]
struct Turn {
    number: u32,
    /// How many words there were before.
    at: usize,
    is_laid_out: bool,
}

impl Pages {
    pub(super) fn see_section(&mut self) {
        self.sections += 1;
    }

    pub(super) fn see_numbers(&mut self, element: &Element<'_>) {
        let is_plain = element.attribute("fmt").is_none_or(|format| format == "decimal");
        let start = element.attribute("start");
        if start.is_some() || !is_plain {
            let start = start.map_or(Some(1), |start| start.parse().ok());
            self.starts.push(start.filter(|_| is_plain));
        }
    }

    /// The number of the first page, as printed, when pages are counted on from it.
    fn first(&self) -> Option<u32> {
        match self.starts.as_slice() {
            [] => Some(1),
            [start] if self.sections <= 1 => *start,
            _ => None,
        }
    }

    /// The marks that come to so many pages.
    fn turns(&self, pages: usize) -> Option<Vec<u32>> {
        let laid_out = || self.turns.iter().filter(|turn| turn.is_laid_out);
        if laid_out().count() + 1 == pages {
            return Some(laid_out().map(|turn| turn.number).collect());
        }
        let mut all = self.turns.clone();
        all.dedup_by_key(|turn| turn.at);
        (all.len() + 1 == pages).then(|| all.iter().map(|turn| turn.number).collect())
    }
}

impl Walk<'_> {
    pub(super) fn turn_page(&mut self, is_laid_out: bool) {
        if self.changes.is_gone() {
            return;
        }
        let number = self.context.remarks.number();
        // As an end, so that the number of a list item that begins here stays within.
        self.flow.mark(Mark::End(number));
        self.pages.turns.push(Turn { number, at: self.flow.size(), is_laid_out });
    }

    /// Opens the first page, before anything else is read.
    pub(super) fn begin_pages(&mut self) -> u32 {
        let number = self.context.remarks.number();
        self.flow.mark(Mark::End(number));
        number
    }

    /// Tells the pages once everything is read, if there are so many.
    pub(super) fn tell_pages(&mut self, first_page: u32, pages: Option<usize>) {
        let pages = pages.filter(|pages| *pages > 1).and_then(|pages| self.pages.turns(pages));
        let (Some(turns), Some(first)) = (pages, self.pages.first()) else { return };
        let end = self.context.remarks.number();
        self.flow.mark(Mark::End(end));
        self.context.remarks.end_pages(end);
        for (page, number) in (first..).zip(std::iter::once(first_page).chain(turns)) {
            self.context.remarks.add_page(number, page.to_string());
        }
    }
}

/// The number of pages that Word says it laid out.
pub(super) fn count(bytes: &[u8]) -> Result<Option<usize>, Trouble> {
    #[derive(Default)]
    struct Find {
        open: String,
        pages: String,
        program: String,
    }
    impl Visit for Find {
        fn open(&mut self, element: &Element<'_>) {
            element.name.clone_into(&mut self.open);
        }
        fn close(&mut self, _: Space, _: &str) {
            self.open.clear();
        }
        fn text(&mut self, text: &str) {
            match self.open.as_str() {
                "Pages" => self.pages.push_str(text),
                "Application" => self.program.push_str(text),
                _ => {}
            }
        }
    }
    let mut find = Find::default();
    xml::walk(bytes, "docProps/app.xml", &mut find)?;
    let is_word = find.program.starts_with("Microsoft");
    Ok(find.pages.trim().parse().ok().filter(|_| is_word))
}
