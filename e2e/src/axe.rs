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

/// Asks the rules. A target that lies half beneath what sticks to the window is judged again where
/// it is in the middle, as whoever means it scrolls to it.
const RUN: &str = r"(async () => {
  const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const found = (await axe.run(document, { resultTypes: ['violations'], runOnly })).violations;
  const lines = [];
  for (const one of found) {
    const nodes = [];
    for (const node of one.nodes) {
      const message = node.any[0]?.message ?? '';
      if (one.id === 'target-size' && message.includes('obscured')) {
        const element = document.querySelector(node.target[0]);
        element.scrollIntoView({ block: 'center', behavior: 'instant' });
        const again = await axe.run(element, { resultTypes: ['violations'], runOnly: { type: 'rule', values: [one.id] } });
        if (again.violations.length === 0) continue;
      }
      nodes.push(`${node.html} ${message}`);
    }
    if (nodes.length) lines.push(`${one.id}: ${one.help} — ${nodes.slice(0, 3).join(' | ')}`);
  }
  scrollTo(0, 0);
  return lines;
})()";

/// Asks every rule of the page and of level A to AA; answers what was found, one line each.
pub(crate) async fn violations(page: &Page) -> Vec<String> {
    let path = find().expect("axe-core was found before");
    let script = std::fs::read_to_string(path).expect("axe-core can be read");
    page.evaluate(script).await.expect("axe-core loads");
    // From the head of the page, where what sticks to the window covers nothing.
    let _ = page.evaluate("scrollTo(0, 0)").await;
    let found: Value =
        page.evaluate(RUN).await.expect("axe runs").into_value().expect("axe answers with a list");
    let lines = found.as_array().cloned().unwrap_or_default();
    lines.iter().filter_map(Value::as_str).map(str::to_owned).collect()
}
