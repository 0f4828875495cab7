//! A real network on a real conversation, where somebody has one.

use std::env;
use std::fs::File;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};

use trefoil_speech::kernels::Isa;
use trefoil_speech::sound::Recording;
use trefoil_speech::speakers::{Segmentation, SegmentationError, Suggestion, hear};
use trefoil_testkit::{shared_corpus, skip};

const IN_CORPUS: &str =
    "models/ayato-labs+Transform_MovieToText/pyannote-segmentation-3-0/model.int8.onnx";
/// The length of that file as it is published; a copy with fewer bytes lost some on its way.
const PUBLISHED: u64 = 1_540_506;

/// The file that `TREFOIL_TEST_SEGMENTATION` names, or that of the corpus when it is whole.
fn model(corpus: &Path) -> Option<PathBuf> {
    let named = env::var_os("TREFOIL_TEST_SEGMENTATION").filter(|model| !model.is_empty());
    let in_corpus = corpus.join(IN_CORPUS);
    let is_whole = || in_corpus.metadata().is_ok_and(|file| file.len() == PUBLISHED);
    named.map(PathBuf::from).or_else(|| is_whole().then(|| in_corpus.clone()))
}

fn suggest(model: &Path, recording: &Path, people: usize) -> Suggestion {
    let file = File::open(model).expect("a model");
    let network = Segmentation::read(file, Isa::best()).expect("a network");
    let mut recording = Recording::new(|| File::open(recording), None);
    let heard = hear(&mut recording, &network, people, |_| ControlFlow::Continue(()));
    heard.expect("a recording").0
}

#[test]
fn a_copy_of_the_corpus_that_lost_bytes_is_refused() {
    let Some(corpus) = shared_corpus() else {
        skip("real-files a_copy_of_the_corpus_that_lost_bytes_is_refused");
        return;
    };
    let path = corpus.join(IN_CORPUS);
    let read = Segmentation::read(File::open(&path).expect("the model"), Isa::best());
    if path.metadata().expect("the model").len() == PUBLISHED {
        assert!(read.is_ok());
    } else {
        assert!(matches!(read, Err(SegmentationError::Damaged(_))));
    }
}

#[test]
fn turns_of_a_conversation_are_those_that_people_marked() {
    let Some((corpus, model)) = shared_corpus().and_then(|corpus| {
        let model = model(&corpus)?;
        Some((corpus, model))
    }) else {
        skip("trained-weights turns_of_a_conversation_are_those_that_people_marked");
        return;
    };
    let folder = corpus.join("audio/pyannote+pyannote-audio");
    let suggestion = suggest(&model, &folder.join("sample.wav"), 2);
    let marked = std::fs::read_to_string(folder.join("sample.rttm")).expect("what people marked");
    assert_eq!(suggestion.stretches.len(), 1);
    let (wrong, spoken) = wrong_hundredths(&suggestion, &marked);
    assert!(wrong * 100 <= spoken * 20, "{wrong} of {spoken} hundredths are wrong");
}

#[test]
fn nobody_takes_turns_in_silence() {
    let Some((corpus, model)) = shared_corpus().and_then(|corpus| {
        let model = model(&corpus)?;
        Some((corpus, model))
    }) else {
        skip("trained-weights nobody_takes_turns_in_silence");
        return;
    };
    for name in
        ["linto-ai+whisper-timestamped/data/empty.mp3", "quodlibet+mutagen/silence-44-s.mp3"]
    {
        let suggestion = suggest(&model, &corpus.join("audio").join(name), 2);
        assert_eq!(suggestion, Suggestion::default(), "{name}");
    }
}

/// Hundredths of a second in which somebody is said to speak who does not, or speaks and is not
/// said to, or is taken for the other, by the better of two ways to call the voices; and how many
/// hundredths people speak for.
fn wrong_hundredths(suggestion: &Suggestion, marked: &str) -> (usize, usize) {
    let mut names: Vec<&str> = Vec::new();
    let mut expected = vec![[false; 2]; 3000];
    for line in marked.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let hundredths = |word: &str| {
            let (whole, part) = word.split_once('.').expect("seconds");
            format!("{whole}{}", &part[..2]).parse::<usize>().expect("seconds")
        };
        let (begin, length) = (hundredths(words[3]), hundredths(words[4]));
        let voice = names.iter().position(|name| *name == words[7]).unwrap_or_else(|| {
            names.push(words[7]);
            names.len() - 1
        });
        expected.iter_mut().skip(begin).take(length).for_each(|moment| moment[voice] = true);
    }
    let mut found = vec![[false; 2]; 3000];
    for turn in &suggestion.turns {
        let (begin, end) = (turn.begin_ms / 10, turn.end_ms / 10);
        for moment in begin..end {
            let at = usize::try_from(moment).expect("a short recording");
            if let Some(moment) = found.get_mut(at) {
                moment[turn.voice.min(1)] = true;
            }
        }
    }
    let wrong = |swapped: bool| -> usize {
        let moments = expected.iter().zip(&found);
        let each = moments.map(|(expected, found)| {
            let found = if swapped { [found[1], found[0]] } else { *found };
            let missed = (0..2).filter(|voice| expected[*voice] && !found[*voice]).count();
            let invented = (0..2).filter(|voice| !expected[*voice] && found[*voice]).count();
            missed.max(invented)
        });
        each.sum()
    };
    let spoken = expected.iter().flatten().filter(|speaks| **speaks).count();
    (wrong(false).min(wrong(true)), spoken)
}
