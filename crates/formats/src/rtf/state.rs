//! What holds inside a group, and which groups are no text.
//!
//! Everything here is copied when a group opens and comes back when it closes,
//! as the standard has it. The lists of destinations are those of RTF 1.9.1.

/// Where characters of a group go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Into the text.
    Text,
    /// Nowhere.
    Skip,
    /// Nowhere, but there may be a box with text inside.
    Shape,
    /// The table of fonts.
    Fonts,
    /// The names and levels of styles.
    Styles,
    /// Who changed something.
    Authors,
    /// The number or sign of a list's item.
    Label,
    /// What a field is.
    Instruction,
    /// Who wrote a comment, in full or in letters.
    Author,
    Initials,
    /// When a comment was written, and which stretch it is about.
    Date,
    Reference,
    /// Where the stretch of a comment begins and ends.
    Start,
    End,
    /// Both forms of a text: only the one in Unicode counts.
    Twice,
}

impl Target {
    /// Whether its characters are gathered until the group closes.
    pub(super) fn is_gathered(self) -> bool {
        matches!(
            self,
            Self::Label
                | Self::Instruction
                | Self::Author
                | Self::Initials
                | Self::Date
                | Self::Reference
                | Self::Start
                | Self::End
        )
    }
}

/// What the end of a group brings about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// A note is finished.
    Note,
    /// A comment is finished.
    Comment,
    /// A box is finished.
    Box,
    /// What was gathered can be used.
    Gathered,
}

/// Which of the three fonts of a run counts (`\loch`, `\hich`, `\dbch`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Western,
    EastAsian,
}

/// Who changed something and when, as a place in the table of authors and a packed moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Change {
    pub(super) is_on: bool,
    pub(super) author: i32,
    pub(super) moment: i32,
}

/// What holds inside a group.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a property that rich text switches on its own"
)]
#[derive(Debug, Clone, Copy)]
pub(super) struct State {
    pub(super) target: Target,
    pub(super) ending: Option<Ending>,
    pub(super) font: i32,
    pub(super) east_asian_font: Option<i32>,
    pub(super) script: Script,
    /// How many characters follow `\u` for those who do not know it.
    pub(super) fallback: usize,
    pub(super) is_hidden: bool,
    pub(super) inserted: Change,
    pub(super) deleted: Change,
    pub(super) in_table: bool,
    pub(super) nesting: Option<usize>,
    pub(super) level: Option<u8>,
    pub(super) style: i32,
    /// Whether the group began with `\*`: it is no text to those who do not know it.
    pub(super) is_optional: bool,
    /// Whether this is within a header or footer, an object, or the like.
    pub(super) in_object: bool,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            target: Target::Text,
            ending: None,
            font: 0,
            east_asian_font: None,
            script: Script::Western,
            fallback: 1,
            is_hidden: false,
            inserted: Change::default(),
            deleted: Change::default(),
            in_table: false,
            nesting: None,
            level: None,
            style: 0,
            is_optional: false,
            in_object: false,
        }
    }

    /// What holds at the beginning of a group inside this one.
    pub(super) fn inside(self) -> Self {
        Self { ending: None, is_optional: false, ..self }
    }

    /// Sets the paragraph back: `\pard`.
    pub(super) fn reset_paragraph(&mut self) {
        self.in_table = false;
        self.nesting = None;
        self.level = None;
        self.style = 0;
    }

    /// Sets characters back: `\plain`.
    pub(super) fn reset_characters(&mut self, font: i32) {
        self.font = font;
        self.east_asian_font = None;
        self.script = Script::Western;
        self.is_hidden = false;
        self.inserted = Change::default();
        self.deleted = Change::default();
    }

    /// How deep in tables the paragraph stands.
    pub(super) fn depth(&self) -> usize {
        if self.in_table { self.nesting.unwrap_or(1).max(1) } else { self.nesting.unwrap_or(0) }
    }
}

/// Groups that are never text, whether they begin with `\*` or not.
pub(super) fn is_no_text(word: &str) -> bool {
    matches!(
        word,
        "colortbl"
            | "info"
            | "xe"
            | "tc"
            | "tcn"
            | "rxe"
            | "nonshppict"
            | "nonesttables"
            | "shprslt"
            | "sn"
            | "sp"
            | "sv"
            | "filetbl"
            | "listtable"
            | "listoverridetable"
            | "rsidtbl"
            | "ftnsep"
            | "ftnsepc"
            | "ftncn"
            | "aftnsep"
            | "aftnsepc"
            | "aftncn"
            | "objdata"
            | "objclass"
            | "objname"
            | "objalias"
            | "objsect"
            | "objtime"
            | "private"
            | "template"
            | "pnseclvl"
            | "mmathPict"
            | "bkmkstart"
            | "bkmkend"
            | "themedata"
            | "datastore"
            | "pn"
            | "docvar"
            | "generator"
            | "expandedcolortbl"
            | "falt"
            | "panose"
            | "fontemb"
    )
}

/// Headers and footers, which stand on each page and not in the text.
pub(super) fn is_margin(word: &str) -> bool {
    matches!(
        word,
        "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl" | "footerr" | "footerf"
    )
}

/// The character that a word stands for.
pub(super) fn character(word: &str) -> Option<&'static str> {
    Some(match word {
        "tab" => "\t",
        "emdash" => "—",
        "endash" => "–",
        "bullet" => "•",
        "lquote" => "‘",
        "rquote" => "’",
        "ldblquote" => "“",
        "rdblquote" => "”",
        "emspace" => "\u{2003}",
        "enspace" => "\u{2002}",
        "qmspace" => "\u{2005}",
        "zwj" => "\u{200d}",
        "zwnj" => "\u{200c}",
        "ltrmark" => "\u{200e}",
        "rtlmark" => "\u{200f}",
        "zwbo" => "\u{200b}",
        "line" => "\n",
        _ => return None,
    })
}

/// A moment as Word packs it, as an ISO moment (RTF 1.9.1, "DTTM").
pub(super) fn moment(packed: i64) -> Option<String> {
    let field = |from: u32, bits: u32| packed >> from & ((1 << bits) - 1);
    let (minute, hour, day) = (field(0, 6), field(6, 5), field(11, 5));
    let (month, year) = (field(16, 4), field(20, 9) + 1900);
    let is_moment = packed != 0
        && (1..=12).contains(&month)
        && (1..=31).contains(&day)
        && hour < 24
        && minute < 60;
    is_moment.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:00"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_unpacked() {
        let packed = 30 + (14 << 6) + (18 << 11) + (3 << 16) + (125 << 20);
        assert_eq!(moment(packed).as_deref(), Some("2025-03-18T14:30:00"));
        assert_eq!((moment(0), moment(-1)), (None, None));
    }
}
