//! Where each thing of the way is shown.

use trefoil_core::action::Action;
use trefoil_core::bind;
use trefoil_core::coding::Coding;
use trefoil_core::condition::Evidence;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::transcript::Segment;

/// The address of a thing within the study; none for what has no page.
pub(super) fn address(reader: &Reader<'_>, noun: &str, id: Id) -> Result<Option<String>> {
    Ok(match noun {
        "participant" => Some(format!("participants/{id}")),
        "source" => Some(format!("sources/{id}")),
        "code" => Some(format!("codes/{id}")),
        "theme" => Some(format!("themes/{id}")),
        "condition" => Some(format!("conditions/{id}")),
        "sentence" => Some(format!("report#sentence-{id}")),
        "passage" => passage(reader, id)?,
        "coding" => passage(reader, reader.get::<Coding>(id)?.passage)?,
        "segment" => {
            let Segment { source, start, end, .. } = reader.get(id)?;
            Some(format!("sources/{source}?at={start}&to={end}#at-{start}"))
        }
        "evidence" => Some(format!("conditions/{}", reader.get::<Evidence>(id)?.condition)),
        "action" => {
            let Action { theme, condition, .. } = reader.get(id)?;
            let about = theme.map(|theme| format!("themes/{theme}"));
            about.or(condition.map(|condition| format!("conditions/{condition}")))
        }
        _ => None,
    })
}

fn passage(reader: &Reader<'_>, id: Id) -> Result<Option<String>> {
    let rows = reader.query("SELECT source FROM passage WHERE id = $1", bind![id])?;
    let source = rows.first().map(|row| row.get::<Id>(0)).transpose()?;
    Ok(source.map(|source| format!("sources/{source}?passage={id}#passage-{id}")))
}
