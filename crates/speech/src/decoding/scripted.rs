//! A model for tests that says what it is told to, over a vocabulary of bytes.

use std::collections::VecDeque;

use super::alignment::Attention;
use super::{Listener, Specials, Vocabulary};

/// Text tokens are bytes; special ones follow, then 1501 moments.
const END: u32 = 256;
const MOMENTS: u32 = 266;
/// Tokens in the vocabulary.
pub(crate) const SIZE: usize = MOMENTS as usize + 1501;

/// The same as a number to divide by.
const SIZE_FLOAT: f32 = 1767.0;

/// The special tokens of the vocabulary of bytes.
pub(crate) fn specials() -> Specials {
    Specials {
        end_of_text: END,
        start_of_transcript: 257,
        languages: vec![("en".into(), 258), ("de".into(), 259)],
        translate: 260,
        transcribe: 261,
        start_of_lm: Some(262),
        start_of_previous: 263,
        no_speech: Some(264),
        no_timestamps: 265,
        timestamp_begin: MOMENTS,
        blanks: vec![letter(' ')],
        non_speech: vec![letter('['), letter(']')],
    }
}

pub(crate) fn letter(letter: char) -> u32 {
    letter as u32
}

pub(crate) fn moment(ms: u32) -> u32 {
    MOMENTS + ms / 20
}

/// Tokens of a script: `<400>` is a moment in milliseconds, everything else is text.
pub(crate) fn script(text: &str) -> Vec<u32> {
    let mut tokens = Vec::new();
    for part in text.split_inclusive('>') {
        let (said, ms) = match part.strip_suffix('>').and_then(|part| part.rsplit_once('<')) {
            Some((said, ms)) => (said, ms.parse().ok()),
            None => (part, None),
        };
        tokens.extend(said.bytes().map(u32::from));
        tokens.extend(ms.map(moment));
    }
    tokens
}

/// The vocabulary of bytes.
pub(crate) struct Bytes {
    specials: Specials,
    bytes: Vec<u8>,
}

impl Bytes {
    pub(crate) fn new() -> Self {
        Self { specials: specials(), bytes: (0..=255).collect() }
    }
}

impl Vocabulary for Bytes {
    fn specials(&self) -> &Specials {
        &self.specials
    }

    fn encode(&self, text: &str) -> Vec<u32> {
        text.bytes().map(u32::from).collect()
    }

    fn bytes(&self, token: u32) -> &[u8] {
        let token = token as usize;
        self.bytes.get(token..=token).unwrap_or_default()
    }
}

/// What the model says when it is begun.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) tokens: Vec<u32>,
    /// Probability of each token of the script; the others share the rest.
    pub(crate) sure: f32,
    /// Tokens of the script that are less likely than the others: 0.3.
    pub(crate) unsure: std::ops::Range<usize>,
    pub(crate) no_speech: f32,
    pub(crate) language: u32,
}

impl Part {
    pub(crate) fn of(text: &str) -> Self {
        Self { tokens: script(text), sure: 0.9, unsure: 0..0, no_speech: 0.01, language: 258 }
    }

    pub(crate) fn sure(mut self, sure: f32) -> Self {
        self.sure = sure;
        self
    }

    pub(crate) fn no_speech(mut self, no_speech: f32) -> Self {
        self.no_speech = no_speech;
        self
    }
}

/// A model that says one part after another, each time it is begun; the last again and again.
pub(crate) struct Scripted {
    parts: VecDeque<Part>,
    /// How many tokens each sequence has since its prompt.
    lengths: Vec<usize>,
    /// The prompts with which it was begun.
    pub(crate) prompts: Vec<Vec<u32>>,
    pub(crate) attention: Option<Attention>,
}

impl Scripted {
    pub(crate) fn new(parts: impl IntoIterator<Item = Part>) -> Self {
        let parts = parts.into_iter().collect();
        Self { parts, lengths: Vec::new(), prompts: Vec::new(), attention: None }
    }

    fn logits_at(&self, place: usize) -> Vec<f32> {
        let part = &self.parts[0];
        let sure = if part.unsure.contains(&place) { 0.3 } else { part.sure };
        let next = part.tokens.get(place).copied().unwrap_or(END);
        // What a moment could have been is another moment, and what text could have been is text.
        let is_moment = next >= MOMENTS;
        let alike = if is_moment { 1501.0 } else { 257.0 };
        let rest = ((1.0 - sure) / alike).ln();
        let mut logits = vec![-25.0; SIZE];
        let (text, moments) = logits.split_at_mut(MOMENTS as usize);
        if is_moment {
            moments.fill(rest);
        } else {
            text[..=END as usize].fill(rest);
        }
        logits[next as usize] = sure.ln();
        logits
    }
}

impl Listener for Scripted {
    fn vocabulary(&self) -> usize {
        SIZE
    }

    fn text_context(&self) -> usize {
        448
    }

    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        let is_detection = prompt == [257];
        if self.parts.len() > 1 && self.prompts.last().is_some_and(|last| *last != [257]) {
            self.parts.pop_front();
        }
        self.prompts.push(prompt.to_vec());
        self.lengths = vec![0; sequences];
        let part = &self.parts[0];
        let of_place = |place: &usize| match prompt[*place] {
            257 => {
                let mut logits = vec![((1.0 - part.no_speech) / SIZE_FLOAT).ln(); SIZE];
                logits[264] = part.no_speech.ln();
                if is_detection {
                    logits[part.language as usize] = 0.0;
                }
                logits
            }
            _ => self.logits_at(0),
        };
        wanted.iter().flat_map(of_place).collect()
    }

    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        assert_eq!(from.len(), tokens.len());
        self.lengths = from.iter().map(|from| self.lengths[*from] + 1).collect();
        let prompt = self.prompts.last().map_or(0, Vec::len);
        assert!(self.lengths.iter().all(|length| prompt + length <= 448), "beyond the context");
        self.lengths.iter().flat_map(|length| self.logits_at(*length)).collect()
    }

    fn attend(&mut self, _tokens: &[u32]) -> Option<Attention> {
        self.attention.clone()
    }
}
