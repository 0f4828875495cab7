//! Gathering codes and passages in a theme, and releasing them again.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Theme, ThemeCode, ThemePassage, counted, let_go};
use crate::bind;
use crate::codebook::Code;
use crate::coding::Passage;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::study::{Change, Operation};

/// Gathers codes, with the codes beneath them, and single passages in a theme.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeGather {
    /// The theme.
    pub theme: Id,
    /// The codes; what it gathers already stays as it is.
    #[serde(default)]
    pub codes: Vec<Id>,
    /// The passages; what it gathers already stays as it is.
    #[serde(default)]
    pub passages: Vec<Id>,
}

impl Operation for ThemeGather {
    const NAME: &'static str = "theme.gather";
    const SUMMARY: &'static str = "Gathers codes and passages in a theme";
    /// How many of them were not gathered before.
    type Outcome = usize;

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        let theme: Theme = change.get(self.theme)?;
        if self.codes.is_empty() && self.passages.is_empty() {
            return Err(Error::invalid("Say which codes or passages the theme shall gather."));
        }
        let (mut codes, mut passages) = (0, 0);
        for code in self.codes {
            codes += usize::from(gather_code(change, theme.id, code)?);
        }
        for passage in self.passages {
            passages += usize::from(gather_passage(change, theme.id, passage)?);
        }
        let what = codes_and_passages(codes, passages);
        change.say(format!("Gathered {what} in the theme “{}”", theme.name));
        Ok(codes + passages)
    }
}

/// Releases codes and single passages from a theme; a passage that nothing else holds goes.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ThemeRelease {
    /// The theme.
    pub theme: Id,
    /// The codes, as they were gathered.
    #[serde(default)]
    pub codes: Vec<Id>,
    /// The passages that it gathers by themselves.
    #[serde(default)]
    pub passages: Vec<Id>,
}

impl Operation for ThemeRelease {
    const NAME: &'static str = "theme.release";
    const SUMMARY: &'static str = "Releases codes and passages from a theme";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let theme: Theme = change.get(self.theme)?;
        if self.codes.is_empty() && self.passages.is_empty() {
            return Err(Error::invalid("Say which codes or passages the theme shall release."));
        }
        for code in &self.codes {
            release_code(change, &theme, *code)?;
        }
        for passage in &self.passages {
            release_passage(change, &theme, *passage)?;
        }
        let what = codes_and_passages(self.codes.len(), self.passages.len());
        change.say(format!("Released {what} from the theme “{}”", theme.name));
        let_go(change, &self.passages)
    }
}

/// Answers whether the theme did not gather the code before.
pub(super) fn gather_code(change: &mut Change<'_>, theme: Id, code: Id) -> Result<bool> {
    change.get::<Code>(code)?;
    let same = "SELECT COUNT(*) FROM theme_code WHERE theme = $1 AND code = $2";
    if change.number(same, bind![theme, code])? > 0 {
        return Ok(false);
    }
    change.insert(&ThemeCode { id: change.new_id(), theme, code })?;
    Ok(true)
}

/// Answers whether the theme did not gather the passage by itself before.
fn gather_passage(change: &mut Change<'_>, theme: Id, passage: Id) -> Result<bool> {
    change.get::<Passage>(passage)?;
    if find_passage(change, theme, passage)?.is_some() {
        return Ok(false);
    }
    change.insert(&ThemePassage { id: change.new_id(), theme, passage, quoted: false })?;
    Ok(true)
}

/// The row that says that the theme gathers the passage by itself.
pub(super) fn find_passage(
    change: &Change<'_>,
    theme: Id,
    passage: Id,
) -> Result<Option<ThemePassage>> {
    Ok(change.list("WHERE theme = $1 AND passage = $2", bind![theme, passage])?.pop())
}

fn release_code(change: &mut Change<'_>, theme: &Theme, code: Id) -> Result<()> {
    let code: Code = change.get(code)?;
    let clause = "WHERE theme = $1 AND code = $2";
    if change.remove_all::<ThemeCode>(clause, bind![theme.id, code.id])? > 0 {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "The theme “{}” does not gather the code “{}” by itself. Nothing was changed.",
        theme.name, code.name
    ))
    .hint("If it comes with a code above it, release that one."))
}

fn release_passage(change: &mut Change<'_>, theme: &Theme, passage: Id) -> Result<()> {
    change.get::<Passage>(passage)?;
    let clause = "WHERE theme = $1 AND passage = $2";
    if change.remove_all::<ThemePassage>(clause, bind![theme.id, passage])? > 0 {
        return Ok(());
    }
    Err(Error::conflict(format!(
        "The theme “{}” does not gather this passage by itself. Nothing was changed.",
        theme.name
    ))
    .hint("If it comes with a code, release the code or take it off the passage."))
}

fn codes_and_passages(codes: usize, passages: usize) -> String {
    match (codes, passages) {
        (_, 0) => counted(codes, "code"),
        (0, _) => counted(passages, "passage"),
        _ => format!("{} and {}", counted(codes, "code"), counted(passages, "passage")),
    }
}
