//! The dry run: what it lists, and that it changes nothing.

use serde_json::json;
use sha2::Digest as _;
use trefoil_core::care::DataType;
use trefoil_core::care::erasure::{Footing, Phase, Scope, Wish};

use super::world::{added, perform, worlds};

const NOTES: &[DataType] = &[DataType::VoiceNoteAudio, DataType::VoiceNoteTranscript];

#[test]
fn it_lists_everything_that_would_be_touched_and_changes_nothing() {
    for world in worlds() {
        let clock = world.coded(world.note, "ward clock stopped");
        world.coded(world.other, "broad beans");
        let study = &world.study;
        perform(
            study,
            "theme.quote",
            json!({ "theme": world.theme, "passage": clock, "quoted": true }),
        );
        let sentence = added(
            study,
            "sentence.add",
            json!({ "section": "findings", "text": "Clocks stop.", "cites": { "passages": [clock] } }),
        );
        let condition = added(study, "condition.add", json!({ "name": "Clocks" }));
        perform(
            study,
            "condition.bear",
            json!({ "condition": condition, "theme": world.theme, "bearing": "supports" }),
        );
        added(study, "memo.add", json!({ "on": world.theme, "text": "P4 again." }));
        added(study, "memo.add", json!({ "on": clock, "text": "Mind the clock." }));
        let before = study.dump();
        let run = world.plan(Wish::types_of(world.four, NOTES));
        assert_eq!(study.dump(), before);
        assert_eq!(run.phase, Phase::BeforeLock);
        assert!(run.blocked.is_empty(), "{:?}", run.blocked);
        assert_eq!(run.sources.len(), 1);
        assert!(run.sources[0].whole && run.sources[0].recording);
        assert_eq!(run.passages[0].words.as_deref(), Some("ward clock stopped"));
        assert_eq!(run.passages[0].codes, ["Things that stop"]);
        assert_eq!(run.quotes.len(), 2, "a chosen quote and a citation");
        assert_eq!(run.memos.len(), 1);
        assert_eq!(run.mentions.len(), 1, "{:?}", run.mentions);
        assert_eq!(run.mentions[0].why, "names P4");
        let theme = &run.themes[0];
        assert_eq!((theme.before.passages, theme.after.passages), (2, 1));
        assert_eq!(theme.footing, Footing::Thin);
        assert_eq!(run.conditions[0].name, "C1 Clocks");
        assert_eq!(run.sentences[0].id, sentence);
        assert!(run.sentences[0].unsupported);
        let counts = &run.counts;
        assert_eq!((counts.sources, counts.recordings, counts.codings), (1, 1, 1));
        assert_eq!(counts.quotes, 2);
        assert!(!run.stays.is_empty() && !run.duties.is_empty());
    }
}

#[test]
fn after_the_lock_wording_stays_and_is_to_be_looked_at() {
    for world in worlds() {
        perform(&world.study, "policy.set", json!({ "lock_on": "2026-01-02" }));
        let run = world.plan(Wish::types_of(world.four, NOTES));
        assert_eq!(run.phase, Phase::AfterLock);
        assert!(run.stays.iter().any(|one| one.contains("locked")), "{:?}", run.stays);
        assert!(run.duties.iter().all(|duty| duty.kind != "repository"));
    }
}

#[test]
fn a_wish_that_says_too_little_is_refused() {
    for world in worlds() {
        for wish in [
            Wish::of(trefoil_core::care::erasure::Scope::All),
            Wish::types_of(world.four, &[]),
            Wish::of(trefoil_core::care::erasure::Scope::Source),
            Wish::of(trefoil_core::care::erasure::Scope::Passage),
        ] {
            let refused = trefoil_core::care::erasure::dry_run(world.study.study(), wish);
            let kind = refused.expect_err("is refused").kind();
            assert_eq!(kind, trefoil_core::error::Kind::Invalid);
        }
    }
}

#[test]
fn the_file_behind_a_text_is_told_apart_from_a_recording() {
    for world in worlds() {
        let study = &world.study;
        let bytes = b"Words of a file".to_vec();
        let digest = sha2::Sha256::digest(&bytes).into();
        let read = Box::new(std::io::Cursor::new(bytes));
        let file = study.session().store_media(digest, "application/pdf", read).expect("is kept");
        let source = json!({
            "name": "A letter", "stream": "document", "participants": [world.four],
            "text": "Words of a file", "original": file.id,
        });
        let source = added(study, "source.add", source);
        let run = world.plan(Wish { sources: vec![source], ..Wish::of(Scope::Source) });
        assert_eq!((run.counts.recordings, run.counts.files), (0, 1));
    }
}
