//! Styles, scripts and pictures, inside the program and under names that never lie.
//!
//! Their address holds a digest of them all, so browsers may keep them for ever and a new program
//! is seen at once; relative imports between scripts stay as written. All style sheets are sent as
//! one: they say by layer what goes before what.

use std::fmt::Write as _;
use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

#[derive(RustEmbed)]
#[folder = "assets/"]
struct Files;

/// The one style sheet, made of all.
const STYLES: &str = "trefoil.css";

static BASE: LazyLock<String> = LazyLock::new(|| format!("/assets/{}", digest()));
static SHEET: LazyLock<String> = LazyLock::new(sheet);

/// What the address of every asset begins with.
pub(crate) fn base() -> &'static str {
    &BASE
}

fn digest() -> String {
    let mut digest = Sha256::new();
    for name in Files::iter() {
        digest.update(name.as_bytes());
        if let Some(file) = Files::get(&name) {
            digest.update(file.metadata.sha256_hash());
        }
    }
    digest.finalize().iter().take(8).fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// All style sheets: `css/*.css` first, then those of the components; print last.
fn sheet() -> String {
    let mut names: Vec<_> = Files::iter().filter(|name| name.ends_with(".css")).collect();
    names.sort_by_key(|name| {
        let print = name.ends_with("print.css");
        (print, name.contains("/components/"), !name.ends_with("tokens.css"), name.to_string())
    });
    let mut sheet = String::new();
    for name in names {
        if let Some(file) = Files::get(&name) {
            sheet.push_str(&String::from_utf8_lossy(&file.data));
            sheet.push('\n');
        }
    }
    sheet
}

/// Answers with an asset.
pub(crate) async fn show(Path((_, path)): Path<(String, String)>) -> Response {
    let Some(kind) = kind(&path) else { return StatusCode::NOT_FOUND.into_response() };
    let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, "public, max-age=31536000, immutable")];
    if path == STYLES {
        return (headers, SHEET.as_str()).into_response();
    }
    match Files::get(&path) {
        Some(file) => (headers, file.data.into_owned()).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

fn kind(path: &str) -> Option<&'static str> {
    match path.rsplit_once('.')?.1 {
        "css" => Some("text/css; charset=utf-8"),
        "js" => Some("text/javascript; charset=utf-8"),
        "svg" => Some("image/svg+xml"),
        "png" => Some("image/png"),
        "ico" => Some("image/x-icon"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_style_sheet_is_sent_and_tokens_come_first() {
        let sheet = sheet();
        assert!(sheet.contains("@layer reset, base, layout, components, utilities"));
        let first = sheet.find("@layer").expect("there are layers");
        let other = sheet.find("@layer components").expect("there are components");
        assert!(first < other);
    }

    #[test]
    fn what_has_no_known_kind_is_not_sent() {
        assert_eq!(kind("css/../../Cargo.toml"), None);
        assert_eq!(kind("noending"), None);
    }
}
