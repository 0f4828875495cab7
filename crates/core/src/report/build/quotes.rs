//! Setting the quotes of a report: words, whose they are, where and when they were said.
//!
//! Everything a participant said that a report prints passes through [`Quotes::set`]. Labels count
//! as the report is read. Without participants' labels a quote keeps its words and its stream alone,
//! because names of sources and weeks tell colleagues who it was.

use std::collections::HashMap;

use crate::coding::Passage;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::report::{Area, Quote, Theme};
use crate::sentence::Cited;
use crate::storage::Reader;
use crate::trace::{clock_time, heard_at};

use super::Options;
use super::choose::{self, Chosen};
use super::corpus::{Corpus, Stretch};
use super::gathered::Held;
use super::wording::{joined, some};

/// The quotes of a report.
pub(super) struct Quotes<'a> {
    reader: &'a Reader<'a>,
    corpus: &'a Corpus,
    labelled: bool,
    words: HashMap<Id, Passage>,
    /// The label of every quote that is printed.
    pub(super) labels: HashMap<Id, String>,
    /// The theme under which each of them is printed first.
    pub(super) homes: HashMap<Id, Id>,
    /// What could not be printed, and which themes have nothing to print.
    pub(super) remarks: Vec<String>,
}

impl<'a> Quotes<'a> {
    pub(super) fn read(
        reader: &'a Reader<'a>,
        corpus: &'a Corpus,
        options: &Options,
    ) -> Result<Self> {
        let labelled = options.participant_labels;
        let (words, labels) = (choose::words(reader)?, HashMap::new());
        let (homes, remarks) = (HashMap::new(), Vec::new());
        let mut quotes = Self { reader, corpus, labelled, words, labels, homes, remarks };
        quotes.leave_out_what_is_empty()?;
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
        let order: Vec<Id> = places.iter().map(|place| themes[*place].0).collect();
        let mut chosen = choose::choose(&order, gathered, sentences, &self.words);
        if sample {
            let words = &mut self.words;
            choose::add_samples(self.reader, self.corpus, gathered, &mut chosen, words)?;
        }
        for place in places {
            let (id, theme) = &mut themes[place];
            let held = gathered.get(id).map_or(&[][..], Vec::as_slice);
            self.put_under(*id, theme, held, &chosen)?;
        }
        chosen.others.into_iter().map(|passage| self.set(passage)).collect()
    }

    fn put_under(
        &mut self,
        id: Id,
        theme: &mut Theme,
        held: &[Held],
        chosen: &Chosen,
    ) -> Result<()> {
        let Some(wanted) = chosen.under.get(&id) else {
            let called = format!("{} “{}”", theme.label, theme.name);
            self.remarks.push(format!("No quote is chosen for {called}."));
            return Ok(());
        };
        for one in held.iter().filter(|one| wanted.contains(&one.passage)) {
            theme.quotes.push(self.set(one.passage)?);
            self.homes.entry(one.passage).or_insert(id);
        }
        theme.sampled = chosen.sampled.contains(&id);
        if theme.sampled {
            let called = format!("{} “{}”", theme.label, theme.name);
            self.remarks.push(format!("The program picked the quotes of {called}; look at them."));
        }
        Ok(())
    }

    /// A passage can lose all its words to a correction of its source.
    fn leave_out_what_is_empty(&mut self) -> Result<()> {
        let empty = self.words.values().filter(|passage| passage.text.trim().is_empty());
        let empty = empty.map(|passage| Ok((self.stretch(passage)?, passage.id)));
        let mut empty = empty.collect::<Result<Vec<(Stretch, Id)>>>()?;
        empty.sort_unstable();
        for (at, passage) in empty {
            self.words.remove(&passage);
            let source = &self.corpus.sources[at.source].source.name;
            self.remarks.push(format!("A quote from “{source}” has no words and was left out."));
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
        let passage = self.words.get(&id).ok_or_else(missing)?;
        let at = self.stretch(passage)?;
        let source = &self.corpus.sources[at.source].source;
        let next = self.labels.len() + 1;
        let label = self.labels.entry(id).or_insert_with(|| format!("Q{next}")).clone();
        let quote = Quote {
            id: id.to_string(),
            label,
            words: passage.text.trim().to_owned(),
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
