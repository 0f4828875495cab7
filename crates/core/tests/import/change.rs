//! Each guess of a plan can be changed before anything is stored, and the work can be stopped.

use trefoil_core::study::job;
use trefoil_testkit::TestStudy;

use super::{
    ControlFlow, Progress, Wishes, dry_run, go_on, import, participant, plan, run, sources,
};
use super::{preview, write};

fn three_notes(folder: &super::Path) -> [super::PathBuf; 1] {
    for n in 1..=3 {
        write(folder, &format!("note {n}.txt"), format!("Note number {n}"));
    }
    [folder.to_owned()]
}

#[test]
fn what_a_person_changes_in_the_plan_is_what_is_stored() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = three_notes(folder.path());
        let mut planned = plan(study.study(), &paths, &Wishes::default()).expect("plans");
        let ids: Vec<usize> = planned.items.iter().map(|item| item.id).collect();
        assert_eq!(ids, [0, 1, 2]);
        let item = planned.item_mut(1).expect("is there");
        item.name = "P4 field note week 3".to_owned();
        item.stream = "field_note".to_owned();
        item.date = Some("2025-09-24".to_owned());
        item.participants = vec!["P4".to_owned()];
        planned.item_mut(2).expect("is there").stream = "podcast".to_owned();
        assert!(planned.item_mut(3).is_none());
        let summary = run(study.session(), planned, &mut go_on).expect("imports");
        let told: Vec<_> = summary.imported.iter().map(|one| (one.item, &one.name[..])).collect();
        assert_eq!(told, [(0, "note 1"), (1, "P4 field note week 3")]);
        assert_eq!(summary.refused.len(), 1, "what cannot be is refused, the rest comes in");
        let listed = sources(study.session());
        let mut changed = listed.iter().filter(|one| one.source.name == "P4 field note week 3");
        let changed = changed.next().expect("is there");
        assert_eq!(changed.source.stream, "field_note");
        assert_eq!(changed.source.date.as_deref(), Some("2025-09-24"));
        assert_eq!(changed.participants[0].name, "P4");
        let people = study.study().read(participant::list).expect("lists");
        assert_eq!(people.len(), 1, "the participant was added");
        study.session().undo().expect("undoes").expect("there is an act");
        assert!(study.study().read(participant::list).expect("lists").is_empty());
    }
}

#[test]
fn a_changed_date_is_asked_again_whether_it_belongs() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), "note 2026-01-20.txt", "Late");
        let wishes = Wishes { until: Some("2026-01-18".to_owned()), ..Wishes::default() };
        let paths = [folder.path().to_owned()];
        let mut planned = plan(study.study(), &paths, &wishes).expect("plans");
        assert!(planned.items[0].aside.is_some());
        planned.items[0].date = Some("2026-01-16".to_owned());
        let dry = dry_run(study.session(), planned.clone());
        assert_eq!((dry.imported.len(), dry.aside.len()), (1, 0));
        run(study.session(), planned, &mut go_on).expect("imports");
        assert_eq!(sources(study.session())[0].source.date.as_deref(), Some("2026-01-16"));
    }
}

#[test]
fn an_import_that_is_stopped_keeps_what_it_stored_as_one_act() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let paths = three_notes(folder.path());
        let before = study.dump();
        let mut at_the_third = |progress: &Progress| match progress.done {
            2 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        };
        let planned = plan(study.study(), &paths, &Wishes::default()).expect("plans");
        let dry = preview(study.study(), planned.clone(), &mut at_the_third).expect("previews");
        assert_eq!((dry.stopped, dry.imported.len(), dry.not_reached), (true, 2, 1));
        let summary = run(study.session(), planned, &mut at_the_third).expect("imports");
        assert_eq!((summary.stopped, summary.imported.len(), summary.not_reached), (true, 2, 1));
        assert_eq!(sources(study.session()).len(), 2);
        let jobs = study.study().read(job::list).expect("lists");
        assert_eq!((jobs[0].state, jobs[0].done), (job::Fate::Stopped, 2));
        study.session().undo().expect("undoes").expect("there is an act");
        assert_eq!(study.dump(), before, "one undo takes back what was stored");
        study.session().redo().expect("redoes").expect("there is an act");
        let rest = import(study.session(), &paths, &Wishes::default());
        assert_eq!((rest.stopped, rest.imported.len(), rest.known.len()), (false, 1, 2));
    }
}

#[test]
fn a_long_table_tells_how_far_it_is_and_can_be_stopped_between_its_rows() {
    for study in TestStudy::both() {
        let folder = tempfile::tempdir().expect("a folder");
        let row = |number: usize| {
            format!(
                "P{number},\"Answer {number} has so many words that it is to be read as one\"\n"
            )
        };
        let table: String = (1..=50).map(row).collect();
        let path = write(folder.path(), "survey.csv", format!("Participant,What helped?\n{table}"));
        let session = study.session();
        let planned = || {
            let paths = [path.clone()];
            plan(session.study(), &paths, &Wishes::default()).expect("a plan can be made")
        };
        let mut told = Vec::new();
        let stopped = run(session, planned(), &mut |at: &Progress| {
            told.push(at.at());
            match at.row {
                Some((row, _)) if row > 20 => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        })
        .expect("the import runs");
        let name = |row: &str| format!("survey.csv, row {row} of 50");
        assert_eq!(told, ["survey.csv".to_owned(), name("1"), name("21")]);
        assert!(stopped.stopped);
        assert_eq!((stopped.not_reached, sources(session).len()), (1, 20));
        let rest = run(session, planned(), &mut go_on).expect("the import runs");
        assert!(!rest.stopped);
        assert_eq!(sources(session).len(), 50);
    }
}
