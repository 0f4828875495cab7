//! What participants refused to have looked at cannot be read, by any statement.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sha2::Digest;
use trefoil_core::care::consent::{Medium, is_closed};
use trefoil_core::corpus::{media, source};
use trefoil_core::error::Kind;
use trefoil_core::explore::search::{Query, Texts, search};
use trefoil_core::id::Id;
use trefoil_core::study::{dump, operations, status};
use trefoil_core::{bind, coding, memo, theme, trace, transcript};
use trefoil_testkit::TestStudy;

const NOUNS: &[&str] = &["revision", "passage", "coding", "segment", "memo"];

fn perform(study: &TestStudy, name: &str, arguments: Value) -> Value {
    let operation = operations::by_name(name).expect("the operation is there");
    let done = operation.perform(&study.study().session("Ada"), arguments);
    done.expect("the operation is performed").outcome
}

fn counts(study: &TestStudy) -> Vec<i64> {
    let count = |noun: &&str| {
        let sql = format!("SELECT COUNT(*) FROM {noun}");
        study.study().read(move |reader| reader.number(&sql, bind![])).expect("counts")
    };
    NOUNS.iter().map(count).collect()
}

#[test]
fn refused_words_are_gone_for_readers_and_come_back_when_they_are_given() {
    for study in TestStudy::both() {
        let one = perform(&study, "participant.add", json!({ "name": "P1" }));
        let source = perform(
            &study,
            "source.add",
            json!({ "name": "A talk", "stream": "interview", "participants": [one],
                "text": "The lift was out again.", "segments": [{ "start": 0, "end": 8 }] }),
        );
        let code = perform(&study, "code.add", json!({ "name": "Lifts" }));
        let coded = perform(
            &study,
            "coding.add",
            json!({ "source": source, "text": "The lift", "codes": [code] }),
        );
        perform(&study, "memo.add", json!({ "on": coded["passage"], "text": "Again!" }));
        assert_eq!(counts(&study), [1, 1, 1, 1, 1]);
        let answer = |answer: &str| answer_for(&study, &one, "interview_transcript", answer);
        answer("refused");
        assert_eq!(counts(&study), [0, 0, 0, 0, 0]);
        let refused = operations::by_name("coding.add").expect("is there").perform(
            &study.study().session("Ada"),
            json!({ "source": source, "text": "was out", "codes": [code] }),
        );
        let refused = refused.expect_err("a closed source is not coded");
        assert_eq!(refused.kind(), Kind::Denied);
        assert_eq!(
            refused.to_string(),
            "“A talk” is closed: P1 refused analysis of interview transcripts."
        );
        assert!(study.study().check().expect("checks").findings.is_empty());
        answer("given");
        assert_eq!(counts(&study), [1, 1, 1, 1, 1]);
    }
}

fn answer_for(study: &TestStudy, who: &Value, data_type: &str, answer: &str) {
    let arguments = json!({ "participants": [who], "data_types": [data_type],
        "purposes": ["analysis"], "answer": answer });
    perform(study, "consent.set", arguments);
}

fn id(value: &Value) -> Id {
    value.as_str().expect("an id").parse().expect("an id")
}

/// Everything that anybody can read of a study, in one text.
fn told(study: &TestStudy, theme: Id) -> String {
    let study = study.study();
    let mut texts = Texts::default();
    let found = search(study, &mut texts, &Query::of("lanternfield")).expect("searches");
    let mut told = format!("{:?}", found.hits);
    told += &study
        .read(move |reader| {
            let mut told = dump::logical(reader)?;
            let _ = write!(told, "{:?}", coding::find(reader, "lanternfield", 50)?);
            let _ = write!(told, "{:?}{:?}", memo::list(reader)?, theme::list(reader)?);
            let _ = write!(told, "{:?}", theme::evidence(reader, theme)?);
            let _ = write!(told, "{:?}", trace::trace(reader, theme)?);
            Ok(told)
        })
        .expect("reads");
    told
}

#[test]
fn nothing_of_a_closed_source_is_told_by_anything_that_reads() {
    for study in TestStudy::both() {
        let people =
            ["P1", "P2"].map(|name| perform(&study, "participant.add", json!({ "name": name })));
        let note = perform(
            &study,
            "source.add",
            json!({ "name": "Out and about", "stream": "field_note", "participants": people,
                "text": "By the lanternfield they stood." }),
        );
        let open = perform(
            &study,
            "source.add",
            json!({ "name": "Open", "stream": "document", "text": "Anything else." }),
        );
        let code = perform(&study, "code.add", json!({ "name": "Places" }));
        let coded = perform(
            &study,
            "coding.add",
            json!({ "source": note, "text": "the lanternfield", "codes": [code] }),
        );
        perform(&study, "coding.add", json!({ "source": open, "text": "else", "codes": [code] }));
        perform(&study, "memo.add", json!({ "on": note, "text": "A lanternfield memo" }));
        perform(&study, "memo.add", json!({ "on": coded["codings"][0], "text": "lanternfield!" }));
        let theme = perform(&study, "theme.add", json!({ "name": "Where" }));
        perform(&study, "theme.gather", json!({ "theme": theme, "codes": [code] }));
        let theme = id(&theme);
        let gathered = || {
            let listed = study.study().read(theme::list).expect("reads");
            (
                listed[0].passages,
                study.study().read(|reader| status(reader, "2026-01-05")).expect("counts").codings,
            )
        };
        assert!(told(&study, theme).contains("lanternfield"));
        assert_eq!(gathered(), (2, 2));

        // One of two people is enough, by their own answer or by the study's.
        answer_for(&study, &people[1], "observation_note", "withdrawn");
        assert!(!told(&study, theme).contains("lanternfield"));
        assert_eq!(gathered(), (1, 1));
        answer_for(&study, &people[1], "observation_note", "given");
        assert!(told(&study, theme).contains("lanternfield"));
        let default = |answer: &str| {
            perform(
                &study,
                "consent.default",
                json!({ "data_types": ["observation_note"],
                "purposes": ["analysis"], "answer": answer }),
            );
        };
        default("refused");
        assert!(!told(&study, theme).contains("lanternfield"));

        // Whoever asks by name is told why, readers and operations alike.
        let source = id(&note);
        let passage = id(&coded["passage"]);
        let whys = [
            study.study().read(move |reader| source::text(reader, source)).map(drop),
            study.study().read(move |reader| transcript::revisions(reader, source)).map(drop),
            study.study().read(move |reader| transcript::segments(reader, source)).map(drop),
            study.study().read(move |reader| reader.get::<coding::Passage>(passage)).map(drop),
        ];
        let attempts = [
            ("source.correct", json!({ "source": note, "text": "Nothing." })),
            ("coding.add", json!({ "source": note, "text": "never said", "codes": [code] })),
            (
                "coding.add",
                json!({ "passage": coded["passage"], "codes": [perform(&study, "code.add", json!({ "name": "New" }))] }),
            ),
            ("memo.add", json!({ "on": coded["passage"], "text": "More" })),
        ];
        let attempts = attempts.map(|(name, arguments)| {
            let operation = operations::by_name(name).expect("the operation is there");
            operation.perform(study.session(), arguments).map(drop)
        });
        for why in whys.into_iter().chain(attempts) {
            let why = why.expect_err("it is closed");
            assert_eq!(why.kind(), Kind::Denied, "{why}");
            assert!(
                why.to_string().starts_with("“Out and about” is closed: P1 was not asked"),
                "{why}"
            );
            assert!(!why.to_string().contains("lanternfield"));
        }
        // The codebook goes on: what is closed moves along unseen.
        let other = perform(&study, "code.add", json!({ "name": "Other" }));
        perform(&study, "code.merge", json!({ "code": code, "into": other }));
        default("not_asked");
        assert!(told(&study, theme).contains("lanternfield"));
    }
}

#[test]
fn a_recording_is_closed_apart_from_its_words() {
    for study in TestStudy::both() {
        let one = perform(&study, "participant.add", json!({ "name": "P1" }));
        let bytes = vec![7_u8; 3000];
        let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
        let stored =
            study.session().store_media(digest, "audio/ogg", Box::new(std::io::Cursor::new(bytes)));
        let recording = stored.expect("is stored").id;
        let source = perform(
            &study,
            "source.add",
            json!({ "name": "A talk", "stream": "interview", "participants": [one],
                "text": "By the lanternfield.", "media": recording }),
        );
        let source = id(&source);
        let heard = || study.study().read(move |reader| media::read(reader, recording, 0, 9999));
        let read = || study.study().read(move |reader| source::text(reader, source));
        assert_eq!(heard().expect("is open").len(), 3000);
        answer_for(&study, &one, "interview_audio", "refused");
        let why = heard().expect_err("it is closed");
        assert_eq!(why.kind(), Kind::Denied);
        assert_eq!(
            why.to_string(),
            "The recording of “A talk” is closed: P1 refused analysis of interview recordings."
        );
        let chunks =
            study.study().read(|reader| reader.number("SELECT COUNT(*) FROM media_chunk", &[]));
        assert_eq!(chunks.expect("counts"), 0);
        assert!(read().expect("words are open").is_some());
        answer_for(&study, &one, "interview_audio", "given");
        answer_for(&study, &one, "interview_transcript", "refused");
        assert_eq!(heard().expect("is open").len(), 3000);
        assert_eq!(read().expect_err("words are closed").kind(), Kind::Denied);
        let closed = study.study().read(move |reader| is_closed(reader, source, Medium::Sound));
        assert!(!closed.expect("reads"));
    }
}
