//! The model of conditions: states, needs, evidence, actions, and where it was composed from.

use trefoil_core::action::ActionAdd;
use trefoil_core::condition::{
    Beginning, EvidenceAdd, Guidance, GuidanceAdd, ModelBegin, Standing,
};
use trefoil_core::id::Id;
use trefoil_core::report::to_html;
use trefoil_core::study::StudySet;
use trefoil_testkit::TestStudy;

use super::{Story, done, options, report, report_with, set_review};

#[test]
fn a_condition_tells_its_state_its_needs_and_what_bears_on_it() {
    for Story { study, teams, supervision, voice, opens, drop, .. } in Story::both() {
        let report = report(&study);
        let told = |id: Id| report.condition(&id.to_string()).expect("the condition is told");
        let one = told(teams);
        assert_eq!((one.label.as_str(), one.state), ("C1", Standing::InPlace));
        assert_eq!(one.since.as_deref(), Some("5 January 2026"));
        assert_eq!(one.reason.as_deref(), Some("All three teams were asked."));
        assert_eq!(one.owner.as_deref(), Some("programme lead"));
        assert_eq!(one.review.as_deref(), Some("1 June 2026"));
        assert_eq!((one.met(), one.indicators.len()), (1, 2));
        assert_eq!(one.indicators[0].note.as_deref(), Some("20 January 2026"));
        assert_eq!(one.supported_by, [opens.to_string()]);
        let two = told(supervision);
        assert_eq!((two.state, two.since.as_deref()), (Standing::NotStarted, None));
        assert_eq!(two.needs, [teams.to_string()]);
        assert_eq!(two.strained_by, [drop.to_string()]);
        assert_eq!(told(voice).ahead_of, [supervision.to_string()]);
        assert!(report.model.tentative);
    }
}

#[test]
fn what_is_past_its_review_has_lapsed_since_that_day() {
    for Story { study, teams, .. } in Story::both() {
        set_review(&study, teams, "", "2026-03-01");
        let report = report(&study);
        let one = report.condition(&teams.to_string()).expect("the condition is told");
        assert_eq!((one.state, one.since.as_deref()), (Standing::Lapsed, Some("1 March 2026")));
        assert_eq!((one.reason.as_deref(), one.owner.as_deref()), (None, None));
        let earlier = trefoil_core::report::Options { today: "2026-03-01".into(), ..options() };
        let report = report_with(&study, &earlier);
        let one = report.condition(&teams.to_string()).expect("the condition is told");
        assert_eq!(one.state, Standing::InPlace);
    }
}

#[test]
fn evidence_and_actions_are_told_and_evidence_is_not_quoted() {
    for Story { study, teams, drop, walked, .. } in Story::both() {
        let evidence = |passage, text: &str, date: Option<&str>| EvidenceAdd {
            condition: teams,
            indicator: None,
            passage,
            text: text.into(),
            date: date.map(str::to_owned),
        };
        done(&study, evidence(None, "Minutes of the day", Some("2026-01-20")));
        done(&study, evidence(Some(walked), "", None));
        for (theme, condition, text) in [
            (None, Some(teams), "Ask them again"),
            (Some(drop), None, "Ring in the evening"),
            (None, None, "Tell everybody"),
        ] {
            let (text, due_on) = (text.to_owned(), Some("2026-05-04".to_owned()));
            let owner = "Ada".to_owned();
            done(&study, ActionAdd { theme, condition, text, owner, due_on });
        }
        let report = report(&study);
        let one = report.condition(&teams.to_string()).expect("the condition is told");
        let told = ["Minutes of the day (20 January 2026)", "one passage of the corpus"];
        assert_eq!(one.evidence, told);
        assert_eq!(one.actions[0].what, "Ask them again");
        assert_eq!(one.actions[0].by.as_deref(), Some("4 May 2026"));
        let theme = report.theme(&drop.to_string()).expect("the theme is told");
        assert_eq!(theme.actions[0].what, "Ring in the evening");
        assert_eq!(report.actions[0].what, "Tell everybody");
        let page = to_html(&report);
        let told = ["Minutes of the day", "Ring in the evening", "Tell everybody", "Ask them"];
        for words in told {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("In the car they say nothing."));
    }
}

#[test]
fn a_model_from_the_template_says_where_it_comes_from() {
    for study in TestStudy::both() {
        let conditions = done(&study, ModelBegin { template: Beginning::TenConditions });
        let guide = GuidanceAdd {
            condition: conditions[0],
            kind: Guidance::Source,
            text: "Our own handbook".into(),
            link: Some("https://example.org/handbook".into()),
        };
        done(&study, guide);
        let report = report(&study);
        assert_eq!(report.model.conditions.len(), 10);
        let works: Vec<_> = report.method.guidance.iter().map(|one| &one.citation).collect();
        assert_eq!(works.len(), 25, "24 sources of the template, each once, and the handbook");
        let page = to_html(&report);
        for words in [
            "Composed from published guidance; not the model of Wilson (2024)",
            "Published guidance behind the model",
            "https://example.org/handbook",
            "https://doi.org/10.1007/s00127-021-02038-4",
            "Tentative model",
            "Of ten conditions, as they are marked: ten not started.",
            "This study begins with its model: ten conditions, and no sources yet.",
            "This study has no themes yet",
        ] {
            assert!(page.contains(words), "{words}");
        }
        assert!(!page.contains("now?."), "a title that ends in a question mark has no full stop");
        done(&study, StudySet { tentative: Some(false), ..StudySet::default() });
        assert!(!super::page(&study).contains("Tentative model"));
    }
}
