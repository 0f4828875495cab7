//! Finding what points to people in a text: one file for each kind of thing.
//!
//! The rules are careful rather than clever, take time in step with the text, and say by which of
//! them something was found and how sure that is. A finder misses things and finds things that are
//! none: a person reads the text and decides. What each rule can and cannot do is told in
//! `docs/redaction.md` and measured in `crates/core/tests/redaction/marked.rs`.

mod age;
mod date;
mod internet;
mod kept;
mod known;
mod lists;
mod name;
mod number;
mod pattern;
mod phone;
mod place;
mod token;

use std::ops::Range;

use serde::Serialize;

pub(super) use kept::kept;
pub(super) use known::spelling;
pub use known::{Known, Word};

use super::{Level, NameKind};
use crate::span::{Ruler, Span};

crate::words! {
    /// By what something was found.
    pub enum Rule, "a rule" {
        /// A name that the key knows.
        Known = "known_name",
        /// A name that the text introduces: “my name is …”, “a lad called …”, “my sister …”.
        Introduced = "introduced_name",
        /// A name behind a title: “Dr …”, “Sister …”.
        Titled = "title",
        /// A given name that many people have.
        Given = "given_name",
        /// A capitalised word that comes again and is no other word.
        Repeated = "repeated_name",
        /// A telephone number.
        Phone = "phone",
        /// An e-mail address.
        Email = "email",
        /// A web address.
        Web = "web",
        /// The name that somebody goes by on the internet.
        Handle = "handle",
        /// A postcode, or the district of one.
        Postcode = "postcode",
        /// A National Insurance or NHS number.
        Official = "official_number",
        /// The number of a card or an account.
        Bank = "bank_number",
        /// A date.
        Date = "date",
        /// A date or year of birth.
        Birth = "birth",
        /// An exact age.
        Age = "age",
        /// The registration of a car.
        Plate = "car_plate",
        /// An address or a street.
        Address = "address",
        /// Words that a person marked.
        ByHand = "by_hand",
    }
}

impl Rule {
    /// What it finds, in words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Known => "names that the key knows",
            Self::Introduced => "names that the text introduces",
            Self::Titled => "names behind a title",
            Self::Given => "common given names",
            Self::Repeated => "capitalised words that may be names",
            Self::Phone => "telephone numbers",
            Self::Email => "e-mail addresses",
            Self::Web => "web addresses",
            Self::Handle => "user names",
            Self::Postcode => "postcodes",
            Self::Official => "National Insurance and NHS numbers",
            Self::Bank => "card and account numbers",
            Self::Date => "dates",
            Self::Birth => "dates and years of birth",
            Self::Age => "exact ages",
            Self::Plate => "car registrations",
            Self::Address => "addresses and streets",
            Self::ByHand => "words marked by hand",
        }
    }

    /// Whether what it finds is a name.
    pub fn is_name(self) -> bool {
        matches!(self, Self::Known | Self::Introduced | Self::Titled | Self::Given | Self::Repeated)
    }

    /// Whether the same words elsewhere say the same: an age or a date does not.
    pub fn is_lasting(self) -> bool {
        !matches!(self, Self::Age | Self::Date | Self::Birth)
    }
}

crate::words! {
    /// How sure a rule is.
    pub enum Confidence, "a confidence" {
        /// It could well be something else.
        Doubtful = "doubtful",
        /// It mostly is.
        Likely = "likely",
        /// It is written as nothing else is.
        Certain = "certain",
    }
}

/// Something that may point to a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Find {
    /// Where it is.
    pub span: Span,
    /// By what it was found.
    pub rule: Rule,
    /// What kind of word it is.
    pub kind: NameKind,
    /// The level from which on it is better replaced.
    pub level: Level,
    /// What could stand in its place, without brackets.
    pub replacement: String,
    /// How sure that is.
    pub confidence: Confidence,
}

/// A find while it is looked for: its place in bytes.
#[derive(Debug, Clone)]
struct Draft {
    range: Range<usize>,
    rule: Rule,
    kind: NameKind,
    level: Level,
    replacement: String,
    confidence: Confidence,
}

/// Finds everything in a text, first to last; finds do not overlap.
pub fn find(text: &str, known: &Known) -> Vec<Find> {
    let mut drafts = Vec::new();
    internet::find(text, &mut drafts);
    number::find(text, &mut drafts);
    phone::find(text, &mut drafts);
    place::find(text, &mut drafts);
    date::find(text, &mut drafts);
    age::find(text, &mut drafts);
    let tokens = token::tokens(text);
    known::find(text, &tokens, known, &mut drafts);
    name::find(text, &tokens, known, &mut drafts);
    refuse(text, known, &mut drafts);
    let ruler = Ruler::new(text);
    let apart = apart(text, drafts);
    apart.into_iter().filter_map(|draft| finished(&ruler, known, text, draft)).collect()
}

/// Which of two finds at one place is kept: names of the key may stand inside of other names.
fn rank(rule: Rule) -> u8 {
    match rule {
        Rule::ByHand => 0,
        Rule::Email => 1,
        Rule::Web => 2,
        Rule::Handle => 3,
        Rule::Official => 4,
        Rule::Bank => 5,
        Rule::Phone => 6,
        Rule::Plate => 7,
        Rule::Postcode => 8,
        Rule::Address => 9,
        Rule::Birth => 10,
        Rule::Date => 11,
        Rule::Age => 12,
        Rule::Known => 13,
        Rule::Titled => 14,
        Rule::Introduced => 15,
        Rule::Given => 16,
        Rule::Repeated => 17,
    }
}

/// Keeps of overlapping finds the one of the higher rank, then the longer.
fn apart(text: &str, mut drafts: Vec<Draft>) -> Vec<Draft> {
    let brackets = brackets(text);
    drafts.retain(|one| {
        !one.range.is_empty() && (sees_brackets(one.rule) || !is_in(&brackets, &one.range))
    });
    drafts.sort_by_key(|one| (rank(one.rule), std::cmp::Reverse(one.range.len()), one.range.start));
    let mut taken: std::collections::BTreeMap<usize, usize> = std::collections::BTreeMap::new();
    drafts.retain(|one| {
        let before = taken.range(..one.range.end).next_back();
        let free = before.is_none_or(|(_, end)| *end <= one.range.start);
        if free {
            taken.insert(one.range.start, one.range.end);
        }
        free
    });
    drafts.sort_by_key(|one| one.range.start);
    drafts
}

/// Short words in brackets are the transcriber's, or stand there already for something else.
fn brackets(text: &str) -> Vec<Range<usize>> {
    static BRACKETED: pattern::Pattern = pattern::Pattern::new(r"\[[^\[\]\n]{1,60}\]");
    BRACKETED.places(text).collect()
}

fn is_in(places: &[Range<usize>], range: &Range<usize>) -> bool {
    let at = places.partition_point(|one| one.end <= range.start);
    places.get(at).is_some_and(|one| one.start <= range.start && range.end <= one.end)
}

fn sees_brackets(rule: Rule) -> bool {
    matches!(rule, Rule::Known | Rule::Email | Rule::Phone | Rule::Official | Rule::Bank)
}

/// Leaves out what is remembered as no name.
fn refuse(text: &str, known: &Known, drafts: &mut Vec<Draft>) {
    drafts.retain(|one| {
        let word = &text[one.range.clone()];
        let refused = |found: &Word| found.kind == NameKind::NotAName;
        one.kind != NameKind::NotAName && !known.look(word).is_some_and(refused)
    });
}

fn finished(ruler: &Ruler<'_>, known: &Known, text: &str, draft: Draft) -> Option<Find> {
    let span = ruler.span_of_bytes(draft.range.clone())?;
    let Draft { rule, kind, level, replacement, confidence, .. } = draft;
    // A number or address that the key knows is replaced as it was elsewhere.
    let remembered = if rule == Rule::Known || !rule.is_lasting() {
        None
    } else {
        known.look(&text[draft.range]).cloned()
    };
    Some(match remembered {
        Some(Word { replacement, kind, level }) => {
            Find { span, rule, kind, level, replacement, confidence }
        }
        None => Find { span, rule, kind, level, replacement, confidence },
    })
}
