//! An invented report to test and to look at.
//!
//! Nobody in it is real and nothing in it was said. It has nine themes, forty quotes and ten
//! conditions, one of them marked before what it needs, and prose that cites all three. The words
//! stand beside it, one row to a line; this file only puts them into the report's own shapes.

use super::{
    Action, Area, Citation, Condition, ConditionModel, Count, Counts, Indicator, Made, Method,
    Place, Placement, Quote, Report, Section, Sentence, Standing, Study, StudyCounts, Target,
    Theme, Weeks,
};
use crate::care::quote::Cleared;

/// The cells of a table written as lines of " | " between them.
fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table.lines().map(|line| line.split('|').map(str::trim).collect())
}

fn some(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn count(name: &str, count: u64) -> Count {
    Count { name: name.to_owned(), count }
}

/// The ids written as numbers after a letter: "4 5" as "c4", "c5".
fn ids(letter: &str, numbers: &str) -> Vec<String> {
    numbers.split_whitespace().map(|number| format!("{letter}{number}")).collect()
}

fn area(written: &str) -> Area {
    let named = |area: &Area| format!("{area:?}") == written;
    Area::ALL.iter().copied().find(named).expect("the sample names an area")
}

fn state(written: &str) -> Standing {
    let named = |state: &Standing| format!("{state:?}") == written;
    Standing::ALL.iter().copied().find(named).expect("the sample names a state")
}

fn theme(number: usize, row: &[&str]) -> Theme {
    let placed = |area, round: &str, date: &str, reason: &str| Placement {
        area,
        reason: some(reason),
        round: some(round),
        date: some(date),
    };
    let earlier = vec![
        placed(Area::Unplaced, "round 1", "12 September 2025", ""),
        placed(Area::FineTune, "round 2", "10 October 2025", ""),
    ];
    let quotes = rows(include_str!("quotes.txt")).zip(1..);
    let quotes = quotes.filter(|(quote, _)| quote[0] == number.to_string());
    Theme {
        id: format!("t{number}"),
        label: format!("T{number}"),
        name: row[0].to_owned(),
        idea: some(row[2]),
        area: area(row[1]),
        placement: Some(placed(area(row[1]), "round 3", "14 November 2025", row[3])),
        earlier: if number == 7 { earlier } else { Vec::new() },
        codes: vec!["a first invented code".to_owned(), "another of them".to_owned()],
        counts: counts(row[4], row[5]),
        quotes: quotes.map(|(row, label)| quote(&row, label)).collect(),
        sampled: false,
        actions: if number == 7 {
            vec![action("Ask the five what would have helped", "researcher", "", false)]
        } else {
            Vec::new()
        },
    }
}

fn counts(by_stream: &str, by_week: &str) -> Counts {
    let number = |text: &str| text.parse::<u64>().expect("the sample counts in whole numbers");
    let by_stream: Vec<_> = ["interview", "voice note", "field note"]
        .into_iter()
        .zip(by_stream.split(' ').map(number))
        .filter(|(_, passages)| *passages > 0)
        .map(|(stream, passages)| count(stream, passages))
        .collect();
    let by_week: Vec<_> = by_week
        .split(' ')
        .filter_map(|week| week.split_once(':'))
        .map(|(week, passages)| (i64::try_from(number(week)).unwrap_or(0), number(passages)))
        .collect();
    let ends = by_week.first().zip(by_week.last());
    Counts {
        passages: by_stream.iter().map(|stream| stream.count).sum(),
        by_participant: (1..=5).map(|p| count(&format!("P{p}"), p % 3 + 2)).collect(),
        weeks: ends.map(|(first, last)| Weeks { first: first.0, last: last.0 }),
        by_stream,
        by_week,
    }
}

fn quote(row: &[&str], label: usize) -> Quote {
    Quote {
        id: format!("q{label}"),
        label: format!("Q{label}"),
        words: Cleared::invented(row[5]),
        language: None,
        speaker: some(row[1]),
        stream: some(row[2]),
        week: row[3].parse().ok(),
        source: Some(format!("{} {} week {}", row[1], row[2], row[3])),
        time: some(row[4]),
        trace: Some(format!("0199b2c4-7e1a-7c3d-9f20-5b6a00{label:06}")),
    }
}

fn action(what: &str, who: &str, by: &str, done: bool) -> Action {
    Action { what: what.to_owned(), who: some(who), by: some(by), done }
}

fn condition(number: usize, row: &[&str]) -> Condition {
    let state = state(row[2]);
    let in_place = state == Standing::InPlace;
    let indicator = |text: &str, met, note: &str| {
        let text = text.to_owned();
        Indicator { text, met, note: some(note) }
    };
    let actions = vec![
        action("Fix the hour in both diaries", "programme lead", "12 January 2026", false),
        action("Ring after any day on which a story was told", "senior peer", "", true),
    ];
    Condition {
        id: format!("c{number}"),
        label: format!("C{number}"),
        name: row[0].to_owned(),
        statement: some(row[1]),
        state,
        since: in_place.then(|| "3 October 2025".to_owned()),
        reason: None,
        owner: (number == 7).then(|| "senior peer".to_owned()),
        needs: ids("c", row[3]),
        ahead_of: ids("c", row[4]),
        supported_by: ids("t", row[5]),
        strained_by: ids("t", row[6]),
        indicators: vec![
            indicator("It has been written down together with peers", true, "September"),
            indicator("People know it when they are asked", in_place, "October"),
            indicator("It has been looked at again after a month", false, ""),
            indicator("What was learned has changed something", false, ""),
        ],
        evidence: if number == 7 {
            vec!["Supervision log (14 November 2025)".to_owned()]
        } else {
            Vec::new()
        },
        actions: if number == 7 { actions } else { Vec::new() },
        review: (state != Standing::NotStarted).then(|| "12 January 2026".to_owned()),
    }
}

/// A section from its written sentences.
///
/// "¶" begins a paragraph, "~" marks a sentence that only leads on, and what a sentence cites
/// stands after a bar: "Words. | T7 Q13 C7".
pub(crate) fn section(id: &str, place: Place, heading: &str, written: &[&str]) -> Section {
    let sentences = written.iter().zip(1..);
    let sentences = sentences.map(|(text, n)| sentence(format!("{id}-{n}"), text)).collect();
    Section { id: id.to_owned(), place, heading: some(heading), sentences }
}

fn sentence(id: String, written: &str) -> Sentence {
    let (text, cites) = written.split_once('|').unwrap_or((written, ""));
    let (text, begins_paragraph) = text.strip_prefix('¶').map_or((text, false), |t| (t, true));
    let (text, leads_on) = text.strip_prefix('~').map_or((text, false), |t| (t, true));
    let citations = cites.split_whitespace().map(|label| Citation {
        target: match label.get(..1) {
            Some("T") => Target::Theme,
            Some("C") => Target::Condition,
            _ => Target::Quote,
        },
        id: label.to_lowercase(),
        label: label.to_owned(),
    });
    let citations = citations.collect();
    let text = text.trim().to_owned();
    Sentence { id, text, begins_paragraph, leads_on, citations, ..Sentence::default() }
}

fn sections() -> Vec<Section> {
    let written = include_str!("prose.txt").split("# ").skip(1);
    let section = |written: &str| {
        let lines: Vec<_> = written.lines().collect();
        let (id, heading) = lines[0].split_once('|').unwrap_or((lines[0], ""));
        let id = id.trim();
        let place = match id {
            "opening" => Place::Opening,
            "model" => Place::Model,
            "closing" => Place::Closing,
            theme if theme.starts_with('t') => Place::Theme(theme.to_owned()),
            condition => Place::Condition(condition.to_owned()),
        };
        section(id, place, heading.trim(), &lines[1..])
    };
    written.map(section).collect()
}

/// The whole invented report.
pub(crate) fn report() -> Report {
    let themes = rows(include_str!("themes.txt")).zip(1..);
    let conditions = rows(include_str!("conditions.txt")).zip(1..);
    Report {
        study: Study {
            title: "Finding my feet: three months of peer support work at Lanternfield".to_owned(),
            question: some(
                "What do people meet in their first months as paid peer support workers, and \
                 what would have to be true for it to go well?",
            ),
            setting: some("One mental health charity, which is invented"),
            dates: some("1 September to 30 November 2025"),
            language: None,
            synthetic: true,
            counts: StudyCounts {
                by_stream: vec![
                    count("interviews", 10),
                    count("voice notes", 49),
                    count("field notes", 15),
                ],
                participants: 5,
                passages: 151,
                codes: 24,
            },
        },
        sections: sections(),
        themes: themes.map(|(row, number)| theme(number, &row)).collect(),
        other_quotes: Vec::new(),
        model: ConditionModel {
            title: None,
            tentative: true,
            notice: some("Composed from published guidance; not the model of Wilson (2024)"),
            conditions: conditions.map(|(row, number)| condition(number, &row)).collect(),
        },
        actions: vec![action("Tell all teams what was found", "", "12 January 2026", false)],
        method: Method {
            named: some("Reflexive thematic analysis"),
            notes: vec![
                "Themes were developed by one researcher over three rounds, a month apart. In \
                 each round every theme was placed anew, and the reason was written down before \
                 the last one was read."
                    .to_owned(),
            ],
            ..Method::default()
        },
        remarks: Vec::new(),
        sources: Vec::new(),
        made: Made { at: "1 December 2025, 14:02".to_owned(), by: "Trefoil 0.1.0".to_owned() },
    }
}
