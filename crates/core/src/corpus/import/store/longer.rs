//! A longer export of a chat that is in the study.
//!
//! People export the same chat again and again. What is there already is recognised by moment,
//! label and words, in order; only new messages come in, where they belong. The words that are
//! there stay as they are, because they may have been coded, corrected or redacted: what a later
//! export words differently or no longer has is counted and told. Dates that a shorter export left
//! open are set right when a longer one decides them.

use std::collections::{BTreeMap, HashMap, HashSet, VecDeque};

use jiff::civil::{Date, DateTime};

use crate::corpus::source::{Renamed, Source, SourceLengthen};
use crate::error::Result;
use crate::storage::Reader;
use crate::storage::row_image::hexadecimal;
use crate::transcript::{Edit, NewSegment, Revision, segments};
use trefoil_formats::whatsapp::{Message, lead};

/// Of the messages in the days that both hold, so many in ten are in both.
const ENOUGH: usize = 6;

/// A conversation that an export goes on with.
#[derive(Debug)]
pub(super) struct Longer {
    pub(super) source: Source,
    /// What has to be done; nothing when all of it is there.
    pub(super) act: Option<SourceLengthen>,
    /// How many messages are new.
    pub(super) added: usize,
    /// How many are worded differently, and how many are gone from the export.
    pub(super) reworded: usize,
    pub(super) gone: usize,
    /// Whether the dates that were there are set right.
    pub(super) is_redated: bool,
}

/// An export that was read and masked.
#[derive(Debug)]
pub(super) struct Export<'e> {
    pub(super) messages: &'e [Message],
    /// Whether the order of day and month is certain.
    pub(super) is_sure: bool,
    /// Labels that stood for those who have others now.
    pub(super) renamed: &'e BTreeMap<String, String>,
    pub(super) sha256: [u8; 32],
    pub(super) bytes: u64,
}

/// A message that is in the study.
#[derive(Debug, Clone)]
struct Kept {
    at: DateTime,
    label: String,
    words: String,
    /// Where its line begins, in code points, and where its words do.
    start: i64,
    words_start: i64,
}

/// The conversation that an export goes on with, if there is one.
pub(super) fn find(reader: &Reader<'_>, export: &Export<'_>) -> Result<Option<Longer>> {
    let mut best: Option<(Match, Source, Revision, Vec<Kept>)> = None;
    let chats: Vec<Source> = reader.list("WHERE format = 'WhatsApp chat' ORDER BY id", &[])?;
    for source in chats {
        let Some(revision) = source.revision else { continue };
        let Some(revision) = reader.find::<Revision>(revision)? else { continue };
        let kept = kept(reader, &source, &revision.text)?;
        let Some(found) = Match::of(&kept, export) else { continue };
        if best.as_ref().is_none_or(|(old, ..)| found.pairs.len() > old.pairs.len()) {
            best = Some((found, source, revision, kept));
        }
    }
    Ok(best.map(|(found, source, revision, kept)| found.longer(source, &revision, &kept, export)))
}

/// The messages of a conversation, as far as its lines still say who wrote when.
fn kept(reader: &Reader<'_>, source: &Source, text: &str) -> Result<Vec<Kept>> {
    let signs: Vec<char> = text.chars().collect();
    let part = |from: usize, to: usize| -> String {
        signs.get(from..to).map(|signs| signs.iter().collect()).unwrap_or_default()
    };
    let mut kept = Vec::new();
    let mut done = 0;
    for segment in segments(reader, source.id)? {
        let place = |at: i64| usize::try_from(at).unwrap_or(0).min(signs.len());
        let (start, end) = (place(segment.start), place(segment.end));
        let between = part(done, start);
        let line = between.rsplit('\n').next().unwrap_or_default();
        let begins = start - line.chars().count().min(start);
        done = end.max(done);
        let Some((at, label)) = read_lead(line) else { continue };
        kept.push(Kept {
            at,
            label,
            words: part(start, end),
            start: begins as i64,
            words_start: start as i64,
        });
    }
    Ok(kept)
}

fn read_lead(line: &str) -> Option<(DateTime, String)> {
    let at = line.get(..16)?.replacen(' ', "T", 1).parse::<DateTime>().ok()?;
    let label = line.get(16..)?.strip_prefix("  ")?.strip_suffix(": ")?;
    Some((at, label.to_owned()))
}

/// What makes two messages the same. Replacements differ with what is known, so all are alike.
type Same = (DateTime, String, String);

fn same(at: DateTime, label: &str, words: &str) -> Same {
    let mut out = String::with_capacity(words.len());
    let mut depth = 0_usize;
    for sign in words.chars() {
        match sign {
            '[' => depth += 1,
            ']' => {
                depth = depth.saturating_sub(1);
                out.push(']');
            }
            _ if depth == 0 => out.push(sign),
            _ => {}
        }
    }
    (minute(at), label.to_owned(), out.trim().to_owned())
}

fn minute(at: DateTime) -> DateTime {
    at.with().second(0).subsec_nanosecond(0).build().unwrap_or(at)
}

/// The moment with day and month the other way round, where there is such a day.
pub(super) fn swapped(at: DateTime) -> DateTime {
    Date::new(at.year(), at.day(), at.month()).map_or(at, |date| date.to_datetime(at.time()))
}

/// Which kept message is which of an export.
#[derive(Debug)]
struct Match {
    /// Places of the kept and of the export's messages, rising in both.
    pairs: Vec<(usize, usize)>,
    reworded: usize,
    gone: usize,
    /// Whether one of the two has day and month the other way round.
    is_swapped: bool,
}

impl Match {
    /// How an export fits a conversation; nothing when it is another chat.
    fn of(kept: &[Kept], export: &Export<'_>) -> Option<Self> {
        let plain = Self::under(kept, export, false);
        let turned = Self::under(kept, export, true);
        match (plain, turned) {
            (Some(plain), Some(turned)) if turned.pairs.len() > plain.pairs.len() => Some(turned),
            (None, turned) => turned,
            (plain, _) => plain,
        }
    }

    fn under(kept: &[Kept], export: &Export<'_>, is_swapped: bool) -> Option<Self> {
        let moment = |at: DateTime| minute(if is_swapped { swapped(at) } else { at });
        let label = |one: &Kept| export.renamed.get(&one.label).unwrap_or(&one.label).clone();
        let mut places: HashMap<Same, VecDeque<usize>> = HashMap::new();
        for (place, message) in export.messages.iter().enumerate() {
            let key = same(message.at, &message.sender, &message.text);
            places.entry(key).or_default().push_back(place);
        }
        let found: Vec<(usize, usize)> = kept
            .iter()
            .enumerate()
            .filter_map(|(old, one)| {
                let key = same(moment(one.at), &label(one), &one.words);
                Some((old, places.get_mut(&key)?.pop_front()?))
            })
            .collect();
        let mut pairs = rising(&found);
        let exact = pairs.len();
        if exact == 0 {
            return None;
        }
        let first = export.messages.iter().map(|message| minute(message.at)).min()?;
        let last = export.messages.iter().map(|message| minute(message.at)).max()?;
        let is_inside = |one: &&Kept| (first..=last).contains(&moment(one.at));
        let inside = kept.iter().filter(is_inside).count();
        let similar = pair_reworded(kept, export, &moment, &label, &mut pairs);
        let enough = (exact + similar) * 10 >= inside * ENOUGH;
        enough.then(|| Self {
            reworded: pairs.len() - exact,
            gone: inside.saturating_sub(pairs.len()),
            pairs,
            is_swapped,
        })
    }

    fn longer(
        self,
        source: Source,
        revision: &Revision,
        kept: &[Kept],
        export: &Export<'_>,
    ) -> Longer {
        // Whichever order of day and month is certain is the right one.
        let is_redated = self.is_swapped && export.is_sure;
        let turn_export = self.is_swapped && !export.is_sure;
        let mut writing = Writing::new(&revision.text);
        let matched: HashSet<usize> = self.pairs.iter().map(|(_, new)| *new).collect();
        let mut coming = export.messages.iter().enumerate().peekable();
        let mut partner: HashMap<usize, usize> = self.pairs.iter().copied().collect();
        let mut added = 0;
        let turned = |message: &Message| Message {
            at: if turn_export { swapped(message.at) } else { message.at },
            ..message.clone()
        };
        for (old, one) in kept.iter().enumerate() {
            let at = if is_redated { swapped(one.at) } else { one.at };
            let until = partner.remove(&old);
            let is_before = |new: usize, message: &Message| match until {
                Some(until) => new < until,
                // Between partners, time decides.
                None => !matched.contains(&new) && minute(turned(message).at) <= minute(at),
            };
            while let Some((new, message)) =
                coming.next_if(|(new, message)| is_before(*new, message))
            {
                if !matched.contains(&new) {
                    writing.insert(one.start, &turned(message));
                    added += 1;
                }
            }
            if let Some(until) = until {
                coming.next_if(|(new, _)| *new == until);
            }
            let label = export.renamed.get(&one.label);
            if is_redated || label.is_some() {
                let now = Message {
                    at,
                    sender: label.unwrap_or(&one.label).clone(),
                    ..Message::default()
                };
                writing.replace(one.start, one.words_start, &lead(&now));
            }
            for (start, end, mention) in mentions(&one.words, export.renamed) {
                writing.replace(one.words_start + start, one.words_start + end, &mention);
            }
        }
        for (_, message) in coming.filter(|(new, _)| !matched.contains(new)) {
            writing.append(&turned(message));
            added += 1;
        }
        let renamed =
            export.renamed.iter().map(|(from, to)| Renamed { from: from.clone(), to: to.clone() });
        let act = (!writing.edits.is_empty()).then(|| SourceLengthen {
            source: source.id,
            revision: revision.number,
            edits: writing.edits,
            segments: writing.segments,
            participants: Vec::new(),
            renamed: renamed.collect(),
            sha256: hexadecimal(&export.sha256),
            bytes: i64::try_from(export.bytes).unwrap_or(i64::MAX),
        });
        let (reworded, gone) = (self.reworded, self.gone);
        Longer { source, act, added, reworded, gone, is_redated }
    }
}

/// Between pairs that are certain, messages of one sender and minute are the same one, reworded.
/// Answers how many of them resemble each other.
fn pair_reworded(
    kept: &[Kept],
    export: &Export<'_>,
    moment: &dyn Fn(DateTime) -> DateTime,
    label: &dyn Fn(&Kept) -> String,
    pairs: &mut Vec<(usize, usize)>,
) -> usize {
    let mut places: HashMap<(DateTime, &str), Vec<usize>> = HashMap::new();
    for (place, message) in export.messages.iter().enumerate() {
        places.entry((minute(message.at), &message.sender)).or_default().push(place);
    }
    let mut all = Vec::with_capacity(pairs.len());
    let mut similar = 0;
    let (mut old, mut new) = (0, 0);
    for (next_old, next_new) in pairs.iter().copied().chain([(kept.len(), export.messages.len())]) {
        let mut free = new;
        for (place, one) in kept.iter().enumerate().take(next_old).skip(old) {
            let (at, label) = (moment(one.at), label(one));
            let here = places.get(&(at, label.as_str())).and_then(|all| {
                let next = all.get(all.partition_point(|new| *new < free))?;
                (*next < next_new).then_some(*next)
            });
            if let Some(here) = here {
                all.push((place, here));
                free = here + 1;
                similar += usize::from(resemble(&one.words, &export.messages[here].text));
            }
        }
        if next_old < kept.len() {
            all.push((next_old, next_new));
        }
        (old, new) = (next_old + 1, next_new + 1);
    }
    *pairs = all;
    similar
}

/// Whether two wordings share half of their words.
fn resemble(one: &str, other: &str) -> bool {
    let words = |text: &str| -> HashSet<String> {
        let words =
            text.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (one, other) = (words(one), words(other));
    let shared = one.intersection(&other).count();
    shared * 2 >= one.len().min(other.len()).max(1)
}

/// The longest part of some pairs that rises in both places; they rise in the first already.
fn rising(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut ends: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; pairs.len()];
    for (at, (_, new)) in pairs.iter().enumerate() {
        let length = ends.partition_point(|end| pairs[*end].1 < *new);
        before[at] = length.checked_sub(1).and_then(|last| ends.get(last).copied());
        if length == ends.len() {
            ends.push(at);
        } else {
            ends[length] = at;
        }
    }
    let mut chain = Vec::with_capacity(ends.len());
    let mut at = ends.last().copied();
    while let Some(place) = at {
        chain.push(pairs[place]);
        at = before[place];
    }
    chain.reverse();
    chain
}

/// Where words mention somebody by a label who has another one now, in code points, and what is to
/// stand there: `[Sender 1]`, and where two were meant `[P1 or Sender 2]`.
fn mentions(words: &str, renamed: &BTreeMap<String, String>) -> Vec<(i64, i64, String)> {
    let mut found = Vec::new();
    if renamed.is_empty() {
        return found;
    }
    let (mut opened, mut inside) = (None, String::new());
    for (at, sign) in words.chars().enumerate() {
        match (sign, opened) {
            ('[', _) => (opened, inside) = (Some(at), String::new()),
            (']', Some(from)) => {
                let labels = inside.split(" or ");
                if labels.clone().any(|label| renamed.contains_key(label)) {
                    let now = labels.map(|label| renamed.get(label).map_or(label, String::as_str));
                    let now = format!("[{}]", now.collect::<Vec<_>>().join(" or "));
                    found.push((from as i64, at as i64 + 1, now));
                }
                opened = None;
            }
            _ => inside.push(sign),
        }
    }
    found
}

/// Edits of a conversation in the order of its text, and the turns that they bring.
struct Writing {
    edits: Vec<Edit>,
    segments: Vec<NewSegment>,
    length: i64,
    ends_line: bool,
    /// How much longer the text is up to here.
    shift: i64,
}

impl Writing {
    fn new(text: &str) -> Self {
        Self {
            edits: Vec::new(),
            segments: Vec::new(),
            length: text.chars().count() as i64,
            ends_line: text.ends_with('\n'),
            shift: 0,
        }
    }

    /// Puts a message before a line.
    fn insert(&mut self, at: i64, message: &Message) {
        let lead = lead(message);
        self.put(at, &lead, message, "\n");
    }

    /// Puts a message at the end.
    fn append(&mut self, message: &Message) {
        let lead = lead(message);
        if self.ends_line {
            self.put(self.length, &lead, message, "\n");
        } else {
            // The last line was left without its end, by a correction perhaps.
            self.put(self.length, &format!("\n{lead}"), message, "");
        }
    }

    fn put(&mut self, at: i64, lead: &str, message: &Message, end: &str) {
        let count = |text: &str| text.chars().count() as i64;
        let start = at + self.shift + count(lead);
        self.segments.push(NewSegment {
            start,
            end: start + count(&message.text),
            speaker: Some(message.sender.clone()),
            begin_ms: None,
            end_ms: None,
        });
        let text = format!("{lead}{}{end}", message.text);
        self.shift += count(&text);
        match self.edits.last_mut() {
            Some(last) if last.start == at && last.end == at => last.text.push_str(&text),
            _ => self.edits.push(Edit { start: at, end: at, text }),
        }
    }

    /// Replaces what stands before a message's words, or somebody who is mentioned in them.
    fn replace(&mut self, start: i64, end: i64, text: &str) {
        self.shift += text.chars().count() as i64 - (end - start);
        self.edits.push(Edit { start, end, text: text.to_owned() });
    }
}
