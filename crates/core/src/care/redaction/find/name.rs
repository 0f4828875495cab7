//! Names that nobody told the study: introduced by the text, behind a title, common, or repeated.
//!
//! Once a text has introduced a name, the same capitalised word is a find wherever it stands. The
//! guess at repeated capitalised words is made only in texts that use capitals sparingly, as
//! English does, and says that it is a guess.

use std::collections::{HashMap, HashSet};
use std::ops::Range;

use super::known::Known;
use super::lists;
use super::pattern::{Pattern, before, lead, tail};
use super::token::{Token, bases, side_by_side};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

macro_rules! name {
    () => {
        r"(\p{Lu}[\p{L}’'\-]+(?: \p{Lu}[\p{L}’'\-]+){0,2})"
    };
}

macro_rules! person {
    () => {
        "lad|man|woman|guy|girl|boy|bloke|chap|lady|person|someone|somebody|friend|colleague|kid|client|fella|fellow|\
         worker|nurse|doctor|peer|volunteer|manager|supervisor|counsellor|therapist|teacher|student|patient|resident|\
         neighbour|mate|tutor|psychiatrist|psychologist|mentor|girlfriend|boyfriend|partner|son|daughter|brother|sister|\
         one|baby|gentleman|CPN|GP|keyworker|care coordinator|boss|carer|landlord|trainer|coordinator|social worker|member"
    };
}

static INTRODUCED: [Pattern; 5] = [
    Pattern::new(concat!(
        r"(?i:(?:my|his|her|their|your|whose|our) (?:full |first |real |last |sur)?name(?: is|['’]s| was)|name['’]?s|name is|name was|(?:goes|went|go) by|nicknamed|introduced (?:me|us|him|her) to|known as|(?:he|she|they|I|who) (?:is|was|were|am) (?:called|named)|(?:he|she|who|they)['’](?:s|re) called|I['’]m called|calls? (?:me|him|her|them)) ",
        name!()
    )),
    Pattern::new(concat!(
        "(?i:(?:",
        person!(),
        r")(?:,? (?:who|that|here|there|there's|was|is|from work|in the group|at work)){0,2},? (?:called|named|by the name of)) ",
        name!()
    )),
    Pattern::new(concat!(
        r"(?i:(?:my|his|her|their|our|your|the|a|another|this) (?:(?:best|older|younger|elder|eldest|youngest|little|big|old|late|ex|then|new|own|good|close|line|team|peer|support|key|step|twin|great|grand|senior|former|other|middle|lovely|current|previous)[ \-]?){0,3}(?:son|daughter|brother|sister|mum|mother|dad|father|husband|wife|partner|boyfriend|girlfriend|friend|mate|colleague|manager|supervisor|boss|uncle|aunt|auntie|nan|gran|grandad|grandma|cousin|nephew|niece|neighbour|psychiatrist|therapist|counsellor|psychologist|doctor|nurse|keyworker|care coordinator|coordinator|social worker|support worker|peer worker|worker|mentor|buddy|lead|leader|landlord|landlady|teacher|tutor|flatmate|housemate|roommate|carer)),? ",
        name!()
    )),
    Pattern::new(concat!(
        r"(?i:(?:^|[\n.!?:,]) ?(?:hi|hello|hey|hiya|dear|thanks|thank you|cheers|morning|good morning|good afternoon|bye|love from|regards|best wishes|kind regards|ta|welcome|well done|night night|happy birthday))[, ]\s?",
        name!()
    )),
    Pattern::new(concat!(
        r"(?i:this is|it['’]s|it is|I['’]m|I am|me and|speaking to|talking to|talk to|spoke to|spoke with|met with|chat with|chatting to|bumped into|rang|texted|messaged|emailed|phoned|email|message|ask|asked|tell|told) ",
        name!()
    )),
];

static TITLED: Pattern = Pattern::new(concat!(
    r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Doctor|Prof|Professor|Sister|Nurse|Father|Rev|Reverend|Auntie|Aunty|Aunt|Uncle|Sir|Lady|PC|Sgt|Imam|Rabbi|Pastor|Canon|Frau|Herr|Madame|Señora|Señor|Councillor|Cllr)\.?[ \u{a0}]",
    name!()
));

static PUBLIC: &[&str] = &[
    "Dr Who",
    "Doctor Who",
    "Dr Martens",
    "Dr Pepper",
    "Father Christmas",
    "Father Ted",
    "Mr Blobby",
    "Uncle Sam",
    "Uncle Ben",
    "Mr Bean",
    "Sister Act",
    "Lady Gaga",
    "Miss You",
    "Mrs Brown's",
];

static ABOUT_PLACES: Pattern = Pattern::new(
    r"^ (?:Street|Road|Avenue|Lane|Close|Station|Park|Hospital|House|Ward|Line|Square|Centre|Center|Hall|Court|College|University|Church|School|Clinic|Trust|Bridge|Gardens|Hotel|Infirmary|Building|Unit|Suite|Theatre|Arms|Cross|Island|Falls|Bay|Day|Primary|Academy)",
);

/// Finds them.
pub(super) fn find(text: &str, tokens: &[Token], known: &Known, finds: &mut Vec<Draft>) {
    let mut learned: HashSet<String> = HashSet::new();
    for found in TITLED.groups(text) {
        let (Some(range), shown) = (found.get(1), &text[found.whole.clone()]) else { continue };
        if PUBLIC.iter().any(|one| shown.starts_with(one)) || !is_start(text, found.whole.start) {
            continue;
        }
        if let Some(range) = cut(text, range, known, false) {
            learn(text, &range, &mut learned);
            finds.push(draft(range, Rule::Titled, Confidence::Likely));
        }
    }
    for found in INTRODUCED.iter().flat_map(|pattern| pattern.groups(text)) {
        let Some(range) = found.get(1) else { continue };
        let word = text[found.whole.start..].starts_with(char::is_alphanumeric);
        if word && !is_start(text, found.whole.start) {
            continue;
        }
        if let Some(range) = cut(text, range, known, true) {
            learn(text, &range, &mut learned);
            finds.push(draft(range, Rule::Introduced, Confidence::Likely));
        }
    }
    common(text, tokens, known, &learned, finds);
    repeated(text, tokens, known, finds);
}

fn draft(range: Range<usize>, rule: Rule, confidence: Confidence) -> Draft {
    Draft {
        range,
        rule,
        kind: NameKind::Person,
        level: Level::Direct,
        replacement: "name".to_owned(),
        confidence,
    }
}

fn is_start(text: &str, at: usize) -> bool {
    !before(text, &(at..at)).is_some_and(char::is_alphanumeric)
}

/// The part of some capitalised words that is a name, if the first of them is.
fn cut(text: &str, range: Range<usize>, known: &Known, careful: bool) -> Option<Range<usize>> {
    let words = &text[range.clone()];
    let mut end = range.start;
    for word in words.split(' ') {
        let at = range.start + (word.as_ptr() as usize - words.as_ptr() as usize);
        let base = plain(word);
        let capitals = base.chars().count() > 1 && !base.chars().any(char::is_lowercase);
        let none = lists::is_no_name(base)
            || (careful && capitals)
            || (base.len() < 2)
            || (end == range.start && known.is_in_use(base));
        if none {
            break;
        }
        end = at + base.len();
        if base.len() < word.len() {
            break;
        }
    }
    let kept = range.start..end;
    let place = !kept.is_empty() && ABOUT_PLACES.is_in(tail(text, kept.end, 14));
    (!kept.is_empty() && !place && !known.is_in_use(&text[kept.clone()])).then_some(kept)
}

/// A word without the possessive behind it.
fn plain(word: &str) -> &str {
    let word = word.trim_end_matches(['\'', '’', '-']);
    word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")).unwrap_or(word)
}

fn learn(text: &str, range: &Range<usize>, learned: &mut HashSet<String>) {
    for word in text[range.clone()].split([' ', '-']) {
        if word.chars().count() >= 3 && !lists::is_everyday(word) {
            learned.insert(word.to_owned());
        }
    }
}

/// Common given names, and words that this text introduced as names.
fn common(
    text: &str,
    tokens: &[Token],
    known: &Known,
    learned: &HashSet<String>,
    finds: &mut Vec<Draft>,
) {
    for (at, token) in tokens.iter().enumerate() {
        if !token.capital {
            continue;
        }
        let word = token.word(text);
        let base = bases(word).into_iter().find(|base| learned.contains(*base) || is_common(base));
        let Some(base) = base else { continue };
        let taught = learned.contains(base);
        let mut end = token.range.start + base.len();
        let saint = ["St ", "St. ", "Saint ", "King ", "Queen ", "Prince ", "Lake ", "Port "];
        let place = ABOUT_PLACES.is_in(tail(text, token.range.end, 14))
            || saint.iter().any(|one| text[..token.range.start].ends_with(one));
        if place || known.is_in_use(base) {
            continue;
        }
        // A surname behind it belongs to it.
        if base.len() == word.len()
            && let Some(next) = tokens.get(at + 1).filter(|next| next.capital && !next.begins)
            && text[token.range.end..next.range.start] == *" "
            && !lists::is_no_name(plain(next.word(text)))
        {
            end = next.range.start + plain(next.word(text)).len();
        }
        let range = token.range.start..end;
        let rule = if taught { Rule::Introduced } else { Rule::Given };
        finds.push(draft(range, rule, Confidence::Likely));
    }
}

fn is_common(base: &str) -> bool {
    lists::is_given(base) && !lists::is_everyday(base)
}

/// Capitalised words inside sentences that come again and never stand in small letters.
fn repeated(text: &str, tokens: &[Token], known: &Known, finds: &mut Vec<Draft>) {
    /// More capitals than this are titles, lists or a language that writes nouns with them.
    const MOST_CAPITALS: usize = 12;
    let inside: Vec<&Token> = tokens.iter().filter(|token| !token.begins).collect();
    let capitals = inside.iter().filter(|token| token.capital).count();
    if capitals * 100 > inside.len() * MOST_CAPITALS && inside.len() > 50 {
        return;
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for token in inside.iter().filter(|token| token.capital) {
        *counts.entry(plain(token.word(text))).or_default() += 1;
    }
    counts.retain(|word, count| {
        *count >= 2
            && word.chars().count() >= 3
            && !lists::is_no_name(word)
            && !lists::is_everyday(word)
            && !known.is_in_use(word)
    });
    if counts.is_empty() {
        return;
    }
    let small: HashSet<&str> =
        tokens.iter().filter(|token| !token.capital).map(|token| token.word(text)).collect();
    for (at, token) in tokens.iter().enumerate() {
        let base = plain(token.word(text));
        if !token.capital || !counts.contains_key(base) || small.contains(&*base.to_lowercase()) {
            continue;
        }
        // Part of a longer proper name, such as that of a service, is no person.
        let beside = |other: Option<&Token>, first: bool| {
            other.is_some_and(|other| {
                let (one, next) = if first { (other, token) } else { (token, other) };
                other.capital
                    && lists::is_no_name(other.word(text))
                    && side_by_side(text, one, next)
                    && !other.begins
            })
        };
        let previous = at.checked_sub(1).and_then(|at| tokens.get(at));
        let article = lead(text, token.range.start, 5).ends_with("the ");
        if !beside(previous, true) && !beside(tokens.get(at + 1), false) && !article {
            let mut range = token.range.start..token.range.start + base.len();
            // Two of them side by side are one name.
            if let Some(next) = tokens.get(at + 1)
                && base.len() == token.range.len()
                && text[token.range.end..next.range.start] == *" "
                && counts.contains_key(plain(next.word(text)))
            {
                range.end = next.range.start + plain(next.word(text)).len();
            }
            finds.push(draft(range, Rule::Repeated, Confidence::Doubtful));
        }
    }
}
