//! The page of the history.

use askama::Template;
use axum::extract::Query;
use serde::Deserialize;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{Person, State};

use super::acts::{self, Act, Wanted};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// The nouns that can be asked for, and what they are called.
const NOUNS: &[(&str, &str)] = &[
    ("source", "sources"),
    ("participant", "participants"),
    ("revision", "transcripts and corrections"),
    ("code", "codes"),
    ("coding", "codings"),
    ("memo", "memos and the journal"),
    ("theme", "themes"),
    ("placement", "areas"),
    ("round", "rounds"),
    ("condition", "conditions"),
    ("condition_state", "states of conditions"),
    ("indicator", "indicators"),
    ("evidence", "evidence"),
    ("action", "actions"),
    ("sentence", "sentences of the report"),
    ("record_value", "the record"),
    ("study", "the study itself"),
    ("person", "people"),
];

/// What is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    person: String,
    noun: String,
    before: String,
}

/// Something to choose.
#[derive(Debug)]
struct Choice {
    value: String,
    name: String,
    chosen: bool,
}

/// What was done on one day.
#[derive(Debug)]
struct Day {
    name: String,
    acts: Vec<Act>,
}

/// The page.
#[derive(Template)]
#[template(path = "history/list.html")]
struct HistoryPage {
    frame: Frame,
    shown: Shown,
    asked: Asked,
}

/// What is read for it.
#[derive(Debug)]
struct Shown {
    days: Vec<Day>,
    /// From where older acts go on.
    older: Option<i64>,
    undo: Option<String>,
    redo: Option<String>,
    people: Vec<Choice>,
    nouns: Vec<Choice>,
    filtered: bool,
}

/// Shows a page of the history.
pub(super) async fn list(desk: Desk, Query(asked): Query<Asked>) -> Answer {
    let me = desk.person.clone();
    let wanted = Wanted {
        person: asked.person.parse().ok(),
        noun: NOUNS.iter().find(|(noun, _)| *noun == asked.noun).map(|(noun, _)| (*noun).into()),
        before: asked.before.parse().ok(),
    };
    let read = move |reader: &Reader<'_>| read(reader, &wanted, &me);
    let (frame, shown) = desk.look(Station::History, "History", read).await?;
    desk.page(&HistoryPage { frame, shown, asked })
}

fn read(reader: &Reader<'_>, wanted: &Wanted, me: &str) -> Result<Shown> {
    let (acts, older) = acts::page(reader, wanted, me)?;
    Ok(Shown {
        days: days(acts),
        older,
        undo: acts::next(reader, me, State::Done)?,
        redo: acts::next(reader, me, State::Undone)?,
        people: people(reader, wanted.person, me)?,
        nouns: nouns(wanted.noun.as_deref()),
        filtered: wanted.person.is_some() || wanted.noun.is_some(),
    })
}

/// Acts by the day on which they were done, as this computer counts days.
fn days(acts: Vec<Act>) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for act in acts {
        let name = act.day();
        match days.last_mut() {
            Some(day) if day.name == name => day.acts.push(act),
            _ => days.push(Day { name, acts: vec![act] }),
        }
    }
    days
}

fn people(reader: &Reader<'_>, chosen: Option<Id>, me: &str) -> Result<Vec<Choice>> {
    let people: Vec<Person> = reader.list("ORDER BY created_at, id", &[])?;
    let choice = |person: Person| Choice {
        value: person.id.to_string(),
        name: if person.name == me { format!("{} (you)", person.name) } else { person.name },
        chosen: Some(person.id) == chosen,
    };
    Ok(people.into_iter().map(choice).collect())
}

fn nouns(chosen: Option<&str>) -> Vec<Choice> {
    let choice = |(noun, name): &(&str, &str)| Choice {
        value: (*noun).to_owned(),
        name: (*name).to_owned(),
        chosen: Some(*noun) == chosen,
    };
    NOUNS.iter().map(choice).collect()
}

impl HistoryPage {
    /// The address of a page of older acts, or of the first one.
    fn page_from(&self, before: Option<&i64>) -> String {
        let mut asked: Vec<String> = [("person", &self.asked.person), ("noun", &self.asked.noun)]
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| format!("{name}={}", crate::words::encode(value)))
            .collect();
        asked.extend(before.map(|before| format!("before={before}")));
        let address = self.frame.at("history");
        if asked.is_empty() { address } else { format!("{address}?{}", asked.join("&")) }
    }
}

#[cfg(test)]
mod tests {
    use trefoil_core::codebook::CodeAdd;

    use super::acts::PAGE;
    use crate::testing::TestPages;

    fn add(pages: &TestPages, person: &str, name: &str) {
        let code = CodeAdd { name: name.into(), ..CodeAdd::default() };
        pages.study.session_of(person).perform(code).expect("a code can be added");
    }

    #[test]
    fn a_history_begins_empty() {
        let pages = TestPages::new();
        assert!(pages.page("history").words().contains("Nothing has been done yet"));
    }

    #[test]
    fn undo_takes_back_ones_own_act_and_says_which() {
        let pages = TestPages::new();
        add(&pages, "Ada", "Trust");
        add(&pages, "Bo", "Doubt");
        let words = pages.page("history").words();
        assert!(words.contains("Bo added the code “Doubt”"), "{words}");
        assert!(words.contains("You added the code “Trust”"), "{words}");
        let back = pages.path("history");
        pages.post("undo", &[("_back", &back)]);
        let words = pages.page("history").words();
        assert!(words.contains("You undid: Added the code “Trust”"), "{words}");
        assert!(words.contains("undone; can be done again"), "{words}");
        pages.post("redo", &[("_back", &back)]);
        assert!(pages.page("history").words().contains("You did again: Added the code “Trust”"));
    }

    #[test]
    fn acts_come_in_pages_and_none_twice() {
        let pages = TestPages::new();
        for number in 0..PAGE + 7 {
            add(&pages, "Ada", &format!("Code {number:03}"));
        }
        let first = pages.page("history");
        assert!(first.body.contains("Code 056") && !first.body.contains("Code 006"));
        let older = first.body.split("history?").nth(1).and_then(|rest| rest.split('"').next());
        let second = pages.page(&format!("history?{}", older.expect("there is an older page")));
        assert!(second.body.contains("Code 006") && second.body.contains("Code 000"));
        // The masthead tells the last act on every page.
        assert!(!second.body.contains("Code 007"));
    }

    #[test]
    fn an_act_of_many_operations_is_told_once_whatever_the_page() {
        let pages = TestPages::new();
        let ada = pages.study.session().one_act();
        for number in 0..5 {
            let code = CodeAdd { name: format!("Part {number}"), ..CodeAdd::default() };
            ada.perform(code).expect("a code can be added");
            add(&pages, "Bo", &format!("Between {number}"));
        }
        let words = pages.page("history").words();
        assert_eq!(words.matches("You added the code “Part 0”").count(), 1, "{words}");
        assert!(words.contains("4 more"), "{words}");
        // An older page that begins within the act does not tell it again.
        let words = pages.page("history?before=6").words();
        assert!(!words.contains("You added the code") && words.contains("“Between 1”"), "{words}");
    }

    #[test]
    fn who_and_what_can_be_asked_for() {
        let pages = TestPages::new();
        add(&pages, "Bo", "Doubt");
        pages.post("do/memo.add", &[("text", "A thought")]);
        let words = pages.page("history?noun=memo").words();
        assert!(
            words.contains("You wrote in the journal") && !words.contains("Bo added"),
            "{words}"
        );
        let page = pages.page("history").body;
        let bo = page.split("<option value=\"").find(|rest| rest.contains(">Bo<"));
        let id = bo.and_then(|rest| rest.split('"').next()).expect("Bo can be chosen");
        let words = pages.page(&format!("history?person={id}&noun=code")).words();
        assert!(words.contains("Bo added") && !words.contains("You wrote in"), "{words}");
        assert!(pages.page("history?noun=nonsense&before=x&person=y").words().contains("Bo added"));
    }
}
