//! Earlier wordings and recordings, by class of data.

use serde_json::json;
use trefoil_testkit::reads;

use super::world::{Held, perform, worlds};

#[test]
fn earlier_wordings_are_forgotten_and_codings_stay() {
    for world in worlds() {
        let coded = world.coded(world.other, "broad beans behind the bicycle shed");
        perform(
            &world.study,
            "source.correct",
            json!({ "source": world.other, "edits": [{ "start": 7, "end": 14, "text": "sowed" }] }),
        );
        assert!(world.everything().contains("We planted broad"));
        let done = perform(&world.study, "erasure.forget_raw", json!({}));
        assert_eq!(done.outcome["counts"]["revisions"], json!(1));
        let after = world.everything();
        assert!(!after.contains("We planted broad"), "{after}");
        let left = reads(&world.study, move |reader| {
            Ok(reader.get::<trefoil_core::coding::Passage>(coded)?.text)
        });
        assert_eq!(left, "broad beans behind the bicycle shed");
        world.is_sound("after forgetting");
        world.undo_all();
        assert!(!world.everything().contains("We planted broad"));
        world.is_sound("after undoing");
    }
}

#[test]
fn recordings_go_also_those_that_undo_would_bring_back() {
    for world in worlds() {
        let held = Held { class: "recordings".to_owned(), reason: "A complaint".to_owned() };
        perform(&world.study, "source.remove", json!({ "source": world.group }));
        assert_eq!(world.count("media"), 2, "undo could bring it back");
        perform(&world.study, "erasure.recordings", json!({}));
        assert_eq!((world.count("media"), world.count("media_chunk")), (0, 0));
        assert_eq!(world.count("source"), 2);
        world.undo_all();
        world.is_sound("after undoing");
        assert_eq!(world.count("media"), 0);
        world.study.session().perform(held).expect("it is put on hold");
    }
}
