//! The walk through a rich text, from its first brace to its last.
//!
//! Groups are kept on a stack of [`State`]s; words change the innermost. Bytes
//! are gathered until something else comes, so that characters of two bytes
//! stay together, and are then decoded by the font they are in.

use std::collections::HashMap;

use super::layout::Layout;
use super::state::{
    Change, Ending, Script, State, Target, character, is_margin, is_no_text, moment,
};
use super::token::{Token, Tokens};
use crate::anchor::{Anchor, Lifted, clean, without_marks};
use crate::charset::Charset;
use crate::docx::symbols;
use crate::{Comment, Document, Notices, Options, RefusalKind, TrackedChanges, Trouble};

/// Deeper groups than this are found only in attacks.
const DEEPEST: usize = 2000;
/// More fonts, styles or comments than these are not looked at.
const MOST_ENTRIES: usize = 100_000;

/// A font of the table at the beginning.
#[derive(Debug, Clone, Default)]
struct Font {
    charset: Option<Charset>,
    name: String,
}

/// A comment whose place is not known yet.
struct Remark {
    author: Option<String>,
    date: Option<String>,
    text: String,
    from: Anchor,
    to: Anchor,
}

/// What is told about the comment that comes next.
#[derive(Default)]
struct NextComment {
    author: String,
    initials: String,
    date: String,
    reference: String,
}

/// What was met and not taken over.
#[derive(Default)]
struct LeftOut {
    margins: usize,
    pictures: usize,
    hidden: usize,
    embedded: usize,
    signs: usize,
    lost: usize,
    inserted: usize,
    deleted: usize,
    charsets: Vec<i32>,
}

/// Goes through the file.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says where in the file the walk is, and they change on their own"
)]
pub(super) struct Walk<'a> {
    tokens: Tokens<'a>,
    options: Options,
    layout: Layout,
    state: State,
    stack: Vec<State>,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// How many characters are still to be passed over after `\u`.
    passing: usize,
    /// The first half of a character beyond the basic plane.
    high: Option<u16>,
    document: Charset,
    default_font: i32,
    fonts: HashMap<i32, Font>,
    font: i32,
    styles: HashMap<i32, u8>,
    style: (i32, Option<u8>, String),
    authors: Vec<String>,
    gathered: String,
    /// Whether the file writes characters beyond ASCII as they stand, in UTF-8.
    is_utf8: bool,
    /// Whether paragraphs of tables say so; where none does, rows must tell.
    says_in_table: bool,
    row_is_open: bool,
    symbol_is_given: bool,
    /// Whether the sign that stands for a picture comes next.
    after_picture: bool,
    hidden_run: bool,
    change: Option<(Change, bool, Anchor)>,
    changes: Vec<Remark>,
    notes: Vec<String>,
    /// The notes that are being read: one may stand in another.
    open_notes: Vec<usize>,
    next: NextComment,
    stretches: HashMap<String, (Anchor, Option<Anchor>)>,
    comments: Vec<Remark>,
    left_out: LeftOut,
}

impl<'a> Walk<'a> {
    pub(super) fn new(bytes: &'a [u8], options: Options) -> Self {
        let holds = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        Self {
            tokens: Tokens::of(bytes),
            options,
            layout: Layout::new(),
            state: State::new(),
            stack: Vec::new(),
            bytes: Vec::new(),
            passing: 0,
            high: None,
            document: Charset::WESTERN,
            default_font: 0,
            fonts: HashMap::new(),
            font: 0,
            styles: HashMap::new(),
            style: (0, None, String::new()),
            authors: Vec::new(),
            gathered: String::new(),
            is_utf8: std::str::from_utf8(bytes).is_ok(),
            says_in_table: holds(b"\\intbl") || holds(b"\\itap"),
            row_is_open: false,
            symbol_is_given: false,
            after_picture: false,
            hidden_run: false,
            change: None,
            changes: Vec::new(),
            notes: Vec::new(),
            open_notes: Vec::new(),
            next: NextComment::default(),
            stretches: HashMap::new(),
            comments: Vec::new(),
            left_out: LeftOut::default(),
        }
    }

    /// Reads everything. The notices of the document are left to the caller.
    pub(super) fn read(mut self, notices: &mut Notices<'_>) -> Result<Document, Trouble> {
        let mut is_whole = false;
        while let Some(token) = self.tokens.next() {
            if token != Token::Close || self.stack.len() > 1 {
                self.meet(token)?;
                continue;
            }
            // The last brace ends the document, whatever programs put after it.
            self.flush();
            is_whole = true;
            break;
        }
        self.flush();
        while !self.stack.is_empty() {
            self.close_group();
        }
        self.layout.finish();
        self.end_change();
        self.left_out.report(notices, self.options.changes);
        if !is_whole {
            notices.add("The file breaks off before its end; what came before was read.");
        }
        let marked =
            self.layout.flow.finish(self.notes.into_iter().map(Into::into).collect())?.into_text();
        let lifted = self.layout.anchors.lift(&marked)?;
        let mut comments: Vec<Remark> = self.comments;
        comments.append(&mut self.changes);
        let comments = Lifted::comments(
            comments.into_iter().filter_map(|remark| remark.place(&lifted)).collect(),
        );
        let landmarks = lifted.headings(&self.layout.headings);
        let text = lifted.text;
        Ok(Document { text, landmarks, comments, ..Document::default() })
    }

    fn meet(&mut self, token: Token<'_>) -> Result<(), Trouble> {
        match token {
            Token::Byte(_) | Token::Text(_) => {}
            _ => self.flush(),
        }
        match token {
            Token::Open => {
                if self.stack.len() >= DEEPEST {
                    return Err(Trouble::new(
                        RefusalKind::Unsafe,
                        format!("its groups are nested more than {DEEPEST} levels deep."),
                    ));
                }
                self.passing = 0;
                self.stack.push(self.state);
                self.state = self.state.inside();
            }
            Token::Close => self.close_group(),
            Token::Byte(byte) => self.byte(byte),
            Token::Text(text) => self.text(text),
            Token::Sign(sign) => self.sign(sign),
            Token::Word(word, number) => self.word(word, number),
        }
        Ok(())
    }

    fn byte(&mut self, byte: u8) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if !(std::mem::take(&mut self.after_picture) && byte == 0xac) {
            self.bytes.push(byte);
        }
    }

    fn text(&mut self, text: &[u8]) {
        let passed = self.passing.min(text.len());
        self.passing -= passed;
        let text = text.get(passed..).unwrap_or_default();
        if text.is_empty() {
            return;
        }
        self.after_picture &= self.state.target == Target::Skip;
        match std::str::from_utf8(text) {
            Ok(words) if self.is_utf8 && !words.is_ascii() => {
                self.flush();
                self.say(words);
            }
            _ => self.bytes.extend_from_slice(text),
        }
    }

    fn sign(&mut self, sign: u8) {
        if self.passing > 0 {
            self.passing -= 1;
            return;
        }
        match sign {
            b'~' => self.say("\u{a0}"),
            b'_' => self.say("\u{2011}"),
            b'{' | b'}' | b'\\' => self.say(char::from(sign).encode_utf8(&mut [0; 4])),
            b'\t' => self.say("\t"),
            b'*' => self.state.is_optional = true,
            _ => {}
        }
    }

    /// Decodes what was gathered by the font that it is in.
    fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if bytes.is_ascii() && self.charset() != Charset::Pictures {
            let words = String::from_utf8_lossy(&bytes);
            return self.say(&words);
        }
        let words: String = match self.charset() {
            Charset::Pictures if self.state.target != Target::Fonts => {
                bytes.iter().map(|byte| self.picture_sign(0xf000 + u32::from(*byte))).collect()
            }
            charset => {
                let words = charset.decode(&bytes);
                if self.state.target == Target::Text {
                    self.left_out.lost += words.matches(char::REPLACEMENT_CHARACTER).count();
                }
                words
            }
        };
        self.say(&words);
    }

    /// The charset of the font that counts.
    fn charset(&self) -> Charset {
        let of = |font: i32| self.fonts.get(&font).and_then(|font| font.charset);
        let east_asian = self
            .state
            .east_asian_font
            .filter(|_| self.state.script == Script::EastAsian)
            .and_then(of)
            .filter(|charset| charset.is_east_asian());
        east_asian.or_else(|| of(self.state.font)).unwrap_or(self.document)
    }

    fn picture_sign(&mut self, code: u32) -> char {
        if code == 0xf020 {
            return ' ';
        }
        let font = self.fonts.get(&self.state.font).cloned().unwrap_or_default();
        if let Some(sign) = symbols::sign(&font.name, code) {
            return sign;
        }
        match (self.state.target, font.charset) {
            // A bullet, whatever the font is called.
            (Target::Label, _) => '•',
            _ if code == 0xf0b7 => '•',
            // What other fonts have in the private range is up to them.
            (_, charset) if charset != Some(Charset::Pictures) => {
                char::from_u32(code).unwrap_or('\u{fffd}')
            }
            (target, _) => {
                self.left_out.signs += usize::from(target == Target::Text);
                '\u{fffd}'
            }
        }
    }

    fn unicode(&mut self, number: i32) {
        self.passing = self.state.fallback;
        let negative = || i16::try_from(number).ok().map(i16::cast_unsigned);
        let Some(unit) = u16::try_from(number).ok().or_else(negative) else {
            // Some programs write characters beyond the basic plane as they are.
            let sign = u32::try_from(number).ok().and_then(char::from_u32);
            return self.say(sign.unwrap_or('\u{fffd}').encode_utf8(&mut [0; 4]));
        };
        let high = self.high.take();
        let sign = match (high, unit) {
            (Some(high), 0xdc00..=0xdfff) => {
                let pair = char::decode_utf16([high, unit]).next();
                pair.and_then(Result::ok).unwrap_or('\u{fffd}')
            }
            (_, 0xd800..=0xdbff) => {
                self.high = Some(unit);
                return;
            }
            (_, 0xf000..=0xf0ff) => self.picture_sign(unit.into()),
            _ => char::from_u32(unit.into()).unwrap_or('\u{fffd}'),
        };
        self.say(sign.encode_utf8(&mut [0; 4]));
    }

    /// Puts characters where the group wants them.
    fn say(&mut self, words: &str) {
        match self.state.target {
            Target::Text => self.say_text(words),
            Target::Fonts => {
                if let Some(font) = self.fonts.get_mut(&self.font) {
                    font.name.push_str(words.trim_end_matches(';'));
                }
            }
            Target::Styles => self.say_style(words),
            Target::Authors => {
                self.gathered.push_str(words);
                while let Some((name, rest)) = self.gathered.split_once(';') {
                    self.authors.push(name.trim().to_owned());
                    self.gathered = rest.to_owned();
                }
            }
            target if target.is_gathered() => self.gathered.push_str(words),
            _ => {}
        }
    }

    fn say_text(&mut self, words: &str) {
        if self.state.is_hidden {
            if !std::mem::replace(&mut self.hidden_run, true) {
                self.left_out.hidden += 1;
            }
            return;
        }
        self.hidden_run = false;
        if !self.follow_changes() {
            return;
        }
        let words = clean(words);
        if !words.is_empty() {
            let (depth, level) = (self.depth(), self.level());
            self.layout.say(&words, depth, level);
        }
    }

    /// Counts stretches of tracked changes; false where the words are not in the text.
    fn follow_changes(&mut self) -> bool {
        let State { inserted, deleted, .. } = self.state;
        let now = match (deleted.is_on, inserted.is_on) {
            (true, _) => Some((deleted, true)),
            (_, true) => Some((inserted, false)),
            _ => None,
        };
        if now != self.change.map(|(change, is_deletion, _)| (change, is_deletion)) {
            self.end_change();
            if let Some((change, is_deletion)) = now {
                let count = if is_deletion {
                    &mut self.left_out.deleted
                } else {
                    &mut self.left_out.inserted
                };
                *count += 1;
                let is_shown = self.options.changes == TrackedChanges::Shown;
                let from = if is_shown { self.mark() } else { 0 };
                self.change = Some((change, is_deletion, from));
            }
        }
        !self.is_struck()
    }

    /// Whether the words here are not part of the text that was asked for.
    fn is_struck(&self) -> bool {
        match self.options.changes {
            TrackedChanges::Accepted => self.state.deleted.is_on,
            TrackedChanges::Rejected => self.state.inserted.is_on,
            TrackedChanges::Shown => false,
        }
    }

    fn end_change(&mut self) {
        let Some((change, is_deletion, from)) = self.change.take() else { return };
        if self.options.changes != TrackedChanges::Shown || self.changes.len() >= MOST_ENTRIES {
            return;
        }
        let to = self.mark();
        let author = usize::try_from(change.author)
            .ok()
            .and_then(|place| self.authors.get(place))
            .filter(|name| !name.is_empty() && name.as_str() != "Unknown")
            .cloned();
        let what = if is_deletion { "Deleted" } else { "Inserted" };
        let text = match &author {
            Some(author) => format!("{what} by {author}"),
            None => what.to_owned(),
        };
        let date = moment(i64::from(change.moment));
        self.changes.push(Remark { author, date, text, from, to });
    }

    fn mark(&mut self) -> Anchor {
        let depth = self.depth();
        self.layout.mark(depth)
    }

    fn depth(&self) -> usize {
        match self.state.depth() {
            0 if self.row_is_open && !self.says_in_table => 1,
            depth => depth,
        }
    }

    /// The level of the heading that the paragraph is, if it is one.
    fn level(&self) -> Option<u8> {
        let of_style = || self.styles.get(&self.state.style).copied();
        self.state.level.or_else(of_style).filter(|level| *level < 9).map(|level| level + 1)
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if self.passing > 0 && character(word).is_some() {
            self.passing -= 1;
            return;
        }
        if word == "u" {
            return self.unicode(number.unwrap_or(0xfffd));
        }
        self.passing = 0;
        if self.destination(word) || self.setting(word, number) {
            return;
        }
        match self.state.target {
            Target::Text => self.text_word(word),
            Target::Skip if word == "nestrow" => {
                let depth = self.state.depth().max(2);
                self.layout.end_row(depth);
            }
            Target::Fonts => self.font_word(word, number),
            Target::Styles => match word {
                "s" => self.style = (number.unwrap_or(0), None, String::new()),
                "outlinelevel" => {
                    self.style.1 = number.and_then(|level| u8::try_from(level).ok());
                }
                _ => {}
            },
            _ => {
                if let Some(sign) = character(word) {
                    self.say(sign);
                }
            }
        }
    }

    /// Words that begin a group of another kind; false for all others.
    fn destination(&mut self, word: &str) -> bool {
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
    fn opening(&mut self, word: &str) -> bool {
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

    fn open_box(&mut self, ending: Ending) {
        // A second word of this kind in one group would close twice.
        if self.state.ending.is_none() {
            self.layout.open_box();
            self.state.ending = Some(ending);
            self.state.reset_paragraph();
        }
    }

    fn open_note(&mut self) {
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
    fn setting(&mut self, word: &str, number: Option<i32>) -> bool {
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

    fn font_word(&mut self, word: &str, number: Option<i32>) {
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
    fn say_style(&mut self, words: &str) {
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
    fn text_word(&mut self, word: &str) {
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
    fn end_paragraph(&mut self, word: &str) {
        if self.state.is_hidden || !self.follow_changes() {
            return;
        }
        if word == "sect" && self.layout.flow.paragraph().is_empty() {
            return;
        }
        let depth = self.depth();
        self.layout.end_paragraph(depth);
    }

    fn close_group(&mut self) {
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

    fn use_gathered(&mut self, closed: State, gathered: &str) {
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
    fn instruct(&mut self, instruction: &str, closed: State) {
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

    fn end_comment(&mut self) {
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

impl Remark {
    fn place(self, lifted: &Lifted) -> Option<Comment> {
        let at = || lifted.place(self.to).map(|place| (place, place));
        let (start, end) = lifted.stretch(self.from, self.to).or_else(at)?;
        let Self { author, date, text, .. } = self;
        Some(Comment { author, date, text, start, end })
    }
}

impl LeftOut {
    fn report(&self, notices: &mut Notices<'_>, changes: TrackedChanges) {
        let (inserted, deleted) = match changes {
            TrackedChanges::Accepted => {
                ("accepted", "accepted: the deleted words are not in the text")
            }
            TrackedChanges::Rejected => {
                ("rejected: the inserted words are not in the text", "rejected")
            }
            TrackedChanges::Shown => ("kept and commented", "kept and commented"),
        };
        notices.count(self.inserted, "tracked insertion", "tracked insertions", inserted);
        notices.count(self.deleted, "tracked deletion", "tracked deletions", deleted);
        notices.count(self.margins, "header or footer", "headers and footers", "left out");
        notices.count(self.pictures, "picture", "pictures", "left out");
        notices.count(self.hidden, "piece of hidden text", "pieces of hidden text", "left out");
        notices.count(self.embedded, "embedded object", "embedded objects", "left out");
        notices.count(
            self.signs,
            "sign of a picture font",
            "signs of picture fonts",
            "not recognised and shown as �",
        );
        notices.count(self.lost, "character", "characters", "unreadable and is shown as �");
        if let Some(number) = self.charsets.first() {
            notices.add(format!(
                "It uses code page {number}, which is not known: please check its accented letters."
            ));
        }
    }
}
