//! Whether a document is a transcript, and which of its labels are speakers.
//!
//! Each form of label is judged by itself: few labels that come back many
//! times, take turns, look like people and open enough of the paragraphs. What
//! lists, letters, minutes, recipes and logs put before a colon is known by
//! word, and by coming back in the same order over and over.

mod verdict;

use std::collections::{HashMap, HashSet};

use verdict::verdict;

use crate::turns::label::{self, Shape};
use crate::turns::line::{Form, Opening, Sheet};
use crate::turns::pace::Times;

/// What was decided about a document.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "they are independent answers")]
pub(super) struct Verdict<'a> {
    /// The speaker that each label of the sheet stands for.
    pub(super) speakers: Vec<Option<usize>>,
    /// What the speakers are called.
    pub(super) names: Vec<&'a str>,
    /// The forms in which labels count, beside colons.
    pub(super) form: Form,
    /// Whether times at the beginning of lines count.
    pub(super) leads: bool,
    /// Whether two-part times without brackets count.
    pub(super) loose: bool,
    /// Whether times at the end of lines count.
    pub(super) tails: bool,
    /// Whether a turn ends with its line, because the others have no label.
    pub(super) lines_only: bool,
    /// Whether paragraphs have their number in a line before them.
    pub(super) numbered: bool,
    /// How many openings belong to the form that a transcript begins with.
    pub(super) header: usize,
}

/// One speaker, as counted over the whole document.
#[derive(Debug, Clone)]
struct Tally {
    count: usize,
    shape: Shape,
    is_upper: bool,
    timed: usize,
    ends_well: usize,
    /// How often it is followed by more than a single word.
    talks: usize,
    supported: usize,
}

/// The openings of one form.
struct Group<'s, 'a> {
    sheet: &'s Sheet<'a>,
    keys: &'s Keys,
    form: Form,
    tallies: Vec<Option<Tally>>,
    /// Speakers in the order of the text.
    order: Vec<usize>,
    /// How many openings are known to be of no person.
    strange: usize,
    /// How many labels of a very long text stand there only once.
    passing: usize,
    units: usize,
    numbered: bool,
    header: usize,
}

/// Labels that are spelled alike have one key.
struct Keys {
    of_label: Vec<Option<usize>>,
    shapes: Vec<Option<Shape>>,
}

/// Judges a document; nothing when it is no transcript.
pub(super) fn judge<'a>(sheet: &Sheet<'a>) -> Option<Verdict<'a>> {
    let keys = keys(sheet);
    let times = Times::of(sheet);
    let forms =
        [Form::Colon, Form::Header, Form::Bracket, Form::Tab, Form::Dash, Form::Dot, Form::Bare];
    for form in forms {
        let group = Group::of(sheet, &keys, form);
        if let Some((accepted, lines_only)) = group.accepted(&times) {
            return Some(verdict(sheet, &keys, &group, &accepted, lines_only, &times));
        }
    }
    let timed_only = times.are_enough_alone(sheet);
    timed_only.then(|| Verdict {
        speakers: vec![None; sheet.labels.len()],
        names: Vec::new(),
        form: Form::Time,
        leads: times.leads >= times.tails,
        loose: times.loose_count,
        tails: times.use_tails,
        lines_only: false,
        numbered: false,
        header: 0,
    })
}

/// More labels than these are not looked at closely unless they come back.
const MOST_LABELS: usize = 20_000;

fn keys(sheet: &Sheet<'_>) -> Keys {
    let is_long = sheet.labels.len() > MOST_LABELS;
    let labels = || {
        let counted = sheet.labels.iter().zip(&sheet.counts);
        counted.map(|(label, count)| Some(*label).filter(|_| !is_long || *count > 1))
    };
    let plain: HashSet<String> = labels().flatten().map(label::key).collect();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut shapes = Vec::new();
    let mut of_label = Vec::with_capacity(sheet.labels.len());
    for label in labels() {
        let Some(label) = label else {
            of_label.push(None);
            continue;
        };
        // "Ana (laughing)" is Ana where Ana is somebody.
        let bare = label::key(label::without_remark(label));
        let key = if plain.contains(&bare) { bare } else { label::key(label) };
        let next = known.len();
        let number = *known.entry(key).or_insert(next);
        let shape = label::shape(label);
        match shapes.get_mut(number) {
            None => shapes.push(shape),
            Some(before) => *before = (*before).max(shape),
        }
        of_label.push(Some(number));
    }
    Keys { of_label, shapes }
}

/// Whether an opening belongs to a form; labels with a time of their own on a
/// line of their own go together with colons.
fn belongs(opening: &Opening, form: Form) -> bool {
    opening.form == form
        || matches!((form, opening.form), (Form::Colon | Form::Bare, Form::Header))
        || matches!((form, opening.form), (Form::Header, Form::Colon))
}

impl<'s, 'a> Group<'s, 'a> {
    fn of(sheet: &'s Sheet<'a>, keys: &'s Keys, form: Form) -> Self {
        let mut tallies: Vec<Option<Tally>> = vec![None; keys.shapes.len()];
        let mut order = Vec::new();
        let (mut strange, mut passing) = (0, 0);
        let mut after_number = 0;
        let header = header(sheet, keys);
        for (place, opening) in sheet.openings.iter().enumerate().skip(header) {
            let Some(label) = opening.label.filter(|_| belongs(opening, form)) else { continue };
            if !is_followed(sheet, place, opening) {
                continue;
            }
            let begins = sheet.text.get(opening.line as usize..).unwrap_or_default();
            let is_heading = opening.form == Form::Bare && begins.starts_with('#');
            let Some(key) = keys.of_label.get(label as usize).copied().flatten() else {
                passing += 1;
                continue;
            };
            let shape = keys.shapes.get(key).copied().flatten();
            let Some(shape) = shape.filter(|shape| !is_heading || *shape == Shape::Role) else {
                strange += 1;
                continue;
            };
            let Some(tally) = tallies.get_mut(key) else { continue };
            let text = sheet.labels.get(label as usize).copied().unwrap_or_default();
            let tally = tally.get_or_insert(Tally {
                count: 0,
                shape,
                is_upper: is_upper(text),
                timed: 0,
                ends_well: 0,
                talks: 0,
                supported: 0,
            });
            tally.count += 1;
            let next = sheet
                .openings
                .get(place + 1)
                .filter(|next| opening.words == opening.end && next.line <= opening.end + 4);
            let next_is_time = next.is_some_and(|next| next.form == Form::Time);
            tally.timed += usize::from(opening.stamp.is_some() || next_is_time);
            tally.ends_well += usize::from(opening.ends_well || opening.words == opening.end);
            let talks = opening.speaks || opening.ends_well || opening.words == opening.end;
            tally.talks += usize::from(talks);
            tally.supported += usize::from(opening.after_blank || opening.after_number);
            after_number += usize::from(opening.after_number);
            order.push(key);
        }
        let numbered = after_number >= 3 && after_number * 10 >= order.len() * 6;
        // Hard-wrapped text has many lines in a paragraph.
        let by_block = sheet.blocks * 8 >= sheet.lines;
        let units = if by_block { sheet.blocks.max(order.len()) } else { sheet.lines };
        Self { sheet, keys, form, tallies, order, strange, passing, units, numbered, header }
    }

    /// The keys that are speakers, and whether a turn ends with its line.
    fn accepted(&self, times: &Times) -> Option<(Vec<bool>, bool)> {
        let recurs = |key: &usize| self.tally(*key).is_some_and(|tally| tally.count > 1);
        let recurrent: Vec<usize> = self.order.iter().copied().filter(recurs).collect();
        let mut distinct = recurrent.clone();
        distinct.sort_unstable();
        distinct.dedup();
        let enough = match distinct.len() {
            0 => return self.tiny().or_else(|| self.few()),
            1 => {
                let only = distinct.first().copied()?;
                return self.tiny().or_else(|| self.few()).or_else(|| self.single(only, times));
            }
            _ => self.is_dialogue(&recurrent, distinct.len(), times),
        };
        if !enough {
            return self.tiny().or_else(|| self.few());
        }
        Some((self.with_guests(recurrent.len()), false))
    }

    fn tally(&self, key: usize) -> Option<&Tally> {
        self.tallies.get(key).and_then(Option::as_ref)
    }

    fn count_of(&self, order: &[usize], rule: impl Fn(&Tally) -> bool) -> usize {
        order.iter().filter(|key| self.tally(**key).is_some_and(&rule)).count()
    }

    fn is_dialogue(&self, recurrent: &[usize], distinct: usize, times: &Times) -> bool {
        let count = recurrent.len();
        let changes = recurrent.windows(2).filter(|pair| pair.first() != pair.last()).count();
        let roles = self.count_of(recurrent, |tally| tally.shape == Shape::Role);
        let weak = self.count_of(recurrent, |tally| tally.shape == Shape::Weak);
        let stamped = self.count_of(recurrent, |tally| tally.timed * 2 >= tally.count);
        let well = self.count_of(recurrent, |tally| tally.ends_well * 2 >= tally.count);
        let talks: usize = self.tallies.iter().flatten().map(|tally| tally.talks).sum();
        let upper = self.count_of(recurrent, |tally| tally.is_upper || tally.shape == Shape::Role);
        let singles = self.order.len() - count + self.passing;
        let opens = |per_cent: usize| count * 100 >= self.units * per_cent;
        // Many labels that never come back are a list, and so are many that
        // are known to be no people.
        let by_role = roles * 10 >= count * 8 && self.order.len() * 10 >= self.units * 6;
        let says_little = talks * 10 < self.order.len() * 6 && !by_role;
        if singles > count || self.strange > count || changes * 10 < count || says_little {
            return false;
        }
        if self.is_form(recurrent, distinct) {
            return false;
        }
        match self.form {
            Form::Colon | Form::Header => {
                let is_timed = stamped * 2 >= count && times.leads > 0;
                count >= 3 && opens(50) && weak * 2 < count
                    || count >= 4 && roles * 2 >= count && opens(2)
                    || count >= 3 && is_timed && weak * 2 < count
                    || count >= 6 && weak * 4 < count && opens(10)
                    || count >= 8 && distinct <= 4 && opens(70) && well * 10 >= count * 6
            }
            Form::Bracket => {
                let markup = self.sheet.is_markup && roles * 2 < count;
                count >= 4 && weak * 4 < count && opens(35) && !markup
            }
            Form::Tab => {
                let speaks = self.speaking(Form::Tab);
                count >= 4 && weak * 4 < count && opens(45) && speaks * 10 >= count * 5
            }
            Form::Dash => {
                let speaks = self.speaking(Form::Dash);
                let rounds = count >= distinct * 2;
                count >= 4 && weak == 0 && opens(50) && rounds && speaks * 10 >= count * 5
            }
            Form::Dot => self.is_question_and_answer(recurrent, distinct) && opens(40),
            Form::Bare => {
                count >= 4
                    && weak * 4 < count
                    && (opens(15) && changes * 2 >= count || stamped * 2 >= count)
                    && (upper * 10 >= count * 7
                        || stamped * 2 >= count
                        || count >= 6 && weak == 0 && singles * 3 < count)
                    && count >= distinct * 2
                    && (distinct <= 12 || roles * 2 >= count)
            }
            Form::Time => false,
        }
    }

    /// How many openings of a form have more than one word.
    fn speaking(&self, form: Form) -> usize {
        self.sheet.openings.iter().filter(|opening| opening.form == form && opening.speaks).count()
    }

    /// Fields of a form or records of a list come in one order, over and over,
    /// and say little.
    fn is_form(&self, recurrent: &[usize], distinct: usize) -> bool {
        let roles = self.count_of(recurrent, |tally| tally.shape == Shape::Role);
        if distinct < 3 || recurrent.len() < distinct * 3 || roles * 2 >= recurrent.len() {
            return false;
        }
        let mut after: HashMap<(usize, usize), usize> = HashMap::new();
        for pair in recurrent.windows(2) {
            if let [one, next] = pair {
                *after.entry((*one, *next)).or_default() += 1;
            }
        }
        let mut best: HashMap<usize, usize> = HashMap::new();
        for ((one, _), count) in after {
            let best = best.entry(one).or_default();
            *best = (*best).max(count);
        }
        let regular: usize = best.values().sum();
        let well = self.count_of(recurrent, |tally| tally.ends_well * 2 >= tally.count);
        regular * 100 >= (recurrent.len() - 1) * 90 && well * 2 < recurrent.len()
    }

    /// Questions and answers are two letters that take turns; a choice of
    /// answers has more.
    fn is_question_and_answer(&self, recurrent: &[usize], distinct: usize) -> bool {
        let changes = recurrent.windows(2).filter(|pair| pair.first() != pair.last()).count();
        distinct == 2
            && recurrent.len() >= 4
            && recurrent.len() == self.order.len()
            && changes * 10 >= recurrent.len() * 6
    }

    /// Two or three lines, each with a label.
    fn tiny(&self) -> Option<(Vec<bool>, bool)> {
        let all_labelled = self.order.len() == self.sheet.lines || {
            self.sheet.blocks > 1 && self.order.len() == self.sheet.blocks
        };
        let is_marked = matches!(self.form, Form::Colon | Form::Header);
        let mut keys = self.order.clone();
        keys.sort_unstable();
        keys.dedup();
        if !is_marked || !all_labelled || self.strange > 0 || keys.len() < 2 || self.order.len() > 8
        {
            return None;
        }
        let roles = self.count_of(&self.order, |tally| tally.shape == Shape::Role);
        let named = self.count_of(&self.order, |tally| {
            tally.shape == Shape::Name && tally.ends_well == tally.count
        });
        let timed = self.count_of(&self.order, |tally| {
            tally.shape >= Shape::Name && tally.timed == tally.count
        });
        let all = self.order.len();
        (roles == all || roles + named == all || timed == all)
            .then(|| (self.tallies.iter().map(Option::is_some).collect(), false))
    }

    /// A short talk in which everybody looks like a person and has a time, or
    /// is called by a role.
    fn few(&self) -> Option<(Vec<bool>, bool)> {
        let all = self.order.len();
        let speakers = self.tallies.iter().flatten().count();
        let clear = self.count_of(&self.order, |tally| tally.shape > Shape::Weak);
        let stamped = self.count_of(&self.order, |tally| tally.timed == tally.count);
        let roles = self.count_of(&self.order, |tally| tally.shape == Shape::Role);
        let is_marked = matches!(self.form, Form::Colon | Form::Header | Form::Bare);
        let is_short = (3..=12).contains(&all) && speakers >= 2 && speakers < all;
        let is_clean = self.strange == 0 && self.passing == 0 && clear == all;
        let is_spoken = stamped == all
            || self.form == Form::Colon && roles == all && all * 10 >= self.sheet.lines * 7;
        (is_marked && is_short && is_clean && is_spoken)
            .then(|| (self.tallies.iter().map(Option::is_some).collect(), false))
    }

    /// Only one of them has a label, mostly the one who asks.
    fn single(&self, key: usize, times: &Times) -> Option<(Vec<bool>, bool)> {
        let tally = self.tally(key)?;
        let name = self.sheet.labels.iter().zip(&self.keys.of_label);
        let text = name.filter(|(_, of)| **of == Some(key)).map(|(label, _)| *label).next()?;
        let is_long = text.chars().count() > 1;
        let others = self.order.len() - tally.count;
        let is_marked = matches!(self.form, Form::Colon | Form::Header);
        let plain = tally.shape == Shape::Role
            && is_long
            && tally.count >= 3
            && !text.starts_with(char::is_lowercase);
        let stamped = tally.shape > Shape::Weak
            && times.rising
            && tally.count >= 3
            && tally.timed * 10 >= tally.count * 9
            && tally.count * 2 >= self.units;
        if !is_marked || !(plain || stamped) || others > tally.count || self.strange > tally.count {
            return None;
        }
        if tally.count * 50 < self.units {
            return None;
        }
        let only = (0..self.tallies.len()).map(|other| other == key).collect();
        Some((only, tally.count * 2 < self.units))
    }

    /// Everybody who comes back, and whoever is seen once and looks like them.
    fn with_guests(&self, recurrent: usize) -> Vec<bool> {
        let regulars = || self.tallies.iter().flatten().filter(|tally| tally.count > 1);
        let all_upper = regulars().all(|tally| tally.is_upper);
        let all_timed = regulars().all(|tally| tally.timed == tally.count);
        let all_supported = regulars().all(|tally| tally.supported == tally.count);
        let dense = recurrent * 100 >= self.units * 75;
        let all_labelled = self.order.len() * 100 >= self.sheet.lines * 95;
        let weak_ones = regulars().any(|tally| tally.shape == Shape::Weak);
        let fits = |tally: &Tally| {
            let regular = tally.count > 1
                && (tally.shape > Shape::Weak || weak_ones && tally.count * 20 >= recurrent);
            let by_place = all_labelled
                || (all_timed && tally.timed > 0)
                || (all_supported && tally.supported > 0 && dense)
                || (self.numbered && tally.supported > 0)
                || (dense && (self.sheet.blocks < 3 || self.form == Form::Tab));
            let guest = match tally.shape {
                Shape::Role => true,
                Shape::Name => by_place || (all_upper && tally.is_upper),
                Shape::Weak => false,
            };
            regular || guest
        };
        self.tallies.iter().map(|tally| tally.as_ref().is_some_and(fits)).collect()
    }
}

/// A form with more fields than this is no head of a transcript.
const LONGEST_HEADER: usize = 16;

/// How many openings belong to the form that many transcripts begin with:
/// "Interviewer: Ana Berg", "Date: 2 May". Its fields do not come back and say
/// no sentences, and some are known not to be people.
fn header(sheet: &Sheet<'_>, keys: &Keys) -> usize {
    let mut seen = HashSet::new();
    let mut length = 0;
    let mut is_open = false;
    for (place, opening) in sheet.openings.iter().enumerate().take(LONGEST_HEADER) {
        let label = opening.label.and_then(|label| keys.of_label.get(label as usize).copied());
        let Some(key) = label.flatten() else { break };
        let is_strange = keys.shapes.get(key).copied().flatten().is_none();
        let value =
            sheet.text.get(opening.words as usize..opening.end as usize).unwrap_or_default();
        let is_field = opening.form == Form::Colon && !value.is_empty();
        let names_somebody = label::is_possible(value) && label::shape(value) > Some(Shape::Weak);
        let is_title = opening.form == Form::Bare && place == 0;
        if !seen.insert(key) || !is_title && !(is_field && (is_strange || names_somebody)) {
            break;
        }
        is_open = is_field && (is_strange || is_open && !opening.after_blank);
        if is_open {
            length = place + 1;
        }
    }
    length
}

/// A label without a mark or with a time only needs words beneath.
fn is_followed(sheet: &Sheet<'_>, place: usize, opening: &Opening) -> bool {
    if !matches!(opening.form, Form::Header | Form::Bare) || opening.words < opening.end {
        return true;
    }
    let rest = sheet.text.get(opening.end as usize..).unwrap_or_default();
    let next = rest.trim_start_matches([' ', '\t', '\r', '\n', '\u{a0}']);
    let gap = rest.len() - next.len();
    let at = opening.end as usize + gap;
    // Beneath a heading there often is a list, which nobody speaks.
    let is_list = next.starts_with(['-', '*', '#', '`', '+', '•', '|', '>', '=', '_'])
        && !next.starts_with("#0");
    if next.is_empty() || is_list && opening.form == Form::Bare {
        return false;
    }
    match sheet.openings.get(place + 1) {
        // What begins within the blanks before the next words opens them.
        Some(following) if following.line as usize <= at => {
            following.form == Form::Time
                || (opening.form == Form::Header && following.label != opening.label)
                    && !matches!(following.form, Form::Header | Form::Time)
                    && following.stamp.is_none()
        }
        _ => true,
    }
}

fn is_upper(label: &str) -> bool {
    label.chars().any(char::is_uppercase) && !label.chars().any(char::is_lowercase)
}
