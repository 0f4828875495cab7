//! Transcripts that come alone: the recording that they belong to is shown, and can be unticked.

use sha2::Digest as _;
use trefoil_core::corpus::source::SourceAdd;

use super::*;

const SPOKEN: &str = "WEBVTT\n\n00:00:00.000 --> 00:00:01.000\n<v P1>Good.\n";

fn with_recording() -> TestPages {
    let pages = TestPages::new();
    let bytes = b"the sound of a talk".to_vec();
    let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    let bytes = Box::new(Cursor::new(bytes));
    let stored = pages.study.session().store_media(digest, "audio/ogg", bytes);
    let add = SourceAdd {
        name: "First talk".into(),
        stream: "interview".into(),
        file_name: Some("talk.ogg".into()),
        media: Some(stored.expect("bytes are stored").id),
        duration_ms: Some(60_000),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).expect("a source");
    pages
}

#[test]
fn a_transcript_of_a_recordings_name_is_attached_to_it() {
    let pages = with_recording();
    let path = begin(&pages, &files(&[("talk.vtt", SPOKEN)]));
    let page = pages.page(&path);
    let words = page.words();
    assert!(words.contains("Becomes the transcript of “First talk”"), "{words}");
    assert!(page.body.contains("name=\"attach-0\" value=\"1\" checked"), "{}", page.body);
    let words = run(&pages, &path).words();
    assert!(words.contains("Got their transcripts"), "{words}");
    assert_eq!(names(&pages), ["First talk"]);
    assert!(sources(&pages)[0].source.revision.is_some());
}

#[test]
fn it_comes_in_on_its_own_where_that_is_unticked() {
    let pages = with_recording();
    let path = begin(&pages, &files(&[("talk.vtt", SPOKEN)]));
    let all = fields(&pages.page(&path).body);
    let mut unticked: Vec<(&str, &str)> = with(&all, &[("_do", "page:1")]);
    unticked.retain(|(name, _)| *name != "attach-0");
    pages.post(&format!("{path}/items"), &unticked);
    let page = pages.page(&path);
    assert!(page.body.contains("name=\"attach-0\" value=\"1\">"), "it can be ticked again");
    run(&pages, &path);
    assert_eq!(sources(&pages).len(), 2);
}
