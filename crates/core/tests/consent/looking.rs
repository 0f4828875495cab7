//! The grid, the history, what is missing and what may be done with each source.

use serde_json::json;
use trefoil_core::care::consent::{self, Gap, Grid, Ledger, Missing};
use trefoil_core::care::{Answer, DataType, Medium, Use};
use trefoil_core::id::Id;
use trefoil_testkit::TestStudy;

use super::{done, made};

const TODAY: &str = "2026-04-20";

/// P1 in an interview and, with P2, in a field note; P3 in nothing.
fn corpus(study: &TestStudy) -> [Id; 3] {
    let people =
        ["P1", "P2", "P3"].map(|name| made(study, "participant.add", json!({ "name": name })));
    let source = |name: &str, stream: &str, participants: &[Id]| {
        made(
            study,
            "source.add",
            json!({ "name": name, "stream": stream, "participants": participants,
                "text": "Words were said." }),
        )
    };
    source("A talk", "interview", &people[..1]);
    source("Out and about", "field_note", &people[..2]);
    people
}

fn grid(study: &TestStudy) -> Grid {
    study.study().read(consent::grid).expect("reads")
}

fn missing(study: &TestStudy) -> Vec<Missing> {
    study.study().read(|reader| consent::missing(reader, TODAY)).expect("reads")
}

#[test]
fn the_grid_asks_about_data_that_are_there_or_were_asked_about() {
    for study in TestStudy::both() {
        let empty = grid(&study);
        assert!(empty.questions.is_empty() && empty.rows.is_empty());
        assert_eq!(empty.not_in_use, DataType::ALL);
        let people = corpus(&study);
        let types = || {
            let mut types: Vec<_> =
                grid(&study).questions.iter().map(|one| one.data_type).collect();
            types.dedup();
            types
        };
        assert_eq!(types(), [DataType::InterviewTranscript, DataType::ObservationNote]);
        done(
            &study,
            "consent.set",
            json!({ "participants": [people[2]], "data_types": ["interview_audio"],
                "purposes": ["clip"], "answer": "refused" }),
        );
        assert_eq!(types()[0], DataType::InterviewAudio);
        done(
            &study,
            "consent.default",
            json!({ "data_types": ["observation_note"], "purposes": ["quotation"],
                "answer": "given" }),
        );
        let grid = grid(&study);
        assert_eq!(
            grid.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(),
            ["P1", "P2", "P3"]
        );
        assert!(grid.rows.iter().all(|row| row.cells.len() == grid.questions.len()));
        assert_eq!((grid.counts.given, grid.counts.refused, grid.counts.by_default), (3, 1, 3));
        let all = grid.rows.len() * grid.questions.len();
        assert_eq!(grid.counts.not_asked, all - 4);
        let at = grid.questions.iter().position(|one| one.data_type == DataType::ObservationNote);
        let cells: Vec<bool> =
            grid.rows.iter().map(|row| row.cells[at.expect("asked")].held).collect();
        assert_eq!(cells, [true, true, false]);
    }
}

#[test]
fn every_answer_is_told_newest_first_with_who_wrote_it_down() {
    for study in TestStudy::both() {
        let one = made(&study, "participant.add", json!({ "name": "P1" }));
        for answer in ["given", "withdrawn"] {
            done(
                &study,
                "consent.set",
                json!({ "participants": [one], "data_types": ["document"],
                    "purposes": ["quotation"], "answer": answer }),
            );
        }
        let told = study.study().read(move |reader| consent::history(reader, one)).expect("reads");
        let answers: Vec<_> = told.iter().map(|one| (one.consent.answer, one.in_force)).collect();
        assert_eq!(answers, [(Answer::Withdrawn, true), (Answer::Given, false)]);
        assert!(told.iter().all(|one| one.by == "Ada"));
    }
}

#[test]
fn what_is_missing_is_told_in_one_sentence_each() {
    for study in TestStudy::both() {
        let people = corpus(&study);
        made(&study, "wave.add", json!({ "name": "Wave 2", "begins_on": "2026-03-01" }));
        done(
            &study,
            "participant.set",
            json!({ "participant": people[2], "ended_on": "2026-02-01" }),
        );
        let nobody = made(
            &study,
            "source.add",
            json!({ "name": "Unnamed", "stream": "voice_note", "text": "Hello." }),
        );
        let default = |purposes: serde_json::Value| {
            done(&study, "consent.default", json!({ "purposes": purposes, "answer": "given" }));
        };
        default(json!(["analysis", "archive_open", "archive_safeguarded", "co_researcher_access"]));
        done(
            &study,
            "consent.set",
            json!({ "participants": [people[0]], "data_types": ["interview_transcript"],
                "purposes": ["analysis"], "answer": "refused", "version": "v2",
                "wave": "Wave 2" }),
        );
        let told = missing(&study);
        let texts: Vec<&str> = told.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            texts,
            [
                "P1 was not asked about quotation of interview transcripts.",
                "P1 was not asked about quotation of observation notes.",
                "P2 was not asked about quotation of observation notes.",
                "P2 was not asked again in “Wave 2”, which began on 2026-03-01.",
                "1 answer of P1 names no date.",
                "“Unnamed” names no participant, so nobody is asked about it.",
                "“A talk” may not be read: P1 refused analysis of interview transcripts (form v2).",
            ]
        );
        assert_eq!((told[0].gap, told[0].participant), (Gap::NotAsked, Some(people[0])));
        assert_eq!((told[5].gap, told[5].source), (Gap::NobodyNamed, Some(nobody)));
    }
}

#[test]
fn a_recording_without_words_says_whose_yes_it_waits_for() {
    for study in TestStudy::both() {
        let (one, source) = heard(&study);
        let told = missing(&study);
        let waits = told.iter().find(|one| one.gap == Gap::NoTranscription).expect("it waits");
        assert_eq!(
            waits.text,
            "“A note” has no words yet and may not be transcribed by machine: P1 was not asked \
             about machine transcription of voice-note recordings."
        );
        assert_eq!(waits.source, Some(source));
        done(
            &study,
            "consent.set",
            json!({ "participants": [one], "data_types": ["voice_note_audio"], "answer": "given" }),
        );
        assert!(missing(&study).iter().all(|one| one.gap != Gap::NoTranscription));
    }
}

/// P1 and a voice note of theirs that nobody has written down.
fn heard(study: &TestStudy) -> (Id, Id) {
    let one = made(study, "participant.add", json!({ "name": "P1" }));
    let bytes = b"a voice".to_vec();
    let media = study
        .session()
        .store_media(digest(&bytes), "audio/ogg", Box::new(std::io::Cursor::new(bytes)))
        .expect("is stored");
    let source = made(
        study,
        "source.add",
        json!({ "name": "A note", "stream": "voice_note", "participants": [one],
            "media": media.id }),
    );
    (one, source)
}

fn digest(bytes: &[u8]) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(bytes).into()
}

#[test]
fn marks_say_use_by_use_what_may_be_done_with_a_source() {
    for study in TestStudy::both() {
        let (one, source) = heard(&study);
        done(
            &study,
            "consent.set",
            json!({ "participants": [one], "data_types": ["voice_note_audio"],
                "purposes": ["machine_transcription"], "answer": "given" }),
        );
        done(
            &study,
            "consent.set",
            json!({ "participants": [one], "data_types": ["voice_note_transcript"],
                "purposes": ["analysis"], "answer": "refused" }),
        );
        let marks = study.study().read(Ledger::read).expect("reads").marks(source);
        assert!(marks.hearing.allowed && marks.machine_transcription.allowed);
        assert!(!marks.reading.allowed && !marks.clip.allowed);
        assert_eq!(marks.reading.reasons(), ["P1 refused analysis of voice-note transcripts"]);
        assert_eq!(marks.clip.refusals[0].purpose, Use::Clip);
        let closed = study.study().read(consent::closed_sources).expect("reads");
        assert_eq!((closed[&source].reading.len(), closed[&source].hearing.len()), (1, 0));
        let told = serde_json::to_value(&closed).expect("it is JSON");
        assert_eq!(told[source.to_string()]["name"], "A note");
    }
}

/// The ledger and the wall answer one question in two languages.
#[test]
fn the_ledger_and_the_wall_never_disagree() {
    for study in TestStudy::both() {
        let mut people = Vec::new();
        let (mut sources, streams) =
            (Vec::new(), ["interview", "voice_note", "field_note", "conversation", "document"]);
        for (at, stream) in streams.iter().enumerate() {
            people.push(made(&study, "participant.add", json!({ "name": format!("P{at}") })));
            sources.push(made(
                &study,
                "source.add",
                json!({ "name": stream, "stream": stream, "participants": people, "text": "P0: Hm.",
                    "segments": [{ "start": 4, "end": 7, "speaker": "P0" }] }),
            ));
        }
        // A voice counts although the source does not name it.
        let heard = json!({ "name": "Heard", "stream": "document", "text": "P1: Hm.",
            "segments": [{ "start": 4, "end": 7, "speaker": "P1" }] });
        sources.push(made(&study, "source.add", heard));
        let (mut state, types) = (
            7_u32,
            [
                "interview_audio",
                "interview_transcript",
                "voice_note_audio",
                "voice_note_transcript",
                "observation_note",
                "chat_metadata",
                "document",
            ],
        );
        let mut next = |most: usize| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (state >> 16) as usize % most
        };
        let mut seen = [0, 0];
        for _ in 0..40 {
            let question = json!([types[next(7)]]);
            if next(3) == 0 {
                let answer = ["given", "refused", "not_asked"][next(3)];
                done(
                    &study,
                    "consent.default",
                    json!({ "data_types": question, "purposes": ["analysis"], "answer": answer }),
                );
            } else {
                let answer = ["given", "refused", "withdrawn", "not_asked"][next(4)];
                let arguments = json!({ "participants": [people[next(5)]], "data_types": question,
                    "purposes": ["analysis"], "answer": answer });
                done(&study, "consent.set", arguments);
            }
            let ledger = study.study().read(Ledger::read).expect("reads");
            for source in sources.clone() {
                for medium in [Medium::Text, Medium::Sound] {
                    let wall = study
                        .study()
                        .read(move |reader| consent::is_closed(reader, source, medium));
                    let asked = ledger.ask_source(source, medium, Use::Analysis);
                    assert_eq!(wall.expect("reads"), asked.is_err());
                    seen[usize::from(asked.is_err())] += 1;
                }
            }
        }
        assert!(seen[0] > 20 && seen[1] > 20, "{seen:?}");
    }
}
