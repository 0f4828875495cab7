//! The guide through the demo: thirteen small steps that tick themselves.
//!
//! A step is done when the person's history or the pages they looked at say so; nobody keeps a
//! list. Looking is remembered by the browser's session, acting by the study.

use std::collections::HashSet;

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::{Reader, Value};

/// One step of the guide.
#[derive(Debug, Clone)]
pub(super) struct Step {
    /// What to do.
    pub(super) what: &'static str,
    /// How it is done.
    pub(super) how: &'static str,
    /// Where, within the study.
    pub(super) path: String,
    /// Whether this person did it.
    pub(super) done: bool,
    /// Whether it is the first that is not done.
    pub(super) next: bool,
}

/// The guide as it stands for one person.
#[derive(Debug, Clone)]
pub(super) struct Guide {
    /// Its steps.
    pub(super) steps: Vec<Step>,
}

impl Guide {
    /// How many steps are done.
    pub(super) fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.done).count()
    }

    /// Whether there is nothing left to do.
    pub(super) fn is_over(&self) -> bool {
        self.done() == self.steps.len()
    }
}

/// What a person did and looked at.
struct Walked {
    operations: HashSet<String>,
    /// Paths within the study that were looked at.
    visited: Vec<String>,
}

impl Walked {
    fn read(reader: &Reader<'_>, person: &str, visited: Vec<String>) -> Result<Self> {
        let sql = "SELECT DISTINCT operation FROM history \
                   WHERE person = (SELECT id FROM person WHERE name = $1)";
        let rows = reader.query(sql, bind![person])?;
        let operations = rows.iter().map(|row| row.get(0)).collect::<Result<_>>()?;
        Ok(Self { operations, visited })
    }

    fn did(&self, operation: &str) -> bool {
        self.operations.contains(operation)
    }

    fn saw(&self, path: &str) -> bool {
        self.visited.iter().any(|one| one == path)
    }

    /// Whether a page, or one below it, was looked at.
    fn within(&self, path: &str) -> bool {
        self.visited.iter().any(|one| {
            one.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        })
    }

    /// The ids of what was looked at on pages such as `codes/{id}`.
    fn looked_at(&self, noun: &str) -> Vec<Id> {
        let ids = self.visited.iter().filter_map(|path| path.strip_prefix(noun)?.parse().ok());
        ids.collect()
    }
}

/// Where each step leads: the best examples that the study has.
struct Places {
    voice: Option<Id>,
    code: Option<Id>,
    theme: Option<Id>,
    condition: Option<Id>,
    quote: Option<Id>,
}

fn first(reader: &Reader<'_>, sql: &str, values: &[Value]) -> Result<Option<Id>> {
    reader.query(sql, values)?.first().map(|row| row.get(0)).transpose()
}

impl Places {
    fn read(reader: &Reader<'_>, person: &str) -> Result<Self> {
        // The voice note with the most in it.
        let voice = "SELECT s.id FROM source s WHERE s.stream = 'voice_note' \
                     AND s.media IS NOT NULL AND s.revision IS NOT NULL \
                     ORDER BY (SELECT COUNT(*) FROM passage p WHERE p.source = s.id) DESC, \
                     s.date, s.id LIMIT 1";
        let mine = "SELECT k.code FROM coding k JOIN person w ON w.id = k.coder \
                    WHERE w.name = $1 ORDER BY k.at DESC LIMIT 1";
        let code = first(reader, mine, bind![person])?;
        let gathering = "SELECT theme FROM theme_code WHERE code = $1 \
                         OR code = (SELECT parent FROM code WHERE id = $1) LIMIT 1";
        let theme = match code {
            Some(code) => first(reader, gathering, bind![code])?,
            None => None,
        };
        let strained = "SELECT condition FROM condition_theme WHERE bearing = 'strains' \
                        ORDER BY id LIMIT 1";
        let quote = "SELECT q.passage FROM theme_passage q JOIN passage p ON p.id = q.passage \
                     JOIN source s ON s.id = p.source WHERE s.media IS NOT NULL \
                     ORDER BY q.quoted DESC, q.id LIMIT 1";
        Ok(Self {
            voice: first(reader, voice, &[])?,
            code,
            theme: theme.or(first(reader, "SELECT id FROM theme ORDER BY position LIMIT 1", &[])?),
            condition: first(reader, strained, &[])?,
            quote: first(reader, quote, &[])?,
        })
    }
}

/// An address below a list, or the list itself where there is no example.
fn below(list: &str, id: Option<Id>) -> String {
    id.map_or_else(|| list.to_owned(), |id| format!("{list}/{id}"))
}

fn is_voice_note(reader: &Reader<'_>, source: Id) -> Result<bool> {
    let sql = "SELECT COUNT(*) FROM source WHERE id = $1 AND stream = 'voice_note'";
    Ok(reader.number(sql, bind![source])? > 0)
}

/// Reads how far a person came; `visited` are the paths within the study that were looked at.
pub(super) fn read(reader: &Reader<'_>, person: &str, visited: Vec<String>) -> Result<Guide> {
    let walked = Walked::read(reader, person, visited)?;
    let places = Places::read(reader, person)?;
    let mut heard = false;
    for source in walked.looked_at("sources/") {
        heard = heard || is_voice_note(reader, source)?;
    }
    let played = !walked.looked_at("media/").is_empty();
    let voice = places.voice.map_or_else(|| "corpus".to_owned(), |id| format!("sources/{id}"));
    let step = |what, how, path: String, done| Step { what, how, path, done, next: false };
    let mut steps = vec![
        step(
            "Open a voice note",
            "It is a minute or two long, and its words stand beside it.",
            voice.clone(),
            heard,
        ),
        step(
            "Play it and read along",
            "Space plays and pauses, the arrows go five seconds back and on. Click a time to hear \
             from there.",
            voice.clone(),
            played,
        ),
        step(
            "Code a passage",
            "Select words that strike you, press c, and type a name for what they are about, or \
             choose a code that is there.",
            voice,
            walked.did("coding.add"),
        ),
        step(
            "See the code",
            "All its passages, from everybody, in one place.",
            below("codes", places.code),
            !walked.looked_at("codes/").is_empty(),
        ),
        step(
            "Open its theme",
            "A claim, the passages it rests on, and who is silent.",
            below("themes", places.theme),
            !walked.looked_at("themes/").is_empty(),
        ),
        step(
            "Place the theme in another area",
            "Firm up, fine tune or focus: write why, in a line. The way it took is kept.",
            below("themes", places.theme),
            walked.did("theme.place"),
        ),
        step(
            "See what that does to a condition",
            "Themes support a condition or strain it. A warning is advice and blocks nothing.",
            below("conditions", places.condition),
            !walked.looked_at("conditions/").is_empty(),
        ),
        step(
            "Trace it back to the voice",
            "From a claim to the second at which somebody said it.",
            places.quote.map_or_else(|| "themes".to_owned(), |id| format!("trace/{id}")),
            !walked.looked_at("trace/").is_empty(),
        ),
        step(
            "Read the report",
            "Each sentence carries the way back to what it rests on.",
            "report".to_owned(),
            walked.saw("report"),
        ),
        step(
            "See who agreed to what",
            "Five people, and not all of them said yes to everything. The ledger is asked before \
             words are read, played, quoted or given away.",
            "care/consent".to_owned(),
            walked.saw("care/consent"),
        ),
        step(
            "Find the name that slipped out",
            "One of the five said somebody’s first name by mistake, and asked twice for it to go. \
             Accept a find, and it is replaced without moving a code.",
            "care/review".to_owned(),
            walked.within("care/review"),
        ),
        step(
            "See what a withdrawal takes with it",
            "P4 took the voice notes back. Everything that would go is listed before anything \
             goes; what you then remove is gone for good.",
            "care/withdraw".to_owned(),
            walked.within("care/withdraw"),
        ),
        step(
            "Undo something",
            "Press u on any page. Your own last act is taken back, and nobody else’s.",
            "history".to_owned(),
            walked.did("undo"),
        ),
    ];
    if let Some(next) = steps.iter_mut().find(|step| !step.done) {
        next.next = true;
    }
    Ok(Guide { steps })
}
