//! Tests of withdrawal: the dry run, the confirmation, the work, and what is left of it.

use std::time::Duration;

use axum::http::StatusCode;
use trefoil_core::id::Id;

use crate::testing::{TestPages, Told};

/// A participant of the demo.
fn person(pages: &TestPages, name: &'static str) -> Id {
    let read = move |reader: &trefoil_core::storage::Reader<'_>| {
        let sql = "SELECT id FROM participant WHERE name = $1";
        reader.query(sql, trefoil_core::bind![name])?[0].get(0)
    };
    pages.study.study().read(read).expect("the demo is read")
}

/// The hidden field of a page.
fn hidden(told: &Told, name: &str) -> String {
    let begins = format!("name=\"{name}\" value=\"");
    let rest = told.body.split(begins.as_str()).nth(1).unwrap_or_default();
    rest.split('"').next().unwrap_or_default().to_owned()
}

/// Waits until the work has ended; answers with where the page then goes.
fn wait(pages: &TestPages) -> Told {
    for _ in 0..600 {
        let told = pages.get("care/withdraw/work");
        if told.status != StatusCode::OK {
            return told;
        }
        assert!(told.words().contains("It is being erased"), "{}", told.words());
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the work does not end");
}

#[test]
fn a_withdrawal_is_shown_confirmed_carried_out_and_told() {
    let pages = TestPages::demo();
    let p4 = person(&pages, "P4");
    let words: Vec<String> = pages
        .study
        .study()
        .read(move |reader| {
            let sql = "SELECT p.text FROM passage p JOIN source_participant m ON m.source = p.source \
                       WHERE m.participant = $1 ORDER BY p.id";
            reader.query(sql, trefoil_core::bind![p4])?.iter().map(|row| row.get(0)).collect()
        })
        .expect("the demo is read");
    let words: Vec<&String> = words.iter().filter(|words| words.len() > 60).take(20).collect();
    assert!(words.len() > 3);
    pages.get("search?q=the");
    let begin = pages.page(&format!("care/withdraw?participant={p4}"));
    assert!(begin.body.contains(&format!("value=\"{p4}\" selected")), "{}", begin.body);
    let plan = pages.page(&format!(
        "care/withdraw/plan?participant={p4}&scope=all&shared=turns&asked_on=2026-01-05"
    ));
    let said = plan.words();
    for says in [
        "P4 withdraws everything",
        "What loses support",
        "What stays, and why",
        "Type P4 to confirm",
        "Asked on 5 January 2026",
        "→",
    ] {
        assert!(said.contains(says), "{says}: {said}");
    }
    let digest = hidden(&plan, "digest");
    let id = p4.to_string();
    let carry = |confirm: &str, digest: &str| {
        pages.post(
            "care/withdraw/carry-out",
            &[
                ("scope", "all"),
                ("participant", id.as_str()),
                ("shared", "turns"),
                ("asked_on", "2026-01-05"),
                ("route", "by telephone"),
                ("confirm", confirm),
                ("digest", digest),
            ],
        )
    };
    let doubted = carry("P5", &digest);
    assert!(doubted.words().contains("Type P4 to confirm"), "{}", doubted.words());
    carry("P4", "0000000000000000");
    let other = wait(&pages);
    assert_eq!(other.status, StatusCode::CONFLICT, "{}", other.words());
    assert!(other.words().contains("changed since the dry run"), "{}", other.words());
    let carried = carry(" p4 ", &digest);
    assert_eq!(carried.status, StatusCode::SEE_OTHER, "{}", carried.words());
    let ended = wait(&pages);
    let told = pages.get_at(ended.location());
    let said = told.words();
    for says in [
        "W-2026-0001",
        "None was found",
        "Left to do by hand",
        "Asked on 5 January 2026 by telephone",
    ] {
        assert!(said.contains(says), "{says}: {said}");
    }
    assert!(!told.body.contains("flash__undo"), "what erases is never undone");
    assert!(crate::state::lock(&pages.app.all()[0].texts).is_none(), "memory has let it go");
    let duty = hidden(&told, "duty");
    assert_eq!(
        pages.post("do/duty.done", &[("duty", duty.as_str())]).status,
        StatusCode::SEE_OTHER
    );
    assert!(pages.get_at(ended.location()).words().contains("done on"));
    let row = ended.location().rsplit('/').next().unwrap_or_default().to_owned();
    let page = pages.page(&format!("care/withdraw/{row}/certificate"));
    assert!(page.words().contains("You are P4"), "{}", page.words());
    for ending in ["html", "txt"] {
        let file = pages.get(&format!("care/withdraw/{row}/certificate.{ending}"));
        assert!(
            file.body.contains("W-2026-0001") && file.headers.contains_key("content-disposition")
        );
    }
    let mut answers = vec![told, page];
    for path in [
        "",
        "history",
        "care",
        "care/withdraw",
        "search?q=the",
        "corpus",
        "themes",
        "report/preview",
    ] {
        answers.push(pages.get(path));
    }
    for told in answers {
        let all = told.words();
        assert!(words.iter().all(|words| !all.contains(words.as_str())), "{all}");
    }
}

#[test]
fn a_source_and_a_passage_go_through_the_same_dry_run() {
    let pages = TestPages::demo();
    let (source, passage): (Id, Id) = pages
        .study
        .study()
        .read(|reader| {
            let rows = reader.query("SELECT source, id FROM passage ORDER BY id LIMIT 1", &[])?;
            Ok((rows[0].get(0)?, rows[0].get(1)?))
        })
        .expect("the demo is read");
    let facts = pages.page(&format!("sources/{source}/facts"));
    assert!(facts.body.contains(&format!("care/withdraw/plan?scope=source&amp;source={source}")));
    assert!(pages.page(&format!("sources/{source}")).body.contains("Must not be kept"));
    let plan = pages.page(&format!("care/withdraw/plan?scope=source&source={source}"));
    assert!(
        plan.words().contains("Erase a source") && plan.words().contains("Goes as a whole"),
        "{}",
        plan.words()
    );
    let plan = pages.page(&format!("care/withdraw/plan?scope=passage&passage={passage}"));
    assert!(plan.words().contains("Erase words of a text"), "{}", plan.words());
    let digest = hidden(&plan, "digest");
    let fields = [("scope", "passage"), ("passage", &passage.to_string()), ("digest", &digest)];
    let unsure = pages.post("care/withdraw/carry-out", &fields);
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let fields = [fields[0], fields[1], fields[2], ("confirm", "yes")];
    assert_eq!(pages.post("care/withdraw/carry-out", &fields).status, StatusCode::SEE_OTHER);
    let ended = wait(&pages);
    assert!(pages.get_at(ended.location()).words().contains("Words of a text are removed"));
    assert!(pages.page(&format!("sources/{source}")).body.contains("[removed]"));
    for scope in ["raw_texts", "recordings"] {
        pages.page(&format!("care/withdraw/plan?scope={scope}"));
    }
    assert_eq!(pages.get("care/withdraw/plan").location(), pages.path("care/withdraw"));
    let half = pages.get("care/withdraw/plan?scope=passage");
    assert_eq!(half.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", half.words());
}
