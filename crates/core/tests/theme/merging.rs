//! Merging themes: nothing that hung on either is lost.

use trefoil_core::action::{self, ActionAdd};
use trefoil_core::condition::{Bearing, ConditionAdd, ConditionBear, ConditionTheme};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::{self, MemoAdd};
use trefoil_core::sentence::{self, Cites, Section, SentenceAdd, Support};
use trefoil_core::theme::{Area, ThemeMerge, ThemeQuote};
use trefoil_testkit::TestStudy;

use super::placing::place;
use super::{
    code, coded, does, evidence, gather, listed, names, nothing, reads, refused, source, theme,
};

fn condition(study: &TestStudy, name: &str) -> Id {
    let add = ConditionAdd { name: name.into(), ..ConditionAdd::default() };
    study.session().perform(add).expect("a condition can be added").outcome
}

fn bears(study: &TestStudy, condition: Id, theme: Id, bearing: Bearing, note: &str) {
    let bear = ConditionBear { condition, theme, bearing, note: Some(note.into()) };
    study.session().perform(bear).expect("a theme can bear on a condition");
}

fn cites(study: &TestStudy, themes: &[Id]) -> Id {
    let add = SentenceAdd {
        section: Section::Findings,
        text: "It falls away.".into(),
        cites: Cites { themes: themes.to_vec(), ..Cites::default() },
    };
    study.session().perform(add).expect("a sentence can be added").outcome
}

#[test]
fn merging_themes_keeps_everything_they_gather_once() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "The fall"));
        let [a, b] = ["Left out", "Late"].map(|name| code(&study, name, None));
        let text = source(&study, "2026-01-05", &[], "They forgot me. It was late. I sat there.");
        coded(&study, text, "They forgot me", &[a]);
        let late = coded(&study, text, "It was late", &[b]);
        let sat = coded(&study, text, "I sat there", &[]);
        gather(&study, one, &[a, b], &[sat]);
        gather(&study, two, &[a], &[late, sat]);
        let quote = ThemeQuote { theme: one, passage: sat, quoted: true };
        study.session().perform(quote).expect("a quote can be chosen");
        let performed = does(&study, ThemeMerge { theme: one, into: two });
        assert_eq!(performed.summary, "Merged the theme “The drop” into “The fall”");
        assert_eq!(names(&study), ["The fall"]);
        let rests: Vec<_> =
            evidence(&study, two).into_iter().map(|one| (one.text, one.quoted)).collect();
        let expected = [("They forgot me", false), ("It was late", false), ("I sat there", true)];
        assert_eq!(rests, expected.map(|(text, quoted)| (text.to_owned(), quoted)));
        let one = listed(&study).remove(0);
        assert_eq!((one.codes, one.passages, one.codings), (2, 3, 2));
    }
}

#[test]
fn conditions_actions_citations_and_memos_go_over_and_placements_do_not() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "The fall"));
        let ada = study.session();
        let ground = condition(&study, "The ground");
        bears(&study, ground, one, Bearing::Strains, "It strains.");
        let action = ActionAdd { theme: Some(one), text: "Ring.".into(), ..ActionAdd::default() };
        let action = ada.perform(action).expect("an action can be added").outcome;
        let (only, both) = (cites(&study, &[one]), cites(&study, &[one, two]));
        let memo = MemoAdd { on: Some(one), title: String::new(), text: "Hm.".into() };
        let memo = ada.perform(memo).expect("a memo can be written").outcome;
        for theme in [one, two] {
            ada.perform(place(theme, Area::Focus, "So.")).expect("a theme can be placed");
        }
        does(&study, ThemeMerge { theme: one, into: two });

        let bearings: Vec<ConditionTheme> = reads(&study, |reader| reader.list("", &[]));
        assert_eq!(bearings.len(), 1);
        assert_eq!((bearings[0].theme, bearings[0].bearing), (two, Bearing::Strains));
        let actions = reads(&study, move |reader| action::about(reader, two));
        assert_eq!(actions.iter().map(|one| one.id).collect::<Vec<_>>(), [action]);
        let sentences = reads(&study, sentence::list);
        let cited: Vec<_> = sentences.into_iter().map(|one| (one.sentence.id, one.cites)).collect();
        let support = vec![Support::Theme(two)];
        assert_eq!(cited, [(only, support.clone()), (both, support)]);
        let memos = reads(&study, move |reader| memo::on(reader, two));
        assert_eq!(memos.iter().map(|one| one.id).collect::<Vec<_>>(), [memo]);
        assert_eq!(reads(&study, move |reader| theme::placements(reader, two)).len(), 1);
        assert_eq!(reads(&study, move |reader| theme::placements(reader, one)).len(), 0);
    }
}

#[test]
fn where_a_condition_names_both_the_one_that_stays_keeps_its_bearing_and_both_notes() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "The fall"));
        let (ground, ladder) = (condition(&study, "The ground"), condition(&study, "The ladder"));
        bears(&study, ground, one, Bearing::Strains, "Early.");
        bears(&study, ground, two, Bearing::Supports, "Late.");
        bears(&study, ladder, one, Bearing::Supports, "Now.");
        bears(&study, ladder, two, Bearing::Supports, "");
        let performed = does(&study, ThemeMerge { theme: one, into: two });
        assert_eq!(
            performed.notices,
            [
                "The condition “The ground” named both themes, differently; “The fall” still supports it."
            ]
        );
        let bearings: Vec<ConditionTheme> = reads(&study, |reader| reader.list("", &[]));
        let note = |condition: Id| {
            let found = bearings.iter().filter(|one| one.condition == condition);
            found.map(|one| (one.theme, one.bearing, one.note.as_str())).collect::<Vec<_>>()
        };
        assert_eq!(note(ground), [(two, Bearing::Supports, "Late.\nEarly.")]);
        assert_eq!(note(ladder), [(two, Bearing::Supports, "Now.")]);
    }
}

#[test]
fn a_theme_is_not_merged_into_itself_or_into_nothing() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        assert_eq!(refused(&study, ThemeMerge { theme: one, into: one }).0, Kind::Invalid);
        assert_eq!(refused(&study, ThemeMerge { theme: one, into: nothing() }).0, Kind::NotFound);
    }
}
