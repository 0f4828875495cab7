//! Recordings: with their bytes, without them, and with bytes that are not theirs.

use serde_json::json;
use trefoil_core::corpus::media::{self, Media};
use trefoil_core::error::Kind;
use trefoil_core::exchange::json::Options;
use trefoil_testkit::TestStudy;

use super::{count, exported, exported_with, imported, reads, refused, rich, value};

fn bytes_of(study: &TestStudy) -> Vec<u8> {
    reads(study, |reader| {
        let all: Vec<Media> = reader.list("", &[])?;
        media::read(reader, all[0].id, 0, 8 << 20)
    })
}

#[test]
fn the_bytes_of_recordings_come_back() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let document = exported(&origin);
    for study in TestStudy::both() {
        imported(&study, &document);
        assert!(bytes_of(&study) == rich::recording());
        assert_eq!(count(&study, "media_chunk"), 2);
    }
}

#[test]
fn recordings_can_be_left_out_and_come_later() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let (document, summary) = exported_with(&origin, Options { media: false });
    insta::assert_debug_snapshot!(summary.notices, @r#"
    [
        "The document is readable by anybody: keep it as safe as the study.",
        "It carries the history, but not what undo needs: in a study that comes back from it, earlier work cannot be undone.",
        "The bytes of 1 recording are not in it.",
    ]
    "#);
    assert!(document.len() < 200_000);
    for study in TestStudy::both() {
        let performed = imported(&study, &document);
        insta::allow_duplicates! {
            insta::assert_debug_snapshot!(performed.notices, @r#"
            [
                "The bytes of 1 recording are not in the document: it cannot be played.",
            ]
            "#);
        }
        assert_eq!(study.dump(), origin.dump());
        assert_eq!(count(&study, "media_chunk"), 0);
        // Without bytes they are not written as if they were there.
        assert_eq!(value(&study)["media"][0]["content"], json!(null));

        study.session().undo().expect("undo works");
        let performed = imported(&study, &exported(&origin));
        assert!(performed.notices.is_empty());
        assert!(bytes_of(&study) == rich::recording());
    }
}

#[test]
fn a_recording_that_the_study_knows_is_stored_once() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    for study in TestStudy::both() {
        let digest: [u8; 32] = {
            use sha2::Digest;
            sha2::Sha256::digest(rich::recording()).into()
        };
        let bytes = std::io::Cursor::new(rich::recording());
        let known = study
            .session()
            .store_media(digest, "audio/ogg", Box::new(bytes))
            .expect("a recording can be stored");
        imported(&study, &exported(&origin));
        assert_eq!(count(&study, "media"), 1);
        let named = "SELECT COUNT(*) FROM source WHERE media = $1";
        let known = known.id;
        let named = reads(&study, move |reader| reader.number(named, trefoil_core::bind![known]));
        assert_eq!(named, 2);
    }
}

#[test]
fn bytes_that_are_not_those_of_the_recording_are_refused_and_nothing_stays() {
    let origin = TestStudy::file();
    rich::fill(&origin);
    let document = value(&origin);
    for study in TestStudy::both() {
        let mut other = document.clone();
        other["media"][0]["content"][0] = json!("aGVsbG8=");
        let error = refused(study.session(), &study, &other.to_string());
        assert_eq!(error.kind(), Kind::BadFile);
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"In `media`, entry 1: its bytes are not those of which size and SHA-256 are told. Nothing was changed.");
        }
        let mut other = document.clone();
        other["media"][0]["content"][1] = json!("not base64!");
        let error = refused(study.session(), &study, &other.to_string());
        insta::allow_duplicates! {
            insta::assert_snapshot!(error, @"In `media`, entry 1 (line 1): not base64: Invalid symbol 32, offset 3. Nothing was changed.");
        }
        // The recording was whole and stored; what comes behind it is not.
        let mut other = document.clone();
        other["media"].as_array_mut().expect("a list").push(json!({}));
        refused(study.session(), &study, &other.to_string());
        assert_eq!(count(&study, "media_chunk"), 0);
    }
}
