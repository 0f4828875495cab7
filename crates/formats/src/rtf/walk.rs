//! The walk through a rich text, from its first brace to its last.
//!
//! Groups are kept on a stack of [`State`]s; words change the innermost. Bytes
//! are gathered until something else comes, so that characters of two bytes
//! stay together, and are then decoded by the font they are in.

use std::collections::HashMap;

use super::layout::Layout;
use super::left_out::LeftOut;
use super::state::{Change, Script, State, Target, character};
use super::token::{Token, Tokens};
use crate::anchor::{Anchor, Lifted, clean};
use crate::charset::Charset;
use crate::docx::symbols;
use crate::{Comment, Document, Notices, Options, RefusalKind, Trouble};

/// Deeper groups than this are found only in attacks.
const DEEPEST: usize = 2000;
/// More fonts, styles or comments than these are not looked at.
pub(super) const MOST_ENTRIES: usize = 100_000;

/// A font of the table at the beginning.
#[derive(Debug, Clone, Default)]
pub(super) struct Font {
    pub(super) charset: Option<Charset>,
    pub(super) name: String,
}

/// A comment whose place is not known yet.
pub(super) struct Remark {
    pub(super) author: Option<String>,
    pub(super) date: Option<String>,
    pub(super) text: String,
    pub(super) from: Anchor,
    pub(super) to: Anchor,
}

/// What is told about the comment that comes next.
#[derive(Default)]
pub(super) struct NextComment {
    pub(super) author: String,
    pub(super) initials: String,
    pub(super) date: String,
    pub(super) reference: String,
}

/// Goes through the file.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each says where in the file the walk is, and they change on their own"
)]
pub(super) struct Walk<'a> {
    pub(super) tokens: Tokens<'a>,
    pub(super) options: Options,
    pub(super) layout: Layout,
    pub(super) state: State,
    pub(super) stack: Vec<State>,
    /// Bytes that are not decoded yet.
    pub(super) bytes: Vec<u8>,
    /// How many characters are still to be passed over after `\u`.
    pub(super) passing: usize,
    /// The first half of a character beyond the basic plane.
    pub(super) high: Option<u16>,
    pub(super) document: Charset,
    pub(super) default_font: i32,
    pub(super) fonts: HashMap<i32, Font>,
    pub(super) font: i32,
    pub(super) styles: HashMap<i32, u8>,
    pub(super) style: (i32, Option<u8>, String),
    pub(super) authors: Vec<String>,
    pub(super) gathered: String,
    /// Whether the file writes characters beyond ASCII as they stand, in UTF-8.
    is_utf8: bool,
    /// Whether paragraphs of tables say so; where none does, rows must tell.
    pub(super) says_in_table: bool,
    pub(super) row_is_open: bool,
    pub(super) symbol_is_given: bool,
    /// Whether the sign that stands for a picture comes next.
    pub(super) after_picture: bool,
    pub(super) hidden_run: bool,
    pub(super) change: Option<(Change, bool, Anchor)>,
    pub(super) changes: Vec<Remark>,
    pub(super) notes: Vec<String>,
    /// The notes that are being read: one may stand in another.
    pub(super) open_notes: Vec<usize>,
    pub(super) next: NextComment,
    pub(super) stretches: HashMap<String, (Anchor, Option<Anchor>)>,
    pub(super) comments: Vec<Remark>,
    pub(super) left_out: LeftOut,
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

    pub(super) fn meet(&mut self, token: Token<'_>) -> Result<(), Trouble> {
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

    pub(super) fn byte(&mut self, byte: u8) {
        if self.passing > 0 {
            self.passing -= 1;
        } else if !(std::mem::take(&mut self.after_picture) && byte == 0xac) {
            self.bytes.push(byte);
        }
    }

    pub(super) fn text(&mut self, text: &[u8]) {
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

    pub(super) fn sign(&mut self, sign: u8) {
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
    pub(super) fn flush(&mut self) {
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
    pub(super) fn charset(&self) -> Charset {
        let of = |font: i32| self.fonts.get(&font).and_then(|font| font.charset);
        let east_asian = self
            .state
            .east_asian_font
            .filter(|_| self.state.script == Script::EastAsian)
            .and_then(of)
            .filter(|charset| charset.is_east_asian());
        east_asian.or_else(|| of(self.state.font)).unwrap_or(self.document)
    }

    pub(super) fn picture_sign(&mut self, code: u32) -> char {
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

    pub(super) fn unicode(&mut self, number: i32) {
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

    /// Puts characters where the group wants them, a name among them; a carriage return by its
    /// code is a line end, and U+0000 is nothing.
    pub(super) fn say(&mut self, words: &str) {
        if words.contains(['\r', '\0']) {
            let words = words.replace("\r\n", "\n").replace('\r', "\n");
            return self.say(&words.replace('\0', ""));
        }
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

    pub(super) fn say_text(&mut self, words: &str) {
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

    pub(super) fn mark(&mut self) -> Anchor {
        let depth = self.depth();
        self.layout.mark(depth)
    }

    pub(super) fn depth(&self) -> usize {
        match self.state.depth() {
            0 if self.row_is_open && !self.says_in_table => 1,
            depth => depth,
        }
    }

    /// The level of the heading that the paragraph is, if it is one.
    pub(super) fn level(&self) -> Option<u8> {
        let of_style = || self.styles.get(&self.state.style).copied();
        self.state.level.or_else(of_style).filter(|level| *level < 9).map(|level| level + 1)
    }

    pub(super) fn word(&mut self, word: &str, number: Option<i32>) {
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
}

impl Remark {
    pub(super) fn place(self, lifted: &Lifted) -> Option<Comment> {
        let at = || lifted.place(self.to).map(|place| (place, place));
        let (start, end) = lifted.stretch(self.from, self.to).or_else(at)?;
        let Self { author, date, text, .. } = self;
        Some(Comment { author, date, text, start, end })
    }
}
