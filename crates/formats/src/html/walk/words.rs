//! The words of a page, as a reader would see them.

use super::{MOST_BREAKS, Page, Speech, Stretch, clean, mark};

impl Page {
    pub(super) fn raw(&mut self, text: &str) {
        if std::mem::take(&mut self.takes_title) {
            let title = self.entities.resolve(text.trim()).into_owned();
            self.title = Some(title).filter(|title| !title.is_empty());
        } else if std::mem::take(&mut self.takes_text) {
            let text = self.entities.resolve(text).into_owned();
            self.preformatted += 1;
            self.preformatted_text(&text);
            self.preformatted -= 1;
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let text = self.entities.resolve(text).into_owned();
        if self.preformatted > 0 {
            self.preformatted_text(&text);
        } else {
            self.words(&text);
        }
    }

    /// Words whose blanks are collapsed.
    pub(super) fn words(&mut self, text: &str) {
        let is_blank = |sign: char| sign.is_ascii_whitespace();
        for (place, word) in text.split(is_blank).enumerate() {
            self.space |= place > 0;
            if !word.is_empty() {
                self.say(word);
            }
        }
    }

    pub(super) fn preformatted_text(&mut self, text: &str) {
        let text = if std::mem::take(&mut self.drops_line_end) {
            text.strip_prefix('\n').unwrap_or(text)
        } else {
            text
        };
        // Line ends at the end of the block are no empty lines.
        for (place, line) in text.split('\n').enumerate() {
            self.breaks += usize::from(place > 0);
            if !line.is_empty() {
                self.space = false;
                self.say(line);
            }
        }
    }

    /// Adds words to the paragraph, after the blanks and line ends that wait.
    pub(super) fn say(&mut self, words: &str) {
        self.make_room();
        let words = clean(words);
        self.drops_line_end = false;
        if self.has_words {
            self.flow.push(&"\n".repeat(self.breaks));
            if self.space && self.breaks == 0 {
                self.flow.push(" ");
            }
        } else {
            for _ in 0..self.breaks.min(MOST_BREAKS) {
                self.flow.continue_paragraph();
                self.flow.close_paragraph();
            }
        }
        (self.space, self.breaks) = (false, 0);
        let heading = self.heading.as_mut().map(|(_, stretch)| stretch);
        let speech = self.speech.as_mut().map(|(_, stretch)| stretch);
        for stretch in [heading, speech].into_iter().flatten() {
            if stretch.from.is_none() {
                stretch.from = Some(mark(&mut self.anchors, &mut self.flow));
            }
        }
        if !self.label.is_empty() {
            self.flow.push(&std::mem::take(&mut self.label));
        }
        self.flow.push(&words);
        self.has_words = true;
    }

    /// Sets the end of what is open where the words end.
    pub(super) fn mark_ends(&mut self) {
        if !self.has_words {
            return;
        }
        let heading = self.heading.as_mut().map(|(_, stretch)| stretch);
        let speech = self.speech.as_mut().map(|(_, stretch)| stretch);
        for stretch in [heading, speech].into_iter().flatten() {
            if stretch.from.is_some() {
                stretch.to = Some(mark(&mut self.anchors, &mut self.flow));
            }
        }
    }

    pub(super) fn end_heading(&mut self) {
        self.mark_ends();
        if let Some((level, Stretch { from: Some(from), to: Some(to) })) = self.heading.take() {
            self.headings.push((level, from, to));
        }
    }

    pub(super) fn end_speech(&mut self) {
        self.mark_ends();
        if let Some((name, Stretch { from: Some(from), to })) = self.speech.take()
            && let Some(mut speech) = Speech::of(&name, from)
        {
            speech.to = to;
            self.speeches.push(speech);
        }
    }

    pub(super) fn end_paragraph(&mut self) {
        self.mark_ends();
        if self.has_words {
            self.flow.close_paragraph();
        } else if self.breaks > 0 && self.label.is_empty() {
            self.make_room();
            self.flow.continue_paragraph();
            self.flow.close_paragraph();
        }
        self.has_words = false;
        self.space = false;
        self.breaks = 0;
    }
}
