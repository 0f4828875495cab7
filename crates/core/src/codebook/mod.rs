//! The codebook: named ideas in a tree, with what each means and does not mean.
//!
//! A [`Code`] may lie under another. Names help people; ids are what codings hold on to, so two
//! codes may share a name as long as they do not share a parent. `add.rs`, `set.rs`, `arrange.rs`
//! (move), `merge.rs` and `remove.rs` hold the operations.

mod add;
mod arrange;
mod merge;
mod remove;
mod set;

use std::collections::HashMap;

use serde::Serialize;

pub use add::CodeAdd;
pub use arrange::CodeMove;
pub use merge::CodeMerge;
pub use remove::CodeRemove;
pub use set::CodeSet;

use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::{Filing, Reader};

crate::record! {
    /// A named idea in the codebook.
    pub struct Code in "code", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The code it lies under.
        parent: Option<Id> => "code",
        /// Its place among its siblings.
        position: i64,
        /// The name.
        name: String,
        /// What it means.
        definition: String,
        /// When to use it.
        include: String,
        /// When not to use it.
        exclude: String,
        /// An example.
        example: String,
        /// A colour `#RRGGBB`, when one was chosen.
        colour: Option<String>,
        /// When it was added, in epoch milliseconds.
        created_at: i64,
        /// Who added it.
        created_by: Id => "person",
    }
}

/// A code as listed: with its depth, its path and how often it was used.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// The code.
    #[serde(flatten)]
    pub code: Code,
    /// How many codes it lies under.
    pub depth: usize,
    /// The names from the top to this code.
    pub path: Vec<String>,
    /// How many codings use it, not counting codes beneath it.
    pub codings: i64,
}

/// All codes in tree order, each behind its parent.
pub fn tree(reader: &Reader<'_>) -> Result<Vec<Listed>> {
    let codes: Vec<Code> = reader.list("ORDER BY position, id", &[])?;
    let mut used: HashMap<Id, i64> = HashMap::new();
    for row in reader.query("SELECT code, COUNT(*) FROM coding GROUP BY code", &[])? {
        used.insert(row.get(0)?, row.get(1)?);
    }
    let mut children: HashMap<Option<Id>, Vec<Code>> = HashMap::new();
    for code in codes {
        children.entry(code.parent).or_default().push(code);
    }
    let mut listed = Vec::new();
    let mut open: Vec<(Code, Vec<String>)> = Vec::new();
    let push = |open: &mut Vec<(Code, Vec<String>)>, codes: Vec<Code>, path: &[String]| {
        open.extend(codes.into_iter().rev().map(|code| (code, path.to_vec())));
    };
    push(&mut open, children.remove(&None).unwrap_or_default(), &[]);
    while let Some((code, mut path)) = open.pop() {
        path.push(code.name.clone());
        push(&mut open, children.remove(&Some(code.id)).unwrap_or_default(), &path);
        let codings = used.get(&code.id).copied().unwrap_or(0);
        listed.push(Listed { depth: path.len() - 1, path, codings, code });
    }
    Ok(listed)
}

/// A code and every code beneath it.
pub fn with_descendants(reader: &Reader<'_>, code: Id) -> Result<Vec<Id>> {
    let sql = "WITH RECURSIVE below (id) AS (SELECT id FROM code WHERE id = $1 \
               UNION SELECT c.id FROM code c JOIN below b ON c.parent = b.id) SELECT id FROM below";
    reader.query(sql, bind![code])?.iter().map(|row| row.get(0)).collect()
}

fn siblings(reader: &Reader<'_>, parent: Option<Id>) -> Result<Vec<Code>> {
    match parent {
        Some(parent) => reader.list("WHERE parent = $1 ORDER BY position, id", bind![parent]),
        None => reader.list("WHERE parent IS NULL ORDER BY position, id", &[]),
    }
}

/// Checks a name among the siblings it will have.
fn name_among(
    reader: &Reader<'_>,
    name: &str,
    parent: Option<Id>,
    own: Option<Id>,
) -> Result<String> {
    let name = name.trim();
    if name.is_empty() {
        return Err(Error::invalid("A code needs a name."));
    }
    let taken = siblings(reader, parent)?
        .iter()
        .any(|sibling| sibling.name == name && Some(sibling.id) != own);
    if taken {
        return Err(Error::conflict(format!("There is already a code “{name}” in this place."))
            .hint("Choose another name, or put it under another code."));
    }
    Ok(name.to_owned())
}

/// Checks a colour; an empty one is none.
fn colour(text: Option<String>) -> Result<Option<String>> {
    let Some(text) = text.filter(|text| !text.trim().is_empty()) else { return Ok(None) };
    let digits = text.trim().strip_prefix('#').unwrap_or("");
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        return Ok(Some(text.trim().to_lowercase()));
    }
    Err(Error::invalid(format!("“{text}” is not a colour: write it as #6b4fa0.")))
}
