//! What is expected to come in.

use serde_json::json;
use trefoil_core::corpus::expectation::{self, ExpectationAdd, ExpectationRemove, ExpectationSet};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{is_whole, person, told};

fn add(stream: &str, participant: Option<Id>, weeks: [i64; 2], count: i64) -> ExpectationAdd {
    told(json!({
        "stream": stream, "participant": participant, "first_week": weeks[0],
        "last_week": weeks[1], "count": count,
    }))
}

#[test]
fn what_is_expected_is_listed_by_stream_and_person() {
    for study in TestStudy::both() {
        let (ten, two) = (person(&study, "P10"), person(&study, "P2"));
        does(&study, add("voice note", Some(ten), [1, 12], 2));
        let theirs = does(&study, add("voice_note", Some(two), [1, 12], 2)).outcome;
        does(&study, add("voice_note", None, [13, 13], 1));
        let first = does(&study, add("interview", None, [1, 520], 1)).outcome;
        let listed = || {
            let all = reads(&study, expectation::list).into_iter();
            let line = |one: expectation::Listed| {
                let weeks = (one.expectation.first_week, one.expectation.last_week);
                (one.expectation.stream, one.name, weeks, one.expectation.count)
            };
            all.map(line).collect::<Vec<_>>()
        };
        let (note, name) = ("voice_note".to_owned(), |name: &str| Some(name.to_owned()));
        assert_eq!(
            listed(),
            [
                ("interview".to_owned(), None, (1, 520), 1),
                (note.clone(), None, (13, 13), 1),
                (note.clone(), name("P2"), (1, 12), 2),
                (note.clone(), name("P10"), (1, 12), 2),
            ]
        );
        let set = json!({ "expectation": theirs, "everybody": true, "last_week": 4, "count": 3 });
        does(&study, told::<ExpectationSet>(set));
        does(&study, told::<ExpectationRemove>(json!({ "expectation": first })));
        assert_eq!(
            listed(),
            [
                (note.clone(), None, (1, 4), 3),
                (note.clone(), None, (13, 13), 1),
                (note, name("P10"), (1, 12), 2),
            ]
        );
        is_whole(&study);
    }
}

#[test]
fn weeks_and_counts_that_cannot_be_are_refused() {
    for study in TestStudy::both() {
        let one = person(&study, "P1");
        for (weeks, count) in
            [([0, 3], 1), ([-2, -1], 1), ([5, 4], 1), ([1, 521], 1), ([1, 4], 0), ([1, 4], -1)]
        {
            let (kind, message) = refused(&study, add("interview", Some(one), weeks, count));
            assert_eq!(kind, Kind::Invalid);
            assert!(message.contains("cannot be expected"), "{message}");
        }
        assert_eq!(refused(&study, add("diary", None, [1, 2], 1)).0, Kind::Invalid);
        let nobody = Some(Id::new(1));
        assert_eq!(refused(&study, add("interview", nobody, [1, 2], 1)).0, Kind::NotFound);
        let id = does(&study, add("interview", Some(one), [3, 4], 1)).outcome;
        let early: ExpectationSet = told(json!({ "expectation": id, "last_week": 2 }));
        assert_eq!(refused(&study, early).0, Kind::Invalid);
        let both: ExpectationSet =
            told(json!({ "expectation": id, "everybody": true, "participant": one }));
        assert_eq!(refused(&study, both).0, Kind::Invalid);
    }
}
