//! A chat comes in without the names and numbers of those who wrote it, and goes on weeks later.

use std::fs;
use std::path::{Path, PathBuf};

use trefoil_e2e::Journey;

use super::{Beside, silence};
use crate::support::empty;

/// What may not be anywhere afterwards. The people are invented; the numbers are of the range that
/// is kept free for stories.
const NAMES: [&str; 8] =
    ["Marisa", "Penhallow", "Tobias", "Okonjo", "900123", "900 123", "07700", "44 7700"];

const FIRST: &str = "\
13/01/2026, 09:00 - Marisa Penhallow: Morning Tobias, first day done\n\
13/01/2026, 09:04 - +44 7700 900123: Well done Marisa. Ring me on 07700 900123 when you like\n\
14/01/2026, 18:20 - Marisa Penhallow: AUD-20260114-WA0003.wav (file attached)\n\
14/01/2026, 18:22 - Marisa Penhallow: They asked me in by name: Mrs Penhallow, would you sit with us\n\
14/01/2026, 18:30 - Tobias Okonjo: Good to hear\n";

const MORE: &str = "15/02/2026, 10:00 - Marisa Penhallow: A month already, Tobias\n";

/// The pages on which something of the chat could stand.
const PAGES: [&str; 9] = [
    "",
    "corpus",
    "corpus?view=list",
    "corpus/import",
    "participants",
    "history",
    "report",
    "care",
    "care/consent",
];

fn export(folder: &Path, words: &str) -> Vec<PathBuf> {
    let chat = folder.join("WhatsApp Chat with Marisa Penhallow.txt");
    let note = folder.join("AUD-20260114-WA0003.wav");
    fs::write(&chat, words).expect("a chat can be written");
    fs::write(&note, silence(3)).expect("a voice note can be written");
    vec![chat, note]
}

async fn looks_at(journey: &Journey, files: &[PathBuf]) {
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    journey.goes_to("corpus/import").await;
    journey.gives_files("input[type=file]:not([webkitdirectory])", &files).await;
    journey.clicks_words("Look at them").await;
    journey.sees("Look before anything is stored").await;
    journey.settled().await;
}

/// The row of a person in the chat.
fn row(number: usize) -> String {
    format!(".who__row:nth-of-type({number})")
}

#[test]
fn a_chat_comes_in_without_names_and_goes_on_weeks_later() {
    let name = "a_chat_comes_in_without_names_and_goes_on_weeks_later";
    empty(name, async |running, chromium, folder| {
        let beside = Beside::of(&running, "housing");
        let file = beside.0.place().file().expect("it is a file").to_owned();
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        looks_at(&journey, &export(&folder, FIRST)).await;

        // Names are shown here, so that one can say who they are.
        journey.sees("Who is who in the chats").await;
        journey.sees("Marisa Penhallow").await;
        journey.is_accessible("who is who").await;
        journey.keeps_picture("care-who-is-who").await;
        says_who(&journey).await;
        journey.sees("becomes P1").await;
        journey.sees("becomes researcher").await;
        journey.holds_the_keyboard("saying who is who").await;
        journey.clicks("button[name=_do][value=run]:not(.visually-hidden)").await;
        journey.sees("It is in the study").await;
        journey.settled().await;
        journey.is_accessible("the result of an import").await;
        says_no_name(&journey, "the result").await;

        let pages = told(&journey).await;
        for page in &pages {
            journey.goes_to(page).await;
            says_no_name(&journey, page).await;
        }
        journey.sees("would you sit with us").await;
        for name in NAMES {
            journey.goes_to(&format!("search?q={}", name.replace(' ', "+"))).await;
            journey.sees("No text holds this").await;
        }
        let exported = journey.hands_out("report/study.json").await;
        assert!(exported.contains("would you sit with us"), "{exported}");
        lacks_names(&exported, "the study as JSON");

        // The whole chat again, longer: it goes on where it was.
        looks_at(&journey, &export(&folder, &format!("{FIRST}{MORE}"))).await;
        journey.sees("which goes on: 1 new message").await;
        journey.sees("becomes P1").await;
        journey.is_accessible("a longer export").await;
        journey.clicks("button[name=_do][value=run]:not(.visually-hidden)").await;
        journey.sees("Went on").await;
        says_no_name(&journey, "the result of a longer export").await;
        let chats = beside.0.read(trefoil_core::corpus::source::list).expect("sources");
        let chats = chats.iter().filter(|one| one.source.stream == "conversation").count();
        assert_eq!(chats, 1, "there is one conversation");
        journey.goes_to(pages.last().expect("the conversation")).await;
        journey.sees("A month already").await;
        says_no_name(&journey, "the longer conversation").await;
        journey.end().await;

        for file in [file.clone(), file.with_extension("trefoil-wal")] {
            let bytes = fs::read(&file).unwrap_or_default();
            lacks_names(&String::from_utf8_lossy(&bytes), &file.display().to_string());
        }
    });
}

/// Says who the three senders are: one with the mouse, the others by keyboard alone.
async fn says_who(journey: &Journey) {
    let find = |name: &str| {
        format!(
            "1 + [...document.querySelectorAll('.who__row')].findIndex((row) => row.querySelector('bdi').innerText.includes('{name}'))"
        )
    };
    let place = async |name: &str| {
        let number = journey.value(&find(name)).await.as_u64().unwrap_or(0);
        assert!(number > 0, "{name} is not among the senders");
        row(usize::try_from(number).expect("a small number"))
    };
    let marisa = place("Marisa").await;
    journey.chooses(&format!("{marisa} [name=who]"), "new").await;
    journey.fills(&format!("{marisa} [name=named]"), "P1").await;
    for sender in ["900123", "Tobias"] {
        let row = place(if sender == "900123" { "7700" } else { sender }).await;
        let list = format!("{row} [name=who]");
        journey.value("document.activeElement.blur()").await;
        journey.tabs_to(&list).await;
        for _ in 0..6 {
            let chosen = journey.value(&format!("document.querySelector({list:?}).value")).await;
            if chosen == "role" {
                break;
            }
            journey.presses("ArrowUp").await;
        }
        let role = format!("document.querySelector({list:?}).value === 'role'");
        journey.until("a role being chosen with the arrows", &role).await;
        journey.tabs_to(&format!("{row} [name=named]")).await;
        journey.types("researcher").await;
    }
    journey.sends_by_key("form[action$='/wishes'] .form__buttons button").await;
}

/// The pages of the study and of its sources, the conversation last.
async fn told(journey: &Journey) -> Vec<String> {
    let mut pages: Vec<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    journey.goes_to("corpus?view=list").await;
    let links = "[...new Set([...document.querySelectorAll('main a[href*=\"/sources/\"]')].map((a) => new URL(a.href).pathname).filter((path) => /[0-9a-f-]{36}$/.test(path)))].join(' ')";
    let links = journey.value(links).await;
    let links: Vec<&str> = links.as_str().unwrap_or_default().split(' ').collect();
    assert_eq!(links.len(), 2, "the conversation and its voice note came in: {links:?}");
    let mut conversation = String::new();
    for link in links {
        pages.push(format!("{link}/facts"));
        journey.goes_to(link).await;
        let is_chat = "document.body.innerText.includes('would you sit with us')";
        if journey.value(is_chat).await == true {
            link.clone_into(&mut conversation);
        } else {
            pages.push(link.to_owned());
        }
    }
    pages.push(conversation);
    pages
}

async fn says_no_name(journey: &Journey, what: &str) {
    let all = journey.value("document.documentElement.outerHTML + document.title").await;
    lacks_names(all.as_str().unwrap_or_default(), what);
}

fn lacks_names(all: &str, what: &str) {
    for name in NAMES {
        let found = all.find(name).map(|at| {
            let around = |start: usize, end: usize| all.get(start..end).unwrap_or_default();
            around(at.saturating_sub(60), all.len().min(at + 60)).to_owned()
        });
        assert!(found.is_none(), "{what} holds “{name}”: …{}…", found.unwrap_or_default());
    }
}
