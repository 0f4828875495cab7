//! What the plan says of P4's withdrawal: voice notes go, and no theme loses all support.

use trefoil_core::care::DataType;
use trefoil_core::care::erasure::Shared;
use trefoil_core::care::erasure::{Footing, Scope, Wish, WithdrawalCarryOut, dry_run};
use trefoil_core::reference;
use trefoil_core::storage::Place;
use trefoil_core::study::{Study, status};
use trefoil_core::theme;

use super::made;

/// How many passages each of the nine themes loses.
const LOSSES: [i64; 9] = [1, 1, 1, 1, 1, 0, 2, 1, 0];

#[test]
fn p4_takes_back_the_voice_notes_and_every_theme_still_stands() {
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let place = Place::File(folder.path().join("copy.trefoil"));
    made().study.copy_to(&place, None, |_| ()).expect("it can be copied");
    let study = Study::open(&place, None).expect("it opens").without_daily_backups();
    let four = study.read(|reader| reference::participant(reader, "P4")).expect("is there");
    let types = [DataType::VoiceNoteAudio, DataType::VoiceNoteTranscript];
    let before = study.read_whole(theme::list).expect("reads");
    let run = dry_run(&study, Wish::types_of(four, &types)).expect("is planned");
    assert!(run.blocked.is_empty(), "{:?}", run.blocked);
    assert_eq!((run.counts.sources, run.counts.recordings, run.counts.passages), (6, 6, 8));
    assert!(run.themes.iter().all(|loss| loss.footing != Footing::Unsupported));
    let session = study.session("Ada");
    let done = session.perform(WithdrawalCarryOut {
        participant: four,
        scope: Scope::Types,
        data_types: types.to_vec(),
        shared: Shared::Turns,
        asked_on: None,
        route: String::new(),
        digest: Some(run.digest),
    });
    assert_eq!(done.expect("is carried out").outcome.counts, run.counts);
    let now = study.read_whole(|reader| status(reader, "2026-02-01")).expect("reads");
    assert_eq!((now.sources, now.passages), (68, 143));
    let after = study.read_whole(theme::list).expect("reads");
    let lost: Vec<i64> =
        before.iter().zip(&after).map(|(was, is)| was.passages - is.passages).collect();
    assert_eq!(lost, LOSSES);
    assert!(after.iter().all(|listed| listed.passages > 0));
    let checked = study.check().expect("checks");
    assert!(checked.findings.is_empty(), "{:#?}", checked.findings);
}
