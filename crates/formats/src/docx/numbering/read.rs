//! Reads what `numbering.xml` defines.

use super::{Abstract, Format, Instance, LONGEST_LABEL, Level, Numbering};
use crate::docx::body::is_on;
use crate::numerals::Numeral;
use crate::xml::{Element, Space, Visit};

/// Reads `numbering.xml`.
#[derive(Debug, Default)]
pub(super) struct Reader {
    pub(super) numbering: Numbering,
    definition: Option<(String, Abstract)>,
    instance: Option<(String, Instance)>,
    level: Option<(usize, Level)>,
    override_of: Option<usize>,
    in_properties: bool,
}

impl Reader {
    fn open_level(&mut self, element: &Element<'_>) {
        let Some((_, level)) = self.level.as_mut() else { return };
        let value = || element.attribute("val").unwrap_or_default();
        match element.name {
            "start" => level.start = value().parse().unwrap_or(0),
            // The first counts where there is one for newer programs and one for older.
            "numFmt" => {
                level.format.get_or_insert_with(|| {
                    format(&value(), element.attribute("format").as_deref())
                });
            }
            "lvlText" => level.text = value().chars().take(LONGEST_LABEL).collect(),
            "lvlRestart" => level.restart = value().parse().ok(),
            "lvlPicBulletId" => level.is_picture = true,
            "isLgl" => level.legal = is_on(element),
            "pStyle" => level.style = Some(value()),
            "suff" if value() == "nothing" => level.gap = "",
            "vanish" => level.hidden = is_on(element),
            _ => {}
        }
    }
}

impl Visit for Reader {
    fn open(&mut self, element: &Element<'_>) {
        if element.space != Space::Word {
            return;
        }
        let number = |name: &str| element.attribute(name).and_then(|value| value.parse().ok());
        match element.name {
            "abstractNum" => {
                let id = element.attribute("abstractNumId").unwrap_or_default();
                self.definition = Some((id, Abstract::default()));
            }
            "num" => {
                let id = element.attribute("numId").unwrap_or_default();
                self.instance = Some((id, Instance::default()));
            }
            "lvlOverride" => self.override_of = number("ilvl"),
            "lvl" => self.level = number("ilvl").map(|level| (level, Level::default())),
            "rPr" | "pPr" => self.in_properties = true,
            _ => {}
        }
        let value = || element.attribute("val");
        if let Some((_, definition)) = self.definition.as_mut() {
            match element.name {
                "styleLink" => definition.defines = value(),
                "numStyleLink" => definition.stands_for = value(),
                _ => {}
            }
        }
        if let Some((_, instance)) = self.instance.as_mut() {
            match element.name {
                "abstractNumId" => instance.of = value().unwrap_or_default(),
                "startOverride" => {
                    let start = value().and_then(|value| value.parse().ok());
                    let place = self.override_of.and_then(|level| instance.starts.get_mut(level));
                    if let Some(place) = place {
                        *place = start;
                    }
                }
                _ => {}
            }
        }
        if !self.in_properties || element.name == "vanish" {
            self.open_level(element);
        }
    }

    fn close(&mut self, space: Space, name: &str) {
        match (space, name) {
            (Space::Word, "rPr" | "pPr") => self.in_properties = false,
            (Space::Word, "lvl") => {
                let levels = match (&mut self.instance, &mut self.definition) {
                    (Some((_, instance)), _) => &mut instance.levels,
                    (None, Some((_, definition))) => &mut definition.levels,
                    (None, None) => return,
                };
                if let Some((place, level)) = self.level.take()
                    && let Some(found) = levels.get_mut(place)
                {
                    *found = Some(level);
                }
            }
            (Space::Word, "lvlOverride") => self.override_of = None,
            (Space::Word, "abstractNum") => {
                if let Some((id, found)) = self.definition.take() {
                    if let (Some(style), None) = (&found.defines, &found.stands_for) {
                        self.numbering.defined.entry(style.clone()).or_insert(id.clone());
                    }
                    self.numbering.abstracts.insert(id, found);
                }
            }
            (Space::Word, "num") => self.numbering.instances.extend(self.instance.take()),
            _ => {}
        }
    }

    fn text(&mut self, _: &str) {}
}

fn format(name: &str, custom: Option<&str>) -> Format {
    Format::Number(match name {
        "bullet" => return Format::Bullet,
        "none" => Numeral::None,
        "decimalZero" => Numeral::Padded(2),
        "upperRoman" => Numeral::UpperRoman,
        "lowerRoman" => Numeral::LowerRoman,
        "upperLetter" => Numeral::UpperLetter,
        "lowerLetter" => Numeral::LowerLetter,
        "russianUpper" => Numeral::UpperRussian,
        "russianLower" => Numeral::LowerRussian,
        "ordinal" => Numeral::Ordinal,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Numeral::Circled,
        "chicago" => Numeral::Chicago,
        // Such as "001, 002, 003, ...".
        "custom" => {
            let first = custom.unwrap_or_default().split(',').next().unwrap_or_default();
            Numeral::Padded(first.trim().chars().count().min(8))
        }
        _ => Numeral::Decimal,
    })
}
