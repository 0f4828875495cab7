//! The report as people will read it, in the page and as a file.
//!
//! It brings its own style sheet within it. The policy of its answer allows exactly that one, by
//! its digest, and nothing else: no script, no picture, nothing from anywhere.

use std::fmt::Write as _;

use axum::extract::Query;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_SECURITY_POLICY;
use axum::response::{Html, IntoResponse};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use trefoil_core::care::Use;
use trefoil_core::care::output::{self, Kind, OutputNote};
use trefoil_core::error::{Error, Kind as Failure, Result};
use trefoil_core::id::Id;
use trefoil_core::report::{build, to_html};

use super::choice::Choice;
use super::files::attached;
use super::name::file_name;
use crate::desk::{Desk, wait_for};
use crate::trouble::Answer;

/// Shows the report.
pub(super) async fn preview(desk: Desk, Query(choice): Query<Choice>) -> Answer {
    let html = outward(&made(&desk, &choice).await?.html);
    let policy = policy(&html);
    let mut answer = Html(html).into_response();
    let policy = HeaderValue::from_str(&policy)
        .map_err(|error| Error::new(Failure::Io, "The report cannot be shown.").because(error))?;
    answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
    Ok(answer)
}

/// Sends the report as a file, once it is written down that it leaves.
pub(super) async fn file(desk: Desk, Query(choice): Query<Choice>) -> Answer {
    let Made { html, title, synthetic, sources } = made(&desk, &choice).await?;
    let name = file_name(&title, "report", &desk.today(), synthetic, "html");
    let note = OutputNote {
        kind: Kind::Report,
        format: "html".to_owned(),
        file_name: name.clone(),
        purpose: Use::Quotation,
        level: choice.level(),
        sources,
    };
    let session = desk.acting();
    wait_for(move || output::note(&session, note)).await?;
    Ok(attached(&name, "text/html; charset=utf-8", html))
}

struct Made {
    html: String,
    title: String,
    synthetic: bool,
    sources: Vec<Id>,
}

async fn made(desk: &Desk, choice: &Choice) -> Result<Made> {
    let options = choice.options(desk);
    desk.read(move |reader| {
        let report = build(reader, &options)?;
        let html = to_html(&report);
        let (title, synthetic) = (report.study.title, report.study.synthetic);
        Ok(Made { html, title, synthetic, sources: report.sources })
    })
    .await
}

/// What leads out of the report opens beside it: within the page it would be refused. Whatever
/// people wrote is escaped, so these signs stand in the report's own links only.
fn outward(html: &str) -> String {
    let beside = |html: &str, scheme: &str| {
        let link = format!(r#"<a href="{scheme}"#);
        html.replace(&link, &format!(r#"<a target="_blank" href="{scheme}"#))
    };
    beside(&beside(html, "https://"), "http://")
}

/// Allows the style sheets that are in a page, and nothing else.
fn policy(html: &str) -> String {
    let mut styles = String::new();
    for style in html.split("<style>").skip(1).filter_map(|rest| rest.split("</style>").next()) {
        // Writing to a string cannot fail.
        let _ = write!(styles, " 'sha256-{}'", STANDARD.encode(Sha256::digest(style)));
    }
    format!(
        "default-src 'none'; script-src 'none'; style-src{styles}; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'self'"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_names_the_style_sheet_by_its_digest() {
        let policy = policy("<style>body {}</style><p>a</p>");
        // Worked out with another program.
        let digest = "YjaKGiklmzC6wjXA513HAMmzus8VE61XCOT+SmwNZWA=";
        assert!(policy.contains(&format!("style-src 'sha256-{digest}';")), "{policy}");
        assert!(policy.starts_with("default-src 'none'; script-src 'none'"), "{policy}");
    }

    #[test]
    fn only_links_that_lead_out_open_beside() {
        let html = r##"<a href="#theme-1">a</a> <a href="https://doi.org/1">b</a>"##;
        assert_eq!(
            outward(html),
            r##"<a href="#theme-1">a</a> <a target="_blank" href="https://doi.org/1">b</a>"##
        );
    }
}
