//! P4 takes the voice notes back: a dry run, the act by keyboard, what it came to, the certificate.

use trefoil_core::corpus::source;
use trefoil_e2e::Journey;

use super::Beside;
use crate::support::{DEMO, demo};

/// Stretches of what P4 said in voice notes, none of which may stand anywhere afterwards.
fn said(beside: &Beside) -> Vec<String> {
    let read = beside.0.read(|reader| {
        let mut said = Vec::new();
        for one in source::list(reader)? {
            let theirs = one.participants.iter().any(|present| present.name == "P4");
            if theirs && one.source.stream == "voice_note" {
                said.extend(source::text(reader, one.source.id)?.map(|text| text.text));
            }
        }
        Ok(said)
    });
    let texts: Vec<String> = read.expect("the voice notes are read");
    assert_eq!(texts.len(), 6, "P4 left six voice notes");
    let stretch = |text: &String| text.split_whitespace().take(7).collect::<Vec<_>>().join(" ");
    texts.iter().map(stretch).collect()
}

fn lacks(all: &str, said: &[String], what: &str) {
    let all = all.split_whitespace().collect::<Vec<_>>().join(" ");
    for one in said {
        assert!(!all.contains(one.as_str()), "{what} holds words of P4");
    }
}

#[test]
fn p4_takes_the_voice_notes_back() {
    demo("p4_takes_the_voice_notes_back", async |running, chromium| {
        let said = said(&Beside::of(&running, DEMO));
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        // A report that was handed out before leaves something to do by hand.
        assert!(journey.hands_out("report/file.html").await.starts_with("200"));
        dry_run(&journey).await;
        carries_out(&journey).await;
        let page = journey.value("location.pathname").await;
        let page = page.as_str().unwrap_or_default().to_owned();

        // What was left to do is ticked.
        let open = "[...document.querySelectorAll('#duties form button')].filter((one) => one.innerText === 'Done').length";
        assert!(journey.value(open).await.as_i64() > Some(0), "a report has to be looked for");
        journey.submits("#duties li:not([data-done]) form").await;
        journey.holds_the_keyboard("ticking a duty").await;
        journey.sees("done on").await;

        // Nothing of it can be undone: the last act is the duty, and undo takes only that back.
        journey.presses("u").await;
        journey.sees("Undid").await;
        let last = journey.value("document.querySelector('#masthead-tools').innerText").await;
        let last = last.as_str().unwrap_or_default().to_lowercase();
        assert!(!last.contains("withdr") && !last.contains("erase"), "undo offers {last}");

        journey.goes_to("").await;
        journey.sees("68").await;
        journey.sees("143").await;
        for words in &said {
            let q: String = words.split(' ').collect::<Vec<_>>().join("+");
            journey.goes_to(&format!("search?q={}", q.replace(['&', '#', '?'], ""))).await;
            journey.sees("No text holds this").await;
        }
        let exported = journey.hands_out("report/study.json").await;
        lacks(&exported, &said, "the study as JSON");
        journey.goes_to("history").await;
        let told = journey.value("document.body.innerText").await;
        lacks(told.as_str().unwrap_or_default(), &said, "the history");

        certificate(&journey, &page, &said).await;
        journey.end().await;
    });
}

/// Asks for it with the mouse, and sees everything that would go.
async fn dry_run(journey: &Journey) {
    journey.goes_to("care/withdraw").await;
    journey.is_accessible("asking for a withdrawal").await;
    journey.chooses("[name=participant]", "P4").await;
    journey.ticks("[name=scope][value=types]").await;
    journey.ticks("[name=data_types][value=voice_note_audio]").await;
    journey.ticks("[name=data_types][value=voice_note_transcript]").await;
    journey.clicks_words("Show what would go").await;
    journey.sees("Nothing has been changed.").await;
    journey.settled().await;
    let numbers = "document.querySelector('.numbers').innerText.replace(/\\s+/g, ' ')";
    let numbers = journey.value(numbers).await;
    let numbers = numbers.as_str().unwrap_or_default().to_owned();
    assert!(numbers.contains("6 whole sources") && numbers.contains("8 passages"), "{numbers}");
    let losses = "[...document.querySelectorAll('.losses')][0].innerText.replace(/\\s+/g, ' ')";
    let losses = journey.value(losses).await;
    let losses = losses.as_str().unwrap_or_default().to_owned();
    assert!(losses.contains("19 → 17") && losses.contains("26 → 25"), "{losses}");
    assert!(!losses.contains("unsupported"), "no theme loses all support: {losses}");
    journey.unfolds_all().await;
    journey.is_accessible("the dry run").await;
    journey.keeps_picture("care-dry-run").await;
    let printed = journey.prints().await;
    assert!(!printed.words.contains("Erase it for good"), "forms are not printed");
}

/// Confirms it by keyboard, and waits until it is done.
async fn carries_out(journey: &Journey) {
    journey.value("document.activeElement?.blur()").await;
    journey.tabs_to("#carry-out [name=route]").await;
    journey.types("by telephone").await;
    journey.tabs_to("#carry-out [name=confirm]").await;
    journey.types("P4").await;
    journey.tabs_to("#carry-out button").await;
    journey.presses("Enter").await;
    let done = "/care.withdraw.[0-9a-f-]{36}$/.test(location.pathname)";
    journey.until("the end of the erasure", done).await;
    journey.settled().await;
    journey.sees("What was removed").await;
    journey.sees("by telephone").await;
    journey.is_accessible("what was erased").await;
    journey.keeps_picture("care-withdrawn").await;
}

/// The certificate opens, prints on a sheet or two, and holds nothing of what was said.
async fn certificate(journey: &Journey, page: &str, said: &[String]) {
    journey.goes_to(page).await;
    journey.follows("/certificate").await;
    journey.sees("What was removed").await;
    journey.sees("P4").await;
    journey.is_accessible("the certificate").await;
    journey.keeps_picture("care-certificate").await;
    let printed = journey.prints().await;
    assert!((1..=2).contains(&printed.pages), "it prints on {} sheets", printed.pages);
    assert!(printed.words.contains("How it was checked"), "{}", printed.words);
    assert!(!printed.words.contains("Keep it as a page"), "buttons are not printed");
    lacks(&printed.words, said, "the certificate");
    for form in ["certificate.html", "certificate.txt"] {
        let file = journey.hands_out(&format!("{page}/{form}")).await;
        assert!(file.starts_with("200") && file.contains("P4"), "{file}");
        lacks(&file, said, form);
    }
}
