//! Sentences: their places, what they cite, and the way back to the second of the recording.

use trefoil_core::id::Id;
use trefoil_core::report::{Place, Sentence, Summary, to_html};
use trefoil_core::sentence::{Cites, Section};
use trefoil_core::trace::{clock_time, trace};

use super::{Story, citing, report, sentence, theme};

#[test]
fn sentences_stand_where_they_belong() {
    for Story { study, opens, .. } in Story::both() {
        let cites = citing(&[opens], &[], &[]);
        // Written in another order than the report's.
        for section in [
            Section::Limits,
            Section::Recommendations,
            Section::Conditions,
            Section::Findings,
            Section::Method,
            Section::Summary,
        ] {
            sentence(&study, section, &format!("In the {section}."), cites.clone());
        }
        let report = report(&study);
        let places: Vec<_> =
            report.sections.iter().map(|one| (one.place.clone(), one.heading.as_deref())).collect();
        assert_eq!(places.len(), 6);
        for expected in [
            (Place::Opening, None),
            (Place::Findings, Some("Findings")),
            (Place::Model, None),
            (Place::Closing, Some("Recommendations")),
            (Place::Closing, Some("Limits")),
            (Place::Method, None),
        ] {
            assert!(places.contains(&expected), "{expected:?} in {places:?}");
        }
        let order: Vec<_> = report.sentences().iter().map(|one| one.text.as_str()).collect();
        assert_eq!(
            order,
            [
                "In the summary.",
                "In the findings.",
                "In the conditions.",
                "In the recommendations.",
                "In the limits.",
                "In the method.",
            ]
        );
        assert_eq!(report.written().len(), 6, "the program says nothing any more");
    }
}

#[test]
fn each_named_thing_has_an_anchor_by_its_id() {
    for Story { study, opens, drop, teams, supervision, voice, kettle, stairs, .. } in Story::both()
    {
        let cites = citing(&[opens], &[kettle], &[teams]);
        let said = sentence(&study, Section::Findings, "It is enough.", cites);
        let page = super::page(&study);
        for (kind, id) in [
            ("theme", opens),
            ("theme", drop),
            ("condition", teams),
            ("condition", supervision),
            ("condition", voice),
            ("quote", kettle),
            ("quote", stairs),
            ("sentence", said),
        ] {
            assert!(page.contains(&format!(r#"id="{kind}-{id}""#)), "{kind} {id}");
        }
        for (kind, id, label) in
            [("theme", opens, "T1"), ("quote", kettle, "Q1"), ("condition", teams, "C1")]
        {
            let link = format!(r##"<a class="cite" href="#{kind}-{id}""##);
            assert!(page.contains(&link) && page.contains(&format!(">{label}</a>")), "{link}");
        }
    }
}

#[test]
fn a_sentence_leads_back_to_the_second_of_the_recording_and_forward_again() {
    for Story { study, drop, stairs, .. } in Story::both() {
        let said =
            sentence(&study, Section::Findings, "It falls.", citing(&[drop], &[stairs], &[]));
        let report = report(&study);
        let sentences = report.sentences();
        let shown = sentences.first().expect("there is a sentence");
        let id: Id = shown.id.parse().expect("a sentence is named by its id");
        assert_eq!(id, said);
        let back = study.study().read(move |reader| trace(reader, id)).expect("it can be traced");
        let heard = back.rests_on.iter().find(|one| one.id == stairs).expect("it rests on words");
        // Half of ten seconds have gone by when the words begin, five minutes and eleven in.
        let at = heard.at_ms.expect("the words are heard in a recording");
        assert_eq!(clock_time(at), "5:15");
        let quotes = report.quotes();
        let quote = quotes.iter().find(|one| one.id == stairs.to_string()).expect("it is printed");
        assert_eq!(quote.time.as_deref(), Some("5:15 to 5:20"));
        let traced: Id = quote.trace.as_deref().unwrap_or_default().parse().expect("an id");
        let ahead = study.study().read(move |reader| trace(reader, traced)).expect("a trace");
        assert!(ahead.bears_on.iter().any(|one| one.id == said));
    }
}

#[test]
fn claims_that_rest_on_nothing_are_listed_with_the_reason() {
    for Story { study, drop, .. } in Story::both() {
        let bare = theme(&study, "A first thought", "", &[]);
        let rests = citing(&[drop], &[], &[]);
        sentence(&study, Section::Findings, "It falls.", rests);
        let claim = sentence(&study, Section::Findings, "Always.", Cites::default());
        let empty = sentence(&study, Section::Summary, "Often.", citing(&[bare], &[], &[]));
        sentence(&study, Section::Limits, "Five people are few.", Cites::default());
        let report = report(&study);
        let summary = Summary::of(&report);
        let listed: Vec<_> = summary
            .unsupported
            .iter()
            .map(|one| (one.id.clone(), one.number, one.reason.as_str()))
            .collect();
        let thin = "It cites only the theme “A first thought”, which gathers no passage yet.";
        assert_eq!(
            listed,
            [(empty.to_string(), 1, thin), (claim.to_string(), 3, "It cites nothing.")]
        );
        assert_eq!(summary.sentences, 4);
        let page = to_html(&report);
        assert!(page.contains("2 sentences of 4 rest on no theme, quote or condition."));
        assert!(page.contains(thin));
    }
}

#[test]
fn paragraphs_begin_where_the_subject_changes_and_recommendations_stand_alone() {
    let Story { study, opens, drop, .. } = Story::file();
    let long = "They said it in their own words, at length, and more than once. ".repeat(6);
    for (text, theme) in [(&*long, opens), ("So it is.", opens), ("It falls.", drop)] {
        sentence(&study, Section::Findings, text, citing(&[theme], &[], &[]));
    }
    for text in ["Ring them.", "Ask them."] {
        sentence(&study, Section::Recommendations, text, citing(&[drop], &[], &[]));
    }
    let report = report(&study);
    let begins = |place: &Place| -> Vec<bool> {
        let sections = report.sections_at(place);
        let sentences = sections.iter().flat_map(|one| &one.sentences);
        sentences.map(|one: &Sentence| one.begins_paragraph).collect()
    };
    assert_eq!(begins(&Place::Findings), [true, false, true]);
    assert_eq!(begins(&Place::Closing), [true, true]);
}
