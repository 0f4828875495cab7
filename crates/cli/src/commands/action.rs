//! `trefoil action`: what someone will do, by when.

use clap::{Args, Subcommand};
use trefoil_core::action::{self, Action as Row, ActionAdd, ActionRemove, ActionSet};
use trefoil_core::condition;
use trefoil_core::error::Result as Found;
use trefoil_core::id::Id;
use trefoil_core::reference::{self, short};
use trefoil_core::storage::Reader;
use trefoil_core::theme;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief};

/// What someone will do about a theme, about a condition or about neither, by when.
#[derive(Debug, Args)]
pub(crate) struct Action {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them: what is to be done first, soonest first
    List(About),
    /// Add one
    Add {
        /// What will be done
        text: String,
        #[command(flatten)]
        about: About,
        /// Who will do it
        #[arg(long, value_name = "NAME", default_value = "")]
        owner: String,
        /// The day by which
        #[arg(long = "by", value_name = "DATE")]
        due_on: Option<String>,
    },
    /// Change one, or say that it is done
    Set(Set),
    /// Remove one
    Remove {
        /// Its words, or its id
        action: String,
    },
}

/// What an action is about.
#[derive(Debug, Args)]
struct About {
    /// The theme it is about
    #[arg(long, value_name = "THEME", conflicts_with = "condition")]
    theme: Option<String>,
    /// The condition it is about
    #[arg(long, value_name = "CONDITION")]
    condition: Option<String>,
}

impl About {
    fn find(&self, reader: &Reader<'_>) -> Found<(Option<Id>, Option<Id>)> {
        let theme = self.theme.as_ref().map(|text| reference::theme(reader, text));
        let condition = self.condition.as_ref().map(|text| reference::condition(reader, text));
        Ok((theme.transpose()?, condition.transpose()?))
    }
}

#[derive(Debug, Args)]
struct Set {
    /// Its words, or its id
    action: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// What will be done
    #[arg(long, value_name = "TEXT")]
    text: Option<String>,
    /// The theme it is about instead
    #[arg(long, value_name = "THEME", conflicts_with = "condition")]
    theme: Option<String>,
    /// The condition it is about instead
    #[arg(long, value_name = "CONDITION")]
    condition: Option<String>,
    /// Who will do it
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// The day by which; an empty one is taken away
    #[arg(long = "by", value_name = "DATE")]
    due_on: Option<String>,
    /// It is done: today, or on this day
    #[arg(long, value_name = "DATE", num_args = 0..=1, default_missing_value = "today")]
    done: Option<String>,
    /// It is still to be done
    #[arg(long, conflicts_with = "done")]
    undone: bool,
}

pub(crate) fn run(command: Action, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List(about) => {
            let (themes, today) = (open.read(theme::list)?, open.today());
            let model = open.read(move |reader| condition::list(reader, &today))?;
            open.answer(
                move |reader| match about.find(reader)? {
                    (Some(id), _) | (_, Some(id)) => action::about(reader, id),
                    (None, None) => action::list(reader),
                },
                |all, page| tell_list(all, &themes, &model, page),
            )
        }
        Verb::Add { text, about, owner, due_on } => open.act(move |reader| {
            let (theme, condition) = about.find(reader)?;
            Ok(ActionAdd { theme, condition, text, owner, due_on })
        }),
        Verb::Set(set) => {
            let (new, today) = (set.new, open.today());
            let done_on = match new.done.as_deref() {
                Some("today") => Some(today),
                _ if new.undone => Some(String::new()),
                _ => new.done,
            };
            let about = About { theme: new.theme, condition: new.condition };
            open.act(move |reader| {
                let (theme, condition) = about.find(reader)?;
                let action = reference::action(reader, &set.action)?;
                let (text, owner, due_on) = (new.text, new.owner, new.due_on);
                Ok(ActionSet { action, theme, condition, text, owner, due_on, done_on })
            })
        }
        Verb::Remove { action } => {
            open.act(move |reader| Ok(ActionRemove { action: reference::action(reader, &action)? }))
        }
    }
}

fn tell_list(all: &[Row], themes: &[theme::Listed], model: &[condition::Listed], page: &mut Page) {
    let theme = |id| themes.iter().find(|one| one.theme.id == id).map(|one| one.theme.name.clone());
    let condition = |id| {
        let found = model.iter().find(|one| one.condition.id == id);
        found.map(|one| format!("{} {}", one.label, one.condition.name))
    };
    let mut table = Table::new(&["Action", "About", "Who", "By", "Done", "Id"]);
    for one in all {
        let about = one.theme.and_then(theme).or(one.condition.and_then(condition));
        table.row([
            brief(&one.text, 60),
            brief(&about.unwrap_or_default(), 40),
            one.owner.clone(),
            one.due_on.clone().unwrap_or_default(),
            one.done_on.clone().unwrap_or_default(),
            short(one.id),
        ]);
    }
    page.table(&table, "No actions.");
}

/// The actions about something that is shown, under a heading.
pub(super) fn tell_actions(all: &[Row], page: &mut Page) {
    if !all.is_empty() {
        page.heading("Actions");
    }
    for one in all {
        let when = match (&one.done_on, &one.due_on) {
            (Some(day), _) => format!("done on {day}"),
            (None, Some(day)) => format!("by {day}"),
            (None, None) => "to be done".to_owned(),
        };
        let who = if one.owner.is_empty() { "" } else { ", " };
        page.line(format!("{}  {} ({when}{who}{})", short(one.id), one.text, one.owner));
    }
}
