//! What a newcomer finds in the demo.

use std::collections::BTreeMap;

use trefoil_core::condition::{self, Standing};
use trefoil_core::corpus::source;
use trefoil_core::report::{Options, Summary, build};
use trefoil_core::sentence;
use trefoil_core::study::status;
use trefoil_core::theme::{self, Area};
use trefoil_core::transcript;
use trefoil_demo::script::{Script, Stream};
use trefoil_demo::{is_demo, material};
use trefoil_testkit::TestStudy;

use super::analysis::{whole, word};
use super::oracle::{Counts, count, planned};
use super::{made, reads};

/// A day after the last of the history.
const LATER: &str = "2026-02-01";

#[test]
fn there_is_as_much_as_was_planned() {
    let status = reads(|reader| status(reader, LATER));
    assert!(status.synthetic && status.tentative);
    assert_eq!((status.sources, status.passages, status.participants), (74, 151, 5));
    let streams: BTreeMap<_, _> =
        status.by_stream.iter().map(|(stream, count)| (stream.name.as_str(), *count)).collect();
    let counts = ["interview", "voice_note", "field_note", "conversation"]
        .map(|stream| streams.get(stream).copied().unwrap_or_default());
    assert_eq!(counts, [10, 49, 15, 0]);
    assert_eq!((status.themes, status.rounds, status.conditions), (9, 3, 10));
    let areas = [Area::FirmUp, Area::FineTune, Area::Focus, Area::Unplaced];
    assert_eq!(
        status.by_area,
        areas.map(|area| (area, if area == Area::Unplaced { 0 } else { 3 }))
    );
    let seconds = whole()["second_codings"].as_array().expect("a list").len();
    assert_eq!(status.codings, 151 + i64::try_from(seconds).expect("a few"));
}

#[test]
fn the_themes_are_numbered_as_they_are_told() {
    let listed = reads(theme::list);
    let names: Vec<&str> = listed.iter().map(|listed| listed.theme.name.as_str()).collect();
    let themes = whole()["themes"].as_array().cloned().unwrap_or_default();
    let told: Vec<&str> = themes.iter().filter_map(|theme| theme["name"].as_str()).collect();
    assert_eq!(names, told);
    assert_eq!(names[6], "The drop after the lift");
}

#[test]
fn each_theme_rests_on_the_passages_that_were_planned() {
    let labels: BTreeMap<String, String> = whole()["themes"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|theme| (word(theme, "name"), word(theme, "id")))
        .collect();
    let evidence = reads(|reader| {
        let themes = theme::list(reader)?;
        let evidence = |theme: &theme::Listed| {
            Ok((theme.theme.name.clone(), theme::evidence(reader, theme.theme.id)?))
        };
        themes.iter().map(evidence).collect::<Result<Vec<_>, trefoil_core::error::Error>>()
    });
    let mut counts = Counts::new();
    for (name, passages) in &evidence {
        for passage in passages {
            let [participant] = &passage.participants[..] else { panic!("{passage:?}") };
            count(&mut counts, &labels[name], participant, &passage.stream);
        }
    }
    assert_eq!(counts, planned());
    let quoted = evidence.iter().map(|(_, all)| all.iter().filter(|one| one.quoted).count());
    assert!(quoted.min().is_some_and(|fewest| fewest > 0), "every theme has a quote");
}

#[test]
fn every_source_says_what_its_script_says() {
    let texts: BTreeMap<String, String> = reads(|reader| {
        let sources = source::list(reader)?;
        let text = |one: &source::Listed| {
            let text = source::text(reader, one.source.id)?.expect("every source has a text");
            Ok((one.source.name.clone(), text.text))
        };
        sources.iter().map(text).collect::<Result<_, trefoil_core::error::Error>>()
    });
    let letters =
        |text: &str| text.chars().filter(|sign| !sign.is_whitespace()).collect::<String>();
    let scripts: Vec<Script> = material::scripts().expect("the scripts can be read");
    assert_eq!(texts.len(), scripts.len());
    for script in scripts {
        let text =
            texts.get(&script.name).unwrap_or_else(|| panic!("{} is not there", script.name));
        assert!(!text.contains("[["), "{} shows its marks", script.name);
        if script.stream == Stream::FieldNote {
            assert!(text.starts_with("# "), "{}", script.name);
            assert!(letters(text).ends_with(&letters(&script.words)), "{}", script.name);
        } else {
            assert_eq!(letters(text), letters(&script.words), "{}", script.name);
        }
    }
}

#[test]
fn sources_know_who_when_and_how_long() {
    let (sources, speakers) = reads(|reader| {
        let sources = source::list(reader)?;
        let mut speakers = BTreeMap::new();
        for one in &sources {
            let own = transcript::speakers(reader, one.source.id)?;
            speakers.insert(one.source.name.clone(), own);
        }
        Ok((sources, speakers))
    });
    for one in sources {
        let name = &one.source.name;
        let [who] = &one.participants[..] else { panic!("{name}: {:?}", one.participants) };
        assert!(name.starts_with(&who.name), "{name} is of {}", who.name);
        assert!(who.week.is_some_and(|week| (0..=13).contains(&week)), "{name}: {who:?}");
        assert_eq!(one.source.media.is_some(), one.source.stream == "voice_note", "{name}");
        let voices: Vec<&str> = speakers[name].iter().map(|one| one.name.as_str()).collect();
        if one.source.stream == "interview" {
            assert_eq!(voices, [who.name.as_str(), "Researcher"], "{name}");
            assert_eq!(speakers[name][0].participant, Some(who.id), "{name}");
        }
    }
}

#[test]
fn every_voice_note_was_sent_when_its_script_says_whatever_the_phone_wrote() {
    let sources = reads(source::list);
    let scripts = material::scripts().expect("the scripts can be read");
    for script in scripts {
        let one = sources.iter().find(|one| one.source.name == script.name).expect("is there");
        let date = one.source.date.as_deref().unwrap_or_default().replace('T', " ");
        let said = if script.stream == Stream::VoiceNote { 16 } else { 10 };
        assert_eq!(date.get(..said), script.date.get(..said), "{}", script.name);
    }
}

#[test]
fn the_conditions_stand_where_the_analysis_leaves_them() {
    let model = reads(|reader| condition::list(reader, LATER));
    let states: Vec<(&str, Standing)> = model
        .iter()
        .map(|one| (one.condition.template.as_deref().unwrap_or_default(), one.state))
        .collect();
    let expected = [
        ("C1", Standing::InPlace),
        ("C2", Standing::Partly),
        ("C3", Standing::Partly),
        ("C4", Standing::NotStarted),
        ("C5", Standing::Partly),
        ("C6", Standing::InPlace),
        ("C7", Standing::Partly),
        ("C8", Standing::NotStarted),
        // Marked in place, and not looked at again when it was due.
        ("C9", Standing::Lapsed),
        ("C10", Standing::NotStarted),
    ];
    assert_eq!(states, expected);
    let ahead = model.iter().find(|one| one.condition.template.as_deref() == Some("C6"));
    let warned = ahead.is_some_and(|one| {
        one.warnings.iter().any(|warning| warning.concern == condition::Concern::AheadOf)
    });
    assert!(warned, "C6 is in place although C4 is not started");
}

#[test]
fn nothing_is_wrong_with_it() {
    let checked = made().study.check().expect("checks");
    assert!(checked.findings.is_empty(), "{:#?}", checked.findings);
    let (recordings, originals) = (49, 10 + 15);
    assert_eq!((checked.passages, checked.media), (151, recordings + originals));
    assert!(is_demo(&made().study).expect("reads"));
    assert!(!is_demo(TestStudy::file().study()).expect("reads"));
}

#[test]
fn the_report_builds_and_every_claim_has_support() {
    let (report, unsupported) = reads(|reader| {
        let report = build(reader, &Options::at(1_770_000_000_000))?;
        Ok((report, sentence::unsupported(reader)?))
    });
    assert!(unsupported.is_empty(), "{unsupported:#?}");
    let summary = Summary::of(&report);
    assert!(summary.unsupported.is_empty(), "{:#?}", summary.unsupported);
    assert_eq!((summary.themes, summary.conditions), (9, 10));
    assert!(summary.remarks.is_empty(), "{:#?}", summary.remarks);
}
