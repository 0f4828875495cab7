//! The certificate for the participant: a page to be printed, and the same as a file.

use askama::Template;
use axum::extract::Path;
use trefoil_core::care::erasure::{Certificate, certificate};
use trefoil_core::error::Result;
use trefoil_core::id::Id;

use super::show::Of;
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::pages::report::attached;
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "care/withdraw/certificate.html")]
struct CertificatePage {
    frame: Frame,
    id: Id,
    told: Certificate,
}

/// Shows it, to be read and printed.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let read = desk.look(Station::Care, "Certificate", move |reader| certificate(reader, id));
    let (mut frame, told) = read.await?;
    frame.title = format!("Certificate {}", told.reference);
    desk.page(&CertificatePage { frame, id, told })
}

/// Sends it as one page that needs nothing else.
pub(super) async fn html(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let told = made(&desk, id).await?;
    let name = format!("{}.html", told.reference);
    Ok(attached(&name, "text/html; charset=utf-8", told.to_html()))
}

/// Sends it as plain text.
pub(super) async fn text(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let told = made(&desk, id).await?;
    let name = format!("{}.txt", told.reference);
    Ok(attached(&name, "text/plain; charset=utf-8", told.to_text()))
}

async fn made(desk: &Desk, id: Id) -> Result<Certificate> {
    desk.read(move |reader| certificate(reader, id)).await
}
