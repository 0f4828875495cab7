//! One participant: what is known of them, and what came from them week by week.

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::care::consent::{self, Ledger};
use trefoil_core::corpus::attribute::AttributeNoun;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::Listed;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::attribute::Values;
use crate::pages::care::{self, Mark, Marks};
use crate::pages::corpus::grid::{self, Grid, States};
use crate::pages::corpus::{Lengths, Streams, those};
use crate::trouble::Answer;
use crate::words;

/// How many sources are shown beneath the drawing.
const MOST_SOURCES: usize = 100;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// The page.
#[derive(Template)]
#[template(path = "participant/show.html")]
struct ShowPage {
    frame: Frame,
    participant: Participant,
    sources: Vec<Listed>,
    shown: Vec<Listed>,
    passages: i64,
    grid: Grid,
    streams: Streams,
    lengths: Lengths,
    mentions: Mentions,
    /// What else is known of them; nothing where they refused everything.
    known: Option<Values>,
    /// What they refused or withdrew, in clauses; and how many answers they gave.
    noes: Vec<String>,
    answers: i64,
    /// What may not be done with their sources.
    marks: Marks,
}

/// Where else somebody is named; whoever is named cannot be removed.
#[derive(Debug, Default)]
struct Mentions {
    voices: i64,
    consents: i64,
    pseudonyms: i64,
}

impl Mentions {
    fn read(reader: &Reader<'_>, id: Id) -> Result<Self> {
        let count = |noun: &str| {
            reader.number(&format!("SELECT COUNT(*) FROM {noun} WHERE participant = $1"), bind![id])
        };
        Ok(Self {
            voices: count("speaker")?,
            consents: count("consent")?,
            pseudonyms: count("pseudonym")?,
        })
    }
}

impl ShowPage {
    /// What is closed of a source.
    fn closed(&self, listed: &Listed) -> Vec<Mark> {
        let mut marks = self.marks.of(&listed.source);
        marks.retain(Mark::closes);
        marks
    }

    fn week(&self, listed: &Listed) -> String {
        let me = listed.participants.iter().find(|one| one.id == self.participant.id);
        me.and_then(|one| one.week).map(|week| words::grouped(&week)).unwrap_or_default()
    }

    fn is_named(&self) -> bool {
        !self.named().is_empty()
    }

    /// Where they are named, in words.
    fn named(&self) -> String {
        let Mentions { voices, consents, pseudonyms } = self.mentions;
        let counts = [
            (self.sources.len() as i64, "source", "sources"),
            (voices, "voice of a transcript", "voices of transcripts"),
            (consents, "consent", "consents"),
            (pseudonyms, "entry of the pseudonym key", "entries of the pseudonym key"),
        ];
        let counts = counts.iter().filter(|(count, _, _)| *count > 0);
        let named: Vec<String> =
            counts.map(|(count, one, more)| words::counted(count, one, more)).collect();
        crate::pages::corpus::listed(&named)
    }
}

/// Shows a participant.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let today = desk.today();
    let read = desk.look(Station::Corpus, "Participant", move |reader| {
        let participant = reader.find::<Participant>(id)?.ok_or_else(|| {
            Error::not_found("This participant is not in the study.")
                .hint("They may have been removed since; the history tells.")
        })?;
        let is_in = |listed: &Listed| listed.participants.iter().any(|one| one.id == id);
        let sources = those(reader, &participant::list(reader)?, is_in)?;
        let known = (Streams::read(reader)?, Lengths::read(reader)?, Mentions::read(reader, id)?);
        let states = States::read(reader, &today)?;
        let values = || Values::read(reader, AttributeNoun::Participant, id);
        let is_closed = consent::is_participant_closed(reader, id)?;
        let values = (!is_closed).then(values).transpose()?;
        let noes = care::noes(&Ledger::read(reader)?, id);
        Ok((participant, sources, known, (noes, Marks::read(reader)?, values, states)))
    });
    let (
        mut frame,
        (participant, sources, (streams, lengths, mentions), (noes, marks, values, states)),
    ) = read.await?;
    frame.title = format!("{} (participant)", participant.name);
    let people = std::slice::from_ref(&participant);
    let grid = grid::draw(people, &sources, &lengths, &states, 0);
    let shown = sources.iter().take(MOST_SOURCES).cloned().collect();
    let passages = sources.iter().map(|listed| listed.passages).sum();
    desk.page(&ShowPage {
        frame,
        participant,
        sources,
        shown,
        passages,
        grid,
        streams,
        lengths,
        answers: mentions.consents,
        mentions,
        known: values,
        noes,
        marks,
    })
}
