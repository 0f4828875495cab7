//! `trefoil attribute`: what is known of participants and sources beside their words.

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::corpus::attribute::{
    self, Attribute as Row, AttributeAdd, AttributeKind, AttributeMove, AttributeNoun,
    AttributeRemove, AttributeSet, AttributeValue, AttributeValueSet, Known, Listed,
};
use trefoil_core::corpus::participant::Participant;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::Result as Found;
use trefoil_core::order;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// What can be known of participants and of sources, such as their hours or the place.
#[derive(Debug, Args)]
pub(crate) struct Attribute {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Show one, with its values
    Show {
        /// The name
        attribute: String,
    },
    /// Add one
    Add {
        /// The name
        name: String,
        /// What it is of: participant or source
        #[arg(long, value_name = "NOUN")]
        of: AttributeNoun,
        /// What its values are: text, number, date or yes-no
        #[arg(long, value_name = "KIND", default_value = "text")]
        kind: AttributeKind,
        /// What is meant by it
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Change one; its kind only when every value can be read as the new one
    Set(Set),
    /// Move one among those of participants, or among those of sources
    Move {
        /// The name
        attribute: String,
        /// Its new place, from 1
        to: i64,
    },
    /// Set what is known of a participant or a source, or clear it
    Value(Given),
    /// Remove one with its values
    Remove {
        /// The name
        attribute: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The name
    attribute: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// What is meant by it
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
    /// What its values are: text, number, date or yes-no
    #[arg(long, value_name = "KIND")]
    kind: Option<AttributeKind>,
}

#[derive(Debug, Args)]
struct Given {
    /// The name of the attribute
    attribute: String,
    /// The value: words, 12.5, 2026-01-31, yes or no
    #[arg(required_unless_present = "clear", allow_negative_numbers = true)]
    value: Option<String>,
    /// Of whom
    #[arg(long, value_name = "NAME", required_unless_present = "source")]
    participant: Option<String>,
    /// Of what
    #[arg(long, value_name = "SOURCE", conflicts_with = "participant")]
    source: Option<String>,
    /// Take the value away
    #[arg(long, conflicts_with = "value")]
    clear: bool,
}

pub(crate) fn run(command: Attribute, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(attribute::list, |all, page| tell_list(all, page)),
        Verb::Show { attribute } => open.answer(move |reader| show(reader, &attribute), tell),
        Verb::Add { name, of, kind, note } => {
            open.act(move |_| Ok(AttributeAdd { noun: of, name, kind, note }))
        }
        Verb::Set(set) => open.act(move |reader| {
            let attribute = reference::attribute(reader, None, &set.attribute)?;
            let New { name, note, kind } = set.new;
            Ok(AttributeSet { attribute, name, note, kind })
        }),
        Verb::Move { attribute, to } => open.act(move |reader| {
            let attribute = reference::attribute(reader, None, &attribute)?;
            Ok(AttributeMove { attribute, to })
        }),
        Verb::Value(given) => open.act(move |reader| given.find(reader)),
        Verb::Remove { attribute } => open.act(move |reader| {
            let attribute = reference::attribute(reader, None, &attribute)?;
            Ok(AttributeRemove { attribute })
        }),
    }
}

impl Given {
    fn find(self, reader: &Reader<'_>) -> Found<AttributeValueSet> {
        let participant = self.participant.map(|text| reference::participant(reader, &text));
        let source = self.source.map(|text| reference::source(reader, &text));
        let noun = match source {
            Some(_) => AttributeNoun::Source,
            None => AttributeNoun::Participant,
        };
        Ok(AttributeValueSet {
            attribute: reference::attribute(reader, Some(noun), &self.attribute)?,
            participant: participant.transpose()?,
            source: source.transpose()?,
            value: self.value,
        })
    }
}

fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&["Of", "Attribute", "Kind", "#Values", "Note", "Id"]);
    for one in all {
        let attribute = &one.attribute;
        table.row([
            attribute.noun.to_string(),
            attribute.name.clone(),
            attribute.kind.word().replace('_', " or "),
            one.values.to_string(),
            brief(&attribute.note, 60),
            short(attribute.id),
        ]);
    }
    page.table(&table, "No attributes yet.");
}

/// An attribute with its values.
#[derive(Debug, Serialize)]
struct Shown {
    #[serde(flatten)]
    attribute: Row,
    values: Vec<Of>,
}

/// A value, and what whoever or whatever it is of is called.
#[derive(Debug, Serialize)]
struct Of {
    #[serde(flatten)]
    value: AttributeValue,
    name: String,
}

fn show(reader: &Reader<'_>, text: &str) -> Found<Shown> {
    let id = reference::attribute(reader, None, text)?;
    let mut values = Vec::new();
    for value in attribute::values(reader, id)? {
        let name = match (value.participant, value.source) {
            (Some(id), _) => reader.get::<Participant>(id)?.name,
            (None, Some(id)) => reader.get::<Source>(id)?.name,
            (None, None) => String::new(),
        };
        values.push(Of { value, name });
    }
    values.sort_by(|a, b| order::by_name(&a.name, &b.name));
    Ok(Shown { attribute: reader.get(id)?, values })
}

fn tell(shown: &Shown, page: &mut Page) {
    let one = &shown.attribute;
    page.fields(&[
        ("Name", one.name.clone()),
        ("Of", format!("{}s", one.noun)),
        ("Kind", one.kind.word().replace('_', " or ")),
        ("Note", one.note.clone()),
        ("Id", one.id.to_string()),
    ]);
    page.heading("Values");
    let heading = if one.noun == AttributeNoun::Source { "Source" } else { "Participant" };
    let mut table = Table::new(&[heading, "Value"]);
    for value in &shown.values {
        table.row([value.name.clone(), brief(&value.value.value, 80)]);
    }
    page.table(&table, "None yet.");
}

/// What is known of somebody or something that is shown, under a heading.
pub(super) fn tell_known(known: &[Known], page: &mut Page) {
    if known.is_empty() {
        return;
    }
    page.heading("Known");
    let lines: Vec<(&str, String)> =
        known.iter().map(|one| (one.name.as_str(), one.value.clone())).collect();
    page.fields(&lines);
}
