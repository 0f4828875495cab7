//! What to do next, read from the study: each step with its reason and its place, at most five.
//!
//! Nothing here is remembered: a step is there as long as the study says so. They are tried in the
//! order of the way, except that what looks wrong comes before what is merely missing.

use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::Status;
use trefoil_core::{condition, record, sentence, theme};

use crate::words::counted;

/// The most that is suggested at once.
const MOST: usize = 5;

/// One thing to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Step {
    /// What.
    pub(super) what: String,
    /// Why, in a sentence or two.
    pub(super) why: String,
    /// Where, within the study.
    pub(super) path: String,
}

impl Step {
    fn new(what: impl Into<String>, why: impl Into<String>, path: impl Into<String>) -> Self {
        Self { what: what.into(), why: why.into(), path: path.into() }
    }
}

/// Looks for one thing that waits.
type Look = fn(&Reader<'_>) -> Result<Option<Step>>;

/// What waits, on a day given as an ISO date.
pub(super) fn steps(reader: &Reader<'_>, today: &str, status: &Status) -> Result<Vec<Step>> {
    let mut steps = begin(status.sources, status.conditions);
    let looks: [Look; 9] = [
        wordless,
        startless,
        unread,
        undefined,
        idealess,
        unplaced,
        evidenceless,
        unsupported,
        incomplete,
    ];
    steps.extend(warned(reader, today)?);
    steps.extend(first_theme(status));
    for look in looks {
        if steps.len() >= MOST {
            break;
        }
        steps.extend(look(reader)?);
    }
    steps.extend(first_model(status));
    steps.truncate(MOST);
    Ok(steps)
}

fn begin(sources: i64, conditions: i64) -> Vec<Step> {
    let mut steps = Vec::new();
    if sources == 0 {
        steps.push(Step::new(
            "Bring in the first recordings and texts",
            "Files, folders, zips and chat exports come in together. You see what each will become \
             before anything is stored.",
            "corpus/import",
        ));
    }
    if sources == 0 && conditions == 0 {
        steps.push(Step::new(
            "Or begin at the end, with the model of conditions",
            "An organisation that only considers a programme can look at what must be true first, \
             and add what people say as it comes.",
            "conditions",
        ));
    }
    steps
}

/// How many things a question finds, and the first of them.
struct Found {
    many: i64,
    id: Id,
    name: String,
}

/// Asks with `FROM … WHERE …` for things that have `id` and `name`.
fn find(reader: &Reader<'_>, from: &str, order: &str) -> Result<Option<Found>> {
    let sql = format!("SELECT id, name FROM {from} ORDER BY {order} LIMIT 1");
    let Some(row) = reader.query(&sql, &[])?.pop() else { return Ok(None) };
    let many = reader.number(&format!("SELECT COUNT(*) FROM {from}"), &[])?;
    Ok(Some(Found { many, id: row.get(0)?, name: row.get(1)? }))
}

fn warned(reader: &Reader<'_>, today: &str) -> Result<Option<Step>> {
    let model = condition::list(reader, today)?;
    let mut warned = model.iter().filter(|one| !one.warnings.is_empty());
    let Some(first) = warned.next() else { return Ok(None) };
    let sentence = first.warnings.first().map(|one| one.sentence.clone()).unwrap_or_default();
    let more = match warned.count() {
        0 => String::new(),
        1 => " One more condition is worth a second look.".to_owned(),
        more => format!(" {more} more conditions are worth a second look."),
    };
    Ok(Some(Step::new(
        format!("Look again at {}, {}", first.label, first.condition.name),
        format!("{sentence} Order is advice: you may leave it so.{more}"),
        format!("conditions/{}", first.condition.id),
    )))
}

fn wordless(reader: &Reader<'_>) -> Result<Option<Step>> {
    let Some(found) = find(reader, "source WHERE revision IS NULL", "date, name, id")? else {
        return Ok(None);
    };
    let what = match found.many {
        1 => format!("Find the words of “{}”", found.name),
        more => format!("Find the words of {more} sources"),
    };
    let why = "Without words they can be heard, but not read, searched or coded. Type them to the \
               audio, or attach a transcript.";
    Ok(Some(Step::new(what, why, format!("sources/{}", found.id))))
}

fn startless(reader: &Reader<'_>) -> Result<Option<Step>> {
    let from = "participant WHERE started_on IS NULL AND id IN \
                (SELECT participant FROM source_participant)";
    let Some(found) = find(reader, from, "name, id")? else { return Ok(None) };
    let what = match found.many {
        1 => format!("Say when {} started", found.name),
        more => format!("Say when {more} participants started"),
    };
    let why = "Weeks are counted from that day: the grid and the timeline need it.";
    Ok(Some(Step::new(what, why, format!("participants/{}", found.id))))
}

fn unread(reader: &Reader<'_>) -> Result<Option<Step>> {
    let from = "source s WHERE revision IS NOT NULL AND NOT EXISTS \
                (SELECT 1 FROM passage p WHERE p.source = s.id)";
    // What has no date comes after what has one, on both engines.
    let order = "CASE WHEN date IS NULL THEN 1 ELSE 0 END, date, name, id";
    let Some(found) = find(reader, from, order)? else { return Ok(None) };
    let (what, why) = match found.many {
        1 => (format!("Read “{}”", found.name), "No passage is marked in it yet.".to_owned()),
        more => (
            format!("Read on: “{}”", found.name),
            format!(
                "{more} sources have words and no marked passage yet. The earliest comes first."
            ),
        ),
    };
    Ok(Some(Step::new(what, why, format!("sources/{}", found.id))))
}

fn undefined(reader: &Reader<'_>) -> Result<Option<Step>> {
    let Some(found) = find(reader, "code WHERE definition = ''", "position, id")? else {
        return Ok(None);
    };
    let (what, path) = match found.many {
        1 => (format!("Say what the code “{}” means", found.name), format!("codes/{}", found.id)),
        more => (format!("Say what {more} codes mean"), format!("codes/{}", found.id)),
    };
    let why = "A line is enough. It keeps a code the same for you in three months, and for a \
               second reader today.";
    Ok(Some(Step::new(what, why, path)))
}

/// Codings enough to think with, and nothing made of them yet.
fn first_theme(status: &Status) -> Option<Step> {
    const ENOUGH: i64 = 30;
    (status.codings >= ENOUGH && status.themes == 0).then(|| {
        Step::new(
            "Make a first theme",
            format!(
                "{} are there to think with. A theme is a claim that gathers some of them; it may \
                 be wrong at first.",
                counted(&status.codings, "coding", "codings")
            ),
            "themes",
        )
    })
}

fn idealess(reader: &Reader<'_>) -> Result<Option<Step>> {
    let Some(found) = find(reader, "theme WHERE idea = ''", "position, id")? else {
        return Ok(None);
    };
    let more = if found.many > 1 {
        format!(" {} wait for one.", counted(&found.many, "theme", "themes"))
    } else {
        String::new()
    };
    Ok(Some(Step::new(
        format!("Write the central idea of “{}”", found.name),
        format!("A theme without one is a heap of passages.{more}"),
        format!("themes/{}", found.id),
    )))
}

fn unplaced(reader: &Reader<'_>) -> Result<Option<Step>> {
    let board = theme::board(reader)?;
    let open = board.iter().filter(|placed| placed.area == theme::Area::Unplaced).count();
    Ok((open > 0).then(|| {
        let themes = if open == 1 { "a theme".to_owned() } else { format!("{open} themes") };
        Step::new(
            format!("Place {themes} in an area"),
            "Firm up, fine tune or focus, with a reason. It may change from round to round.",
            "themes",
        )
    }))
}

fn evidenceless(reader: &Reader<'_>) -> Result<Option<Step>> {
    let from = "theme t WHERE NOT EXISTS (SELECT 1 FROM theme_code c WHERE c.theme = t.id) \
                AND NOT EXISTS (SELECT 1 FROM theme_passage p WHERE p.theme = t.id)";
    let Some(found) = find(reader, from, "position, id")? else { return Ok(None) };
    Ok(Some(Step::new(
        format!("Gather what “{}” rests on", found.name),
        "No code and no passage is gathered in it, so nothing leads from it to anybody’s words.",
        format!("themes/{}", found.id),
    )))
}

fn unsupported(reader: &Reader<'_>) -> Result<Option<Step>> {
    let found = sentence::unsupported(reader)?;
    let Some(first) = found.first() else { return Ok(None) };
    let section = first.sentence.section.label();
    let (what, why) = match found.len() {
        1 => (
            "Support a sentence of the report".to_owned(),
            format!("In {section}: {}", first.reason),
        ),
        more => (
            format!("Support {more} sentences of the report"),
            format!("The first is in {section}: {}", first.reason),
        ),
    };
    Ok(Some(Step::new(what, why, "report")))
}

fn incomplete(reader: &Reader<'_>) -> Result<Option<Step>> {
    // Nobody describes for a repository what is not written yet.
    if reader.number("SELECT COUNT(*) FROM sentence", &[])? == 0 {
        return Ok(None);
    }
    let missing = record::completeness(reader)?.missing;
    let Some(first) = missing.first() else { return Ok(None) };
    let more = match missing.len() {
        1 => String::new(),
        many => format!(", and {} more", many - 1),
    };
    Ok(Some(Step::new(
        "Complete the record",
        format!("A deposit still needs: {}{more}; {}.", first.label, first.why),
        "record",
    )))
}

fn first_model(status: &Status) -> Option<Step> {
    (status.sources > 0 && status.themes > 0 && status.conditions == 0).then(|| {
        Step::new(
            "Begin the model of conditions",
            "Themes say how it is; conditions say what must be true. A template from published \
             guidance is there to begin with.",
            "conditions",
        )
    })
}
