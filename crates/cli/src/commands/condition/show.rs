//! How conditions are listed and shown.

use trefoil_core::clock::moment;
use trefoil_core::condition::{Evidence, Guidance, Listed, Shown, ShownEvidence};
use trefoil_core::id::Id;
use trefoil_core::reference::short;
use trefoil_core::study::About;

use crate::commands::action::tell_actions;
use crate::commands::indicator::tell_indicators;
use crate::commands::memo::tell_memos;
use crate::output::{Page, Table, brief, sentence_case};

pub(super) fn tell_list(all: &[Listed], about: &About, page: &mut Page) {
    if all.is_empty() {
        page.line("No conditions yet. `trefoil condition STUDY begin` fills the model with ten");
        page.line("conditions composed from published guidance; `add` begins with one of yours.");
        return;
    }
    let mut table = Table::new(&[
        "No.",
        "Condition",
        "State",
        "Needs",
        "#Seen",
        "#Evidence",
        "Themes",
        "Review",
        "Id",
    ]);
    for one in all {
        table.row([
            one.label.clone(),
            one.condition.name.clone(),
            sentence_case(one.state.label()),
            labels(&one.needs, all),
            format!("{} of {}", one.indicators_seen, one.indicators_total),
            one.evidence_count.to_string(),
            themes(one),
            one.condition.review_due.clone().unwrap_or_default(),
            short(one.condition.id),
        ]);
    }
    page.table(&table, "");
    for warning in all.iter().flat_map(|one| &one.warnings) {
        page.gap();
        page.line(&warning.sentence);
    }
    if about.tentative {
        page.heading("The model is tentative.");
    }
    if !about.model_notice.is_empty() {
        page.line(&about.model_notice);
    }
}

fn labels(ids: &[Id], all: &[Listed]) -> String {
    let label =
        |id: &Id| all.iter().find(|one| one.condition.id == *id).map(|one| one.label.as_str());
    ids.iter().filter_map(label).collect::<Vec<_>>().join(", ")
}

fn themes(one: &Listed) -> String {
    match one.themes.len() {
        0 => String::new(),
        1 => brief(&one.themes[0].name, 30),
        more => more.to_string(),
    }
}

pub(super) fn tell(shown: &Shown, page: &mut Page) {
    let one = &shown.listed;
    page.fields(&[
        ("Condition", format!("{} {}", one.label, one.condition.name)),
        ("True when", one.condition.statement.clone()),
        ("Why", one.condition.why.clone()),
        ("State", sentence_case(one.state.label())),
        ("Owner", one.condition.owner.clone()),
        ("Review", one.condition.review_due.clone().unwrap_or_default()),
        ("Id", one.condition.id.to_string()),
    ]);
    for warning in &one.warnings {
        page.gap();
        page.line(&warning.sentence);
    }
    if !one.history.is_empty() {
        page.heading("Marks");
    }
    for mark in &one.history {
        let reason = if mark.reason.is_empty() { "" } else { ": " };
        let state = sentence_case(mark.state.label());
        page.line(format!("{}  {state} ({}){reason}{}", moment(mark.at), mark.person, mark.reason));
    }
    if !one.themes.is_empty() {
        page.heading("Themes");
    }
    for theme in &one.themes {
        let note = if theme.note.is_empty() { "" } else { ": " };
        let bearing = sentence_case(theme.bearing.word());
        page.line(format!(
            "{bearing}  {} ({}){note}{}",
            theme.name,
            theme.area.label(),
            theme.note
        ));
    }
    tell_indicators(&shown.indicators, page);
    tell_evidence(&shown.evidence, page);
    tell_guidance(shown, page);
    tell_actions(&shown.actions, page);
    tell_memos(&shown.memos, page);
}

/// Pieces of evidence under a heading.
pub(in crate::commands) fn tell_evidence(all: &[ShownEvidence], page: &mut Page) {
    if !all.is_empty() {
        page.heading("Evidence");
    }
    for one in all {
        let Evidence { id, date, text, .. } = &one.evidence;
        let from = [date.as_deref(), one.source_name.as_deref(), Some(one.added_by.as_str())];
        let from = from.into_iter().flatten().collect::<Vec<_>>().join(", ");
        page.line(format!("{}  {from}", short(*id)));
        for line in text.lines() {
            page.line(format!("  {line}"));
        }
        if let Some(words) = &one.words {
            page.line(format!("  “{}”", brief(words, 300)));
        }
    }
}

fn tell_guidance(shown: &Shown, page: &mut Page) {
    for (kind, heading) in [
        (Guidance::Evidence, "Kinds of evidence to look for"),
        (Guidance::Question, "Questions for the review"),
        (Guidance::Source, "Composed from"),
    ] {
        let all: Vec<_> = shown.guidance.iter().filter(|one| one.kind == kind).collect();
        if !all.is_empty() {
            page.heading(heading);
        }
        for one in all {
            let link = one.link.as_ref().map(|link| format!(", {link}")).unwrap_or_default();
            page.line(format!("{}  {}{link}", short(one.id), one.text));
        }
    }
}
