//! What may be chosen about how files are read.

use clap::{Args, ValueEnum};
use trefoil_core::corpus::import::store::{ColumnRole, Plan, RowsAre};
use trefoil_core::corpus::import::{ChatsAs, DateOrder, Options, TrackedChanges};
use trefoil_core::error::{Error, Result};

/// How files are read.
#[derive(Debug, Clone, Args)]
pub(super) struct How {
    /// What becomes of changes that a word processor tracked
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Changes::Accepted)]
    changes: Changes,
    /// What becomes of what was written in a chat: one conversation, or one source for each day
    #[arg(long, value_name = "HOW", value_enum, default_value_t = Chats::Whole)]
    chats: Chats,
    /// Which number of a chat's dates comes first, where the chat itself leaves it open
    #[arg(long, value_name = "ORDER", value_enum)]
    dates: Option<Dates>,
    /// Bring a chat's stickers in as pictures
    #[arg(long)]
    stickers: bool,
    /// A rule for file names, such as {participant}_wk{week}_{stream}; may be given several times,
    /// and is tried before the study's own
    #[arg(long, value_name = "PATTERN")]
    pub(super) names: Vec<String>,
    /// What the rows of tables are
    #[arg(long, value_name = "WHAT", value_enum)]
    rows: Option<Rows>,
    /// What a column of a table is for: participant, date, open (answers in own words), text,
    /// number, day, `yes_no` or skip; may be given several times
    #[arg(long, value_name = "NAME=ROLE", value_parser = column)]
    column: Vec<(String, ColumnRole)>,
    /// Keep the texts alone, and not the files that they are read from
    #[arg(long)]
    pub(super) without_originals: bool,
    /// Let transcripts that come alone be sources of their own, also where a recording in the study
    /// has their name and no words
    #[arg(long)]
    pub(super) without_attaching: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Changes {
    /// As the text is with all of them made
    Accepted,
    /// As it was before them
    Rejected,
    /// Both wordings, with memos that say which is which
    Shown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Chats {
    /// One conversation
    Whole,
    /// One source for each day
    Days,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
#[expect(clippy::enum_variant_names, reason = "they are the words that are typed")]
enum Dates {
    /// As in 31/12/2025
    DayFirst,
    /// As in 12/31/2025
    MonthFirst,
    /// As in 2025/12/31
    YearFirst,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Rows {
    /// Each describes somebody
    Participants,
    /// Each is what somebody answered
    Sources,
}

impl How {
    /// Whether anything was chosen.
    pub(super) fn wishes_something(&self) -> bool {
        self.options() != Options::default()
            || !self.names.is_empty()
            || !self.column.is_empty()
            || self.rows.is_some()
            || self.without_originals
            || self.without_attaching
    }

    /// What the readers of files are told.
    pub(super) fn options(&self) -> Options {
        Options {
            changes: match self.changes {
                Changes::Accepted => TrackedChanges::Accepted,
                Changes::Rejected => TrackedChanges::Rejected,
                Changes::Shown => TrackedChanges::Shown,
            },
            date_order: self.dates.map(|dates| match dates {
                Dates::DayFirst => DateOrder::DayFirst,
                Dates::MonthFirst => DateOrder::MonthFirst,
                Dates::YearFirst => DateOrder::YearFirst,
            }),
            chats: match self.chats {
                Chats::Whole => ChatsAs::Whole,
                Chats::Days => ChatsAs::Days,
            },
            stickers: self.stickers,
        }
    }

    /// Puts what was said of tables in the place of what was guessed.
    ///
    /// Errors: a column that no table has.
    pub(super) fn arrange(&self, plan: &mut Plan) -> Result<()> {
        let mut met = vec![false; self.column.len()];
        let tables = plan.items.iter_mut().filter_map(|item| item.table.as_mut());
        for sheet in tables.flat_map(|table| &mut table.sheets) {
            match self.rows {
                Some(Rows::Participants) => sheet.rows_are = RowsAre::Participants,
                Some(Rows::Sources) => sheet.rows_are = RowsAre::Sources,
                None => {}
            }
            for column in &mut sheet.columns {
                for ((name, role), met) in self.column.iter().zip(&mut met) {
                    if *name == column.name {
                        (column.role, column.is_sure, *met) = (*role, true, true);
                    }
                }
                if let Some(dates @ (Dates::DayFirst | Dates::MonthFirst)) = self.dates {
                    column.set_day_first(dates == Dates::DayFirst);
                }
            }
        }
        let Some(at) = met.iter().position(|met| !met) else { return Ok(()) };
        Err(Error::invalid(format!(
            "No table among these files has a column “{}”.",
            self.column[at].0
        ))
        .hint(
            "Columns are named as in the file; `--dry-run --json` lists them. Nothing was stored.",
        ))
    }
}

fn column(text: &str) -> std::result::Result<(String, ColumnRole), String> {
    let (name, role) = text.rsplit_once('=').ok_or("write it as NAME=ROLE")?;
    let role = role.trim().replace('-', "_").parse::<ColumnRole>();
    Ok((name.trim().to_owned(), role.map_err(|error| error.to_string())?))
}
