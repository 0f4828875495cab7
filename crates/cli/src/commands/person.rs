//! `trefoil person`: the people who work in the study.

use clap::{Args, Subcommand};
use trefoil_core::clock::moment;
use trefoil_core::reference::{self, short};
use trefoil_core::study::{self, PersonSet, Role};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table, sentence_case};

/// The people who work in the study; whoever changes it first is added.
#[derive(Debug, Args)]
pub(crate) struct Person {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Change a name or a role
    Set(Set),
}

#[derive(Debug, Args)]
struct Set {
    /// The name
    person: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The new name
    #[arg(long, value_name = "TEXT")]
    name: Option<String>,
    /// researcher, co-researcher or manager
    #[arg(long, value_name = "ROLE")]
    role: Option<Role>,
}

pub(crate) fn run(command: Person, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(
            |reader| reader.list::<study::Person>("ORDER BY created_at, id", &[]),
            |all, page| tell_list(all, page),
        ),
        Verb::Set(set) => open.act(move |reader| {
            Ok(PersonSet {
                person: reference::person(reader, &set.person)?,
                name: set.new.name,
                role: set.new.role,
            })
        }),
    }
}

fn tell_list(all: &[study::Person], page: &mut Page) {
    let mut table = Table::new(&["Name", "Role", "Since", "Id"]);
    for one in all {
        let role = sentence_case(one.role.word());
        table.row([one.name.clone(), role, moment(one.created_at), short(one.id)]);
    }
    page.table(&table, "Nobody has changed anything yet.");
}
