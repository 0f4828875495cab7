//! Each thing of a study is told, where it belongs and as people say it.

use trefoil_core::condition::{ConditionAdd, Standing};
use trefoil_core::report::{Area, Place, to_html};
use trefoil_core::study::StudySet;
use trefoil_core::theme::evidence;
use trefoil_testkit::TestStudy;

use super::{Story, done, mark, page, report};

fn pairs<T: Copy>(counts: &[(&str, T)]) -> Vec<(String, T)> {
    counts.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect()
}

#[test]
fn the_study_says_what_it_is_and_how_much_there_is() {
    for Story { study, .. } in Story::both() {
        let report = report(&study);
        let told = &report.study;
        assert_eq!(told.title, "Finding my feet");
        assert_eq!(told.question.as_deref(), Some("What do people meet in their first months?"));
        assert_eq!(told.setting.as_deref(), Some("One invented charity"));
        assert_eq!(told.dates.as_deref(), Some("6 January to 10 February 2026"));
        let streams: Vec<_> =
            told.counts.by_stream.iter().map(|one| (one.name.clone(), one.count)).collect();
        assert_eq!(streams, pairs(&[("interview", 1), ("field note", 1), ("voice note", 1)]));
        let counts = (told.counts.participants, told.counts.passages, told.counts.codes);
        assert_eq!(counts, (2, 3, 3));
        assert_eq!(report.method.named.as_deref(), Some("Reflexive thematic analysis"));
        assert_eq!(report.method.notes, ["One researcher listened to all of it.", "Then again."]);
        let doi = report.method.follows.doi.as_deref();
        assert_eq!(doi, Some("10.1332/20408056Y2024D000000022"));
        assert_eq!(report.made.at, "5 January 2026, 09:00 UTC");
        assert_eq!(report.made.by, format!("Trefoil {}", env!("CARGO_PKG_VERSION")));
    }
}

#[test]
fn a_theme_tells_where_it_stands_why_and_where_it_stood_before() {
    for Story { study, drop, opens, .. } in Story::both() {
        let report = report(&study);
        let theme = report.theme(&drop.to_string()).expect("the theme is told");
        assert_eq!((theme.label.as_str(), theme.area), ("T2", Area::Focus));
        assert_eq!(theme.idea.as_deref(), Some("A good day has a price."));
        let placement = theme.placement.as_ref().expect("it was placed");
        assert_eq!(placement.reason.as_deref(), Some("It came back for all."));
        assert_eq!(placement.round.as_deref(), Some("Month 2"));
        assert_eq!(placement.date.as_deref(), Some("5 March 2026"));
        let before: Vec<_> =
            theme.earlier.iter().map(|one| (one.area, one.round.as_deref())).collect();
        assert_eq!(before, [(Area::FineTune, Some("Month 1"))]);
        assert_eq!(theme.codes, ["the fall"]);
        let other = report.theme(&opens.to_string()).expect("the theme is told");
        let placement = other.placement.as_ref().expect("it was placed");
        assert_eq!((placement.round.as_deref(), other.earlier.len()), (None, 0));
        assert_eq!(placement.date.as_deref(), Some("5 January 2026"), "the day it was typed");
    }
}

#[test]
fn a_theme_counts_its_passages_by_stream_person_and_week() {
    for Story { study, drop, .. } in Story::both() {
        let report = report(&study);
        let counts = &report.theme(&drop.to_string()).expect("the theme is told").counts;
        let names = |counts: &[trefoil_core::report::Count]| -> Vec<_> {
            counts.iter().map(|one| (one.name.clone(), one.count)).collect()
        };
        assert_eq!(counts.passages, 2);
        assert_eq!(names(&counts.by_stream), pairs(&[("field note", 1), ("voice note", 1)]));
        assert_eq!(names(&counts.by_participant), pairs(&[("P1", 1), ("P2", 2)]));
        // P2 was there for three weeks; on the walk, P1 for five.
        assert_eq!(counts.by_week, [(3, 1), (5, 1)]);
        let weeks = counts.weeks.expect("there are weeks");
        assert_eq!((weeks.first, weeks.last), (3, 5));
    }
}

#[test]
fn counts_say_what_the_theme_itself_says() {
    for Story { study, drop, opens, .. } in Story::both() {
        let report = report(&study);
        for theme in [drop, opens] {
            let told = report.theme(&theme.to_string()).expect("the theme is told");
            let listed = study.study().read(move |reader| evidence(reader, theme));
            let listed = listed.expect("the evidence can be listed");
            assert_eq!(told.counts.passages, listed.len() as u64);
            for person in &told.counts.by_participant {
                let said = listed.iter().filter(|one| one.participants.contains(&person.name));
                assert_eq!(person.count, said.count() as u64, "{}", person.name);
            }
        }
    }
}

#[test]
fn an_empty_study_has_a_report_that_says_so() {
    for study in TestStudy::both() {
        let report = report(&study);
        assert_eq!(report.remarks, [""; 0]);
        let page = to_html(&report);
        for words in [
            "A study for a test",
            "This study has no sources, themes or conditions yet.",
            "Counted and written by the program.",
            "No sentences have been written for this report.",
            "no model to draw",
        ] {
            assert!(page.contains(words), "{words}");
        }
    }
}

#[test]
fn where_nobody_has_written_the_program_counts_and_claims_nothing() {
    for Story { study, .. } in Story::both() {
        let report = report(&study);
        assert!(report.sentences().iter().all(|one| one.by_program && !one.needs_support()));
        let said: Vec<_> = report.sentences().iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            said,
            [
                "The material is one interview, one field note and one voice note, with two \
                 participants, gathered from 6 January to 10 February 2026.",
                "Three passages were marked in it; the codebook has three codes.",
                "Two themes were developed: one in Firm up and one in Focus.",
                "The model has three conditions.",
                "Of three conditions, as they are marked: one not started, one partly in place and \
                 one in place.",
                "C3 is marked before what it needs.",
                "No theme bears on C3 yet.",
                "Themes are placed in rounds; there were two rounds: Month 1 (5 February 2026) \
                 and Month 2 (5 March 2026).",
            ]
        );
        assert_eq!(report.sections_at(&Place::Method).len(), 1);
    }
}

#[test]
fn invented_data_says_so_on_every_page() {
    for Story { study, .. } in Story::both() {
        assert!(!page(&study).contains("Synthetic data"));
        done(&study, StudySet { synthetic: Some(true), ..StudySet::default() });
        assert_eq!(
            report(&study).notices(),
            ["Synthetic data for demonstration", "Tentative model"]
        );
        // Once on the first page, once at the end, once at the head of every printed page.
        assert_eq!(page(&study).matches("Synthetic data for demonstration").count(), 3);
    }
}

#[test]
fn hostile_words_stay_words() {
    let text = "\"><script>alert('&')</script>";
    for study in TestStudy::both() {
        study.agree_to(trefoil_core::care::Use::Quotation);
        let words = || Some(text.to_owned());
        let set = StudySet {
            title: words(),
            question: words(),
            setting: words(),
            approach: words(),
            ..StudySet::default()
        };
        done(&study, set);
        let one = super::participant(&study, text, "2026-01-05");
        let source =
            super::source(&study, (text, "voice_note", "2026-01-06"), &[one], &[(text, 3, text)]);
        let code = super::code(&study, text, None);
        let passage = super::passage(&study, source, text, &[code]);
        let theme = super::theme(&study, text, text, &[code]);
        super::place(&study, theme, Area::Focus, text, None);
        super::quote(&study, theme, passage);
        let (name, statement, why) = (text.to_owned(), text.to_owned(), text.to_owned());
        let condition = done(&study, ConditionAdd { name, statement, why, needs: Vec::new() });
        mark(&study, condition, Standing::NotApplicable, text);
        super::indicator(&study, condition, text, Some("2026-01-06"));
        let cites = super::citing(&[theme], &[passage], &[condition]);
        for section in trefoil_core::sentence::Section::ALL {
            super::sentence(&study, *section, text, cites.clone());
        }
        let page = page(&study);
        assert!(!page.contains("<script") && !page.contains("alert('&')"));
        assert!(page.matches("alert(&#39;&#38;&#39;)").count() > 20, "it is set as text");
    }
}
