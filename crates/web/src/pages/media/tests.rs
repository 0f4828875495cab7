//! Files as they are sent, asked as a browser does.

use std::io::Cursor;

use axum::http::StatusCode;
use sha2::Digest as _;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;

use crate::testing::TestPages;

fn stored(pages: &TestPages, bytes: &[u8], mime: &str) -> Id {
    let digest: [u8; 32] = sha2::Sha256::digest(bytes).into();
    let bytes = Box::new(Cursor::new(bytes.to_vec()));
    pages.study.session().store_media(digest, mime, bytes).expect("bytes are stored").id
}

#[test]
fn the_file_of_a_text_is_sent_to_be_kept() {
    let pages = TestPages::new();
    let media = stored(&pages, b"{\\rtf1 Tea}", "application/rtf");
    let add = SourceAdd {
        name: "Tea".into(),
        stream: "document".into(),
        text: Some("Tea".into()),
        file_name: Some("tea round.rtf".into()),
        original: Some(media),
        ..SourceAdd::default()
    };
    let id = pages.study.session().perform(add).expect("a source").outcome;
    let told = pages.get(&format!("sources/{id}/original"));
    assert_eq!((told.status, told.body.as_str()), (StatusCode::OK, "{\\rtf1 Tea}"));
    let header = |name: &str| told.headers[name].to_str().expect("words").to_owned();
    assert_eq!(header("content-type"), "application/rtf");
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert_eq!(header("content-disposition"), "attachment; filename*=UTF-8''tea%20round.rtf");
    let facts = pages.page(&format!("sources/{id}/facts"));
    assert!(facts.body.contains(&format!("sources/{id}/original")), "{}", facts.body);
    // It is the file of a source, and no recording of its own.
    assert_eq!(pages.get(&format!("media/{media}")).status, StatusCode::NOT_FOUND);
}

#[test]
fn a_text_whose_file_was_not_kept_says_so() {
    let pages = TestPages::new();
    let add = SourceAdd {
        name: "Tea".into(),
        stream: "document".into(),
        text: Some("Tea".into()),
        ..SourceAdd::default()
    };
    let id = pages.study.session().perform(add).expect("a source").outcome;
    let told = pages.get(&format!("sources/{id}/original"));
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert!(told.words().contains("was not kept"), "{}", told.words());
    assert!(!pages.page(&format!("sources/{id}/facts")).body.contains("/original"));
}
