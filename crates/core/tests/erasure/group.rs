//! Sources in which several people speak.

use serde_json::json;
use trefoil_core::care::erasure::{TextFate, Wish};
use trefoil_core::error::Kind;
use trefoil_testkit::reads;

use super::world::{World, attempt, perform, worlds};

fn withdraw(world: &World) -> serde_json::Value {
    json!({ "participant": world.four, "scope": "all" })
}

#[test]
fn nothing_is_erased_while_nobody_has_said_whose_turns_are_whose() {
    for world in worlds() {
        let refused = attempt(&world.study, "withdrawal.carry_out", withdraw(&world));
        let refused = refused.expect_err("nobody knows");
        assert_eq!(refused.kind(), Kind::Conflict);
        assert!(refused.to_string().contains("In the garden"), "{refused}");
        assert_eq!(world.count("source"), 3);
        let run = world.plan(Wish::all_of(world.four));
        assert_eq!(run.blocked.len(), 1, "{:?}", run.blocked);
    }
}

#[test]
fn only_the_persons_own_turns_go_and_the_recording_with_them() {
    for world in worlds() {
        world.say_who_speaks();
        let theirs = world.coded(world.group, "painted the gate in purple stripes");
        let ours = world.coded(world.group, "everybody wanted to help us");
        let across = world.coded(world.group, "all of it.\nP4: My cousin");
        let run = world.plan(Wish::all_of(world.four));
        let shared = run.sources.iter().find(|one| one.id == world.group).expect("is listed");
        assert_eq!((shared.text, shared.recording), (TextFate::Partly, true));
        assert_eq!(shared.shared_with, ["P1"]);
        assert_eq!(run.passages.iter().map(|one| one.id).collect::<Vec<_>>(), [theirs]);
        assert_eq!(run.reworded.iter().map(|one| one.id).collect::<Vec<_>>(), [across]);
        perform(&world.study, "withdrawal.carry_out", withdraw(&world));
        let group = world.group;
        let (text, passage, crossing) = reads(&world.study, move |reader| {
            let text = trefoil_core::corpus::source::text(reader, group)?;
            let passage: trefoil_core::coding::Passage = reader.get(ours)?;
            let crossing: trefoil_core::coding::Passage = reader.get(across)?;
            Ok((text, passage.text, crossing.text))
        });
        let text = format!("{text:?}");
        assert!(text.contains("The garden was mine") && text.contains("[removed]"), "{text}");
        assert_eq!(passage, "everybody wanted to help us");
        assert_eq!(crossing, "all of it.\n[removed]");
        let after = world.everything();
        assert!(!after.contains("purple stripes") && !after.contains("My cousin"), "{after}");
        assert_eq!(world.count("media"), 0);
        assert_eq!((world.count("revision"), world.count("speaker")), (2, 1));
        world.is_sound("after one of several withdrew");
        world.undo_all();
        assert!(!world.everything().contains("purple stripes"));
        world.is_sound("after undoing the rest");
    }
}
