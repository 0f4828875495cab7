//! The files on a page of the preview: which are shown, in what order, and what each row says.
//!
//! What needs a look comes first: files whose day and month are not certain, whose tables were
//! guessed without certainty. Then come those about which something was noticed.

use std::collections::{BTreeMap, HashMap};

use trefoil_core::corpus::import::store::Item;

use super::decision::Edit;
use super::language;
use super::look::{Facts, Look};
use super::table::{self, Becomes};
use crate::pages::corpus::facts::typed;
use crate::words;

/// How many files a page shows.
const PAGE: usize = 100;
/// Where a page has more tables than this, each is folded in.
const MOST_OPEN: usize = 3;

/// Which files are shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// All, those that need a look first.
    All,
    /// Those that need a look.
    Look,
    /// Those about which something was noticed.
    Noticed,
    /// Those that do not come in.
    Out,
}

/// A file and what it would become.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) item: Item,
    /// The name by which people know the file: without the folder it lies in.
    pub(super) short: String,
    pub(super) date: String,
    pub(super) participants: String,
    /// Its length and what it is.
    pub(super) facts: String,
    pub(super) comes_in: bool,
    /// Why it would be set aside.
    pub(super) aside: Option<String>,
    /// The conversation that it goes on with, in a sentence.
    pub(super) continues: Option<String>,
    pub(super) notices: Vec<String>,
    /// Whether its day and month could be the other way round.
    pub(super) is_date_open: bool,
    pub(super) table: Option<Becomes>,
}

/// A page of files.
#[derive(Debug)]
pub(super) struct Rows {
    pub(super) lines: Vec<Row>,
    pub(super) page: usize,
    pub(super) pages: usize,
    pub(super) shown: Shown,
    /// How many there are in all, need a look, have something noticed about them, do not come in.
    pub(super) all: usize,
    pub(super) look: usize,
    pub(super) noticed: usize,
    pub(super) out: usize,
    /// Whether the tables on it are unfolded.
    pub(super) are_tables_open: bool,
}

impl Shown {
    pub(super) fn of(word: &str) -> Self {
        match word {
            "look" => Self::Look,
            "noticed" => Self::Noticed,
            "out" => Self::Out,
            _ => Self::All,
        }
    }

    pub(super) fn word(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Look => "look",
            Self::Noticed => "noticed",
            Self::Out => "out",
        }
    }
}

impl Row {
    fn of(look: &Look, edit: Option<&Edit>, notices: Vec<String>, item: Item) -> Self {
        let facts = look.facts(item.id);
        let table = table::shown(&item, edit);
        let is_said = edit.is_some_and(|edit| edit.date.is_some());
        Self {
            short: short(&item.file).to_owned(),
            date: item.date.as_deref().map(typed).unwrap_or_default(),
            participants: item.participants.join(", "),
            facts: told(&item, &facts, table.as_ref()),
            comes_in: look.comes_in(item.id, edit),
            continues: facts.continues.map(|(name, count)| {
                let messages = words::counted(&count, "new message", "new messages");
                format!("A longer export of “{name}”, which goes on: {messages}.")
            }),
            aside: facts.aside,
            notices,
            is_date_open: !item.is_date_sure()
                && (item.date.is_some() || item.is_chat())
                && !is_said,
            table,
            item,
        }
    }

    fn needs_look(&self) -> bool {
        self.is_date_open || self.table.as_ref().is_some_and(|table| table.needs_look)
    }

    fn is_noticed(&self) -> bool {
        !self.notices.is_empty()
    }
}

impl Rows {
    /// A page of the items that are new to the study.
    pub(super) fn of(
        look: &Look,
        edits: &BTreeMap<usize, Edit>,
        items: Vec<Item>,
        shown: Shown,
        page: usize,
    ) -> Self {
        let mut said = notices(look);
        let all = items.len();
        let row = |item: Item| {
            let files = std::iter::once(&item.file).chain(&item.transcript);
            let own = files.filter_map(|file| said.remove(file)).flatten().collect();
            Row::of(look, edits.get(&item.id), own, item)
        };
        let mut rows: Vec<Row> = items.into_iter().map(row).collect();
        let needs_look = rows.iter().filter(|row| row.needs_look()).count();
        let noticed = rows.iter().filter(|row| row.is_noticed()).count();
        let out = rows.iter().filter(|row| !row.comes_in).count();
        match shown {
            // The sort is stable: otherwise they stay as they were found.
            Shown::All => rows.sort_by_key(|row| (!row.needs_look(), !row.is_noticed())),
            Shown::Look => rows.retain(Row::needs_look),
            Shown::Noticed => rows.retain(Row::is_noticed),
            Shown::Out => rows.retain(|row| !row.comes_in),
        }
        let pages = rows.len().div_ceil(PAGE).max(1);
        let page = page.clamp(1, pages);
        let lines: Vec<Row> = rows.into_iter().skip((page - 1) * PAGE).take(PAGE).collect();
        let are_tables_open = lines.iter().filter(|row| row.table.is_some()).count() <= MOST_OPEN;
        Self { lines, page, pages, shown, all, look: needs_look, noticed, out, are_tables_open }
    }

    /// The number of the first file on the page.
    pub(super) fn first(&self) -> usize {
        (self.page - 1) * PAGE + 1
    }

    /// The choices of what is shown: the word, what it is called, how many, whether it is chosen.
    pub(super) fn choices(&self) -> [(&'static str, &'static str, usize, bool); 4] {
        let one = |shown: Shown, name, count| (shown.word(), name, count, self.shown == shown);
        [
            one(Shown::All, "All files", self.all),
            one(Shown::Look, "Need a look", self.look),
            one(Shown::Noticed, "Something noticed", self.noticed),
            one(Shown::Out, "Do not come in", self.out),
        ]
    }
}

/// What was noticed, by file.
fn notices(look: &Look) -> HashMap<String, Vec<String>> {
    let mut notices: HashMap<String, Vec<String>> = HashMap::new();
    for notice in &look.notices {
        notices.entry(notice.file.clone()).or_default().push(notice.message.clone());
    }
    notices
}

/// What an item is, how long it is, and in which language.
fn told(item: &Item, facts: &Facts, table: Option<&Becomes>) -> String {
    let counted =
        |count: Option<i64>, one, more| count.map(|count| words::counted(&count, one, more));
    let rows = table.map(|table| words::counted(&(table.rows as i64), "row", "rows"));
    let said = [
        Some(item.format.to_owned()),
        facts.duration_ms.map(|ms| words::length(&ms)),
        rows,
        counted(facts.messages, "message", "messages"),
        counted(facts.characters.filter(|_| table.is_none()), "character", "characters"),
        facts.language.map(|tag| language::name(tag).to_owned()),
        (facts.sources > 1).then(|| format!("becomes {} sources", facts.sources)),
        item.sender.as_ref().map(|sender| format!("sent by {sender}")),
    ];
    said.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// The last part of a file's place.
pub(super) fn short(file: &str) -> &str {
    file.rsplit(['/', '›']).next().map_or(file, str::trim)
}
