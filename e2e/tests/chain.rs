//! From nothing to a report that can be traced back: with the mouse, and by keyboard alone.

use std::path::{Path, PathBuf};

use crate::support::empty;
use trefoil_e2e::Journey;

const WORDS: &str = "I was the tea person, for about three weeks.";

fn interview(folder: &Path) -> PathBuf {
    let file = folder.join("P1 interview.txt");
    let text =
        format!("How was the beginning?\n\n{WORDS} Nobody had written down what I was for.\n");
    std::fs::write(&file, text).expect("a file can be written");
    file
}

const PAINTED: &str =
    "[...CSS.highlights].some(([name, one]) => name.startsWith('coding') && one.size)";

#[test]
fn from_an_empty_study_to_a_report_traced_back() {
    empty("from_an_empty_study_to_a_report_traced_back", async |running, chromium, folder| {
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        journey.is_accessible("the overview of an empty study").await;
        imports(&journey, &folder).await;

        journey.goes_to("reading-room").await;
        journey.selects(WORDS).await;
        journey.finds("[data-coder]:not([hidden])").await;
        journey.is_accessible("the reading room with words held").await;
        journey.clicks("[data-coder-input]").await;
        journey.types("Which hat").await;
        journey.clicks("[data-coder-options] [role=option]").await;
        journey.until("the coding", PAINTED).await;
        journey.sees("Which hat").await;

        themes(&journey).await;
        conditions(&journey).await;

        journey.goes_to("report").await;
        journey.is_accessible("the report").await;
        journey.sees_in_frame("Which hat am I wearing?").await;
        journey.goes_to("trace").await;
        journey.fills("[name=find]", "Clear and distinctive role").await;
        journey.presses("Enter").await;
        journey.sees("I was the tea person").await;
        journey.sees("P1 interview").await;
        journey.is_accessible("a trace").await;
        journey.keeps_picture("chain-trace").await;

        journey.submits("form[action$='/undo']").await;
        journey.sees("Undid").await;
        journey.end().await;
    });
}

async fn imports(journey: &Journey, folder: &Path) {
    let file = interview(folder);
    journey.goes_to("corpus/import").await;
    journey.is_accessible("importing").await;
    journey.gives_files("input[type=file]:not([webkitdirectory])", &[&file]).await;
    journey.clicks_words("Look at them").await;
    journey.sees("Look before anything is stored").await;
    journey.sees("P1 interview").await;
    journey.is_accessible("the preview of an import").await;
    journey.keeps_picture("chain-preview").await;
    journey.clicks("button[name=_do][value=run]").await;
    journey.sees("It is in the study").await;
    journey.is_accessible("the result of an import").await;
}

async fn themes(journey: &Journey) {
    journey.goes_to("themes").await;
    journey.is_accessible("the board of a new study").await;
    let form = "form[action$='do/theme.add']";
    journey.fills(&format!("{form} [name=name]"), "Which hat am I wearing?").await;
    journey.fills(&format!("{form} [name=idea]"), "The role is made in passing.").await;
    journey.submits(form).await;
    journey.goes_to("themes").await;
    journey.follows_words("Which hat am I wearing?").await;
    journey.unfolds_all().await;
    journey.clicks("form[action$='do/theme.gather'] input[name=codes]").await;
    journey.submits("form[action$='do/theme.gather']:has(input[type=checkbox])").await;
    journey.sees("I was the tea person").await;
    journey.clicks("details.move > summary").await;
    journey.clicks("[data-pick=fine_tune]").await;
    journey.finds("dialog[open] [name=reason]").await;
    journey.is_accessible("placing a theme").await;
    journey.fills("dialog[open] [name=reason]", "Nobody says it aloud.").await;
    journey.submits("dialog[open] form").await;
    journey.sees("T1, Fine tune").await;
}

async fn conditions(journey: &Journey) {
    journey.goes_to("conditions").await;
    journey.is_accessible("conditions before there are any").await;
    journey.submits("form[action$='do/model.begin']").await;
    journey.follows_words("Clear and distinctive role").await;
    journey.goes_to(&own_page(journey).await).await;
    journey.unfolds_all().await;
    let form = "form[action$='do/condition.bear']:has(select[name=theme])";
    journey.chooses(&format!("{form} [name=theme]"), "Which hat am I wearing?").await;
    journey.chooses(&format!("{form} [name=bearing]"), "strains").await;
    journey.submits(form).await;
    journey.sees("strains it").await;
}

/// A condition's own page, from the panel beside the ladder or from itself.
async fn own_page(journey: &Journey) -> String {
    let find = "[...document.querySelectorAll('main a')].map((a) => a.getAttribute('href')).find((href) => /\\/conditions\\/[0-9a-f-]{36}$/.test(href)) ?? location.pathname";
    journey.value(find).await.as_str().unwrap_or_default().to_owned()
}

#[test]
fn the_same_by_keyboard_alone() {
    empty("the_same_by_keyboard_alone", async |running, chromium, folder| {
        let file = interview(&folder);
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");

        // Importing: the path on this computer is the twin of dropping files.
        journey.goes_by_key("c", "Corpus").await;
        journey.tabs_to("main a[href$='corpus/import']").await;
        journey.presses("Enter").await;
        journey.sees("Look at them").await;
        let path_field = "[name=paths]";
        journey.settled().await;
        if journey.value("document.querySelector('[name=paths]').checkVisibility()").await != true {
            journey.tabs_to("details:has([name=paths]) > summary").await;
            journey.presses("Enter").await;
        }
        journey.tabs_to(path_field).await;
        journey.types(&file.display().to_string()).await;
        journey.tabs_to("button[data-send]").await;
        journey.presses("Enter").await;
        journey.sees("Look before anything is stored").await;
        journey.settled().await;
        journey.tabs_to("button[name=_do][value=run]:not(.visually-hidden)").await;
        journey.presses("Enter").await;
        journey.sees("It is in the study").await;

        // Coding.
        journey.goes_by_key("r", "P1 interview").await;
        journey.finds("[data-ready]").await;
        journey.tabs_to("[data-transcript]").await;
        journey.presses("j").await;
        journey.presses("j").await;
        journey.presses("c").await;
        journey
            .until("the code field", "document.activeElement.matches('[data-coder-input]')")
            .await;
        journey.types("Which hat").await;
        journey.presses("Enter").await;
        journey.until("the coding", PAINTED).await;
        journey
            .until(
                "it being said",
                "document.getElementById('announcer').textContent.includes('Which hat')",
            )
            .await;

        // A theme with an area.
        journey.goes_by_key("t", "Themes").await;
        journey.tabs_to("form[action$='do/theme.add'] [name=name]").await;
        journey.types("Which hat am I wearing?").await;
        journey.presses("Tab").await;
        journey.types("The role is made in passing.").await;
        journey.tabs_to("form[action$='do/theme.add'] button").await;
        journey.presses("Enter").await;
        journey
            .until("the theme's own page", "/themes.[0-9a-f-]{36}/.test(location.pathname)")
            .await;
        journey.sees("Which hat am I wearing?").await;
        journey.settled().await;
        journey.goes_by_key("t", "Which hat am I wearing?").await;
        journey.tabs_to(".entry__name a").await;
        journey.presses("2").await;
        journey.finds("dialog[open]").await;
        journey.until("the reason", "document.activeElement.matches('[name=reason]')").await;
        journey.types("Nobody says it aloud.").await;
        journey.tabs_to("dialog[open] button").await;
        journey.presses("Enter").await;
        journey.until(
            "its new place",
            "document.querySelector('[data-area=fine-tune] .entry__name')?.textContent.includes('Which hat')",
        )
        .await;

        // A condition; what was done is said by the page that answers, not by a live refresh.
        journey.finds("#flash").await;
        journey.settled().await;
        journey.goes_by_key("m", "Conditions").await;
        journey.tabs_to("form[action$='do/model.begin'] button").await;
        journey.presses("Enter").await;
        journey.finds("#flash").await;
        journey.sees("Clear and distinctive role").await;
        journey.settled().await;

        // The report, and undo.
        journey.goes_by_key("p", "Report").await;
        journey.sees_in_frame("Which hat am I wearing?").await;
        journey.presses("u").await;
        journey.sees("Undid").await;
        journey.end().await;
    });
}
