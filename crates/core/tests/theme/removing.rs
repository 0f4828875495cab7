//! Removing themes.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use trefoil_core::action::{Action, ActionAdd};
use trefoil_core::codebook::Code;
use trefoil_core::coding::Passage;
use trefoil_core::condition::{Bearing, ConditionAdd, ConditionBear};
use trefoil_core::error::{Kind, Result};
use trefoil_core::id::Id;
use trefoil_core::memo::MemoAdd;
use trefoil_core::sentence::{self, Cites, Section, SentenceAdd};
use trefoil_core::study::{Change, Operation};
use trefoil_core::theme::{Area, ThemeRemove};
use trefoil_testkit::TestStudy;

use super::placing::place;
use super::{code, coded, does, gather, names, nothing, reads, refused, source, theme};

#[test]
fn removing_a_theme_removes_what_is_only_its_own() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "The fall"));
        let without = |dump: &str| dump.lines().filter(|line| !line.starts_with("theme ")).count();
        let ada = study.session();
        let left = code(&study, "Left out", None);
        let text = source(&study, "2026-01-05", &[], "They forgot me. It was late.");
        let forgot = coded(&study, text, "They forgot me", &[left]);
        let late = coded(&study, text, "It was late", &[]);
        let add = ConditionAdd { name: "The ground".into(), ..ConditionAdd::default() };
        let condition = ada.perform(add).expect("a condition can be added").outcome;
        let before = without(&study.dump());

        gather(&study, one, &[left], &[forgot, late]);
        let placed = ada.perform(place(one, Area::Focus, "So.")).expect("it can be placed");
        for on in [one, placed.outcome] {
            let memo = MemoAdd { on: Some(on), title: String::new(), text: "Hm.".into() };
            ada.perform(memo).expect("a memo can be written");
        }
        let bearing = Bearing::Supports;
        let bear = ConditionBear { condition, theme: one, bearing, note: None };
        ada.perform(bear).expect("a theme can bear on a condition");
        let action = ActionAdd { theme: Some(one), text: "Ring.".into(), ..ActionAdd::default() };
        ada.perform(action).expect("an action can be added");

        let performed = does(&study, ThemeRemove { theme: one });
        assert_eq!(performed.summary, "Removed the theme “The drop”");
        assert_eq!(performed.outcome, 0);
        assert_eq!(performed.notices, ["1 passage that nothing else holds is no longer marked."]);
        assert_eq!(names(&study), ["The fall"]);
        assert_eq!(without(&study.dump()), before - 1, "only the passage is gone on {study:?}");
        let (code, forgot, late) = reads(&study, move |reader| {
            let (forgot, late) = (reader.find::<Passage>(forgot)?, reader.find::<Passage>(late)?);
            Ok((reader.find::<Code>(left)?, forgot, late))
        });
        assert!(code.is_some() && forgot.is_some() && late.is_none());
        assert_eq!(refused(&study, ThemeRemove { theme: one }).0, Kind::NotFound);
        assert_eq!(refused(&study, ThemeRemove { theme: nothing() }).0, Kind::NotFound);
        does(&study, ThemeRemove { theme: two });
        assert!(names(&study).is_empty());
    }
}

#[test]
fn sentences_stay_and_it_is_said_how_many_lost_support() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "The fall"));
        let three = theme(&study, "Which hat?");
        for themes in [vec![one], vec![one, two], vec![two, three]] {
            let add = SentenceAdd {
                section: Section::Findings,
                text: "It falls away.".into(),
                cites: Cites { themes, ..Cites::default() },
            };
            study.session().perform(add).expect("a sentence can be added");
        }
        let performed = does(&study, ThemeRemove { theme: three });
        assert_eq!(
            performed.notices,
            ["1 sentence of the report lost the support of this theme; none is left without any."]
        );
        let performed = does(&study, ThemeRemove { theme: one });
        assert_eq!(performed.outcome, 2);
        assert_eq!(
            performed.notices,
            ["2 sentences of the report lost the support of this theme; 1 now cites nothing."]
        );
        let cited = reads(&study, sentence::list);
        assert_eq!(cited.iter().map(|one| one.cites.len()).collect::<Vec<_>>(), [0, 1, 1]);
    }
}

/// Brings in an action about two things, as an import from elsewhere may.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ImportAction {
    theme: Id,
    condition: Id,
}

impl Operation for ImportAction {
    const NAME: &'static str = "test.import_action";
    const SUMMARY: &'static str = "Brings in an action about a theme and a condition";
    type Outcome = Id;

    fn apply(self, change: &mut Change<'_>) -> Result<Id> {
        let action = Action {
            id: change.new_id(),
            theme: Some(self.theme),
            condition: Some(self.condition),
            text: "Ring.".into(),
            owner: String::new(),
            due_on: None,
            done_on: None,
            created_at: change.now(),
            created_by: change.person(),
        };
        change.insert(&action)?;
        Ok(action.id)
    }
}

#[test]
fn an_action_about_a_condition_as_well_stays_with_the_condition() {
    for study in TestStudy::both() {
        let (theme, ada) = (theme(&study, "The drop"), study.session());
        let add = ConditionAdd { name: "The ground".into(), ..ConditionAdd::default() };
        let condition = ada.perform(add).expect("a condition can be added").outcome;
        let import = ImportAction { theme, condition };
        let stays = ada.perform(import).expect("an action can be brought in").outcome;
        let add = ActionAdd { theme: Some(theme), text: "Write.".into(), ..ActionAdd::default() };
        ada.perform(add).expect("an action can be added");
        does(&study, ThemeRemove { theme });
        let left = reads(&study, |reader| reader.list::<Action>("", &[]));
        let left: Vec<_> = left.iter().map(|one| (one.id, one.theme, one.condition)).collect();
        assert_eq!(left, [(stays, None, Some(condition))]);
    }
}
