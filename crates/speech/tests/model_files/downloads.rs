//! Downloads that are broken off, go on, and come to something else than they should.

use std::fs;
use std::ops::ControlFlow;

use trefoil_speech::model_store::{Expected, Incoming, StoreError, StoredModel};

use crate::micro::ggml;
use crate::micro::quantised::Kind;
use crate::store::{add, details, names, sha256, store, verify};

fn expected(bytes: &[u8]) -> Expected {
    Expected {
        url: "https://example.org/ggml-micro.bin".into(),
        sha256: Some(sha256(bytes)),
        bytes: Some(bytes.len() as u64),
        version: None,
    }
}

fn finish(incoming: Incoming) -> Result<StoredModel, StoreError> {
    incoming.finish(&details(), &mut |_| ControlFlow::Continue(()))
}

#[test]
fn a_download_goes_on_where_it_was_broken_off() {
    let bytes = ggml::micro(Kind::F16);
    let (_folder, store) = store();
    let expected = expected(&bytes);
    for (begin, end) in [(0, 1000), (1000, 70_000), (70_000, bytes.len())] {
        let mut incoming = store.open_part("micro", expected.clone()).expect("a download");
        assert_eq!(incoming.bytes(), begin as u64);
        let busy = store.open_part("micro", expected.clone());
        assert!(matches!(busy, Err(StoreError::Busy(_))));
        for piece in bytes[begin..end].chunks(999) {
            incoming.append(piece).expect("it can be written");
        }
        assert_eq!(incoming.is_whole(), end == bytes.len());
        if end < bytes.len() {
            let error = finish(incoming).expect_err("it is not whole");
            let whole = bytes.len() as u64;
            let partial = matches!(error, StoreError::Incomplete { have, whole: all, .. }
                if have == end as u64 && all == whole);
            assert!(partial, "{error}");
            assert!(matches!(store.path("micro"), Err(StoreError::Missing(_))));
        } else {
            let stored = finish(incoming).expect("a model");
            assert_eq!(stored.sha256, sha256(&bytes));
            assert_eq!(stored.origin.as_deref(), Some("https://example.org/ggml-micro.bin"));
        }
    }
    assert_eq!(names(&store), ["micro.bin", "models.json", "models.lock"]);
    assert_eq!(verify(&store, "micro"), []);
    assert!(matches!(store.open_part("micro", expected), Err(StoreError::Exists(_))));
}

#[test]
fn a_download_begins_anew_when_the_file_is_another_one() {
    let bytes = ggml::micro(Kind::F16);
    let (_folder, store) = store();
    let plain = Expected { url: "https://example.org/a".into(), ..Expected::default() };
    let mut incoming = store.open_part("micro", plain.clone()).expect("a download");
    incoming.note(Some(5000), Some("v1".into())).expect("noted");
    incoming.append(&bytes[..1000]).expect("it can be written");
    drop(incoming);
    // The same version goes on, and is remembered.
    let mut incoming = store.open_part("micro", plain.clone()).expect("a download");
    assert_eq!((incoming.bytes(), incoming.expected().version.as_deref()), (1000, Some("v1")));
    incoming.note(Some(5000), Some("v1".into())).expect("noted");
    assert_eq!(incoming.bytes(), 1000);
    incoming.note(Some(6000), Some("v2".into())).expect("noted");
    assert_eq!((incoming.bytes(), incoming.expected().bytes), (0, Some(6000)));
    incoming.append(&bytes[..2000]).expect("it can be written");
    assert!(matches!(incoming.append(&bytes[..5000]), Err(StoreError::TooMuch { .. })));
    assert_eq!(incoming.bytes(), 0);
    incoming.append(&bytes[..2000]).expect("it can be written");
    drop(incoming);
    let other = Expected { url: "https://example.org/b".into(), ..plain };
    assert_eq!(store.open_part("micro", other).expect("a download").bytes(), 0);
}

#[test]
fn a_download_with_another_hash_is_put_aside_and_can_be_taken_by_hand() {
    let bytes = ggml::micro(Kind::F16);
    let (_folder, store) = store();
    let wrong = Expected { sha256: Some("0".repeat(64)), ..expected(&bytes) };
    let mut incoming = store.open_part("micro", wrong.clone()).expect("a download");
    incoming.append(&bytes).expect("it can be written");
    let error = finish(incoming).expect_err("another hash");
    let StoreError::Hash { kept, found, .. } = &error else { unreachable!("{error}") };
    assert_eq!(found, &sha256(&bytes));
    assert!(error.to_string().contains("trefoil model add"), "{error}");
    assert_eq!(fs::read(kept).expect("it was kept"), bytes);
    // The next attempt begins anew and does not hash the same bytes for ever.
    assert_eq!(store.open_part("micro", wrong).expect("a download").bytes(), 0);
    let stored = add(&store, kept, "micro").expect("by hand");
    assert_eq!(stored.published, None);
}

#[test]
fn a_download_that_is_no_model_is_put_aside() {
    let (_folder, store) = store();
    let page = b"<!DOCTYPE html><title>404</title>";
    let mut incoming = store.open_part("micro", expected(page)).expect("a download");
    incoming.append(page).expect("it can be written");
    let error = finish(incoming).expect_err("no model").to_string();
    assert!(error.contains("web page") && error.contains("micro.refused"), "{error}");
    assert_eq!(names(&store), ["micro.refused"]);
}
