//! What may be quoted: words that nobody may choose, and a report that is not made by mistake.

use trefoil_e2e::Journey;

use super::follows_by_key;
use crate::support::{DEMO, demo};

/// The words of the first passage of a list.
const FIRST: &str =
    "document.querySelector('#passages .quote__words').innerText.replace(/[“”]/g, '').trim()";

#[test]
fn words_of_somebody_who_refused_quotation_cannot_be_chosen() {
    let name = "words_of_somebody_who_refused_quotation_cannot_be_chosen";
    demo(name, async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("themes").await;
        journey.follows_words("And after this contract?").await;
        let theme = journey.value("location.pathname").await;
        let theme = theme.as_str().unwrap_or_default().to_owned();

        // Each passage of theirs says so, and none can be chosen.
        journey.goes_to(&format!("{theme}?participant=P5")).await;
        let count = |what: &str| format!("document.querySelectorAll('#passages {what}').length");
        let all = journey.value(&count(".quote")).await;
        assert_eq!(all, 4, "P5 speaks four times of this theme");
        assert_eq!(journey.value(&count(".quote__refused .mark")).await, all);
        assert_eq!(journey.value(&count("button[aria-label^=\"Choose as a quote\"]")).await, 0);
        journey.sees("P5 refused quotation of").await;
        journey.is_accessible("passages that may not be quoted").await;
        journey.keeps_picture("care-not-for-quotation").await;

        // A form that was made up is refused too, with the reason.
        let asked = "(async () => { const form = document.querySelector(\"#passages form, #quotes form\"); \
                     const root = document.body.dataset.root; \
                     const passage = new URL(document.querySelector('#passages .quote__acts a').href).searchParams.get('passage'); \
                     const theme = location.pathname.split('/').pop(); \
                     const answer = await fetch(`${root}/do/theme.quote`, { method: 'POST', headers: { 'x-form': '1', accept: 'text/html' }, \
                     body: new URLSearchParams({ theme, passage, quoted: 'yes', _back: '' }) }); return answer.status + ' ' + await answer.text(); })()";
        let answer = journey.value(asked).await;
        let answer = answer.as_str().unwrap_or_default();
        assert!(answer.starts_with("403") && answer.contains("P5"), "{answer}");

        // Nor are their words offered to a sentence of the report.
        let words = journey.value(FIRST).await;
        let words: String = words.as_str().unwrap_or_default().chars().take(30).collect();
        journey.goes_to("report").await;
        journey.follows("/report/sentences/").await;
        journey.fills("[name=find]", &words).await;
        journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
        journey.presses("Enter").await;
        journey.answered("finding a passage").await;
        let offered = "[...document.querySelectorAll('.supports--offered button')].length";
        assert_eq!(journey.value(offered).await, 0, "“{words}” is offered");

        // Somebody else's words can be chosen.
        journey.goes_to(&format!("{theme}?participant=P2")).await;
        journey
            .finds("#passages button[aria-label^='Choose as a quote'], #passages .quote--chosen")
            .await;
        journey.end().await;
    });
}

/// The types of data that hold words of somebody.
const TEXTS: [&str; 4] =
    ["interview_transcript", "voice_note_transcript", "observation_note", "chat_metadata"];

#[test]
fn a_report_with_a_quote_that_was_withdrawn_is_not_made() {
    let name = "a_report_with_a_quote_that_was_withdrawn_is_not_made";
    demo(name, async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("report").await;
        journey.finds("iframe").await;
        assert!(journey.hands_out("report/file.html").await.starts_with("200"));

        // P2, who is quoted, takes quotation back.
        journey.goes_to("care/consent").await;
        journey.follows_words("P2").await;
        for data_type in TEXTS {
            journey.ticks(&format!("[name=data_types][value={data_type}]")).await;
        }
        journey.ticks("[name=purposes][value=quotation]").await;
        journey.ticks("[name=answer][value=withdrawn]").await;
        journey.submits("form[action$='consent.set']").await;
        journey.sees("withdrawn").await;

        // The page names the places beforehand, and no frame shows a report.
        journey.goes_to("report").await;
        journey.sees("No report can be made like this").await;
        let places = journey.value("[...document.querySelectorAll('.report-refused__places li')].map((one) => one.innerText).join('\\n')").await;
        let places = places.as_str().unwrap_or_default().to_owned();
        assert!(places.contains("P2") && places.contains("withdrew quotation"), "{places}");
        assert!(journey.value("document.querySelector('iframe')").await.is_null());
        journey.is_accessible("a report that cannot be made").await;
        journey.keeps_picture("care-report-refused").await;

        // Who tries all the same is told the same places.
        let tried = journey.hands_out("report/file.html").await;
        assert!(
            tried.starts_with("403") && tried.contains("P2"),
            "{}",
            &tried[..tried.len().min(2000)]
        );
        let tried = journey.hands_out("report/preview").await;
        assert!(tried.starts_with("403"), "{}", &tried[..tried.len().min(300)]);

        // Leaving out makes it, by keyboard, and says what was left out.
        journey.ticks_by_key("[name=leave_out]").await;
        journey.tabs_to(".report-choice button").await;
        journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
        journey.presses("Enter").await;
        journey.answered("leaving out").await;
        journey.finds("iframe").await;
        journey.sees("Left out: Theme T1").await;
        journey.is_accessible("a report with quotes left out").await;
        journey.keeps_picture("care-report-left-out").await;
        assert!(journey.hands_out("report/file.html?leave_out=yes").await.starts_with("200"));
        assert!(journey.hands_out("report/file.html").await.starts_with("403"));
        journey.end().await;
    });
}

#[test]
fn a_quote_is_taken_out_of_the_report_by_keyboard() {
    let name = "a_quote_is_taken_out_of_the_report_by_keyboard";
    demo(name, async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("").await;
        journey.goes_by_key("t", "Themes").await;
        follows_by_key(&journey, "main .entry__name a").await;
        let chosen = "document.querySelectorAll('#quotes .quote').length";
        let before = journey.value(chosen).await.as_i64().unwrap_or(0);
        assert!(before > 0, "the first theme has quotes");
        journey.sends_by_key("#quotes button[aria-label^='No longer quote']").await;
        assert_eq!(journey.value(chosen).await, before - 1);
        journey.presses("u").await;
        journey.sees("Undid").await;
        assert_eq!(journey.value(chosen).await, before);
        journey.end().await;
    });
}
