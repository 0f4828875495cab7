//! The grid in words: for each participant which sources came in which weeks.

use std::collections::BTreeMap;

use trefoil_core::corpus::source::Listed;
use trefoil_core::id::Id;

use super::Cell;
use super::marks::{Look, Scale};
use super::states::State;
use crate::words;

/// Longer cells than this are cut, and the rest is in the list.
const MOST_ENTRIES: usize = 40;

/// One participant's row of the table.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) interviews: Entries,
    pub(crate) voice_notes: Entries,
    pub(crate) field_notes: Entries,
    pub(crate) others: Entries,
    /// The numbers of the weeks in which nothing came.
    pub(crate) quiet: String,
    /// What was expected and has not come by now, and what may still come.
    pub(crate) late: String,
    pub(crate) awaited: String,
}

/// Some sources, and how many more there are.
#[derive(Debug, Default)]
pub(crate) struct Entries {
    pub(crate) first: Vec<(Id, String)>,
    pub(crate) count: i64,
}

impl Entries {
    fn add(&mut self, week: i64, listed: &Listed, length: Option<i64>, state: &State) {
        self.count += 1;
        if self.first.len() < MOST_ENTRIES {
            let length = length.map(|ms| format!(", {}", words::clock(&ms)));
            let mut said = format!("week {}{}", number(week), length.unwrap_or_default());
            for word in state.words() {
                said.push_str(", ");
                said.push_str(word);
            }
            self.first.push((listed.source.id, said));
        }
    }

    /// How many are not shown.
    pub(crate) fn more(&self) -> i64 {
        self.count - self.first.len() as i64
    }
}

impl Told {
    pub(super) fn of(
        mine: &BTreeMap<i64, &Vec<&Listed>>,
        quiet: &[i64],
        scale: &Scale<'_>,
        cells: &[Cell],
    ) -> Self {
        let missing = |is_late: bool| {
            let all = cells.iter().flat_map(|cell| &cell.missing);
            let says = all.filter(|one| one.is_late == is_late).map(|one| one.says.as_str());
            says.collect::<Vec<_>>().join("; ")
        };
        let quiet: Vec<String> = quiet.iter().map(|week| number(*week)).collect();
        let mut told = Self {
            interviews: Entries::default(),
            voice_notes: Entries::default(),
            field_notes: Entries::default(),
            others: Entries::default(),
            quiet: quiet.join(", "),
            late: missing(true),
            awaited: missing(false),
        };
        for (week, sources) in mine {
            for listed in *sources {
                let entries = match Look::of(listed) {
                    Look::Interview => &mut told.interviews,
                    Look::VoiceNote => &mut told.voice_notes,
                    Look::FieldNote => &mut told.field_notes,
                    Look::Other => &mut told.others,
                };
                let state = scale.states.of(&listed.source);
                entries.add(*week, listed, scale.length(listed), &state);
            }
        }
        told
    }

    /// How much came, in the fewest words.
    pub(super) fn notes(&self) -> String {
        let (notes, interviews) = (self.voice_notes.count, self.interviews.count);
        let all = notes + interviews + self.field_notes.count + self.others.count;
        match (notes, interviews) {
            (0, 0) if all == 0 => "nothing yet".to_owned(),
            (0, 0) => words::counted(&all, "source", "sources"),
            (0, _) => words::counted(&interviews, "interview", "interviews"),
            (_, _) => words::counted(&notes, "note", "notes"),
        }
    }
}

/// A week's number, with a minus sign that is as wide as a figure.
fn number(week: i64) -> String {
    words::grouped(&week)
}
