//! Counting what a workbook unpacks to, before it is read.
//!
//! Every part is unpacked piece by piece and forgotten at once; real bytes are
//! counted, whatever the archive claims. On the way document type declarations,
//! where entities that swell begin, are refused, and what Excel's reader does
//! not tell is noted: hidden rows and columns, formulas without a value.

use std::io::{BufRead, BufReader, Cursor, Read};

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use zip::ZipArchive;

use super::super::Budget;
use super::damaged;
use crate::package::locked;
use crate::{RefusalKind, Trouble, archive};

/// The largest part: a sheet with some ten million cells.
const LARGEST_PART: u64 = 512 * 1024 * 1024;
/// All parts together.
const LARGEST_TOTAL: u64 = 1024 * 1024 * 1024;
/// Strings that cells share are all held in memory.
const LARGEST_STRINGS: u64 = 256 * 1024 * 1024;
/// Room is made at once for as many strings as a workbook says it has: for so many always, for
/// more only when they could be there.
const MOST_STRINGS_UNSEEN: u64 = 4_000_000;
/// What a string needs at least: `<si/>`.
const SHORTEST_STRING: u64 = 5;
/// Nothing real shrinks further than this.
const STEEPEST_RATIO: u64 = 500;
/// Below this size no ratio does harm.
const HARMLESS: u64 = 64 * 1024 * 1024;
/// Deeper nesting than this is found only in attacks.
const DEEPEST: usize = 256;

/// What was noted on the way.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) hidden_rows: usize,
    pub(super) hidden_columns: usize,
    /// Cells with a formula and without a value.
    pub(super) uncalculated: usize,
    /// The most shared strings that a part says it has.
    strings: u64,
}

/// Unpacks everything once.
pub(super) fn look(bytes: &[u8], budget: &Budget) -> Result<Seen, Trouble> {
    let mut archive =
        ZipArchive::new(Cursor::new(bytes)).map_err(|error| archive::trouble_of(&error))?;
    if archive.has_overlapping_files().unwrap_or(false) {
        return Err(Trouble::new(
            RefusalKind::Unsafe,
            "its parts overlap each other, as in archives made to swell; it was not read.",
        ));
    }
    let mut seen = Seen::default();
    let mut total = 0;
    for index in 0..archive.len() {
        budget.look_at_the_clock()?;
        let part = archive.by_index(index).map_err(|error| archive::trouble_of(&error))?;
        if part.encrypted() {
            return Err(locked());
        }
        let name = archive::printable(&String::from_utf8_lossy(part.name_raw())).to_lowercase();
        let packed = part.compressed_size();
        let limit = if name.contains("sharedstrings") { LARGEST_STRINGS } else { LARGEST_PART };
        let mut counted = BufReader::new(Counted { part, count: 0, limit });
        let result = scan(&mut counted, &name, budget, &mut seen);
        // What the scan did not want is counted as well.
        let drained = std::io::copy(&mut counted, &mut std::io::sink());
        let size = counted.get_ref().count;
        let is_steep = size > HARMLESS && size / packed.max(1) > STEEPEST_RATIO;
        total += size;
        let fitting = (size / SHORTEST_STRING).max(MOST_STRINGS_UNSEEN);
        if std::mem::take(&mut seen.strings) > fitting {
            return Err(damaged(&format!("{name} says it has more strings than it has room for")));
        }
        if size > limit || is_steep || total > LARGEST_TOTAL {
            return Err(swells(&name));
        }
        result?;
        drained.map_err(|error| damaged(&format!("{name}: {error}")))?;
    }
    Ok(seen)
}

fn swells(name: &str) -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        format!("its part {name} swells too much: save the sheet that you need as .csv."),
    )
}

/// Counts what is read, and ends one byte after the limit.
struct Counted<R> {
    part: R,
    count: u64,
    limit: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let left = usize::try_from((self.limit + 1).saturating_sub(self.count));
        let length = buffer.len().min(left.unwrap_or(usize::MAX));
        let count = self.part.read(buffer.get_mut(..length).unwrap_or_default())?;
        self.count += count as u64;
        Ok(count)
    }
}

/// Reads a part as XML as far as it is XML; errors are for the real reader to tell.
fn scan(
    part: &mut impl BufRead,
    name: &str,
    budget: &Budget,
    seen: &mut Seen,
) -> Result<(), Trouble> {
    let Ok(head) = part.fill_buf() else {
        return Ok(());
    };
    let begins = head.iter().find(|byte| !byte.is_ascii_whitespace());
    if !matches!(begins, Some(b'<' | 0xef | 0xfe | 0xff)) {
        return Ok(());
    }
    // Manifests of old OpenDocument programs declare a type, without entities, and are
    // never read further than a look for their locks.
    let may_declare = name.ends_with("manifest.xml");
    let is_sheet = name.contains("worksheets/");
    let mut reader = Reader::from_reader(part);
    reader.config_mut().check_end_names = false;
    let mut buffer = Vec::new();
    let (mut depth, mut events) = (0_usize, 0_usize);
    let mut cell = Cell::default();
    loop {
        buffer.clear();
        events += 1;
        if events.is_multiple_of(65_536) {
            budget.look_at_the_clock()?;
        }
        match reader.read_event_into(&mut buffer) {
            Err(_) | Ok(Event::Eof) => return Ok(()),
            Ok(Event::DocType(_)) if !may_declare => return Err(declares(name)),
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(nested(name));
                }
                claim(&start, seen);
                if is_sheet {
                    note(&start, seen);
                    cell.open(start.local_name().as_ref());
                }
            }
            Ok(Event::Empty(start)) => {
                claim(&start, seen);
                if !is_sheet {
                    continue;
                }
                note(&start, seen);
                cell.open(start.local_name().as_ref());
            }
            Ok(Event::Text(_)) => cell.has_value |= cell.in_value,
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                seen.uncalculated += usize::from(cell.close(end.local_name().as_ref()));
            }
            Ok(_) => {}
        }
    }
}

fn declares(name: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Unsafe,
        format!("its part {name} declares entities of its own, as attacks do, and was not read."),
    )
}

fn nested(name: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Unsafe,
        format!("its part {name} is nested more than {DEEPEST} levels deep and was not read."),
    )
}

/// Whether a cell has a formula and a value.
#[derive(Default)]
struct Cell {
    has_formula: bool,
    in_value: bool,
    has_value: bool,
}

impl Cell {
    fn open(&mut self, name: &str) {
        match name {
            "c" => *self = Self::default(),
            "f" => self.has_formula = true,
            "v" | "is" => self.in_value = true,
            _ => {}
        }
    }

    /// Whether a cell closes that was never calculated.
    fn close(&mut self, name: &str) -> bool {
        match name {
            "v" | "is" => self.in_value = false,
            "c" => return std::mem::take(self).is_uncalculated(),
            _ => {}
        }
        false
    }

    fn is_uncalculated(&self) -> bool {
        self.has_formula && !self.has_value
    }
}

/// Notes how many shared strings a part says it has.
fn claim(start: &BytesStart<'_>, seen: &mut Seen) {
    if start.local_name().as_ref() == "sst" {
        let digits = attribute(start, "uniqueCount").unwrap_or_default();
        // More digits than a number holds are more than enough.
        let is_number = digits.bytes().all(|digit| digit.is_ascii_digit());
        let fallback = if is_number && !digits.is_empty() { u64::MAX } else { 0 };
        seen.strings = seen.strings.max(digits.parse().unwrap_or(fallback));
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let found = attributes
        .with_checks(false)
        .filter_map(Result::ok)
        .find(|attribute| attribute.key.local_name().into_inner() == name)?;
    Some(found.value.to_string())
}

fn note(start: &BytesStart<'_>, seen: &mut Seen) {
    let name = start.local_name();
    let attribute = |name: &str| attribute(start, name);
    let is_hidden = || matches!(attribute("hidden").as_deref(), Some("1" | "true"));
    match name.as_ref() {
        "row" if is_hidden() => seen.hidden_rows += 1,
        "col" if is_hidden() => {
            let number = |name| attribute(name).and_then(|value| value.parse::<usize>().ok());
            let (first, last) = (number("min").unwrap_or(1), number("max").unwrap_or(1));
            // Everything to the right of a table is often hidden: nothing is in it.
            if last < 16_384 {
                seen.hidden_columns += last.saturating_sub(first) + 1;
            }
        }
        _ => {}
    }
}
