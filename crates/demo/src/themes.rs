//! The demo's themes: made when the first passages are there, and looked at again in each round.

use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::Session;
use trefoil_core::theme::{RoundAdd, ThemeAdd, ThemeGather, ThemeMove, ThemePlace, ThemeQuote};

use crate::analysis::{Round, Theme};
use crate::making::Making;

impl Making<'_> {
    /// Holds a round: makes the themes that are placed for the first time, each as one act, then
    /// places all of them, as one act.
    pub(crate) fn hold_round(&mut self, round: &Round) -> Result<()> {
        self.teller.step(format!("{}: placing the themes", round.name));
        self.calendar.turn_to(&round.held_on, "17:00")?;
        let placed: Vec<(&Theme, usize)> = self
            .analysis
            .themes
            .iter()
            .filter_map(|theme| {
                let at = theme.placements.iter().position(|one| one.round == round.number)?;
                Some((theme, at))
            })
            .collect();
        for (theme, _) in &placed {
            if !self.themes.contains_key(&theme.id) {
                self.make_theme(theme)?;
            }
        }
        self.calendar.pass(20);
        let act = self.act();
        let held = act.perform(RoundAdd {
            name: round.name.clone(),
            held_on: Some(round.held_on.clone()),
            note: round.note.clone(),
        })?;
        for (theme, at) in placed {
            self.calendar.pass(4);
            let placement = &theme.placements[at];
            act.perform(ThemePlace {
                theme: self.theme(&theme.id)?,
                area: placement.area,
                reason: placement.reason.clone(),
                round: Some(held.outcome),
            })?;
        }
        Ok(())
    }

    fn make_theme(&mut self, theme: &Theme) -> Result<()> {
        self.calendar.pass(5);
        let act = self.act();
        let made = act.perform(ThemeAdd {
            name: theme.name.clone(),
            idea: theme.idea.clone(),
            rivals: theme.rivals.clone(),
        })?;
        let codes = theme.slugs.iter().map(|slug| self.code(slug)).collect::<Result<_>>()?;
        act.perform(ThemeGather { theme: made.outcome, codes, passages: Vec::new() })?;
        if let Some(before) = self.first_after(theme) {
            act.perform(ThemeMove { theme: made.outcome, before: Some(before) })?;
        }
        self.themes.insert(theme.id.clone(), made.outcome);
        Ok(())
    }

    /// The theme that one made late shall stand before: the themes are numbered as they are told.
    fn first_after(&self, theme: &Theme) -> Option<Id> {
        let mut later = self.analysis.themes.iter().skip_while(|one| one.id != theme.id).skip(1);
        later.find_map(|one| self.themes.get(&one.id)).copied()
    }

    /// Chooses the quotes of each theme for the report, as one act for each.
    pub(crate) fn choose_quotes(&mut self) -> Result<()> {
        self.calendar.turn_to("2026-01-19", "09:00")?;
        for theme in &self.analysis.themes {
            self.calendar.pass(10);
            quote(self, &self.act(), theme)?;
        }
        Ok(())
    }
}

fn quote(making: &Making<'_>, act: &Session, theme: &Theme) -> Result<()> {
    for one in &theme.quotes {
        let (theme, passage) = (making.theme(&theme.id)?, making.passage(one)?);
        act.perform(ThemeQuote { theme, passage, quoted: true })?;
    }
    Ok(())
}
