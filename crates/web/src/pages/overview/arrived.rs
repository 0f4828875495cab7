//! What arrived from whom, for the grid, without counting what was made of it.
//!
//! The list of the corpus counts the codings of every source, which takes a second where there are
//! a million; the overview is the first page that anybody sees and draws the same grid without.

use std::collections::HashMap;

use trefoil_core::clock::weeks_between;
use trefoil_core::corpus::participant::{self, Participant};
use trefoil_core::corpus::source::{Listed, Present, Source};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::order;
use trefoil_core::storage::Reader;

use crate::pages::corpus::grid::{self, Grid};

/// The grid of what arrived.
pub(super) fn grid(reader: &Reader<'_>) -> Result<Grid> {
    let people = participant::list(reader)?;
    let sources = sources(reader, &people)?;
    Ok(grid::lay_out(&people, &sources, 0))
}

/// All sources by date and name, with who is in each and in which week.
fn sources(reader: &Reader<'_>, people: &[Participant]) -> Result<Vec<Listed>> {
    let known: HashMap<Id, &Participant> = people.iter().map(|one| (one.id, one)).collect();
    let mut present: HashMap<Id, Vec<&Participant>> = HashMap::new();
    for row in reader.query("SELECT source, participant FROM source_participant", &[])? {
        let (source, participant): (Id, Id) = (row.get(0)?, row.get(1)?);
        present.entry(source).or_default().extend(known.get(&participant));
    }
    let mut sources: Vec<Source> = reader.list("", &[])?;
    sources.sort_by(|a, b| {
        let date = |one: &Source| (one.date.is_none(), one.date.clone());
        date(a).cmp(&date(b)).then_with(|| order::by_name(&a.name, &b.name))
    });
    let listed = sources.into_iter().map(|source| {
        let participants = present.remove(&source.id).unwrap_or_default();
        listed(source, participants)
    });
    Ok(listed.collect())
}

fn listed(source: Source, mut people: Vec<&Participant>) -> Listed {
    people.sort_by(|a, b| order::by_name(&a.name, &b.name));
    let present = |one: &&Participant| Present {
        id: one.id,
        name: one.name.clone(),
        week: one
            .started_on
            .as_deref()
            .zip(source.date.as_deref())
            .and_then(|(started, date)| weeks_between(started, date)),
    };
    let participants = people.iter().map(present).collect();
    Listed { participants, passages: 0, codings: 0, source }
}

#[cfg(test)]
mod tests {
    use trefoil_core::corpus::participant::ParticipantAdd;
    use trefoil_core::corpus::source::{self, SourceAdd};
    use trefoil_testkit::TestStudy;

    use super::*;

    #[test]
    fn what_arrived_is_what_the_corpus_lists() {
        let study = TestStudy::file();
        let ada = study.session();
        let started_on = Some("2026-01-05".to_owned());
        let mut who = Vec::new();
        for name in ["P10", "P2"] {
            let one = ParticipantAdd {
                name: name.into(),
                note: String::new(),
                started_on: started_on.clone(),
            };
            who.push(ada.perform(one).expect("a participant can be added").outcome);
        }
        for (name, date) in [("B", None), ("A", Some("2026-01-20")), ("C", Some("2026-01-02"))] {
            let source = SourceAdd {
                name: name.into(),
                stream: "interview".into(),
                date: date.map(Into::into),
                participants: who.clone(),
                text: Some("Words.".into()),
                ..SourceAdd::default()
            };
            ada.perform(source).expect("a source can be added");
        }
        let read = |reader: &Reader<'_>| {
            let people = participant::list(reader)?;
            Ok((sources(reader, &people)?, source::list(reader)?))
        };
        let (ours, theirs) = study.study().read(read).expect("the study can be read");
        assert_eq!(ours, theirs);
    }
}
