//! How much a theme gathers, by stream and week.
//!
//! [`gathered`] asks once for all themes, so that a board is drawn with the same number of
//! questions whatever stands on it. Counts are told in the order of the streams and never ranked.

use std::collections::{BTreeMap, HashMap};

use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::theme;

use super::places::{Places, plural};
use crate::words::counted;

/// What a theme gathers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Gathered {
    /// Passages by week and by the place of their stream.
    pub(crate) weeks: BTreeMap<(i64, usize), i64>,
    /// Passages by the place of their stream.
    pub(crate) streams: BTreeMap<usize, i64>,
    /// All passages.
    pub(crate) passages: i64,
    /// Those of which the week is not known.
    pub(crate) undated: i64,
}

impl Gathered {
    /// Counts passages of a source.
    pub(crate) fn add(&mut self, places: &Places, source: Id, passages: i64) {
        let Some(lies) = places.of(source) else { return };
        self.passages += passages;
        *self.streams.entry(lies.stream).or_default() += passages;
        match lies.week {
            Some(week) => *self.weeks.entry((week, lies.stream)).or_default() += passages,
            None => self.undated += passages,
        }
    }

    /// `26 passages: 9 from interviews, 12 from voice notes, none from field notes`.
    pub(crate) fn says(&self, places: &Places) -> String {
        if self.passages == 0 {
            return "No passages yet".to_owned();
        }
        let from = |(place, stream)| match self.streams.get(&place) {
            Some(number) => format!("{number} from {}", plural(stream)),
            None => format!("none from {}", plural(stream)),
        };
        let streams: Vec<String> = places.streams.iter().enumerate().map(from).collect();
        let all = counted(&self.passages, "passage", "passages");
        let undated = match self.undated {
            0 => String::new(),
            many => format!("; the week of {many} is not known"),
        };
        format!("{all}: {}{undated}", streams.join(", "))
    }

    /// The streams in which nothing was gathered: `silent in field notes`.
    pub(crate) fn silence(&self, places: &Places) -> Option<String> {
        let silent = places.streams.iter().enumerate();
        let silent = silent.filter(|(place, _)| !self.streams.contains_key(place));
        let silent: Vec<String> = silent.map(|(_, stream)| plural(stream)).collect();
        let said = self.passages > 0 && !silent.is_empty();
        said.then(|| format!("silent in {}", silent.join(" and ")))
    }
}

/// What each theme gathers; one that gathers nothing is not among them.
pub(crate) fn gathered(reader: &Reader<'_>, places: &Places) -> Result<HashMap<Id, Gathered>> {
    let mut gathered: HashMap<Id, Gathered> = HashMap::new();
    for theme::InSource { theme, source, passages } in theme::by_source(reader)? {
        gathered.entry(theme).or_default().add(places, source, passages);
    }
    Ok(gathered)
}
