//! The row that names the columns, and the tools that need two or three for it.
//!
//! Qualtrics writes codes, questions and `{"ImportId":…}` one below the other;
//! `SurveyMonkey` writes questions and, below them, the options of each; people
//! merge a group's name over the names of its columns. Each becomes one name
//! per column, in the words that the person who answered has read.

use std::collections::HashMap;

use super::super::{Merged, is_blank};
use super::filled_width;
use crate::Notices;

/// Titles are looked for in so many rows at the beginning.
const FURTHEST: usize = 20;

/// What the columns are called, and where the rows begin.
pub(super) struct Header {
    pub(super) names: Vec<String>,
    /// The first row that is no header.
    pub(super) body: usize,
}

/// The first row that is wide enough to name the columns of a table of this width.
pub(super) fn find(grid: &[Vec<String>], width: usize) -> usize {
    let first = grid.iter().position(|row| filled_width(row) > 0).unwrap_or(0);
    let is_title = |row: &[String]| width >= 3 && filled(row) * 3 <= width && filled(row) <= 2;
    if !grid.get(first).is_some_and(|row| is_title(row)) {
        return first;
    }
    let wide = grid
        .iter()
        .enumerate()
        .take(first + FURTHEST)
        .skip(first)
        .find(|(_, row)| filled(row) * 2 > width || filled(row) * 3 > width * 2);
    wide.map_or(first, |(row, _)| row)
}

fn filled(row: &[String]) -> usize {
    row.iter().filter(|cell| !is_blank(cell)).count()
}

/// Reads the header that begins at `top`.
pub(super) fn read(
    grid: &mut [Vec<String>],
    top: usize,
    merged: &[Merged],
    notices: &mut Notices<'_>,
) -> Header {
    let row = |at: usize| grid.get(at).cloned().unwrap_or_default();
    let (first, second, third) = (row(top), row(top + 1), row(top + 2));
    if is_import_ids(&third) {
        notices.add("Its three header rows are those of Qualtrics: the columns have the names of the questions.");
        return Header { names: qualtrics(&first, &second), body: top + 3 };
    }
    if is_import_ids(&second) {
        return Header { names: first, body: top + 2 };
    }
    if is_survey_monkey(&first, &second) {
        notices.add("Its two header rows are those of SurveyMonkey: they were joined.");
        return Header { names: joined(&first, &second), body: top + 2 };
    }
    let groups: Vec<&Merged> = merged
        .iter()
        .filter(|merged| merged.first.0 == top && merged.last.1 > merged.first.1)
        .collect();
    let is_group = groups.iter().any(|group| group.last.0 == top)
        && groups.iter().all(|group| {
            second
                .get(group.first.1..=group.last.1)
                .is_some_and(|below| below.iter().all(|cell| !is_blank(cell) && !is_number(cell)))
        });
    if is_group {
        notices.add("Its two header rows were joined, because the upper one has merged cells.");
        return Header { names: grouped(&first, &second, &groups), body: top + 2 };
    }
    Header { names: first, body: top + 1 }
}

fn is_number(cell: &str) -> bool {
    cell.trim().starts_with(|sign: char| sign.is_ascii_digit())
}

fn is_import_ids(row: &[String]) -> bool {
    row.iter().any(|cell| cell.trim_start().starts_with("{\"ImportId\":"))
}

/// The question as it was asked; its code beside it where two ask the same.
fn qualtrics(codes: &[String], questions: &[String]) -> Vec<String> {
    let asked: Vec<String> = questions.iter().map(|question| in_one_line(question)).collect();
    let mut asks: HashMap<&str, usize> = HashMap::new();
    for question in &asked {
        *asks.entry(question).or_default() += 1;
    }
    let width = codes.len().max(questions.len());
    (0..width)
        .map(|column| {
            let code = codes.get(column).map(|code| in_one_line(code)).unwrap_or_default();
            let question = asked.get(column).cloned().unwrap_or_default();
            let is_shared = asks.get(question.as_str()).is_some_and(|count| *count > 1);
            match (question.is_empty(), is_shared) {
                (true, _) => code,
                (false, true) if !code.is_empty() => format!("{question} ({code})"),
                (false, _) => question,
            }
        })
        .collect()
}

fn is_survey_monkey(first: &[String], second: &[String]) -> bool {
    let begins = first.first().is_some_and(|cell| {
        matches!(in_one_line(cell).to_lowercase().as_str(), "respondent id" | "respondentid")
    });
    begins && second.first().is_some_and(|cell| is_blank(cell)) && filled(second) > 0
}

/// The question, and after a colon the option where there is more than one.
fn joined(first: &[String], second: &[String]) -> Vec<String> {
    let mut question = String::new();
    let width = first.len().max(second.len());
    (0..width)
        .map(|column| {
            if let Some(cell) = first.get(column).filter(|cell| !is_blank(cell)) {
                question = in_one_line(cell);
            }
            let option = second.get(column).map(|cell| in_one_line(cell)).unwrap_or_default();
            match option.as_str() {
                "" | "Response" | "Open-Ended Response" => question.clone(),
                _ => format!("{question}: {option}"),
            }
        })
        .collect()
}

/// The group's name, and after a colon the column's own.
fn grouped(first: &[String], second: &[String], groups: &[&Merged]) -> Vec<String> {
    let width = first.len().max(second.len());
    (0..width)
        .map(|column| {
            let group = groups
                .iter()
                .find(|group| (group.first.1..=group.last.1).contains(&column))
                .map_or(column, |group| group.first.1);
            let upper = first.get(group).map(|cell| in_one_line(cell)).unwrap_or_default();
            let lower = second.get(column).map(|cell| in_one_line(cell)).unwrap_or_default();
            match (upper.is_empty(), lower.is_empty()) {
                (true, _) => lower,
                (_, true) => upper,
                _ => format!("{upper}: {lower}"),
            }
        })
        .collect()
}

/// A name without line ends, double spaces and spaces at its ends.
pub(super) fn in_one_line(name: &str) -> String {
    let name = name.replace(['\u{feff}', '\u{200b}', '\0'], "");
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}
