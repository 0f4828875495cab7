//! `trefoil search`: where in the texts some words stand.

use clap::Args;
use trefoil_core::error::Result as Resolved;
use trefoil_core::explore::search::{self, Found, Hit, Mode, Query, Texts};
use trefoil_core::id::Id;
use trefoil_core::reference;
use trefoil_core::storage::Reader;

use crate::args::At;
use crate::desk::Desk;
use crate::exit::{Code, Failure, Result};
use crate::output::{Page, Table, brief, counted, one_line, time};

/// Searches the texts of all sources; each hit is a line.
#[derive(Debug, Args)]
#[command(after_help = "Capitals, curly quotes and the white space between words make no \
    difference. Each option that begins with “Only” may be given several times. The exit code is 1 \
    when nothing is found.")]
pub(crate) struct Search {
    #[command(flatten)]
    at: At,
    /// The words, as they stand in a text, or an expression
    #[arg(value_name = "QUERY")]
    words: String,
    #[command(flatten)]
    how: How,
    /// Only in this stream
    #[arg(long, value_name = "STREAM")]
    stream: Vec<String>,
    /// Only in sources with this participant in them
    #[arg(long, value_name = "NAME")]
    participant: Vec<String>,
    /// Only in sources that lie in this week of a participant's time
    #[arg(long, value_name = "NUMBER", allow_negative_numbers = true)]
    week: Vec<i64>,
    /// Only in this source
    #[arg(long, value_name = "SOURCE")]
    source: Vec<String>,
    /// Only in what is coded with this code
    #[arg(long, value_name = "CODE")]
    code: Vec<String>,
    /// Also in what is coded with a code beneath it
    #[arg(long, requires = "code")]
    below: bool,
    /// How many hits to list at most; all are counted
    #[arg(long, value_name = "NUMBER", default_value_t = 50)]
    limit: usize,
}

/// How the words are meant.
#[derive(Debug, Args)]
struct How {
    /// Read QUERY as a regular expression
    #[arg(long, conflicts_with = "whole_word")]
    regex: bool,
    /// Find nothing inside longer words
    #[arg(long)]
    whole_word: bool,
    /// Tell capitals and small letters apart
    #[arg(long)]
    case: bool,
}

impl How {
    fn mode(&self) -> Mode {
        match (self.regex, self.whole_word) {
            (true, _) => Mode::Regex,
            (false, true) => Mode::WholeWord,
            (false, false) => Mode::Literal,
        }
    }
}

impl Search {
    fn query(self, reader: &Reader<'_>) -> Resolved<Query> {
        let all = |names: &[String], find: fn(&Reader<'_>, &str) -> Resolved<Id>| {
            names.iter().map(|name| find(reader, name)).collect::<Resolved<Vec<Id>>>()
        };
        let streams = self.stream.iter().map(|name| reference::stream(reader, name));
        Ok(Query {
            mode: self.how.mode(),
            streams: streams.collect::<Resolved<_>>()?,
            participants: all(&self.participant, reference::participant)?,
            sources: all(&self.source, reference::source)?,
            codes: all(&self.code, reference::code)?,
            words: self.words,
            case: self.how.case,
            weeks: self.week,
            below: self.below,
            limit: self.limit,
        })
    }
}

pub(crate) fn run(command: Search, desk: &Desk) -> Result {
    let open = desk.open(&command.at)?;
    let query = open.read(move |reader| command.query(reader))?;
    let mut texts = Texts::default();
    let found = search::search(&open.study, &mut texts, &query)?;
    open.print(&found, |found, page| tell(found, &texts, page))?;
    if found.total == 0 { Err(Failure::Said(Code::No)) } else { Ok(()) }
}

fn tell(found: &Found, texts: &Texts, page: &mut Page) {
    if !found.hits.is_empty() {
        let mut table = Table::new(&["Source", "Where", "Words"]);
        for hit in &found.hits {
            table.row([brief(&hit.source_name, 40), place(hit), words(hit, texts)]);
        }
        page.table(&table, "");
        page.gap();
    }
    let sources = counted(found.sources as i64, "source", "sources");
    page.line(match (found.total, found.capped) {
        (0, _) => "Nothing was found.".to_owned(),
        (total, false) => format!("{} in {sources}.", counted(total as i64, "hit", "hits")),
        (total, true) => {
            format!("{} of {total} hits in {sources}; `--limit` lists more.", found.hits.len())
        }
    });
}

/// When it is heard, or else where it stands.
fn place(hit: &Hit) -> String {
    hit.begin_ms.map_or_else(|| format!("{}–{}", hit.span.start, hit.span.end), time)
}

/// The hit between marks, with the words around it and a sign where more of the text follows.
fn words(hit: &Hit, texts: &Texts) -> String {
    let length = |text: &str| text.chars().count() as i64;
    let end = texts.get(hit.source).map_or(i64::MAX, |text| text.ruler().length());
    let more = |is_more: bool| if is_more { "…" } else { "" };
    let before = more(hit.span.start > length(&hit.before));
    let behind = more(hit.span.end + length(&hit.after) < end);
    let matched = brief(&hit.matched, 200);
    one_line(&format!("{before}{}»{matched}«{}{behind}", hit.before, hit.after))
}
