//! Windows that refresh by themselves, and the thirteen steps of the demo.

use crate::support::{DEMO, demo};
use trefoil_core::codebook::CodeAdd;
use trefoil_core::storage::Place;
use trefoil_core::study::Study;
use trefoil_e2e::Journey;

#[test]
fn a_change_elsewhere_is_seen_in_an_open_window() {
    demo("a_change_elsewhere_is_seen_in_an_open_window", async |running, chromium| {
        let file = {
            let open = running.app().find(DEMO).expect("the demo is open");
            open.study.place().file().expect("it is a file").to_owned()
        };
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("codes").await;

        // Another window of the same browser.
        let other = journey.second_window("codes").await;
        other
            .evaluate(
                "(async () => { const form = document.querySelector(\"form[action$='do/code.add']\"); \
                 form.querySelector('[name=name]').value = 'From the other window'; form.requestSubmit(); })()",
            )
            .await
            .expect("the other window acts");
        journey.looks_again().await;
        journey.sees("From the other window").await;

        // Another program, such as the command line.
        let elsewhere = Study::open(&Place::File(file), None).expect("it opens twice");
        let code = CodeAdd { name: "From the command line".into(), ..CodeAdd::default() };
        elsewhere.session("Grace").perform(code).expect("the code is added");
        journey.sees("From the command line").await;

        // What is being typed is not taken away.
        journey.fills("form[action$='do/code.add'] [name=name]", "Half a na").await;
        let code = CodeAdd { name: "One more".into(), ..CodeAdd::default() };
        elsewhere.session("Grace").perform(code).expect("the code is added");
        journey.sees("One more").await;
        let typed = journey.value("document.querySelector(\"[name=name]\").value").await;
        assert_eq!(typed, "Half a na");
        journey.end().await;
    });
}

#[test]
fn a_coding_in_one_window_is_painted_in_the_other() {
    demo("a_coding_in_one_window_is_painted_in_the_other", async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("reading-room").await;
        journey.finds("[data-ready]").await;
        let path = journey.value("location.pathname").await;
        let count = "JSON.stringify([...CSS.highlights].filter(([name]) => name.startsWith('coding')).reduce((sum, [, one]) => sum + one.size, 0))";
        let before = journey.value(count).await;
        let other = journey.second_window(path.as_str().unwrap_or_default()).await;
        let code = "(async () => { const root = document.body.dataset.root; const source = document.querySelector('[data-source]').dataset.source; \
                    const painted = JSON.parse(document.getElementById('painted').textContent); \
                    const answer = await fetch(`${root}/sources/${source}/coding`, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, \
                    body: JSON.stringify({ revision: painted.revision, start: 2, end: 9, codes: [painted.codes[1].id] }) }); return answer.status; })()";
        let status: i64 =
            other.evaluate(code).await.expect("it is sent").into_value().expect("a status");
        assert_eq!(status, 200);
        journey.looks_again().await;
        journey.until("one more painted", &format!("{count} !== {before}")).await;
        journey.end().await;
    });
}

#[test]
fn the_thirteen_steps_of_the_demo_tick_themselves() {
    demo("the_thirteen_steps_of_the_demo_tick_themselves", async |running, chromium| {
        let mut journey = Journey::begin(running, chromium, "/", (1440, 900)).await;
        journey.in_study(DEMO);
        journey.goes_to("").await;
        journey.sees("0 of 13").await;
        journey.keeps_picture("steps-0").await;

        // 1, 2: a voice note, played and read along.
        journey.follows_words("Open a voice note").await;
        journey.finds("[data-ready] audio").await;
        journey.clicks("[data-player-play]").await;
        journey.finds(".is-spoken").await;
        journey
            .until("the sound going on", "document.querySelector('audio').currentTime > 0.3")
            .await;
        journey.clicks("[data-player-play]").await;

        // 3: a passage is coded.
        journey.value("document.querySelector('[data-transcript]').focus()").await;
        journey.presses("j").await;
        journey.presses("c").await;
        journey
            .until("the code field", "document.activeElement.matches('[data-coder-input]')")
            .await;
        journey.types("Something I heard").await;
        journey.presses("Enter").await;
        let said = "document.getElementById('announcer').textContent.includes('Something I heard')";
        journey.until("the coding being acknowledged", said).await;

        // 4 to 12: the links of the guided path lead on.
        for step in ["See the code", "Open its theme"] {
            journey.goes_to("").await;
            journey.follows_words(step).await;
        }
        journey.goes_to("themes").await;
        journey.follows("/themes/").await;
        journey.clicks("details.move > summary").await;
        journey.clicks("[data-pick=focus]").await;
        journey.fills("dialog[open] [name=reason]", "I want to look at it again.").await;
        journey.submits("dialog[open] form").await;
        for step in [
            "See what that does to a condition",
            "Trace it back to the voice",
            "Read the report",
            "See who agreed to what",
            "Find the name that slipped out",
            "See what a withdrawal takes with it",
        ] {
            journey.goes_to("").await;
            journey.follows_words(step).await;
        }
        // 13: something is undone.
        journey.goes_to("").await;
        journey.presses("u").await;
        journey.sees("Undid").await;
        journey.sees("13 of 13").await;
        journey.keeps_picture("steps-13").await;
        journey.is_accessible("the overview with all steps done").await;
        journey.end().await;
    });
}
