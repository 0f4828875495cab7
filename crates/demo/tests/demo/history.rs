//! The demo's history reads like that of a study, and a newcomer undoes only what is theirs.

use trefoil_core::action::ActionAdd;
use trefoil_core::clock::moment;
use trefoil_core::storage::Place;
use trefoil_core::study::{Study, history};
use trefoil_core::theme::{by_round, placements};
use trefoil_demo::{FILE_NAME, RESEARCHER, make};

use super::{made, reads};

#[test]
fn it_begins_in_september_and_goes_forward_to_the_end_of_january() {
    let mut entries = reads(|reader| history(reader, 10_000));
    entries.reverse();
    assert!(entries.iter().all(|entry| entry.person == RESEARCHER));
    let times: Vec<i64> = entries.iter().map(|entry| entry.at).collect();
    assert!(times.is_sorted(), "the history goes forward");
    let day = |at: Option<&i64>| at.map(|at| moment(*at).chars().take(10).collect::<String>());
    assert_eq!(day(times.first()).as_deref(), Some("2025-09-01"));
    assert_eq!(day(times.last()).as_deref(), Some("2026-01-30"));
    let mut acts: Vec<_> = entries.iter().map(|entry| entry.act).collect();
    acts.dedup();
    assert!((60..=200).contains(&acts.len()), "{} acts", acts.len());
}

#[test]
fn each_round_was_held_on_its_day_with_its_placements() {
    let (rounds, all) = reads(|reader| {
        let themes = trefoil_core::theme::list(reader)?;
        let mut all = Vec::new();
        for theme in &themes {
            all.extend(placements(reader, theme.theme.id)?);
        }
        Ok((by_round(reader)?, all))
    });
    let days: Vec<_> = rounds.iter().filter_map(|one| one.round.held_on.as_deref()).collect();
    assert_eq!(days, ["2025-10-03", "2025-10-31", "2025-12-08"]);
    for placement in all {
        let round = rounds.iter().find(|one| Some(one.round.id) == placement.round);
        let day = round.and_then(|one| one.round.held_on.clone()).expect("it was in a round");
        assert!(moment(placement.at).starts_with(&day), "{placement:?}");
    }
}

#[test]
fn progress_goes_from_nothing_to_all_in_words() {
    let told = &made().told;
    let mut done: Vec<usize> = told.iter().map(|one| one.done).collect();
    assert!(done.is_sorted());
    assert_eq!(done.first(), Some(&0));
    assert!(told.iter().all(|one| one.done <= one.total && !one.what.is_empty()));
    assert!(told.last().is_some_and(|one| one.done == one.total));
    done.dedup();
    assert!(told.len() - done.len() <= 3, "hardly any step is told twice");
    assert!(told.iter().any(|one| one.what == "Importing voice notes 49 of 49"), "{told:#?}");
    assert!(!told.iter().any(|one| one.what.contains("50 of")));
}

#[test]
fn a_newcomer_undoes_their_own_work_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let place = Place::File(folder.path().join("copy.trefoil"));
    made().study.copy_to(&place, None, |_| ()).expect("copies");
    let study = Study::open(&place, None).expect("opens");
    let newcomer = study.session("Rowan");
    assert!(newcomer.undo().expect("can be asked").is_none(), "there is nothing of theirs yet");
    let before = study.read(trefoil_core::study::dump::logical).expect("dumps");
    let action = ActionAdd { text: "Read the demo".to_owned(), ..ActionAdd::default() };
    newcomer.perform(action).expect("acts");
    newcomer.undo().expect("undoes").expect("there is an act");
    assert_eq!(study.read(trefoil_core::study::dump::logical).expect("dumps"), before);
    let today = moment(trefoil_core::clock::Clock::System.now());
    let entries = study.read(|reader| history(reader, 1)).expect("reads");
    assert_eq!(moment(entries[0].at).get(..10), today.get(..10), "the clock is today's again");
}

#[test]
fn an_existing_file_is_never_touched() {
    let place = Place::File(made().folder.path().join(FILE_NAME));
    let error = make(&place, &mut |_| unreachable!("nothing is begun")).expect_err("it is there");
    assert!(error.to_string().contains("already there"), "{error}");
}
