//! The vocabularies that people have, held to OpenAI's own tokenizer.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use trefoil_speech::decoding::Vocabulary;
use trefoil_speech::whisper::vocabulary::{self, Words};
use trefoil_speech::whisper::{Dimensions, ModelError, Tokenizer};
use trefoil_testkit::{shared_corpus, skip};

use crate::layouts::written;
use crate::micro::quantised::Kind;
use crate::micro::{DIMENSIONS, ggml};

const MULTILINGUAL: usize = 51_865;
const ENGLISH: usize = 51_864;

#[derive(Deserialize)]
struct Golden {
    vocabulary: String,
    text: String,
    tokens: Vec<u32>,
}

fn goldens() -> Vec<Golden> {
    let lines = include_str!("../reference/tokens.jsonl").lines();
    lines.map(|line| serde_json::from_str(line).expect("a line of the goldens")).collect()
}

fn models(test: &str) -> Option<PathBuf> {
    let corpus = shared_corpus();
    if corpus.is_none() {
        skip(&format!("real-files {test}"));
    }
    corpus.map(|corpus| corpus.join("models"))
}

fn tokenizer(words: Result<Words, ModelError>, vocabulary: usize) -> Tokenizer {
    Tokenizer::new(words.expect("a vocabulary"), vocabulary).expect("one of Whisper's")
}

fn multilingual(models: &Path) -> Tokenizer {
    let path = models.join("openai+whisper/multilingual.tiktoken");
    tokenizer(vocabulary::from_tiktoken(&path), MULTILINGUAL)
}

fn english(models: &Path) -> Tokenizer {
    tokenizer(vocabulary::from_tiktoken(&models.join("openai+whisper/gpt2.tiktoken")), ENGLISH)
}

#[test]
fn every_text_has_the_tokens_that_tiktoken_gives_it() {
    let Some(models) = models("every_text_has_the_tokens_that_tiktoken_gives_it") else { return };
    // The words of OpenAI's file, as they are in a ggml file.
    let ggml = |name: &str, dimension: usize| {
        let words = vocabulary::from_tiktoken(&models.join("openai+whisper").join(name));
        let words = words.expect("a vocabulary").into_words();
        let mut bytes = Vec::new();
        let dimensions = Dimensions { vocabulary: dimension, ..DIMENSIONS };
        let filters = vec![0.0; 80 * ggml::SPECTRUM];
        ggml::write_header(&mut bytes, &dimensions, Kind::F16, &filters, &words).expect("memory");
        let (_folder, path) = written("ggml-words.bin", &bytes);
        tokenizer(vocabulary::from_ggml(&path), dimension)
    };
    let (of_many, of_english) = (
        [multilingual(&models), ggml("multilingual.tiktoken", MULTILINGUAL)],
        [english(&models), ggml("gpt2.tiktoken", ENGLISH)],
    );
    let goldens = goldens();
    assert_eq!(goldens.len(), 300);
    for golden in goldens {
        let tokenizers = if golden.vocabulary == "gpt2" { &of_english } else { &of_many };
        for tokenizer in tokenizers {
            assert_eq!(tokenizer.encode(&golden.text), golden.tokens, "{:?}", golden.text);
            assert_eq!(tokenizer.text(&golden.tokens), golden.text);
        }
    }
}

#[test]
fn hugging_faces_vocabulary_is_openais_own() {
    let Some(models) = models("hugging_faces_vocabulary_is_openais_own") else { return };
    let folder = models.join("AIProjectLab+mp4-renderer/whisper-tiny.en");
    let theirs = vocabulary::from_folder(&folder).expect("a vocabulary").expect("in the folder");
    let path = models.join("openai+whisper/gpt2.tiktoken");
    assert_eq!(theirs, vocabulary::from_tiktoken(&path).expect("a vocabulary"));
}

#[test]
fn one_tokenizer_json_says_the_same_as_several_files() {
    let Some(models) = models("one_tokenizer_json_says_the_same_as_several_files") else { return };
    let folder = models.join("AIProjectLab+mp4-renderer/whisper-tiny.en");
    let read = |name| std::fs::read_to_string(folder.join(name)).expect("a file of the corpus");
    let vocabulary: serde_json::Value =
        serde_json::from_str(&read("vocab.json")).expect("a vocabulary");
    let merges = read("merges.txt");
    let merges: Vec<&str> = merges.lines().skip(1).collect();
    let pairs: Vec<Vec<&str>> = merges.iter().map(|line| line.split(' ').collect()).collect();
    let added =
        [(50_256, "<|endoftext|>"), (50_257, "<|startoftranscript|>"), (50_357, "<|translate|>")]
            .map(|(id, content)| serde_json::json!({ "id": id, "content": content }));
    let several = vocabulary::from_folder(&folder).expect("a vocabulary").expect("in the folder");
    let several = tokenizer(Ok(several), ENGLISH);
    for merges in [serde_json::json!(merges), serde_json::json!(pairs)] {
        let one = tempfile::tempdir().expect("a temporary folder");
        let text = serde_json::json!({
            "model": { "type": "BPE", "vocab": vocabulary, "merges": merges },
            "added_tokens": added,
        });
        std::fs::write(one.path().join("tokenizer.json"), text.to_string()).expect("a file");
        let words =
            vocabulary::from_folder(one.path()).expect("a vocabulary").expect("in the folder");
        let one = tokenizer(Ok(words), ENGLISH);
        assert_eq!(one.specials(), several.specials());
        assert_eq!(one.encode(" informants gazed"), several.encode(" informants gazed"));
    }
}

#[test]
fn what_is_no_speech_is_what_published_models_suppress() {
    let Some(models) = models("what_is_no_speech_is_what_published_models_suppress") else {
        return;
    };
    let path = models.join("AIProjectLab+mp4-renderer/whisper-tiny.en/generation_config.json");
    let text = std::fs::read_to_string(path).expect("a file of the corpus");
    let config: serde_json::Value = serde_json::from_str(&text).expect("JSON");
    let published: Vec<u32> =
        serde_json::from_value(config["suppress_tokens"].clone()).expect("tokens");
    // That list has the special tokens as well.
    let text_only: Vec<u32> = published.into_iter().filter(|token| *token < 50_256).collect();
    assert_eq!(english(&models).specials().non_speech, text_only);
    let specials = multilingual(&models).specials().clone();
    assert_eq!(specials.non_speech.len(), 82);
    assert_eq!(specials.blanks, [220]);
    assert_eq!(specials.timestamp_begin, 50_364);
}

#[test]
fn whisper_cpps_files_for_tests_have_lost_what_is_no_character() {
    let name = "whisper_cpps_files_for_tests_have_lost_what_is_no_character";
    let Some(models) = models(name) else { return };
    for (name, whole, dimension, lost) in [
        ("tiny", "multilingual", MULTILINGUAL, 1476),
        ("tiny.en", "gpt2", ENGLISH, 344),
        ("base.en", "gpt2", ENGLISH, 344),
    ] {
        let folder = models.join("ggml-org+whisper.cpp");
        let words = vocabulary::from_ggml(&folder.join(format!("for-tests-ggml-{name}.bin")));
        let words = words.expect("a vocabulary");
        let error = Tokenizer::new(words.clone(), dimension).expect_err("it has lost bytes");
        assert!(error.to_string().contains("first converter"), "{error}");
        let path = models.join("openai+whisper").join(format!("{whole}.tiktoken"));
        let (words, whole) =
            (words.into_words(), vocabulary::from_tiktoken(&path).expect("one").into_words());
        assert_eq!(words.len(), whole.len());
        let differing = words.iter().zip(&whole).filter(|(word, whole)| word != whole);
        let (all, marked) = differing.fold((0, 0), |(all, marked), (word, _)| {
            (all + 1, marked + usize::from(String::from_utf8_lossy(word).contains('\u{fffd}')))
        });
        assert_eq!((all, marked), (lost, lost), "{name}");
    }
}
