//! `trefoil policy`: who is answerable for the data, and the dates that matter.

use clap::{Args, Subcommand};
use trefoil_core::care::policy::{self, PolicySet};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::Page;

/// Who is answerable for the data, on what basis, and the dates that matter. Not legal advice.
#[derive(Debug, Args)]
pub(crate) struct Policy {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// Show it
    Show,
    /// Change it; an empty date is taken away
    Set(Box<New>),
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The controller of the data
    #[arg(long, value_name = "TEXT")]
    controller: Option<String>,
    /// Whom participants can ask
    #[arg(long, value_name = "TEXT")]
    contact: Option<String>,
    /// The lawful basis, such as public task; consent to take part is normally not it
    #[arg(long, value_name = "TEXT")]
    lawful_basis: Option<String>,
    /// The condition for special category data, such as Article 9(2)(j)
    #[arg(long, value_name = "TEXT")]
    art9_condition: Option<String>,
    /// The version of the privacy notice
    #[arg(long = "notice", value_name = "TEXT")]
    notice_version: Option<String>,
    /// The day from which on the analysis is locked
    #[arg(long = "lock", value_name = "DATE")]
    lock_on: Option<String>,
    /// The day on which data or outputs were deposited
    #[arg(long = "deposited", value_name = "DATE")]
    deposited_on: Option<String>,
    /// The repository they were deposited in
    #[arg(long, value_name = "TEXT")]
    repository: Option<String>,
}

pub(crate) fn run(command: Policy, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::Show => open.answer(policy::policy, |policy, page| tell(policy.as_ref(), page)),
        Verb::Set(new) => open.act(move |_| {
            Ok(PolicySet {
                controller: new.controller,
                contact: new.contact,
                lawful_basis: new.lawful_basis,
                art9_condition: new.art9_condition,
                notice_version: new.notice_version,
                lock_on: new.lock_on,
                deposited_on: new.deposited_on,
                repository: new.repository,
            })
        }),
    }
}

fn tell(policy: Option<&policy::Policy>, page: &mut Page) {
    let Some(policy) = policy else {
        page.line("The study has no policy yet.");
        return;
    };
    page.fields(&[
        ("Controller", policy.controller.clone()),
        ("Contact", policy.contact.clone()),
        ("Lawful basis", policy.lawful_basis.clone()),
        ("Article 9 condition", policy.art9_condition.clone()),
        ("Privacy notice", policy.notice_version.clone()),
        ("Locked from", policy.lock_on.clone().unwrap_or_default()),
        ("Deposited on", policy.deposited_on.clone().unwrap_or_default()),
        ("Repository", policy.repository.clone()),
    ]);
}
