//! The page of settings.

use std::path::PathBuf;

use askama::Template;
use trefoil_core::corpus::name_rule::{self, NameRule};
use trefoil_core::corpus::stream::Stream;
use trefoil_core::error::Result;
use trefoil_core::storage::{Place, Reader};
use trefoil_core::study::backup::{self, Backup, Reason};
use trefoil_core::study::{self, About, Method, Person, Role, Study};

use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::pages::start;
use crate::pages::transcription::Choices;
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "settings/show.html")]
struct SettingsPage {
    frame: Frame,
    about: About,
    streams: Vec<Stream>,
    name_rules: Vec<NameRule>,
    people: Vec<Person>,
    file: FileFacts,
    /// What recordings can be searched for voices with.
    choices: Choices,
}

/// Where the study is kept.
#[derive(Debug, Clone)]
struct FileFacts {
    place: String,
    is_file: bool,
    bytes: i64,
    encrypted: bool,
    /// What is risky about the place.
    risk: Option<String>,
    folder: String,
    backups: Vec<Kept>,
}

/// A backup as told.
#[derive(Debug, Clone)]
struct Kept {
    number: usize,
    made: String,
    bytes: i64,
    why: &'static str,
}

impl Kept {
    fn of(backup: &Backup) -> Self {
        Self {
            number: backup.number,
            made: local(&backup.made_at),
            bytes: i64::try_from(backup.bytes).unwrap_or(i64::MAX),
            why: reason(backup.reason),
        }
    }
}

/// Shows the settings.
pub(super) async fn show(desk: Desk) -> Answer {
    let (frame, (about, streams, name_rules, people)) =
        desk.look(Station::Settings, "Settings", read).await?;
    let study = desk.study();
    let file = wait_for(move || Ok(facts(study.place()))).await?;
    let choices = Choices::of(&desk.app, &about);
    desk.page(&SettingsPage { frame, about, streams, name_rules, people, file, choices })
}

/// What the study says of itself, its streams, its rules for file names and its people.
type Words = (About, Vec<Stream>, Vec<NameRule>, Vec<Person>);

fn read(reader: &Reader<'_>) -> Result<Words> {
    Ok((
        study::about(reader)?,
        reader.list("ORDER BY position, id", &[])?,
        name_rule::list(reader)?,
        reader.list("ORDER BY created_at, id", &[])?,
    ))
}

fn facts(place: &Place) -> FileFacts {
    let file = place.file().map(|path| std::path::absolute(path).unwrap_or_else(|_| path.into()));
    let shown = |path: &PathBuf| path.display().to_string();
    let size = file.as_ref().and_then(|path| std::fs::metadata(path).ok()).map_or(0, |m| m.len());
    FileFacts {
        place: file.as_ref().map_or_else(|| place.to_string(), shown),
        is_file: file.is_some(),
        bytes: i64::try_from(size).unwrap_or(i64::MAX),
        encrypted: Study::needs_passphrase(place).unwrap_or(false),
        risk: place.risk(),
        folder: file.as_deref().map(backup::folder).as_ref().map_or_else(String::new, shown),
        // A folder that cannot be read holds no backups that could be shown.
        backups: file
            .and_then(|file| backup::list(&file).ok())
            .unwrap_or_default()
            .iter()
            .map(Kept::of)
            .collect(),
    }
}

impl SettingsPage {
    fn methods(&self) -> Vec<(&'static str, &'static str, bool)> {
        let one = |method: &Method| {
            (method.word(), start::method_name(*method), *method == self.about.method)
        };
        Method::ALL.iter().map(one).collect()
    }

    fn is_me(&self, person: &Person) -> bool {
        person.name == self.frame.person
    }
}

/// Roles with their words, and whether a person has each.
fn roles(person: &Person) -> Vec<(&'static str, &'static str, bool)> {
    let one = |role: &Role| (role.word(), role_name(*role), *role == person.role);
    Role::ALL.iter().map(one).collect()
}

fn role_name(role: Role) -> &'static str {
    match role {
        Role::Researcher => "researcher",
        Role::CoResearcher => "co-researcher",
        Role::Manager => "manager",
    }
}

/// Why a backup was made, in words.
fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Daily => "the first change of a day",
        Reason::Asked => "somebody asked for it",
        Reason::BeforeUpgrade => "before a new version of the program changed the file",
        Reason::BeforeRestore => "before another backup was put back",
        Reason::AfterErasure => "words were erased, and all earlier backups with them",
    }
}

/// A moment in UTC as this computer's clock shows it.
fn local(made_at: &str) -> String {
    let at = made_at.parse::<jiff::Timestamp>();
    at.map_or_else(|_| made_at.to_owned(), |at| crate::words::stamp(&at.as_millisecond()))
}

/// A path as a shell takes it.
fn quoted(path: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/._-~:".contains(letter);
    if path.chars().all(plain) {
        path.to_owned()
    } else {
        format!("'{}'", path.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use trefoil_core::codebook::CodeAdd;
    use trefoil_core::study::{NewStudy, Secret};
    use trefoil_testkit::TestStudy;

    use super::quoted;
    use crate::testing::TestPages;

    #[test]
    fn what_the_study_says_of_itself_is_changed() {
        let pages = TestPages::new();
        let fields = [
            ("title", "Finding my feet"),
            ("question", "How do people begin?"),
            ("method", "framework"),
            ("tentative", "no"),
            ("minimum_group", "4"),
        ];
        let told = pages.post("do/study.set", &fields);
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
        let page = pages.page("settings");
        assert!(page.body.contains("value=\"Finding my feet\""));
        assert!(page.body.contains("value=\"framework\" selected"));
        assert!(page.body.contains("value=\"no\" selected"));
        let told = pages.post("do/study.set", &[("title", " ")]);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(told.words().contains("A study needs a title"));
    }

    #[test]
    fn how_transcripts_are_written_is_said() {
        let pages = TestPages::new();
        let fields = [
            ("pauses_from_ms", "1500"),
            ("inaudible", "(?)"),
            ("vocabulary", "Quayside, befriending"),
        ];
        let told = pages.post("do/study.set", &fields);
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
        let page = pages.page("settings");
        assert!(page.body.contains("value=\"1500\"") && page.body.contains("value=\"(?)\""));
        assert!(page.words().contains("Quayside, befriending"));
        let told = pages.post("do/study.set", &[("pauses_from_ms", "90000")]);
        assert!(told.words().contains("A pause is written from"), "{}", told.words());
    }

    #[test]
    fn a_stream_gets_another_label() {
        let pages = TestPages::new();
        pages.page("settings");
        pages.post("do/stream.set", &[("stream", "field_note"), ("label", "Walk note")]);
        assert!(pages.page("settings").body.contains("value=\"Walk note\""));
    }

    #[test]
    fn the_time_zone_is_said_and_taken_back() {
        let pages = TestPages::new();
        let told = pages.post("do/study.set", &[("time_zone", "europe/london")]);
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
        assert!(pages.page("settings").body.contains("value=\"Europe/London\""));
        let told = pages.post("do/study.set", &[("time_zone", "Narnia")]);
        assert!(told.words().contains("“Narnia” is no time zone"), "{}", told.words());
        pages.post("do/study.set", &[("time_zone", "")]);
        assert!(!pages.page("settings").body.contains("Europe/London\""));
    }

    #[test]
    fn rules_for_file_names_are_listed_added_moved_and_removed() {
        let pages = TestPages::new();
        assert!(pages.page("settings").words().contains("No rules yet"));
        for pattern in ["{participant}_wk{week}", "{date}_{participant}"] {
            let told = pages.post("do/name_rule.add", &[("pattern", pattern)]);
            assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
        }
        let told = pages.post("do/name_rule.add", &[("pattern", "{nobody}")]);
        assert!(told.words().contains("no rule for file names"), "{}", told.words());
        let rules = pages.study.study().read(super::name_rule::list).unwrap();
        let second = rules[1].id.to_string();
        let order = || {
            let body = pages.page("settings").body;
            let at = |pattern: &str| body.find(&format!("<code>{pattern}</code>"));
            at("{date}_{participant}").zip(at("{participant}_wk{week}"))
        };
        assert!(order().is_some_and(|(second, first)| first < second));
        pages.post("do/name_rule.move", &[("name_rule", &second), ("to", "1")]);
        assert!(order().is_some_and(|(second, first)| second < first));
        pages.post("do/name_rule.remove", &[("name_rule", &second)]);
        assert_eq!(pages.study.study().read(super::name_rule::list).unwrap().len(), 1);
    }

    #[test]
    fn ones_own_name_changes_in_the_study_and_in_the_program() {
        let pages = TestPages::new();
        let code = CodeAdd { name: "Trust".into(), ..CodeAdd::default() };
        pages.study.session().perform(code).expect("a code can be added");
        let told = pages.post("settings/me", &[("name", " Ada  L. ")]);
        assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
        assert_eq!(pages.app.person().as_deref(), Some("Ada L."));
        // Still the same person: what was done before is theirs.
        let words = pages.page("history").words();
        assert!(words.contains("You added the code “Trust”"), "{words}");
        assert_eq!(pages.post("settings/me", &[("name", "")]).status, 422);
    }

    #[test]
    fn undoing_a_change_of_name_goes_on_under_the_name_before() {
        let pages = TestPages::new();
        let code = CodeAdd { name: "Trust".into(), ..CodeAdd::default() };
        pages.study.session().perform(code).expect("a code can be added");
        let before = pages.app.person();
        pages.post("settings/me", &[("name", "Ada L.")]);
        pages.post("undo", &[]);
        assert_eq!(pages.app.person(), before);
        // What was done before the change can be undone too, and all of it done again.
        pages.post("undo", &[]);
        let words = pages.page("codes").words();
        assert!(words.contains("Undid: Added the code “Trust”"), "{words}");
        pages.post("redo", &[]);
        pages.post("redo", &[]);
        assert_eq!(pages.app.person().as_deref(), Some("Ada L."));
        let words = pages.page("codes").words();
        assert!(words.contains("1 code."), "{words}");
    }

    #[test]
    fn a_backup_is_made_and_listed() {
        let pages = TestPages::new();
        assert!(pages.page("settings").words().contains("No backups yet"));
        pages.post("settings/backup", &[]);
        let words = pages.page("settings").words();
        assert!(
            words.contains("Made a backup") && words.contains("somebody asked for it"),
            "{words}"
        );
    }

    #[test]
    fn an_encrypted_file_is_said_to_be() {
        assert!(pages_of(None).page("settings").words().contains("not encrypted"));
        let words = pages_of(Some("a passphrase")).page("settings").words();
        assert!(words.contains("The file is encrypted"), "{words}");
        assert!(!words.contains("a passphrase;"), "{words}");
    }

    fn pages_of(passphrase: Option<&str>) -> TestPages {
        let new = NewStudy { passphrase: passphrase.map(Secret::new), ..NewStudy::titled("One") };
        TestPages::of(TestStudy::file_with(&new))
    }

    #[test]
    fn a_path_is_quoted_for_the_shell() {
        assert_eq!(quoted("/home/ada/x.trefoil"), "/home/ada/x.trefoil");
        assert_eq!(quoted("/a b/it's.trefoil"), r"'/a b/it'\''s.trefoil'");
    }
}
