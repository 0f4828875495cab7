//! Zip packages taken apart, so that what is packed is broken and not only the packing.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::change::change;
use crate::dice::Dice;

/// A larger member stays as it is.
const LARGEST: u64 = 2 * 1024 * 1024;

/// The members of a package in their order.
#[derive(Debug, Clone)]
pub(crate) struct Package {
    members: Vec<(String, Vec<u8>)>,
}

impl Package {
    /// Takes a package apart; nothing when it is none.
    pub(crate) fn open(bytes: &[u8]) -> Option<Self> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
        let mut members = Vec::new();
        for index in 0..archive.len().min(400) {
            let Ok(member) = archive.by_index(index) else { continue };
            let Ok(name) = member.name().map(|name| name.to_string()) else { continue };
            let mut bytes = Vec::new();
            if member.take(LARGEST).read_to_end(&mut bytes).is_ok() && !name.ends_with('/') {
                members.push((name, bytes));
            }
        }
        (!members.is_empty()).then_some(Self { members })
    }

    /// Makes one of written members.
    pub(crate) fn of(members: &[(&str, &str)]) -> Self {
        let member = |(name, text): &(&str, &str)| ((*name).to_owned(), text.as_bytes().to_vec());
        Self { members: members.iter().map(member).collect() }
    }

    /// Breaks one or two members, or their names and order, and packs them again.
    pub(crate) fn broken(&self, words: &[&str], other: &Self, dice: &mut Dice) -> Vec<u8> {
        let mut members = self.members.clone();
        for _ in 0..=dice.below(2) {
            let place = choose(&members, dice);
            let second = other.members.get(choose(&other.members, dice));
            let second = second.map(|(_, bytes)| bytes.as_slice()).unwrap_or_default();
            let Some((name, bytes)) = members.get_mut(place) else { continue };
            match dice.below(24) {
                0 => *name = name.to_uppercase(),
                1 => *name = format!("../{name}"),
                2 => *bytes = second.to_vec(),
                3 => drop(members.remove(place)),
                4 => {
                    let copy = members[place].clone();
                    members.push(copy);
                }
                _ => change(bytes, words, second, dice),
            }
        }
        pack(&members, dice.once_in(8))
    }

    /// Packs it as it is.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        pack(&self.members, true)
    }
}

/// Members that hold text are broken more often than pictures and settings.
fn choose(members: &[(String, Vec<u8>)], dice: &mut Dice) -> usize {
    let matters = |(name, _): &(String, Vec<u8>)| {
        ["document.xml", "content.xml", "styles.xml", "numbering.xml", "comments.xml", "notes.xml"]
            .iter()
            .any(|end| name.ends_with(end))
            || name.contains("xl/")
            || [".xhtml", ".html", ".opf", ".txt"].iter().any(|end| name.ends_with(end))
    };
    let those: Vec<usize> = (0..members.len()).filter(|place| matters(&members[*place])).collect();
    if those.is_empty() || dice.once_in(4) { dice.below(members.len()) } else { *dice.of(&those) }
}

fn pack(members: &[(String, Vec<u8>)], deflated: bool) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let is_plain = !deflated || name == "mimetype";
        let method = if is_plain { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let options = SimpleFileOptions::default().compression_method(method);
        // A name that is there already is refused, which is as well.
        if writer.start_file(name.as_str(), options).is_ok() {
            let _ = writer.write_all(bytes);
        }
    }
    writer.finish().map(Cursor::into_inner).unwrap_or_default()
}
