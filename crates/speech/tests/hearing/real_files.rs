//! Real recordings by other people and other programs.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use trefoil_speech::decode::{self, DecodeError, Heard};
use trefoil_testkit::{shared_corpus, skip};

/// What can be measured but not decoded, and why.
const MEASURED_ONLY: [&str; 2] = [
    // AAC with eight channels, which the decoder does not know.
    "8_Channel_ID.m4a",
    // Three frames that lean on frames that were cut away.
    "bad-xing.mp3",
];

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder of the corpus");
    let mut paths: Vec<PathBuf> =
        entries.map(|entry| entry.expect("an entry of the corpus").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .flat_map(|path| if path.is_dir() { files_below(&path) } else { vec![path] })
        .collect()
}

fn decode_all(path: &Path) -> Result<Heard, DecodeError> {
    let file = File::open(path).expect("a file of the corpus");
    decode::samples(file, None, |_| ControlFlow::Continue(()))
}

#[test]
fn what_is_decoded_lasts_as_long_as_what_is_measured() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files what_is_decoded_lasts_as_long_as_what_is_measured");
        return;
    };
    let (mut count, mut codecs) = (0, BTreeSet::new());
    for path in files_below(&corpus.join("audio")) {
        let file = File::open(&path).expect("a file of the corpus");
        let Ok(measured) = decode::probe(file, None) else {
            assert!(decode_all(&path).is_err(), "{}", path.display());
            continue;
        };
        if MEASURED_ONLY.iter().any(|name| path.ends_with(name)) {
            assert!(decode_all(&path).is_err(), "{}", path.display());
            continue;
        }
        let heard = decode_all(&path).expect("a recording that can be measured");
        // An index may say that the last packet ends before it is full.
        assert!(
            measured.duration_ms.abs_diff(heard.duration_ms) <= 10,
            "{}: {} measured, {heard:?}",
            path.display(),
            measured.duration_ms
        );
        assert_eq!(heard.remarks, measured.remarks, "{}", path.display());
        count += 1;
        codecs.insert(measured.codec);
    }
    assert_eq!(codecs, BTreeSet::from(["aac", "alac", "flac", "mp3", "opus", "pcm", "vorbis"]));
    assert_eq!(count, 52);
}
