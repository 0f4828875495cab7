//! Nobody's words come in who refused their analysis, or withdrew.

use trefoil_core::care::consent::{Answer, DataType, Use};
use trefoil_core::care::erasure::{Phase, Scope, Withdrawal};
use trefoil_core::storage::Value;
use trefoil_core::study::{Change, Operation};
use trefoil_testkit::TestStudy;

use super::*;

fn refuse(session: &Session, participant: Id, data_type: DataType) {
    let set = trefoil_core::care::consent::ConsentSet {
        participants: vec![participant],
        data_types: vec![data_type],
        purposes: vec![Use::Analysis],
        answer: Answer::Refused,
        version: String::new(),
        given_on: None,
        route: String::new(),
        witness: String::new(),
        wave: String::new(),
    };
    session.perform(set).expect("an answer can be written down");
}

/// How many recordings there are, whether a source names them or not.
fn recordings(study: &TestStudy) -> i64 {
    let none: [Value; 0] = [];
    let count = study.study().read(move |reader| {
        reader.number("SELECT COUNT(*) FROM media WHERE mime LIKE 'audio/%'", &none)
    });
    count.expect("counts")
}

#[test]
fn what_somebody_refused_is_not_stored_and_the_rest_comes_in() {
    for study in TestStudy::both() {
        let session = study.session();
        let p5 = participant(session, "P5");
        refuse(session, p5, DataType::VoiceNoteAudio);
        refuse(session, p5, DataType::ObservationNote);
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "voice notes/P5 2026-01-12.wav", wav(4, 1));
        write(folder.path(), "voice notes/P6 2026-01-12.wav", wav(4, 2));
        write(folder.path(), "field notes/P5 week 3.md", "# A walk");
        write(folder.path(), "interviews/P5.txt", "I said yes to this.");
        participant(session, "P6");
        let paths = [folder.path().to_owned()];
        for summary in [
            looked(session, &paths, &Wishes::default()),
            imported(session, &paths, &Wishes::default()),
        ] {
            let mut refused: Vec<(&str, &str)> = summary
                .refused
                .iter()
                .map(|one| (one.file.rsplit('/').next().unwrap_or_default(), one.reason.as_str()))
                .collect();
            refused.sort_unstable();
            assert_eq!(
                refused,
                [
                    (
                        "P5 2026-01-12.wav",
                        "P5 refused analysis of voice-note recordings. Nothing of it was stored."
                    ),
                    (
                        "P5 week 3.md",
                        "P5 refused analysis of observation notes. Nothing of it was stored."
                    ),
                ]
            );
            assert_eq!(summary.imported.len(), 2, "{summary:#?}");
        }
        assert_eq!(recordings(&study), 1);
    }
}

#[test]
fn of_a_recording_with_its_words_only_what_was_agreed_comes_in() {
    for study in TestStudy::both() {
        let session = study.session();
        let p5 = participant(session, "P5");
        refuse(session, p5, DataType::InterviewAudio);
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "interview P5.wav", wav(4, 1));
        write(
            folder.path(),
            "interview P5.vtt",
            "WEBVTT\n\n00:00.500 --> 00:01.500\nGood morning.\n",
        );
        let summary = imported(session, &[folder.path().to_owned()], &Wishes::default());
        assert_eq!(summary.imported.len(), 1, "{summary:#?}");
        let told = "Its recording was left out. P5 refused analysis of interview recordings.";
        assert!(summary.notices.iter().any(|one| one.message == told), "{:#?}", summary.notices);
        let all = sources(session);
        assert!(all[0].source.media.is_none() && all[0].source.revision.is_some());
        assert_eq!(recordings(&study), 0);
    }
}

/// Writes a withdrawal down, as carrying one out does.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Withdraw {
    participant: Id,
    since: String,
}

impl Operation for Withdraw {
    const NAME: &'static str = "withdrawal.test";
    const SUMMARY: &'static str = "Writes a withdrawal down for a test";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        change.insert(&Withdrawal {
            id: change.new_id(),
            participant: Some(self.participant),
            kind: Scope::StopNew,
            data_types: String::new(),
            phase: Phase::BeforeLock,
            asked_on: Some(self.since),
            route: String::new(),
            counts: "{}".to_owned(),
            proof: "{}".to_owned(),
            reference: "W-1".to_owned(),
            at: change.now(),
            person: change.person(),
        })
    }
}

#[test]
fn nothing_new_of_somebody_who_withdrew_comes_in() {
    for study in TestStudy::both() {
        let session = study.session();
        let p4 = participant(session, "P4");
        participant(session, "P5");
        let since = "2026-01-31".to_owned();
        session.perform(Withdraw { participant: p4, since }).expect("is written down");
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "P4 2026-01-31.txt", "On the day itself.");
        write(folder.path(), "P4 2026-02-01.txt", "The day after.");
        write(folder.path(), "P4 undated.txt", "Some day.");
        write(
            folder.path(),
            "chat.txt",
            "30/01/2026, 09:00 - P4: Still here\n13/02/2026, 09:00 - P4: Not for you\n\
             13/02/2026, 09:01 - P5: Hello\n",
        );
        let summary = imported(session, &[folder.path().to_owned()], &Wishes::default());
        let refused: Vec<&str> = summary.refused.iter().map(|one| one.reason.as_str()).collect();
        assert_eq!(
            refused,
            [
                "P4 asked on 2026-01-31 that nothing new is taken in, and it is dated 2026-02-01. \
                 Nothing of it was stored.",
                "P4 asked on 2026-01-31 that nothing new is taken in, and it has no date. Nothing \
                 of it was stored.",
            ]
        );
        let (chat, text) = conversation(session);
        assert_eq!(text, "2026-01-30 09:00  P4: Still here\n2026-02-13 09:01  P5: Hello\n");
        assert_eq!(chat.participants.len(), 2);
        assert!(
            summary.notices.iter().any(|one| one.message.starts_with("1 message of P4 left out."))
        );
    }
}

#[test]
fn a_chat_with_nobody_else_is_refused_as_a_whole() {
    for study in TestStudy::both() {
        let session = study.session();
        let p4 = participant(session, "P4");
        refuse(session, p4, DataType::ChatMetadata);
        let folder = tempfile::tempdir().expect("a folder");
        let chat = write(
            folder.path(),
            "chat.txt",
            "30/01/2026, 09:00 - P4: Hello\n30/01/2026, 09:01 - Ada: Hello P4\n",
        );
        let summary = imported(session, &[chat], &wishes(&[("Ada", "role:researcher")]));
        assert_eq!((summary.imported.len(), summary.refused.len()), (0, 1), "{summary:#?}");
        assert!(sources(session).is_empty());
    }
}
