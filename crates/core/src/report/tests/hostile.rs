//! Text that means harm, and text that is only unusual: both are set as they were written.
//!
//! One text is put into every place a person can write in, so that no field is forgotten.

use super::super::sample::{report, section};
use super::super::{
    Area, Citation, Place, Quote, Report, Target, Work, draw_ladder, stand_alone, to_html,
};
use super::{holds_together, theme, values};
use crate::care::quote::Cleared;

/// Puts one text in every place a person can write in.
fn report_full_of(text: &str) -> Report {
    let own = || Some(text.to_owned());
    let mut report = report();
    report.study.title = text.to_owned();
    report.study.question = own();
    report.study.setting = own();
    report.study.dates = own();
    report.study.language = own();
    report.method.named = own();
    report.method.notes = vec![text.to_owned()];
    report.method.guidance = vec![Work { citation: text.to_owned(), doi: None, url: own() }];
    report.made.at = text.to_owned();
    report.made.by = text.to_owned();
    let theme = &mut report.themes[0];
    (theme.id, theme.label, theme.name) = (text.to_owned(), text.to_owned(), text.to_owned());
    (theme.idea, theme.codes) = (own(), vec![text.to_owned()]);
    if let Some(placement) = &mut theme.placement {
        (placement.reason, placement.round, placement.date) = (own(), own(), own());
    }
    theme.counts.by_stream[0].name = text.to_owned();
    theme.counts.by_participant[0].name = text.to_owned();
    theme.quotes = vec![Quote {
        id: text.to_owned(),
        label: text.to_owned(),
        words: Cleared::invented(text),
        language: own(),
        speaker: own(),
        stream: own(),
        week: Some(1),
        source: own(),
        time: own(),
        trace: own(),
    }];
    report.other_quotes =
        vec![Quote { id: format!("{text} besides"), ..report.themes[0].quotes[0].clone() }];
    report.model.title = own();
    report.model.notice = own();
    let condition = &mut report.model.conditions[5];
    condition.id = text.to_owned();
    (condition.label, condition.name) = (text.to_owned(), text.to_owned());
    (condition.statement, condition.since) = (own(), own());
    (condition.reason, condition.review) = (own(), own());
    condition.supported_by = vec![text.to_owned()];
    condition.indicators[0].text = text.to_owned();
    condition.indicators[0].note = own();
    report.model.conditions[6].ahead_of = vec![text.to_owned()];
    report.model.conditions[6].needs = vec![text.to_owned()];
    (report.model.conditions[6].owner, report.model.conditions[6].evidence) =
        (own(), own().into_iter().collect());
    let actions = report.model.conditions[6].actions.iter_mut();
    for action in actions.chain(&mut report.themes[6].actions).chain(&mut report.actions) {
        (action.what, action.who, action.by) = (text.to_owned(), own(), own());
    }
    let mut prose = section("own", Place::Theme(text.to_owned()), text, &["¶"]);
    let cite = |target| Citation { target, id: text.to_owned(), label: text.to_owned() };
    prose.sentences[0].id = text.to_owned();
    prose.sentences[0].text = text.to_owned();
    prose.sentences[0].lacks = own();
    prose.sentences[0].citations =
        [Target::Theme, Target::Quote, Target::Condition].map(cite).to_vec();
    report.sections.push(prose);
    report
}

#[test]
fn hostile_text_stays_text() {
    for text in [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onmouseover='alert(1)",
        "</style></title></svg><svg onload=alert(1)>",
        "javascript:alert(1)",
        "{{ 7 * 7 }} {% raw %} \\27 } @import \"x\";",
        "&lt;b&gt; &amp; --> ]]>",
        "nul \u{0} escape \u{1b} bell \u{7}",
        "  \n \u{a0} ",
        "",
    ] {
        let report = report_full_of(text);
        let page = to_html(&report);
        holds_together(&page);
        assert_eq!(page.matches("<style").count(), 1, "{text}");
        for bad in ["<script", "<img", "<svg onload", " onmouseover='", "\u{0}", "\u{1b}"] {
            assert!(!page.contains(bad), "{bad} from {text}");
        }
        assert!(values(&page, "href").iter().all(|link| !link.starts_with("javascript")));
        let alone = stand_alone(&draw_ladder(&report).unwrap_or_default());
        assert!(!alone.contains("<script") && !alone.contains("<img"), "{text}");
    }
}

#[test]
fn other_scripts_and_signs_come_through_whole() {
    for text in [
        "مرحبا بكم في المركز",
        "שלום וברכה",
        "👩🏽‍🤝‍👩🏿 together",
        "漢字かな交じり文",
        "a\u{202e}txt.exe",
        "e\u{301}galite\u{301}",
    ] {
        let page = to_html(&report_full_of(text));
        holds_together(&page);
        assert!(page.contains(&format!("<p>“{text}”</p>")), "{text}");
    }
    // The invented P5 greets in one language and goes on in another.
    assert!(to_html(&report()).contains(r#"<blockquote dir="ltr"><p>“مرحبا, I say"#));
}

#[test]
fn very_long_names_and_many_themes_are_set_whole() {
    let numbered = |n| theme(&format!("t{n}"), &format!("Theme {n}"));
    let mut report = Report { themes: (0..60).map(numbered).collect(), ..Report::default() };
    report.themes[7].name = "word ".repeat(1000);
    report.themes[8].name = "x".repeat(5000);
    for (theme, area) in report.themes.iter_mut().zip(Area::ALL.iter().copied().cycle()) {
        theme.area = area;
        theme.counts.by_week = vec![(0, 1), (i64::MAX, u64::MAX)];
    }
    let page = to_html(&report);
    holds_together(&page);
    assert!(page.contains(&"x".repeat(5000)));
    assert!(page.contains("Not yet placed"));
    assert_eq!(page.matches(r#"<article class="theme""#).count(), 60);
}
