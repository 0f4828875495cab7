//! What a report prints, and why it is not made.

use serde_json::json;
use trefoil_core::error::Kind;
use trefoil_core::report::{Options, to_html};

use super::{Town, attempt, done, options, report};

const WHY: &str = "P5 withdrew quotation of voice-note transcripts (form v2, 2025-09-01)";

#[test]
fn a_report_fails_with_every_place_after_consent_is_taken_back() {
    for town in Town::all() {
        town.quote(town.theirs).expect("P5 agreed");
        town.quote(town.both).expect("P5 agreed");
        town.cite("They change hats all day.", town.theirs).expect("P5 agreed");
        let before = report(&town.study, options()).expect("everybody agreed");
        assert_eq!(before.quotes().len(), 2);
        assert_eq!(before.sources.len(), 2);
        town.five_says("withdrawn", "voice_note_transcript", "quotation");
        let refused = report(&town.study, options()).expect_err("P5 took it back");
        assert_eq!(refused.kind(), Kind::Denied);
        let told = format!(
            "No report was made: it would print two quotes without consent.\n\
             Theme T1 “Which hat am I wearing?”, quote from “P5, week 3”: {WHY}.\n\
             Sentence “They change hats all day.”, quote from “P5, week 3”: {WHY}."
        );
        assert_eq!(refused.to_string(), told);
        assert!(refused.hint_text().is_some_and(|hint| hint.contains("--leave-out")));
    }
}

#[test]
fn left_out_on_request_and_remarked_where() {
    for town in Town::all() {
        town.quote(town.theirs).expect("P5 agreed");
        town.quote(town.both).expect("P5 agreed");
        town.cite("They change hats all day.", town.theirs).expect("P5 agreed");
        town.five_says("withdrawn", "voice_note_transcript", "quotation");
        let leave_out = Options { leave_out_refused: true, ..options() };
        let report = report(&town.study, leave_out).expect("they are left out");
        let quoted: Vec<_> = report.quotes().iter().map(|one| one.words.to_string()).collect();
        assert_eq!(quoted, ["I hang it up"]);
        assert_eq!(
            report.remarks,
            [
                format!(
                    "Left out: Theme T1 “Which hat am I wearing?”, quote from “P5, week 3”: {WHY}."
                ),
                format!(
                    "Left out: Sentence “They change hats all day.”, quote from “P5, week 3”: {WHY}."
                ),
            ]
        );
        assert_eq!(report.unsupported().len(), 1, "its sentence has lost its support");
        let page = to_html(&report);
        assert!(!page.contains("Which hat is it today") && !page.contains("withdrew"), "{page}");
    }
}

#[test]
fn a_quote_from_a_source_that_was_closed_does_not_vanish_without_a_word() {
    for town in Town::all() {
        town.quote(town.theirs).expect("P5 agreed");
        town.cite("They change hats.", town.theirs).expect("P5 agreed");
        town.five_says("withdrawn", "voice_note_transcript", "analysis");
        let refused = report(&town.study, options()).expect_err("P5 took it back");
        assert_eq!(refused.kind(), Kind::Denied);
        let why = "P5 withdrew analysis of voice-note transcripts (form v2, 2025-09-01)";
        let told = refused.to_string();
        assert!(told.contains(&format!("quote from “P5, week 3”: {why}.\nSentence")), "{told}");
        let leave_out = Options { leave_out_refused: true, ..options() };
        let report = report(&town.study, leave_out).expect("they are left out");
        assert_eq!((report.quotes().len(), report.remarks.len()), (0, 3), "{:?}", report.remarks);
    }
}

#[test]
fn samples_pass_over_what_may_not_be_quoted() {
    for town in Town::all() {
        town.five_says("refused", "voice_note_transcript", "quotation");
        town.five_says("refused", "interview_transcript", "quotation");
        let sampled = Options { sample_quotes: true, ..options() };
        let report = report(&town.study, sampled).expect("nothing was chosen");
        let quoted: Vec<_> = report.quotes().iter().map(|one| one.words.to_string()).collect();
        assert_eq!(quoted, ["I wear it so."]);
        assert_eq!(
            report.remarks[0],
            "T1 “Which hat am I wearing?” has two passages without consent for quotation; the \
             program did not pick those."
        );
        let page = to_html(&report);
        assert!(!page.contains("without consent"), "only whoever makes the report is told");
    }
}

#[test]
fn a_sample_may_take_everybody_who_agreed() {
    for town in Town::all() {
        let sampled = Options { sample_quotes: true, ..options() };
        let report = report(&town.study, sampled).expect("everybody agreed");
        let quoted: Vec<_> = report.quotes().iter().map(|one| one.words.to_string()).collect();
        assert!(quoted.contains(&"I hang it up".to_owned()), "{quoted:?}");
        assert_eq!(report.remarks.len(), 1, "{:?}", report.remarks);
    }
}

#[test]
fn words_of_nobody_in_the_study_are_quoted_as_ever() {
    for town in Town::unasked() {
        let arguments =
            json!({ "name": "A leaflet", "stream": "document", "text": "Tea at four." });
        let leaflet = super::made(&town.study, "source.add", arguments);
        let coded = done(&town.study, "coding.add", json!({ "source": leaflet, "text": "Tea" }));
        let arguments = json!({ "theme": town.theme, "passage": coded.outcome["passage"],
            "quoted": true });
        attempt(&town.study, "theme.quote", arguments).expect("nobody is to be asked");
        let report = report(&town.study, options()).expect("nobody is to be asked");
        assert_eq!(report.quotes().len(), 1);
        assert_eq!(report.sources, [leaflet]);
        assert_ne!(report.sources, [town.note]);
    }
}

#[test]
fn a_quote_with_something_that_nobody_looked_at_is_remarked() {
    for town in Town::all() {
        let arguments = json!({ "name": "A leaflet", "stream": "document",
            "text": "Ring 07700 900123 for tea." });
        let leaflet = super::made(&town.study, "source.add", arguments);
        let text = "Ring 07700 900123 for tea.";
        let coded = done(&town.study, "coding.add", json!({ "source": leaflet, "text": text }));
        let arguments = json!({ "theme": town.theme, "passage": coded.outcome["passage"],
            "quoted": true });
        done(&town.study, "theme.quote", arguments);
        let report = report(&town.study, options()).expect("nobody is to be asked");
        assert_eq!(
            report.remarks,
            ["Q1 from “A leaflet” has a place that perhaps points to somebody; nobody has looked \
                 at it yet."]
        );
    }
}
