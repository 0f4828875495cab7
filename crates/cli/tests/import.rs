//! Files come in, and what cannot be read is said.

use crate::support::{Bench, STUDY};

fn folder() -> Bench {
    let bench = Bench::with_study();
    bench.write("in/P1 interview.txt", "They asked me in by name.");
    bench.write("in/P2 interview.md", "# Notes\n\nThen they forgot me.");
    bench.write("in/photo.jpg", b"\xff\xd8\xff\xe0 not for us");
    bench
}

#[test]
fn what_can_be_read_comes_in_and_the_rest_is_listed() {
    let bench = folder();
    let ran = bench.on("import", ["in", "--stream", "interview"]).ended(3);
    assert!(ran.err.contains("photo.jpg"), "{ran:?}");
    assert!(ran.out.contains("2 sources came in, 1 refused."), "{ran:?}");
    assert_eq!(bench.on("status", ["--json"]).done().json()["by_stream"]["interview"], 2);
    bench.run(["undo", STUDY]).done();
    assert_eq!(bench.on("status", ["--json"]).done().json()["sources"], 0);
}

#[test]
fn a_dry_run_changes_nothing() {
    let bench = folder();
    let before = std::fs::read(bench.path(STUDY)).expect("is there");
    let ran = bench.on("import", ["in", "--dry-run"]).ended(3);
    assert!(ran.out.contains("2 sources would come in"), "{ran:?}");
    let json = bench.on("import", ["in", "--dry-run", "--json"]).ended(3).json();
    assert_eq!(json["dry_run"], true);
    assert_eq!(json["imported"].as_array().map(Vec::len), Some(2));
    assert_eq!(json["refused"][0]["file"].as_str().map(|f| f.contains("photo.jpg")), Some(true));
    assert_eq!(std::fs::read(bench.path(STUDY)).expect("is there"), before);
}

#[test]
fn importing_again_adds_nothing() {
    let bench = folder();
    bench.on("import", ["in"]).ended(3);
    std::fs::remove_file(bench.path("in/photo.jpg")).expect("is there");
    let ran = bench.on("import", ["in"]).done();
    assert!(ran.out.contains("2 in the study already"), "{ran:?}");
    assert_eq!(bench.on("status", ["--json"]).done().json()["sources"], 2);
}

#[test]
fn participants_and_dates_can_be_said_for_all() {
    let bench = folder();
    let rest = ["in/P1 interview.txt", "--participant", "P7", "--date", "2026-03-02"];
    bench.on("import", rest).done();
    let listed = bench.on("source", ["list", "--participant", "P7", "--json"]).done().json();
    assert_eq!(listed[0]["date"], "2026-03-02");
    bench.on("import", ["in", "--date", "soon"]).ended(2);
    bench.on("import", ["in", "--stream", "podcast"]).ended(2).saying("not a stream");
    bench.on("import", ["in", "--sender", "Rosa"]).ended(2).saying("NAME=WHO");
    bench.on("import", ["nowhere"]).ended(3);
}

/// A recording of silence, so many seconds long.
fn wav(seconds: u32) -> Vec<u8> {
    let data = seconds * 8000;
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + data).to_le_bytes());
    bytes.extend(b"WAVEfmt ");
    for field in [16_u32, 1 | 1 << 16, 8000, 8000, 1 | 8 << 16] {
        bytes.extend(field.to_le_bytes());
    }
    bytes.extend(b"data");
    bytes.extend(data.to_le_bytes());
    bytes.resize(44 + data as usize, 128);
    bytes
}

#[test]
fn what_does_not_belong_is_set_aside_and_said() {
    let bench = Bench::with_study();
    bench.write("in/_chat.txt", "[12/01/2026, 09:05:00] Rosa: Morning\n");
    bench.write("in/pocket 2026-01-13.wav", wav(2));
    bench.write("in/talk 2026-01-14.wav", wav(5));
    bench.write("in/talk again 2026-01-15.wav", wav(5));
    bench.write("in/late 2026-04-06.wav", wav(6));
    let rules = ["--from", "2026-01-12", "--until", "2026-04-05", "--shortest", "2.5"];
    let rest: Vec<&str> = ["in", "--without-chats"].into_iter().chain(rules).collect();
    let dry = rest.iter().copied().chain(["--dry-run", "--json"]);
    let dry = bench.on("import", dry).done().json();
    assert_eq!(dry["aside"].as_array().map(Vec::len), Some(3));
    let ran = bench.on("import", rest.iter().copied()).done();
    for told in [
        "Set aside: in/_chat.txt: A chat: of chats, only the recordings come in.",
        "Set aside: in/pocket 2026-01-13.wav: Lasts 2 seconds, shorter than 2.5 seconds",
        "Set aside: in/late 2026-04-06.wav: Dated on 6 April 2026, after the study’s last day",
        "Came twice: in/talk again 2026-01-15.wav is the same as in/talk 2026-01-14.wav",
    ] {
        assert!(ran.err.contains(told), "{told}: {ran:?}");
    }
    let told = "1 source came in, 1 in the study already, 3 set aside.";
    assert!(ran.out.contains(told), "{ran:?}");
}

#[test]
fn an_import_of_which_all_is_set_aside_leaves_no_trace() {
    let bench = Bench::with_study();
    bench.write("note 2026-01-13.txt", "Early");
    let before = std::fs::read(bench.path(STUDY)).expect("is there");
    let ran = bench.on("import", ["note 2026-01-13.txt", "--from", "2026-02-01"]).done();
    assert!(ran.out.contains("0 sources came in, 1 set aside."), "{ran:?}");
    assert_eq!(std::fs::read(bench.path(STUDY)).expect("is there"), before);
    let wrong = ["note 2026-01-13.txt", "--from", "2026-02-01", "--until", "2026-01-01"];
    bench.on("import", wrong).ended(2).saying("before its first");
    bench.on("import", ["note 2026-01-13.txt", "--shortest", "soon"]).ended(2);
    bench.on("import", ["note 2026-01-13.txt", "--shortest", "-1"]).ended(2);
}

#[test]
fn names_of_senders_are_shown_before_and_stored_nowhere() {
    let bench = Bench::with_study();
    bench.write(
        "in/WhatsApp Chat with Zephyrine.txt",
        "12/01/2026, 09:00 - Zephyrine: Hello, Zephyrine here\n12/01/2026, 09:01 - Ada Marrowby: Hi\n\
         12/01/2026, 09:02 - +44 7700 900123: Ring 07700 900123\n",
    );
    let told = ["--sender", "zephyrine=P4", "--sender", "Ada Marrowby=role:researcher"];
    let dry = bench.on("import", ["in", "--dry-run"].into_iter().chain(told)).done();
    for shown in ["Zephyrine", "researcher", "+44 7700 900123", "Sender 1", "nobody said"] {
        assert!(dry.out.contains(shown), "{shown}: {dry:?}");
    }
    let json = bench.on("import", ["in", "--dry-run", "--json"].into_iter().chain(told)).done();
    let json = json.json();
    assert_eq!(json["senders"][1]["who"]["role"], "researcher");
    let ran = bench.on("import", ["in"].into_iter().chain(told)).done();
    assert!(ran.err.contains("1 sender in the chats got a neutral label"), "{ran:?}");
    for name in ["Zephyrine", "Marrowby", "900123"] {
        assert!(!ran.out.contains(name) && !ran.err.contains(name), "{name}: {ran:?}");
        for entry in std::fs::read_dir(bench.path(".")).expect("is there").flatten() {
            let Ok(bytes) = std::fs::read(entry.path()) else { continue };
            let text = String::from_utf8_lossy(&bytes);
            assert!(!text.contains(name), "{name} in {}", entry.path().display());
        }
    }
    let listed = bench.on("source", ["list", "--json"]).done().json();
    assert_eq!(listed[0]["name"], "WhatsApp Chat with P4");
    // The next export knows them without being told, and goes on with what is there.
    bench.write(
        "two/chat.txt",
        "12/01/2026, 09:00 - Zephyrine: Hello, Zephyrine here\n12/01/2026, 09:01 - Ada Marrowby: Hi\n\
         12/01/2026, 09:02 - +44 7700 900123: Ring 07700 900123\n\
         13/02/2026, 09:00 - Zephyrine: And again\n",
    );
    let ran = bench.on("import", ["two"]).done();
    assert!(ran.out.contains("0 sources came in, 1 conversation went on."), "{ran:?}");
    assert!(ran.out.contains("1 more message"), "{ran:?}");
}
