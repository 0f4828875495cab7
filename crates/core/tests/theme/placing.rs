//! Placing themes in areas.

use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::study::history;
use trefoil_core::theme::{Area, Placement, ThemePlace};
use trefoil_testkit::TestStudy;

use super::{does, listed, nothing, reads, refused, theme};

pub(crate) fn place(theme: Id, area: Area, reason: &str) -> ThemePlace {
    ThemePlace { theme, area, reason: reason.into(), round: None }
}

fn placements(study: &TestStudy, id: Id) -> Vec<Placement> {
    reads(study, move |reader| theme::placements(reader, id))
}

#[test]
fn placing_a_theme_keeps_the_earlier_placement() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "Which hat?"));
        does(&study, place(one, Area::FineTune, "It is small still."));
        does(&study, place(two, Area::FirmUp, "All say so."));
        let performed = does(&study, place(one, Area::Focus, " It grew. "));
        assert_eq!(performed.summary, "Placed the theme “The drop” in Focus");
        let history: Vec<_> = placements(&study, one)
            .into_iter()
            .map(|one| (one.number, one.area, one.reason))
            .collect();
        let expected = [
            (1, Area::FineTune, "It is small still.".to_owned()),
            (2, Area::Focus, "It grew.".to_owned()),
        ];
        assert_eq!(history, expected);
        let now = listed(&study);
        assert_eq!((now[0].area, now[1].area), (Area::Focus, Area::FirmUp));
        let board = reads(&study, theme::board);
        let board: Vec<_> = board.iter().map(|placed| (placed.theme, placed.area)).collect();
        assert_eq!(board, [(one, Area::Focus), (two, Area::FirmUp)]);
        let current = now[0].placement.as_ref().expect("it is placed");
        assert_eq!(current.id, performed.outcome);
    }
}

#[test]
fn the_same_place_with_a_new_reason_is_a_new_placement() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        does(&study, place(one, Area::Focus, "It grew."));
        does(&study, place(one, Area::Focus, "It grew."));
        assert_eq!(placements(&study, one).len(), 2);
    }
}

#[test]
fn every_area_but_unplaced_needs_a_reason() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        for area in [Area::FirmUp, Area::FineTune, Area::Focus] {
            let (kind, message) = refused(&study, place(one, area, "  "));
            assert_eq!(kind, Kind::Invalid);
            assert!(message.contains("The drop") && message.contains(area.label()), "{message}");
        }
        does(&study, place(one, Area::Focus, "It grew."));
        does(&study, place(one, Area::Unplaced, ""));
        assert_eq!(listed(&study)[0].area, Area::Unplaced);
    }
}

#[test]
fn a_theme_is_placed_in_rounds_there_are() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let in_no_round = ThemePlace { round: Some(nothing()), ..place(one, Area::Focus, "So.") };
        assert_eq!(refused(&study, in_no_round).0, Kind::NotFound);
        assert_eq!(refused(&study, place(nothing(), Area::Focus, "So.")).0, Kind::NotFound);
    }
}

#[test]
fn the_history_keeps_no_reasons() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        does(&study, place(one, Area::Focus, "P3 said it hurts."));
        let entries = reads(&study, |reader| history(reader, 100));
        assert!(!format!("{entries:?}").contains("hurts"), "{entries:?}");
    }
}
