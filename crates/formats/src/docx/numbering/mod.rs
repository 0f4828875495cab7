//! The numbers that Word prints in front of paragraphs.
//!
//! A numbering instance (`w:num`) points at an abstract definition of nine
//! levels and may override some. All instances of one definition count on
//! together; an override of the start begins anew where its instance is first
//! used (ECMA-376, part 1, section 17.9). A level that has not been used yet
//! shows its start where a deeper one prints it. Every bullet becomes `•`,
//! because the signs of bullets are drawn by fonts that text does not have.

mod read;

use std::collections::{HashMap, HashSet};

use crate::Trouble;
use crate::numerals::Numeral;
use crate::xml;

use read::Reader;

/// Word has nine levels.
const LEVELS: usize = 9;
/// What is printed in front of a paragraph is short; the rest is not believed.
const LONGEST_LABEL: usize = 200;

/// What a level's numbers look like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Bullet,
    Number(Numeral),
}

/// One level of a list.
#[derive(Debug, Clone)]
struct Level {
    start: i64,
    format: Option<Format>,
    /// With `%1` to `%9` for the numbers of levels.
    text: String,
    /// The level, from 1, after which this one begins anew; 0 for never.
    restart: Option<usize>,
    /// Whether all numbers are written in digits.
    legal: bool,
    gap: &'static str,
    style: Option<String>,
    hidden: bool,
    /// Whether its bullet is a picture.
    is_picture: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 0,
            format: None,
            text: String::new(),
            restart: None,
            legal: false,
            gap: " ",
            style: None,
            hidden: false,
            is_picture: false,
        }
    }
}

#[derive(Debug, Default)]
struct Abstract {
    levels: [Option<Level>; LEVELS],
    /// The list style that it defines.
    defines: Option<String>,
    /// The list style whose definition it stands for.
    stands_for: Option<String>,
}

#[derive(Debug, Default)]
struct Instance {
    of: String,
    levels: [Option<Level>; LEVELS],
    starts: [Option<i64>; LEVELS],
}

/// What is printed in front of a paragraph.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// With the space that follows.
    pub(super) text: String,
    /// The level, from 0.
    pub(super) level: usize,
    /// Whether it shows the numbers of the levels above too.
    pub(super) is_full: bool,
}

/// All lists of a document, and how far each was counted.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    abstracts: HashMap<String, Abstract>,
    instances: HashMap<String, Instance>,
    counts: HashMap<String, [Option<i64>; LEVELS]>,
    begun: HashSet<(String, usize)>,
    /// Definitions by the list style that they define.
    defined: HashMap<String, String>,
}

impl Numbering {
    pub(super) fn read(bytes: &[u8], part: &str) -> Result<Self, Trouble> {
        let mut reader = Reader::default();
        xml::walk(bytes, part, &mut reader)?;
        Ok(reader.numbering)
    }

    /// The level of a list that belongs to a paragraph style.
    pub(super) fn level_of_style(&self, number: &str, style: &str) -> Option<usize> {
        let instance = self.instances.get(number)?;
        (0..LEVELS).find(|level| {
            self.level(instance, *level).is_some_and(|found| found.style.as_deref() == Some(style))
        })
    }

    /// Counts a paragraph of a list and says what is printed in front of it.
    pub(super) fn label(&mut self, number: &str, level: usize) -> Option<Label> {
        let level = level.min(LEVELS - 1);
        let instance = self.instances.get(number)?;
        let key = self.definition(&instance.of)?.0.to_owned();
        let found = self.level(instance, level).cloned().unwrap_or_default();
        let starts: Vec<i64> = (0..LEVELS).map(|level| self.start(instance, level)).collect();
        let overridden = instance.starts.get(level).copied().flatten();
        let restarts: Vec<Option<usize>> = (0..LEVELS)
            .map(|level| self.level(instance, level).and_then(|level| level.restart))
            .collect();
        let is_first = self.begun.insert((number.to_owned(), level));
        let counts = self.counts.entry(key).or_default();
        if let Some(count) = counts.get_mut(level) {
            *count = match (*count, overridden) {
                (_, Some(start)) if is_first => Some(start),
                (Some(count), _) => Some(count.saturating_add(1)),
                (None, _) => starts.get(level).copied(),
            };
        }
        for (below, count) in counts.iter_mut().enumerate().skip(level + 1) {
            let after = restarts.get(below).copied().flatten().unwrap_or(below);
            if after > level {
                *count = None;
            }
        }
        let counts = *counts;
        let instance = self.instances.get(number)?;
        self.print(instance, level, &found, &counts, &starts)
    }

    fn print(
        &self,
        instance: &Instance,
        at: usize,
        level: &Level,
        counts: &[Option<i64>; LEVELS],
        starts: &[i64],
    ) -> Option<Label> {
        let is_bullet = level.format == Some(Format::Bullet);
        // A bullet that is a picture has no sign of its own.
        if level.hidden || (level.text.trim().is_empty() && !level.is_picture) {
            return None;
        }
        if is_bullet {
            return Some(Label { text: format!("•{}", level.gap), level: at, is_full: false });
        }
        let (mut text, mut is_full) = (String::new(), false);
        let mut signs = level.text.chars().peekable();
        while let Some(sign) = signs.next() {
            let place = signs.peek().and_then(|next| next.to_digit(10)).filter(|_| sign == '%');
            let Some(place) = place.and_then(|place| (place as usize).checked_sub(1)) else {
                text.push(sign);
                continue;
            };
            signs.next();
            is_full |= place < at;
            let count = counts.get(place).copied().flatten().or(starts.get(place).copied());
            let numeral = match self.level(instance, place).and_then(|level| level.format) {
                Some(Format::Number(Numeral::None)) => Numeral::None,
                Some(Format::Number(numeral)) if !level.legal => numeral,
                _ => Numeral::Decimal,
            };
            text.push_str(&numeral.write(count.unwrap_or(1)));
        }
        if text.trim().is_empty() {
            return None;
        }
        Some(Label { text: text + level.gap, level: at, is_full })
    }

    /// The definition that counts, where one stands for another by a list style.
    fn definition(&self, id: &str) -> Option<(&str, &Abstract)> {
        let (own, found) = self.abstracts.get_key_value(id)?;
        let Some(style) = found.stands_for.as_deref() else { return Some((own, found)) };
        let other = self.defined.get(style).and_then(|id| self.abstracts.get_key_value(id));
        let (id, found) = other.unwrap_or((own, found));
        Some((id, found))
    }

    fn level<'a>(&'a self, instance: &'a Instance, level: usize) -> Option<&'a Level> {
        let own = instance.levels.get(level).and_then(Option::as_ref);
        own.or_else(|| self.definition(&instance.of)?.1.levels.get(level)?.as_ref())
    }

    fn start(&self, instance: &Instance, level: usize) -> i64 {
        let overridden = instance.starts.get(level).copied().flatten();
        overridden.unwrap_or_else(|| self.level(instance, level).map_or(1, |level| level.start))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS_OF_THREE: &str = "<w:lvl w:ilvl='0'><w:start w:val='1'/><w:numFmt w:val='upperRoman'/><w:lvlText w:val='%1.'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:start w:val='1'/><w:numFmt w:val='decimal'/><w:isLgl/><w:lvlText w:val='%1.%2'/></w:lvl>\
        <w:lvl w:ilvl='2'><w:start w:val='1'/><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.%2.%3)'/><w:suff w:val='nothing'/></w:lvl>";

    fn numbering(inner: &str) -> Numbering {
        let xml = format!(
            "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">{inner}</w:numbering>"
        );
        Numbering::read(xml.as_bytes(), "numbering").expect("well-formed")
    }

    fn labels(numbering: &mut Numbering, paragraphs: &[(&str, usize)]) -> Vec<String> {
        let label = |(number, level): &(&str, usize)| {
            numbering.label(number, *level).map(|label| label.text).unwrap_or_default()
        };
        paragraphs.iter().map(label).collect()
    }

    #[test]
    fn levels_count_and_begin_anew() {
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{LEVELS_OF_THREE}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>"
        ));
        let paragraphs =
            [("1", 0), ("1", 1), ("1", 2), ("1", 2), ("1", 1), ("1", 2), ("1", 0), ("1", 2)];
        let expected = ["I. ", "1.1 ", "I.1.a)", "I.1.b)", "1.2 ", "I.2.a)", "II. ", "II.1.a)"];
        assert_eq!(labels(&mut numbering, &paragraphs), expected);
        assert_eq!(numbering.label("9", 0), None);
    }

    #[test]
    fn instances_count_on_and_overrides_begin_anew_once() {
        let one = "<w:lvl w:ilvl='0'><w:start w:val='2'/><w:numFmt w:val='decimal'/><w:lvlText w:val='%1)'/></w:lvl>";
        let mut numbering = numbering(&format!(
            "<w:abstractNum w:abstractNumId='0'>{one}</w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='2'><w:abstractNumId w:val='0'/></w:num>\
             <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='8'/></w:lvlOverride></w:num>\
             <w:num w:numId='4'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:lvl w:ilvl='0'><w:numFmt w:val='lowerLetter'/><w:lvlText w:val='%1.'/></w:lvl></w:lvlOverride></w:num>"
        ));
        let paragraphs = ["1", "2", "3", "3", "1", "4"].map(|number| (number, 0));
        assert_eq!(
            labels(&mut numbering, &paragraphs),
            ["2) ", "3) ", "8) ", "9) ", "10) ", "k. "]
        );
    }

    #[test]
    fn bullets_words_styles_and_levels_that_never_restart() {
        let mut numbering = numbering(
            "<w:abstractNum w:abstractNumId='0'><w:numStyleLink w:val='S'/></w:abstractNum>\
             <w:abstractNum w:abstractNumId='1'><w:styleLink w:val='S'/>\
             <w:lvl w:ilvl='0'><w:start w:val='1'/><w:pStyle w:val='Q'/><w:numFmt w:val='decimal'/><w:lvlText w:val='Frage %1:'/></w:lvl>\
             <w:lvl w:ilvl='1'><w:start w:val='1'/><w:lvlRestart w:val='0'/><w:numFmt w:val='custom' w:format='001, 002'/><w:lvlText w:val='%2'/></w:lvl>\
             <w:lvl w:ilvl='2'><w:numFmt w:val='bullet'/><w:lvlText w:val='o'/></w:lvl>\
             <w:lvl w:ilvl='3'><w:numFmt w:val='bullet'/><w:lvlText w:val=' '/></w:lvl>\
             <w:lvl w:ilvl='4'><w:numFmt w:val='bullet'/><w:lvlText w:val=''/><w:lvlPicBulletId w:val='0'/></w:lvl></w:abstractNum>\
             <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>",
        );
        let paragraphs = [("1", 0), ("1", 1), ("1", 0), ("1", 1), ("1", 2), ("1", 3), ("1", 4)];
        let expected = ["Frage 1: ", "001 ", "Frage 2: ", "002 ", "• ", "", "• "];
        assert_eq!(labels(&mut numbering, &paragraphs), expected);
        assert_eq!(numbering.level_of_style("1", "Q"), Some(0));
    }
}
