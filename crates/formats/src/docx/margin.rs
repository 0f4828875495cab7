//! Headers and footers of a Word document, which are not read but counted.
//!
//! What is printed at the edge of every page would stand in the middle of the
//! sentences that go over two pages. Those that say something are counted, so
//! that a notice can tell; a mere page number says nothing.

use super::relations::Relations;
use crate::Trouble;
use crate::package::Package;
use crate::xml::{self, Element, Space, Visit};

/// More than these are not looked at: a document has a few for each section.
const MOST: usize = 60;

/// Counts headers and footers that hold words.
pub(super) fn count(package: &mut Package<'_>, relations: &Relations) -> Result<usize, Trouble> {
    let names: Vec<String> =
        relations.all("/header").chain(relations.all("/footer")).take(MOST).collect();
    let mut found = Vec::new();
    for name in names {
        let Some(bytes) = package.part(&name)? else { continue };
        let mut words = Words::default();
        // A broken header takes no words away from the text.
        if xml::walk(&bytes, &name, &mut words).is_ok()
            && words.text.chars().any(char::is_alphabetic)
        {
            found.push(words.text);
        }
    }
    // The same words for odd and even pages are told once.
    found.sort_unstable();
    found.dedup();
    Ok(found.len())
}

#[derive(Default)]
struct Words {
    text: String,
    is_open: bool,
}

impl Visit for Words {
    fn open(&mut self, element: &Element<'_>) {
        self.is_open = element.space == Space::Word && element.name == "t";
    }

    fn close(&mut self, _: Space, _: &str) {
        self.is_open = false;
    }

    fn text(&mut self, text: &str) {
        if self.is_open && self.text.len() < 4096 {
            self.text.push_str(text);
        }
    }
}
