//! Opening a study that exists, and saying exactly why when that is not possible.
//!
//! A file is judged by its first bytes before anything is done with it: a study in the clear, an
//! encrypted one, or something else. Only then is it unlocked, its version compared and, if it is
//! older, a copy put aside and the upgrade run. A file that is found damaged is never written to.

use std::path::Path;
use std::sync::{Arc, Mutex};

use super::lock::FileLock;
use super::{Inner, Study, backup, connect, passing};
use crate::clock::Clock;
use crate::error::{Error, Kind, Result};
use crate::storage::key::{self, Header, Key};
use crate::storage::{Connection, Mode, Place, Postgres, Storage, migrate};

/// A passphrase, kept out of logs and wiped when it is let go.
#[derive(Clone)]
pub struct Secret(zeroize::Zeroizing<String>);

impl Secret {
    /// Keeps a passphrase.
    pub fn new(passphrase: impl Into<String>) -> Self {
        Self(zeroize::Zeroizing::new(passphrase.into()))
    }

    /// The passphrase itself.
    pub(crate) fn reveal(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret")
    }
}

impl Study {
    /// Opens a study; the passphrase is needed when the file is encrypted.
    ///
    /// Errors: not found; a foreign, newer or damaged file; a missing or wrong passphrase.
    pub fn open(place: &Place, passphrase: Option<&Secret>) -> Result<Self> {
        Self::open_with(place, passphrase, Clock::System)
    }

    /// Opens a study with a clock of one's own; for tests.
    pub fn open_with(place: &Place, passphrase: Option<&Secret>, clock: Clock) -> Result<Self> {
        match place {
            Place::File(path) => open_file(path, passphrase, clock),
            Place::Server { address, study } => open_server(place, address, study, clock),
        }
    }

    /// Whether a passphrase will be asked for.
    pub fn needs_passphrase(place: &Place) -> Result<bool> {
        let Some(path) = place.file() else { return Ok(false) };
        must_exist(path)?;
        Ok(matches!(key::header(path)?, Header::Encrypted(_)))
    }

    pub(super) fn assemble(
        place: &Place,
        key: Option<Key>,
        clock: Clock,
        lock: Option<FileLock>,
    ) -> Self {
        let (opened, own) = (place.clone(), key.clone());
        let storage = Storage::new(move || connect::connect(&opened, own.as_ref()));
        Self {
            inner: Arc::new(Inner {
                place: place.clone(),
                key,
                storage,
                clock,
                lock,
                watchers: Mutex::default(),
                backed_up: Mutex::default(),
            }),
        }
    }
}

fn open_file(path: &Path, passphrase: Option<&Secret>, clock: Clock) -> Result<Study> {
    must_exist(path)?;
    let place = Place::File(path.to_owned());
    let alone = FileLock::alone_now(path)?;
    let nobody_else = alone.is_some();
    if let Some(alone) = alone {
        passing::sweep(path);
        drop(alone);
    }
    let mut lock = FileLock::shared(path)?;
    let key = unlock(path, passphrase)?;
    let version = check_whole(path, key.as_ref())?;
    if version < migrate::current() {
        drop(lock);
        let alone = FileLock::exclusive(path)?;
        let connection = connect::connect(&place, key.as_ref())?;
        backup::put_aside(path, key.as_ref(), &clock, backup::Reason::BeforeUpgrade)?;
        migrate::upgrade(&connection)?;
        drop(connection);
        drop(alone);
        lock = FileLock::shared(path)?;
    }
    let study = Study::assemble(&place, key, clock, Some(lock));
    if nobody_else {
        settle_what_is_due(&study);
    }
    Ok(study)
}

/// Finishes what an erasure left to be done when its program was killed. What cannot be done now
/// keeps nobody from opening the study; it stays due, and `settling_is_due` says so.
fn settle_what_is_due(study: &Study) {
    let _ = study.settle_if_due();
}

fn must_exist(path: &Path) -> Result<()> {
    match std::fs::metadata(path) {
        Ok(found) if found.is_file() => Ok(()),
        Ok(_) => {
            Err(Error::new(Kind::BadFile, format!("{} is a folder, not a study.", path.display())))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            Err(Error::not_found(format!("There is no study {}.", path.display()))
                .hint("`trefoil new STUDY --title TEXT` begins one."))
        }
        Err(error) => Err(error.into()),
    }
}

/// The key for a file, judged by its first bytes.
pub(super) fn unlock(path: &Path, passphrase: Option<&Secret>) -> Result<Option<Key>> {
    match (key::header(path)?, passphrase) {
        // A passphrase that is not needed does no harm: scripts set it for all their studies.
        (Header::Plain { .. }, _) => Ok(None),
        (Header::Encrypted(salt), Some(secret)) => Key::derive(secret.reveal(), salt).map(Some),
        (Header::Encrypted(_), None) => Err(Error::new(
            Kind::Denied,
            format!("{} is encrypted and needs its passphrase.", path.display()),
        )
        .hint("Type it when asked, or set TREFOIL_PASSPHRASE.")),
        (Header::Foreign, _) => Err(foreign(path)),
    }
}

fn foreign(path: &Path) -> Error {
    let empty = std::fs::metadata(path).is_ok_and(|found| found.len() == 0);
    let what = if empty { "is an empty file" } else { "is not a Trefoil study" };
    Error::new(Kind::BadFile, format!("{} {what}. It was not changed.", path.display()))
        .hint("Studies are made with `trefoil new`; other files come in with `trefoil import`.")
}

/// Opens a file, checks that it is a whole study, and answers its version.
pub(super) fn check_whole(path: &Path, key: Option<&Key>) -> Result<i64> {
    refuse_cut_short(path)?;
    connect::connect(&Place::File(path.to_owned()), key)
        .and_then(|connection| verify(path, &connection))
        .map_err(|error| explain(error, path, key.is_some()))
}

/// Checks that the file is a whole study of this program and answers its version.
fn verify(path: &Path, connection: &Connection) -> Result<i64> {
    let number = |pragma: &str| -> Result<i64> {
        let rows = connection.query(&format!("PRAGMA {pragma}"), &[])?;
        rows.first().ok_or_else(|| foreign(path))?.get(0)
    };
    if number("application_id")? != crate::storage::APPLICATION_ID {
        return Err(foreign(path));
    }
    let version = migrate::version(connection)?;
    migrate::refuse_newer(version, &path.display().to_string())?;
    connection.transaction(Mode::Read, |connection| {
        connection.query("SELECT number FROM change_number", &[]).map(|_| ())
    })?;
    Ok(version)
}

/// A file shorter than it says, with no log that could hold the rest, has lost its end.
fn refuse_cut_short(path: &Path) -> Result<()> {
    let Header::Plain { length: Some(expected) } = key::header(path)? else { return Ok(()) };
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let logged = std::fs::metadata(&log).map_or(0, |found| found.len());
    let length = std::fs::metadata(path)?.len();
    if logged > 0 || length >= expected {
        return Ok(());
    }
    Err(Error::damaged(format!(
        "{} is cut short: {length} of {expected} bytes are there. Nothing was written to it.",
        path.display()
    ))
    .hint("Restore a backup: `trefoil backup STUDY list`, then `restore`."))
}

/// Tells a wrong passphrase from damage as far as that can be told.
fn explain(error: Error, path: &Path, encrypted: bool) -> Error {
    let unreadable = std::error::Error::source(&error)
        .is_some_and(|cause| cause.to_string().contains("not a database"));
    if !encrypted || !unreadable {
        return error;
    }
    Error::new(Kind::Denied, format!("{} does not open with this passphrase.", path.display()))
        .hint(
            "Check capitals and keyboard layout. If you are sure of it, the file's first page is \
         damaged: restore a backup.",
        )
        .because(error)
}

fn open_server(place: &Place, address: &str, study: &str, clock: Clock) -> Result<Study> {
    // The look at the schema happens on a thread of its own, like every use of a client.
    let (address, name, shown) = (address.to_owned(), study.to_owned(), place.to_string());
    let found = Storage::new(move || {
        let server = Postgres::open(&address, &name, &super::lock::signature())?;
        if server.exists()? {
            return Ok(Connection::Postgres(server));
        }
        Err(Error::not_found(format!("There is no study at {shown}."))
            .hint("`trefoil new` begins one, `trefoil copy` brings one there."))
    });
    let shown = place.to_string();
    found.write(move |connection| {
        migrate::refuse_newer(migrate::version(connection)?, &shown)?;
        migrate::upgrade(connection)
    })?;
    drop(found);
    let study = Study::assemble(place, None, clock, None);
    settle_what_is_due(&study);
    Ok(study)
}
