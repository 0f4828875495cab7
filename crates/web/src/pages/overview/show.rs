//! The page, put together from one moment of the study.

use askama::Template;
use trefoil_core::error::Result;
use trefoil_core::storage::Reader;
use trefoil_core::study::{self, About, Study, backup};
use trefoil_core::theme::Area;

use super::guide::{self, Guide};
use super::journal::{self, Entry};
use super::next::{self, Step};
use super::way::{Care, Way};
use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::pages::corpus::grid::{self, Grid};
use crate::pages::{history, start, transcription};
use crate::trouble::Answer;

/// How many acts and how many entries of the journal the page tells.
const LATELY: usize = 7;
const JOURNAL: i64 = 2;

/// The page.
#[derive(Template)]
#[template(path = "overview/show.html")]
struct OverviewPage {
    frame: Frame,
    grid: Grid,
    /// How the queue of transcriptions stands.
    hearing: Option<String>,
    seen: Seen,
    encrypted: bool,
    is_file: bool,
    /// When the newest backup was made.
    backup: Option<String>,
}

/// What is read for it.
struct Seen {
    about: About,
    way: Way,
    care: Care,
    next: Vec<Step>,
    lately: Vec<(i64, String)>,
    journal: Vec<Entry>,
    journal_all: i64,
    /// How far this person came in the demo; none in any other study.
    guide: Option<Guide>,
}

/// Shows the overview.
pub(super) async fn show(desk: Desk) -> Answer {
    let (today, now, me) = (desk.today(), desk.now(), desk.person.clone());
    let study = desk.study();
    let (encrypted, backup, is_demo) = wait_for(move || {
        let (encrypted, backup) = file_facts(&study);
        Ok((encrypted, backup, start::is_demo(&study)?))
    })
    .await?;
    let visited = is_demo.then(|| visited(&desk));
    let read = move |reader: &Reader<'_>| read(reader, &today, now, &me, visited);
    let (frame, (grid, hearing, seen)) = desk.look(Station::Overview, "Overview", read).await?;
    let is_file = desk.open.study.place().file().is_some();
    desk.page(&OverviewPage { frame, grid, hearing, seen, encrypted, is_file, backup })
}

/// Reads the page; `visited` is there for the demo only, and with it comes the guide.
fn read(
    reader: &Reader<'_>,
    today: &str,
    now: i64,
    me: &str,
    visited: Option<Vec<String>>,
) -> Result<(Grid, Option<String>, Seen)> {
    let (journal, journal_all) = journal::entries(reader, 0, JOURNAL)?;
    let guide = visited.map(|visited| guide::read(reader, me, visited)).transpose()?;
    let way = Way::read(reader, today, now)?;
    let seen = Seen {
        next: next::steps(reader, today, &way.status)?,
        care: Care::read(reader)?,
        way,
        lately: history::latest(reader, LATELY, me)?,
        about: study::about(reader)?,
        guide,
        journal,
        journal_all,
    };
    Ok((grid::read_from(reader, today, 0)?, transcription::line(reader)?, seen))
}

/// The paths within the study that this browser looked at.
fn visited(desk: &Desk) -> Vec<String> {
    let root = desk.at("");
    let paths = desk.app.sessions().visited(&desk.session, &root);
    paths.iter().filter_map(|path| path.strip_prefix(&root)).map(ToOwned::to_owned).collect()
}

/// Whether the file is encrypted, and when its newest backup was made.
fn file_facts(study: &Study) -> (bool, Option<String>) {
    let encrypted = Study::needs_passphrase(study.place()).unwrap_or(false);
    let backups = study.place().file().and_then(|file| backup::list(file).ok());
    let newest = backups.and_then(|backups| backups.into_iter().next());
    (encrypted, newest.map(|backup| backup.made_at))
}

/// A theme's area for the strip: its name, its word in style sheets, how many stand there.
impl OverviewPage {
    fn areas(&self) -> Vec<(Area, i64)> {
        self.seen.way.areas()
    }

    /// The method, and what the study says of itself, in a line.
    fn method(&self) -> &'static str {
        start::method_name(self.seen.about.method)
    }
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;
    use trefoil_core::codebook::CodeAdd;
    use trefoil_core::corpus::source::SourceAdd;
    use trefoil_core::study::NewStudy;
    use trefoil_core::theme::ThemeAdd;
    use trefoil_testkit::TestStudy;

    use crate::testing::TestPages;

    #[test]
    fn an_empty_study_says_how_to_begin() {
        let pages = TestPages::new();
        let words = pages.page("").words();
        assert!(words.contains("A study for a test"), "{words}");
        assert!(words.contains("Bring in the first recordings and texts"), "{words}");
        assert!(words.contains("begin at the end, with the model of conditions"), "{words}");
        assert!(words.contains("Nothing has been done yet"), "{words}");
    }

    #[test]
    fn what_waits_is_read_from_the_study() {
        let pages = TestPages::new();
        let ada = pages.study.session();
        let source = SourceAdd {
            name: "P1, week 3".into(),
            stream: "interview".into(),
            text: Some("It was fine.".into()),
            ..SourceAdd::default()
        };
        ada.perform(source).expect("a source can be added");
        let code = CodeAdd { name: "Which hat".into(), ..CodeAdd::default() };
        ada.perform(code).expect("a code can be added");
        let theme = ThemeAdd { name: "In the room".into(), ..ThemeAdd::default() };
        ada.perform(theme).expect("a theme can be added");
        let words = pages.page("").words();
        for step in [
            "Read “P1, week 3”",
            "Say what the code “Which hat” means",
            "Write the central idea of “In the room”",
            "Place a theme in an area",
            "Gather what “In the room” rests on",
            "You added the theme “In the room”",
            "1 interview",
        ] {
            assert!(words.contains(step), "{step}: {words}");
        }
    }

    #[test]
    fn the_journal_is_written_on_the_overview() {
        let pages = TestPages::new();
        let back = pages.path("");
        let told = pages.post("do/memo.add", &[("text", "A first thought."), ("_back", &back)]);
        assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, &*back));
        let words = pages.page("").words();
        assert!(words.contains("A first thought.") && words.contains("You wrote in the journal"));
    }

    #[test]
    fn only_the_demo_has_a_guide_and_it_ticks_itself() {
        let new = NewStudy { synthetic: true, ..NewStudy::titled("Invented") };
        let pages = TestPages::of(TestStudy::file_with(&new));
        assert!(!pages.page("").words().contains("Thirteen small steps"));
        let code = CodeAdd { name: "Which hat".into(), ..CodeAdd::default() };
        pages.study.session_of(trefoil_demo::RESEARCHER).perform(code).expect("a code is added");
        let words = pages.page("").words();
        assert!(words.contains("Thirteen small steps") && words.contains("0 of 13"), "{words}");
        let codes = pages.page("codes").body;
        let code = codes.split("/codes/").nth(1).and_then(|rest| rest.split('"').next());
        pages.page(&format!("codes/{}", code.expect("the code has a page")));
        pages.post("do/code.add", &[("name", "Trust")]);
        pages.post("undo", &[]);
        let words = pages.page("").words();
        assert!(words.contains("2 of 13"), "{words}");
    }
}
