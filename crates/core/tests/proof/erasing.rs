//! What was erased is nowhere any more, and everybody goes on working meanwhile.

use trefoil_core::study::{State, backup, history};

use crate::planting::{SourceErase, WORDS, all, places, source};

#[test]
fn what_was_erased_is_nowhere_any_more() {
    for study in all() {
        let ada = study.session();
        source(ada, "Another", "Something that stays.");
        let gone = source(ada, "Interview", &format!("They said {WORDS}, twice. {WORDS}"));
        if study.engine() == "sqlite" {
            study.study().back_up().expect("a backup is made");
        }
        assert!(!places(study.study(), WORDS).is_empty());
        let done = ada.perform(SourceErase { source: gone }).expect("erases");
        let settled = done.settled.expect("what erases is settled");
        assert!(settled.complete, "{settled:?}");
        let left: Vec<String> = places(study.study(), WORDS);
        let left: Vec<_> = left.iter().filter(|place| !place.contains("undo_image")).collect();
        eprintln!("{settled:?}");
        assert!(left.is_empty(), "{study:?}: {left:?}");
        let entries = study.study().read(|reader| history(reader, 1)).expect("lists");
        assert_eq!(entries[0].state, State::Fixed);
        assert!(!study.study().settling_is_due().expect("answers"));
        if study.engine() == "sqlite" {
            let backups = backup::list(&study.path()).expect("lists");
            assert_eq!(settled.backups_removed, 1);
            assert_eq!(backups.len(), 1);
            assert_eq!(backups[0].reason, backup::Reason::AfterErasure);
        }
        assert!(study.study().check().expect("checks").findings.is_empty());
    }
}
