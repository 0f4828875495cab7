//! Rounds, and the board at the end of each.

use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::theme::{Area, RoundAdd, RoundRemove, RoundSet, ThemePlace};
use trefoil_testkit::TestStudy;

use super::placing::place;
use super::{does, nothing, reads, refused, theme};

fn add(name: &str, held_on: Option<&str>) -> RoundAdd {
    RoundAdd { name: name.into(), held_on: held_on.map(str::to_owned), note: String::new() }
}

fn set(round: Id) -> RoundSet {
    RoundSet { round, name: None, held_on: None, note: None }
}

fn names(study: &TestStudy) -> Vec<String> {
    let all = reads(study, theme::rounds).into_iter().zip(1..);
    all.map(|(round, position)| {
        assert_eq!(round.position, position, "positions have no gaps");
        round.name
    })
    .collect()
}

fn placed(study: &TestStudy, theme: Id, area: Area, round: Option<Id>) {
    does(study, ThemePlace { round, ..place(theme, area, "For a reason.") });
}

/// The areas of all themes at the end of each round.
fn boards(study: &TestStudy) -> Vec<Vec<Area>> {
    let ends = reads(study, theme::by_round);
    ends.into_iter().map(|end| end.themes.into_iter().map(|one| one.area).collect()).collect()
}

#[test]
fn rounds_stand_in_time_whenever_they_were_added() {
    for study in TestStudy::both() {
        does(&study, add("Month 3", Some("2026-03-31")));
        let first = does(&study, add("Month 1", Some("2026-01-31"))).outcome;
        does(&study, add("Looking back", None));
        does(&study, add("Month 2", Some("2026-02-28")));
        assert_eq!(names(&study), ["Month 1", "Month 2", "Month 3", "Looking back"]);
        does(&study, RoundSet { held_on: Some("2026-03-15".into()), ..set(first) });
        assert_eq!(names(&study), ["Month 2", "Month 1", "Month 3", "Looking back"]);
        does(&study, RoundSet { held_on: Some(String::new()), ..set(first) });
        assert_eq!(names(&study), ["Month 2", "Month 1", "Month 3", "Looking back"]);
        let note = Some("On the phone.".into());
        does(&study, RoundSet { name: Some("Spring".into()), note, ..set(first) });
        let round = reads(&study, theme::rounds).remove(1);
        assert_eq!((round.name.as_str(), round.note.as_str()), ("Spring", "On the phone."));
        assert_eq!(round.held_on, None);
    }
}

#[test]
fn a_round_needs_a_name_of_its_own_and_a_real_date() {
    for study in TestStudy::both() {
        let one = does(&study, add("Month 1", None)).outcome;
        let other = does(&study, add("Month 2", None)).outcome;
        assert_eq!(refused(&study, add(" ", None)).0, Kind::Invalid);
        assert_eq!(refused(&study, add("Month 1", None)).0, Kind::Conflict);
        assert_eq!(refused(&study, add("Month 3", Some("2026-02-30"))).0, Kind::Invalid);
        let taken = RoundSet { name: Some("Month 1".into()), ..set(other) };
        assert_eq!(refused(&study, taken).0, Kind::Conflict);
        does(&study, RoundSet { name: Some("Month 1".into()), ..set(one) });
        assert_eq!(refused(&study, set(nothing())).0, Kind::NotFound);
    }
}

#[test]
fn removing_a_round_keeps_what_was_placed_in_it() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let first = does(&study, add("Month 1", None)).outcome;
        does(&study, add("Month 2", None));
        placed(&study, one, Area::Focus, Some(first));
        let performed = does(&study, RoundRemove { round: first });
        assert_eq!(performed.outcome, 1);
        assert_eq!(names(&study), ["Month 2"]);
        let placements = reads(&study, move |reader| theme::placements(reader, one));
        assert_eq!((placements[0].area, placements[0].round), (Area::Focus, None));
        assert_eq!(refused(&study, RoundRemove { round: first }).0, Kind::NotFound);
    }
}

#[test]
fn a_theme_stands_where_it_stood_until_it_is_placed_anew() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "Which hat?"));
        let rounds =
            ["Month 1", "Month 2", "Month 3"].map(|name| does(&study, add(name, None)).outcome);
        placed(&study, one, Area::FirmUp, Some(rounds[0]));
        placed(&study, one, Area::FineTune, Some(rounds[0]));
        placed(&study, two, Area::Focus, Some(rounds[1]));
        placed(&study, one, Area::Unplaced, Some(rounds[2]));
        let expected = [
            [Area::FineTune, Area::Unplaced],
            [Area::FineTune, Area::Focus],
            [Area::Unplaced, Area::Focus],
        ];
        assert_eq!(boards(&study), expected, "{study:?}");
        let ends = reads(&study, theme::by_round);
        assert_eq!(ends[0].round.name, "Month 1");
        assert_eq!((ends[0].themes[1].theme, &ends[0].themes[1].placement), (two, &None));
        let placement = ends[1].themes[0].placement.as_ref().expect("it was placed");
        assert_eq!((placement.number, placement.round), (2, Some(rounds[0])));
    }
}

#[test]
fn a_later_round_counts_more_than_an_earlier_one_that_was_written_down_after_it() {
    for study in TestStudy::both() {
        let one = theme(&study, "The drop");
        let rounds = ["Month 1", "Month 2"].map(|name| does(&study, add(name, None)).outcome);
        placed(&study, one, Area::Focus, Some(rounds[1]));
        placed(&study, one, Area::FirmUp, Some(rounds[0]));
        assert_eq!(boards(&study), [[Area::FirmUp], [Area::Focus]], "{study:?}");
    }
}

#[test]
fn a_placement_between_rounds_counts_from_the_next_one_on() {
    for study in TestStudy::both() {
        let (one, two) = (theme(&study, "The drop"), theme(&study, "Which hat?"));
        let rounds = ["Month 1", "Month 2"].map(|name| does(&study, add(name, None)).outcome);
        placed(&study, one, Area::FirmUp, None);
        placed(&study, two, Area::FirmUp, Some(rounds[0]));
        placed(&study, one, Area::FineTune, None);
        placed(&study, two, Area::FineTune, Some(rounds[1]));
        placed(&study, one, Area::Focus, None);
        let expected = [[Area::FirmUp, Area::FirmUp], [Area::FineTune, Area::FineTune]];
        assert_eq!(boards(&study), expected, "{study:?}");
    }
}
