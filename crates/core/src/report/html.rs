//! The report as one HTML file that needs nothing else.
//!
//! No script, font, picture or style sheet is loaded, and the page forbids it to itself; the style
//! sheet is `report.css`, the words and their order are in `templates/report`. Every sentence,
//! quote, theme and condition has an anchor, every citation is a link to what it cites, and what is
//! cited links back. All text is escaped by the templates. `tests` sets the awkward cases.

use std::borrow::Borrow;
use std::collections::HashMap;
use std::fmt::{Display, Write};

use askama::Template;

use super::signs::{LEGEND, MARK, WARNING, gauge, trefoil};
use super::text::{direction, is_unprintable};
use super::{Area, Citation, Condition, Place, Quote, Report, Section, Sentence, Standing};
use super::{Target, Theme, draw_ladder, draw_timeline};

/// Renders a report to one self-contained HTML file.
pub fn to_html(report: &Report) -> String {
    let mut page = Page::new(report)
        .render()
        .expect("writing to a string fails only when a value cannot be shown, and all here can");
    // Markup has no way to write these, escaped or not.
    page.retain(|letter| !is_unprintable(letter));
    page
}

/// The report with what the template asks of it worked out once.
#[derive(Template)]
#[template(path = "report/report.html")]
struct Page<'a> {
    report: &'a Report,
    style: &'static str,
    running: String,
    notices: Vec<&'static str>,
    ladder: Option<String>,
    timeline: Option<String>,
    numbers: HashMap<&'a str, usize>,
    cited: HashMap<(Target, &'a str), Vec<&'a Sentence>>,
    quotes: Vec<&'a Quote>,
    has_origins: bool,
    first_quotes: HashMap<&'a str, &'a Quote>,
}

impl<'a> Page<'a> {
    fn new(report: &'a Report) -> Self {
        let quotes = report.quotes();
        let mut first_quotes = HashMap::new();
        for quote in &quotes {
            first_quotes.entry(quote.id.as_str()).or_insert(*quote);
        }
        let notices = report.notices();
        Self {
            report,
            style: include_str!("report.css"),
            running: running_heads(&report.study.title, &notices),
            notices,
            ladder: draw_ladder(report),
            timeline: draw_timeline(report),
            numbers: report.sentence_numbers(),
            cited: report.cited_in(),
            has_origins: quotes.iter().any(|quote| quote.has_origin()),
            quotes,
            first_quotes,
        }
    }

    /// The number of a sentence in reading order.
    fn number(&self, sentence: &Sentence) -> usize {
        self.numbers.get(sentence.id.as_str()).copied().unwrap_or_default()
    }

    /// The sentences that cite something.
    fn cited_in(&self, target: Target, id: &'a str) -> &[&'a Sentence] {
        self.cited.get(&(target, id)).map_or(&[], Vec::as_slice)
    }

    /// Whether what is cited is on this page, so that a link can lead to it.
    fn is_here(&self, citation: &Citation) -> bool {
        match citation.target {
            Target::Theme => self.report.theme(&citation.id).is_some(),
            Target::Condition => self.report.condition(&citation.id).is_some(),
            Target::Quote => self.first_quotes.contains_key(citation.id.as_str()),
        }
    }

    /// Whether this is where a quote is printed first; only there does it carry its anchor.
    fn is_first(&self, quote: &Quote) -> bool {
        let first = self.first_quotes.get(quote.id.as_str());
        first.is_some_and(|first| std::ptr::eq(*first, quote))
    }

    /// The themes with these ids that the report tells of.
    fn themes_named(&self, ids: &[String]) -> Vec<&'a Theme> {
        ids.iter().filter_map(|id| self.report.theme(id)).collect()
    }

    /// The conditions a theme supports, or strains.
    fn conditions_of(&self, theme: &Theme, supports: bool) -> Vec<&'a Condition> {
        let names_it = |condition: &&Condition| {
            let themes = if supports { &condition.supported_by } else { &condition.strained_by };
            themes.contains(&theme.id)
        };
        self.report.model.conditions.iter().filter(names_it).collect()
    }

    fn sections(&self, place: impl Borrow<Place>) -> Vec<&'a Section> {
        self.report.sections_at(place.borrow())
    }

    fn theme_sections(&self, theme: &Theme) -> Vec<&'a Section> {
        self.sections(Place::Theme(theme.id.clone()))
    }

    fn condition_sections(&self, condition: &Condition) -> Vec<&'a Section> {
        self.sections(Place::Condition(condition.id.clone()))
    }
}

/// The leaves of an area as an element.
fn leaf(area: impl Borrow<Area>) -> String {
    let area = *area.borrow();
    sign("trefoil", 24, &format!(r#" data-area="{}""#, area.key()), &trefoil(area))
}

/// The gauge of a state as an element.
fn dial(state: impl Borrow<Standing>) -> String {
    sign("gauge", 14, "", gauge(*state.borrow()))
}

/// A sign as an element of its own, hidden from readers that hear the word beside it.
fn sign(class: &str, half: u8, attributes: &str, drawing: &str) -> String {
    let side = half * 2;
    format!(
        r#"<svg class="{class}"{attributes} viewBox="-{half} -{half} {side} {side}" aria-hidden="true" focusable="false">{drawing}</svg>"#
    )
}

/// What stands at the head of every printed page but the first.
fn running_heads(title: &str, notices: &[&str]) -> String {
    let mut short: String = title.chars().take(70).collect();
    if short.len() < title.len() {
        short.push('…');
    }
    format!(
        "@page {{ @top-left {{ content: {}; }} @top-right {{ content: {}; }} }} @page :first {{ @top-left {{ content: none; }} @top-right {{ content: none; }} }}",
        css_string(&short),
        css_string(&notices.join(" · "))
    )
}

/// Quotes text for a style sheet: every character that is not plain becomes its code point.
fn css_string(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars().filter(|letter| *letter != '\0') {
        if letter.is_ascii_alphanumeric() || letter == ' ' {
            quoted.push(letter);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(quoted, "\\{:x} ", u32::from(letter));
        }
    }
    quoted.push('"');
    quoted
}

/// A number with its noun: "1 passage", "12 passages".
fn counted(count: impl Display, noun: &str) -> String {
    let count = count.to_string();
    let ending = if count == "1" { "" } else { "s" };
    format!("{count} {noun}{ending}")
}
