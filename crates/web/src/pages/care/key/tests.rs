//! Tests of the pages of pseudonyms and their key: most of all that no secret comes back.

use axum::http::StatusCode;
use trefoil_core::care::pseudonym::{KeyAccess, KeySeal, entries, status};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::id::Id;
use trefoil_core::study::Secret;

use crate::testing::{TestPages, Told, forms};

const PASSPHRASE: &str = "quiet-heather-on-the-moor";
const OTHER: &str = "nine-bracken-kettles";
/// What is looked for in every answer.
const NAMES: [&str; 3] = ["Thandeka", "Oyelaran", "Quimby"];

fn sealed() -> TestPages {
    let pages = TestPages::new();
    let access = KeyAccess::new(Secret::new(PASSPHRASE));
    pages.study.session().with_key(access).perform(KeySeal {}).expect("the key is sealed");
    pages
}

fn unlock(pages: &TestPages) -> Told {
    pages.post("care/key/unlock", &[("passphrase", PASSPHRASE)])
}

fn participant(pages: &TestPages, name: &str) -> Id {
    let add = serde_json::from_value::<ParticipantAdd>(serde_json::json!({ "name": name }));
    let add = add.expect("a name is enough");
    pages.study.session().perform(add).expect("a participant is added").outcome
}

fn give(pages: &TestPages, participant: &str) -> Told {
    pages.post(
        "do/pseudonym.add",
        &[
            ("names", "Thandeka Oyelaran"),
            ("names", "Quimby"),
            ("parts", "true"),
            ("participant", participant),
            ("replacement", ""),
            ("level", "direct"),
        ],
    )
}

#[test]
fn the_empty_page_says_what_the_key_is_for_and_offers_to_seal_it() {
    let pages = TestPages::new();
    let words = pages.page("care/key").words();
    assert!(words.contains("No name was given to the key yet"), "{words}");
    assert!(words.contains("There is no key yet"), "{words}");
    let told = pages.page("care/key/seal");
    assert!(told.words().contains("A lost passphrase cannot be recovered"), "{}", told.words());
    assert_eq!(pages.get("care/key/destroy").status, StatusCode::CONFLICT);
}

#[test]
fn a_sealed_key_shows_names_only_while_it_is_unlocked() {
    let pages = sealed();
    let p6 = participant(&pages, "P6").to_string();
    let words = pages.page("care/key").words();
    assert!(words.contains("it takes no names now"), "{words}");
    assert_eq!(give(&pages, &p6).status, StatusCode::FORBIDDEN);
    let wrong = pages.post("care/key/unlock", &[("passphrase", OTHER)]);
    assert_eq!(wrong.status, StatusCode::FORBIDDEN);
    assert!(wrong.words().contains("not the passphrase of the key"), "{}", wrong.words());
    assert_eq!(unlock(&pages).status, StatusCode::SEE_OTHER);
    assert_eq!(give(&pages, &p6).status, StatusCode::SEE_OTHER);
    let words = pages.page("care/key").words();
    assert!(
        words.contains("It is unlocked in this browser") && words.contains("[P6] P6"),
        "{words}"
    );
    assert!(words.contains("Thandeka Oyelaran") && words.contains("Quimby"), "{words}");
    let kept = pages.study.study().read(|reader| Ok(status(reader)?.sealed)).expect("is read");
    assert_eq!(kept, 4, "the session of the page seals what it is given");
    pages.post("care/key/lock", &[]);
    let words = pages.page("care/key").words();
    assert!(words.contains("4 names, kept sealed"), "{words}");
    assert!(NAMES.iter().all(|name| !words.contains(name)), "{words}");
    assert!(words.contains("Passphrase of the key"), "{words}");
}

#[test]
fn whoever_sits_down_later_or_opens_the_study_again_has_nothing_unlocked() {
    let pages = sealed();
    unlock(&pages);
    assert!(pages.page("care/key").words().contains("It is unlocked in this browser"));
    pages.app.set_person("Bea");
    assert!(!pages.page("care/key").words().contains("It is unlocked in this browser"));
    unlock(&pages);
    pages.app.close(&pages.key);
    pages.app.hold(pages.study.study().clone());
    assert!(!pages.page("care/key").words().contains("It is unlocked in this browser"));
}

#[test]
fn the_key_is_sealed_changed_opened_and_destroyed_only_by_who_is_sure() {
    let pages = TestPages::new();
    let new = |extra: &[(&'static str, &'static str)]| {
        let mut fields = vec![("new", PASSPHRASE), ("again", PASSPHRASE)];
        fields.extend(extra);
        fields
    };
    let state = || pages.study.study().read(|reader| Ok(status(reader)?.state)).expect("is read");
    let unsure = pages.post("care/key/seal", &new(&[]));
    assert!(unsure.words().contains("Tick that you know"), "{}", unsure.words());
    let differ =
        pages.post("care/key/seal", &[("new", PASSPHRASE), ("again", OTHER), ("sure", "yes")]);
    assert!(differ.words().contains("differ"), "{}", differ.words());
    assert_eq!(state(), None);
    assert_eq!(pages.post("care/key/seal", &new(&[("sure", "yes")])).status, StatusCode::SEE_OTHER);
    let words = pages.page("care/key").words();
    assert!(
        words.contains("Sealed the key") && words.contains("It is unlocked in this browser"),
        "{words}"
    );
    pages.page("care/key/change");
    pages.page("care/key/export");
    let change = [("new", OTHER), ("again", OTHER), ("sure", "yes")];
    assert_eq!(pages.post("care/key/change", &change).status, StatusCode::SEE_OTHER);
    assert!(pages.page("care/key").words().contains("It is unlocked in this browser"));
    pages.post("care/key/lock", &[]);
    assert_eq!(unlock(&pages).status, StatusCode::FORBIDDEN, "the earlier one opens nothing");
    pages.page("care/key/unseal");
    let fields = [("passphrase", OTHER), ("sure", "yes")];
    assert_eq!(pages.post("care/key/unseal", &fields).status, StatusCode::SEE_OTHER);
    assert!(pages.page("care/key").words().contains("and none is kept"));
    pages.page("care/key/destroy");
    assert!(pages.post("care/key/destroy", &[]).words().contains("Tick that you know"));
    assert_eq!(pages.post("care/key/destroy", &[("sure", "yes")]).status, StatusCode::SEE_OTHER);
    let told = pages.page("care/key");
    assert!(told.words().contains("Nobody can tell from this study"), "{}", told.words());
    assert!(!told.body.contains("do/pseudonym.add"), "a destroyed key takes no names");
    assert!(told.words().contains("Destroyed the key") && !told.body.contains("flash__undo"));
}

#[test]
fn the_key_is_handed_out_sealed_or_as_a_table_to_who_is_sure() {
    let pages = sealed();
    unlock(&pages);
    let empty = pages.post("care/key/export", &[("new", OTHER), ("again", OTHER)]);
    assert!(empty.words().contains("keeps no names yet"), "{}", empty.words());
    give(&pages, &participant(&pages, "P6").to_string());
    let file = pages.post("care/key/export", &[("new", OTHER), ("again", OTHER)]);
    assert_eq!(file.status, StatusCode::OK, "{}", file.body);
    assert!(file.body.contains("trefoil pseudonym key") && !file.body.contains("Quimby"));
    let opened = trefoil_core::care::pseudonym::file::open(&file.body, &Secret::new(OTHER));
    assert_eq!(opened.expect("the file opens").names.len(), 4);
    let unsure = pages.post("care/key/export", &[("plain", "yes")]);
    assert_eq!(unsure.status, StatusCode::UNPROCESSABLE_ENTITY);
    let table = pages.post("care/key/export", &[("plain", "yes"), ("sure", "yes")]);
    assert!(table.body.contains("Quimby"), "{}", table.body);
    let kept = table.headers.get("content-disposition").expect("it is kept as a file");
    assert!(kept.to_str().unwrap_or_default().contains(".csv"), "{kept:?}");
    pages.post("care/key/lock", &[]);
    let locked = pages.post("care/key/export", &[("plain", "yes"), ("sure", "yes")]);
    assert_eq!(locked.status, StatusCode::FORBIDDEN, "{}", locked.body);
}

#[test]
fn spellings_are_changed_and_taken_out_together_or_one_at_a_time() {
    let pages = sealed();
    unlock(&pages);
    give(&pages, &participant(&pages, "P6").to_string());
    let all = || pages.study.study().read(|reader| entries(reader, None)).expect("is read");
    let one = all()[0].id.to_string();
    let set = [
        ("pseudonym", one.as_str()),
        ("replacement", "colleague"),
        ("level", "public"),
        ("kind", "person"),
    ];
    assert_eq!(pages.post("do/pseudonym.set", &set).status, StatusCode::SEE_OTHER);
    assert!(all().iter().all(|line| line.replacement == "colleague"));
    assert!(pages.page("care/key").words().contains("[colleague]"));
    pages.post("do/pseudonym.remove", &[("pseudonym", one.as_str())]);
    assert_eq!(all().len(), 3);
    let one = all()[0].id.to_string();
    pages.post("do/pseudonym.remove", &[("pseudonym", one.as_str()), ("spellings", "true")]);
    assert!(all().is_empty());
}

/// Types passphrases and real names into every form of these pages, right ones and wrong ones, and
/// looks for them in whatever is answered and shown afterwards.
#[test]
fn no_passphrase_and_no_name_comes_back_from_any_form() {
    let pages = sealed();
    let p6 = participant(&pages, "P6").to_string();
    unlock(&pages);
    give(&pages, &p6);
    let mut answers: Vec<(String, String)> = Vec::new();
    let mut keep = |what: &str, told: &Told| {
        let headers = format!("{:?}", told.headers);
        answers.push((what.to_owned(), format!("{headers} {}", told.body)));
    };
    pages.post("care/key/lock", &[]);
    for round in 0..2 {
        for page in [
            "care/key",
            "care/key/change",
            "care/key/unseal",
            "care/key/destroy",
            "care/key/export",
        ] {
            for form in forms(&pages.page(page).body) {
                let Some(action) = form.action.strip_prefix(&format!("/study/{}/", pages.key))
                else {
                    continue;
                };
                if round == 0 && page == "care/key" && action.ends_with("unlock") {
                    keep("unlock", &pages.post(action, &[("passphrase", OTHER)]));
                }
                // Secrets in every field that there is: most of it is refused.
                let typed: Vec<(&str, &str)> = form
                    .names
                    .iter()
                    .filter(|name| name.as_str() != "sure" && !name.starts_with('_'))
                    .map(|name| match name.as_str() {
                        "passphrase" | "new" => (name.as_str(), PASSPHRASE),
                        "again" => ("again", OTHER),
                        "participant" => ("participant", p6.as_str()),
                        name => (name, "Thandeka Oyelaran"),
                    })
                    .collect();
                keep(&format!("{page} {action}"), &pages.post(action, &typed));
                let json: serde_json::Map<String, serde_json::Value> = typed
                    .iter()
                    .map(|(name, value)| ((*name).to_owned(), (*value).into()))
                    .collect();
                keep(&format!("{page} {action} as JSON"), &pages.post_json(action, &json.into()));
            }
        }
        // The second time with an unlocked key, which is locked before the pages are looked at.
        unlock(&pages);
    }
    give(&pages, &p6);
    let entered = pages.post("do/participant.add", &[("name", "Quimby"), ("note", "began in May")]);
    assert_eq!(entered.status, StatusCode::CONFLICT, "{}", entered.body);
    assert!(entered.words().contains("began in May"), "what is no name is not lost");
    keep("participant.add", &entered);
    pages.post("care/key/lock", &[]);
    for page in ["", "care/key", "care", "history", "participants", "settings"] {
        keep(page, &pages.get(page));
    }
    keep(
        "dump of the sessions",
        &Told {
            status: StatusCode::OK,
            headers: axum::http::HeaderMap::new(),
            body: format!("{:?}", pages.app),
            bytes: Vec::new(),
        },
    );
    let secrets = NAMES.iter().chain(&[PASSPHRASE, OTHER]);
    for secret in secrets {
        for (what, body) in &answers {
            assert!(!body.contains(secret), "{what} says “{secret}”: {body}");
        }
        assert!(!pages.study.dump().contains(secret), "{secret} is in the study");
    }
    assert!(answers.len() > 25, "only {} answers were looked at", answers.len());
}
