//! Words that somebody said and that were typed where a report prints them.

use serde_json::json;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::report::{Options, to_html};

use super::{Town, done, made, options, report};

const SAID: &str = "Nobody ever told me where the spare keys for the garden room are kept.";
const WHY: &str = "P5 refused quotation of voice-note transcripts (form v2, 2025-09-01)";

impl Town {
    /// Adds a voice note of somebody.
    fn voice_note(&self, name: &str, whose: Id, text: &str) -> Id {
        let arguments = json!({ "name": name, "stream": "voice_note", "participants": [whose],
            "text": text, "date": "2026-02-09" });
        made(&self.study, "source.add", arguments)
    }

    /// Types a sentence under the findings.
    fn writes(&self, text: &str) {
        done(&self.study, "sentence.add", json!({ "section": "findings", "text": text }));
    }
}

fn leaving_out() -> Options {
    Options { leave_out_refused: true, ..options() }
}

#[test]
fn typed_words_of_whoever_refused_stop_the_report_wherever_they_stand() {
    for town in Town::all() {
        town.voice_note("P5, week 4", town.five, SAID);
        town.writes("They look for things.");
        town.writes(
            "One said: “nobody ever told ME where [the] spare keys for the garden room” once.",
        );
        let theme = town.theme;
        done(&town.study, "theme.set", json!({ "theme": theme, "idea": SAID }));
        done(
            &town.study,
            "theme.place",
            json!({ "theme": theme, "area": "focus", "reason": format!("Because {SAID}") }),
        );
        done(&town.study, "action.add", json!({ "text": SAID, "theme": theme }));
        let arguments = json!({ "name": "Keys", "statement": SAID });
        let condition = made(&town.study, "condition.add", arguments);
        done(
            &town.study,
            "condition.mark",
            json!({ "condition": condition, "state": "partly", "reason": SAID }),
        );
        done(&town.study, "evidence.add", json!({ "condition": condition, "text": SAID }));
        report(&town.study, options()).expect("P5 agreed so far");
        town.five_says("refused", "voice_note_transcript", "quotation");
        let refused = report(&town.study, options()).expect_err("P5 refused");
        assert_eq!(refused.kind(), Kind::Denied);
        let told = refused.to_string();
        for place in [
            "Sentence 2 under “Findings”",
            "The idea of theme T1",
            "The reason why theme T1 is placed in Focus",
            "An action of theme T1",
            "The statement of condition C1",
            "The reason for the state of condition C1",
            "The evidence for condition C1",
        ] {
            let line = format!("{place} repeats words of “P5, week 4”: {WHY}.");
            assert!(told.contains(&line), "{line}\n{told}");
        }
        assert!(!told.contains("Sentence 1") && !told.contains("spare keys"), "{told}");
        let report = report(&town.study, leaving_out()).expect("they are left out");
        let page = to_html(&report);
        assert!(!page.to_lowercase().contains("spare keys"), "{page}");
        assert!(page.contains("One said: “[words left out]” once."), "{page}");
        let left_out =
            format!("Left out: Sentence 2 under “Findings” repeats words of “P5, week 4”: {WHY}.");
        assert!(report.remarks.contains(&left_out), "{:?}", report.remarks);
    }
}

#[test]
fn seven_words_are_anybodys_and_so_is_what_somebody_who_agreed_said_too() {
    for town in Town::all() {
        town.voice_note("P5, week 4", town.five, SAID);
        town.writes("Nobody ever told me where the spare ones are.");
        town.five_says("refused", "voice_note_transcript", "quotation");
        report(&town.study, options()).expect("seven words are no quote");
        town.writes(SAID);
        report(&town.study, options()).expect_err("these are P5's");
        town.voice_note("P1, week 4", town.one, &format!("I said {SAID}"));
        report(&town.study, options()).expect("P1 said it too, and agreed");
    }
}

#[test]
fn what_was_typed_from_a_source_that_is_closed_now_is_found_behind_the_wall() {
    for town in Town::all() {
        town.voice_note("P5, week 4", town.five, SAID);
        town.writes(SAID);
        town.five_says("withdrawn", "voice_note_transcript", "analysis");
        let refused = report(&town.study, options()).expect_err("it is closed").to_string();
        assert!(
            refused.contains("repeats words of “P5, week 4”: P5 withdrew analysis of"),
            "{refused}"
        );
        let report = report(&town.study, leaving_out()).expect("they are left out");
        assert!(!to_html(&report).contains("spare keys"));
    }
}

#[test]
fn in_a_talk_only_the_words_of_whoever_refused_are_theirs() {
    for town in Town::all() {
        let (first, second) = ("We always have tea at four o'clock sharp in winter.", SAID);
        let question = "What would you say a good first week looks like?";
        let text = format!("{first}\n{second}\n{question}");
        let (one, two) = (first.chars().count(), second.chars().count());
        let end = text.chars().count();
        let segments = json!([
            { "start": 0, "end": one, "speaker": "P1" },
            { "start": one + 1, "end": one + 1 + two, "speaker": "P5" },
            { "start": one + two + 2, "end": end, "speaker": "Interviewer" },
        ]);
        made(
            &town.study,
            "source.add",
            json!({ "name": "Second talk", "stream": "interview", "segments": segments,
                "participants": [town.one, town.five], "text": text }),
        );
        town.writes(first);
        town.writes(question);
        town.five_says("refused", "interview_transcript", "quotation");
        report(&town.study, options()).expect("P1 agreed, and nobody asks the interviewer");
        town.writes(second);
        let refused = report(&town.study, options()).expect_err("P5 refused").to_string();
        assert!(refused.contains("one quote without consent"), "{refused}");
        assert!(refused.contains("Sentence 3 under “Findings” repeats words of “Second talk”"));
    }
}
