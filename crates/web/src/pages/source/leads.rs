//! What a source leads to: the themes that gather something of it.

use std::collections::{BTreeSet, HashMap};

use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::theme::{self, Area, Theme};

/// A theme that gathers something of a source.
#[derive(Debug, Clone)]
pub(super) struct Lead {
    pub(super) id: Id,
    /// Its number among the themes, from 1.
    pub(super) number: i64,
    pub(super) name: String,
    pub(super) area: Area,
}

/// The themes that gather passages of a source, by themselves or through codes.
pub(super) fn leads(reader: &Reader<'_>, source: Id) -> Result<Vec<Lead>> {
    let ids = |sql: &str, values: &[trefoil_core::storage::Value]| -> Result<Vec<(Id, Id)>> {
        reader.query(sql, values)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
    };
    let used = ids(
        "SELECT DISTINCT k.code, k.code FROM coding k JOIN passage p ON p.id = k.passage \
         WHERE p.source = $1",
        bind![source],
    )?;
    let parents: HashMap<Id, Id> =
        ids("SELECT id, parent FROM code WHERE parent IS NOT NULL", &[])?.into_iter().collect();
    let mut codes = BTreeSet::new();
    for (code, _) in used {
        let mut at = Some(code);
        while let Some(code) = at.filter(|code| codes.insert(*code)) {
            at = parents.get(&code).copied();
        }
    }
    let mut themes: BTreeSet<Id> = ids(
        "SELECT tp.theme, tp.theme FROM theme_passage tp JOIN passage p ON p.id = tp.passage \
         WHERE p.source = $1",
        bind![source],
    )?
    .into_iter()
    .map(|(theme, _)| theme)
    .collect();
    let gathered = ids("SELECT theme, code FROM theme_code", &[])?;
    themes.extend(gathered.iter().filter(|(_, code)| codes.contains(code)).map(|(theme, _)| *theme));
    let all: Vec<Theme> = reader.list("ORDER BY position, id", &[])?;
    let leads = all.into_iter().zip(theme::board(reader)?).zip(1..);
    Ok(leads
        .filter(|((theme, _), _)| themes.contains(&theme.id))
        .map(|((theme, placed), number)| Lead {
            id: theme.id,
            number,
            name: theme.name,
            area: placed.area,
        })
        .collect())
}
