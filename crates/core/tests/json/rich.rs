//! A study with something of everything, made through operations by two people.

use sha2::{Digest, Sha256};
use trefoil_core::action::ActionAdd;
use trefoil_core::care::consent::{Answer, ConsentSet, Use};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::{CodingAdd, CodingRemove};
use trefoil_core::condition::{
    Bearing, ConditionBear, ConditionMark, EvidenceAdd, IndicatorSet, ModelBegin, Standing,
};
use trefoil_core::condition::{Beginning, Indicator};
use trefoil_core::corpus::attribute::{
    AttributeAdd, AttributeKind, AttributeNoun, AttributeValueSet,
};
use trefoil_core::corpus::expectation::ExpectationAdd;
use trefoil_core::corpus::name_rule::NameRuleAdd;
use trefoil_core::corpus::participant::{ParticipantAdd, ParticipantSet};
use trefoil_core::corpus::set::SetAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::corpus::stream::StreamSet;
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::record::RecordSet;
use trefoil_core::sentence::{Cites, Section, SentenceAdd};
use trefoil_core::study::{Operation, PersonSet, Role, Session, StudySet};
use trefoil_core::theme::{Area, RoundAdd, ThemeAdd, ThemeGather, ThemePlace, ThemeQuote};
use trefoil_core::transcript::{
    NewLandmark, NewSegment, SourceCorrect, Speaker, SpeakerSet, TranscriptMark,
};
use trefoil_testkit::TestStudy;

use super::reads;

/// More than one piece of media, and no text.
pub(super) fn recording() -> Vec<u8> {
    (0..(1_u32 << 20) + 4321).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

fn does<O: Operation>(session: &Session, operation: O) -> O::Outcome {
    session.perform(operation).expect("the operation is accepted").outcome
}

/// Fills a study.
pub(super) fn fill(study: &TestStudy) {
    let (ada, ben) = (study.session().clone(), study.session_of("Ben"));
    does(
        &ada,
        StudySet {
            title: Some("Peer support, “month by month”".into()),
            question: Some("What do peer support workers need?\nAnd when?".into()),
            synthetic: Some(true),
            minimum_group: Some(4),
            ..StudySet::default()
        },
    );
    does(&ada, StreamSet { stream: "voice_note".into(), label: "Sprachnachricht 🎙".into() });
    let people = participants(&ada);
    let (interview, note) = corpus(&ada, &people);
    let passages = coding(&ada, &ben, interview, note);
    let themes = themes(&ada, &ben, &passages);
    known(&ada, &ben, people[0], [interview, note]);
    wordless(&ada, interview, note);
    model(&ada, &ben, &themes, &passages);
    does(
        &ada,
        RecordSet {
            field: "author".into(),
            values: vec!["Example, A.".into(), "Sample, B.".into()],
        },
    );
    for on in [None, Some(people[0]), Some(interview), Some(passages[0]), Some(themes[0])] {
        let text = "A note — with “quotes”,\nlines and\u{2028}separators";
        does(&ben, MemoAdd { on, title: "Memo".into(), text: text.into() });
    }
    let ben_is = reads(study, |reader| {
        let all: Vec<trefoil_core::study::Person> = reader.list("WHERE name = 'Ben'", &[])?;
        Ok(all[0].id)
    });
    let role = Some(Role::CoResearcher);
    does(&ada, PersonSet { person: ben_is, name: None, role });
    // Undone work is history too.
    does(&ben, CodeAdd { name: "Undone".into(), ..CodeAdd::default() });
    ben.undo().expect("undo works");
}

fn participants(ada: &Session) -> Vec<Id> {
    let mut ids = Vec::new();
    for (name, started_on) in
        [("P1", Some("2026-01-05")), ("P10", Some("2026-01-12")), ("P2", None)]
    {
        ids.push(does(
            ada,
            ParticipantAdd {
                name: name.into(),
                note: "Peer support worker".into(),
                started_on: started_on.map(Into::into),
            },
        ));
    }
    let consent = ConsentSet {
        participants: ids.clone(),
        data_types: Vec::new(),
        purposes: vec![Use::Quotation],
        answer: Answer::Given,
        version: "v1".into(),
        given_on: Some("2026-01-05".into()),
        route: "on paper".into(),
        witness: String::new(),
        wave: String::new(),
    };
    does(ada, consent);
    does(
        ada,
        ParticipantSet {
            participant: ids[2],
            name: None,
            note: None,
            started_on: None,
            ended_on: Some("2026-03-01".into()),
        },
    );
    ids
}

fn corpus(ada: &Session, people: &[Id]) -> (Id, Id) {
    let text = "Q: How was it?\nP1: I were tired, then. 🙂\nQ: Why?\n";
    let segment = |start, end, speaker: &str, begin: i64| NewSegment {
        start,
        end,
        speaker: Some(speaker.into()),
        begin_ms: Some(begin),
        end_ms: Some(begin + 900),
    };
    let bytes = recording();
    let digest: [u8; 32] = Sha256::digest(&bytes).into();
    let media = ada
        .store_media(digest, "audio/ogg", Box::new(std::io::Cursor::new(bytes)))
        .expect("a recording can be stored");
    let interview = does(
        ada,
        SourceAdd {
            name: "Interview, first".into(),
            stream: "interview".into(),
            date: Some("2026-01-20T09:05:00".into()),
            participants: vec![people[1], people[0]],
            file_name: Some("interview.ogg".into()),
            sha256: Some("ab".repeat(32)),
            bytes: Some(1_052_897),
            language: Some("en-GB".into()),
            text: Some(text.into()),
            segments: vec![
                segment(3, 14, "Q", 0),
                segment(19, 41, "P1", 1000),
                segment(45, 49, "Q", 2000),
            ],
            media: Some(media.id),
            duration_ms: Some(2900),
            ..SourceAdd::default()
        },
    );
    let correct = |text: &str, reason: &str| SourceCorrect {
        source: interview,
        edits: Vec::new(),
        text: Some(text.into()),
        revision: None,
        reason: reason.into(),
    };
    does(ada, correct(&text.replace("were", "was"), "Heard again"));
    does(ada, correct(&text.replace("were", "was very"), ""));
    let checked = TranscriptMark {
        sources: vec![interview],
        state: trefoil_core::transcript::Trust::Checked,
        note: "Against the tape".into(),
    };
    does(ada, checked);
    let speaker = ada.study().read(move |reader| {
        let all: Vec<Speaker> = reader.list("WHERE name = 'Q'", &[])?;
        Ok(all[0].id)
    });
    let speaker = speaker.expect("a speaker");
    does(
        ada,
        SpeakerSet { speaker, name: Some("Interviewer".into()), participant: None, nobody: true },
    );
    let note = does(
        ada,
        SourceAdd {
            name: "Walk the frontline".into(),
            stream: "field_note".into(),
            participants: vec![people[0]],
            text: Some("الخط الأمامي was busy.".into()),
            origin: Some("folder/notes.zip".into()),
            landmarks: vec![
                NewLandmark {
                    kind: "page".into(),
                    level: 0,
                    label: "iv".into(),
                    start: 0,
                    end: 22,
                },
                NewLandmark {
                    kind: "heading".into(),
                    level: 2,
                    label: String::new(),
                    start: 0,
                    end: 12,
                },
            ],
            original: Some(media.id),
            ..SourceAdd::default()
        },
    );
    does(
        ada,
        SourceAdd {
            name: "Only heard".into(),
            stream: "voice_note".into(),
            media: Some(media.id),
            sender: Some("+44 …".into()),
            ..SourceAdd::default()
        },
    );
    (interview, note)
}

/// What is known of a participant and of sources, what is expected, and how files are named.
fn known(ada: &Session, ben: &Session, one: Id, [interview, note]: [Id; 2]) {
    use AttributeKind::{Date, Number, Text, YesNo};
    use AttributeNoun::{Participant, Source};
    let attributes = [
        (Participant, "Hours a week", Number, "37.50"),
        (Participant, "First paid work", YesNo, "Yes"),
        (Participant, "Role before", Text, "Volunteer, “on and off”"),
        (Source, "Checked on", Date, "2026-02-03"),
        (Source, "Where", Text, ""),
    ];
    for (noun, name, kind, value) in attributes {
        let note = format!("{name}, as they said");
        let attribute = does(ada, AttributeAdd { noun, name: name.into(), kind, note });
        let (participant, source) = match noun {
            Participant => (Some(one), None),
            Source => (None, Some(interview)),
        };
        let value = Some(value.to_owned());
        does(ben, AttributeValueSet { attribute, participant, source, value });
    }
    let set =
        |name: &str, sources| SetAdd { name: name.into(), note: "To look at".into(), sources };
    does(ben, set("Early ones", vec![note, interview]));
    does(ada, set("None yet", Vec::new()));
    for participant in [Some(one), None] {
        let stream = "voice_note".to_owned();
        does(ada, ExpectationAdd { stream, participant, first_week: 1, last_week: 12, count: 2 });
    }
    does(ben, NameRuleAdd { pattern: "{participant}_wk{week}_{stream}".into() });
}

/// Passages that are no words.
fn wordless(ada: &Session, interview: Id, note: Id) {
    let stretch = CodingAdd {
        source: Some(interview),
        begin_ms: Some(900),
        end_ms: Some(1900),
        ..CodingAdd::default()
    };
    does(ada, stretch);
    does(ada, CodingAdd { source: Some(note), whole: true, ..CodingAdd::default() });
}

fn coding(ada: &Session, ben: &Session, interview: Id, note: Id) -> Vec<Id> {
    let top = CodeAdd {
        name: "Feeling".into(),
        definition: "What is felt".into(),
        colour: Some("#6b4fa0".into()),
        ..CodeAdd::default()
    };
    let top = does(ada, top);
    let tired =
        does(ada, CodeAdd { name: "Tired".into(), parent: Some(top), ..CodeAdd::default() });
    let busy = does(ben, CodeAdd { name: "Busy".into(), parent: Some(top), ..CodeAdd::default() });
    let code = |session: &Session, source, text: &str, codes: Vec<Id>| {
        does(
            session,
            CodingAdd {
                source: Some(source),
                text: Some(text.into()),
                codes,
                ..CodingAdd::default()
            },
        )
    };
    let one = code(ada, interview, "very tired", vec![tired, top]);
    code(ben, interview, "very tired", vec![tired]);
    let two = code(ben, note, "الخط الأمامي", vec![busy]);
    let three = code(ada, interview, "🙂", Vec::new());
    let gone = code(ada, interview, "Why?", vec![busy]);
    does(ada, CodingRemove { coding: gone.codings[0] });
    vec![one.passage, two.passage, three.passage]
}

fn themes(ada: &Session, ben: &Session, passages: &[Id]) -> Vec<Id> {
    let name =
        |name: &str| ThemeAdd { name: name.into(), idea: "An idea".into(), rivals: String::new() };
    let one = does(ada, name("Worn out and welcome"));
    let two = does(ben, name("Nobody said"));
    let code = ada.study().read(|reader| {
        let codes: Vec<trefoil_core::codebook::Code> = reader.list("WHERE name = 'Tired'", &[])?;
        Ok(codes[0].id)
    });
    let codes = vec![code.expect("a code")];
    does(ada, ThemeGather { theme: one, codes, passages: vec![passages[1]] });
    does(ada, ThemeQuote { theme: one, passage: passages[0], quoted: true });
    let round = does(
        ada,
        RoundAdd {
            name: "Month 1".into(),
            held_on: Some("2026-02-01".into()),
            note: "First look".into(),
        },
    );
    does(ada, RoundAdd { name: "Month 2".into(), ..RoundAdd::default() });
    let place =
        |area, reason: &str, round| ThemePlace { theme: one, area, reason: reason.into(), round };
    does(ada, place(Area::Focus, "It hurts", Some(round)));
    does(ben, place(Area::FineTune, "It hurts less", None));
    vec![one, two]
}

fn model(ada: &Session, ben: &Session, themes: &[Id], passages: &[Id]) {
    let conditions = does(ada, ModelBegin { template: Beginning::TenConditions });
    let first = conditions[0];
    let mark =
        |condition, state, reason: &str| ConditionMark { condition, state, reason: reason.into() };
    does(ada, mark(first, Standing::Partly, "Begun"));
    does(ben, mark(first, Standing::InPlace, ""));
    let bear = |theme, bearing, note: &str| ConditionBear {
        condition: first,
        theme,
        bearing,
        note: Some(note.into()),
    };
    does(ada, bear(themes[0], Bearing::Strains, "They say so"));
    does(ben, bear(themes[1], Bearing::Supports, ""));
    let indicator = ada.study().read(move |reader| {
        let clause = "WHERE condition = $1 ORDER BY position";
        let all: Vec<Indicator> = reader.list(clause, trefoil_core::bind![first])?;
        Ok(all[0].id)
    });
    let indicator = indicator.expect("an indicator");
    does(
        ada,
        IndicatorSet {
            indicator,
            text: None,
            seen: Some(true),
            seen_on: Some("2026-02-03".into()),
            level: None,
            domain: None,
        },
    );
    does(
        ben,
        EvidenceAdd {
            condition: first,
            indicator: Some(indicator),
            passage: Some(passages[0]),
            text: "Said twice".into(),
            date: None,
        },
    );
    does(
        ada,
        ActionAdd {
            theme: Some(themes[0]),
            condition: None,
            text: "Talk about rest".into(),
            owner: "Ben".into(),
            due_on: Some("2026-04-01".into()),
        },
    );
    let cites =
        Cites { themes: vec![themes[0]], passages: vec![passages[1]], conditions: vec![first] };
    for section in [Section::Findings, Section::Summary] {
        does(
            ada,
            SentenceAdd { section, text: "Rest is part of the work.".into(), cites: cites.clone() },
        );
    }
}
