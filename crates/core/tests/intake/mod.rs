//! What comes in: names and numbers never do, longer exports go on with what is there, and nobody's
//! words are taken in who does not want it.

mod agreed;
mod known;
mod longer;
mod names;
mod real;
mod scan;

use std::fs;
use std::io::Write as _;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use trefoil_core::corpus::import::store::{Plan, Summary, Who, Wishes, plan, preview, run};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::{self, Listed};
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::Session;
use trefoil_core::transcript;

/// So many seconds of silence, told apart by a number.
fn wav(seconds: u32, number: u8) -> Vec<u8> {
    let data = seconds * 8000;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    for field in [16_u32, 1 | 1 << 16, 8000, 8000, 1 | 8 << 16] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    bytes.resize(44 + data as usize, 120 + number % 8);
    bytes
}

fn write(folder: &Path, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a folder")).expect("the folder can be made");
    fs::write(&path, content).expect("the file can be written");
    path
}

fn zip(folder: &Path, name: &str, entries: &[(&str, &[u8])]) -> PathBuf {
    let path = folder.join(name);
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("creates"));
    for (name, content) in entries {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("starts");
        zip.write_all(content).expect("writes");
    }
    zip.finish().expect("finishes");
    path
}

fn wishes(senders: &[(&str, &str)]) -> Wishes {
    let said = |(name, who): &(&str, &str)| ((*name).to_owned(), Who::from(*who));
    Wishes { senders: senders.iter().map(said).collect(), ..Wishes::default() }
}

fn planned(session: &Session, paths: &[PathBuf], wishes: &Wishes) -> Plan {
    plan(session.study(), paths, wishes).expect("a plan can be made")
}

fn looked(session: &Session, paths: &[PathBuf], wishes: &Wishes) -> Summary {
    let plan = planned(session, paths, wishes);
    preview(session.study(), plan, &mut |_| ControlFlow::Continue(())).expect("the preview runs")
}

fn imported(session: &Session, paths: &[PathBuf], wishes: &Wishes) -> Summary {
    tried(session, paths, wishes).expect("the import runs")
}

fn tried(session: &Session, paths: &[PathBuf], wishes: &Wishes) -> Result<Summary> {
    run(session, planned(session, paths, wishes), &mut |_| ControlFlow::Continue(()))
}

fn participant(session: &Session, name: &str) -> Id {
    let add = ParticipantAdd { name: name.to_owned(), note: String::new(), started_on: None };
    session.perform(add).expect("a participant can be added").outcome
}

fn sources(session: &Session) -> Vec<Listed> {
    session.study().read(source::list).expect("sources can be listed")
}

/// The conversation, and its words.
fn conversation(session: &Session) -> (Listed, String) {
    let all = sources(session).into_iter();
    let mut chats = all.filter(|one| one.source.stream == "conversation");
    let chat = chats.next().expect("there is a conversation");
    assert!(chats.next().is_none(), "there is one conversation");
    let id = chat.source.id;
    let text = session.study().read(move |reader| source::text(reader, id)).expect("reads");
    (chat, text.expect("it has words").text)
}

/// Who says what in a source, by its segments.
fn said(session: &Session, source: Id) -> Vec<(String, String)> {
    session
        .study()
        .read(move |reader| {
            let text = source::text(reader, source)?.expect("it has words").text;
            let signs: Vec<char> = text.chars().collect();
            let speakers = transcript::speakers(reader, source)?;
            let at = |place: i64| usize::try_from(place).expect("a place");
            let segments = transcript::segments(reader, source)?;
            let positions: Vec<i64> = segments.iter().map(|one| one.position).collect();
            assert_eq!(positions, (1..=segments.len() as i64).collect::<Vec<_>>());
            let name =
                |id| speakers.iter().find(|one| Some(one.id) == id).map(|one| one.name.clone());
            let words =
                |one: &transcript::Segment| signs[at(one.start)..at(one.end)].iter().collect();
            Ok(segments
                .iter()
                .map(|one| (name(one.speaker).unwrap_or_default(), words(one)))
                .collect())
        })
        .expect("reads")
}
