//! What arrived from whom, without counting what was made of it.
//!
//! Counting the codings of every source takes a second where there are a million of them, and
//! most pages show few sources or no counts at all. [`arrived`] lists all sources with counts of
//! nothing; [`count`] counts for those that are shown.

use std::collections::HashMap;

use trefoil_core::bind;
use trefoil_core::clock::weeks_between;
use trefoil_core::corpus::participant::Participant;
use trefoil_core::corpus::source::{Listed, Present, Source};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::order;
use trefoil_core::storage::Reader;

/// All sources by date and name, those without a date last; nothing is counted.
pub(crate) fn arrived(reader: &Reader<'_>, people: &[Participant]) -> Result<Vec<Listed>> {
    let mut present = present(reader, people)?;
    let mut sources: Vec<Source> = reader.list("", &[])?;
    sources.sort_by(|a, b| {
        (a.date.is_none(), &a.date)
            .cmp(&(b.date.is_none(), &b.date))
            .then_with(|| order::by_name(&a.name, &b.name))
            .then_with(|| a.id.cmp(&b.id))
    });
    let listed = |source: Source| {
        let participants = present.remove(&source.id).unwrap_or_default();
        listed(source, &participants)
    };
    Ok(sources.into_iter().map(listed).collect())
}

/// Some of the sources, by their ids, with their counts.
pub(crate) fn those(
    reader: &Reader<'_>,
    people: &[Participant],
    wanted: impl Fn(&Listed) -> bool,
) -> Result<Vec<Listed>> {
    let mut sources = arrived(reader, people)?;
    sources.retain(wanted);
    count(reader, &mut sources)?;
    Ok(sources)
}

/// One source with its counts.
///
/// Errors: it is not in the study.
pub(crate) fn one(reader: &Reader<'_>, people: &[Participant], id: Id) -> Result<Listed> {
    those(reader, people, |listed| listed.source.id == id)?.pop().ok_or_else(|| {
        Error::not_found("This source is not in the study.")
            .hint("It may have been removed since; the history tells.")
    })
}

/// Counts the passages and codings of some sources.
pub(crate) fn count(reader: &Reader<'_>, sources: &mut [Listed]) -> Result<()> {
    let codings =
        "SELECT COUNT(*) FROM coding k JOIN passage p ON p.id = k.passage WHERE p.source = $1";
    for listed in sources {
        let source = listed.source.id;
        listed.passages =
            reader.number("SELECT COUNT(*) FROM passage WHERE source = $1", bind![source])?;
        listed.codings =
            if listed.passages == 0 { 0 } else { reader.number(codings, bind![source])? };
    }
    Ok(())
}

fn present<'p>(
    reader: &Reader<'_>,
    people: &'p [Participant],
) -> Result<HashMap<Id, Vec<&'p Participant>>> {
    let known: HashMap<Id, &Participant> = people.iter().map(|one| (one.id, one)).collect();
    let mut present: HashMap<Id, Vec<&Participant>> = HashMap::new();
    for row in reader.query("SELECT source, participant FROM source_participant", &[])? {
        let (source, participant): (Id, Id) = (row.get(0)?, row.get(1)?);
        present.entry(source).or_default().extend(known.get(&participant));
    }
    for people in present.values_mut() {
        people.sort_by(|a, b| order::by_name(&a.name, &b.name));
    }
    Ok(present)
}

fn listed(source: Source, people: &[&Participant]) -> Listed {
    let present = |one: &&Participant| Present {
        id: one.id,
        name: one.name.clone(),
        week: one
            .started_on
            .as_deref()
            .zip(source.date.as_deref())
            .and_then(|(started, date)| weeks_between(started, date)),
    };
    Listed { participants: people.iter().map(present).collect(), source, passages: 0, codings: 0 }
}

#[cfg(test)]
mod tests {
    use trefoil_core::corpus::participant::{self, ParticipantAdd};
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
            Ok((arrived(reader, &people)?, source::list(reader)?))
        };
        let (ours, theirs) = study.study().read(read).expect("the study can be read");
        assert_eq!(ours, theirs);
    }
}
