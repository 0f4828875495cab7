//! Whose words a report prints, where they stand, and what it says of them.

use trefoil_core::coding::CodingAdd;
use trefoil_core::id::Id;
use trefoil_core::report::{Options, Quote, Report, Summary, to_html};
use trefoil_core::sentence::Section;
use trefoil_core::transcript::SourceCorrect;

use super::{
    Story, citing, done, options, participant, passage, place, quote, report, report_with,
    sentence, source, theme,
};

fn printed(report: &Report, passage: Id) -> Quote {
    let quotes = report.quotes();
    let found = quotes.into_iter().find(|one| one.id == passage.to_string());
    found.cloned().expect("the quote is printed")
}

fn under(report: &Report, theme: Id) -> Vec<String> {
    let theme = report.theme(&theme.to_string()).expect("the theme is told");
    theme.quotes.iter().map(|one| one.id.clone()).collect()
}

#[test]
fn a_chosen_quote_says_who_when_and_where_from() {
    for Story { study, kettle, stairs, opens, drop, .. } in Story::both() {
        let report = report(&study);
        let said = printed(&report, stairs);
        assert_eq!(said.words.as_str(), "you’re sat on the stairs");
        assert_eq!(said.speaker.as_deref(), Some("P2"));
        assert_eq!((said.stream.as_deref(), said.week), (Some("voice note"), Some(3)));
        assert_eq!(said.source.as_deref(), Some("P2 note 4"));
        assert_eq!(said.trace, Some(stairs.to_string()));
        assert_eq!(under(&report, opens), [kettle.to_string()]);
        assert_eq!(under(&report, drop), [stairs.to_string()]);
        // As read: firm up before focus.
        assert_eq!((printed(&report, kettle).label.as_str(), said.label.as_str()), ("Q1", "Q2"));
    }
}

#[test]
fn a_cited_passage_is_printed_under_a_theme_that_gathers_it() {
    for Story { study, walked, drop, stairs, .. } in Story::both() {
        sentence(&study, Section::Findings, "It falls.", citing(&[], &[walked], &[]));
        let report = report(&study);
        assert_eq!(under(&report, drop), [stairs.to_string(), walked.to_string()]);
        assert!(report.other_quotes.is_empty());
        let cited = &report.sentences()[0].citations[0];
        assert_eq!((cited.label.as_str(), cited.id.clone()), ("Q3", walked.to_string()));
    }
}

#[test]
fn a_cited_passage_stands_under_the_theme_that_the_sentence_names() {
    for Story { study, walked, opens, kettle, drop, stairs, .. } in Story::both() {
        let passages = vec![walked];
        done(
            &study,
            trefoil_core::theme::ThemeGather { theme: opens, codes: Vec::new(), passages },
        );
        sentence(&study, Section::Findings, "It falls.", citing(&[drop], &[walked], &[]));
        let report = report(&study);
        assert_eq!(under(&report, drop), [stairs.to_string(), walked.to_string()]);
        assert_eq!(under(&report, opens), [kettle.to_string()]);
    }
}

#[test]
fn a_cited_passage_that_no_theme_gathers_is_printed_behind_them() {
    for Story { study, walk, .. } in Story::both() {
        let cheerful = passage(&study, walk, "Cheerful on the way down.", &[]);
        sentence(&study, Section::Findings, "It began well.", citing(&[], &[cheerful], &[]));
        let report = report(&study);
        assert_eq!(report.other_quotes.len(), 1);
        let said = printed(&report, cheerful);
        assert_eq!((said.label.as_str(), said.speaker.as_deref()), ("Q3", Some("P1 and P2")));
        assert_eq!(said.time, None);
        assert!(to_html(&report).contains("Quotes beside the themes"));
    }
}

#[test]
fn a_theme_without_a_chosen_quote_gets_none_and_is_named() {
    for Story { study, stairs, walked, drop, .. } in Story::both() {
        done(
            &study,
            trefoil_core::theme::ThemeQuote { theme: drop, passage: stairs, quoted: false },
        );
        let report = report(&study);
        assert!(under(&report, drop).is_empty());
        let expected = ["No quote is chosen for T2 “The drop after the lift”."];
        assert_eq!(Summary::of(&report).remarks, expected);
        assert!(to_html(&report).contains("No quote has been chosen for this theme."));

        let sampled = report_with(&study, &Options { sample_quotes: true, ..options() });
        assert_eq!(under(&sampled, drop), [stairs.to_string(), walked.to_string()]);
        let remarks = Summary::of(&sampled).remarks;
        assert_eq!(remarks.len(), 1);
        assert!(remarks[0].starts_with("The program picked the quotes of T2"), "{remarks:?}");
        assert!(to_html(&sampled).contains("The program picked these quotes"));
    }
}

#[test]
fn a_sample_takes_the_earliest_of_different_people() {
    let Story { study, drop, stairs, .. } = Story::file();
    done(&study, trefoil_core::theme::ThemeQuote { theme: drop, passage: stairs, quoted: false });
    let fall = super::code(&study, "more of it", None);
    let mut firsts = Vec::new();
    for person in 3..=6 {
        let name = format!("P{person}");
        let id = participant(&study, &name, "2025-12-01");
        for day in ["2025-12-03", "2025-12-02"] {
            let lines = [(name.as_str(), 0, "It falls.")];
            let note = source(&study, (&format!("{name} {day}"), "voice_note", day), &[id], &lines);
            let words = passage(&study, note, "It falls.", &[fall]);
            if day == "2025-12-02" {
                firsts.push(words.to_string());
            }
        }
    }
    let (codes, passages) = (vec![fall], Vec::new());
    done(&study, trefoil_core::theme::ThemeGather { theme: drop, codes, passages });
    let report = report_with(&study, &Options { sample_quotes: true, ..options() });
    assert_eq!(under(&report, drop), firsts[..3]);
}

#[test]
fn without_labels_nothing_says_who_it_was() {
    for Story { study, .. } in Story::both() {
        let unlabelled = Options { participant_labels: false, ..options() };
        let report = report_with(&study, &unlabelled);
        assert_eq!(report.remarks, [""; 0]);
        let page = to_html(&report);
        for told in ["P1", "P2", "Who spoke of it", "first interview", "note 4"] {
            assert!(!page.contains(told), "{told}");
        }
        for told in ["you’re sat on the stairs", "voice note", "And he put the kettle on."] {
            assert!(page.contains(told), "{told}");
        }
        assert!(report.quotes().iter().all(|one| one.week.is_none() && one.time.is_none()));
    }
}

#[test]
fn a_label_that_somebody_wrote_is_pointed_out() {
    let Story { study, drop, .. } = Story::file();
    sentence(&study, Section::Findings, "P2 told us most of it.", citing(&[drop], &[], &[]));
    let report = report_with(&study, &Options { participant_labels: false, ..options() });
    let told = "Participants are not labelled, but “P2” still stands in “P2 told us most of it.”.";
    assert_eq!(report.remarks, [told]);
}

#[test]
fn an_interviewers_words_are_not_put_into_a_participants_mouth() {
    for Story { study, interview, opens, .. } in Story::both() {
        let asked = passage(&study, interview, "What was the first week like?", &[]);
        quote(&study, opens, asked);
        let report = report(&study);
        assert_eq!(printed(&report, asked).speaker, None);
        let theme = report.theme(&opens.to_string()).expect("the theme is told");
        assert_eq!(theme.quotes[1].speaker.as_deref(), Some("P1"));
    }
}

#[test]
fn a_quote_that_lost_its_words_is_left_out_and_named() {
    for Story { study, note, stairs, drop, .. } in Story::both() {
        sentence(&study, Section::Findings, "It falls.", citing(&[], &[stairs], &[]));
        let correct: SourceCorrect = serde_json::from_value(serde_json::json!({
            "source": note, "text": "You’re flying, and then .\n",
        }))
        .expect("the arguments fit");
        done(&study, correct);
        let report = report(&study);
        assert!(report.quotes().iter().all(|one| one.id != stairs.to_string()));
        let remarks = Summary::of(&report).remarks;
        assert_eq!(
            remarks,
            [
                "A quote from “P2 note 4” has no words and was left out.",
                "No quote is chosen for T2 “The drop after the lift”.",
            ]
        );
        assert!(under(&report, drop).is_empty());
        let summary = Summary::of(&report);
        assert_eq!(summary.unsupported.len(), 1);
        assert_eq!(summary.unsupported[0].reason, "It cites nothing that this report can show.");
    }
}

#[test]
fn one_passage_chosen_for_two_themes_has_one_label_and_one_anchor() {
    let Story { study, stairs, opens, drop, .. } = Story::file();
    quote(&study, opens, stairs);
    let report = report(&study);
    let labels: Vec<_> = report
        .quotes()
        .iter()
        .filter(|one| one.id == stairs.to_string())
        .map(|one| one.label.clone())
        .collect();
    assert_eq!(labels, ["Q2", "Q2"]);
    assert!(under(&report, drop).contains(&stairs.to_string()));
    assert_eq!(to_html(&report).matches(&format!(r#"id="quote-{stairs}""#)).count(), 1);
    assert_eq!(Summary::of(&report).quotes, 2);
}

#[test]
fn words_in_another_language_say_so() {
    let Story { study, opens, .. } = Story::file();
    let add = trefoil_core::corpus::source::SourceAdd {
        name: "A letter".into(),
        stream: "document".into(),
        language: Some("cy".into()),
        text: Some("Bore da".into()),
        ..Default::default()
    };
    let letter = done(&study, add);
    let (source, start, end) = (Some(letter), Some(0), Some(7));
    let words = done(&study, CodingAdd { source, start, end, ..CodingAdd::default() }).passage;
    quote(&study, opens, words);
    let said = printed(&report(&study), words);
    assert_eq!(said.language.as_deref(), Some("cy"));
    assert_eq!((said.speaker, said.week, said.time), (None, None, None));
    let bare = theme(&study, "Not yet", "", &[]);
    place(&study, bare, trefoil_core::theme::Area::Unplaced, "", None);
}
