//! What leaves for a use: whoever refused exactly that use is in none of it, and is named.

use std::io::Write;
use std::sync::{Arc, Mutex};

use serde_json::json;
use trefoil_core::care::Use;
use trefoil_core::care::output::{Asked, Holds, Release, usual_level};
use trefoil_core::error::Kind;
use trefoil_core::exchange::csv::{Options, codings, extracts};
use trefoil_core::id::Id;
use trefoil_testkit::TestStudy;
use trefoil_testkit::closed::done;

/// Somewhere to write to that can be looked at afterwards.
#[derive(Clone, Default)]
struct Sheet(Arc<Mutex<Vec<u8>>>);

impl Write for Sheet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().expect("nobody panicked").write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Adds somebody with a voice note of which some words are coded.
fn somebody(study: &TestStudy, name: &str, words: &str) -> Id {
    let id = |outcome: serde_json::Value| -> Id {
        outcome.as_str().expect("an id").parse().expect("an id")
    };
    let person = id(done(study, "participant.add", json!({ "name": name })));
    let code = id(done(study, "code.add", json!({ "name": format!("Of {name}") })));
    let source = id(done(
        study,
        "source.add",
        json!({ "name": format!("{name} voice note"), "stream": "voice_note",
            "participants": [person], "text": format!("{name}: {words}") }),
    ));
    done(study, "coding.add", json!({ "source": source, "text": words, "codes": [code] }));
    person
}

/// Both tables for a use, and the notices.
fn tables(study: &TestStudy, purpose: Use) -> Option<(String, Vec<String>)> {
    let mut all = String::new();
    let mut notices = Vec::new();
    for (holds, write) in
        [(Holds::Codings, codings as fn(_, _, _, _) -> _), (Holds::Passages, extracts)]
    {
        let asked = Asked {
            format: "csv".to_owned(),
            file_name: "out.csv".to_owned(),
            purpose,
            level: usual_level(purpose),
            holds,
        };
        let release = match Release::make(study.session(), asked) {
            Ok(release) => release,
            Err(error) => {
                assert_eq!(error.kind(), Kind::Invalid, "{error}");
                return None;
            }
        };
        let sheet = Sheet::default();
        let out = Box::new(sheet.clone());
        write(study.study(), release.clone(), Options::default(), out).expect("is written");
        all.push_str(&String::from_utf8_lossy(&sheet.0.lock().expect("nobody panicked")));
        notices.extend(release.notices());
    }
    Some((all, notices))
}

#[test]
fn whoever_refused_a_use_is_in_nothing_that_is_made_for_it() {
    for study in TestStudy::both() {
        done(&study, "consent.default", json!({ "answer": "given" }));
        somebody(&study, "P1", "The broad beans came up.");
        let nine = somebody(&study, "P9", "A zwetschgen kettle.");
        let mut exported = 0;
        for purpose in Use::ALL {
            let refuse =
                json!({ "participants": [nine], "purposes": [purpose], "answer": "refused" });
            done(&study, "consent.set", refuse);
            if let Some((table, notices)) = tables(&study, *purpose) {
                exported += 1;
                let notices = notices.join(" ");
                assert!(table.contains("broad beans"), "{purpose}: {table}");
                assert!(!table.contains("zwetschgen"), "{purpose}: {table}");
                assert!(!table.contains("P9"), "{purpose}: {table}");
                assert!(notices.contains("P9 refused"), "{purpose}: {notices}");
                assert!(!notices.contains("zwetschgen"), "{purpose}: {notices}");
            }
            let agree = json!({ "participants": [nine], "purposes": [purpose], "answer": "given" });
            done(&study, "consent.set", agree);
            if let Some((table, notices)) = tables(&study, *purpose) {
                assert!(table.contains("zwetschgen"), "{purpose}: {table}");
                assert!(!notices.join(" ").contains("P9"), "{purpose}: {notices:?}");
            }
        }
        assert!(exported >= 5, "{exported} uses are exported for");
    }
}
