//! Sending a transcript as a file: subtitles, or a page to be read.
//!
//! `trefoil_core::exchange::transcript` asks whether it may leave for the use, and writes down that
//! it does, before a word of it is sent.

use axum::extract::{Path, Query};
use serde::Deserialize;
use trefoil_core::care::Use;
use trefoil_core::care::output::usual_level;
use trefoil_core::corpus::source::Source;
use trefoil_core::exchange::transcript::{Format, Wanted, export};

use super::coding::Of;
use crate::desk::{Desk, wait_for};
use crate::pages::report::{attached, file_name};
use crate::trouble::Answer;

/// How it is written and what it is for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Leaving {
    /// The format; text where it is not said.
    format: String,
    /// The use; analysis where it is not said.
    r#for: String,
}

/// Sends the transcript of a source.
pub(super) async fn send(
    desk: Desk,
    Path(Of { id: source }): Path<Of>,
    Query(leaving): Query<Leaving>,
) -> Answer {
    let (session, today) = (desk.acting(), desk.today());
    let (format, name, exported) = wait_for(move || {
        let chosen = |word: String| Some(word).filter(|word| !word.is_empty());
        let format = chosen(leaving.format).map_or(Ok(Format::Text), |word| word.parse())?;
        let purpose = chosen(leaving.r#for).map_or(Ok(Use::Analysis), |word| word.parse())?;
        let about = session.study().about()?;
        let called = session.study().read(move |reader| Ok(reader.get::<Source>(source)?.name))?;
        let file_name = file_name(&called, "transcript", &today, about.synthetic, format.word());
        let level = usual_level(purpose);
        let named = file_name.clone();
        let exported = export(&session, Wanted { source, format, file_name, purpose, level })?;
        Ok((format, named, exported))
    })
    .await?;
    Ok(attached(&name, format.media_type(), exported.text))
}
