//! What may be picked as a quote, and what pickers are told beforehand.

use serde_json::json;
use trefoil_core::care::quote::People;
use trefoil_core::error::Kind;
use trefoil_core::theme::{self, ThemeEvidence};

use super::{Town, attempt, done, made};

fn evidence(town: &Town) -> Vec<ThemeEvidence> {
    let theme = town.theme;
    town.study.study().read(move |reader| theme::evidence(reader, theme)).expect("reads")
}

#[test]
fn whoever_refused_to_be_quoted_is_not_chosen_and_pickers_know() {
    for town in Town::all() {
        town.five_says("refused", "voice_note_transcript", "quotation");
        let why = "P5 refused quotation of voice-note transcripts (form v2, 2025-09-01)";
        let refused = town.quote(town.theirs).expect_err("P5 said no");
        assert_eq!(refused.kind(), Kind::Denied);
        let told = format!("Words from “P5, week 3” cannot be quoted: {why}.");
        assert_eq!(refused.to_string(), told);
        let refused = town.cite("They change hats.", town.theirs).expect_err("P5 said no");
        assert_eq!(refused.kind(), Kind::Denied);
        for one in evidence(&town) {
            let theirs = one.passage == town.theirs;
            assert_eq!(
                (one.quotable, one.refusal.as_str()),
                (!theirs, if theirs { why } else { "" })
            );
        }
    }
}

#[test]
fn in_a_talk_those_who_speak_in_the_passage_are_asked() {
    for town in Town::all() {
        town.five_says("refused", "interview_transcript", "quotation");
        town.quote(town.both).expect_err("P5 says these words");
        let quotable: Vec<_> =
            evidence(&town).into_iter().map(|one| (one.text, one.quotable)).collect();
        assert!(quotable.contains(&("I hang it up".to_owned(), false)), "{quotable:?}");
        assert!(quotable.contains(&("I wear it so.".to_owned(), true)), "{quotable:?}");
        let (both, five) = (town.both, town.five);
        let of = town.study.study().read(move |reader| {
            let source = reader.get::<trefoil_core::coding::Passage>(both)?.source;
            Ok(People::read(reader)?.of(both, source).to_vec())
        });
        assert_eq!(of.expect("reads"), [five]);
    }
}

#[test]
fn where_nobody_knows_who_speaks_everybody_is_asked() {
    for town in Town::all() {
        let walk = made(
            &town.study,
            "source.add",
            json!({ "name": "A walk", "stream": "field_note", "text": "In the car they say nothing.",
                "participants": [town.one, town.five] }),
        );
        let coded =
            done(&town.study, "coding.add", json!({ "source": walk, "text": "In the car" }));
        let passage = coded.outcome["passage"].clone();
        town.five_says("withdrawn", "observation_note", "quotation");
        let arguments = json!({ "theme": town.theme, "passage": passage, "quoted": true });
        let refused = attempt(&town.study, "theme.quote", arguments).expect_err("P5 is in it");
        assert!(refused.to_string().contains("P5 withdrew quotation of observation notes"));
    }
}

#[test]
fn without_a_yes_nothing_is_chosen_and_a_default_is_one() {
    for town in Town::unasked() {
        let refused = town.quote(town.theirs).expect_err("nobody was asked");
        assert!(
            refused
                .to_string()
                .ends_with("P5 was not asked about quotation of voice-note transcripts."),
            "{refused}"
        );
        town.study.agree_to(trefoil_core::care::Use::Quotation);
        town.quote(town.theirs).expect("the study's form says so");
    }
}

#[test]
fn what_was_chosen_already_stays_when_it_is_chosen_again() {
    for town in Town::all() {
        town.quote(town.theirs).expect("P5 agreed");
        town.five_says("withdrawn", "voice_note_transcript", "quotation");
        town.quote(town.theirs).expect("nothing new is chosen");
        let arguments = json!({ "theme": town.theme, "passage": town.theirs, "quoted": false });
        done(&town.study, "theme.quote", arguments);
        town.quote(town.theirs).expect_err("it would be chosen anew");
    }
}
