//! What every report must keep, whatever is put into it.
//!
//! `hostile` fills it with text that means harm or is only unusual; `prose` is about sentences.

mod hostile;
mod prose;

use std::collections::HashSet;

use super::sample::report;
use super::{
    Area, Condition, Quote, Report, Standing, Theme, Work, draw_ladder, draw_timeline, to_html,
};

/// The values of one attribute, in order of appearance.
fn values<'a>(page: &'a str, attribute: &str) -> Vec<&'a str> {
    let opening = format!(" {attribute}=\"");
    page.split(opening.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

/// Checks what holds for every page: no dead link, no double anchor, headings in order.
fn holds_together(page: &str) {
    let ids = values(page, "id");
    let anchors: HashSet<_> = ids.iter().copied().collect();
    assert_eq!(ids.len(), anchors.len(), "an anchor appears twice");
    for link in values(page, "href").iter().filter_map(|link| link.strip_prefix('#')) {
        assert!(anchors.contains(link), "#{link} leads nowhere");
    }
    for attribute in ["aria-labelledby", "aria-describedby"] {
        for id in values(page, attribute).iter().flat_map(|ids| ids.split(' ')) {
            assert!(anchors.contains(id), "{attribute} {id} names nothing");
        }
    }
    let levels = page.match_indices("<h").filter_map(|(at, _)| {
        page.as_bytes().get(at + 2).filter(|level| level.is_ascii_digit()).map(|level| level - b'0')
    });
    let mut last = 0;
    for level in levels {
        assert!(level <= last + 1, "a heading of level {level} follows one of level {last}");
        last = level;
    }
    for tag in ["div", "section", "article", "figure", "ul", "ol", "dl", "svg", "g", "span", "a"] {
        let opened =
            page.matches(&format!("<{tag}>")).count() + page.matches(&format!("<{tag} ")).count();
        assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "<{tag}>");
    }
}

fn theme(id: &str, name: &str) -> Theme {
    Theme { id: id.to_owned(), label: id.to_owned(), name: name.to_owned(), ..Theme::default() }
}

fn condition(number: usize, needs: &[usize]) -> Condition {
    Condition {
        id: format!("c{number}"),
        label: format!("C{number}"),
        name: format!("Condition {number}"),
        needs: needs.iter().map(|need| format!("c{need}")).collect(),
        ..Condition::default()
    }
}

#[test]
fn the_sample_holds_together_and_needs_nothing_from_outside() {
    let page = to_html(&report());
    holds_together(&page);
    for outside in ["<script", "<link", "<img", "url(", "@import", " src=", " style=", "<iframe"] {
        assert!(!page.contains(outside), "{outside}");
    }
    let outside: Vec<_> =
        values(&page, "href").into_iter().filter(|link| !link.starts_with('#')).collect();
    assert_eq!(outside, ["https://doi.org/10.1332/20408056Y2024D000000022"]);
}

#[test]
fn everything_that_can_be_named_has_an_anchor() {
    let report = report();
    let page = to_html(&report);
    let ids: HashSet<_> = values(&page, "id").into_iter().collect();
    assert!(report.sentences().iter().all(|sentence| ids.contains(sentence.anchor().as_str())));
    assert!(report.themes.iter().all(|theme| ids.contains(theme.anchor().as_str())));
    assert!(report.quotes().iter().all(|quote| ids.contains(quote.anchor().as_str())));
    assert!(report.model.conditions.iter().all(|c| ids.contains(c.anchor().as_str())));
    assert_eq!(report.quotes().len(), 40);
}

#[test]
fn citations_lead_there_and_back() {
    let page = to_html(&report());
    let cites = r##"<a class="cite" href="#quote-q28" aria-label="Quote Q28">Q28</a>"##;
    assert!(page.contains(cites));
    let quote = page.split(r#"id="quote-q28""#).nth(1).expect("quote 28 is printed");
    let caption = quote.split("</figure>").next().unwrap_or_default();
    assert!(caption.contains(r##"href="#sentence-t7-1" aria-label="Sentence 9""##), "{caption}");
}

#[test]
fn areas_are_told_by_leaf_and_word_and_conditions_by_gauge_and_word() {
    let page = to_html(&report());
    for area in [Area::FirmUp, Area::FineTune, Area::Focus] {
        assert!(page.contains(&format!(r#"data-area="{}" viewBox"#, area.key())));
        assert!(page.contains(&format!("</svg><span>{}</span>", area.label())));
    }
    assert!(!page.contains("Not yet placed</span>"), "nothing waits to be placed");
    for state in Standing::ALL.iter().copied() {
        assert!(page.contains(&format!("</svg>{}</li>", state.label())));
    }
}

#[test]
fn a_condition_marked_before_what_it_needs_says_so_three_times() {
    let page = to_html(&report());
    assert!(page.contains("Marked before what it needs."));
    assert!(page.contains("in place, <strong>ahead of C4</strong>"));
    assert!(page.contains(">ahead of C4</text>"));
    assert_eq!(page.matches("arc arc-ahead").count(), 1);
}

#[test]
fn an_empty_report_says_what_is_missing() {
    let page = to_html(&Report::default());
    holds_together(&page);
    for words in [
        "Untitled study",
        "No sources have been added yet.",
        "This study has no themes yet",
        "This study has no conditions yet",
        "No sentences have been written",
        "does not name a method",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("Tentative model"), "there is no model to call tentative");
}

#[test]
fn a_study_may_begin_with_conditions_alone() {
    let mut report = report();
    report.themes.clear();
    report.sections.clear();
    let page = to_html(&report);
    holds_together(&page);
    assert!(page.contains("This study has no themes yet"));
    assert!(!page.contains("No theme is placed here."), "empty areas would fill a page each");
    assert!(page.contains("No theme bears on this condition yet."));
    assert!(page.contains("C10 Progression"));
    assert!(page.contains("Tentative model"));
}

#[test]
fn a_report_without_conditions_still_tells_its_themes() {
    let mut report = report();
    report.model.conditions.clear();
    let page = to_html(&report);
    holds_together(&page);
    assert!(page.contains("The drop after the lift"));
    assert!(page.contains("no model to draw"));
    let away = r#"<span class="cite cite--away" title="Condition C7 is not printed in this report">C7</span>"#;
    assert!(page.contains(away));
}

#[test]
fn a_ladder_can_have_one_rung_or_forty() {
    for count in [1, 2, 10, 40] {
        let mut report = Report::default();
        let needs = |n| {
            if n == 1 { vec![] } else { vec![n - 1, n / 2, 99] }
        };
        report.model.conditions = (1..=count).map(|n| condition(n, &needs(n))).collect();
        let svg = draw_ladder(&report).expect("there are conditions to draw");
        assert_eq!(svg.matches(r#"<g class="rung">"#).count(), count);
        assert!(!svg.contains("NaN") && !svg.contains("inf"), "{svg}");
        holds_together(&to_html(&report));
    }
    assert_eq!(draw_ladder(&Report::default()), None);
    assert_eq!(draw_timeline(&Report::default()), None);
}

#[test]
fn a_need_that_is_itself_or_unknown_draws_nothing() {
    let mut report = Report::default();
    report.model.conditions = vec![condition(1, &[1, 44])];
    let svg = draw_ladder(&report).expect("there is a condition to draw");
    assert!(!svg.contains(r#"class="arc"#));
}

#[test]
fn a_reader_who_may_not_see_labels_sees_words_alone() {
    let mut report = report();
    for quote in report.themes.iter_mut().flat_map(|theme| &mut theme.quotes) {
        let (id, label, words) = (quote.id.clone(), quote.label.clone(), quote.words.clone());
        *quote = Quote { id, label, words, ..Quote::default() };
    }
    for theme in &mut report.themes {
        theme.counts.by_participant.clear();
    }
    let page = to_html(&report);
    holds_together(&page);
    assert!(page.contains("Went well. Can’t get warm."));
    for label in ["P1", "P2", "P3", "P4", "P5", "Who spoke of it", "Where every quote"] {
        assert!(!page.contains(label), "{label}");
    }
}

#[test]
fn a_quote_used_twice_carries_its_anchor_once() {
    let mut report = report();
    let quote = report.themes[0].quotes[0].clone();
    report.themes[4].quotes.push(quote);
    holds_together(&to_html(&report));
}

#[test]
fn a_work_shows_what_is_known_and_links_only_to_the_web() {
    let template = crate::condition::template::ten_conditions();
    let works: Vec<_> = template.sources.iter().map(Work::from).collect();
    let guide = works.iter().find(|work| work.citation.contains("ImROC 7"));
    let guide = guide.expect("the template cites it");
    let citation = "Repper et al. 2013, ImROC 7. Peer support workers: a practical guide to \
                    implementation.";
    assert_eq!(guide.citation, citation);
    assert!(guide.address().is_some_and(|address| address.starts_with("https://imroc.org/")));
    let hostile = Work { url: Some("javascript:alert(1)".to_owned()), ..guide.clone() };
    assert_eq!(hostile.address(), None);
}

#[test]
fn words_that_no_theme_gathers_are_printed_behind_the_themes() {
    let mut report = report();
    let quote =
        Quote { id: "q99".into(), label: "Q99".into(), ..report.themes[0].quotes[0].clone() };
    report.other_quotes = vec![quote];
    let page = to_html(&report);
    holds_together(&page);
    assert!(page.contains("Quotes beside the themes"));
    assert!(page.contains(r##"<a href="#quote-q99" aria-label="Quote Q99">"##));
}

#[test]
fn quotes_that_the_program_picked_say_so() {
    let mut report = report();
    report.themes[0].sampled = true;
    assert!(to_html(&report).contains("The program picked these quotes"));
}
