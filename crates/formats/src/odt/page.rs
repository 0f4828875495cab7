//! The pages of an OpenDocument text, where they can be relied on.
//!
//! Programs may write down where pages ended when they last laid the text out
//! (`text:soft-page-break`); breaks that people made are part of the styles.
//! Pages are told only when both together come to the number of pages that the
//! program counted.

use super::body::Walk;
use crate::Trouble;
use crate::marked::Mark;
use crate::xml::{self, Element, Space, Visit};

/// What was seen of pages.
#[derive(Debug, Default)]
pub(super) struct Pages {
    /// Numbers of marks, and how many words there were before.
    turns: Vec<(u32, usize)>,
    /// The number that the first page bears.
    first: Option<u32>,
    /// Whether page numbers begin anew somewhere.
    is_uneven: bool,
}

impl Walk<'_> {
    /// A page that ends because it is full.
    pub(super) fn turn_page(&mut self) {
        if !self.changes.is_in_region() {
            let number = self.remarks.number();
            self.flow.mark(Mark::Begin(number));
            self.pages.turns.push((number, self.flow.size()));
        }
    }

    /// A page that ends because somebody wanted it to; the new one may bear a
    /// number of its own.
    pub(super) fn break_page(&mut self, page_number: Option<u32>) {
        if self.flow.size() == 0 {
            self.pages.first = page_number.or(self.pages.first);
            return;
        }
        self.pages.is_uneven |= page_number.is_some();
        self.turn_page();
    }

    /// Opens the first page, before anything else is read.
    pub(super) fn begin_pages(&mut self) -> u32 {
        let number = self.remarks.number();
        self.flow.mark(Mark::Begin(number));
        number
    }

    /// Tells the pages once everything is read, if there are so many.
    pub(super) fn tell_pages(&mut self, first_page: u32, count: Option<usize>) {
        self.pages.turns.dedup_by_key(|(_, at)| *at);
        let turns: Vec<u32> = self.pages.turns.iter().map(|(number, _)| *number).collect();
        if turns.is_empty() || self.pages.is_uneven || Some(turns.len() + 1) != count {
            return;
        }
        let end = self.remarks.number();
        self.flow.mark(Mark::End(end));
        self.remarks.end_pages(end);
        let first = self.pages.first.unwrap_or(1);
        for (page, number) in (first..).zip(std::iter::once(first_page).chain(turns)) {
            self.remarks.add_page(number, page.to_string());
        }
    }
}

/// The number of pages that the program says it laid out.
pub(super) fn count(bytes: &[u8], part: &str) -> Result<Option<usize>, Trouble> {
    struct Find(Option<usize>);
    impl Visit for Find {
        fn open(&mut self, element: &Element<'_>) {
            if element.name == "document-statistic" {
                self.0 = element.attribute("page-count").and_then(|count| count.parse().ok());
            }
        }
        fn close(&mut self, _: Space, _: &str) {}
        fn text(&mut self, _: &str) {}
    }
    let mut find = Find(None);
    xml::walk(bytes, part, &mut find)?;
    Ok(find.0)
}
