//! Silero's detector from whisper.cpp's file, against its ONNX file: `tests/reference/silero.py`.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use trefoil_speech::sound::Recording;
use trefoil_speech::voice::silero::SileroError;
use trefoil_speech::voice::{Silero, observe};
use trefoil_testkit::{Random, shared_corpus, skip};

use super::plan;

const MODEL: &str = "models/ggml-org+whisper.cpp/for-tests-silero-v6.2.0-ggml.bin";

fn detector(corpus: &Path) -> Silero {
    Silero::read(File::open(corpus.join(MODEL)).expect("the detector")).expect("a detector")
}

#[test]
fn likelihoods_are_those_of_the_reference() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files likelihoods_are_those_of_the_reference");
        return;
    };
    let path = corpus.join("audio/ggml-org+whisper.cpp/jfk.wav");
    let mut recording = Recording::new(|| File::open(&path), None);
    let observed = observe(&mut recording, detector(&corpus), |_| ControlFlow::Continue(()));
    let (activity, _) = observed.expect("a recording");
    let lines = include_str!("../reference/silero.txt").lines();
    let expected: Vec<f32> = lines.map(|line| line.parse().expect("a number")).collect();
    assert_eq!((activity.frame, expected.len()), (512, 343));
    for (number, (found, expected)) in activity.speech.iter().zip(&expected).enumerate() {
        // Files of whisper.cpp hold most weights in 16 bits.
        assert!((found - expected).abs() < 0.005, "{number}: {found} instead of {expected}");
    }
    assert_eq!(plan(&activity).windows.len(), 1);
}

#[test]
fn nothing_is_spoken_where_nobody_speaks() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files nothing_is_spoken_where_nobody_speaks");
        return;
    };
    for name in ["linto-ai+whisper-timestamped/data/empty.mp3", "quodlibet+mutagen/empty.ogg"] {
        let path = corpus.join("audio").join(name);
        let mut recording = Recording::new(|| File::open(&path), None);
        let observed = observe(&mut recording, detector(&corpus), |_| ControlFlow::Continue(()));
        assert_eq!(plan(&observed.expect("a recording").0).windows, [], "{name}");
    }
}

#[test]
fn other_and_damaged_files_are_refused_with_a_reason() {
    assert!(matches!(Silero::read(&b""[..]), Err(SileroError::Unknown)));
    assert!(matches!(Silero::read(&b"lmgg\x03\0\0\0abc"[..]), Err(SileroError::Unknown)));
    let Some(corpus) = shared_corpus() else {
        skip("real-files other_and_damaged_files_are_refused_with_a_reason");
        return;
    };
    let whisper = corpus.join("models/ggml-org+whisper.cpp/for-tests-ggml-tiny.bin");
    assert!(Silero::read(File::open(whisper).expect("a model")).is_err());
    let bytes = std::fs::read(corpus.join(MODEL)).expect("the detector");
    for end in (0..bytes.len()).step_by(9973) {
        assert!(Silero::read(&bytes[..end]).is_err(), "{end}");
    }
    let mut random = Random::anew("other_and_damaged_files_are_refused_with_a_reason");
    for _ in 0..100 {
        let mut bytes = bytes.clone();
        bytes[random.below(200)] = 0xff;
        // Some changes lie in the weights, and are none that can be seen.
        let _ = Silero::read(&bytes[..]);
    }
}
