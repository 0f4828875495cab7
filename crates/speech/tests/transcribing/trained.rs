//! The words of a trained model, where somebody has one: `TREFOIL_TEST_MODEL=FILE cargo test`.

use std::env;
use std::fs::File;
use std::path::Path;

use trefoil_speech::sound::Recording;
use trefoil_speech::transcribe::{Doubt, Settings};
use trefoil_speech::whisper::{Machine, Model, files};
use trefoil_testkit::{shared_corpus, skip};

use super::{Setup, plan};

const SPOKEN: &str = "and so my fellow americans ask not what your country can do for you \
    ask what you can do for your country";

#[test]
fn a_trained_model_understands_a_known_sentence() {
    let Some(model) = env::var_os("TREFOIL_TEST_MODEL").filter(|model| !model.is_empty()) else {
        skip("trained-weights a trained model understands a known sentence");
        return;
    };
    let Some(corpus) = shared_corpus() else {
        skip("real-files a trained model understands a known sentence");
        return;
    };
    let mut file = files::open(Path::new(&model)).expect("TREFOIL_TEST_MODEL is a model");
    let model = Model::read(&mut file, &Machine::new(2)).expect("its weights and vocabulary");
    let mut setup = Setup { model, settings: Settings::default() };
    let path = corpus.join("audio/ggml-org+whisper.cpp/jfk.wav");
    let mut recording = Recording::new(|| File::open(&path), Some("wav"));
    let (plan, duration_ms) = plan(&mut recording);
    let (segments, _) = setup.transcribe(&mut recording, &plan.windows, None, usize::MAX);

    let heard: String =
        segments.iter().map(|segment| segment.text.as_str()).collect::<Vec<_>>().join(" ");
    let errors = word_errors(&words(SPOKEN), &words(&heard));
    assert!(errors * 10 <= words(SPOKEN).len(), "{errors} errors in {heard:?}");
    assert!(segments.iter().all(|segment| segment.doubt != Some(Doubt::Failed)), "{segments:?}");
    assert!(segments.iter().all(|segment| segment.language == "en"));
    for segment in &segments {
        assert!(segment.end_ms <= duration_ms && !segment.words.is_empty(), "{segment:?}");
        assert!(segment.words.iter().all(|word| word.begin_ms <= word.end_ms), "{segment:?}");
    }
}

/// Words without signs and capitals.
fn words(text: &str) -> Vec<String> {
    let plain = |letter: char| letter.is_alphanumeric() || letter == '\'';
    let words = text.split(|letter| !plain(letter)).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// How many words must be added, left out or changed (Levenshtein 1966).
fn word_errors(spoken: &[String], heard: &[String]) -> usize {
    let mut before: Vec<usize> = (0..=heard.len()).collect();
    for (row, word) in spoken.iter().enumerate() {
        let mut now = vec![row + 1];
        for (column, other) in heard.iter().enumerate() {
            let changed = before[column] + usize::from(word != other);
            now.push(changed.min(before[column + 1] + 1).min(now[column] + 1));
        }
        before = now;
    }
    before[heard.len()]
}

#[test]
fn word_errors_are_counted() {
    let count = |spoken: &str, heard: &str| word_errors(&words(spoken), &words(heard));
    assert_eq!(count("ask not what", "Ask not, what!"), 0);
    assert_eq!(count("ask not what your country", "ask what your own county"), 3);
    assert_eq!(count("ask", ""), 1);
}
