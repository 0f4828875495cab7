//! What was expected against what came, week by week.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Expectation;
use crate::clock::weeks_between;
use crate::corpus::participant::Participant;
use crate::corpus::source;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Reader;

/// What was expected of somebody in a week, and what came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Standing {
    /// The participant.
    pub participant: Id,
    /// The stream's word.
    pub stream: String,
    /// The week, counted as everywhere from 0 at the participant's start.
    pub week: i64,
    /// How many were expected.
    pub expected: i64,
    /// How many came.
    pub received: i64,
    /// Whether the week is over.
    pub is_over: bool,
}

impl Standing {
    /// Whether something is missing that should have come by now.
    pub fn is_late(&self) -> bool {
        self.is_over && self.received < self.expected
    }

    /// Whether something may still come.
    pub fn is_awaited(&self) -> bool {
        !self.is_over && self.received < self.expected
    }
}

/// What was expected of everybody who has a start date, by participant, stream and week; `today` is
/// an ISO date. Weeks after somebody's end are not counted, and neither is what several
/// expectations ask twice: the largest holds.
pub fn standing(reader: &Reader<'_>, today: &str) -> Result<Vec<Standing>> {
    let expectations: Vec<Expectation> = reader.list("ORDER BY id", &[])?;
    if expectations.is_empty() {
        return Ok(Vec::new());
    }
    let people: Vec<Participant> = reader.list("ORDER BY id", &[])?;
    let mut expected: BTreeMap<(Id, String, i64), i64> = BTreeMap::new();
    for one in &expectations {
        for person in
            people.iter().filter(|person| one.participant.is_none_or(|id| id == person.id))
        {
            let Some(started) = person.started_on.as_deref() else { continue };
            let ended = person.ended_on.as_deref().and_then(|day| weeks_between(started, day));
            let last = ended.map_or(one.last_week, |week| week.min(one.last_week));
            for week in one.first_week..=last {
                let count = expected.entry((person.id, one.stream.clone(), week)).or_default();
                *count = (*count).max(one.count);
            }
        }
    }
    let mut received: BTreeMap<(Id, String, i64), i64> = BTreeMap::new();
    for listed in source::list(reader)? {
        for present in &listed.participants {
            if let Some(week) = present.week {
                let place = (present.id, listed.source.stream.clone(), week);
                *received.entry(place).or_default() += 1;
            }
        }
    }
    let started = |id: Id| people.iter().find(|one| one.id == id)?.started_on.as_deref();
    Ok(expected
        .into_iter()
        .map(|((participant, stream, week), expected)| {
            let now = started(participant).and_then(|day| weeks_between(day, today));
            let place = (participant, stream, week);
            let received = received.get(&place).copied().unwrap_or(0);
            let (participant, stream, week) = place;
            let is_over = now.is_some_and(|now| now > week);
            Standing { participant, stream, week, expected, received, is_over }
        })
        .collect())
}
