//! Participants' words that were typed into the texts of a report and may not be quoted.
//!
//! Everything that people wrote and that a report prints is looked at, field by field, so that each
//! place can be named: [`each`] is the one list of them. Quotes are not among them, because they
//! were cleared before.

use crate::care::quote::{Barred, Clearing, reasons};
use crate::error::Result;
use crate::report::{Action, Condition, Placement, Report, Section, Theme};
use crate::sentence;
use crate::storage::Reader;

/// What stands in place of words that may not be printed.
const LEFT_OUT: &str = "[words left out]";

/// Puts [`LEFT_OUT`] in place of every run of words that may not be quoted; answers where.
pub(super) fn leave_out(
    reader: &Reader<'_>,
    clearing: &Clearing,
    report: &mut Report,
) -> Result<Vec<String>> {
    let mut barred = Barred::read(reader, clearing)?;
    if barred.is_empty() {
        return Ok(Vec::new());
    }
    let mut texts = Vec::new();
    each(report, &mut |_, text| texts.push(text.clone()));
    barred.spare(reader, clearing, &texts)?;
    let mut places = Vec::new();
    each(report, &mut |place, text| {
        let repeats = barred.repeats(text);
        for repeat in repeats.iter().rev() {
            text.replace_range(repeat.at.clone(), LEFT_OUT);
        }
        let mut told: Vec<&str> = Vec::new();
        for repeat in repeats {
            let source = &repeat.source.name;
            if !told.contains(&source.as_str()) {
                let why = reasons(&repeat.source.reasons);
                places.push(format!("{place} repeats words of “{source}”: {why}"));
                told.push(source);
            }
        }
    });
    Ok(places)
}

/// Shows every text that people wrote into a report, with the place where it stands.
fn each(report: &mut Report, visit: &mut impl FnMut(&str, &mut String)) {
    visit("The title of the study", &mut report.study.title);
    some("The question of the study", &mut report.study.question, visit);
    some("The setting of the study", &mut report.study.setting, visit);
    for (note, number) in report.method.notes.iter_mut().zip(1..) {
        visit(&format!("Paragraph {number} of how the study was done"), note);
    }
    for work in &mut report.method.guidance {
        visit("The guidance of the model", &mut work.citation);
    }
    report.sections.iter_mut().for_each(|section| in_section(section, visit));
    report.themes.iter_mut().for_each(|theme| in_theme(theme, visit));
    some("The title of the model", &mut report.model.title, visit);
    some("The notice of the model", &mut report.model.notice, visit);
    report.model.conditions.iter_mut().for_each(|condition| in_condition(condition, visit));
    in_actions("that is about no theme or condition", &mut report.actions, visit);
}

fn in_section(section: &mut Section, visit: &mut impl FnMut(&str, &mut String)) {
    let named: Option<sentence::Section> = section.id.parse().ok();
    let heading = named.map_or("the opening", sentence::Section::label);
    for (sentence, number) in section.sentences.iter_mut().zip(1..) {
        let place = format!("Sentence {number} under “{heading}”");
        visit(&place, &mut sentence.text);
        some(&place, &mut sentence.lacks, visit);
    }
}

fn in_theme(theme: &mut Theme, visit: &mut impl FnMut(&str, &mut String)) {
    let label = &theme.label;
    visit(&format!("The name of theme {label}"), &mut theme.name);
    some(&format!("The idea of theme {label}"), &mut theme.idea, visit);
    let mut placed = |one: &mut Placement| {
        let place = format!("The reason why theme {label} is placed in {}", one.area.label());
        some(&place, &mut one.reason, visit);
        some(&format!("The round of theme {label}"), &mut one.round, visit);
    };
    theme.placement.iter_mut().for_each(&mut placed);
    theme.earlier.iter_mut().for_each(&mut placed);
    for code in &mut theme.codes {
        visit(&format!("The name of a code of theme {label}"), code);
    }
    in_actions(&format!("of theme {label}"), &mut theme.actions, visit);
}

fn in_condition(condition: &mut Condition, visit: &mut impl FnMut(&str, &mut String)) {
    let label = &condition.label;
    visit(&format!("The name of condition {label}"), &mut condition.name);
    some(&format!("The statement of condition {label}"), &mut condition.statement, visit);
    some(&format!("The reason for the state of condition {label}"), &mut condition.reason, visit);
    some(&format!("The owner of condition {label}"), &mut condition.owner, visit);
    for indicator in &mut condition.indicators {
        visit(&format!("An indicator of condition {label}"), &mut indicator.text);
        some(&format!("An indicator of condition {label}"), &mut indicator.note, visit);
    }
    for evidence in &mut condition.evidence {
        visit(&format!("The evidence for condition {label}"), evidence);
    }
    in_actions(&format!("of condition {label}"), &mut condition.actions, visit);
}

fn in_actions(of: &str, actions: &mut [Action], visit: &mut impl FnMut(&str, &mut String)) {
    for action in actions {
        visit(&format!("An action {of}"), &mut action.what);
        some(&format!("Who does an action {of}"), &mut action.who, visit);
    }
}

fn some(place: &str, text: &mut Option<String>, visit: &mut impl FnMut(&str, &mut String)) {
    if let Some(text) = text {
        visit(place, text);
    }
}
