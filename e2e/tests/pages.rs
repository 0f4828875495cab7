//! Every page of the demo in a real browser: accessible in every theme, and never too wide.

use crate::support::{DEMO, demo};
use trefoil_e2e::Journey;

/// The pages of a study, without those of single things.
const PAGES: [&str; 32] = [
    "",
    "corpus",
    "corpus?view=list",
    "corpus/import",
    "transcriptions",
    "participants",
    "attributes",
    "codes",
    "themes",
    "themes?compare=1",
    "conditions",
    "conditions?view=table",
    "conditions?view=template",
    "search?words=tea",
    "trace",
    "history",
    "report",
    "record",
    "settings",
    "care",
    "care/consent",
    "care/consent?type=voice_note_audio",
    "care/defaults",
    "care/waves",
    "care/policy",
    "care/retention",
    "care/key",
    "care/key/seal",
    "care/review",
    "care/withdraw",
    "care/withdraw/plan?scope=raw_texts",
    "care/withdraw/plan?scope=recordings",
];

/// Pages of single things: the first link on a page that leads to one.
const SINGLE: [(&str, &str); 9] = [
    ("corpus?view=list", "/sources/"),
    ("corpus?view=list&stream=voice_note", "/sources/"),
    ("participants", "/participants/"),
    ("codes", "/codes/"),
    ("themes", "/themes/"),
    ("conditions", "/conditions/"),
    ("report", "/trace/"),
    ("care/consent", "/care/consent/"),
    ("care/review", "/care/review/"),
];

async fn all_pages(journey: &Journey) -> Vec<String> {
    let mut pages: Vec<String> = PAGES.iter().map(|page| (*page).to_owned()).collect();
    pages.push("help".into());
    for (page, part) in SINGLE {
        journey.goes_to(page).await;
        let find = format!(
            "[...document.querySelectorAll('main a[href*=\"{part}\"]')].map((a) => a.getAttribute('href')).find((href) => /{}[0-9a-f-]{{36}}$/.test(href.split(/[?#]/)[0])) ?? ''",
            part.replace('/', "\\/")
        );
        let link = journey.value(&find).await;
        let link = link.as_str().unwrap_or_default().to_owned();
        assert!(!link.is_empty(), "nothing on “{page}” leads to a page of {part}");
        pages.push(link);
    }
    pages
}

#[test]
fn every_page_is_accessible_in_every_theme() {
    demo("every_page_is_accessible_in_every_theme", async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.is_accessible("the start page").await;
        journey.keeps_picture("start").await;
        journey.in_study(DEMO);
        let pages = all_pages(&journey).await;
        let mut found = Vec::new();
        for look in ["light-", "dark-", "light-more", "dark-more"] {
            journey.value(&format!("document.cookie = 'trefoil-look={look}; path=/'")).await;
            for page in &pages {
                journey.goes_to(page).await;
                if journey
                    .value("document.querySelector('[data-behaviour~=reading-room]') !== null")
                    .await
                    == true
                {
                    journey.finds("[data-ready]").await;
                }
                for line in journey.violations().await {
                    found.push(format!("{page} ({look}): {line}"));
                }
                let name = page.replace(['/', '?', '='], "_");
                journey
                    .keeps_picture(&format!("{look}{}", name.chars().take(24).collect::<String>()))
                    .await;
            }
        }
        assert!(found.is_empty(), "{} violations:\n{}", found.len(), found.join("\n"));
        journey.end().await;
    });
}

#[test]
fn no_page_scrolls_sideways_from_320_to_1920_pixels() {
    demo("no_page_scrolls_sideways_from_320_to_1920_pixels", async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        let pages = all_pages(&journey).await;
        let mut wide = Vec::new();
        for page in &pages {
            journey.goes_to(page).await;
            for width in [320, 480, 768, 1100, 1440, 1920] {
                journey.sizes_to(width, 900).await;
                let over = journey.too_wide().await;
                if over > 0 {
                    wide.push(format!("{page} at {width}: {over} pixels too wide"));
                }
                if width == 320 {
                    let name = page.replace(['/', '?', '='], "_");
                    journey
                        .keeps_picture(&format!(
                            "320-{}",
                            name.chars().take(24).collect::<String>()
                        ))
                        .await;
                }
            }
        }
        assert!(wide.is_empty(), "{}", wide.join("\n"));
        journey.end().await;
    });
}
