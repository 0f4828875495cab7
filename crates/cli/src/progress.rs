//! Progress bars: on standard error, and only when somebody watches.

use indicatif::{ProgressBar, ProgressStyle};

use crate::desk::Desk;

/// A bar for work of unknown size; nothing where nobody watches.
pub(crate) fn bar(doing: &'static str, desk: &Desk) -> ProgressBar {
    // indicatif itself is silent when standard error is no terminal.
    if desk.manner.quiet {
        return ProgressBar::hidden();
    }
    let bar = ProgressBar::new(0);
    if let Ok(style) = ProgressStyle::with_template("{prefix} {bar:24} {pos} of {len}  {wide_msg}")
    {
        bar.set_style(style.progress_chars("━━─"));
    }
    bar.set_prefix(doing);
    bar
}
