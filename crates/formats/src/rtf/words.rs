//! What control words mean: those that begin a group of another kind, those that
//! set what holds inside one, and those that stand among the words of the text.

use super::state::{Ending, Script, Target, character, is_margin, is_no_text};
use super::walk::{Font, MOST_ENTRIES, Walk};
use crate::charset::Charset;

impl Walk<'_> {
    /// Words that begin a group of another kind; false for all others.
    pub(super) fn destination(&mut self, word: &str) -> bool {
        let target = match word {
            "fonttbl" => Target::Fonts,
            "stylesheet" => Target::Styles,
            "revtbl" => Target::Authors,
            "listtext" | "pntext" => Target::Label,
            "fldinst" => Target::Instruction,
            "shp" | "shpgrp" | "do" => return false,
            "shpinst" => Target::Shape,
            "atnauthor" => Target::Author,
            "atnid" => Target::Initials,
            "atndate" => Target::Date,
            "atnref" => Target::Reference,
            "atrfstart" => Target::Start,
            "atrfend" => Target::End,
            "upr" => Target::Twice,
            "ud" if self.state.target == Target::Twice => {
                self.state.target = Target::Text;
                self.state.is_optional = false;
                return true;
            }
            "fldrslt" if std::mem::take(&mut self.symbol_is_given) => Target::Skip,
            _ => return self.opening(word),
        };
        let is_inside = !matches!(self.state.target, Target::Text | Target::Shape);
        // What is inside a part that is no text stays there.
        if is_inside {
            self.state.target = Target::Skip;
            return true;
        }
        self.state.target = target;
        if target.is_gathered() {
            self.gathered.clear();
            self.state.ending = Some(Ending::Gathered);
        } else if target == Target::Authors {
            self.gathered.clear();
        }
        true
    }

    /// Words that open a note or box, or a group that is left out.
    pub(super) fn opening(&mut self, word: &str) -> bool {
        let is_text = self.state.target == Target::Text;
        match word {
            "footnote" if is_text => self.open_note(),
            "annotation" if is_text => self.open_box(Ending::Comment),
            "shptxt" | "dptxbxtext"
                if matches!(self.state.target, Target::Shape | Target::Text) =>
            {
                self.state.target = Target::Text;
                self.open_box(Ending::Box);
            }
            "pict" | "NeXTGraphic" => {
                if is_text || self.state.target == Target::Shape {
                    self.left_out.pictures += usize::from(!self.state.in_object);
                }
                self.after_picture = word == "NeXTGraphic";
                self.state.target = Target::Skip;
            }
            "object" if is_text => {
                self.left_out.embedded += 1;
                self.state.in_object = true;
            }
            word if is_margin(word) => {
                self.left_out.margins += usize::from(is_text);
                self.state.target = Target::Skip;
            }
            // The properties of a shape; its picture is among them.
            "sp" | "sn" | "sv" if self.state.target == Target::Shape => {}
            word if is_no_text(word) => self.state.target = Target::Skip,
            // Formulas are words in the order in which they are read.
            "shppict" | "moMath" | "moMathPara" | "fldrslt" | "fname" => {}
            word if self.state.is_optional => {
                let is_shape = word == "do" || self.state.target == Target::Shape;
                self.state.target = if is_shape { Target::Shape } else { Target::Skip };
            }
            word if word.starts_with('m') && word.ends_with("Pr") => {
                self.state.target = Target::Skip;
            }
            _ => return false,
        }
        self.state.is_optional = false;
        true
    }

    pub(super) fn open_box(&mut self, ending: Ending) {
        // A second word of this kind in one group would close twice.
        if self.state.ending.is_none() {
            self.layout.open_box();
            self.state.ending = Some(ending);
            self.state.reset_paragraph();
        }
    }

    pub(super) fn open_note(&mut self) {
        let mark = format!("[{}]", self.notes.len() + 1);
        if self.state.is_hidden || self.is_struck() {
            self.state.target = Target::Skip;
            return;
        }
        self.say(&mark);
        // A second word of this kind in one group opens nothing.
        if self.state.ending.is_none() {
            self.open_notes.push(self.notes.len());
            self.notes.push(mark);
            self.open_box(Ending::Note);
        }
    }

    /// Words that set what holds in the group; false for all others.
    pub(super) fn setting(&mut self, word: &str, number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        let value = number.unwrap_or(0);
        let state = &mut self.state;
        match word {
            "ansi" => self.document = Charset::WESTERN,
            "mac" => self.document = Charset::MACINTOSH,
            "pc" => self.document = Charset::DOS,
            "pca" => self.document = Charset::DOS_WESTERN,
            "ansicpg" => match Charset::of_code_page(value) {
                Some(charset) => self.document = charset,
                None => self.left_out.charsets.push(value),
            },
            "deff" => {
                self.default_font = value;
                state.font = value;
            }
            "f" if state.target != Target::Fonts => {
                state.font = value;
                if state.script == Script::EastAsian {
                    state.east_asian_font = Some(value);
                }
            }
            "af" if state.script == Script::EastAsian => state.east_asian_font = Some(value),
            "dbch" => state.script = Script::EastAsian,
            "loch" | "hich" | "ltrch" | "rtlch" => state.script = Script::Western,
            "uc" => state.fallback = usize::try_from(value).unwrap_or(1).min(64),
            "plain" => state.reset_characters(self.default_font),
            "pard" => state.reset_paragraph(),
            "v" => state.is_hidden = is_on,
            "revised" => state.inserted.is_on = is_on,
            "deleted" => state.deleted.is_on = is_on,
            "revauth" => state.inserted.author = value,
            "revauthdel" => state.deleted.author = value,
            "revdttm" => state.inserted.moment = value,
            "revdttmdel" => state.deleted.moment = value,
            "intbl" => state.in_table = true,
            "itap" => state.nesting = usize::try_from(value).ok(),
            "outlinelevel" if state.target == Target::Text => {
                state.level = u8::try_from(value).ok();
            }
            "s" if state.target == Target::Text => state.style = value,
            _ => return false,
        }
        true
    }

    pub(super) fn font_word(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(0);
        match word {
            "f" if self.fonts.len() < MOST_ENTRIES => {
                self.font = value;
                self.fonts.insert(value, Font::default());
            }
            "fcharset" | "cpg" => {
                let found = if word == "cpg" {
                    Charset::of_code_page(value)
                } else {
                    Charset::of_font(value)
                };
                // One is the document's own; anything else should be known.
                if found.is_none() && value > 1 {
                    self.left_out.charsets.push(value);
                }
                if let Some(font) = self.fonts.get_mut(&self.font) {
                    font.charset = found.or(font.charset);
                }
            }
            _ => {}
        }
    }

    /// A style ends with a semicolon; "heading 2" is one even where it has no level.
    pub(super) fn say_style(&mut self, words: &str) {
        let (name, ends) = words.split_once(';').map_or((words, false), |(name, _)| (name, true));
        self.style.2.push_str(name);
        if !ends {
            return;
        }
        let (number, level, name) = std::mem::take(&mut self.style);
        let by_name = || {
            let name = name.trim().to_lowercase();
            let level = name.strip_prefix("heading ")?.trim().parse::<u8>().ok()?;
            level.checked_sub(1)
        };
        if let Some(level) = level.or_else(by_name).filter(|_| self.styles.len() < MOST_ENTRIES) {
            self.styles.insert(number, level);
        }
    }

    /// Words that mean something among the words of the text.
    pub(super) fn text_word(&mut self, word: &str) {
        match word {
            "par" | "sect" => self.end_paragraph(word),
            "page" | "column" => {
                if !self.state.is_hidden && !self.is_struck() {
                    self.layout.break_line();
                }
            }
            "trowd" => self.row_is_open = true,
            "cell" if self.depth() > 0 || self.layout.in_table() => self.layout.end_cell(1),
            "cell" => self.say("\t"),
            "nestcell" => {
                let depth = self.depth().max(2);
                self.layout.end_cell(depth);
            }
            "row" => {
                self.row_is_open = false;
                self.layout.end_row(1);
            }
            "nestrow" => {
                let depth = self.depth().max(2);
                self.layout.end_row(depth);
            }
            _ => {
                if let Some(sign) = character(word) {
                    self.say(sign);
                }
            }
        }
    }

    /// A paragraph whose end is struck out goes on with the next.
    pub(super) fn end_paragraph(&mut self, word: &str) {
        if self.state.is_hidden || !self.follow_changes() {
            return;
        }
        if word == "sect" && self.layout.flow.paragraph().is_empty() {
            return;
        }
        let depth = self.depth();
        self.layout.end_paragraph(depth);
    }
}
