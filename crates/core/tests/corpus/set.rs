//! Sets of sources.

use serde_json::json;
use trefoil_core::corpus::set::{self, SetAdd, SetPut, SetRemove, SetSet, SetTake};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{counts, is_whole, text, told};

fn members(study: &TestStudy, set: Id) -> Vec<Id> {
    reads(study, move |reader| set::members(reader, set))
}

#[test]
fn sources_are_put_into_sets_and_taken_out_again() {
    for study in TestStudy::both() {
        let source = |name: &str| text(&study, name, &[], "Words.");
        let (one, two, three) = (source("One"), source("Two"), source("Three"));
        let add: SetAdd = told(json!({ "name": " Early ", "note": "N", "sources": [one, one] }));
        let early = does(&study, add).outcome;
        let late = does(&study, told::<SetAdd>(json!({ "name": "Late" }))).outcome;
        assert_eq!(members(&study, early), [one], "each once");
        let put: SetPut = told(json!({ "set": early, "sources": [one, two] }));
        assert_eq!(does(&study, put).outcome, 1, "what is in it stays");
        does(&study, told::<SetPut>(json!({ "set": late, "sources": [two, three] })));
        let listed = reads(&study, set::list);
        let listed: Vec<_> =
            listed.iter().map(|one| (&*one.set.name, one.set.position, one.sources)).collect();
        assert_eq!(listed, [("Early", 1, 2), ("Late", 2, 2)]);
        does(&study, told::<SetTake>(json!({ "set": early, "sources": [two] })));
        assert_eq!(members(&study, early), [one]);
        let again: SetTake = told(json!({ "set": early, "sources": [one, two] }));
        let (kind, message) = refused(&study, again);
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("“Two” is not in the set “Early”"), "{message}");
        is_whole(&study);
    }
}

#[test]
fn a_set_has_a_name_of_its_own_and_goes_without_its_sources() {
    for study in TestStudy::both() {
        let one = text(&study, "One", &[], "Words.");
        let early: SetAdd = told(json!({ "name": "Early", "sources": [one] }));
        let early = does(&study, early).outcome;
        let late = does(&study, told::<SetAdd>(json!({ "name": "Late" }))).outcome;
        let twice: SetAdd = told(json!({ "name": "Early" }));
        assert_eq!(refused(&study, twice).0, Kind::Conflict);
        let taken: SetSet = told(json!({ "set": late, "name": "Early" }));
        assert_eq!(refused(&study, taken).0, Kind::Conflict);
        let nameless: SetSet = told(json!({ "set": late, "name": " " }));
        assert_eq!(refused(&study, nameless).0, Kind::Invalid);
        let nothing: SetPut = told(json!({ "set": late, "sources": [] }));
        assert_eq!(refused(&study, nothing).0, Kind::Invalid);
        let nowhere: SetPut = told(json!({ "set": late, "sources": [late] }));
        assert_eq!(refused(&study, nowhere).0, Kind::NotFound);
        does(&study, told::<SetSet>(json!({ "set": early, "name": "First", "note": "Of May" })));
        does(&study, told::<SetRemove>(json!({ "set": early })));
        assert_eq!(counts(&study, "source_set_member"), (0, 0));
        assert_eq!(counts(&study, "source"), (1, 1));
    }
}
