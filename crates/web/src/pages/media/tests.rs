//! Files as they are sent, asked as a browser does.

use std::io::Cursor;

use axum::body::Body;
use axum::http::{Method, StatusCode};
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

/// A second of a tone in AIFF, which no browser but Apple's plays: 16,000 samples of 16 bits.
fn aiff() -> (Vec<u8>, Vec<i16>) {
    let samples: Vec<i16> =
        (0..16_000_u16).map(|at| (at % 80).cast_signed() * 300 - 12_000).collect();
    let mut bytes = b"FORM\0\0\x7d\x2eAIFFCOMM\0\0\0\x12\0\x01\0\0\x3e\x80\0\x10".to_vec();
    // 16,000 as a number of 80 bits.
    bytes.extend(b"\x40\x0c\xfa\0\0\0\0\0\0\0SSND\0\0\x7d\x08\0\0\0\0\0\0\0\0");
    bytes.extend(samples.iter().flat_map(|sample| sample.to_be_bytes()));
    (bytes, samples)
}

/// Adds a source that is this recording.
fn heard_in_a_source(pages: &TestPages, media: Id) {
    let add = SourceAdd {
        name: "Tone".into(),
        stream: "voice_note".into(),
        media: Some(media),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source");
}

#[test]
fn what_a_browser_cannot_play_is_sent_as_plain_samples() {
    let pages = TestPages::new();
    let (bytes, samples) = aiff();
    let media = stored(&pages, &bytes, "audio/aiff");
    let address = format!("media/{media}/heard");
    assert_eq!(pages.get(&address).status, StatusCode::NOT_FOUND, "no source has it");
    heard_in_a_source(&pages, media);
    let told = pages.get(&address);
    assert_eq!(
        (told.status, told.headers["content-type"].to_str().expect("words")),
        (StatusCode::OK, "audio/wav")
    );
    let header = b"RIFF\x24\x7d\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data\0\x7d\0\0";
    assert_eq!(told.bytes[..44], *header);
    let sent: Vec<i16> =
        told.bytes[44..].chunks(2).map(|pair| i16::from_le_bytes([pair[0], pair[1]])).collect();
    assert_eq!(sent, samples);

    let request = pages.request(Method::GET, &pages.path(&address)).header("range", "bytes=44-47");
    let part = pages.ask(request.body(Body::empty()).expect("a request"));
    assert_eq!(part.status, StatusCode::PARTIAL_CONTENT);
    assert_eq!(part.bytes, told.bytes[44..48]);
    assert_eq!(part.headers["content-range"], "bytes 44-47/32044");
}

#[test]
fn a_recording_that_cannot_be_decoded_says_so() {
    let pages = TestPages::new();
    let media = stored(&pages, b"FORM\0\0\0\0AIFF", "audio/aiff");
    heard_in_a_source(&pages, media);
    let told = pages.get(&format!("media/{media}/heard"));
    assert!(told.words().contains("cannot be decoded"), "{}", told.words());
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
