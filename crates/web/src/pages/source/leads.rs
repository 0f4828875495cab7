//! What a source leads to: the themes that gather something of it.

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
    let themes = theme::of_source(reader, source)?;
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
