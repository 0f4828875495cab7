//! A model of chance writes nonsense, but always the same: on any number of threads, from either
//! kind of file, in one run or in several.

use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::sync::Arc;

use trefoil_speech::kernels::{Precision, Threads};
use trefoil_speech::sound::Recording;
use trefoil_speech::transcribe::{Language, Segment, Settings};
use trefoil_speech::voice::Window;
use trefoil_speech::whisper::{Machine, Model, files};
use trefoil_testkit::{Random, shared_corpus, skip};

use super::micro::{DIMENSIONS, ggml, quantised, safetensors};
use super::{Setup, plan};

/// Settings by which a model of chance is believed.
fn credulous() -> Settings {
    let mut settings =
        Settings { language: Language::Given("en".into()), guesses: true, ..Settings::default() };
    settings.options.beam_size = 2;
    settings.options.best_of = 2;
    settings.options.temperatures = vec![0.0, 0.7];
    settings.options.log_probability_threshold = None;
    settings.options.no_speech_threshold = None;
    settings.options.compression_ratio_threshold = None;
    settings
}

fn opened(path: &Path, threads: usize, precision: Precision) -> Setup {
    let mut file = files::open(path).expect("a model");
    let machine =
        Machine { precision, threads: Arc::new(Threads::new(threads)), ..Machine::new(1) };
    let model = Model::read(&mut file, &machine).expect("a whole model");
    Setup { model, settings: credulous() }
}

/// The micro-Whisper as a ggml file and as a Hugging Face folder.
fn written() -> (tempfile::TempDir, [std::path::PathBuf; 2]) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let paths = [folder.path().join("ggml-micro.bin"), folder.path().join("hugging-face")];
    fs::write(&paths[0], ggml::micro(quantised::Kind::F32)).expect("a file");
    fs::create_dir(&paths[1]).expect("a folder");
    let weights = safetensors::micro(safetensors::Kind::F32);
    fs::write(paths[1].join("model.safetensors"), weights).expect("a file");
    let config = safetensors::config(&DIMENSIONS).to_string();
    fs::write(paths[1].join("config.json"), config).expect("a file");
    let vocabulary = safetensors::vocabulary().to_string();
    fs::write(paths[1].join("vocab.json"), vocabulary).expect("a file");
    (folder, paths)
}

/// Seven seconds of a melody with noise, as a WAV file at 16 kHz.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "samples are 16-bit numbers, and the sound is short"
)]
fn melody() -> Vec<u8> {
    let mut random = Random::seeded(3);
    let samples = (0..7 * 16_000).map(|n| {
        let pitch = [220.0, 277.0, 330.0, 440.0][n / 4000 % 4];
        let tone = (n as f64 / 16_000.0 * pitch * std::f64::consts::TAU).sin() * 9000.0;
        (tone + random.below(2000) as f64) as i16
    });
    let data: Vec<u8> = samples.flat_map(i16::to_le_bytes).collect();
    let length = u32::try_from(data.len()).expect("a short sound");
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x01\0\x01\0\x80\x3e\0\0\0\x7d\0\0\x02\0\x10\0data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(data);
    bytes
}

fn of_melody(setup: &mut Setup) -> Vec<Segment> {
    let bytes = melody();
    let mut recording = Recording::new(|| Ok(Cursor::new(bytes.clone())), None);
    setup.transcribe(&mut recording, &windows(), None, usize::MAX).0
}

/// Two windows of the melody, as if somebody had been heard there.
fn windows() -> [Window; 2] {
    [Window::of(8000..50_000), Window::of(60_000..110_000)]
}

#[test]
fn the_same_comes_of_either_file_and_of_any_number_of_threads() {
    let (_folder, [ggml, hugging_face]) = written();
    for precision in [Precision::Float, Precision::Int8] {
        for without_timestamps in [false, true] {
            let melody = |path, threads| {
                let mut setup = opened(path, threads, precision);
                setup.settings.options.without_timestamps = without_timestamps;
                of_melody(&mut setup)
            };
            let one = melody(&ggml, 1);
            assert!(one.iter().any(|segment| !segment.words.is_empty()), "{one:?}");
            assert_eq!(melody(&ggml, 2), one, "two threads");
            assert_eq!(melody(&hugging_face, 1), one, "another layout");
        }
    }
}

#[test]
fn the_same_comes_of_windows_side_by_side_as_of_one_after_the_other() {
    let (_folder, [ggml, _]) = written();
    for precision in [Precision::Float, Precision::Int8] {
        for beams in [1, 3] {
            let melody = |at_once| {
                let mut setup = opened(&ggml, 1, precision);
                setup.settings.options.beam_size = beams;
                setup.settings.tell_text_before = false;
                setup.settings.windows_at_once = at_once;
                of_melody(&mut setup)
            };
            let one = melody(1);
            assert!(one.iter().any(|segment| !segment.words.is_empty()), "{one:?}");
            assert_eq!(melody(2), one, "{precision:?} {beams}");
            assert_eq!(melody(5), one, "{precision:?} {beams}");
        }
    }
}

#[test]
fn a_run_that_is_broken_off_anywhere_goes_on_as_if_it_had_not_been() {
    let (_folder, [ggml, _]) = written();
    let mut setup = opened(&ggml, 1, Precision::Int8);
    let bytes = melody();
    let mut recording = Recording::new(|| Ok(Cursor::new(bytes.clone())), None);
    let (whole, _) = setup.transcribe(&mut recording, &windows(), None, usize::MAX);
    for most in 1..=whole.len() {
        let (mut told, bookmark) = setup.transcribe(&mut recording, &windows(), None, most);
        assert_eq!(told.len(), most);
        let kept = serde_json::to_vec(&bookmark).expect("a bookmark can be kept");
        let bookmark = serde_json::from_slice(&kept).expect("and be read");
        told.extend(setup.transcribe(&mut recording, &windows(), Some(bookmark), usize::MAX).0);
        assert_eq!(told, whole, "broken off after {most}");
    }
}

#[test]
fn segments_of_a_real_recording_lie_where_somebody_speaks() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files a model of chance hears a real recording");
        return;
    };
    let path = corpus.join("audio/ggml-org+whisper.cpp/jfk.wav");
    let mut recording = Recording::new(|| fs::File::open(&path), Some("wav"));
    let (plan, duration_ms) = plan(&mut recording);
    assert!(!plan.windows.is_empty() && (10_900..11_100).contains(&duration_ms));
    let (_folder, [ggml, _]) = written();
    let mut setup = opened(&ggml, 2, Precision::Int8);
    let (segments, _) = setup.transcribe(&mut recording, &plan.windows, None, usize::MAX);
    assert!(!segments.is_empty());
    let mut before = 0;
    for segment in &segments {
        assert!(segment.begin_ms >= before && segment.end_ms >= segment.begin_ms, "{segment:?}");
        before = segment.end_ms;
        let middle = segment.begin_ms.midpoint(segment.end_ms) * 16;
        let is_heard = plan.windows.iter().any(|window| window.span().contains(&middle));
        assert!(is_heard || segment.begin_ms == segment.end_ms, "{segment:?}");
        for word in &segment.words {
            assert!(segment.begin_ms <= word.begin_ms && word.end_ms <= segment.end_ms);
        }
    }
    assert!(before <= duration_ms);
}

#[test]
fn silence_has_no_windows_and_so_no_words() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files 45 minutes of silence have no words");
        return;
    };
    let path = corpus.join("audio/oral-history-digital+ohd/45-minutes-of-silence.mp3");
    let mut recording = Recording::new(|| fs::File::open(&path), Some("mp3"));
    let (plan, _) = plan(&mut recording);
    let (_folder, [ggml, _]) = written();
    let mut setup = opened(&ggml, 1, Precision::Int8);
    let (segments, _) = setup.transcribe(&mut recording, &plan.windows, None, usize::MAX);
    assert_eq!(segments, []);
}
