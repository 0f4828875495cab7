//! The queue of a study that is being served: what a server of one's own hears, and what waits for the
//! key to the pseudonyms.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value as Json;

use crate::serve::Served;
use crate::support::{Bench, STUDY};
use crate::voice::{agreed, name, notes, with_notes};

/// What was heard, in the words of OpenAI's interface.
const HEARD: &str =
    r#"{"language":"en","segments":[{"start":0,"end":0.5,"text":"I met Quimby today."}]}"#;

/// A server that answers each request with the same body.
fn answering(body: &'static str) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    let address = format!("http://{}", listener.local_addr().expect("it has one"));
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            take(&stream);
            let length = body.len();
            let head = format!("HTTP/1.1 200 OK\r\nContent-Length: {length}\r\n");
            let _ =
                (&stream).write_all(format!("{head}Connection: close\r\n\r\n{body}").as_bytes());
        }
    });
    address
}

fn take(stream: &TcpStream) {
    let mut reader = BufReader::new(stream);
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).is_ok_and(|n| n > 0) {}
    let lower = head.to_lowercase();
    let length = lower.lines().find_map(|line| line.strip_prefix("content-length: "));
    let mut body = vec![0; length.and_then(|length| length.trim().parse().ok()).unwrap_or(0)];
    let _ = reader.read_exact(&mut body);
}

/// An address at which nobody answers.
fn nobody() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port is free");
    format!("http://{}", listener.local_addr().expect("it has one"))
}

/// The form in which a transcript of a source is asked for from a server.
fn asking(source: &Json, endpoint: &str) -> String {
    let id = source["id"].as_str().expect("an id");
    let endpoint = endpoint.replace(':', "%3A").replace('/', "%2F");
    format!("source={id}&language=en&elsewhere=yes&endpoint={endpoint}")
}

/// Waits until the transcription of a source stands so.
fn until(bench: &Bench, source: &Json, is_so: impl Fn(&Json) -> bool) -> Json {
    let began = Instant::now();
    loop {
        let queue = bench.on("transcription", ["list", "--json"]).done().json();
        let mine = queue.as_array().expect("a list").iter();
        let found = mine.filter(|one| one["source"] == source["id"]).find(|one| is_so(one));
        if let Some(found) = found {
            return found.clone();
        }
        assert!(began.elapsed() < Duration::from_mins(2), "{queue}");
        thread::sleep(Duration::from_millis(100));
    }
}

fn shown(bench: &Bench, source: &Json) -> Json {
    bench.on("transcript", ["show", name(source), "--json"]).done().json()
}

#[test]
fn a_server_that_is_asked_for_in_the_browser_hears_and_is_kept_with_the_words() {
    let bench = with_notes();
    agreed(&bench);
    let all = notes(&bench);
    let served = Served::start(&bench, &["serve", STUDY, "--no-browser"]);
    let cookie = served.enter();
    let ask = |source: &Json, endpoint: &str| {
        served.post("/study/study/transcriptions", &cookie, &asking(source, endpoint))
    };
    let address = answering(HEARD);
    let told = ask(&all[0], &address);
    assert!(told.starts_with("HTTP/1.1 303"), "{told}");
    until(&bench, &all[0], |one| one["state"] == "done");
    let step = shown(&bench, &all[0])["steps"][0]["provenance"].clone();
    assert_eq!(step["engine"], *address);
    assert_eq!(step["settings"]["sent to"], "this computer");
    assert_eq!(step["settings"]["voices"], "earshot");

    ask(&all[1], &nobody());
    let failed = until(&bench, &all[1], |one| one["state"] == "failed");
    let message = failed["message"].as_str().expect("text");
    assert!(message.contains("cannot be reached"), "{message}");
    assert!(message.contains("Look whether the server runs"), "{message}");
    ask(&all[2], &answering("<html>Sign in</html>"));
    let failed = until(&bench, &all[2], |one| one["state"] == "failed");
    let message = failed["message"].as_str().expect("text");
    assert!(message.contains("is no transcript"), "{message}");
    let page = served.get("/study/study/transcriptions", &cookie);
    assert!(
        page.contains("Try again") && page.contains("some servers want /v1 behind it"),
        "{page}"
    );
    let told = ask(&all[3], "https://speech.example.org");
    assert!(told.starts_with("HTTP/1.1 403"), "{told}");
    let about = ["set", "P2", "--data", "voice-note-audio", "--use", "machine-transcription"];
    let refused = ["--answer", "refused", "--form", "v1"];
    bench.on("consent", about.into_iter().chain(refused)).done();
    let told = ask(&all[3], &address);
    assert!(told.contains("cannot be transcribed by a machine"), "{told}");
}

#[test]
fn another_program_sends_nothing_that_nobody_asked_it_for() {
    let bench = with_notes();
    agreed(&bench);
    let note = notes(&bench).swap_remove(0);
    let address = answering(HEARD);
    bench.on("transcribe", [name(&note), "--later", "--endpoint", &address]).done();
    let served = Served::start(&bench, &["serve", STUDY, "--no-browser"]);
    let cookie = served.enter();
    let waits = until(&bench, &note, |one| one["message"] != "");
    assert_eq!(waits["state"], "waiting");
    let message = waits["message"].as_str().expect("text");
    assert!(message.contains("nobody has said so since Trefoil was started"), "{message}");
    let id = waits["id"].as_str().expect("an id");
    let told = served.post(&format!("/study/study/transcriptions/{id}/send"), &cookie, "x=");
    assert!(told.starts_with("HTTP/1.1 303"), "{told}");
    until(&bench, &note, |one| one["state"] == "done");
}

#[test]
fn names_that_a_sealed_key_knows_are_waited_for_in_the_browser_and_on_the_command_line() {
    let mut bench = with_notes();
    agreed(&bench);
    bench.set("TREFOIL_KEY_PASSPHRASE", "heather");
    bench.on("key", ["seal", "--yes"]).done();
    bench.on("pseudonym", ["add", "Quimby", "--replacement", "colleague"]).done();
    bench.set("TREFOIL_KEY_PASSPHRASE", "");
    let all = notes(&bench);
    let address = answering(HEARD);
    let hear =
        |note: &Json| ["transcribe", STUDY, name(note), "--endpoint", &address].map(str::to_owned);
    let typed = hear(&all[0]);
    let typed: Vec<&str> = typed.iter().map(String::as_str).collect();
    bench.run(typed.iter().copied()).ended(1).saying("The key to the pseudonyms is sealed");
    let waits = until(&bench, &all[0], |one| one["state"] == "waiting");
    let id = waits["id"].as_str().expect("an id");

    let served = Served::start(&bench, &["serve", STUDY, "--no-browser"]);
    let cookie = served.enter();
    served.post(&format!("/study/study/transcriptions/{id}/send"), &cookie, "x=");
    until(&bench, &all[0], |one| one["message"].as_str().is_some_and(|why| why.contains("sealed")));
    let page = served.get("/study/study/transcriptions", &cookie);
    assert!(page.contains("Names will not be replaced until the key is unlocked"), "{page}");
    served.post("/study/study/care/key/unlock", &cookie, "passphrase=heather");
    until(&bench, &all[0], |one| one["state"] == "done");
    let first = shown(&bench, &all[0]).to_string();
    assert!(first.contains("I met [colleague] today.") && !first.contains("Quimby"), "{first}");

    served.post("/study/study/care/key/lock", &cookie, "x=");
    served.post("/study/study/transcriptions", &cookie, &asking(&all[1], &address));
    let waits = until(&bench, &all[1], |one| one["message"] != "");
    let id = waits["id"].as_str().expect("an id");
    bench.on("transcription", ["resume", id, "--without-key"]).done();
    // Another program's change is seen by a window that is open; a page asked for is none.
    served.post(
        "/study/study/do/transcription.set",
        &cookie,
        &format!("transcription={id}&first=true"),
    );
    until(&bench, &all[1], |one| one["state"] == "done");
    let second = shown(&bench, &all[1]);
    assert!(second.to_string().contains("I met Quimby today."), "{second}");
    assert_eq!(second["steps"][0]["provenance"]["settings"]["without the key"], "true");
}
