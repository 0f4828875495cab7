//! Throw-away studies for tests, on both engines.

use std::path::PathBuf;

use tempfile::TempDir;
use trefoil_core::care::consent::{Answer, ConsentDefaultSet, Use};
use trefoil_core::clock::Clock;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Session, Study};

use crate::{postgres, skip};

/// 5 January 2026, 09:00 UTC: the moment at which the clock of every test study begins.
pub const BEGINNING: i64 = 1_767_603_600_000;

/// A study that goes when the test ends.
pub struct TestStudy {
    session: Session,
    engine: &'static str,
    // Dropped after the session, whose lock file lies in it.
    folder: Option<TempDir>,
    closed: bool,
}

impl TestStudy {
    /// A study in a file.
    pub fn file() -> Self {
        Self::file_with(&NewStudy::titled("A study for a test"))
    }

    /// A study in a file, made as told.
    pub fn file_with(new: &NewStudy) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let place = Place::File(folder.path().join("test.trefoil"));
        Self::make(&place, new, "sqlite", Some(folder))
    }

    /// A study that was made in a folder by other means.
    pub fn opened(folder: TempDir, file: &str) -> Self {
        let place = Place::File(folder.path().join(file));
        let study = Study::open(&place, None).expect("the study opens").without_daily_backups();
        Self {
            session: study.session("Ada"),
            engine: "sqlite",
            folder: Some(folder),
            closed: false,
        }
    }

    /// A study on a server, where there is one; says SKIPPED otherwise.
    pub fn server() -> Option<Self> {
        let test = std::thread::current().name().unwrap_or("a test").to_owned();
        let Some(server) = postgres::server() else {
            skip(&format!("postgres {test}"));
            return None;
        };
        let place = Place::parse(&server.fresh_study_url()).expect("the address is well formed");
        Some(Self::make(&place, &NewStudy::titled("A study for a test"), "postgres", None))
    }

    /// One study in a file and, where there is a server, one on it.
    pub fn both() -> Vec<Self> {
        std::iter::once(Self::file()).chain(Self::server()).collect()
    }

    fn make(place: &Place, new: &NewStudy, engine: &'static str, folder: Option<TempDir>) -> Self {
        let study = Study::create_with(place, new, Clock::ticking_from(BEGINNING))
            .expect("a test study can be made")
            .without_daily_backups();
        Self { session: study.session("Ada"), engine, folder, closed: false }
    }

    /// The study.
    pub fn study(&self) -> &Study {
        self.session.study()
    }

    /// Ada at work in it.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Says for whoever was not asked themselves that their words may be quoted, as the consent form
    /// of this study does.
    #[must_use]
    pub fn agreed_to_quotation(self) -> Self {
        self.agree_to(Use::Quotation);
        self
    }

    /// Says for whoever was not asked themselves that every type of data may be put to a use.
    pub fn agree_to(&self, purpose: Use) {
        let default = ConsentDefaultSet {
            data_types: Vec::new(),
            purposes: vec![purpose],
            answer: Answer::Given,
            version: "v1".to_owned(),
            note: String::new(),
        };
        self.session.perform(default).expect("the study's answer can be set");
    }

    /// Someone else at work in it.
    pub fn session_of(&self, person: &str) -> Session {
        self.study().session(person)
    }

    /// `sqlite` or `postgres`.
    pub fn engine(&self) -> &'static str {
        self.engine
    }

    /// The file, of a study in a file.
    pub fn path(&self) -> PathBuf {
        self.study().place().file().expect("this study is in a file").to_owned()
    }

    /// Closes the study and keeps its folder.
    pub fn into_folder(mut self) -> TempDir {
        let folder = self.folder.take().expect("this study is in a file");
        self.closed = true;
        folder
    }

    /// What the study says, to compare by.
    pub fn dump(&self) -> String {
        self.study().read(trefoil_core::study::dump::logical).expect("a study can be dumped")
    }
}

impl std::fmt::Debug for TestStudy {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "TestStudy on {}", self.engine)
    }
}

impl Drop for TestStudy {
    #[expect(clippy::disallowed_methods, reason = "a test tidies up behind the study's back")]
    fn drop(&mut self) {
        if self.folder.is_some() || self.closed {
            return;
        }
        if let Place::Server { address, study } = self.study().place().clone()
            && let Ok(mut client) = ::postgres::Client::connect(&address, ::postgres::NoTls)
        {
            let _ = client.batch_execute(&format!("DROP SCHEMA \"trefoil_{study}\" CASCADE"));
        }
    }
}
