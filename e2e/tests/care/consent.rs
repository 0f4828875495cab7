//! A new study asks its participants: what they answer opens and closes what they said.

use std::fs;
use std::path::{Path, PathBuf};

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source;
use trefoil_core::theme::{ThemeAdd, ThemeGather};
use trefoil_e2e::Journey;

use super::{Beside, follows_by_key, silence};
use crate::support::empty;

const WORDS: &str = "I was the tea person, for about three weeks.";
const OTHERS: &str = "They asked me in on the second day.";

/// Two seconds of silence as a recording, its transcript beside it, and an interview that was
/// written down.
fn files(folder: &Path) -> Vec<PathBuf> {
    let write = |name: &str, bytes: &[u8]| {
        let file = folder.join(name);
        fs::write(&file, bytes).expect("a file can be written");
        file
    };
    let heard = format!("WEBVTT\n\n00:00:00.000 --> 00:00:01.900\n<v P1>{WORDS}\n");
    vec![
        write("P1 interview.wav", &silence(2)),
        write("P1 interview.vtt", heard.as_bytes()),
        write("P2 interview.txt", format!("How was it?\n\n{OTHERS}\n").as_bytes()),
    ]
}

async fn imports(journey: &Journey, folder: &Path) {
    let files = files(folder);
    let files: Vec<&Path> = files.iter().map(PathBuf::as_path).collect();
    journey.goes_to("corpus/import").await;
    journey.gives_files("input[type=file]:not([webkitdirectory])", &files).await;
    journey.clicks_words("Look at them").await;
    journey.sees("Look before anything is stored").await;
    journey.settled().await;
    // Who is in which file: the first is P1's interview, with its recording.
    for who in ["P1", "P2"] {
        let find = format!(
            "(() => {{ const row = [...document.querySelectorAll('.item')].find((one) => one.innerText.includes('{who} interview')); row.querySelector('[name^=participants]').setAttribute('data-who', '{who}'); }})()"
        );
        journey.value(&find).await;
        journey.fills(&format!("[data-who={who}]"), who).await;
        journey.presses("Tab").await;
        journey
            .until(
                who,
                &format!("document.querySelector('#decide p')?.innerText.includes('{who}')"),
            )
            .await;
    }
    journey.settled().await;
    journey.clicks("button[name=_do][value=run]:not(.visually-hidden)").await;
    journey.sees("It is in the study").await;
}

/// A theme that gathers what both said.
fn gathers(beside: &Beside) {
    let code = beside.act(CodeAdd { name: "Let in".into(), ..CodeAdd::default() });
    for listed in beside.0.read(source::list).expect("the sources are read") {
        let words = if listed.source.name.contains("P1") { WORDS } else { OTHERS };
        let (source, text) = (Some(listed.source.id), Some(words.to_owned()));
        beside.act(CodingAdd { source, text, codes: vec![code], ..CodingAdd::default() });
    }
    let name = "In the room, not yet of it".to_owned();
    let theme = beside.act(ThemeAdd { name, ..ThemeAdd::default() });
    beside.act(ThemeGather { theme, codes: vec![code], passages: vec![] });
}

/// A cell of the ledger by all it says, told by its word and by its mark.
async fn cell(journey: &Journey, says: &str, answer: &str, word: &str) {
    let cell = format!("a.ledger__cell[aria-label={says:?}]");
    journey.finds(&format!("{cell} use[href='#answer-{answer}']")).await;
    let told = journey.value(&format!("document.querySelector({cell:?}).innerText")).await;
    assert!(told.as_str().unwrap_or_default().starts_with(word), "{says} is told as {told}");
}

#[test]
fn what_people_answer_opens_and_closes_their_words() {
    empty("what_people_answer_opens_and_closes_their_words", async |running, chromium, folder| {
        let beside = Beside::of(&running, "housing");
        let mut journey = Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
        journey.in_study("housing");
        journey.goes_to("care").await;
        journey.sees("Nobody is in the study yet").await;
        journey.is_accessible("care of an empty study").await;
        journey.goes_to("care/consent").await;
        journey.is_accessible("the ledger of an empty study").await;
        imports(&journey, &folder).await;
        gathers(&beside);

        agrees(&journey).await;
        journey.goes_to("themes").await;
        journey.follows_words("In the room, not yet of it").await;
        for words in [WORDS, OTHERS] {
            chooses_quote(&journey, words).await;
        }
        journey.goes_to("report").await;
        journey.sees_in_frame(WORDS).await;
        journey.sees_in_frame(OTHERS).await;

        refuses(&journey).await;
        stays_closed(&journey).await;

        // Given again: everything is open as it was.
        journey.goes_to("care/consent").await;
        journey.follows_words("P1").await;
        journey.ticks("[name=data_types][value=interview_transcript]").await;
        journey.ticks("[name=data_types][value=interview_audio]").await;
        journey.ticks("[name=purposes][value=analysis]").await;
        journey.ticks("[name=answer][value=given]").await;
        journey.submits("form[action$='consent.set']").await;
        journey.sees("Nothing. All 1 source can be read and heard by the researchers.").await;
        journey.goes_to("corpus?view=list").await;
        journey.follows_words("P1 interview").await;
        journey.finds("[data-ready] audio").await;
        journey.sees(WORDS).await;
        journey.goes_to("report").await;
        journey.sees_in_frame(WORDS).await;
        journey.end().await;
    });
}

/// The study's form, a wave, and what the two answered at it, by the forms for several at once.
async fn agrees(journey: &Journey) {
    journey.goes_to("care/defaults").await;
    journey.sees("No default is set").await;
    let form = "form[action$='consent.default']:not(:has([name=answer][type=hidden]))";
    journey.ticks(&format!("{form} [name=data_types][value=interview_transcript]")).await;
    journey.ticks(&format!("{form} [name=purposes][value=co_researcher_access]")).await;
    journey.ticks(&format!("{form} [name=answer][value=refused]")).await;
    journey.fills(&format!("{form} [name=version]"), "v1").await;
    journey.submits(form).await;
    journey.holds_the_keyboard("setting a default").await;
    journey.sees("form v1").await;
    journey.is_accessible("the study's own answers").await;

    journey.goes_to("care/waves").await;
    journey.fills("form[action$='wave.add'] [name=name]", "First interviews").await;
    journey.value("document.querySelector(\"form[action$='wave.add'] [name=begins_on]\").value = '2025-09-01'").await;
    journey.submits("form[action$='wave.add']").await;
    journey.holds_the_keyboard("adding a wave").await;
    journey.sees("from 1 September 2025, under way; 0 people asked").await;
    journey.sees("Not asked at this wave yet: P1, P2.").await;
    journey.is_accessible("waves").await;

    journey.goes_to("care/consent").await;
    cell(journey, "P1, analysis of interview transcripts: not asked", "not-asked", "not asked")
        .await;
    journey.clicks("#write summary").await;
    let form = "#write form[action$='consent.set']";
    for who in ["P1", "P2"] {
        let find = format!(
            "[...document.querySelectorAll('#write [name=participants]')].find((one) => one.closest('label').innerText.trim() === '{who}').value"
        );
        let id = journey.value(&find).await;
        journey.ticks(&format!("[name=participants][value={id}]")).await;
    }
    for data_type in ["interview_transcript", "interview_audio"] {
        journey.ticks(&format!("{form} [name=data_types][value={data_type}]")).await;
    }
    for purpose in ["analysis", "quotation"] {
        journey.ticks(&format!("{form} [name=purposes][value={purpose}]")).await;
    }
    journey.ticks(&format!("{form} [name=answer][value=given]")).await;
    journey.fills(&format!("{form} [name=version]"), "v1").await;
    journey.fills(&format!("{form} [name=route]"), "on paper").await;
    journey.is_accessible("writing down what people answered").await;
    journey.submits(form).await;
    journey.holds_the_keyboard("writing answers down").await;
    for who in ["P1", "P2"] {
        let says = format!("{who}, analysis of interview transcripts: given");
        cell(journey, &says, "given", "given").await;
        let says = format!("{who}, quotation of interview transcripts: given");
        cell(journey, &says, "given", "given").await;
        let says =
            format!("{who}, access by co-researchers of interview transcripts: refused by default");
        cell(journey, &says, "refused", "refused").await;
    }
    journey.is_accessible("the ledger").await;
    journey.keeps_picture("care-ledger").await;
    journey.goes_to("care/waves").await;
    journey.sees("2 people asked").await;
    journey.sees("Everybody was asked at this wave.").await;
}

async fn chooses_quote(journey: &Journey, words: &str) {
    let button = format!("#passages button[aria-label^='Choose as a quote: {}']", &words[..12]);
    journey.finds(&button).await;
    journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
    journey.clicks(&button).await;
    journey.answered("choosing a quote").await;
    journey.holds_the_keyboard("choosing a quote").await;
}

/// One of them refuses that their interview is analysed.
async fn refuses(journey: &Journey) {
    journey.goes_to("care/consent").await;
    journey
        .clicks("a.ledger__cell[aria-label='P1, analysis of interview transcripts: given']")
        .await;
    journey.sees("What P1 agreed to").await;
    journey.settled().await;
    journey.ticks("[name=data_types][value=interview_transcript]").await;
    journey.ticks("[name=data_types][value=interview_audio]").await;
    journey.ticks("[name=purposes][value=analysis]").await;
    journey.ticks("[name=answer][value=refused]").await;
    journey.submits("form[action$='consent.set']").await;
    journey.holds_the_keyboard("writing a refusal down").await;
    journey.sees("1 of 1 source").await;
    journey.is_accessible("what one participant agreed to").await;
    journey.goes_to("care/consent").await;
    cell(journey, "P1, analysis of interview transcripts: refused", "refused", "refused").await;
}

/// Nothing of what P1 said is told anywhere; what P2 said is.
async fn stays_closed(journey: &Journey) {
    journey.goes_to("corpus?view=list").await;
    journey.follows_words("P1 interview").await;
    journey.sees("This source is closed").await;
    journey.sees("refused analysis of interview transcripts").await;
    journey.no_longer_sees("tea person").await;
    let player = "document.querySelector('audio, [data-player-play]')";
    assert!(journey.value(player).await.is_null(), "a closed source has no player");
    journey.is_accessible("a closed source").await;
    journey.keeps_picture("care-closed").await;

    journey.goes_to("search?q=tea+person").await;
    journey.sees("No text holds this").await;
    journey.goes_to("search?q=second+day").await;
    journey.sees("P2 interview").await;

    // A report that would quote them is not made; without them it is, and leaves nothing of them.
    journey.goes_to("report").await;
    journey.sees("No report can be made like this").await;
    journey.sees("quote from “P1 interview”: P1 refused analysis of interview transcripts").await;
    journey.ticks("[name=leave_out]").await;
    journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
    journey.clicks(".report-choice button").await;
    journey.answered("leaving out").await;
    journey.sees_in_frame(OTHERS).await;
    let framed = "document.querySelector('iframe').contentDocument.body.innerText";
    let framed = journey.value(framed).await;
    assert!(!framed.as_str().unwrap_or_default().contains("tea person"), "{framed}");
    assert!(journey.hands_out("report/file.html").await.starts_with("403"));
    for path in [
        "report/file.html?leave_out=yes",
        "report/study.json",
        "report/extracts.csv",
        "report/codings.csv",
    ] {
        let file = journey.hands_out(path).await;
        assert!(file.starts_with("200"), "{path} answers {}", &file[..3]);
        assert!(!file.contains("tea person"), "{path} holds words of a closed source");
    }
    let extracts = journey.hands_out("report/extracts.csv").await;
    assert!(extracts.contains("second day"), "{extracts}");
}

#[test]
fn a_refusal_is_written_down_and_taken_back_by_keyboard() {
    empty(
        "a_refusal_is_written_down_and_taken_back_by_keyboard",
        async |running, chromium, folder| {
            let mut journey =
                Journey::begin(running, chromium, "/study/housing", (1440, 900)).await;
            journey.in_study("housing");
            imports(&journey, &folder).await;

            journey.goes_by_key("a", "The ledger at a glance").await;
            journey.value("document.documentElement.dataset.e2eBefore = '1'").await;
            journey.presses("o").await;
            journey.answered("the whole ledger").await;
            journey.sees("What each participant agreed to").await;

            // The form for several people at once opens where one goes on.
            journey.presses("n").await;
            journey
                .until("the first person", "document.activeElement.matches('[name=participants]')")
                .await;
            journey.presses(" ").await;
            journey.ticks_by_key("#write [name=data_types][value=interview_transcript]").await;
            journey.ticks_by_key("#write [name=purposes][value=analysis]").await;
            journey.ticks_by_key("#write [name=answer][value=refused]").await;
            journey.sends_by_key("#write form button.button--main").await;
            cell(&journey, "P1, analysis of interview transcripts: refused", "refused", "refused")
                .await;

            // What is forgotten is said beside the button, and nothing that was ticked is lost.
            journey.presses("Escape").await;
            journey.value("document.activeElement.blur()").await;
            journey.value("document.querySelector('#write details').open = false").await;
            journey.presses("n").await;
            journey
                .until("the first person", "document.activeElement.matches('[name=participants]')")
                .await;
            journey.ticks_by_key("#write [name=answer][value=given]").await;
            journey.tabs_to("#write form button.button--main").await;
            journey.presses("Enter").await;
            journey.sees("No participant is ticked.").await;
            journey.is_accessible("a refused answer").await;

            journey.goes_by_key("r", "This source is closed").await;
            follows_by_key(&journey, "main a[href*='/care/consent/']").await;
            journey.sees("What P1 agreed to").await;
            journey.sees("refused").await;

            // Undo takes the answer back.
            journey.presses("u").await;
            journey.sees("Undid").await;
            journey.sees("No answer was written down yet.").await;
            journey.end().await;
        },
    );
}
