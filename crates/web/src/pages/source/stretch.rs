//! Coding what has no words: a stretch of a recording or a video, or a picture as a whole.
//!
//! The form works without scripts; with them the code popover sends the same place as JSON, and
//! `coding.rs` answers. What is wrong about a place is told before a code is made for it.

use axum::extract::Path;
use trefoil_core::care::consent::{self, Medium};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::Source;
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::coding::Of;
use crate::act::Sent;
use crate::desk::{Desk, wait_for};
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;
use crate::words::clock;

/// A place without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// From a moment to another, in milliseconds.
    Stretch(i64, i64),
    /// The source as a whole.
    Whole,
}

impl Place {
    /// The operation that marks it and puts codes on it.
    pub(super) fn with_codes(self, source: Id, codes: Vec<Id>) -> CodingAdd {
        let (begin_ms, end_ms) = match self {
            Self::Stretch(begin, end) => (Some(begin), Some(end)),
            Self::Whole => (None, None),
        };
        let whole = self == Self::Whole;
        CodingAdd { source: Some(source), begin_ms, end_ms, whole, codes, ..CodingAdd::default() }
    }

    /// Checks that a source has such a place.
    ///
    /// Errors: it is closed; it is not so long.
    pub(super) fn check(self, reader: &Reader<'_>, source: Id) -> Result<()> {
        let source: Source = reader.get(source)?;
        consent::refuse_closed(reader, source.id, Medium::Text)?;
        consent::refuse_closed(reader, source.id, Medium::Sound)?;
        let Self::Stretch(begin, end) = self else { return Ok(()) };
        let length = source.duration_ms.unwrap_or(0);
        if (0..end).contains(&begin) && end <= length {
            return Ok(());
        }
        Err(Error::invalid("The stretch was not coded: it must begin before it ends.").hint(
            format!(
                "“{}” goes from 0:00 to {}. Give both times as 1:02:03.5 or 2:03.",
                source.name,
                clock(&length)
            ),
        ))
    }
}

/// Codes a place that a form names by its times.
pub(super) async fn code(desk: Desk, Path(Of { id }): Path<Of>, sent: Sent) -> Answer {
    let field = |name: &str| sent.field(name).map(str::trim).filter(|text| !text.is_empty());
    let place = if field("whole").is_some() {
        Place::Whole
    } else {
        let at = |name: &str| field(name).and_then(time);
        let (Some(begin), Some(end)) = (at("from"), at("until")) else {
            return Err(Error::invalid("It was not said where the stretch begins and ends.")
                .hint("Give both times as 1:02:03.5 or 2:03. Nothing was coded.")
                .into());
        };
        Place::Stretch(begin, end)
    };
    let code = field("code").map(str::parse::<Id>).transpose();
    let code = code.map_err(|_| Error::invalid("There is no such code."))?;
    let new_code = field("new_code").map(ToOwned::to_owned);
    if code.is_none() && new_code.is_none() {
        return Err(Error::invalid("Choose a code, or name a new one. Nothing was coded.").into());
    }
    let act = desk.acting().one_act();
    let done = wait_for(move || {
        act.study().read(move |reader| place.check(reader, id))?;
        let mut codes: Vec<Id> = code.into_iter().collect();
        if let Some(name) = new_code {
            codes.push(act.perform(CodeAdd { name, ..CodeAdd::default() })?.outcome);
        }
        act.perform(place.with_codes(id, codes))
    })
    .await?;
    let flash = Flash { said: done.summary, notices: done.notices, undo: true };
    desk.app.sessions().say(&desk.session, flash);
    Ok(see_other(&desk.at(&format!("sources/{id}#stretches"))))
}

/// A time as people write it, in milliseconds: `1:02:03.5`, `2:03`, `45`.
pub(crate) fn time(text: &str) -> Option<i64> {
    let parts: Vec<&str> = text.split(':').map(str::trim).collect();
    let (last, before) = parts.split_last().filter(|_| parts.len() <= 3)?;
    let mut minutes = 0_i64;
    for part in before {
        minutes = minutes * 60 + i64::from(part.parse::<u16>().ok()?);
    }
    let seconds = std::time::Duration::try_from_secs_f64(last.parse().ok()?).ok()?;
    Some(minutes * 60_000 + i64::try_from(seconds.as_millis()).ok()?)
}

#[cfg(test)]
mod tests {
    use super::time;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(time("1:02:03.5"), Some(3_723_500));
        assert_eq!(time("2:03"), Some(123_000));
        assert_eq!(time("45"), Some(45_000));
        for text in ["", "a", "1:2:3:4", "-1", "1:-2", "inf", "NaN"] {
            assert_eq!(time(text), None, "{text}");
        }
    }
}
