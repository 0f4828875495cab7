//! The report as a whole, and what it says of the study.
//!
//! Text is what a person will read: dates are written out, pseudonyms stand where names were, and
//! an absent fact is `None`, never a dash. Counts are plain numbers without rank. The notices, the
//! numbers of the sentences and the list of what lacks support are worked out here, so that every
//! format says the same.

use std::collections::{HashMap, HashSet};

use serde::Serialize;

use super::{
    Action, Area, Citation, Condition, ConditionModel, Place, Section, Sentence, Target, Theme,
};
use super::{Count, Quote};
use crate::condition::template::TemplateSource;
use crate::id::Id;

/// Everything a report says, in no particular format.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// What was studied, how, and how much there is of it.
    pub study: Study,
    /// The prose, section by section.
    pub sections: Vec<Section>,
    /// Every theme the report tells of, in the order of its codebook or board.
    pub themes: Vec<Theme>,
    /// Quotes that sentences cite and no theme of the report gathers.
    pub other_quotes: Vec<Quote>,
    /// The model of conditions, from the ground up.
    pub model: ConditionModel,
    /// What someone will do that is about no single theme or condition.
    pub actions: Vec<Action>,
    /// How the material was analysed, and whose method the form follows.
    pub method: Method,
    /// When and by what the report was made.
    pub made: Made,
    /// What whoever makes the report should know of it: themes without a chosen quote, quotes
    /// that were left out. Not printed.
    pub remarks: Vec<String>,
    /// The sources whose words it prints, each once. Not printed.
    #[serde(skip)]
    pub sources: Vec<Id>,
}

/// What a report says of the study itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Study {
    /// The title.
    pub title: String,
    /// The question it asks.
    pub question: Option<String>,
    /// Where it took place, as far as that may be said.
    pub setting: Option<String>,
    /// When the material was gathered, from the first day to the last.
    pub dates: Option<String>,
    /// The language of the report, as a tag such as `en-GB`; English when it is not given.
    pub language: Option<String>,
    /// Whether the data is invented. Every page then says so.
    pub synthetic: bool,
    /// How much there is.
    pub counts: StudyCounts,
}

/// How much a study holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct StudyCounts {
    /// Sources by stream, named in the plural: ("interviews", 10).
    pub by_stream: Vec<Count>,
    /// People who took part.
    pub participants: u64,
    /// Marked passages.
    pub passages: u64,
    /// Codes in the codebook.
    pub codes: u64,
}

/// How the material was analysed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Method {
    /// The method the study named for itself, such as "Reflexive thematic analysis".
    pub named: Option<String>,
    /// What the researcher wrote about method, a paragraph each.
    pub notes: Vec<String>,
    /// The work whose form the report follows.
    pub follows: Work,
    /// Published guidance that the model of conditions was composed from.
    pub guidance: Vec<Work>,
}

/// A published work.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Work {
    /// The citation, without its address.
    pub citation: String,
    /// The DOI, without a resolver's address.
    pub doi: Option<String>,
    /// Another address, for a work without a DOI.
    pub url: Option<String>,
}

/// When and by what a report was made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Made {
    /// The moment, as people read it.
    pub at: String,
    /// The program and its version, such as "Trefoil 0.1.0".
    pub by: String,
}

impl Default for Method {
    fn default() -> Self {
        let follows = Work {
            citation: "Wilson, S. (2024) Early experiences of peer support workers starting \
                       employment in a mental health charity: a case study. Voluntary Sector \
                       Review, early view."
                .to_owned(),
            doi: Some("10.1332/20408056Y2024D000000022".to_owned()),
            url: None,
        };
        Self { named: None, notes: Vec::new(), follows, guidance: Vec::new() }
    }
}

impl Work {
    /// Where the work can be found: its DOI at the resolver, or its address.
    ///
    /// Only web addresses are given out, so that a hostile one cannot become a link that runs.
    pub fn address(&self) -> Option<String> {
        let address = match (&self.doi, &self.url) {
            (Some(doi), _) => format!("https://doi.org/{doi}"),
            (None, Some(url)) => url.clone(),
            (None, None) => return None,
        };
        (address.starts_with("https://") || address.starts_with("http://")).then_some(address)
    }
}

impl From<&TemplateSource> for Work {
    /// Cites a source of a template with what is known of it.
    fn from(source: &TemplateSource) -> Self {
        let parts = [Some(&source.short), source.title.as_ref(), source.identifier.as_ref()];
        let parts: Vec<_> = parts.into_iter().flatten().map(String::as_str).collect();
        let mut citation = String::new();
        for part in parts {
            let gap = if citation.is_empty() { "" } else { " " };
            let stop = if part.ends_with(['.', '?', '!', '…']) { "" } else { "." };
            citation = format!("{citation}{gap}{part}{stop}");
        }
        Self { citation, doi: source.doi.clone(), url: source.url.clone() }
    }
}

impl Report {
    /// What must be said on every page: invented data, a tentative model.
    pub fn notices(&self) -> Vec<&'static str> {
        let mut notices = Vec::new();
        if self.study.synthetic {
            notices.push("Synthetic data for demonstration");
        }
        if self.model.tentative && !self.model.conditions.is_empty() {
            notices.push("Tentative model");
        }
        notices
    }

    /// The theme with this id.
    pub fn theme(&self, id: &str) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == id)
    }

    /// The condition with this id.
    pub fn condition(&self, id: &str) -> Option<&Condition> {
        self.model.conditions.iter().find(|condition| condition.id == id)
    }

    /// The themes of one area, in their own order.
    pub fn themes_in(&self, area: Area) -> Vec<&Theme> {
        self.themes.iter().filter(|theme| theme.area == area).collect()
    }

    /// The areas to tell of: the three once there is a theme, "not yet placed" only when it is used.
    pub fn areas(&self) -> Vec<Area> {
        if self.themes.is_empty() {
            return Vec::new();
        }
        let used = |area: &Area| *area != Area::Unplaced || !self.themes_in(*area).is_empty();
        Area::ALL.iter().copied().filter(used).collect()
    }

    /// The sections at one place, in their own order.
    pub fn sections_at(&self, place: &Place) -> Vec<&Section> {
        self.sections.iter().filter(|section| self.effective_place(section) == *place).collect()
    }

    /// Where a section is set: its own place, or the end when the place is not in this report.
    fn effective_place(&self, section: &Section) -> Place {
        let lost = match &section.place {
            Place::Theme(id) => self.theme(id).is_none(),
            Place::Condition(id) => self.condition(id).is_none(),
            Place::Area(area) => !self.areas().contains(area),
            Place::Opening | Place::Findings | Place::Model | Place::Closing | Place::Method => {
                false
            }
        };
        if lost { Place::Closing } else { section.place.clone() }
    }

    /// Every place of the report in reading order.
    fn places(&self) -> Vec<Place> {
        let mut places = vec![Place::Opening, Place::Findings];
        for area in self.areas() {
            places.push(Place::Area(area));
            places.extend(self.themes_in(area).iter().map(|theme| Place::Theme(theme.id.clone())));
        }
        places.push(Place::Model);
        let conditions = &self.model.conditions;
        places.extend(conditions.iter().map(|condition| Place::Condition(condition.id.clone())));
        places.extend([Place::Closing, Place::Method]);
        places
    }

    /// Every sentence in reading order; the first is sentence 1.
    pub fn sentences(&self) -> Vec<&Sentence> {
        let sections = self.places().into_iter().flat_map(|place| self.sections_at(&place));
        sections.flat_map(|section| &section.sentences).collect()
    }

    /// The sentences that a person wrote, in reading order.
    pub fn written(&self) -> Vec<&Sentence> {
        self.sentences().into_iter().filter(|sentence| !sentence.by_program).collect()
    }

    /// The sentences that claim something and rest on nothing, in reading order.
    pub fn unsupported(&self) -> Vec<&Sentence> {
        self.sentences().into_iter().filter(|sentence| sentence.needs_support()).collect()
    }

    /// The number of every sentence, by its id.
    pub fn sentence_numbers(&self) -> HashMap<&str, usize> {
        let sentences = self.sentences().into_iter().zip(1..);
        sentences.map(|(sentence, number)| (sentence.id.as_str(), number)).collect()
    }

    /// Which sentences cite what, in reading order.
    pub fn cited_in(&self) -> HashMap<(Target, &str), Vec<&Sentence>> {
        let mut cited: HashMap<_, Vec<&Sentence>> = HashMap::new();
        for sentence in self.sentences() {
            let mut seen = HashSet::new();
            for Citation { target, id, .. } in &sentence.citations {
                if seen.insert((*target, id)) {
                    cited.entry((*target, id.as_str())).or_default().push(sentence);
                }
            }
        }
        cited
    }

    /// Every quote the report prints, in reading order.
    pub fn quotes(&self) -> Vec<&Quote> {
        let themes = self.areas().into_iter().flat_map(|area| self.themes_in(area));
        themes.flat_map(|theme| &theme.quotes).chain(&self.other_quotes).collect()
    }
}
