//! A window's words, tried at one temperature after another until they convince.

use super::Listener;
use super::attempts::{Attempts, Wish};
use super::candidate::{Candidate, best};
use super::likelihood::log_sum_exp;
use super::loops::{compression_ratio, find_loop};
use super::options::Options;
use super::prompt::Prompt;
use super::search::{Found, Interrupted, Step, Stop};
use super::specials::{Specials, Vocabulary};

/// What a model wrote for a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Decoded {
    /// Tokens of text and moments, without the end of text.
    pub tokens: Vec<u32>,
    /// The natural logarithm of each token's probability under the rules.
    pub log_probabilities: Vec<f64>,
    /// The mean of them, with that of the end.
    pub average_log_probability: f64,
    /// How likely the model held it that nobody speaks; 0 where it was never taught to tell.
    pub no_speech_probability: f64,
    /// How many times smaller the text becomes by compression.
    pub compression_ratio: f64,
    /// The temperature at which the text was found.
    pub temperature: f32,
    /// Whether the text is to be believed.
    pub verdict: Verdict,
}

/// Whether a text is to be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// It is as good as a model's text is.
    Words,
    /// The model heard nobody speak, whatever it wrote.
    Silence,
    /// It went round in circles at every temperature, and was cut after the first round.
    CutLoop,
    /// No temperature gave a text that convinces; the likeliest of them is given.
    Unconvincing,
}

/// Lets a model write what it heard after a prompt, as long as `stop` does not ask to break off.
///
/// # Errors
/// When it was broken off.
pub fn decode(
    listener: &mut dyn Listener,
    vocabulary: &dyn Vocabulary,
    prompt: &Prompt,
    options: &Options,
    stop: Stop<'_>,
) -> Result<Decoded, Interrupted> {
    let size = (listener.vocabulary(), listener.text_context());
    let (mut attempts, mut wish) = Attempts::begin(vocabulary, prompt, options, size);
    loop {
        let logits = match wish {
            Wish::Begin(beginning) => {
                listener.begin(&beginning.prompt, beginning.sequences, &beginning.wanted)
            }
            Wish::Advance(Step { from, tokens }) => listener.advance(&from, &tokens),
            Wish::Nothing(decoded) => return Ok(decoded),
        };
        if stop() {
            return Err(Interrupted);
        }
        wish = attempts.go_on(logits);
    }
}

/// The text that a search found, and whether it convinces.
pub(super) fn judge_found(
    found: Found,
    temperature: f32,
    vocabulary: &dyn Vocabulary,
    options: &Options,
) -> (Decoded, bool) {
    let text = best(found.candidates, options.length_penalty);
    let no_speech = no_speech_probability(&found.at_start, vocabulary.specials());
    let mut text = decoded(text, vocabulary, no_speech, temperature);
    let convinces = judge(&mut text, vocabulary, options);
    (text, convinces)
}

fn decoded(
    text: Candidate,
    vocabulary: &dyn Vocabulary,
    no_speech_probability: f64,
    temperature: f32,
) -> Decoded {
    let average_log_probability = text.average();
    let mut log_probabilities = text.log_probabilities;
    log_probabilities.truncate(text.tokens.len());
    Decoded {
        compression_ratio: compression_ratio(vocabulary.text(&text.tokens).trim()),
        tokens: text.tokens,
        log_probabilities,
        average_log_probability,
        no_speech_probability,
        temperature,
        verdict: Verdict::Words,
    }
}

fn no_speech_probability(logits: &[f32], specials: &Specials) -> f64 {
    let logit = specials.no_speech.and_then(|token| logits.get(token as usize));
    let share = logit.map_or(0.0, |logit| (f64::from(*logit) - log_sum_exp(logits)).exp());
    if share.is_finite() { share } else { 0.0 }
}

/// Whether a text convinces, as words or as silence.
fn judge(text: &mut Decoded, vocabulary: &dyn Vocabulary, options: &Options) -> bool {
    // A mean that is no number comes of a broken model, and is not likely.
    let threshold = options.log_probability_threshold.unwrap_or(f64::NEG_INFINITY);
    let is_likely = text.average_log_probability >= threshold;
    let may_be_silence = options.no_speech_threshold.is_some_and(|threshold| {
        text.no_speech_probability > threshold
            && (!is_likely || options.log_probability_threshold.is_none())
    });
    if may_be_silence || vocabulary.text(&text.tokens).trim().is_empty() {
        text.verdict = Verdict::Silence;
        return true;
    }
    let goes_round =
        options.compression_ratio_threshold.is_some_and(|most| text.compression_ratio > most)
            || find_loop(&words(text, vocabulary)).is_some();
    is_likely && !goes_round
}

/// The tokens of text alone: moments between the rounds of a loop do not hide it.
fn words(text: &Decoded, vocabulary: &dyn Vocabulary) -> Vec<u32> {
    let specials = vocabulary.specials();
    text.tokens.iter().copied().filter(|token| specials.is_text(*token)).collect()
}

/// When nothing convinced: the first text whose only fault was to go round in circles is cut, and
/// if there is none, the likeliest is given as what it is.
pub(super) fn make_the_best_of(
    failed: Vec<Decoded>,
    vocabulary: &dyn Vocabulary,
    options: &Options,
) -> Decoded {
    let cut = failed.iter().find_map(|text| cut_loop(text, vocabulary, options));
    let likelier = |one: Decoded, other: Decoded| {
        let is_likelier = other.average_log_probability > one.average_log_probability
            || one.average_log_probability.is_nan();
        if is_likelier { other } else { one }
    };
    let likeliest = || failed.into_iter().reduce(likelier);
    let mut text = cut
        .or_else(likeliest)
        .unwrap_or_else(|| decoded(Candidate::default(), vocabulary, 0.0, 0.0));
    if text.verdict == Verdict::Words {
        text.verdict = Verdict::Unconvincing;
    }
    text
}

/// Cuts a text where its second round begins, if what remains convinces.
fn cut_loop(text: &Decoded, vocabulary: &dyn Vocabulary, options: &Options) -> Option<Decoded> {
    let end = find_cut(&text.tokens, vocabulary)?;
    let mut kept = Candidate::default();
    for (token, log_probability) in text.tokens.iter().zip(&text.log_probabilities).take(end) {
        kept = kept.followed_by(Some(*token), *log_probability);
    }
    let mut kept = decoded(kept, vocabulary, text.no_speech_probability, text.temperature);
    let convinces = judge(&mut kept, vocabulary, options) && kept.verdict == Verdict::Words;
    kept.verdict = Verdict::CutLoop;
    convinces.then_some(kept)
}

/// Finds how many tokens there are until the second round of a loop.
///
/// A loop can be cut anywhere within its second round, with one round left whole; the best place is
/// between two segments, the next best after the end of a sentence.
fn find_cut(tokens: &[u32], vocabulary: &dyn Vocabulary) -> Option<usize> {
    let specials = vocabulary.specials();
    let is_moment = |place: usize| specials.is_timestamp(tokens[place]);
    let places: Vec<usize> = (0..tokens.len()).filter(|place| !is_moment(*place)).collect();
    let words: Vec<u32> = places.iter().map(|place| tokens[*place]).collect();
    let found = find_loop(&words)?;
    let candidates = places.get(found.second_round..found.second_round + found.round)?;
    let between_segments = |place: &&usize| **place > 0 && is_moment(**place - 1);
    let after_sentence = |place: &&usize| {
        let before = place.checked_sub(1).map(|before| vocabulary.bytes(tokens[before]));
        before.is_some_and(|bytes| [b".", b"!", b"?"].iter().any(|mark| bytes.ends_with(*mark)))
    };
    let cut = candidates
        .iter()
        .find(between_segments)
        .or_else(|| candidates.iter().find(after_sentence))
        .or(candidates.first())?;
    // Of two moments before the cut, the second would have begun the second round.
    let moments = (0..*cut).rev().take_while(|place| is_moment(*place)).count();
    Some(if moments > 1 { cut - 1 } else { *cut })
}
