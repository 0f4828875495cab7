//! `trefoil name-rule`: what the parts of file names mean.

use clap::{Args, Subcommand};
use trefoil_core::corpus::name_rule::{
    self, NameRule as Row, NameRuleAdd, NameRuleMove, NameRuleRemove,
};
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// What the parts of file names mean; imports try the rules in their order.
#[derive(Debug, Args)]
pub(crate) struct NameRule {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them, in the order in which they are tried
    List,
    /// Add one
    Add {
        /// The pattern, such as `{participant}_wk{week}_{stream}`
        pattern: String,
    },
    /// Move one in the order of trying
    Move {
        /// The pattern, or its place
        rule: String,
        /// Its new place, from 1
        to: i64,
    },
    /// Remove one
    Remove {
        /// The pattern, or its place
        rule: String,
    },
}

pub(crate) fn run(command: NameRule, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(name_rule::list, |all, page| tell_list(all, page)),
        Verb::Add { pattern } => open.act(move |_| Ok(NameRuleAdd { pattern })),
        Verb::Move { rule, to } => open.act(move |reader| {
            Ok(NameRuleMove { name_rule: reference::name_rule(reader, &rule)?, to })
        }),
        Verb::Remove { rule } => open.act(move |reader| {
            Ok(NameRuleRemove { name_rule: reference::name_rule(reader, &rule)? })
        }),
    }
}

fn tell_list(all: &[Row], page: &mut Page) {
    let mut table = Table::new(&["#Place", "Pattern", "Id"]);
    for one in all {
        table.row([one.position.to_string(), one.pattern.clone(), short(one.id)]);
    }
    page.table(&table, "No rules yet.");
}
