//! A folder of models: taken in, listed, verified, taken away.

use std::fs;
use std::ops::ControlFlow;
use std::path::Path;

use sha2::{Digest, Sha256};
use tempfile::TempDir;
use trefoil_speech::model_store::{
    Adding, Details, Fault, ModelStore, Progress, StoreError, StoredModel, find_known,
};
use trefoil_speech::whisper::Tensors;
use trefoil_speech::whisper::files::Layout;

use crate::layouts::{write_folder_without_weights, written};
use crate::micro::quantised::Kind;
use crate::micro::{DIMENSIONS, ggml, safetensors};

pub(crate) fn store() -> (TempDir, ModelStore) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let store = ModelStore::new(folder.path().join("not/yet/there"));
    (folder, store)
}

pub(crate) fn details() -> Details {
    Details { added: "2026-11-26T13:00:00Z".into(), ..Details::default() }
}

pub(crate) fn add(store: &ModelStore, path: &Path, name: &str) -> Result<StoredModel, StoreError> {
    store.add(path, name, Adding::Copy, &details(), &mut |_| ControlFlow::Continue(()))
}

pub(crate) fn verify(store: &ModelStore, name: &str) -> Vec<Fault> {
    store.verify(name, &mut |_| ControlFlow::Continue(())).expect("it can be read")
}

pub(crate) fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().flat_map(|byte| [byte >> 4, byte & 15]).map(hexadecimal).collect()
}

fn hexadecimal(digit: u8) -> char {
    char::from_digit(u32::from(digit), 16).expect("half a byte")
}

/// Everything in the store's folder.
pub(crate) fn names(store: &ModelStore) -> Vec<String> {
    let entries = fs::read_dir(store.folder()).expect("the folder");
    let name = |entry: std::io::Result<fs::DirEntry>| {
        entry.expect("an entry").file_name().into_string().expect("text")
    };
    let mut names: Vec<String> = entries.map(name).collect();
    names.sort();
    names
}

#[test]
fn a_model_is_taken_in_found_verified_and_taken_away() {
    let bytes = ggml::micro(Kind::Q5_1);
    let (_source, path) = written("ggml-micro.bin", &bytes);
    let (_folder, store) = store();
    assert_eq!(store.list().expect("no models"), []);
    let mut seen = Vec::new();
    let added = store
        .add(&path, "micro", Adding::Copy, &details(), &mut |progress| {
            seen.push(progress);
            ControlFlow::Continue(())
        })
        .expect("a model");
    let total = bytes.len() as u64;
    assert_eq!(seen.first(), Some(&Progress { done: 0, total }));
    assert_eq!(seen.last(), Some(&Progress { done: total, total }));
    assert_eq!(added.sha256, sha256(&bytes));
    assert_eq!((added.layout.as_str(), added.precision.as_str()), ("ggml", "q5_1"));
    assert_eq!((added.dimensions, added.languages, added.bytes), (Some(DIMENSIONS), 99, total));
    assert_eq!((added.published.as_deref(), added.licence.as_deref()), (None, None));
    assert_eq!(added.origin.as_deref(), path.to_str());

    assert_eq!(names(&store), ["micro.bin", "models.json", "models.lock"]);
    assert_eq!(store.list().expect("a list"), std::slice::from_ref(&added));
    for name in ["micro", "ggml-micro.bin", "MICRO"] {
        assert_eq!(store.find(name).expect("the model"), added);
    }
    assert_eq!(store.path("micro").expect("its path"), store.folder().join("micro.bin"));
    assert_eq!(store.open("micro").expect("a model").dimensions(), DIMENSIONS);
    assert_eq!(verify(&store, "micro"), []);

    let removed = store.remove("micro").expect("it was there");
    assert_eq!((removed.freed, removed.kept), (total, None));
    assert_eq!(names(&store), ["models.json", "models.lock"]);
    assert!(path.is_file());
}

#[test]
fn what_was_changed_since_is_told_and_never_deleted() {
    let (_source, path) = written("ggml-micro.bin", &ggml::micro(Kind::F16));
    let (_folder, store) = store();
    let added = add(&store, &path, "micro").expect("a model");
    let kept = store.path("micro").expect("its path");
    let mut bytes = fs::read(&kept).expect("the file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(&kept, &bytes).expect("it can be written");
    let changed =
        Fault::Changed { path: kept.clone(), expected: added.sha256, found: sha256(&bytes) };
    assert_eq!(verify(&store, "micro"), [changed]);
    assert_eq!(fs::read(&kept).expect("the file"), bytes);

    fs::remove_file(&kept).expect("it was there");
    assert_eq!(verify(&store, "micro"), [Fault::Gone(kept)]);
    let error = store.path("micro").expect_err("it is gone").to_string();
    assert!(error.contains("trefoil model remove micro"), "{error}");
    assert_eq!(store.remove("micro").expect("off the list").kept, None);
}

#[test]
fn nothing_is_ever_written_over() {
    let (_source, path) = written("ggml-micro.bin", &ggml::micro(Kind::F16));
    let (_folder, store) = store();
    add(&store, &path, "micro").expect("a model");
    assert!(matches!(add(&store, &path, "Micro"), Err(StoreError::Exists(_))));
    let own = store.folder().join("mine.bin");
    fs::write(&own, "a file that somebody put here").expect("a file");
    assert!(matches!(add(&store, &path, "mine"), Err(StoreError::Occupied(_))));
    assert_eq!(fs::read(&own).expect("still there"), b"a file that somebody put here");
    for name in ["../escape", "", "a/b", ".hidden", "models"] {
        assert!(matches!(add(&store, &path, name), Err(StoreError::Name(_))), "{name}");
    }
    let error = add(&store, &own, "odd").expect_err("no model").to_string();
    assert!(error.contains("mine.bin"), "{error}");
    assert_eq!(names(&store), ["micro.bin", "mine.bin", "models.json", "models.lock"]);
}

#[test]
fn adding_can_be_stopped_and_leaves_nothing() {
    let (_source, path) = written("ggml-micro.bin", &ggml::micro(Kind::F32));
    let (_folder, store) = store();
    let stopped = store.add(&path, "micro", Adding::Copy, &details(), &mut |progress| {
        if progress.done > 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    assert!(matches!(stopped, Err(StoreError::Cancelled)));
    assert_eq!(names(&store), ["models.lock"]);
    // What a kill left is cleared away by the next who adds.
    fs::write(store.folder().join(".adding-other"), "half").expect("a file");
    fs::create_dir(store.folder().join(".adding-folder")).expect("a folder");
    add(&store, &path, "micro").expect("a model");
    assert_eq!(names(&store), ["micro.bin", "models.json", "models.lock"]);
}

#[test]
fn a_model_can_stay_where_it_is() {
    let (source, path) = written("ggml-micro.bin", &ggml::micro(Kind::F16));
    let (_folder, store) = store();
    let watch = &mut |_| ControlFlow::Continue(());
    let added = store.add(&path, "linked", Adding::Link, &details(), watch).expect("a model");
    assert!(added.linked);
    assert_eq!(names(&store), ["models.json", "models.lock"]);
    let real = path.canonicalize().expect("the file");
    assert_eq!(store.path("linked").expect("its path"), real);
    assert_eq!(verify(&store, "linked"), []);
    assert_eq!(store.remove("linked").expect("off the list").kept, Some(real));
    assert!(path.is_file());
    drop(source);
}

#[test]
fn a_file_that_was_put_into_the_folder_is_pointed_out_and_taken_in_where_it_is() {
    let (_folder, store) = store();
    fs::create_dir_all(store.folder()).expect("a folder");
    let path = store.folder().join("ggml-micro.bin");
    fs::write(&path, ggml::micro(Kind::F16)).expect("a file");
    let error = store.path("micro").expect_err("not in the list").to_string();
    assert!(error.contains("not in the list yet") && error.contains("ggml-micro.bin"), "{error}");
    let added = add(&store, &path, "micro").expect("a model");
    assert_eq!((added.file.as_str(), added.linked), ("ggml-micro.bin", false));
    assert_eq!(added.files[0].path, "ggml-micro.bin");
    assert_eq!(names(&store), ["ggml-micro.bin", "models.json", "models.lock"]);
    assert_eq!(verify(&store, "micro"), []);
}

#[test]
fn a_folder_of_hugging_face_is_taken_in_as_a_whole() {
    let (source, path) = written("model.safetensors", &safetensors::micro(safetensors::Kind::BF16));
    write_folder_without_weights(source.path());
    fs::write(source.path().join("unrelated.msgpack"), "not wanted").expect("a file");
    let (_folder, store) = store();
    let added = add(&store, source.path(), "folder").expect("a model");
    assert_eq!((added.layout.as_str(), added.precision.as_str()), ("hugging-face", "bf16"));
    let paths: Vec<&str> = added.files.iter().map(|file| file.path.as_str()).collect();
    let expected = ["config.json", "generation_config.json", "model.safetensors", "vocab.json"];
    assert_eq!(paths, expected.map(|name| format!("folder/{name}")));
    // As `sha256sum * | sha256sum` has it.
    let lines = expected.map(|name| {
        let bytes = fs::read(source.path().join(name)).expect("a file");
        format!("{}  {name}\n", sha256(&bytes))
    });
    assert_eq!(added.sha256, sha256(lines.concat().as_bytes()));
    assert_eq!(store.open("folder").expect("a model").layout(), Layout::HuggingFace);
    assert_eq!(verify(&store, "folder"), []);
    store.remove("folder").expect("it was there");
    assert_eq!(names(&store), ["models.json", "models.lock"]);

    let alone = tempfile::tempdir().expect("a temporary folder");
    let file = alone.path().join("alone.safetensors");
    fs::copy(&path, &file).expect("a copy");
    let error = add(&store, &file, "alone").expect_err("no vocabulary").to_string();
    assert!(error.contains("no vocabulary"), "{error}");
    fs::write(alone.path().join("vocab.json"), safetensors::vocabulary().to_string()).expect("it");
    add(&store, &file, "alone").expect("a model");
    let opened = store.path("alone").and_then(|_| store.open("alone")).expect("a model");
    assert_eq!(opened.layout(), Layout::Safetensors);
}

#[test]
fn a_missing_model_says_how_to_get_it() {
    let (_folder, store) = store();
    let error = store.path("small").expect_err("no models").to_string();
    let known = find_known("small").expect("a published model");
    for part in [
        store.folder().to_str().expect("text"),
        "trefoil model fetch small",
        "trefoil model add FILE",
        &known.url(),
        known.sha256,
        "488 MB",
    ] {
        assert!(error.contains(part), "{part}: {error}");
    }
    let error = store.path("my-own").expect_err("no models").to_string();
    assert!(error.contains("trefoil model add FILE --name my-own"), "{error}");
    assert!(error.contains("trefoil model fetch NAME"), "{error}");
}

#[test]
fn a_damaged_list_is_told_of_and_kept() {
    let (_source, path) = written("ggml-micro.bin", &ggml::micro(Kind::F16));
    let (_folder, store) = store();
    add(&store, &path, "micro").expect("a model");
    let list = store.folder().join("models.json");
    let good = fs::read_to_string(&list).expect("the list");
    let outside = good.replace("\"micro.bin\"", "\"../../../elsewhere\"");
    for bad in ["", "{", "[]", "{\"version\": 2, \"models\": []}", outside.as_str()] {
        fs::write(&list, bad).expect("it can be written");
        let error = store.list().expect_err("a damaged list").to_string();
        assert!(error.contains("models.json") && error.contains("untouched"), "{error}");
        assert!(store.remove("micro").is_err());
        assert!(add(&store, &path, "another").is_err());
        assert_eq!(fs::read_to_string(&list).expect("the list"), bad);
    }
    assert!(store.folder().join("micro.bin").is_file());
}
