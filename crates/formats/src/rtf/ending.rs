//! What the end of a group brings about: notes, comments, boxes, and what was
//! gathered to be used as a whole.

use super::state::{Ending, State, Target, moment};
use super::walk::{MOST_ENTRIES, Remark, Walk};
use crate::anchor::without_marks;
use crate::docx::symbols;

impl Walk<'_> {
    pub(super) fn close_group(&mut self) {
        self.passing = 0;
        let closed = self.state;
        match closed.ending {
            Some(Ending::Note) => {
                let text = self.layout.take_box();
                let note = self.open_notes.pop().and_then(|place| self.notes.get_mut(place));
                if let Some(note) = note {
                    note.push(' ');
                    note.push_str(text.trim());
                }
            }
            Some(Ending::Comment) => self.end_comment(),
            Some(Ending::Box) => self.layout.close_box(),
            Some(Ending::Gathered) => {
                let gathered = std::mem::take(&mut self.gathered);
                if let Some(outer) = self.stack.last().copied() {
                    self.state = outer;
                }
                self.use_gathered(closed, &gathered);
            }
            None => {}
        }
        if let Some(outer) = self.stack.pop() {
            self.state = outer;
        }
    }

    pub(super) fn use_gathered(&mut self, closed: State, gathered: &str) {
        let words = gathered.trim();
        match closed.target {
            Target::Label if !words.is_empty() => self.say(&format!("{words} ")),
            Target::Instruction => self.instruct(words, closed),
            Target::Author => words.clone_into(&mut self.next.author),
            Target::Initials => words.clone_into(&mut self.next.initials),
            Target::Date => words.clone_into(&mut self.next.date),
            Target::Reference => words.clone_into(&mut self.next.reference),
            Target::Start if self.stretches.len() < MOST_ENTRIES => {
                let from = self.mark();
                self.stretches.insert(words.to_owned(), (from, None));
            }
            Target::End => {
                let to = self.mark();
                if let Some(stretch) = self.stretches.get_mut(words) {
                    stretch.1 = Some(to);
                }
            }
            _ => {}
        }
    }

    /// A field may be one sign of a picture font: `SYMBOL 252 \f "Wingdings"`.
    pub(super) fn instruct(&mut self, instruction: &str, closed: State) {
        let mut parts = instruction.split_whitespace();
        if parts.next() != Some("SYMBOL") {
            return;
        }
        let code = parts.next().and_then(|code| match code.strip_prefix("0x") {
            Some(digits) => u32::from_str_radix(digits, 16).ok(),
            None => code.parse().ok(),
        });
        let name = instruction.split('"').nth(1).unwrap_or_default();
        let sign = code.and_then(|code| symbols::sign(name, code)).unwrap_or_else(|| {
            self.left_out.signs += 1;
            '\u{fffd}'
        });
        if closed.ending.is_some() {
            self.symbol_is_given = true;
            self.say(sign.encode_utf8(&mut [0; 4]));
        }
    }

    pub(super) fn end_comment(&mut self) {
        let text = without_marks(self.layout.take_box().trim());
        let next = std::mem::take(&mut self.next);
        let here = self.mark();
        let stretch = self.stretches.get(&next.reference).copied();
        let (from, to) = match stretch {
            Some((from, Some(to))) => (from, to),
            _ => (here, here),
        };
        let author = [next.author, next.initials].into_iter().find(|name| !name.is_empty());
        let date = next.date.parse().ok().and_then(moment);
        if !text.is_empty() && self.comments.len() < MOST_ENTRIES {
            self.comments.push(Remark { author, date, text, from, to });
        }
    }
}
