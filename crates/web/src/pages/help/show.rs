//! The page of help.

use askama::Template;

use super::keys::{GROUPS, Group};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// Words that mean something particular here.
const WORDS: &[(&str, &str)] = &[
    (
        "Source",
        "One item of the corpus: an interview, a voice note, a field note, with who and when.",
    ),
    (
        "Stream",
        "The kind of source. Looking across streams shows where they agree and where one is silent.",
    ),
    ("Passage", "Words that somebody marked in a source."),
    (
        "Code",
        "A named idea that is put on passages. A coding is one code on one passage by one person.",
    ),
    (
        "Theme",
        "A claim around one central idea, which gathers codes and passages. It is made, not found.",
    ),
    (
        "Area",
        "Where a theme is placed: firm up, fine tune or focus, each time with a written reason.",
    ),
    ("Round", "A dated look at all placements. From round to round a theme may change its area."),
    (
        "Condition",
        "One part of the model: what must be true, how one would notice, what it needs first.",
    ),
    (
        "Consent ledger",
        "Who answered what about which type of data and which use. Words whose people refused \
         analysis are closed: nobody sees them, and nothing of them leaves.",
    ),
    ("Wave", "A time at which everybody is asked again what they agree to."),
    ("Trace", "The way from a recording to a sentence of the report, walked in either direction."),
    ("Memo", "A note on anything. Memos on the study itself are the journal."),
];

/// The page.
#[derive(Template)]
#[template(path = "help/show.html")]
struct HelpPage {
    frame: Frame,
    groups: &'static [Group],
    words: &'static [(&'static str, &'static str)],
}

/// Shows the help.
pub(super) async fn show(desk: Desk) -> Answer {
    let (frame, ()) = desk.look(Station::Help, "Help and keys", |_| Ok(())).await?;
    desk.page(&HelpPage { frame, groups: GROUPS, words: WORDS })
}

#[cfg(test)]
mod tests {
    use crate::testing::TestPages;

    #[test]
    fn help_tells_keys_places_and_version() {
        let words = TestPages::new().page("help").words();
        for told in ["Undo your last act", "g then c", "Corpus", env!("CARGO_PKG_VERSION"), "MIT"] {
            let told = told.to_lowercase();
            assert!(words.to_lowercase().contains(&told), "{told}: {words}");
        }
    }
}
