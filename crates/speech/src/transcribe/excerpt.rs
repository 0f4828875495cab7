//! What is heard at once: a window, or what remains of it, becomes segments.

use super::pieces::{Piece, Reading, read};
use super::placing::Excerpt;
use super::writing::Writing;
use super::{Bookmark, Engine, Language, SAMPLES_PER_MS, Segment, Settings};
use crate::decoding::alignment::{Spoken, TimedWord, align};
use crate::decoding::{
    Decoded, Interrupted, Listener, Options, Prompt, Specials, Stop, Verdict, Vocabulary, decode,
    detect_language,
};

/// A language that is likelier than this is settled for the recording.
const SURE: f64 = 0.5;
/// Languages less likely than this are not worth being kept.
const HARDLY: f64 = 0.001;

/// What hearing needs to know.
pub(super) struct Hearing<'h> {
    pub(super) vocabulary: &'h dyn Vocabulary,
    pub(super) settings: &'h Settings,
    pub(super) hotwords: &'h [u32],
    pub(super) stop: Stop<'h>,
    /// What is known at the beginning of the sound.
    pub(super) state: &'h mut Bookmark,
}

/// What became of some sound.
pub(super) struct Heard {
    pub(super) segments: Vec<Segment>,
    /// How much of it is done.
    pub(super) samples: u64,
    /// Whether its segments say again and again what was said before.
    pub(super) repeats: bool,
    /// What is known after it.
    pub(super) state_after: Bookmark,
}

/// Lets a model hear an excerpt of a window and puts what it wrote into segments.
pub(super) fn hear_excerpt(
    engine: &mut dyn Engine,
    hearing: &mut Hearing<'_>,
    excerpt: Excerpt<'_>,
    samples: &[f32],
) -> Result<Heard, Interrupted> {
    let mut listener = engine.hear(samples);
    let language = hearing.language(&mut *listener);
    let specials = hearing.vocabulary.specials();
    let prompt = Prompt {
        hotwords: hearing.hotwords.to_vec(),
        previous: hearing.state.previous.clone(),
        language: specials.find_language(&language),
    };
    let options = Options {
        // Dice fall anew for each sound, and again the same when it is heard again.
        seed: hearing.settings.options.seed ^ hearing.state.sample,
        ..hearing.settings.options.clone()
    };
    let decoded = decode(&mut *listener, hearing.vocabulary, &prompt, &options, hearing.stop)?;
    let length = samples.len() as u64;
    let length_ms = u32::try_from(length / SAMPLES_PER_MS).unwrap_or(u32::MAX);
    let is_text = match decoded.verdict {
        Verdict::Words | Verdict::CutLoop => true,
        Verdict::Unconvincing => hearing.settings.guesses,
        Verdict::Silence => false,
    };
    let reading =
        if is_text { read(&decoded.tokens, specials, length_ms) } else { Reading::default() };
    let words = hearing.align(&mut *listener, &decoded, &reading, &language, length_ms);
    let writing = Writing::new(hearing, excerpt, &decoded, language, length_ms);
    Ok(writing.write(&reading, &words, length))
}

impl Hearing<'_> {
    /// Which language is spoken: given, settled before, or what the model says.
    fn language(&mut self, listener: &mut dyn Listener) -> String {
        let specials = self.vocabulary.specials();
        if !specials.is_multilingual() {
            return "en".to_owned();
        }
        if let Language::Given(code) = &self.settings.language {
            return code.clone();
        }
        if let Some(code) = &self.state.language {
            return code.clone();
        }
        let probabilities = detect_language(listener, specials);
        let likeliest = probabilities.first().cloned();
        let kept = probabilities.into_iter().filter(|(_, probability)| *probability >= HARDLY);
        self.state.language_probabilities = kept.collect();
        let (code, probability) = likeliest.unwrap_or_else(|| ("en".to_owned(), 0.0));
        if probability >= SURE || self.settings.language == Language::DetectEach {
            self.state.language = Some(code.clone());
        }
        code
    }

    fn align(
        &self,
        listener: &mut dyn Listener,
        decoded: &Decoded,
        reading: &Reading,
        language: &str,
        length_ms: u32,
    ) -> Vec<TimedWord> {
        if !self.settings.word_times {
            return Vec::new();
        }
        let specials = self.vocabulary.specials();
        let (mut tokens, mut log_probabilities) = (Vec::new(), Vec::new());
        let mut breaks = Vec::new();
        for piece in &reading.pieces {
            breaks.push(tokens.len());
            for (token, log_probability) in text_of(decoded, piece, specials) {
                tokens.push(token);
                log_probabilities.push(log_probability);
            }
        }
        let spoken = Spoken {
            tokens: &tokens,
            breaks: &breaks,
            log_probabilities: &log_probabilities,
            language,
            task: self.settings.options.task,
            length_ms,
        };
        align(listener, self.vocabulary, &spoken)
    }
}

/// The tokens of text in a piece, with the logarithms of their probabilities.
pub(super) fn text_of<'d>(
    decoded: &'d Decoded,
    piece: &Piece,
    specials: &'d Specials,
) -> impl Iterator<Item = (u32, f64)> + 'd {
    let tokens = decoded.tokens.get(piece.tokens.clone()).unwrap_or_default();
    let logs = decoded.log_probabilities.get(piece.tokens.clone()).unwrap_or_default();
    let both = tokens.iter().copied().zip(logs.iter().copied());
    both.filter(|(token, _)| specials.is_text(*token))
}
