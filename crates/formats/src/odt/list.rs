//! The numbers in front of the paragraphs of OpenDocument lists.
//!
//! A list counts by itself unless it says that it continues another (OpenDocument
//! 1.3, part 3, section 5.3). An item's first paragraph bears its number; a list
//! header bears none; an item that holds nothing but a deeper list is not
//! counted. Headings count in a list of their own, the outline. Every bullet
//! becomes `•`.

use std::collections::HashMap;

use super::styles::Styles;
use crate::numerals::Numeral;

/// OpenDocument has ten levels.
const LEVELS: usize = 10;

/// How one level is printed.
#[derive(Debug, Clone, Default)]
pub(super) struct LevelStyle {
    /// Nothing for bullets.
    pub(super) numeral: Option<Numeral>,
    pub(super) prefix: String,
    pub(super) suffix: String,
    /// As newer programs write it: `%1%.%2%.`
    pub(super) pattern: Option<String>,
    pub(super) start: i64,
    /// How many levels are printed.
    pub(super) shown: usize,
}

/// How a list is printed.
#[derive(Debug, Clone, Default)]
pub(super) struct ListStyle {
    levels: [Option<LevelStyle>; LEVELS],
}

type Counts = [Option<i64>; LEVELS];

impl ListStyle {
    pub(super) fn set(&mut self, level: usize, style: LevelStyle) {
        if let Some(place) = self.levels.get_mut(level) {
            *place = Some(style);
        }
    }

    fn level(&self, level: usize) -> Option<&LevelStyle> {
        self.levels.get(level)?.as_ref()
    }

    /// Counts a paragraph and says what is printed in front of it.
    fn label(&self, counts: &mut Counts, level: usize, start: Option<i64>) -> Option<Label> {
        let place = counts.get_mut(level)?;
        let first = self.level(level).map_or(1, |style| style.start);
        *place = start.or(place.map(|count| count.saturating_add(1))).or(Some(first));
        counts.iter_mut().skip(level + 1).for_each(|count| *count = None);
        let style = self.level(level)?;
        let Some(own) = style.numeral else {
            return Some(Label { text: "• ".to_owned(), steps: level });
        };
        let print = |place: usize| {
            let found = self.level(place);
            let numeral = found.and_then(|style| style.numeral).unwrap_or(Numeral::None);
            let start = found.map_or(1, |style| style.start);
            numeral.write(counts.get(place).copied().flatten().unwrap_or(start))
        };
        let first = (level + 1).saturating_sub(style.shown.max(1));
        let text = if let Some(pattern) = &style.pattern {
            fill(pattern, print)
        } else {
            let numbers = (first..=level).map(print).filter(|number| !number.is_empty());
            let numbers = numbers.collect::<Vec<_>>().join(".");
            format!("{}{numbers}{}", style.prefix, style.suffix)
        };
        let is_full = first < level && own != Numeral::None;
        let text = text.trim_end();
        (!text.is_empty())
            .then(|| Label { text: format!("{text} "), steps: if is_full { 0 } else { level } })
    }
}

/// What is printed in front of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// With the space that follows.
    pub(super) text: String,
    /// How many steps it is set in, where the label does not tell its level.
    pub(super) steps: usize,
}

/// A list that is open.
#[derive(Debug, Clone, Default)]
struct Open {
    style: Option<String>,
    override_style: Option<String>,
    /// Which of the counts.
    root: usize,
    /// Whether the item that is open waits for its first paragraph.
    waits: bool,
    /// Whether the item that is open had one.
    was_counted: bool,
    start: Option<i64>,
}

/// What a list says when it opens.
#[derive(Debug, Default)]
pub(super) struct Opening {
    pub(super) style: Option<String>,
    pub(super) id: Option<String>,
    pub(super) continues: Option<String>,
    pub(super) continues_last: bool,
}

/// All lists of a text, and how far each was counted.
#[derive(Debug, Default)]
pub(super) struct Lists {
    counts: Vec<Counts>,
    by_id: HashMap<String, usize>,
    by_style: HashMap<Option<String>, usize>,
    open: Vec<Open>,
    /// Lists that wait while a box, a note or a cell within them is read.
    waiting: Vec<Vec<Open>>,
    outline: Counts,
}

impl Lists {
    pub(super) fn open(&mut self, opening: Opening) {
        let level = self.open.len();
        let list = if let Some(above) = self.open.last() {
            let list = Open {
                style: opening
                    .style
                    .or_else(|| above.override_style.clone())
                    .or(above.style.clone()),
                root: above.root,
                ..Open::default()
            };
            // Below an item that only carries it, a list may go on from before.
            if above.was_counted && !opening.continues_last {
                self.forget_from(list.root, level);
            }
            list
        } else {
            let by_id = opening.continues.as_ref().and_then(|id| self.by_id.get(id)).copied();
            let last = self.by_style.get(&opening.style).copied();
            let known = by_id.or(last.filter(|_| opening.continues_last));
            let root = known.unwrap_or_else(|| {
                self.counts.push(Counts::default());
                self.counts.len() - 1
            });
            self.by_style.insert(opening.style.clone(), root);
            Open { style: opening.style, root, ..Open::default() }
        };
        if let Some(id) = opening.id {
            self.by_id.insert(id, list.root);
        }
        self.open.push(list);
    }

    /// Opens so many levels at once, for a paragraph that is numbered on its own.
    pub(super) fn open_numbered(&mut self, opening: Opening, level: usize, start: Option<i64>) {
        self.step_in();
        self.open(opening);
        for _ in 1..level.clamp(1, LEVELS) {
            self.open(Opening::default());
        }
        self.open_item(true, start, None);
    }

    pub(super) fn close(&mut self) {
        self.open.pop();
    }

    /// Opens an item, or a header, which bears no number.
    pub(super) fn open_item(&mut self, counts: bool, start: Option<i64>, style: Option<String>) {
        if let Some(list) = self.open.last_mut() {
            list.waits = counts;
            list.was_counted = false;
            list.start = start;
            list.override_style = style;
        }
    }

    /// Leaves the open lists aside while something within them is read.
    pub(super) fn step_in(&mut self) {
        self.waiting.push(std::mem::take(&mut self.open));
    }

    pub(super) fn step_out(&mut self) {
        self.open = self.waiting.pop().unwrap_or_default();
    }

    /// Counts a paragraph that opens and says what is printed in front of it.
    pub(super) fn label(&mut self, styles: &Styles, paragraph: &str) -> Option<Label> {
        let level = self.open.len().checked_sub(1)?;
        let list = self.open.last_mut()?;
        if !std::mem::take(&mut list.waits) {
            return None;
        }
        list.was_counted = true;
        let start = list.start.take();
        let name = list.override_style.clone().or(list.style.clone());
        let name = name.or_else(|| styles.list_of_paragraph(paragraph))?;
        let style = styles.list(&name)?;
        style.label(self.counts.get_mut(list.root)?, level, start)
    }

    /// Lets the open item bear no number after all.
    pub(super) fn pass(&mut self) {
        if let Some(list) = self.open.last_mut() {
            list.waits = false;
        }
    }

    pub(super) fn is_open(&self) -> bool {
        !self.open.is_empty()
    }

    /// Counts a heading.
    pub(super) fn heading(
        &mut self,
        styles: &Styles,
        level: usize,
        start: Option<i64>,
    ) -> Option<Label> {
        styles.outline().label(&mut self.outline, level.checked_sub(1)?, start)
    }

    fn forget_from(&mut self, root: usize, level: usize) {
        if let Some(counts) = self.counts.get_mut(root) {
            counts.iter_mut().skip(level).for_each(|count| *count = None);
        }
    }
}

/// Fills the numbers into a pattern such as `%1%.%2%.`
fn fill(pattern: &str, print: impl Fn(usize) -> String) -> String {
    let mut filled = String::new();
    let mut rest = pattern;
    while let Some((before, after)) = rest.split_once('%') {
        filled.push_str(before);
        let number = after.split_once('%').and_then(|(digits, after)| {
            Some((digits.parse::<usize>().ok()?.checked_sub(1)?, after))
        });
        if let Some((place, after)) = number {
            filled.push_str(&print(place));
            rest = after;
        } else {
            filled.push('%');
            rest = after;
        }
    }
    filled + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_are_filled() {
        let print = |place: usize| format!("<{place}>");
        assert_eq!(fill("(%1%.%2%)", print), "(<0>.<1>)");
        assert_eq!(fill("100% %x% %", print), "100% %x% %");
    }
}
