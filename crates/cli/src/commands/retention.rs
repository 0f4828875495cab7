//! `trefoil retention`: how long what is kept, and what is due.

use clap::{Args, Subcommand};
use trefoil_core::care::retention::{
    self, Class, Due, Item, Retention as Row, RetentionAction, RetentionBegin, RetentionDone,
    RetentionHold, RetentionRelease, RetentionSet, Standing,
};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, brief, counted};

/// How long each class of data is kept, what happens then, and what is held.
#[derive(Debug, Args)]
pub(crate) struct Retention {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List the classes of data with how long they are kept
    List,
    /// Show what is due, soon and later, what is held and what was done
    Due {
        /// The day to look from; today where it is not said
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Add a row for every class of data, to be filled in from your policy
    Begin,
    /// Say how long a class is kept; an empty date is taken away
    Set(Set),
    /// Hold a class: nothing erases it until it is released
    Hold {
        /// The class, such as recordings
        class: Class,
        /// Why
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Release a class that was held
    Release {
        /// The class
        class: Class,
        /// Why it need not be held any more
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Write down what was done, and how that is known
    Done {
        /// The class
        class: Class,
        /// What was done, and how that is known
        #[arg(long, value_name = "TEXT")]
        note: String,
        /// The day; today where it is not said
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
        /// The day of the next look, where there is one
        #[arg(long, value_name = "DATE")]
        next: Option<String>,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The class: contacts, key, recordings, `raw_texts`, `working_texts`, `consent_forms` or outputs
    class: Class,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The policy or law that says so
    #[arg(long, value_name = "TEXT")]
    basis: Option<String>,
    /// For how long, in words
    #[arg(long, value_name = "TEXT")]
    period: Option<String>,
    /// The day on which it is looked at
    #[arg(long = "review", value_name = "DATE")]
    review_on: Option<String>,
    /// What happens then: review, delete or archive
    #[arg(long, value_name = "ACTION")]
    action: Option<RetentionAction>,
    /// A note
    #[arg(long, value_name = "TEXT")]
    note: Option<String>,
}

pub(crate) fn run(command: Retention, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(retention::list, |all, page| tell_list(all, page)),
        Verb::Due { on } => {
            let today = on.unwrap_or_else(|| open.today());
            open.answer(move |reader| retention::due(reader, &today), tell_due)
        }
        Verb::Begin => open.act(|_| Ok(RetentionBegin {})),
        Verb::Set(Set { class, new }) => open.act(move |_| {
            let New { basis, period, review_on, action, note } = new;
            Ok(RetentionSet { class, basis, period, review_on, action, note })
        }),
        Verb::Hold { class, reason } => open.act(move |_| Ok(RetentionHold { class, reason })),
        Verb::Release { class, reason } => {
            open.act(move |_| Ok(RetentionRelease { class, reason }))
        }
        Verb::Done { class, note, on, next } => {
            open.act(move |_| Ok(RetentionDone { class, done_on: on, note, next_review_on: next }))
        }
    }
}

fn tell_list(all: &[Row], page: &mut Page) {
    let mut table =
        Table::new(&["Class", "Review", "Then", "Period", "Basis", "Held", "Done", "Note"]);
    for row in all {
        table.row([
            row.class.to_string(),
            row.review_on.clone().unwrap_or_default(),
            row.action.to_string(),
            row.period.clone(),
            brief(&row.basis, 30),
            if row.hold { brief(&row.hold_reason, 30) } else { String::new() },
            row.done_on.clone().unwrap_or_default(),
            brief(&row.note, 40),
        ]);
    }
    page.table(&table, "Nothing is said yet of how long things are kept: `retention STUDY begin`.");
}

fn tell_due(due: &Due, page: &mut Page) {
    let parts = [
        (Standing::Due, "Due"),
        (Standing::Soon, "Within three months"),
        (Standing::Later, "Later"),
        (Standing::Undated, "Without a date"),
        (Standing::Held, "Held"),
        (Standing::Done, "Done"),
    ];
    if due.standing(Standing::Due).next().is_none() {
        page.line(format!("Nothing is due on {}.", due.today));
    }
    for (standing, heading) in parts {
        let items: Vec<&Item> = due.standing(standing).collect();
        if items.is_empty() {
            continue;
        }
        page.heading(heading);
        for item in items {
            page.line(format!("  {}", told(item)));
        }
    }
    page.gap();
    page.line("How long things are kept is for your policy to say. This is not legal advice.");
}

/// `Recordings: delete on 2026-06-01 (in 40 days)`.
fn told(item: &Item) -> String {
    let what = match (item.class, item.action) {
        (Some(_), Some(action)) => format!("{}: {action}", item.title),
        _ => item.title.clone(),
    };
    let when = match (item.standing, &item.on, item.days) {
        (Standing::Held, ..) => format!(" (held: {})", item.hold_reason),
        (Standing::Done, ..) => {
            format!(" (done on {})", item.done_on.as_deref().unwrap_or_default())
        }
        (_, Some(on), Some(days)) if days > 0 => {
            format!(" on {on} (in {})", counted(days, "day", "days"))
        }
        (_, Some(on), _) => format!(" on {on}"),
        _ => String::new(),
    };
    format!("{what}{when}")
}
