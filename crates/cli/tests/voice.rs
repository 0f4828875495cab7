//! Models, transcribing and transcripts, as they would be typed. The model is a small one of chance:
//! what it hears is nonsense, and always the same.

#[path = "../../speech/tests/micro/mod.rs"]
mod micro;

use std::net::TcpListener;
use std::process::Stdio;
use std::thread;
use std::time::{Duration, Instant};

use micro::quantised::Kind;
use serde_json::Value as Json;
use trefoil_testkit::repository_root;

use crate::support::{Bench, STUDY};

/// Invented voice notes, read by a machine.
const NOTES: &str = "crates/demo/material/whatsapp/WhatsApp Chat with PSW 2.zip";

fn bench() -> Bench {
    let mut bench = Bench::with_study();
    let models = bench.path("models");
    bench.set("TREFOIL_MODELS", &models.to_string_lossy());
    bench
}

/// A study with voice notes of P2, who agreed that a machine hears them, and a model.
fn with_notes() -> Bench {
    let bench = bench();
    bench.write("micro.bin", micro::ggml::micro(Kind::F32));
    bench.run(["model", "add", "micro.bin"]).done();
    let archive = std::fs::File::open(repository_root().join(NOTES)).expect("it is there");
    let mut archive = zip::ZipArchive::new(archive).expect("it is an archive");
    let mut names: Vec<String> =
        archive.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    names.retain(|name| std::path::Path::new(name).extension().is_some_and(|end| end == "opus"));
    names.sort();
    assert!(names.len() > 3, "{names:?}");
    for name in names.iter().take(4) {
        let mut bytes = Vec::new();
        let mut file = archive.by_name(name).expect("it is listed");
        std::io::Read::read_to_end(&mut file, &mut bytes).expect("it can be read");
        bench.write(&format!("notes/{name}"), bytes);
    }
    let what = ["--stream", "voice-note", "--participant", "P2"];
    bench.on("import", ["notes"].into_iter().chain(what)).done();
    bench
}

fn agreed(bench: &Bench) {
    let given = ["--answer", "given", "--form", "v1"];
    let about = ["set", "P2", "--data", "voice-note-audio", "--use", "machine-transcription"];
    bench.on("consent", about.into_iter().chain(given)).done();
}

fn notes(bench: &Bench) -> Vec<Json> {
    let all = bench.on("source", ["list", "--json"]).done().json();
    all.as_array().expect("a list").clone()
}

fn name(source: &Json) -> &str {
    source["name"].as_str().expect("a name")
}

#[test]
fn models_are_taken_in_listed_compared_and_removed() {
    let bench = bench();
    let told = bench.run(["model", "list"]).done().out;
    assert!(
        told.contains("trefoil model fetch base") && told.contains("trefoil model add"),
        "{told}"
    );
    bench.write("stick/ggml-tiny.en.bin", micro::ggml::micro(Kind::F16));
    let added = bench.run(["model", "add", "stick/ggml-tiny.en.bin"]).done().out;
    assert!(
        added.contains("Took in tiny.en") && added.contains("its hash is not known"),
        "{added}"
    );
    let listed = bench.run(["model", "list", "--json"]).done().json();
    assert_eq!((&listed[0]["name"], &listed[0]["verified"]), (&"tiny.en".into(), &false.into()));
    assert_eq!((&listed[0]["precision"], &listed[0]["layout"]), (&"f16".into(), &"ggml".into()));
    bench.run(["model", "add", "stick/ggml-tiny.en.bin"]).ended(1).saying("already");
    bench.run(["model", "verify"]).done();
    let path = bench.run(["model", "path", "tiny.en"]).done().out;
    let mut bytes = std::fs::read(path.trim()).expect("it is there");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    std::fs::write(path.trim(), bytes).expect("it can be written");
    let changed = bench.run(["model", "verify"]).ended(3).out;
    assert!(changed.contains("changed: its SHA-256 is"), "{changed}");
    bench.run(["model", "remove", "tiny.en"]).ended(2).saying("--yes");
    bench.run(["model", "remove", "tiny.en", "--yes"]).done();
    assert!(bench.path("stick/ggml-tiny.en.bin").is_file(), "nobody's own file is deleted");
    bench.write("cut.bin", &micro::ggml::micro(Kind::F32)[..5000]);
    bench.run(["model", "add", "cut.bin"]).ended(3).saying("cut.bin");
    bench.write("notes.txt", "no model");
    bench.run(["model", "add", "notes.txt", "--name", "x"]).ended(3).saying("notes.txt");
    bench.run(["model", "fetch", "enormous"]).ended(1).saying("No model is known as “enormous”");
}

#[test]
fn a_model_is_fetched_over_a_line_that_breaks() {
    let bench = bench();
    let model = micro::ggml::micro(Kind::F32);
    let address = serve(model.clone(), model.len() * 2 / 3);
    let from = ["model", "fetch", "small-one", "--from", &address];
    bench.run(from).ended(5).saying("the same command goes on from there");
    bench.run(from).done();
    let stored = bench.run(["model", "path", "small-one"]).done().out;
    assert_eq!(std::fs::read(stored.trim()).expect("it is there"), model);
    let wrong = "0".repeat(64);
    let address = serve(model.clone(), model.len());
    let other = ["model", "fetch", "other", "--from", &address, "--sha256", &wrong];
    bench.run(other).ended(3).saying("is not what was expected");
    bench
        .run(["model", "fetch", "x", "--from", "http://example.org/x.bin"])
        .ended(5)
        .saying("https");
}

/// A server of one file whose line breaks after so many bytes.
fn serve(file: Vec<u8>, breaks_after: usize) -> String {
    use std::io::{BufRead as _, BufReader, Write as _};
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}/model.bin", listener.local_addr().expect("it has one"));
    thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            let mut head = String::new();
            let mut reader = BufReader::new(stream.try_clone().expect("it can be shared"));
            while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|n| n > 0) {}
            let lower = head.to_lowercase();
            let from = lower.lines().find_map(|line| line.strip_prefix("range: bytes="));
            let from = from.and_then(|range| range.trim_end_matches('-').parse::<usize>().ok());
            let whole = file.len();
            let status = match from {
                Some(from) => {
                    format!("206 Partial\r\nContent-Range: bytes {from}-{}/{whole}", whole - 1)
                }
                None => "200 OK".to_owned(),
            };
            let rest = &file[from.unwrap_or(0)..];
            let length = rest.len();
            let head = format!(
                "HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            );
            let _ = stream.write_all(head.as_bytes());
            let _ = stream.write_all(&rest[..length.min(breaks_after)]);
        }
    });
    address
}

#[test]
fn nobody_is_heard_who_was_not_asked_and_a_missing_model_is_explained() {
    let bench = with_notes();
    let refused = bench.on("transcribe", []).ended(4);
    assert!(refused.err.contains("not everybody agreed"), "{refused:?}");
    let first = notes(&bench).swap_remove(0);
    bench.on("transcribe", [name(&first)]).ended(4).saying("was not asked about machine");
    agreed(&bench);
    let missing = bench.on("transcribe", [name(&first), "--model", "base"]).ended(1);
    for command in ["trefoil model fetch base", "trefoil model add"] {
        assert!(missing.err.contains(command), "{missing:?}");
    }
    let queue = bench.on("transcription", ["list", "--json"]).done().json();
    assert_eq!(queue[0]["state"], "waiting");
    let id = queue[0]["id"].as_str().expect("an id");
    bench.on("transcription", ["pause", id]).done();
    bench.on("transcription", ["resume", id]).done();
    bench.on("transcription", ["first", id]).done();
    bench.on("transcription", ["stop", id]).done();
    bench.on("transcription", ["resume", id]).done();
    bench.on("transcription", ["stop", id]).done();
    let far = ["transcribe", STUDY, "--endpoint", "https://speech.example.org"];
    bench.run(far).ended(4).saying("--allow-host speech.example.org");
}

#[test]
fn recordings_become_transcripts_that_say_where_they_come_from() {
    let bench = with_notes();
    agreed(&bench);
    let fast = ["--beams", "1", "--language", "en"];
    let answer = bench.on("transcribe", fast.into_iter().chain(["--json"])).done().json();
    let all = notes(&bench);
    assert_eq!(answer["done"], all.len());
    let heard: Vec<&Json> = all.iter().filter(|one| !one["revision"].is_null()).collect();
    assert!(!heard.is_empty(), "somebody is heard to speak");
    let note = name(heard[0]);
    let shown = bench.on("transcript", ["show", note, "--json"]).done().json();
    let provenance = &shown["steps"][0]["provenance"];
    assert_eq!(
        (&shown["steps"][0]["state"], &provenance["model"]),
        (&"machine".into(), &"micro".into())
    );
    assert_eq!(provenance["language"], "en");
    assert_eq!(provenance["settings"]["beams"], "1");
    let segments = shown["segments"].as_array().expect("a list");
    let length = heard[0]["duration_ms"].as_i64().expect("a length");
    let mut before = 0;
    for segment in segments {
        let (begin, end) = (segment["begin_ms"].as_i64(), segment["end_ms"].as_i64());
        let (begin, end) = (begin.expect("a time"), end.expect("a time"));
        assert!(before <= begin && begin <= end && end <= length + 40, "{segment} of {length}");
        before = begin;
    }
    bench.on("transcribe", [note]).ended(1).saying("has a transcript already");
    bench.on("transcribe", ["--again"]).ended(2).saying("Name the source");
    let again = [note, "--from", "0", "--until", "2", "--beams", "1", "--language", "en"];
    bench.on("transcribe", again).done();
    bench.on("transcript", ["mark", "checked", note, "--note", "Twice"]).done();
    bench.on("transcript", ["set", note, "1", "--speaker", "P2", "--checked"]).done();
    let shown = bench.on("transcript", ["show", note, "--json"]).done().json();
    assert_eq!(shown["segments"][0]["speaker"], "P2");
    let last = shown["steps"].as_array().expect("a list").last().expect("one").clone();
    assert_eq!((&last["state"], &last["note"]), (&"checked".into(), &"Twice".into()));
    bench.on("check", []).done();
    let told = bench.on("transcribe", []).done().out;
    assert!(told.contains("Nothing waits"), "{told}");
}

#[test]
fn killed_in_the_middle_the_same_command_ends_with_the_same_words() {
    let whole = with_notes();
    agreed(&whole);
    let longest = notes(&whole).into_iter().max_by_key(|one| one["duration_ms"].as_i64());
    let longest = longest.expect("there are notes");
    let note = name(&longest).to_owned();
    let hear = ["transcribe", STUDY, &note, "--language", "en", "--threads", "1"];
    whole.run(hear).done();
    let expected = whole.on("transcript", ["show", &note, "--json"]).done().json();
    let texts = |shown: &Json| -> Vec<(Json, Json, Json)> {
        let segments = shown["segments"].as_array().expect("a list");
        let told =
            |one: &Json| (one["begin_ms"].clone(), one["text"].clone(), one["words"].clone());
        segments.iter().map(told).collect()
    };

    let bench = with_notes();
    agreed(&bench);
    let mut kills = 0;
    for _ in 0..2 {
        let mut command = bench.command(hear);
        if kills > 0 {
            command = bench.command(["transcribe", STUDY, "--threads", "1"]);
        }
        let mut child =
            command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it starts");
        let wanted = kills + 1;
        let began = Instant::now();
        loop {
            if child.try_wait().expect("it can be asked").is_some() {
                break;
            }
            let queue = bench.on("transcription", ["list", "--json"]).done().json();
            let parts = queue[0]["parts"].as_i64().unwrap_or(0);
            if parts >= wanted && queue[0]["state"] == "running" {
                child.kill().expect("it can be killed");
                kills += 1;
                break;
            }
            assert!(began.elapsed() < Duration::from_mins(2), "{queue}");
            thread::sleep(Duration::from_millis(20));
        }
        child.wait().expect("it ends");
    }
    bench.run(["transcribe", STUDY, "--threads", "1"]).done();
    let shown = bench.on("transcript", ["show", &note, "--json"]).done().json();
    assert_eq!(texts(&shown), texts(&expected), "after {kills} kills");
    bench.on("check", []).done();
}

#[test]
fn a_transcript_is_written_split_joined_and_marked() {
    let bench = with_notes();
    let note = name(&notes(&bench)[0]).to_owned();
    let said = r#"[{"begin_ms": 0, "end_ms": 1000, "text": "So how was it? Long."},
        {"begin_ms": 1500, "end_ms": 2500, "text": "Too long.", "doubt": "unsure"}]"#;
    bench.write("said.json", said);
    bench.on("transcript", ["write", &note, "said.json"]).done();
    bench.on("transcript", ["split", &note, "1", "--at", "Long", "--speaker", "P2"]).done();
    bench.on("transcript", ["split", &note, "1", "--at", "Short"]).ended(1).saying("does not say");
    bench.on("transcript", ["split", &note, "9", "--at", "x"]).ended(1).saying("numbered 1 to 3");
    let shown = bench.on("transcript", ["show", &note, "--json"]).done().json();
    assert_eq!(shown["segments"].as_array().map(Vec::len), Some(3));
    assert_eq!(
        (&shown["segments"][1]["text"], &shown["segments"][1]["speaker"]),
        (&"Long.".into(), &"P2".into())
    );
    bench.on("transcript", ["join", &note, "1"]).done();
    let doubted = bench.on("transcript", ["show", &note, "--doubted"]).done().out;
    assert!(doubted.contains("Too long.") && !doubted.contains("So how"), "{doubted}");
    bench.on("transcript", ["set", &note, "2", "--inaudible"]).done();
    bench.on("undo", []).done();
    bench.write("wrong.json", "{}");
    bench.on("transcript", ["write", &note, "wrong.json"]).ended(3).saying("wrong.json");
}

#[test]
fn a_transcript_goes_out_as_a_file_and_comes_back_with_speakers_and_times() {
    let bench = with_notes();
    let note = name(&notes(&bench)[0]).to_owned();
    let said = r#"[
        { "begin_ms": 500, "end_ms": 2500, "speaker": "Interviewer", "text": "What was it like?" },
        { "begin_ms": 2500, "end_ms": 61200, "speaker": "P1", "text": "They asked me in, <so> to say." },
        { "begin_ms": 61200, "end_ms": 64000, "speaker": "Interviewer", "text": "And then?" },
        { "begin_ms": 64000, "end_ms": 70000, "speaker": "P1", "text": "Then they forgot me." }
    ]"#;
    bench.write("said.json", said);
    bench.on("transcript", ["write", &note, "said.json"]).done();
    for format in ["vtt", "srt", "md", "txt"] {
        let file = format!("out.{format}");
        let ran = bench.on("transcript", ["export", &note, "-o", &file]).done();
        assert_eq!(ran.out, format!("Wrote {file}: 4 turns.\n"), "{ran:?}");
        let back = format!("back-{format}.trefoil");
        bench.run(["new", &back, "--title", "Back"]).done();
        bench.run(["import", &back, &file, "--stream", "interview"]).done();
        let shown = bench.run(["transcript", &back, "show", "out", "--json"]).done().json();
        // What stands above the words of a page is nobody's, and Markdown marks its brackets.
        let lines: Vec<(&str, i64, String)> = shown["segments"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|one| {
                let word = |name: &str| one[name].as_str().unwrap_or_default();
                let second = one["begin_ms"].as_i64().unwrap_or(-1) / 1000;
                (word("speaker"), second, word("text").replace('\\', ""))
            })
            .filter(|line| !line.0.is_empty())
            .collect();
        let expected = [
            ("Interviewer", 0, "What was it like?"),
            ("P1", 2, "They asked me in, <so> to say."),
            ("Interviewer", 61, "And then?"),
            ("P1", 64, "Then they forgot me."),
        ];
        let expected = expected.map(|(who, second, text)| (who, second, text.to_owned()));
        assert_eq!(lines, expected, "{format}");
    }
    bench.on("transcript", ["export", &note]).ended(2).saying("--format vtt");
    let piped = bench.on("transcript", ["export", &note, "--format", "txt"]).done();
    assert!(piped.out.contains("[0:01:01] Interviewer: And then?"), "{piped:?}");
    let listed = bench.on("output", ["list"]).done();
    assert!(listed.out.contains("out.vtt"), "{listed:?}");
}
