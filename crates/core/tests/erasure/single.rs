//! Single sources and passages, and recordings that two sources have.

use serde_json::json;
use trefoil_core::care::erasure::{Scope, Wish};
use trefoil_testkit::reads;

use super::world::{FOUR, added, perform, worlds};

#[test]
fn a_source_is_erased_and_its_recording_stays_where_another_has_it() {
    for world in worlds() {
        let note = world.note;
        let media = reads(&world.study, move |reader| {
            Ok(reader.get::<trefoil_core::corpus::source::Source>(note)?.media)
        });
        let twin = added(
            &world.study,
            "source.add",
            json!({ "name": "The same again", "stream": "voice_note", "media": media }),
        );
        perform(&world.study, "erasure.source", json!({ "sources": [world.note] }));
        assert_eq!(world.count("media"), 2, "it is the other one's too");
        assert!(!world.everything().contains("ward clock"));
        perform(&world.study, "erasure.source", json!({ "sources": [twin] }));
        assert_eq!(world.count("media"), 1);
        world.is_sound("after erasing both");
    }
}

#[test]
fn words_that_must_not_be_kept_are_replaced_and_what_is_around_them_stays_coded() {
    for world in worlds() {
        let wide = world.coded(world.note, "I told the porter about the frozen hands.");
        let words = world.coded(world.note, "the porter");
        perform(&world.study, "memo.add", json!({ "text": "Was it the porter again?" }));
        let run = world.plan(Wish { passage: Some(words), ..Wish::of(Scope::Passage) });
        assert_eq!(run.copies.len(), 1, "{:?}", run.copies);
        let outcome = perform(
            &world.study,
            "erasure.passage",
            json!({ "passage": words, "digest": run.digest }),
        );
        assert_eq!(outcome.outcome["counts"]["recordings"], json!(1));
        let left = reads(&world.study, move |reader| {
            Ok(reader.get::<trefoil_core::coding::Passage>(wide)?.text)
        });
        assert_eq!(left, "I told [removed] about the frozen hands.");
        let after = world.everything();
        assert!(!after.contains("the porter"), "{after}");
        assert!(after.contains("Was it [removed] again?"));
        world.is_sound("after taking words out");
        world.undo_all();
        assert!(!world.everything().contains("the porter"));
        world.is_sound("after undoing the rest");
    }
}

#[test]
fn a_span_that_nobody_marked_can_be_erased_and_the_recording_kept() {
    for world in worlds() {
        let from = FOUR.chars().count() - "frozen hands.".len();
        let span = json!({ "start": from, "end": from + "frozen hands".len() });
        perform(
            &world.study,
            "erasure.passage",
            json!({ "source": world.note, "span": span, "keep_recording": true }),
        );
        assert_eq!(world.count("media"), 2);
        assert!(!world.everything().contains("frozen hands"));
        world.is_sound("after erasing a span");
    }
}
