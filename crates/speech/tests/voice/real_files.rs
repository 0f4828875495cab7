//! Real recordings, with speech and without.

use std::fs::File;
use std::ops::ControlFlow;
use std::path::Path;

use trefoil_speech::sound::Recording;
use trefoil_speech::voice::{Activity, hear_windows};
use trefoil_testkit::{shared_corpus, skip};

use super::{activity, plan, plan_of_samples};

fn recording(path: &Path) -> Recording<'_, File> {
    Recording::new(move || File::open(path), None)
}

fn activity_of(path: &Path) -> Activity {
    activity(&mut recording(path))
}

#[test]
fn nothing_is_spoken_in_45_minutes_of_silence() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files nothing_is_spoken_in_45_minutes_of_silence");
        return;
    };
    let silence = corpus.join("audio/oral-history-digital+ohd/45-minutes-of-silence.mp3");
    let activity = activity_of(&silence);
    assert!(activity.samples > 44 * 60 * 16_000, "{}", activity.samples);
    assert_eq!(plan(&activity).windows, []);
}

#[test]
fn nothing_is_spoken_in_empty_recordings() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files nothing_is_spoken_in_empty_recordings");
        return;
    };
    for name in [
        "linto-ai+whisper-timestamped/data/empty.mp3",
        "linto-ai+whisper-timestamped/data/empty.wav",
        "quodlibet+mutagen/empty.ogg",
        "quodlibet+mutagen/has-tags.m4a",
        "quodlibet+mutagen/silence-44-s.mp3",
    ] {
        assert_eq!(plan(&activity_of(&corpus.join("audio").join(name))).windows, [], "{name}");
    }
}

/// Shares of speech in percent that Silero VAD v6 finds in the same recordings (its ONNX file of
/// faster-whisper in onnxruntime, threshold 0.5), and how far apart the two may be.
const SHARES: [(&str, f64, f64); 16] = [
    ("MahmoudAshraf97+whisper-diarization/test.opus", 74.6, 5.0),
    ("SYSTRAN+faster-whisper/hotwords.mp3", 92.8, 5.0),
    ("SYSTRAN+faster-whisper/stereo_diarization.wav", 83.4, 5.0),
    ("Uberi+speech_recognition/audio-mono-24-bit-44100Hz.wav", 40.7, 8.0),
    ("Uberi+speech_recognition/french.aiff", 61.3, 15.0),
    ("alphacep+vosk-api/test.wav", 50.4, 5.0),
    ("argmaxinc+WhisperKit/es_test_clip.wav", 81.2, 5.0),
    ("argmaxinc+WhisperKit/ja_test_clip.wav", 41.4, 5.0),
    ("argmaxinc+WhisperKit/jfk_441khz.m4a", 60.2, 8.0),
    ("argmaxinc+WhisperKit/ted_60.m4a", 66.5, 5.0),
    ("chris-rudmin+opus-recorder/mono.opus", 45.9, 5.0),
    ("linto-ai+whisper-timestamped/data/bonjour.wav", 50.0, 5.0),
    ("linto-ai+whisper-timestamped/data/punctuations.mp3", 67.1, 5.0),
    ("linto-ai+whisper-timestamped/data/words.wav", 22.1, 5.0),
    ("mozilla+DeepSpeech/LDC93S1.wav", 87.0, 8.0),
    ("snakers4+silero-vad/test.wav", 74.6, 5.0),
];

#[test]
fn as_much_is_spoken_as_another_detector_finds() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files as_much_is_spoken_as_another_detector_finds");
        return;
    };
    let mut far = Vec::new();
    for (name, expected, distance) in SHARES {
        let share = activity_of(&corpus.join("audio").join(name)).share() * 100.0;
        println!("{name}: {share:.1} %, {expected} % by Silero");
        if (share - expected).abs() > distance {
            far.push((name, share, expected));
        }
    }
    assert!(far.is_empty(), "{far:?}");
}

#[test]
fn speech_is_found_however_quiet_and_beside_noise() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files speech_is_found_however_quiet_and_beside_noise");
        return;
    };
    let path = corpus.join("audio/SYSTRAN+faster-whisper/hotwords.mp3");
    let mut speech = Vec::new();
    recording(&path)
        .listen(|chunk| {
            speech.extend_from_slice(chunk);
            ControlFlow::Continue(())
        })
        .expect("a recording");
    let mut state = 1_u32;
    let mut noise = move || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        f32::from(u16::try_from(state >> 16).unwrap_or(0)) / 32_768.0 - 1.0
    };
    for (gain, hiss) in
        [(1.0, 0.0), (3.0, 0.0), (0.03, 0.0), (0.003, 0.0), (1.0, 0.01), (0.1, 0.003)]
    {
        // Ten seconds of pause before and after.
        let pause = vec![0.0; 160_000];
        let samples: Vec<f32> = [&pause[..], &speech, &pause]
            .concat()
            .into_iter()
            .map(|sample| (sample * gain).clamp(-1.0, 1.0) + noise() * hiss)
            .collect();
        let plan = plan_of_samples(&samples);
        let found: u64 = plan.windows.iter().map(trefoil_speech::voice::Window::length).sum();
        let percent = found * 100 / speech.len() as u64;
        assert!((85..120).contains(&percent), "{percent} % of it at {gain} with {hiss}");
        assert_eq!(plan.windows.len(), 1);
    }
}

#[test]
fn windows_hold_what_was_recorded_at_their_times() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files windows_hold_what_was_recorded_at_their_times");
        return;
    };
    let path = corpus.join("audio/linto-ai+whisper-timestamped/data/smartphone.mp3");
    let mut recording = recording(&path);
    let plan = plan(&activity(&mut recording));
    let mut all = Vec::new();
    recording
        .listen(|chunk| {
            all.extend_from_slice(chunk);
            ControlFlow::Continue(())
        })
        .expect("a recording");
    let mut heard = 0;
    hear_windows(&mut recording, &plan.windows, |number, sound| {
        let window = &plan.windows[number];
        assert_eq!((number, sound.len() as u64), (heard, window.length()));
        assert!(sound.len() <= 480_000);
        for (time, sample) in sound.iter().enumerate().step_by(331) {
            let recorded = usize::try_from(window.when_begun(time as u64)).expect("a time");
            assert!((all[recorded] - sample).abs() < 1e-9);
        }
        heard += 1;
        ControlFlow::Continue(())
    })
    .expect("a recording");
    assert!((6..=12).contains(&heard), "{heard} windows");
    assert_eq!(heard, plan.windows.len());
}
