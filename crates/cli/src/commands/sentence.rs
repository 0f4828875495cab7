//! `trefoil sentence`: the report's sentences, and what each rests on.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::coding::{self, Passage};
use trefoil_core::condition;
use trefoil_core::error::Result as Found;
use trefoil_core::reference::{self, short};
use trefoil_core::sentence::{
    self, Cited, Cites, Section, Sentence as Row, SentenceAdd, SentenceCite, SentenceMove,
    SentenceRemove, SentenceSet, SentenceUncite, Support,
};
use trefoil_core::storage::Reader;
use trefoil_core::theme;

use crate::args::At;
use crate::ask;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, brief};

/// The report's sentences: each cites the themes, passages and conditions it rests on.
#[derive(Debug, Args)]
pub(crate) struct Sentence {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them in reading order, with those that rest on nothing
    List,
    /// Add one at the end of a section
    Add {
        /// summary, method, findings, conditions, recommendations or limits
        section: Section,
        /// What it says, or - for standard input
        text: String,
        #[command(flatten)]
        cites: Rests,
    },
    /// Change one's words or section
    Set {
        /// The id, or a piece of it
        sentence: String,
        #[command(flatten)]
        new: New,
    },
    /// Add to what one rests on
    Cite {
        /// The id, or a piece of it
        sentence: String,
        #[command(flatten)]
        cites: Rests,
    },
    /// Take away from what one rests on
    Uncite {
        /// The id, or a piece of it
        sentence: String,
        #[command(flatten)]
        cites: Rests,
    },
    /// Move one before another, also into its section
    Move {
        /// The id, or a piece of it
        sentence: String,
        /// The sentence it shall stand before; the end of its section when not given
        #[arg(long, value_name = "ID")]
        before: Option<String>,
    },
    /// Remove one
    Remove {
        /// The id, or a piece of it
        sentence: String,
    },
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// What it says now, or - for standard input
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// Where it stands now
    #[arg(long, value_name = "SECTION")]
    section: Option<Section>,
}

/// What a sentence rests on.
#[derive(Debug, Args)]
struct Rests {
    /// A theme; may be given several times
    #[arg(long, value_name = "THEME")]
    theme: Vec<String>,
    /// A passage, by its id; may be given several times
    #[arg(long, value_name = "ID")]
    passage: Vec<String>,
    /// A condition; may be given several times
    #[arg(long, value_name = "CONDITION")]
    condition: Vec<String>,
}

impl Rests {
    fn find(&self, reader: &Reader<'_>) -> Found<Cites> {
        let themes = self.theme.iter().map(|text| reference::theme(reader, text));
        let passages = self.passage.iter().map(|text| reference::row::<Passage>(reader, text));
        let conditions = self.condition.iter().map(|text| reference::condition(reader, text));
        Ok(Cites {
            themes: themes.collect::<Found<_>>()?,
            passages: passages.collect::<Found<_>>()?,
            conditions: conditions.collect::<Found<_>>()?,
        })
    }
}

pub(crate) fn run(command: Sentence, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let find = |reader: &Reader<'_>, text: &str| reference::row::<Row>(reader, text);
    match command.verb {
        Verb::List => {
            let today = open.today();
            open.answer(
                move |reader| list(reader, &today),
                |all: &Vec<Listed>, page| tell_list(all, page),
            )
        }
        Verb::Add { section, text, cites } => {
            let text = ask::text(text)?;
            open.act(move |reader| Ok(SentenceAdd { section, text, cites: cites.find(reader)? }))
        }
        Verb::Set { sentence, new } => {
            let text = new.text.map(ask::text).transpose()?;
            open.act(move |reader| {
                let sentence = find(reader, &sentence)?;
                Ok(SentenceSet { sentence, text, section: new.section })
            })
        }
        Verb::Cite { sentence, cites } => open.act(move |reader| {
            Ok(SentenceCite { sentence: find(reader, &sentence)?, cites: cites.find(reader)? })
        }),
        Verb::Uncite { sentence, cites } => open.act(move |reader| {
            Ok(SentenceUncite { sentence: find(reader, &sentence)?, cites: cites.find(reader)? })
        }),
        Verb::Move { sentence, before } => open.act(move |reader| {
            let before = before.map(|text| find(reader, &text)).transpose()?;
            Ok(SentenceMove { sentence: find(reader, &sentence)?, before })
        }),
        Verb::Remove { sentence } => {
            open.act(move |reader| Ok(SentenceRemove { sentence: find(reader, &sentence)? }))
        }
    }
}

/// A sentence with what it rests on, and why that is nothing.
#[derive(Debug, Serialize)]
struct Listed {
    #[serde(flatten)]
    cited: Cited,
    unsupported: Option<String>,
    #[serde(skip)]
    cites: Vec<String>,
}

fn list(reader: &Reader<'_>, today: &str) -> Found<Vec<Listed>> {
    let bare = sentence::unsupported(reader)?;
    let (themes, model) = (theme::list(reader)?, condition::list(reader, today)?);
    let called = |support: &Support| match support {
        Support::Theme(id) => {
            let found = themes.iter().find(|one| one.theme.id == *id);
            found.map(|one| format!("theme “{}”", one.theme.name))
        }
        Support::Condition(id) => {
            let found = model.iter().find(|one| one.condition.id == *id);
            found.map(|one| format!("{} “{}”", one.label, one.condition.name))
        }
        Support::Passage(id) => {
            let words = reader.find::<Passage>(*id).ok().flatten().map(|one| brief(&one.text, 40));
            let words = format!("“{}”", words.unwrap_or_default());
            let called = coding::called(reader, *id).ok().flatten().unwrap_or(words);
            Some(format!("passage {} {called}", short(*id)))
        }
    };
    let all = sentence::list(reader)?.into_iter().map(|cited| Listed {
        unsupported: bare
            .iter()
            .find(|one| one.sentence.id == cited.sentence.id)
            .map(|one| one.reason.clone()),
        cites: cited.cites.iter().filter_map(called).collect(),
        cited,
    });
    Ok(all.collect())
}

fn tell_list(all: &[Listed], page: &mut Page) {
    let mut section = None;
    for one in all {
        let sentence = &one.cited.sentence;
        if section != Some(sentence.section) {
            section = Some(sentence.section);
            page.heading(sentence.section.label());
        }
        page.line(format!("{}  {}", short(sentence.id), sentence.text));
        if !one.cites.is_empty() {
            page.line(format!("  rests on {}", one.cites.join(", ")));
        }
        if let Some(reason) = &one.unsupported {
            page.line(format!("  without support: {reason}"));
        }
    }
    if all.is_empty() {
        page.line("The report has no sentences yet.");
    }
}
