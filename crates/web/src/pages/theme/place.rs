//! The dialog in which a theme gets its area, with the reason.
//!
//! Dragging, a menu and keys all lead here: a script fills the dialog in place; without one the
//! address (`?place=…&area=…`) brings a page on which it stands open.

use trefoil_core::id::Id;
use trefoil_core::theme::{Area, Round};

use super::way::Ways;

/// The key by which each area is chosen, in the order of the leaves.
pub(crate) const KEYS: [(Area, char); 4] =
    [(Area::FirmUp, '1'), (Area::FineTune, '2'), (Area::Focus, '3'), (Area::Unplaced, '0')];

/// What the dialog holds.
#[derive(Debug, Clone)]
pub(crate) struct Placing {
    /// Whether it stands open when the page comes.
    pub(crate) open: bool,
    /// The theme: its id, or nothing before one is chosen.
    pub(crate) theme: String,
    /// `T6`.
    pub(crate) number: String,
    /// Its name.
    pub(crate) name: String,
    /// Where it stands, and why.
    pub(crate) stands: String,
    /// The area that is chosen.
    pub(crate) area: Area,
    /// The rounds, and the one that is chosen.
    pub(crate) rounds: Vec<Round>,
    /// Where to go afterwards, or when it stays where it is.
    pub(crate) back: String,
}

impl Placing {
    /// The dialog of a page, still closed and about nothing.
    pub(crate) fn closed(rounds: &[Round], back: String) -> Self {
        Self {
            open: false,
            theme: String::new(),
            number: String::new(),
            name: String::new(),
            stands: String::new(),
            area: Area::Unplaced,
            rounds: rounds.to_vec(),
            back,
        }
    }

    /// The same dialog about a theme.
    #[must_use]
    pub(crate) fn about(mut self, theme: Id, number: &str, name: &str, ways: &Ways) -> Self {
        self.theme = theme.to_string();
        number.clone_into(&mut self.number);
        name.clone_into(&mut self.name);
        self.stands = ways.stands(theme);
        self.area = ways.of(theme).last().map_or(Area::Unplaced, |placement| placement.area);
        self
    }

    /// The same dialog open, with an area chosen where one was named.
    #[must_use]
    pub(crate) fn opened(mut self, area: Option<&str>) -> Self {
        self.open = true;
        self.area = area.and_then(|area| area.parse().ok()).unwrap_or(self.area);
        self
    }

    /// Whether a round is the one to place in unless another is chosen: the latest.
    pub(crate) fn is_latest(&self, round: &Round) -> bool {
        self.rounds.last().is_some_and(|last| last.id == round.id)
    }
}
