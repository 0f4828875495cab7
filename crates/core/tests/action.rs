//! Actions: what each operation does, refuses and leaves behind.

use trefoil_core::action::{self, Action, ActionAdd, ActionRemove, ActionSet};
use trefoil_core::condition::ConditionAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::{Memo, MemoAdd};
use trefoil_core::study::history;
use trefoil_core::theme::ThemeAdd;
use trefoil_testkit::{TestStudy, does, reads, refused};

fn theme(study: &TestStudy, name: &str) -> Id {
    let add = ThemeAdd { name: name.into(), ..ThemeAdd::default() };
    study.session().perform(add).expect("a theme can be added").outcome
}

fn condition(study: &TestStudy, name: &str) -> Id {
    let add = ConditionAdd { name: name.into(), ..ConditionAdd::default() };
    study.session().perform(add).expect("a condition can be added").outcome
}

fn add(text: &str) -> ActionAdd {
    ActionAdd { text: text.into(), ..ActionAdd::default() }
}

fn set(action: Id) -> ActionSet {
    ActionSet {
        action,
        theme: None,
        condition: None,
        text: None,
        owner: None,
        due_on: None,
        done_on: None,
    }
}

fn one(study: &TestStudy, id: Id) -> Action {
    reads(study, move |reader| reader.get(id))
}

fn texts(study: &TestStudy) -> Vec<String> {
    reads(study, action::list).into_iter().map(|one| one.text).collect()
}

#[test]
fn an_action_is_about_a_theme_a_condition_or_neither() {
    for study in TestStudy::both() {
        let (theme, condition) = (theme(&study, "The drop"), condition(&study, "The ground"));
        let due_on = Some("2026-02-01".to_owned());
        let owner = " Team lead ".to_owned();
        let about = ActionAdd { theme: Some(theme), owner, due_on, ..add(" Ring them. ") };
        let performed = does(&study, about);
        assert_eq!(performed.summary, "Added an action about the theme “The drop”");
        let action = one(&study, performed.outcome);
        assert_eq!((action.theme, action.condition), (Some(theme), None));
        assert_eq!((action.text.as_str(), action.owner.as_str()), ("Ring them.", "Team lead"));
        assert_eq!((action.due_on.as_deref(), action.done_on), (Some("2026-02-01"), None));

        let performed = does(&study, ActionAdd { condition: Some(condition), ..add("Write it.") });
        assert_eq!(performed.summary, "Added an action about the condition “The ground”");
        let written = performed.outcome;
        assert_eq!(does(&study, add("Rest.")).summary, "Added an action");
        let about = reads(&study, move |reader| action::about(reader, condition));
        assert_eq!(about.iter().map(|one| one.id).collect::<Vec<_>>(), [written]);

        let both = ActionAdd { theme: Some(theme), condition: Some(condition), ..add("Both.") };
        assert_eq!(refused(&study, both).0, Kind::Invalid);
        let swapped = ActionAdd { theme: Some(condition), ..add("Ring.") };
        assert_eq!(refused(&study, swapped).0, Kind::NotFound);
    }
}

#[test]
fn an_action_needs_words_and_real_dates() {
    for study in TestStudy::both() {
        assert_eq!(refused(&study, add(" ")).0, Kind::Invalid);
        let soon = ActionAdd { due_on: Some("soon".into()), ..add("Ring.") };
        let (kind, message) = refused(&study, soon);
        assert_eq!(kind, Kind::Invalid);
        assert!(message.contains("“soon”"), "{message}");
        let action = does(&study, add("Ring.")).outcome;
        let empty = ActionSet { text: Some(String::new()), ..set(action) };
        assert_eq!(refused(&study, empty).0, Kind::Invalid);
        let done = ActionSet { done_on: Some("2026-02-30".into()), ..set(action) };
        assert_eq!(refused(&study, done).0, Kind::Invalid);
    }
}

#[test]
fn an_action_is_done_on_a_day_and_can_be_taken_up_again() {
    for study in TestStudy::both() {
        let action = does(&study, add("Ring.")).outcome;
        let done_on = Some("2026-02-03".to_owned());
        let performed = does(&study, ActionSet { done_on: done_on.clone(), ..set(action) });
        assert_eq!(performed.summary, "Marked an action as done");
        assert_eq!(one(&study, action).done_on, done_on);
        let performed = does(&study, ActionSet { owner: Some("Ada".into()), ..set(action) });
        assert_eq!(performed.summary, "Changed an action");
        assert_eq!(one(&study, action).done_on, done_on);
        let performed = does(&study, ActionSet { done_on: Some(String::new()), ..set(action) });
        assert_eq!(performed.summary, "Marked an action as still to be done");
        let action = one(&study, action);
        assert_eq!((action.done_on, action.owner.as_str()), (None, "Ada"));
    }
}

#[test]
fn an_action_can_change_what_it_is_about() {
    for study in TestStudy::both() {
        let (theme, condition) = (theme(&study, "The drop"), condition(&study, "The ground"));
        let action = does(&study, ActionAdd { theme: Some(theme), ..add("Ring.") }).outcome;
        does(&study, ActionSet { text: Some("Write.".into()), ..set(action) });
        assert_eq!(one(&study, action).theme, Some(theme));
        does(&study, ActionSet { condition: Some(condition), ..set(action) });
        let changed = one(&study, action);
        assert_eq!((changed.theme, changed.condition), (None, Some(condition)));
        let both = ActionSet { theme: Some(theme), condition: Some(condition), ..set(action) };
        assert_eq!(refused(&study, both).0, Kind::Invalid);
        assert_eq!(refused(&study, set(theme)).0, Kind::NotFound);
    }
}

#[test]
fn what_is_to_be_done_comes_first_and_soonest_first() {
    for study in TestStudy::both() {
        for (text, due_on, done_on) in [
            ("someday", "", ""),
            ("done late", "2026-01-01", "2026-03-01"),
            ("later", "2026-03-01", ""),
            ("soon", "2026-02-01", ""),
            ("done early", "2026-01-01", "2026-02-01"),
        ] {
            let action = does(&study, ActionAdd { due_on: Some(due_on.into()), ..add(text) });
            does(&study, ActionSet { done_on: Some(done_on.into()), ..set(action.outcome) });
        }
        let expected = ["soon", "later", "someday", "done early", "done late"];
        assert_eq!(texts(&study), expected, "{study:?}");
    }
}

#[test]
fn removing_an_action_removes_its_memos() {
    for study in TestStudy::both() {
        let [goes, _] = ["Ring.", "Write."].map(|text| does(&study, add(text)).outcome);
        let memo = MemoAdd { on: Some(goes), title: String::new(), text: "Hm.".into() };
        study.session().perform(memo).expect("a memo can be written");
        does(&study, ActionRemove { action: goes });
        assert_eq!(texts(&study), ["Write."]);
        assert!(reads(&study, |reader| reader.list::<Memo>("", &[])).is_empty());
        assert_eq!(refused(&study, ActionRemove { action: goes }).0, Kind::NotFound);
    }
}

#[test]
fn the_history_keeps_no_words_of_actions() {
    for study in TestStudy::both() {
        let action = does(&study, add("Secret words.")).outcome;
        does(&study, ActionSet { text: Some("Secret again.".into()), ..set(action) });
        let entries = reads(&study, |reader| history(reader, 100));
        assert!(!entries.is_empty() && !format!("{entries:?}").contains("Secret"), "{entries:?}");
    }
}
