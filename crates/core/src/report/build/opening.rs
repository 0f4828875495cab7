//! What the program says in a study for whose report nobody has written a sentence yet.
//!
//! It counts and names, and claims nothing: no sentence here says what was found. Each is marked as
//! the program's own. As soon as a person has written one sentence, all of these are gone.

use crate::condition::Standing;
use crate::report::{Area, Condition, Place, Report, Section, Sentence};
use crate::theme::Round;

use super::wording::{capital, counted, day, joined, number};

/// The program's own sentences about a report that is complete but for its prose.
pub(super) fn sections(report: &Report, rounds: &[Round]) -> Vec<Section> {
    let places = [
        ("opening", Place::Opening, opening(report)),
        ("model", Place::Model, model(&report.model.conditions)),
        ("method", Place::Method, method(report, rounds)),
    ];
    let written = places.into_iter().filter(|(_, _, sentences)| !sentences.is_empty());
    let sections = written.map(|(name, place, sentences)| {
        let id = format!("program-{name}");
        let sentences = sentences.into_iter().zip(1..).map(|(text, at)| Sentence {
            id: format!("{id}-{at}"),
            text,
            begins_paragraph: at == 1,
            leads_on: true,
            by_program: true,
            ..Sentence::default()
        });
        let sentences = sentences.collect();
        Section { id, place, heading: None, sentences }
    });
    sections.collect()
}

fn opening(report: &Report) -> Vec<String> {
    let counts = &report.study.counts;
    let (themes, conditions) = (report.themes.len() as u64, report.model.conditions.len() as u64);
    let mut said = Vec::new();
    if counts.by_stream.is_empty() {
        said.push(match conditions {
            0 if themes == 0 => "This study has no sources, themes or conditions yet.".to_owned(),
            0 => "This study has no sources yet.".to_owned(),
            _ => format!(
                "This study begins with its model: {}, and no sources yet.",
                counted(conditions, "condition")
            ),
        });
    } else {
        said.push(material(report));
        said.push(match (counts.passages, counts.codes) {
            (0, _) => "No passage has been marked yet.".to_owned(),
            (passages, 0) => format!("{} marked in it.", were(passages, "passage")),
            (passages, codes) => {
                let codebook = counted(codes, "code");
                format!("{} marked in it; the codebook has {codebook}.", were(passages, "passage"))
            }
        });
        if themes == 0 {
            said.push("No theme has been developed yet.".to_owned());
        }
    }
    if themes > 0 {
        said.push(placed(report));
    }
    if conditions > 0 && !counts.by_stream.is_empty() {
        said.push(format!("The model has {}.", counted(conditions, "condition")));
    }
    said
}

/// `The material is ten interviews and 49 voice notes, gathered from … to …, with five participants.`
fn material(report: &Report) -> String {
    let counts = &report.study.counts;
    let streams = counts.by_stream.iter();
    let streams: Vec<String> =
        streams.map(|stream| format!("{} {}", number(stream.count), stream.name)).collect();
    let mut said = format!("The material is {}", joined(&streams));
    if counts.participants > 0 {
        said = format!("{said}, with {}", counted(counts.participants, "participant"));
    }
    match &report.study.dates {
        Some(dates) if dates.contains(" to ") => format!("{said}, gathered from {dates}."),
        Some(day) => format!("{said}, gathered on {day}."),
        None => format!("{said}."),
    }
}

/// `Nine themes were developed: three are placed in Firm up, three in Fine tune …`
fn placed(report: &Report) -> String {
    let in_area = |area: &Area| {
        let count = report.themes_in(*area).len() as u64;
        match (area, count) {
            (_, 0) => None,
            (Area::Unplaced, _) => Some(format!("{} not placed yet", number(count))),
            _ => Some(format!("{} in {}", number(count), area.label())),
        }
    };
    let areas: Vec<String> = Area::ALL.iter().filter_map(in_area).collect();
    let themes = were(report.themes.len() as u64, "theme");
    format!("{themes} developed: {}.", joined(&areas))
}

fn model(conditions: &[Condition]) -> Vec<String> {
    if conditions.is_empty() {
        return Vec::new();
    }
    let in_state = |state: &Standing| {
        let count = conditions.iter().filter(|one| one.state == *state).count() as u64;
        let label = if *state == Standing::Partly { "partly in place" } else { state.label() };
        (count > 0).then(|| format!("{} {label}", number(count)))
    };
    let states: Vec<String> = Standing::ALL.iter().filter_map(in_state).collect();
    let of = counted(conditions.len() as u64, "condition");
    let mut said = vec![format!("Of {of}, as they are marked: {}.", joined(&states))];
    let named = |which: &dyn Fn(&&Condition) -> bool| -> Vec<String> {
        conditions.iter().filter(|one| which(one)).map(|one| one.label.clone()).collect()
    };
    let ahead = named(&|one| !one.ahead_of.is_empty());
    match &ahead[..] {
        [] => {}
        [one] => said.push(format!("{one} is marked before what it needs.")),
        more => said.push(format!("{} are marked before what they need.", joined(more))),
    }
    let bare = named(&|one| one.supported_by.is_empty() && one.strained_by.is_empty());
    said.push(if bare.len() == conditions.len() {
        "No theme bears on the model yet.".to_owned()
    } else if bare.is_empty() {
        "Themes bear on all of them.".to_owned()
    } else {
        format!("No theme bears on {} yet.", joined(&bare))
    });
    said
}

fn method(report: &Report, rounds: &[Round]) -> Vec<String> {
    let mut said = Vec::new();
    if report.method.notes.is_empty() && !report.study.counts.by_stream.is_empty() {
        said.push(
            "How the material was gathered and worked on is not written down yet.".to_owned(),
        );
    }
    if !rounds.is_empty() {
        let dated = rounds.iter().map(|round| match &round.held_on {
            Some(date) => format!("{} ({})", round.name, day(date)),
            None => round.name.clone(),
        });
        let dated: Vec<String> = dated.collect();
        let many = counted(rounds.len() as u64, "round");
        said.push(format!("Themes are placed in rounds; there were {many}: {}.", joined(&dated)));
        if rounds.len() == 1 {
            said.pop();
            said.push(format!("Themes are placed in rounds; there was one: {}.", dated[0]));
        }
    }
    said
}

/// `One passage was`, `Nine themes were`.
fn were(count: u64, noun: &str) -> String {
    let verb = if count == 1 { "was" } else { "were" };
    format!("{} {verb}", capital(&counted(count, noun)))
}
