//! What is heard at once: a window, or what remains of it, becomes segments.

use super::pieces::{Piece, Reading, read};
use super::placing::Excerpt;
use super::writing::Writing;
use super::{Bookmark, Engine, Language, SAMPLES_PER_MS, Segment, Settings};
use crate::decoding::alignment::{Spoken, TimedWord, align};
use crate::decoding::{
    Decoded, Interrupted, Listener, OneOf, Options, Prompt, Specials, Stop, Verdict, Vocabulary,
    decode, decode_all, detect_language,
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

/// What a model made of some sound, before it is told where in the recording that lies.
pub(super) struct Understood {
    decoded: Decoded,
    reading: Reading,
    words: Vec<TimedWord>,
    language: String,
    /// Samples of the sound.
    length: u64,
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
    let (prompt, options) = hearing.tell(&language, hearing.state.sample);
    let decoded = decode(&mut *listener, hearing.vocabulary, &prompt, &options, hearing.stop)?;
    let understood = hearing.understand(&mut *listener, decoded, language, samples);
    Ok(understood.place(hearing, excerpt))
}

/// Lets a model hear several sounds side by side, each with the sample at which it begins; what it
/// makes of each is what it would make of it alone, if nothing had been said before. Nothing where
/// that cannot be: the language is not known yet, or the model hears one at a time.
pub(super) fn hear_ahead(
    engine: &mut dyn Engine,
    hearing: &Hearing<'_>,
    sounds: &[(u64, &[f32])],
) -> Result<Vec<Understood>, Interrupted> {
    let Some(language) = hearing.known_language() else {
        return Ok(Vec::new());
    };
    let samples: Vec<&[f32]> = sounds.iter().map(|(_, samples)| *samples).collect();
    let Some(mut listeners) = engine.hear_all(&samples) else {
        return Ok(Vec::new());
    };
    let told: Vec<_> = sounds.iter().map(|(begin, _)| hearing.tell(&language, *begin)).collect();
    let all = decode_all(&mut *listeners, hearing.vocabulary, &told, hearing.stop)?;
    let of_each = all.into_iter().zip(samples).enumerate();
    Ok(of_each
        .map(|(number, (decoded, samples))| {
            let mut listener = OneOf::new(&mut *listeners, number);
            hearing.understand(&mut listener, decoded, language.clone(), samples)
        })
        .collect())
}

impl Understood {
    /// Puts what a model wrote into segments, where the sound lies in the recording.
    pub(super) fn place(self, hearing: &Hearing<'_>, excerpt: Excerpt<'_>) -> Heard {
        let Self { decoded, reading, words, language, length } = self;
        let writing = Writing::new(hearing, excerpt, &decoded, language, in_ms(length));
        writing.write(&reading, &words, length)
    }
}

fn in_ms(samples: u64) -> u32 {
    u32::try_from(samples / SAMPLES_PER_MS).unwrap_or(u32::MAX)
}

impl Hearing<'_> {
    /// What the model is told before a sound that begins at a sample, and how it writes.
    fn tell(&self, language: &str, begin: u64) -> (Prompt, Options) {
        let prompt = Prompt {
            hotwords: self.hotwords.to_vec(),
            previous: self.state.previous.clone(),
            language: self.vocabulary.specials().find_language(language),
        };
        let options = Options {
            // Dice fall anew for each sound, and again the same when it is heard again.
            seed: self.settings.options.seed ^ begin,
            ..self.settings.options.clone()
        };
        (prompt, options)
    }

    fn understand(
        &self,
        listener: &mut dyn Listener,
        decoded: Decoded,
        language: String,
        samples: &[f32],
    ) -> Understood {
        let length = samples.len() as u64;
        let is_text = match decoded.verdict {
            Verdict::Words | Verdict::CutLoop => true,
            Verdict::Unconvincing => self.settings.guesses,
            Verdict::Silence => false,
        };
        let specials = self.vocabulary.specials();
        let reading = if is_text {
            read(&decoded.tokens, specials, in_ms(length))
        } else {
            Reading::default()
        };
        let words = self.align(listener, &decoded, &reading, &language, in_ms(length));
        Understood { decoded, reading, words, language, length }
    }

    /// Which language is spoken, where the model need not be asked.
    fn known_language(&self) -> Option<String> {
        if !self.vocabulary.specials().is_multilingual() {
            return Some("en".to_owned());
        }
        match &self.settings.language {
            Language::Given(code) => Some(code.clone()),
            Language::Detect => self.state.language.clone(),
            Language::DetectEach => None,
        }
    }

    /// Which language is spoken: given, settled before, or what the model says.
    fn language(&mut self, listener: &mut dyn Listener) -> String {
        let settled = || self.state.language.clone();
        if let Some(code) = self.known_language().or_else(settled) {
            return code;
        }
        let probabilities = detect_language(listener, self.vocabulary.specials());
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
