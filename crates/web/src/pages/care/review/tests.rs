//! Tests of the review: decisions by form, one at a time and many at once.

use axum::http::StatusCode;
use scraper::{Html, Selector};
use trefoil_core::care::pseudonym::{KeyAccess, KeySeal};
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::study::Secret;

use crate::testing::{TestPages, Told};

const TEXT: &str = "Ring me on 07700 900123.\nMy name is Kwesi and I live off 22 Mill Road. Kwesi \
                    rang 07700 900456 again.";

fn source(pages: &TestPages, name: &str, text: &str) -> Id {
    let add = SourceAdd {
        name: name.into(),
        stream: "interview".into(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source can be added").outcome
}

/// The fields of the form on the card, as the page has filled them in.
fn card(told: &Told) -> Vec<(String, String)> {
    let html = Html::parse_document(&told.body);
    let select = |text| Selector::parse(text).expect("a selector");
    let mut fields: Vec<(String, String)> = html
        .select(&select("#now form input[name]"))
        .map(|one| {
            (
                one.attr("name").unwrap_or_default().into(),
                one.attr("value").unwrap_or_default().into(),
            )
        })
        .collect();
    let level = html.select(&select("#now select option[selected]")).next();
    let level = level.and_then(|one| one.attr("value")).unwrap_or("direct");
    fields.push(("level".into(), level.into()));
    fields
}

fn decide(pages: &TestPages, source: Id, told: &Told, decision: &str) -> Told {
    let mut fields = card(told);
    fields.push(("decision".into(), decision.into()));
    let fields: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (&**name, &**value)).collect();
    pages.post(&format!("care/review/{source}/decide"), &fields)
}

fn text_of(pages: &TestPages, of: Id) -> String {
    let read = move |reader: &trefoil_core::storage::Reader<'_>| {
        Ok(trefoil_core::corpus::source::text(reader, of)?.map(|one| one.text).unwrap_or_default())
    };
    pages.study.study().read(read).expect("the text is read")
}

#[test]
fn finds_stand_beside_the_text_and_each_decision_goes_on_to_the_next() {
    let pages = TestPages::new();
    let of = source(&pages, "First interview", TEXT);
    let list = pages.page("care/review");
    assert!(list.body.contains("0 of 5 decided"), "{}", list.words());
    let told = pages.page(&format!("care/review/{of}"));
    assert!(told.words().contains("Find 1 of 5"), "{}", told.words());
    assert!(told.body.contains("aria-current=\"true\">07700 900123</a>"), "{}", told.body);
    let done = decide(&pages, of, &told, "accept");
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.body);
    assert!(done.location().contains("?from=11#now"), "{}", done.location());
    assert!(!text_of(&pages, of).contains("900123"));
    let next = pages.get_at(done.location().split('#').next().unwrap_or_default());
    let words = next.words();
    assert!(words.contains("Find 1 of 4") && words.contains("1 of 5 decided"), "{words}");
    assert!(next.body.contains("aria-current=\"true\">Kwesi</a>"), "{}", next.body);
    assert!(next.body.contains("flash__undo"), "a decision can be undone: {words}");
    // The page before is older than the text by now.
    let stale = decide(&pages, of, &told, "accept");
    assert_eq!(stale.status, StatusCode::CONFLICT, "{}", stale.words());
    assert!(stale.words().contains("was corrected meanwhile"), "{}", stale.words());
    let refused = decide(&pages, of, &next, "refuse");
    assert_eq!(refused.status, StatusCode::SEE_OTHER);
    let told = pages.page(&format!("care/review/{of}"));
    assert!(told.words().contains("refused: it stays"), "{}", told.words());
    assert!(told.body.contains("<span class=\"looked-at\">Kwesi</span>"), "{}", told.body);
    pages.post("undo", &[]);
    assert!(pages.page(&format!("care/review/{of}")).words().contains("Find 1 of 4"));
}

#[test]
fn the_same_word_is_decided_about_everywhere_and_by_rule() {
    let pages = TestPages::new();
    let of = source(&pages, "First interview", TEXT);
    let other =
        source(&pages, "Second interview", "Kwesi’s brother said so. Kwesi is well. 07700 900789");
    let told = pages.page(&format!("care/review/{of}?from=30"));
    assert!(told.words().contains("Accept everywhere:"), "{}", told.words());
    let done = decide(&pages, of, &told, "everywhere");
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.words());
    assert!(!text_of(&pages, of).contains("Kwesi") && !text_of(&pages, other).contains("Kwesi"));
    let bulk = |seen: &str| {
        let fields = [("rule", "phone"), ("source", ""), ("seen", seen), ("decision", "accept")];
        pages.post("care/review/rule", &fields)
    };
    let wrong = bulk("2");
    assert_eq!(wrong.status, StatusCode::CONFLICT);
    assert!(wrong.words().contains("The page showed 2 of these"), "{}", wrong.words());
    assert_eq!(bulk("3").status, StatusCode::SEE_OTHER);
    assert!(!text_of(&pages, of).contains("07700") && !text_of(&pages, other).contains("07700"));
    pages.post("undo", &[]);
    assert!(text_of(&pages, other).contains("07700"), "one undo takes all of it back");
}

#[test]
fn a_sealed_key_is_said_and_can_be_unlocked_from_here() {
    let pages = TestPages::new();
    let of = source(&pages, "First interview", "Thandeka came by.");
    let access = KeyAccess::new(Secret::new("heather"));
    let session = pages.study.session().with_key(access);
    session.perform(KeySeal {}).expect("the key is sealed");
    let add = serde_json::json!({ "names": ["Thandeka"], "replacement": "colleague" });
    let add = serde_json::from_value::<trefoil_core::care::pseudonym::PseudonymAdd>(add);
    session.perform(add.expect("it fits")).expect("a name is given");
    let told = pages.page(&format!("care/review/{of}"));
    assert!(told.words().contains("The key to the pseudonyms is sealed"), "{}", told.words());
    assert!(told.words().contains("Nothing is open here"), "{}", told.words());
    let back = pages.path(&format!("care/review/{of}"));
    let done = pages.post("care/key/unlock", &[("passphrase", "heather"), ("_back", &back)]);
    assert_eq!(done.location(), back);
    let told = pages.page(&format!("care/review/{of}"));
    assert!(told.body.contains("value=\"colleague\""), "{}", told.body);
}

#[test]
fn a_closed_source_is_not_reviewed() {
    let pages = TestPages::demo();
    let (who, of): (Id, Id) = pages
        .study
        .study()
        .read(|reader| {
            let sql = "SELECT p.id, m.source FROM participant p \
                       JOIN source_participant m ON m.participant = p.id \
                       JOIN source s ON s.id = m.source \
                       WHERE p.name = 'P3' AND s.revision IS NOT NULL ORDER BY m.source LIMIT 1";
            let rows = reader.query(sql, &[])?;
            Ok((rows[0].get(0)?, rows[0].get(1)?))
        })
        .expect("the demo is read");
    let refuse = serde_json::json!({ "participants": [who], "answer": "refused" });
    let refuse = serde_json::from_value::<trefoil_core::care::consent::ConsentSet>(refuse);
    pages.study.session().perform(refuse.expect("it fits")).expect("is written down");
    let told = pages.page(&format!("care/review/{of}"));
    assert!(told.words().contains("This source is closed"), "{}", told.words());
    assert!(!told.body.contains("find-card"), "{}", told.words());
    assert!(!pages.page("care/review").body.contains(&format!("care/review/{of}")));
}
