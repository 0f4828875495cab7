//! Files of several kinds come in: what is open is asked, a table is arranged, a name teaches a rule.

use std::fs;
use std::path::{Path, PathBuf};

use crate::support::empty;
use trefoil_e2e::Journey;

/// The people are invented.
const FILES: [(&str, &str); 5] = [
    (
        "WhatsApp Chat with Dana.txt",
        "03/04/2026, 18:47 - Dana: Hello\n05/04/2026, 08:00 - Dana: And again\n",
    ),
    ("people.csv", "Pseudonym,Age,Joined\nP1,34,2026-01-05\nP2,51,2026-01-12\nP3,29,2026-01-19\n"),
    ("P1_wk02_interview.txt", "I was the tea person."),
    ("P2_wk06_interview.txt", "Nobody told me where the cups are."),
    ("notes.txt", "The ward is quiet in the morning."),
];

fn files(folder: &Path) -> Vec<PathBuf> {
    let written = FILES.iter().map(|(name, words)| {
        let file = folder.join(name);
        fs::write(&file, words).expect("a file can be written");
        file
    });
    written.collect()
}

#[test]
fn files_of_several_kinds_are_asked_about_arranged_and_stored() {
    let name = "files_of_several_kinds_are_asked_about_arranged_and_stored";
    empty(name, async |running, chromium, folder| {
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        let files = files(&folder);
        let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
        journey.goes_to("corpus/import").await;
        journey.unfolds_all().await;
        journey.is_accessible("the page of imports, unfolded").await;
        journey.gives_files("input[type=file]:not([webkitdirectory])", &files).await;
        journey.clicks_words("Look at them").await;
        journey.sees("Look before anything is stored").await;
        journey.settled().await;
        journey.unfolds_all().await;
        journey.is_accessible("what files become").await;
        journey.keeps_picture("intake-preview").await;

        journey.sees("Is 03/04/2026 in the chats 3 April 2026 or 4 March 2026?").await;
        journey.clicks("#dates button[value=month]").await;
        journey.no_longer_sees("Is 03/04/2026 in the chats").await;
        // The browser proposes its own zone; any other can be written.
        journey.fills("input[name=time_zone]", "Europe/London").await;
        journey.clicks_words("Keep the time zone").await;
        journey.no_longer_sees("Which time zone").await;

        arranges_a_table(&journey).await;
        learns_a_rule(&journey).await;
        for width in [320, 400, 768] {
            journey.sizes_to(width, 900).await;
            assert_eq!(journey.too_wide().await, 0, "the preview at {width}");
        }
        journey.sizes_to(1440, 900).await;
        journey.clicks("button[name=_do][value=run]:not(.visually-hidden)").await;
        journey.sees("It is in the study").await;
        journey.settled().await;
        journey.sees("what is known of participants").await;
        journey.sees("New participants").await;
        journey.is_accessible("what came in").await;
        journey.goes_to("settings").await;
        journey.sees("{participant}_wk{week}_{stream}").await;
        journey.is_accessible("settings with a rule").await;
        journey.end().await;
    });
}

/// Without a column that says who, no row can come in; it is told at once.
async fn arranges_a_table(journey: &Journey) {
    let who = "select[name^=role-][aria-label='What Pseudonym is']";
    journey.chooses(who, "left out").await;
    journey.value("document.activeElement?.blur()").await;
    journey.sees("No column says who").await;
    journey.chooses(who, "says who, by pseudonym").await;
    journey.value("document.activeElement?.blur()").await;
    journey.no_longer_sees("No column says who").await;
}

async fn learns_a_rule(journey: &Journey) {
    journey.follows_words("Learn from a file name").await;
    journey.sees("What it reads").await;
    journey.sees("2 of 4 names").await;
    journey.is_accessible("learning from a name").await;
    journey.keeps_picture("intake-learn").await;
    journey.clicks("input[name=keep]").await;
    journey.clicks_words("Read the names by it").await;
    journey.sees("Look before anything is stored").await;
    journey.settled().await;
    journey.until("P2 is read", "[...document.querySelectorAll('input[name^=participants-]')].some((field) => field.value === 'P2')").await;
}
