//! From a text to a theme and a condition, as a newcomer would type it.

use crate::support::{Bench, STUDY};

const TEXT: &str = "On my first day they asked me in by name.\nThen they forgot me.\n";

fn coded() -> Bench {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1", "--started", "2026-01-05"]).done();
    let agreed = r#"{"purposes": ["quotation"], "answer": "given"}"#;
    bench.on("do", ["consent.default", agreed]).done();
    bench.source("Interview 1", TEXT);
    bench
        .on("source", ["set", "interview 1", "--participant", "P1", "--date", "2026-01-20"])
        .done();
    bench.on("code", ["add", "Belonging"]).done();
    let rest = ["add", "Interview 1", "--text", "asked me in", "--code", "Belonging"];
    bench.on("coding", rest).done();
    bench
}

fn passage(bench: &Bench) -> String {
    let listed = bench.on("passage", ["list", "--json"]).done().json();
    listed[0]["id"].as_str().expect("an id").to_owned()
}

#[test]
fn a_trace_leads_from_the_participant_to_the_sentence() {
    let bench = coded();
    bench.on("theme", ["add", "Expected", "--idea", "People stay where they are expected"]).done();
    bench.on("theme", ["gather", "Expected", "--code", "Belonging"]).done();
    bench.on("condition", ["begin"]).done();
    bench.on("condition", ["bear", "C2", "supports", "Expected"]).done();
    let rest = ["add", "findings", "A greeting is where it begins.", "--theme", "Expected"];
    bench.on("sentence", rest).done();
    let told = bench.on("trace", ["P1"]).done().out;
    for words in ["Interview 1", "asked me in", "Expected", "C2", "A greeting"] {
        assert!(told.contains(words), "{words} is missing in {told}");
    }
    let back = bench.on("trace", ["C2", "--json"]).done().json();
    let nouns: Vec<_> = back["rests_on"].as_array().expect("a list").iter().collect();
    assert!(nouns.iter().any(|node| node["noun"] == "participant" && node["name"] == "P1"));
}

#[test]
fn words_that_stand_twice_must_be_told_apart() {
    let bench = coded();
    let ran = bench.on("coding", ["add", "Interview 1", "--text", "me", "--code", "Belonging"]);
    ran.ended(1).saying("stand 3 times");
    let rest = ["add", "Interview 1", "--text", "me", "--occurrence", "3", "--code", "belonging"];
    bench.on("coding", rest).done();
    bench.on("coding", ["add", "Interview 1", "--code", "Belonging"]).ended(2).saying("`--text`");
}

#[test]
fn a_correction_shows_both_wordings_of_what_it_touched() {
    let bench = coded();
    let rest = ["correct", "Interview 1", "--replace", "asked me in", "--with", "called me in"];
    let ran = bench.on("source", rest).done();
    assert!(ran.out.contains("was  “asked me in”"), "{ran:?}");
    assert!(ran.out.contains("is   “called me in”"), "{ran:?}");
    assert_eq!(bench.on("source", ["text", "Interview 1", "--revision", "1"]).done().out, TEXT);
    let now = bench.on("source", ["text", "Interview 1"]).done().out;
    assert_eq!(now, TEXT.replace("asked", "called"));
    bench.feed(["source", STUDY, "correct", "Interview 1", "--text", "-"], TEXT).done();
    assert_eq!(bench.on("source", ["text", "Interview 1"]).done().out, TEXT);
}

#[test]
fn a_theme_is_placed_with_a_reason_and_keeps_its_way() {
    let bench = coded();
    bench.on("theme", ["add", "Expected"]).done();
    bench.on("theme", ["place", "Expected", "focus"]).ended(2).saying("needs a written reason");
    bench.on("round", ["add", "Month 1", "--on", "2026-02-01"]).done();
    let rest = ["place", "Expected", "focus", "--reason", "Four of five", "--round", "Month 1"];
    bench.on("theme", rest).done();
    bench.on("theme", ["quote", "Expected", &passage(&bench)]).done();
    let shown = bench.on("theme", ["show", "expected"]).done().out;
    assert!(shown.contains("Focus (Month 1): Four of five"), "{shown}");
    assert!(shown.contains("quoted"), "{shown}");
    let rounds = bench.on("round", ["list", "--json"]).done().json();
    assert_eq!(rounds[0]["themes"][0]["area"], "focus");
}

#[test]
fn order_is_advice() {
    let bench = Bench::with_study();
    bench.on("condition", ["begin"]).done();
    let marked = bench.on("condition", ["mark", "C5", "in-place"]).done();
    assert!(marked.err.contains("The order is advice."), "{marked:?}");
    bench.on("condition", ["need", "C1", "C5"]).ended(1);
    bench.on("indicator", ["set", "1", "--of", "C1", "--seen-on", "2026-02-03"]).done();
    bench.on("evidence", ["add", "C1", "Minutes of the board", "--indicator", "1"]).done();
    let rest = ["add", "Meet both teams", "--condition", "C1", "--by", "2026-05-01"];
    bench.on("action", rest).done();
    bench.on("action", ["set", "meet both teams", "--done", "2026-04-30"]).done();
    let shown = bench.on("condition", ["show", "C1"]).done().out;
    for words in ["seen on 2026-02-03", "Minutes of the board", "done on 2026-04-30"] {
        assert!(shown.contains(words), "{words} is missing in {shown}");
    }
}

#[test]
fn quiet_says_nothing_and_json_says_everything() {
    let bench = Bench::with_study();
    let quiet = bench.on("code", ["add", "Belonging", "--quiet"]).done();
    assert_eq!((quiet.out.as_str(), quiet.err.as_str()), ("", ""));
    let json = bench.on("code", ["add", "Trust", "--json"]).done().json();
    let keys: Vec<&String> = json.as_object().expect("an object").keys().collect();
    assert_eq!(keys, ["act", "change", "notices", "outcome", "summary"]);
}

#[test]
fn memos_go_on_anything_and_into_the_journal() {
    let bench = coded();
    bench.on("memo", ["add", "Ask again in May", "--on", "Belonging"]).done();
    let passage = passage(&bench);
    bench.feed(["memo", STUDY, "add", "-", "--on", &passage], "Her voice rose.").done();
    bench.on("memo", ["add", "A slow week", "--title", "Week 3"]).done();
    let listed = bench.on("memo", ["list"]).done().out;
    assert!(listed.contains("journal") && listed.contains("Her voice rose."), "{listed}");
    let shown = bench.on("code", ["show", "Belonging"]).done().out;
    assert!(shown.contains("Ask again in May"), "{shown}");
}

#[test]
fn a_transcript_brings_its_speakers_who_become_participants() {
    let bench = Bench::with_study();
    bench.on("participant", ["add", "P1"]).done();
    let vtt = "WEBVTT\n\n00:00.000 --> 00:02.500\n<v Ana>How was it?\n\n\
               00:02.500 --> 00:05.000\n<v Rosa>They asked me in.\n";
    bench.write("talk.vtt", vtt);
    bench.on("import", ["talk.vtt", "--stream", "interview"]).done();
    bench.on("speaker", ["set", "talk", "Rosa", "--participant", "P1"]).done();
    let speakers = bench.on("speaker", ["list", "talk", "--json"]).done().json();
    assert_eq!(speakers.as_array().map(Vec::len), Some(2));
    let spoken = bench.on("source", ["text", "talk", "--segments"]).done().out;
    assert!(spoken.contains("0:02  Rosa\nThey asked me in."), "{spoken}");
    bench.on("source", ["attach", "talk", "talk.vtt"]).ended(1).saying("already has a text");
    let shown = bench.on("source", ["show", "talk"]).done().out;
    assert!(shown.contains("Rosa (participant P1)"), "{shown}");
}

#[test]
fn what_the_study_says_about_itself_can_be_changed() {
    let bench = Bench::with_study();
    bench.on("study", ["set", "--question", "What helps?", "--tentative", "false"]).done();
    bench.on("study", ["set"]).ended(2);
    bench.on("stream", ["set", "field-note", "--label", "Walk note"]).done();
    bench.on("person", ["set", "Ada", "--role", "co-researcher"]).done();
    let about = bench.on("study", ["show", "--json"]).done().json();
    assert_eq!((&about["question"], &about["tentative"]), (&"What helps?".into(), &false.into()));
    let streams = bench.on("stream", ["list"]).done().out;
    assert!(streams.contains("Walk note"), "{streams}");
    let people = bench.on("person", ["list", "--json"]).done().json();
    assert_eq!(people[0]["role"], "co_researcher");
}
