//! Setting the quotes of a report: words, whose they are, where and when they were said.
//!
//! Everything a participant said that a report prints is cleared by `care::quote` when it is read,
//! and passes through [`Quotes::set`]; no other words fit into a quote. Labels count as the report is read. Without participants' labels a quote keeps its words and its stream alone,
//! because names of sources and weeks tell colleagues who it was.

use std::collections::{BTreeSet, HashMap};

use crate::care::pseudonym;
use crate::care::quote::{Cleared, Clearing, hidden};
use crate::care::redaction::Review;
use crate::coding::Passage;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::report::{Area, Quote, Theme};
use crate::sentence::Cited;
use crate::storage::Reader;
use crate::trace::{clock_time, heard_at};

use super::choose::{self, Chosen};
use super::corpus::{Corpus, Stretch};
use super::gathered::Held;
use super::refused::{self, AllRefused, Refused};
use super::wording::{counted, joined, number, some};

/// A passage that may be printed.
#[derive(Debug)]
pub(super) struct Said {
    /// The passage.
    pub(super) passage: Passage,
    /// Its words, as they are printed.
    pub(super) words: Cleared,
}

/// The quotes of a report.
pub(super) struct Quotes<'a> {
    reader: &'a Reader<'a>,
    corpus: &'a Corpus,
    labelled: bool,
    clearing: &'a Clearing,
    words: HashMap<Id, Said>,
    refused: AllRefused,
    /// The label of every quote that is printed.
    pub(super) labels: HashMap<Id, String>,
    /// The theme under which each of them is printed first.
    pub(super) homes: HashMap<Id, Id>,
    /// Every place at which something was chosen that may not be printed.
    pub(super) left_out: Vec<String>,
    /// What could not be printed, and which themes have nothing to print.
    pub(super) remarks: Vec<String>,
    /// The sources of what is printed.
    pub(super) sources: Vec<Id>,
}

impl<'a> Quotes<'a> {
    pub(super) fn read(
        reader: &'a Reader<'a>,
        corpus: &'a Corpus,
        clearing: &'a Clearing,
        labelled: bool,
    ) -> Result<Self> {
        let mut quotes = Self {
            reader,
            corpus,
            labelled,
            clearing,
            words: HashMap::new(),
            refused: AllRefused::default(),
            labels: HashMap::new(),
            homes: HashMap::new(),
            left_out: Vec::new(),
            remarks: Vec::new(),
            sources: Vec::new(),
        };
        quotes.clear(choose::words(reader)?)?;
        quotes.look_behind_the_wall()?;
        Ok(quotes)
    }

    /// Puts quotes under the themes and answers with those that no theme gathers.
    pub(super) fn put(
        &mut self,
        themes: &mut [(Id, Theme)],
        gathered: &HashMap<Id, Vec<Held>>,
        sentences: &[Cited],
        sample: bool,
    ) -> Result<Vec<Quote>> {
        let places = as_read(themes);
        let told = places.iter().map(|place| &themes[*place]);
        self.left_out = self.refused.places(told, gathered, sentences);
        self.remarks.extend(refused::remarks(&self.left_out));
        let order: Vec<Id> = places.iter().map(|place| themes[*place].0).collect();
        let mut chosen = choose::choose(&order, gathered, sentences, &self.words);
        if sample {
            self.add_samples(gathered, &mut chosen)?;
        }
        for place in places {
            let (id, theme) = &mut themes[place];
            let held = gathered.get(id).map_or(&[][..], Vec::as_slice);
            self.put_under(*id, theme, held, &chosen)?;
        }
        let others = chosen.others.into_iter().map(|passage| self.set(passage)).collect();
        let printed = self.labels.keys().filter_map(|id| self.words.get(id));
        let sources: BTreeSet<Id> = printed.map(|said| said.passage.source).collect();
        self.sources = sources.into_iter().collect();
        self.remark_on_finds()?;
        others
    }

    /// Says which quotes hold words that may point to somebody and that nobody has looked at.
    fn remark_on_finds(&mut self) -> Result<()> {
        let hasher = pseudonym::hasher(self.reader, None)?;
        let review = Review::read(self.reader, hasher, &self.sources)?;
        let mut open: Vec<(usize, String)> = Vec::new();
        for (id, label) in &self.labels {
            let Some(Said { passage, .. }) = self.words.get(id) else { continue };
            let finds = review.in_passage(passage);
            if finds == 0 {
                continue;
            }
            let at = self.stretch(passage)?;
            let source = &self.corpus.sources[at.source].source.name;
            let (finds, point) = match finds {
                1 => ("a place".to_owned(), "points"),
                many => (format!("{} places", number(many as u64)), "point"),
            };
            let place = label.trim_start_matches('Q').parse().unwrap_or_default();
            open.push((
                place,
                format!(
                    "{label} from “{source}” has {finds} that perhaps {point} to somebody; nobody \
                     has looked at it yet."
                ),
            ));
        }
        open.sort();
        self.remarks.extend(open.into_iter().map(|(_, remark)| remark));
        Ok(())
    }

    fn add_samples(
        &mut self,
        gathered: &HashMap<Id, Vec<Held>>,
        chosen: &mut Chosen,
    ) -> Result<()> {
        let (corpus, clearing) = (self.corpus, self.clearing);
        let may_be_printed =
            |passage: &Passage, at: &Stretch| clearing.clear(passage, &corpus.people(at)).ok();
        let words = &mut self.words;
        choose::add_samples(self.reader, corpus, gathered, chosen, words, may_be_printed)
    }

    fn put_under(
        &mut self,
        id: Id,
        theme: &mut Theme,
        held: &[Held],
        chosen: &Chosen,
    ) -> Result<()> {
        let called = format!("{} “{}”", theme.label, theme.name);
        if let Some(passed) = chosen.passed_over.get(&id) {
            let passages = counted(*passed, "passage");
            let that = if *passed == 1 { "that" } else { "those" };
            self.remarks.push(format!(
                "{called} has {passages} without consent for quotation; the program did not pick \
                 {that}."
            ));
        }
        let Some(wanted) = chosen.under.get(&id) else {
            self.remarks.push(format!("No quote is chosen for {called}."));
            return Ok(());
        };
        for one in held.iter().filter(|one| wanted.contains(&one.passage)) {
            theme.quotes.push(self.set(one.passage)?);
            self.homes.entry(one.passage).or_insert(id);
        }
        theme.sampled = chosen.sampled.contains(&id);
        if theme.sampled {
            self.remarks.push(format!("The program picked the quotes of {called}; look at them."));
        }
        Ok(())
    }

    /// Asks for each passage whether it may be printed, and leaves out what has no words any more: a
    /// passage can lose all of them to a correction of its source.
    fn clear(&mut self, words: HashMap<Id, Passage>) -> Result<()> {
        let mut empty: Vec<(Stretch, Id)> = Vec::new();
        for (id, passage) in words {
            let at = self.stretch(&passage)?;
            if passage.text.trim().is_empty() {
                empty.push((at, id));
                continue;
            }
            match self.clearing.clear(&passage, &self.corpus.people(&at)) {
                Ok(words) => drop(self.words.insert(id, Said { passage, words })),
                Err(reasons) => {
                    let source = self.corpus.sources[at.source].source.name.clone();
                    self.refused.passages.insert(id, Refused { source, reasons });
                }
            }
        }
        empty.sort_unstable();
        for (at, _) in empty {
            let source = &self.corpus.sources[at.source].source.name;
            self.remarks.push(format!("A quote from “{source}” has no words and was left out."));
        }
        Ok(())
    }

    /// What was chosen from sources that are closed to readers is refused as well.
    fn look_behind_the_wall(&mut self) -> Result<()> {
        for one in hidden(self.reader)? {
            let sources = self.corpus.sources.iter();
            let named = sources.map(|listed| &listed.source).find(|source| source.id == one.source);
            let source = named.map(|source| source.name.clone()).unwrap_or_default();
            let reasons = self.clearing.closed(one.source);
            self.refused.hidden.push((one, Refused { source, reasons }));
        }
        Ok(())
    }

    fn stretch(&self, passage: &Passage) -> Result<Stretch> {
        let Passage { source, revision, start, end, .. } = *passage;
        self.corpus.stretch(source, revision, start, end)
    }

    /// Sets one quote; one that is printed twice has the same label in both places.
    fn set(&mut self, id: Id) -> Result<Quote> {
        let missing = || Error::damaged("The words of a quote are missing.");
        let Said { passage, words } = self.words.get(&id).ok_or_else(missing)?;
        let at = self.stretch(passage)?;
        let source = &self.corpus.sources[at.source].source;
        let next = self.labels.len() + 1;
        let label = self.labels.entry(id).or_insert_with(|| format!("Q{next}")).clone();
        let quote = Quote {
            id: id.to_string(),
            label,
            words: words.clone(),
            language: source.language.clone().filter(|language| !is_english(language)),
            stream: some(&self.corpus.stream(&at)),
            trace: Some(id.to_string()),
            ..Quote::default()
        };
        if !self.labelled {
            return Ok(quote);
        }
        let people = self.corpus.speakers(&at);
        Ok(Quote {
            speaker: some(&joined(&self.corpus.names(&people))),
            week: self.corpus.week(&at, &people),
            source: some(&source.name),
            time: self.time(passage)?,
            ..quote
        })
    }

    /// From which second of the recording to which.
    fn time(&self, passage: &Passage) -> Result<Option<String>> {
        let heard = |point| heard_at(self.reader, passage.source, point);
        let Some(begin) = heard(passage.start)?.map(clock_time) else { return Ok(None) };
        let last = (passage.end - 1).max(passage.start);
        let end = heard(last)?.map(clock_time).filter(|end| *end != begin);
        Ok(Some(end.map_or_else(|| begin.clone(), |end| format!("{begin} to {end}"))))
    }
}

/// The places of the themes in the order in which the report tells them: area by area.
fn as_read(themes: &[(Id, Theme)]) -> Vec<usize> {
    let of_area = |area: &Area| {
        let area = *area;
        (0..themes.len()).filter(move |place| themes[*place].1.area == area)
    };
    Area::ALL.iter().flat_map(of_area).collect()
}

fn is_english(language: &str) -> bool {
    let first = language.split(['-', '_']).next().unwrap_or_default();
    first.eq_ignore_ascii_case("en") || first.eq_ignore_ascii_case("eng")
}
