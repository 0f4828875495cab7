//! What every page of a study has around it: the way, the study's name, the last act and undo.

use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::study::{self, State};

use crate::look::Look;
use crate::pages::history;
use crate::session::Flash;

/// Where on the way a page stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Station {
    /// The overview.
    Overview,
    /// The corpus, participants and importing.
    Corpus,
    /// A source being read.
    ReadingRoom,
    /// The codebook.
    Codebook,
    /// Themes and rounds.
    Themes,
    /// The model of conditions.
    Conditions,
    /// The report.
    Report,
    /// The record.
    Record,
    /// Search, trace.
    Explore,
    /// Consent, who is answerable, retention.
    Care,
    /// History and what goes beside.
    History,
    /// Settings.
    Settings,
    /// The list of keys.
    Help,
}

/// A station as the navigation shows it.
#[derive(Debug, Clone)]
pub struct Stop {
    /// Its name.
    pub name: &'static str,
    /// Its address.
    pub address: String,
    /// Whether the page stands here.
    pub here: bool,
    /// The letter that goes here after `g`.
    pub go: &'static str,
}

/// What a page has around it.
#[derive(Debug, Clone)]
pub struct Frame {
    /// What the addresses of assets begin with.
    pub assets: &'static str,
    /// The page's nonce.
    pub nonce: String,
    /// How it looks.
    pub look: Look,
    /// The page's title.
    pub title: String,
    /// Where on the way it stands.
    pub station: Station,
    /// The study's name in addresses.
    pub key: String,
    /// What every address of the study begins with.
    pub root: String,
    /// This page's own address, to come back to.
    pub path: String,
    /// The study's title.
    pub study: String,
    /// Whether everything in it is invented.
    pub synthetic: bool,
    /// Whether the model is still called tentative.
    pub tentative: bool,
    /// Who sits before the screen.
    pub person: String,
    /// The other computers that recordings may be sent to until the program ends.
    pub sent_to: Vec<String>,
    /// What this person did last and can undo.
    pub last: Option<String>,
    /// What this person undid last and can do again.
    pub undone: Option<String>,
    /// What this page shall say first.
    pub(crate) flash: Option<Flash>,
    /// The study's change number when the page was made.
    pub change: i64,
    /// The moment now, in epoch milliseconds.
    pub now: i64,
}

impl Frame {
    /// Reads what the study says into the frame.
    pub(crate) fn fill(&mut self, reader: &Reader<'_>) -> Result<()> {
        let about = study::about(reader)?;
        (self.study, self.synthetic, self.tentative) =
            (about.title, about.synthetic, about.tentative);
        self.change = reader.number("SELECT number FROM change_number", &[])?;
        self.last = history::next(reader, &self.person, State::Done)?;
        self.undone = history::next(reader, &self.person, State::Undone)?;
        Ok(())
    }

    /// An address within the study.
    pub fn at(&self, path: &str) -> String {
        format!("{}/{path}", self.root)
    }

    /// The stations of the way.
    pub fn way(&self) -> Vec<Stop> {
        use Station::{
            Codebook, Conditions, Corpus, Overview, ReadingRoom, Record, Report, Themes,
        };
        self.stops(&[
            (Overview, "Overview", "", "o"),
            (Corpus, "Corpus", "corpus", "c"),
            (ReadingRoom, "Reading room", "reading-room", "r"),
            (Codebook, "Codebook", "codes", "b"),
            (Themes, "Themes", "themes", "t"),
            (Conditions, "Conditions", "conditions", "m"),
            (Report, "Report", "report", "p"),
            (Record, "Record", "record", "d"),
        ])
    }

    /// What goes beside the way.
    pub fn beside(&self) -> Vec<Stop> {
        use Station::{Care, Explore, Help, History, Settings};
        self.stops(&[
            (Care, "Care", "care", "a"),
            (Explore, "Search", "search", "s"),
            (History, "History", "history", "h"),
            (Settings, "Settings", "settings", "e"),
            (Help, "Help and keys", "help", "k"),
        ])
    }

    fn stops(&self, stops: &[(Station, &'static str, &str, &'static str)]) -> Vec<Stop> {
        let stop = |(station, name, path, go): &(Station, &'static str, &str, &'static str)| Stop {
            name,
            go,
            address: if path.is_empty() { self.root.clone() } else { self.at(path) },
            here: *station == self.station,
        };
        stops.iter().map(stop).collect()
    }
}
