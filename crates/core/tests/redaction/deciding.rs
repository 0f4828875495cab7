//! Deciding: what is replaced where, what is remembered, and what nothing ever says in clear.

use trefoil_core::care::pseudonym::{KeyAccess, Level, NameKind, Pseudonym};
use trefoil_core::care::redaction::{
    Decision, Kept, RedactionApply, RedactionRefuse, RedactionRemove, RedactionSet, Redactions,
    Review, Rule,
};
use trefoil_core::coding::{self, CodingAdd};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::study::{Operation, Secret};
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{add, decisions, open, place, text_of};

const TEXT: &str = "P1: Then Oyelaran rang me. Oyelaran’s number is 07700 900123.\n\
                    P1: I'm 34 and OYELARAN is, well, older.";

fn apply(places: Vec<trefoil_core::care::redaction::Place>, everywhere: bool) -> RedactionApply {
    RedactionApply { places, everywhere }
}

fn code(study: &TestStudy, source: Id, words: &str) -> Id {
    let add = CodingAdd { source: Some(source), text: Some(words.into()), ..CodingAdd::default() };
    study.session().perform(add).expect("marks").outcome.passage
}

#[test]
fn a_direct_identifier_leaves_the_text_and_no_passage_shifts() {
    for study in TestStudy::both() {
        let source = add(&study, "First talk", TEXT);
        let (whole, after) =
            (code(&study, source, "Then Oyelaran rang me."), code(&study, source, "older"));
        let name = place(&study, source, "Oyelaran", Level::Direct, "[colleague A]");
        let phone = place(&study, source, "07700 900123", Level::Direct, "phone number");
        let done = does(&study, apply(vec![phone, name], false)).outcome;
        assert_eq!((done.applied, done.standing, done.reworded), (2, 0, 1));
        let text = text_of(&study, source).text;
        assert!(
            text.starts_with(
                "P1: Then [colleague A] rang me. Oyelaran’s number is [phone number]."
            )
        );
        let passages = reads(&study, move |reader| coding::of_source(reader, source));
        let said: Vec<_> = passages.iter().map(|one| (one.id, &one.text[..])).collect();
        assert_eq!(said, [(whole, "Then [colleague A] rang me."), (after, "older")]);
        for row in decisions(&study, source) {
            let at = |n: i64| usize::try_from(n).expect("is a position");
            let words: String =
                text.chars().skip(at(row.start)).take(at(row.end - row.start)).collect();
            assert_eq!(words, format!("[{}]", row.replacement));
            assert!(
                row.state == Decision::Applied && row.keyed_hash.is_some() && row.sealed.is_none()
            );
        }
        assert!(study.study().check().expect("checks").findings.is_empty());
    }
}

#[test]
fn everywhere_is_every_text_every_spelling_and_every_later_import() {
    for study in TestStudy::both() {
        let first = add(&study, "First talk", TEXT);
        let second =
            add(&study, "Second talk", "I met Oyelaran again. The Oyelarans moved. Oyelaranko no.");
        let name = place(&study, first, "Oyelaran", Level::Direct, "colleague A");
        let done = does(&study, apply(vec![name], true)).outcome;
        assert_eq!((done.applied, done.sources, done.remembered), (5, 2, 1));
        let text = text_of(&study, first).text;
        assert!(text.contains("[colleague A]’s number") && text.contains("and [colleague A] is"));
        assert_eq!(
            text_of(&study, second).text,
            "I met [colleague A] again. The [colleague A]s moved. Oyelaranko no."
        );
        add(&study, "Later talk", "and then oyelaran called");
        assert!(open(&study).contains(&"oyelaran".to_owned()));
        let known: Vec<Pseudonym> = reads(&study, |reader| reader.list("", &[]));
        assert_eq!((known.len(), known[0].kind), (1, NameKind::Person));
        assert!(!study.dump().lines().any(|line| {
            !line.starts_with("revision") && line.to_lowercase().contains("oyelaran")
        }));
    }
}

#[test]
fn what_is_indirect_stays_in_the_text_and_is_replaced_on_the_way_out() {
    let study = TestStudy::file();
    let source = add(&study, "First talk", TEXT);
    let age = place(&study, source, "34", Level::Indirect, "in their thirties");
    does(&study, apply(vec![age], false));
    assert_eq!(text_of(&study, source).text, TEXT);
    let passage = code(&study, source, "I'm 34 and");
    let (raw, shown) = reads(&study, move |reader| {
        let all = Redactions::read(reader)?;
        let passage = reader.get(passage)?;
        Ok((all.shown(&passage, Level::Direct), all.shown(&passage, Level::Public)))
    });
    assert_eq!((&raw[..], &shown[..]), ("I'm 34 and", "I'm [in their thirties] and"));
    let row = decisions(&study, source)[0].id;
    let set = |level, replacement: Option<&str>| RedactionSet {
        redaction: row,
        level,
        replacement: replacement.map(str::to_owned),
    };
    does(&study, set(Some(Level::Public), Some("age")));
    assert_eq!(decisions(&study, source)[0].replacement, "age");
    assert_eq!(refused(&study, set(Some(Level::Raw), None)).0, Kind::Invalid);
    does(&study, set(Some(Level::Direct), None));
    assert!(text_of(&study, source).text.contains("I'm [age] and"));
    let row = decisions(&study, source)[0].clone();
    let again = RedactionSet { redaction: row.id, level: None, replacement: Some("an age".into()) };
    does(&study, again);
    assert!(text_of(&study, source).text.contains("I'm [an age] and"));
    let back = refused(&study, RedactionRemove { redaction: row.id });
    assert!(back.0 == Kind::Conflict && back.1.contains("Undo"), "{back:?}");
}

#[test]
fn what_was_decided_is_no_longer_open_and_can_be_opened_again() {
    let study = TestStudy::file();
    let source = add(&study, "First talk", TEXT);
    let before = open(&study);
    assert!(before.contains(&"07700 900123".to_owned()) && before.contains(&"34".to_owned()));
    let age = place(&study, source, "34", Level::Indirect, "x");
    let keep =
        Kept { source, revision: age.revision, start: age.start, end: age.end, rule: Rule::Age };
    let keep = RedactionRefuse { places: vec![keep], everywhere: false };
    does(&study, keep);
    assert!(!open(&study).contains(&"34".to_owned()));
    let row = decisions(&study, source)[0].id;
    does(&study, RedactionRemove { redaction: row });
    assert_eq!(open(&study), before);
    let review = reads(&study, move |reader| Review::read(reader, None, &[source]));
    assert_eq!(review.in_source(source), before.len());
}

#[test]
fn a_word_that_is_no_name_is_found_nowhere_any_more() {
    let study = TestStudy::file();
    let source = add(&study, "First talk", "We went to Danny's, the café. Then Danny's again.");
    add(&study, "Second talk", "Danny's was shut.");
    assert_eq!(open(&study), ["Danny", "Danny", "Danny"]);
    let seen = place(&study, source, "Danny", Level::Direct, "x");
    let keep = Kept {
        source,
        revision: seen.revision,
        start: seen.start,
        end: seen.end,
        rule: Rule::Given,
    };
    does(&study, RedactionRefuse { places: vec![keep], everywhere: true });
    assert!(open(&study).is_empty());
}

#[test]
fn a_sealed_key_keeps_what_stood_there_and_the_log_never_shows_it() {
    let study = TestStudy::file();
    let source = add(&study, "First talk", TEXT);
    let access = KeyAccess::new(Secret::new("heather and bracken"));
    let session = study.session().with_key(access);
    session.perform(trefoil_core::care::pseudonym::KeySeal::default()).expect("seals");
    let name = place(&study, source, "Oyelaran", Level::Direct, "colleague A");
    let done = session.perform(apply(vec![name.clone()], true)).expect("applies");
    assert!(decisions(&study, source).iter().all(|row| row.sealed.is_some()));
    let history = reads(&study, |reader| trefoil_core::study::history(reader, 100));
    let told = format!("{history:?} {} {:?} {:?}", done.summary, done.notices, done.outcome);
    assert!(!told.to_lowercase().contains("oyelaran"), "{told}");
    assert!(!apply(vec![name], true).describe().to_string().contains("colleague"));
}

#[test]
fn a_place_that_was_corrected_overlaps_or_reaches_too_far_is_refused() {
    let study = TestStudy::file();
    let source = add(&study, "First talk", TEXT);
    let name = || place(&study, source, "Oyelaran", Level::Direct, "A");
    let overlapping = place(&study, source, "Then Oyelaran", Level::Indirect, "B");
    assert_eq!(refused(&study, apply(vec![name(), overlapping], false)).0, Kind::Invalid);
    let mut far = name();
    far.end = 9_999;
    assert_eq!(refused(&study, apply(vec![far], false)).0, Kind::Invalid);
    for bad in ["", "  ", "[]", "a\nb", "a]b"] {
        let bad = place(&study, source, "Oyelaran", Level::Direct, bad);
        assert_eq!(refused(&study, apply(vec![bad], false)).0, Kind::Invalid);
    }
    assert_eq!(refused(&study, apply(Vec::new(), false)).0, Kind::Invalid);
    let stale = name();
    does(&study, apply(vec![name()], false));
    let (kind, message) = refused(&study, apply(vec![stale], false));
    assert!(kind == Kind::Conflict && message.contains("“First talk” was corrected meanwhile"));
}

#[test]
fn the_check_compares_every_decision_with_the_text() {
    let study = TestStudy::file();
    let source = add(&study, "First talk", TEXT);
    let name = place(&study, source, "Oyelaran", Level::Direct, "A");
    does(&study, apply(vec![name], false));
    assert!(study.study().check().expect("checks").findings.is_empty());
    let row = decisions(&study, source)[0].id;
    study
        .session()
        .perform(Shifted { redaction: row })
        .expect("something from outside moves a decision");
    let findings = study.study().check().expect("checks").findings;
    assert_eq!((findings.len(), &*findings[0].noun), (1, "redaction"));
}

/// Moves a decision away from its words, as no operation does.
#[derive(Debug, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
struct Shifted {
    redaction: Id,
}

impl Operation for Shifted {
    const NAME: &'static str = "test.shifted";
    const SUMMARY: &'static str = "Moves a decision";
    type Outcome = ();

    fn apply(
        self,
        change: &mut trefoil_core::study::Change<'_>,
    ) -> trefoil_core::error::Result<()> {
        let mut row: trefoil_core::care::redaction::Redaction = change.get(self.redaction)?;
        row.start += 1;
        row.end += 1;
        change.update(&row)
    }
}

#[test]
fn closed_texts_are_left_out_and_said_so() {
    for study in TestStudy::both() {
        let one = study
            .session()
            .perform(trefoil_core::corpus::participant::ParticipantAdd {
                name: "P1".into(),
                note: String::new(),
                started_on: None,
            })
            .expect("adds")
            .outcome;
        let open = add(&study, "Open talk", TEXT);
        let closed = study
            .session()
            .perform(trefoil_core::corpus::source::SourceAdd {
                name: "Closed talk".into(),
                stream: "interview".into(),
                participants: vec![one],
                text: Some("Oyelaran was here.".into()),
                ..trefoil_core::corpus::source::SourceAdd::default()
            })
            .expect("adds")
            .outcome;
        let answer = serde_json::json!({
            "participants": [one], "data_types": ["interview_transcript"], "purposes": ["analysis"],
            "answer": "refused",
        });
        let seen = place(&study, closed, "Oyelaran", Level::Direct, "A");
        let consent = trefoil_core::study::operations::by_name("consent.set").expect("is there");
        consent.perform(study.session(), answer).expect("is written down");
        let name = place(&study, open, "Oyelaran", Level::Direct, "A");
        let done = study.session().perform(apply(vec![name], true)).expect("applies");
        assert_eq!(done.outcome.sources, 1);
        assert!(done.notices.iter().any(|notice| notice.contains("closed")), "{:?}", done.notices);
        assert_eq!(refused(&study, apply(vec![seen], false)).0, Kind::Denied);
    }
}

#[test]
fn an_unlocked_key_finds_its_names_without_their_accents_and_they_are_found_with_them() {
    use trefoil_core::care::pseudonym::{PseudonymAdd, hasher};
    use trefoil_core::care::redaction::{Known, find};

    let study = TestStudy::file();
    let access = KeyAccess::new(Secret::new("heather and bracken"));
    let session = study.session().with_key(access.clone());
    session.perform(trefoil_core::care::pseudonym::KeySeal::default()).expect("seals");
    let name = |name: &str| PseudonymAdd {
        names: vec![name.into()],
        parts: false,
        replacement: Some("colleague".into()),
        kind: Some(NameKind::Person),
        level: Some(Level::Direct),
        participant: None,
    };
    session.perform(name("Błażej")).expect("adds");
    session.perform(name("Renée")).expect("adds");
    session.perform(name("Oumou")).expect("adds");
    let text = "So Blazej rang Renee, RENÉE’s sister, and Oumoú too.";
    let count = |access: Option<KeyAccess>| {
        reads(&study, move |reader| {
            let known = Known::read(reader, hasher(reader, access.as_ref())?)?;
            let opened = known.clone().with_names(reader, access.as_ref())?;
            let finds = |known: &Known| {
                find(text, known).iter().filter(|one| one.rule == Rule::Known).count()
            };
            Ok((finds(&known), finds(&opened)))
        })
    };
    assert_eq!(count(None), (0, 0));
    assert_eq!(count(Some(access)), (2, 4));
}
