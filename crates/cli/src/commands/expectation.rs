//! `trefoil expectation`: what is expected to come in, week by week.

use clap::{Args, Subcommand};
use trefoil_core::corpus::expectation::{
    self, ExpectationAdd, ExpectationRemove, ExpectationSet, Listed,
};
use trefoil_core::reference::{self, short};

use crate::args::At;
use crate::desk::Desk;
use crate::exit::Result;
use crate::output::{Page, Table};

/// How many sources of a stream are expected in each of a row of weeks.
#[derive(Debug, Args)]
pub(crate) struct Expectation {
    #[command(flatten)]
    at: At,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List them
    List,
    /// Add one
    Add {
        /// The stream, such as `voice-note`
        stream: String,
        /// How many in each week
        count: i64,
        /// The first week; 0 is the week in which somebody starts
        #[arg(long = "from", value_name = "WEEK", default_value_t = 1)]
        first_week: i64,
        /// The last week
        #[arg(long = "to", value_name = "WEEK")]
        last_week: i64,
        /// From whom; from everybody where nobody is named
        #[arg(long, value_name = "NAME")]
        participant: Option<String>,
    },
    /// Change one
    Set(Set),
    /// Remove one; what came in stays
    Remove {
        /// The id, or a piece of it
        expectation: String,
    },
}

#[derive(Debug, Args)]
struct Set {
    /// The id, or a piece of it
    expectation: String,
    #[command(flatten)]
    new: New,
}

#[derive(Debug, Args)]
#[group(required = true, multiple = true)]
struct New {
    /// The stream
    #[arg(long, value_name = "STREAM")]
    stream: Option<String>,
    /// How many in each week
    #[arg(long, value_name = "NUMBER")]
    count: Option<i64>,
    /// The first week
    #[arg(long = "from", value_name = "WEEK")]
    first_week: Option<i64>,
    /// The last week
    #[arg(long = "to", value_name = "WEEK")]
    last_week: Option<i64>,
    /// From whom
    #[arg(long, value_name = "NAME")]
    participant: Option<String>,
    /// From everybody
    #[arg(long, conflicts_with = "participant")]
    everybody: bool,
}

pub(crate) fn run(command: Expectation, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    match command.verb {
        Verb::List => open.answer(expectation::list, |all, page| tell_list(all, page)),
        Verb::Add { stream, count, first_week, last_week, participant } => {
            open.act(move |reader| {
                let participant = participant.map(|text| reference::participant(reader, &text));
                Ok(ExpectationAdd {
                    stream: reference::stream(reader, &stream)?,
                    participant: participant.transpose()?,
                    first_week,
                    last_week,
                    count,
                })
            })
        }
        Verb::Set(set) => open.act(move |reader| {
            let new = set.new;
            let stream = new.stream.map(|text| reference::stream(reader, &text));
            let participant = new.participant.map(|text| reference::participant(reader, &text));
            Ok(ExpectationSet {
                expectation: reference::expectation(reader, &set.expectation)?,
                stream: stream.transpose()?,
                participant: participant.transpose()?,
                everybody: new.everybody,
                first_week: new.first_week,
                last_week: new.last_week,
                count: new.count,
            })
        }),
        Verb::Remove { expectation } => open.act(move |reader| {
            let expectation = reference::expectation(reader, &expectation)?;
            Ok(ExpectationRemove { expectation })
        }),
    }
}

fn tell_list(all: &[Listed], page: &mut Page) {
    let mut table = Table::new(&["Stream", "From", "Weeks", "#Each week", "Id"]);
    for one in all {
        let expected = &one.expectation;
        table.row([
            expected.stream.replace('_', " "),
            one.name.clone().unwrap_or_else(|| "everybody".to_owned()),
            format!("{}–{}", expected.first_week, expected.last_week),
            expected.count.to_string(),
            short(expected.id),
        ]);
    }
    page.table(&table, "Nothing is expected.");
}
