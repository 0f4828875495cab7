//! The planted cases of care: what must not be quoted, played to a machine, kept or found again.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use trefoil_core::care::consent::ConsentSet;
use trefoil_core::care::erasure::proof::prove;
use trefoil_core::care::erasure::{ErasureForgetRaw, Scope, Shared, WithdrawalCarryOut, Words};
use trefoil_core::care::pseudonym::Level;
use trefoil_core::care::redaction::{Place as Stretch, RedactionApply, queue};
use trefoil_core::care::{Answer, DataType, Use};
use trefoil_core::coding::{Coding, Passage};
use trefoil_core::corpus::source;
use trefoil_core::error::{Kind, Result};
use trefoil_core::exchange::json::{Options as Exported, export};
use trefoil_core::id::Id;
use trefoil_core::report::{Options, build, write_html};
use trefoil_core::storage::{Place, Reader};
use trefoil_core::study::Study;
use trefoil_core::{bind, reference, theme, transcription};

use super::{made, reads};

/// A copy of the demo, to change.
fn copied() -> (TempDir, Study) {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let place = Place::File(folder.path().join("copy.trefoil"));
    made().study.copy_to(&place, None, |_| ()).expect("it can be copied");
    let study = Study::open(&place, None).expect("it opens").without_daily_backups();
    (folder, study)
}

/// The voice notes of a participant, with their texts and recordings.
fn notes(reader: &Reader<'_>, name: &str) -> Result<Vec<(Id, String, Vec<u8>)>> {
    let mut notes = Vec::new();
    for one in source::list(reader)? {
        if one.source.stream != "voice_note" || !one.participants.iter().any(|who| who.name == name)
        {
            continue;
        }
        let text = source::text(reader, one.source.id)?.expect("every note has a text").text;
        let sql = "SELECT content FROM media_chunk WHERE media = $1 ORDER BY position";
        let chunks = reader.query(sql, bind![one.source.media.expect("has a recording")])?;
        let chunks = chunks.iter().map(|row| row.get::<Vec<u8>>(0)).collect::<Result<Vec<_>>>()?;
        notes.push((one.source.id, text, chunks.concat()));
    }
    Ok(notes)
}

/// For each note the lines that stand in no other source.
fn telling(reader: &Reader<'_>, notes: &[(Id, String, Vec<u8>)]) -> Result<Vec<String>> {
    let mut others = String::new();
    for one in source::list(reader)? {
        if notes.iter().all(|(id, ..)| *id != one.source.id) {
            others.push_str(&source::text(reader, one.source.id)?.expect("has a text").text);
        }
    }
    let longest = |text: &String| {
        let own = text.lines().filter(|line| line.len() > 20 && !others.contains(*line));
        let mut own: Vec<String> = own.map(|line| line.trim().to_owned()).collect();
        own.sort_by_key(|line| std::cmp::Reverse(line.len()));
        own.truncate(3);
        own
    };
    Ok(notes.iter().flat_map(|(_, text, _)| longest(text)).collect())
}

/// Every file of a folder and of those beneath it.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

/// In how many of these a file holds some stretch of their bytes.
fn heard(folder: &Path, recordings: &[Vec<u8>]) -> usize {
    let whole: Vec<Vec<u8>> =
        files(folder).iter().map(|path| fs::read(path).expect("can be read")).collect();
    let holds = |stretch: &[u8]| whole.iter().any(|bytes| find(bytes, stretch));
    let stretches = |bytes: &Vec<u8>| -> Vec<Vec<u8>> {
        (1..6).map(|at| bytes[bytes.len() * at / 6..][..24].to_vec()).collect()
    };
    recordings.iter().filter(|bytes| stretches(bytes).iter().any(|one| holds(one))).count()
}

/// Whether a stretch stands somewhere in bytes.
fn find(bytes: &[u8], stretch: &[u8]) -> bool {
    let mut rest = bytes;
    while let Some(at) = rest.iter().position(|byte| *byte == stretch[0]) {
        if rest[at..].starts_with(stretch) {
            return true;
        }
        rest = &rest[at + 1..];
    }
    false
}

/// Which of the lines are found somewhere in a study, by their place from 1.
fn found(study: &Study, lines: &[String]) -> Vec<usize> {
    let words = Words::of_lines(&lines.join("\n")).expect("are words");
    let proof = prove(study, &words, |_| {}).expect("can be proved");
    assert!(proof.not_looked_at.is_empty(), "{:?}", proof.not_looked_at);
    let mut found: Vec<usize> = proof.found.iter().map(|one| one.line).collect();
    found.sort_unstable();
    found.dedup();
    found
}

#[test]
fn the_words_and_sounds_of_p4s_notes_are_there_before_and_nowhere_afterwards() {
    let (folder, study) = copied();
    let (notes, lines) = study
        .read_whole(|reader| {
            let notes = notes(reader, "P4")?;
            let lines = telling(reader, &notes)?;
            Ok((notes, lines))
        })
        .expect("reads");
    assert_eq!((notes.len(), lines.len()), (6, 18));
    let recordings: Vec<Vec<u8>> = notes.into_iter().map(|(.., bytes)| bytes).collect();
    study.back_up().expect("a backup can be taken");
    assert_eq!(found(&study, &lines), (1..=18).collect::<Vec<_>>());
    assert_eq!(heard(folder.path(), &recordings), 6);

    let participant = study.read(|reader| reference::participant(reader, "P4")).expect("is there");
    let session = study.session("Ada");
    let done = session.perform(WithdrawalCarryOut {
        participant,
        scope: Scope::Types,
        data_types: vec![DataType::VoiceNoteAudio, DataType::VoiceNoteTranscript],
        shared: Shared::Turns,
        asked_on: None,
        route: String::new(),
        digest: None,
    });
    let done = done.expect("is carried out");
    assert_eq!(found(&study, &lines), Vec::<usize>::new());
    assert_eq!(heard(folder.path(), &recordings), 0);

    // What is made of the study from now on holds nothing either.
    let out = folder.path().join("out");
    fs::create_dir(&out).expect("a folder can be made");
    let options =
        Options { sample_quotes: true, level: Level::Raw, ..Options::at(study.clock().now()) };
    write_html(&study, &out.join("report.html"), &options).expect("a report is written");
    let file = fs::File::create(out.join("study.json")).expect("a file can be made");
    export(&study.session("Ada"), "", Exported::default(), Box::new(file)).expect("exports");
    for path in files(&out) {
        let written = fs::read_to_string(&path).expect("is text");
        let told: Vec<_> = lines.iter().filter(|line| written.contains(*line)).collect();
        assert!(told.is_empty(), "{told:?} in {}", path.display());
    }
    let told = format!("{} {:?} {:?}", done.summary, done.notices, done.outcome);
    assert!(lines.iter().all(|line| !told.contains(line)), "{told}");
}

#[test]
fn the_name_that_p3_let_slip_is_found_taken_out_and_forgotten() {
    let (_folder, study) = copied();
    let queued = study.read(|reader| queue(reader, None, &[])).expect("reads");
    let at: Vec<_> = queued
        .sources
        .iter()
        .flat_map(|one| one.finds.iter().map(move |find| (one, find)))
        .filter(|(_, find)| find.words.contains("Danny"))
        .collect();
    assert_eq!(at.len(), 2, "the name stands there twice: {at:?}");
    assert!(at.iter().all(|(one, _)| one.name.contains("P3")), "{at:?}");
    assert!(at.iter().all(|(one, _)| one.name.contains("week 6 (2)")), "{at:?}");
    let (source, first) = (at[0].0, at[0].1);
    let codings = |reader: &Reader<'_>| {
        let codings: Vec<Coding> = reader.list("ORDER BY id", &[])?;
        let passages: Vec<Passage> = reader.list("ORDER BY id", &[])?;
        Ok((codings, passages))
    };
    let before = study.read_whole(codings).expect("reads");
    let place = Stretch {
        source: source.source,
        revision: source.revision,
        start: first.find.span.start,
        end: first.find.span.end,
        rule: first.find.rule,
        kind: None,
        level: Level::Direct,
        replacement: "a lad".to_owned(),
    };
    let apply = RedactionApply { places: vec![place], everywhere: true };
    let done = study.session("Ada").perform(apply).expect("is applied").outcome;
    assert_eq!((done.applied, done.sources), (2, 1));

    let after = study.read_whole(codings).expect("reads");
    assert_eq!(after.0, before.0, "no coding was moved to another passage, and none is gone");
    let id = source.source;
    let text = study
        .read(move |reader| source::text(reader, id))
        .expect("reads")
        .expect("has a text")
        .text;
    assert!(!text.contains("Danny") && text.matches("[a lad]").count() == 2, "{text}");
    let was: BTreeMap<Id, &Passage> =
        before.1.iter().map(|passage| (passage.id, passage)).collect();
    for passage in &after.1 {
        let names = was[&passage.id].text.matches("Danny").count();
        assert_eq!(passage.text, was[&passage.id].text.replace("Danny", "[a lad]"), "{names}");
    }
    let left = study.read(queue_of_danny).expect("reads");
    assert_eq!(left, 0, "nothing is left to decide about the name");

    let name = ["Danny".to_owned()];
    assert_eq!(found(&study, &name), [1], "the wording before is still kept");
    study.session("Ada").perform(ErasureForgetRaw::default()).expect("is forgotten");
    assert_eq!(found(&study, &name), Vec::<usize>::new());
    let checked = study.check().expect("checks");
    assert!(checked.findings.is_empty(), "{:#?}", checked.findings);
}

fn queue_of_danny(reader: &Reader<'_>) -> Result<usize> {
    let queued = queue(reader, None, &[])?;
    let finds = queued.sources.iter().flat_map(|one| &one.finds);
    Ok(finds.filter(|find| find.words.contains("Danny")).count())
}

#[test]
fn p5_is_read_and_coded_and_never_offered_as_a_quote() {
    let all = reads(|reader| {
        let mut all = Vec::new();
        for listed in theme::list(reader)? {
            all.extend(theme::evidence(reader, listed.theme.id)?);
        }
        Ok(all)
    });
    let fifth: Vec<_> = all.iter().filter(|one| one.participants == ["P5"]).collect();
    assert_eq!(fifth.len(), 31, "what P5 said counts in the analysis");
    for one in fifth {
        assert!(!one.text.is_empty());
        assert!(!one.quotable && !one.quoted, "{}", one.source_name);
        assert!(one.refusal.contains("P5"), "{}", one.refusal);
    }
    let first = all.iter().filter(|one| one.participants == ["P1"]);
    assert!(first.clone().count() > 0 && first.clone().all(|one| one.quotable));
}

#[test]
fn no_machine_hears_what_p3_refused_and_what_p4_took_back() {
    let refused = reads(|reader| {
        let mut refused: BTreeMap<String, usize> = BTreeMap::new();
        for one in source::list(reader)? {
            if one.source.media.is_none() {
                continue;
            }
            let [who] = &one.participants[..] else { panic!("{}", one.source.name) };
            let who = who.name.clone();
            if let Err(error) = transcription::permitted(reader, one.source.id) {
                assert_eq!(error.kind(), Kind::Denied, "{error}");
                assert!(error.to_string().contains(&who), "{error}");
                *refused.entry(who).or_default() += 1;
            }
        }
        Ok(refused)
    });
    // P4 took it back for the voice notes, in the week in which they stopped.
    assert_eq!(refused, BTreeMap::from([("P3".to_owned(), 13), ("P4".to_owned(), 6)]));
}

#[test]
fn a_report_fails_where_a_quote_was_chosen_before_consent_was_withdrawn() {
    let (_folder, study) = copied();
    let options = Options::at(study.clock().now());
    let report = |study: &Study| {
        let options = options.clone();
        study.read(move |reader| build(reader, &options))
    };
    report(&study).expect("the demo can be reported");
    let participant = study.read(|reader| reference::participant(reader, "P1")).expect("is there");
    let withdrawn = ConsentSet {
        participants: vec![participant],
        data_types: vec![],
        purposes: vec![Use::Quotation],
        answer: Answer::Withdrawn,
        version: "v2".to_owned(),
        given_on: Some("2026-01-05".to_owned()),
        route: String::new(),
        witness: String::new(),
        wave: String::new(),
    };
    study.session("Ada").perform(withdrawn).expect("is written down");
    let refused = report(&study).expect_err("nothing is printed");
    assert_eq!(refused.kind(), Kind::Denied, "{refused}");
    let said = format!("{refused} {}", refused.hint_text().unwrap_or_default());
    for needed in ["Theme T1", "quote from “P1", "P1 withdrew"] {
        assert!(said.contains(needed), "{needed} is missing in: {said}");
    }
    let leave_out = Options { leave_out_refused: true, ..options.clone() };
    let left = study.read(move |reader| build(reader, &leave_out)).expect("is built");
    assert!(left.remarks.iter().any(|remark| remark.contains("P1 withdrew")), "{:?}", left.remarks);
}
