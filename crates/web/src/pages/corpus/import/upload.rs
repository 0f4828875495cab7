//! Receiving files: a form's parts are put into a temporary folder as they come.
//!
//! Nothing is held in memory but the piece that comes now, and everything is counted: bytes and
//! files beyond the bounds end the upload, and with it goes what came before. The folder is
//! removed as soon as nobody holds what was [`Received`].

use std::path::PathBuf;

use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use tokio::fs::File;
use tokio::io::AsyncWriteExt;
use trefoil_core::error::{Error, Kind, Result};

use super::folder::Folder;
use crate::desk::wait_for;
use crate::words;

/// Longer texts in the fields beside the files are nobody's.
const LONGEST_FIELDS: usize = 1 << 20;

/// How much is taken.
#[derive(Debug, Clone, Copy)]
pub(in crate::pages::corpus) struct Bounds {
    /// Bytes in all.
    pub(in crate::pages::corpus) bytes: u64,
    /// Files in all.
    pub(in crate::pages::corpus) files: usize,
}

/// What came.
#[derive(Debug)]
pub(in crate::pages::corpus) struct Received {
    pub(super) folder: Folder,
    /// How many files.
    pub(super) files: usize,
    bytes: u64,
    /// The fields beside the files, in their order.
    pub(super) fields: Vec<(String, String)>,
}

impl Received {
    /// The files and folders at the top.
    pub(in crate::pages::corpus) fn paths(&self) -> Vec<PathBuf> {
        self.folder.paths()
    }
}

/// Receives a form with files.
///
/// Errors: more than the bounds allow, an upload that breaks off, a disk that is full. Nothing is
/// kept then.
pub(in crate::pages::corpus) async fn receive(
    mut parts: Multipart,
    bounds: Bounds,
) -> Result<Received> {
    let folder = wait_for(Folder::make).await?;
    let mut received = Received { folder, files: 0, bytes: 0, fields: Vec::new() };
    let mut written = 0;
    while let Some(part) = parts.next_field().await.map_err(broken)? {
        let name = part.name().unwrap_or_default().to_owned();
        if let Some(file) = part.file_name().map(unescape) {
            received.take(part, &file, bounds).await?;
        } else {
            let text = read_text(part, LONGEST_FIELDS - written).await?;
            written += text.len();
            received.fields.push((name, text));
        }
    }
    Ok(received)
}

impl Received {
    async fn take(&mut self, mut part: Field<'_>, name: &str, bounds: Bounds) -> Result<()> {
        let mut file: Option<File> = None;
        while let Some(bytes) = part.chunk().await.map_err(broken)? {
            // A browser sends a nameless, empty part when nothing was chosen; it is no file.
            if bytes.is_empty() {
                continue;
            }
            self.bytes += bytes.len() as u64;
            if self.bytes > bounds.bytes {
                return Err(too_much(bounds));
            }
            let mut open = match file.take() {
                Some(open) => open,
                None => File::from_std(self.open(name, bounds)?),
            };
            open.write_all(&bytes).await.map_err(|error| not_written(&error))?;
            file = Some(open);
        }
        match file {
            Some(mut open) => open.flush().await.map_err(|error| not_written(&error)),
            None if name.is_empty() => Ok(()),
            None => self.open(name, bounds).map(drop),
        }
    }

    fn open(&mut self, name: &str, bounds: Bounds) -> Result<std::fs::File> {
        self.files += 1;
        if self.files > bounds.files {
            return Err(too_much(bounds));
        }
        self.folder.create(name).map_err(|error| not_written(&error))
    }
}

async fn read_text(mut part: Field<'_>, most: usize) -> Result<String> {
    let mut bytes = Vec::new();
    while let Some(piece) = part.chunk().await.map_err(broken)? {
        if bytes.len() + piece.len() > most {
            return Err(Error::invalid("The fields of this form are longer than they can be."));
        }
        bytes.extend_from_slice(&piece);
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Browsers write three signs of a file's name otherwise, and no others.
fn unescape(name: &str) -> String {
    name.replace("%22", "\"").replace("%0D", "").replace("%0A", "")
}

#[expect(clippy::needless_pass_by_value, reason = "it is what `map_err` hands on")]
fn broken(error: MultipartError) -> Error {
    Error::new(
        Kind::BadFile,
        format!("The files did not arrive whole: {}.", error.body_text().trim_end_matches('.')),
    )
    .hint("Nothing was kept. Choose the files again, or give the path on this computer.")
}

fn not_written(error: &std::io::Error) -> Error {
    Error::new(Kind::Io, format!("The files cannot be put down: {error}."))
        .hint("They wait in the folder for temporary files, and nothing of them was kept. Where that disk is full, give the path on this computer instead: then nothing is copied.")
}

fn too_much(bounds: Bounds) -> Error {
    let gib = bounds.bytes >> 30;
    let size = if gib > 0 { format!("{gib} GiB") } else { format!("{} MiB", bounds.bytes >> 20) };
    let files = words::counted(&(bounds.files as i64), "file", "files");
    Error::new(Kind::BadFile, format!("This is more than can be sent at once: {size} or {files}."))
        .hint("Nothing was kept. Send it in parts, or give the path on this computer: that has no such bounds.")
}
