//! What is printed: lines, fields and tables for people, JSON for programs.
//!
//! A page is put together first and printed at once. Words in a study come from anywhere, so
//! control characters are taken out of what people read: no transcript moves somebody's cursor.

use std::io::{self, IsTerminal, Write};

use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::exit::Result;

/// Text for people, put together before it is printed.
#[derive(Debug, Default)]
pub(crate) struct Page(String);

impl Page {
    /// Adds a line.
    pub(crate) fn line(&mut self, text: impl AsRef<str>) {
        self.0.push_str(text.as_ref().trim_end());
        self.0.push('\n');
    }

    /// Adds an empty line, unless the page is empty.
    pub(crate) fn gap(&mut self) {
        if !self.0.is_empty() && !self.0.ends_with("\n\n") {
            self.0.push('\n');
        }
    }

    /// Adds a heading behind an empty line.
    pub(crate) fn heading(&mut self, text: impl AsRef<str>) {
        self.gap();
        self.line(text);
    }

    /// Adds named values below each other; empty ones are left out.
    pub(crate) fn fields(&mut self, fields: &[(&str, String)]) {
        let filled = || fields.iter().filter(|(_, value)| !value.trim().is_empty());
        let width = filled().map(|(name, _)| name.width()).max().unwrap_or(0);
        for (name, value) in filled() {
            let mut lines = value.trim_end().lines();
            self.line(format!("{}  {}", padded(name, width, false), lines.next().unwrap_or("")));
            for line in lines {
                self.line(format!("{}  {line}", " ".repeat(width)));
            }
        }
    }

    /// Adds a table; what stands for it when it has no rows is said instead.
    pub(crate) fn table(&mut self, table: &Table, empty: &str) {
        if table.rows.is_empty() {
            self.line(empty);
            return;
        }
        let width = |at: usize| {
            let cells = table.rows.iter().map(|row| row[at].width());
            cells.chain([table.columns[at].0.width()]).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..table.columns.len()).map(width).collect();
        let headings = table.columns.iter().map(|(heading, _)| (*heading).to_owned());
        let mut set = |cells: &[String]| {
            let cells = cells.iter().zip(&widths).zip(&table.columns);
            let cells = cells.map(|((cell, width), (_, right))| padded(cell, *width, *right));
            self.line(cells.collect::<Vec<_>>().join("  "));
        };
        set(&headings.collect::<Vec<_>>());
        for row in &table.rows {
            set(row);
        }
    }

    /// Prints the page.
    pub(crate) fn print(&self) -> Result {
        write(&tame(&self.0))
    }
}

/// Rows under headings.
#[derive(Debug)]
pub(crate) struct Table {
    columns: Vec<(&'static str, bool)>,
    rows: Vec<Vec<String>>,
}

impl Table {
    /// A table with these headings; numbers stand to the right in columns that begin with `#`.
    pub(crate) fn new(headings: &[&'static str]) -> Self {
        let column = |heading: &&'static str| match heading.strip_prefix('#') {
            Some(heading) => (heading, true),
            None => (*heading, false),
        };
        Self { columns: headings.iter().map(column).collect(), rows: Vec::new() }
    }

    /// Adds a row; a cell is one line, whatever it holds, and keeps its indentation.
    pub(crate) fn row<const N: usize>(&mut self, cells: [String; N]) {
        debug_assert_eq!(N, self.columns.len(), "a cell for each column");
        let cell = |cell: String| {
            let indented = cell.len() - cell.trim_start_matches(' ').len();
            format!("{}{}", " ".repeat(indented), one_line(&cell))
        };
        self.rows.push(cells.into_iter().map(cell).collect());
    }
}

fn padded(text: &str, width: usize, right: bool) -> String {
    let room = " ".repeat(width.saturating_sub(text.width()));
    if right { format!("{room}{text}") } else { format!("{text}{room}") }
}

/// A text on one line.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of a text on one line, at most `most` characters long.
pub(crate) fn brief(text: &str, most: usize) -> String {
    let line = one_line(text);
    if line.chars().count() <= most {
        return line;
    }
    let kept: String = line.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end())
}

/// The end of a text on one line, which is what tells paths apart.
pub(crate) fn ending(text: &str, most: usize) -> String {
    let line = one_line(text);
    let length = line.chars().count();
    if length <= most {
        return line;
    }
    format!("…{}", line.chars().skip(length + 1 - most).collect::<String>())
}

/// A number with its noun: `1 code`, `2 codes`.
pub(crate) fn counted(count: impl Into<i64>, one: &str, several: &str) -> String {
    match count.into() {
        1 => format!("1 {one}"),
        count => format!("{count} {several}"),
    }
}

/// A word that is stored as `not_started`, as people read it: `Not started`.
pub(crate) fn sentence_case(word: &str) -> String {
    let spaced = word.replace('_', " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A length of time as `1:02:03` or `2:03`.
pub(crate) fn time(ms: i64) -> String {
    let (hours, minutes, seconds) = (ms / 3_600_000, ms / 60_000 % 60, ms / 1000 % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes}:{seconds:02}")
    }
}

/// Prints an answer as JSON that stays the same from version to version.
pub(crate) fn json(answer: &impl Serialize) -> Result {
    let mut text = serde_json::to_string_pretty(answer)?;
    if text.chars().any(is_c1) {
        // These can only stand inside strings, where an escape says the same.
        let escaped = |c: char| {
            if is_c1(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }
        };
        text = text.chars().map(escaped).collect();
    }
    text.push('\n');
    write(&text)
}

/// Prints a study's own words: to a terminal without control characters, elsewhere untouched.
pub(crate) fn words(text: &str) -> Result {
    if io::stdout().is_terminal() { write(&tame(text)) } else { write(text) }
}

fn write(text: &str) -> Result {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

/// Says something beside the answer, on standard error.
pub(crate) fn note(text: &str) {
    // A closed terminal is no reason to stop.
    let _ = writeln!(io::stderr().lock(), "{}", tame(text));
}

/// A text without the control characters that a terminal would obey.
pub(crate) fn tame(text: &str) -> String {
    let obeyed = |c: char| c.is_control() && c != '\n' && c != '\t';
    if text.contains(obeyed) { text.replace(obeyed, "\u{fffd}") } else { text.to_owned() }
}

/// Control characters that JSON leaves as they are.
fn is_c1(c: char) -> bool {
    ('\u{7f}'..='\u{9f}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_aligned_also_with_wide_letters_and_line_breaks() {
        let mut table = Table::new(&["Name", "#Codings"]);
        table.row(["信頼".to_owned(), "12".to_owned()]);
        table.row(["Being\ngreeted".to_owned(), "3".to_owned()]);
        let mut page = Page::default();
        page.table(&table, "None.");
        let expected = "Name           Codings\n信頼                12\nBeing greeted        3\n";
        assert_eq!(page.0, expected);
    }

    #[test]
    fn nothing_that_a_terminal_obeys_is_left() {
        assert_eq!(tame("a\u{1b}[2Jb\u{9b}c\r\n\td"), "a\u{fffd}[2Jb\u{fffd}c\u{fffd}\n\td");
    }

    #[test]
    fn long_texts_are_cut_and_short_ones_are_not() {
        assert_eq!(brief("one two", 7), "one two");
        assert_eq!(brief("one two three", 8), "one two…");
        assert_eq!(ending("in/folder/file.txt", 9), "…file.txt");
        assert_eq!(ending("file.txt", 8), "file.txt");
        assert_eq!(time(62_000), "1:02");
        assert_eq!(time(3_662_000), "1:01:02");
    }
}
