//! Adding themes, changing what they say, and their order.

use trefoil_core::error::Kind;
use trefoil_core::study::history;
use trefoil_core::theme::{Area, ThemeAdd, ThemeMove, ThemeSet};
use trefoil_testkit::TestStudy;

use super::{does, listed, names, nothing, reads, refused, theme};

fn add(name: &str) -> ThemeAdd {
    ThemeAdd { name: name.into(), ..ThemeAdd::default() }
}

fn set(theme: trefoil_core::id::Id) -> ThemeSet {
    ThemeSet { theme, name: None, idea: None, rivals: None }
}

#[test]
fn a_new_theme_stands_last_and_is_not_yet_placed() {
    for study in TestStudy::both() {
        theme(&study, "The drop");
        let idea = "It comes after the good days.".to_owned();
        let performed = does(&study, ThemeAdd { idea: idea.clone(), ..add("  Which hat? ") });
        assert_eq!(performed.summary, "Added the theme “Which hat?”");
        assert_eq!(names(&study), ["The drop", "Which hat?"]);
        let one = listed(&study).remove(1);
        assert_eq!((one.theme.id, one.theme.idea), (performed.outcome, idea));
        assert_eq!((one.area, one.placement), (Area::Unplaced, None));
        assert_eq!((one.codes, one.passages, one.codings), (0, 0, 0));
    }
}

#[test]
fn a_theme_needs_a_name_of_its_own() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let other = theme(&study, "Which hat?");
        assert_eq!(refused(&study, add("  ")).0, Kind::Invalid);
        let (kind, message) = refused(&study, add("The drop "));
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("“The drop”"), "{message}");
        let taken = ThemeSet { name: Some("The drop".into()), ..set(other) };
        assert_eq!(refused(&study, taken).0, Kind::Conflict);
        does(&study, ThemeSet { name: Some("The drop".into()), ..set(one) });
    }
}

#[test]
fn what_a_theme_says_can_be_changed_and_the_rest_stays() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        does(&study, ThemeSet { idea: Some("An idea.".into()), ..set(one) });
        let rivals = Some("It may be the season.".into());
        does(&study, ThemeSet { rivals, name: Some("The fall".into()), ..set(one) });
        let theme = listed(&study).remove(0).theme;
        assert_eq!(theme.name, "The fall");
        assert_eq!(
            (theme.idea.as_str(), theme.rivals.as_str()),
            ("An idea.", "It may be the season.")
        );
        assert_eq!(refused(&study, set(nothing())).0, Kind::NotFound);
    }
}

#[test]
fn the_history_keeps_no_ideas() {
    for study in TestStudy::both() {
        let performed = does(&study, ThemeAdd { idea: "Secret words.".into(), ..add("The drop") });
        does(&study, ThemeSet { rivals: Some("Secret words.".into()), ..set(performed.outcome) });
        let entries = reads(&study, |reader| history(reader, 100));
        assert!(!entries.is_empty());
        assert!(!format!("{entries:?}").contains("Secret"), "{entries:?}");
    }
}

#[test]
fn a_theme_moves_before_another_or_to_the_end() {
    for study in TestStudy::both() {
        let [one, two, three] = ["One", "Two", "Three"].map(|name| theme(&study, name));
        does(&study, ThemeMove { theme: three, before: Some(one) });
        assert_eq!(names(&study), ["Three", "One", "Two"]);
        does(&study, ThemeMove { theme: three, before: None });
        assert_eq!(names(&study), ["One", "Two", "Three"]);
        does(&study, ThemeMove { theme: one, before: Some(three) });
        assert_eq!(names(&study), ["Two", "One", "Three"]);
        assert_eq!(refused(&study, ThemeMove { theme: two, before: Some(two) }).0, Kind::Invalid);
        let before = Some(nothing());
        assert_eq!(refused(&study, ThemeMove { theme: two, before }).0, Kind::NotFound);
    }
}
