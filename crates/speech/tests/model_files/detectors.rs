//! Detectors of voices beside the models: taken in, told apart, verified, taken away.

use std::fs;

use trefoil_speech::model_store::{ModelKind, StoreError};
use trefoil_speech::voice::Detector as _;
use trefoil_testkit::{shared_corpus, skip};

use crate::layouts::written;
use crate::micro::ggml;
use crate::micro::quantised::Kind;
use crate::store::{add, names, sha256, store, verify};

/// Each with the name that its hash is known by.
const FILES: [(&str, &str); 4] = [
    ("snakers4+silero-vad/silero_vad.onnx", "silero"),
    ("snakers4+silero-vad/silero_vad_16k_op15.onnx", "silero_16k_op15"),
    ("SYSTRAN+faster-whisper/silero_vad_v6.onnx", "silero_v6"),
    ("ggml-org+whisper.cpp/for-tests-silero-v6.2.0-ggml.bin", "silero-v6.2.0"),
];

#[test]
fn a_detector_is_taken_in_labelled_verified_and_taken_away() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files a_detector_is_taken_in_labelled_verified_and_taken_away");
        return;
    };
    let (_folder, store) = store();
    let (_source, path) = written("ggml-micro.bin", &ggml::micro(Kind::F16));
    add(&store, &path, "micro").expect("a model");
    for (file, known) in FILES {
        let path = corpus.join("models").join(file);
        let added = add(&store, &path, "ears").expect("a detector");
        let bytes = fs::read(&path).expect("the file");
        assert_eq!((added.kind, added.published.as_deref()), (ModelKind::Voices, Some(known)));
        assert_eq!((added.sha256.clone(), added.bytes), (sha256(&bytes), bytes.len() as u64));
        assert_eq!((added.dimensions, added.licence.as_deref()), (None, Some("MIT")));
        assert_eq!(store.open_detector("ears").expect("it opens").frame(), 512);
        assert_eq!(store.list_of(ModelKind::Voices).expect("a list"), [added]);
        assert_eq!(store.list_of(ModelKind::Words).expect("a list")[0].name, "micro");
        assert_eq!(verify(&store, "ears"), []);
        assert!(matches!(store.open("ears"), Err(StoreError::Kind { .. })));
        assert!(matches!(store.open_detector("micro"), Err(StoreError::Kind { .. })));
        store.remove("ears").expect("it was there");
        assert_eq!(names(&store), ["micro.bin", "models.json", "models.lock"]);
        assert!(path.is_file(), "nobody's own file is deleted");
    }
}

#[test]
fn a_detector_that_was_changed_is_labelled_unknown() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files a_detector_that_was_changed_is_labelled_unknown");
        return;
    };
    let mut bytes = fs::read(corpus.join("models").join(FILES[1].0)).expect("the file");
    // In the middle of its weights.
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    let (_source, path) = written("silero_vad.onnx", &bytes);
    let (_folder, store) = store();
    let added = add(&store, &path, "silero").expect("a detector");
    assert_eq!((added.kind, added.published), (ModelKind::Voices, None));
    assert_eq!(names(&store), ["models.json", "models.lock", "silero.onnx"]);
}

#[test]
fn what_is_no_detector_is_refused_and_leaves_nothing() {
    let (_folder, store) = store();
    for (name, bytes) in [
        ("other.onnx", &b"\x08\x08\x12\x07pytorch\x3a\x00"[..]),
        ("cut.onnx", &b"\x08\x08\x12\x07pytorch\x3a\xff\xff\x03"[..]),
        ("cut.bin", &b"lmgg\x0a\0\0\0silero-16k\x06\0\0\0"[..]),
    ] {
        let (_source, path) = written(name, bytes);
        let error = add(&store, &path, "ears").expect_err(name);
        assert!(matches!(error, StoreError::Detector { .. }), "{error}");
        assert!(error.to_string().contains(name), "{error}");
    }
    assert_eq!(store.list().expect("a list"), []);
    let missing = store.open_detector("silero").expect_err("none is here").to_string();
    for part in ["the detector of voices silero", "trefoil model fetch silero", "model add FILE"] {
        assert!(missing.contains(part), "{missing}");
    }
}
