//! Silero's detector from the files that it is published in, against its ONNX file as onnxruntime runs
//! it: `tests/reference/silero.py`.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use trefoil_speech::sound::Recording;
use trefoil_speech::voice::silero::SileroError;
use trefoil_speech::voice::{Activity, Silero, observe};
use trefoil_testkit::{Random, shared_corpus, skip};

use super::plan;

const MODEL: &str = "models/ggml-org+whisper.cpp/for-tests-silero-v6.2.0-ggml.bin";

/// Silero's own files.
const OWN: [&str; 2] = [
    "models/snakers4+silero-vad/silero_vad.onnx",
    "models/snakers4+silero-vad/silero_vad_16k_op15.onnx",
];

/// The file that faster-whisper ships, of other weights and names.
const FASTER_WHISPER: &str = "models/SYSTRAN+faster-whisper/silero_vad_v6.onnx";

fn read(corpus: &Path, model: &str) -> Silero {
    Silero::read(File::open(corpus.join(model)).expect("the detector")).expect("a detector")
}

fn detector(corpus: &Path) -> Silero {
    read(corpus, MODEL)
}

fn heard(corpus: &Path, model: &str) -> Activity {
    let path = corpus.join("audio/ggml-org+whisper.cpp/jfk.wav");
    let mut recording = Recording::new(|| File::open(&path), None);
    let detector = read(corpus, model);
    observe(&mut recording, detector, |_| ControlFlow::Continue(())).expect("a recording").0
}

fn expected() -> Vec<f32> {
    let lines = include_str!("../reference/silero.txt").lines();
    lines.map(|line| line.parse().expect("a number")).collect()
}

#[test]
fn likelihoods_are_those_of_the_reference() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files likelihoods_are_those_of_the_reference");
        return;
    };
    let (activity, expected) = (heard(&corpus, MODEL), expected());
    assert_eq!((activity.frame, expected.len()), (512, 343));
    for (number, (found, expected)) in activity.speech.iter().zip(&expected).enumerate() {
        // Files of whisper.cpp hold most weights in 16 bits.
        assert!((found - expected).abs() < 0.005, "{number}: {found} instead of {expected}");
    }
    assert_eq!(plan(&activity).windows.len(), 1);
}

#[test]
fn its_own_files_give_what_onnxruntime_gives() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files its_own_files_give_what_onnxruntime_gives");
        return;
    };
    for model in OWN {
        let activity = heard(&corpus, model);
        for (number, (found, expected)) in activity.speech.iter().zip(&expected()).enumerate() {
            assert!((found - expected).abs() < 2e-4, "{model} {number}: {found}, not {expected}");
        }
    }
}

#[test]
fn the_file_of_faster_whisper_hears_as_much_speech_as_it_was_measured_to() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files the_file_of_faster_whisper_hears_as_much_speech_as_it_was_measured_to");
        return;
    };
    let (activity, expected) = (heard(&corpus, FASTER_WHISPER), expected());
    // 61 % of its frames, by onnxruntime.
    assert!((0.60..0.62).contains(&activity.share()), "{}", activity.share());
    let agree = activity.speech.iter().zip(&expected);
    let agree = agree.filter(|(one, other)| (**one >= 0.5) == (**other >= 0.5)).count();
    assert!(agree * 10 > activity.speech.len() * 9, "{agree}");
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
    let mut random = Random::anew("other_and_damaged_files_are_refused_with_a_reason");
    for model in [MODEL, OWN[0], OWN[1], FASTER_WHISPER] {
        let bytes = std::fs::read(corpus.join(model)).expect("the detector");
        // Behind its numbers, ONNX says what comes in and goes out, which is of no use here.
        for end in (0..bytes.len() - 300).step_by(29_973) {
            assert!(Silero::read(&bytes[..end]).is_err(), "{model} {end}");
        }
        for _ in 0..50 {
            let mut bytes = bytes.clone();
            bytes[random.below(2000)] = 0xff;
            // Some changes lie in the weights, and are none that can be seen.
            let _ = Silero::read(&bytes[..]);
        }
    }
}
