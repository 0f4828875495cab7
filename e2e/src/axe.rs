//! axe-core: the rules of accessibility, asked of a page as it stands in the browser.
//!
//! The script comes from the npm registry (`e2e/package.json`); `DevTools` put it into the page, so
//! the page's own policy stays as strict as it is.

use std::path::PathBuf;

use chromiumoxide::Page;
use serde_json::Value;

/// The script, where it is installed.
pub fn find() -> Option<PathBuf> {
    let path = std::env::var_os("TREFOIL_AXE").map_or_else(
        || PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("node_modules/axe-core/axe.min.js"),
        PathBuf::from,
    );
    path.is_file().then_some(path)
}

/// Asks every rule of the page and of level A to AA; answers what was found, one line each.
pub(crate) async fn violations(page: &Page) -> Vec<String> {
    let path = find().expect("axe-core was found before");
    let script = std::fs::read_to_string(path).expect("axe-core can be read");
    page.evaluate(script).await.expect("axe-core loads");
    // From the head of the page, where what sticks to the window covers nothing.
    let _ = page.evaluate("scrollTo(0, 0)").await;
    let run = "axe.run(document, { resultTypes: ['violations'], runOnly: ['wcag2a', 'wcag2aa', \
               'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'] })\
               .then((found) => found.violations.map((one) => one.id + ': ' + one.help + ' — ' + \
               one.nodes.slice(0, 3).map((node) => node.html + ' ' + (node.any[0]?.message ?? '')).join(' | ')))";
    let found: Value =
        page.evaluate(run).await.expect("axe runs").into_value().expect("axe answers with a list");
    let lines = found.as_array().cloned().unwrap_or_default();
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
