//! Studies for journeys: the demo made once and copied, and an empty one.

use std::future::Future;
use std::io::Cursor;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use sha2::Digest as _;
use tempfile::TempDir;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Study};
use trefoil_e2e::Journey;
use trefoil_web::{Options, Running};

/// The demo's name in addresses.
pub(crate) const DEMO: &str = "demo";

/// Who is at work.
pub(crate) const PERSON: &str = "Ada";

/// What the server is told.
pub(crate) fn options(folder: &Path, person: Option<&str>) -> Options {
    Options {
        listen: SocketAddr::from(([127, 0, 0, 1], 0)),
        person: person.map(str::to_owned),
        suggested: Some("Ada".into()),
        remember: |_| {},
        folder: folder.to_owned(),
        demo: folder.join("demo"),
        shelf: None,
    }
}

/// A journey in a fresh copy of the demo.
pub(crate) fn demo<F: Future<Output = ()>>(
    name: &str,
    journey: impl FnOnce(Running, PathBuf) -> F,
) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    Journey::run(name, options(folder.path(), Some(PERSON)), |running, chromium| {
        let file = folder.path().join(trefoil_demo::FILE_NAME);
        std::fs::copy(made_demo(), &file).expect("the demo can be copied");
        let study = Study::open(&Place::File(file), None).expect("the demo opens");
        assert_eq!(running.app().hold(study), DEMO);
        journey(running, chromium)
    });
}

fn made_demo() -> PathBuf {
    static MADE: OnceLock<TempDir> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let place = Place::File(folder.path().join(trefoil_demo::FILE_NAME));
        drop(trefoil_demo::make(&place, &mut |_| ()).expect("the demo can be made"));
        folder
    });
    made.path().join(trefoil_demo::FILE_NAME)
}

/// A journey that begins with an empty study called `housing`.
pub(crate) fn empty<F: Future<Output = ()>>(
    name: &str,
    journey: impl FnOnce(Running, PathBuf, PathBuf) -> F,
) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    Journey::run(name, options(folder.path(), Some(PERSON)), |running, chromium| {
        let file = folder.path().join("housing.trefoil");
        let new = NewStudy::titled("First year in supported housing");
        let study = Study::create(&Place::File(file), &new).expect("a study can be made");
        running.app().hold(study);
        journey(running, chromium, folder.path().to_owned())
    });
}

/// Silence of so many seconds, as a WAV file.
pub(crate) fn silence(seconds: u32) -> Vec<u8> {
    let size = seconds * 16_000;
    let mut sound = b"RIFF".to_vec();
    sound.extend((36 + size).to_le_bytes());
    sound.extend(b"WAVEfmt ");
    // The size of what follows; PCM in one channel; samples and bytes a second; 16 bits.
    for field in [16_u32, 1 | 1 << 16, 8_000, 16_000, 2 | 16 << 16] {
        sound.extend(field.to_le_bytes());
    }
    sound.extend(b"data");
    sound.extend(size.to_le_bytes());
    sound.resize(44 + size as usize, 0);
    sound
}

/// Adds a source that is a file.
pub(crate) fn add(
    study: &Study,
    name: &str,
    mime: &str,
    bytes: Vec<u8>,
    duration_ms: Option<i64>,
) -> Id {
    let ada = study.session("Ada");
    let digest = sha2::Sha256::digest(&bytes).into();
    let stored = ada.store_media(digest, mime, Box::new(Cursor::new(bytes)));
    let add = SourceAdd {
        name: name.into(),
        stream: "document".into(),
        media: Some(stored.expect("bytes are stored").id),
        duration_ms,
        ..SourceAdd::default()
    };
    ada.perform(add).expect("a source is added").outcome
}
