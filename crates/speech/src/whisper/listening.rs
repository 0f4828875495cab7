//! Windows as the decoder hears them, and the sequences of tokens that are written about them.
//!
//! Keys and values of a sound are packed once and shared by its sequences. Those of tokens are
//! rows of one memory, and a sequence is a list of places in it: a prompt is there once, beams share
//! what they have in common, and going on from another sequence copies a list of some
//! hundred numbers. Rows that no sequence has any more are used again, so the memory never
//! holds more than the sequences together, `2 × width × layers` numbers for each token.

use super::decoder::{Decoder, Step};
use super::encoder::States;
use super::layers::Scratch;
use crate::decoding::{Attention, Going, Listener, Listeners, OneOf};
use crate::kernels::KeysAndValues;

/// Some windows and their sequences. As a [`Listener`] it is the first of them.
pub struct Listening<'a> {
    decoder: &'a Decoder,
    windows: Vec<Window>,
    /// For each layer the keys and values of tokens, row by row.
    memories: Vec<Vec<f32>>,
    scratch: Scratch,
}

/// A window and its sequences.
struct Window {
    /// For each layer the keys and values of the sound.
    heard: Vec<KeysAndValues>,
    /// For each sequence the places of its tokens.
    sequences: Vec<Vec<u32>>,
    most_sequences: usize,
}

impl Decoder {
    /// Listens to what the encoder made of a window.
    ///
    /// # Panics
    /// When it was the encoder of a model of another width.
    pub fn listen(&self, states: &States) -> Listening<'_> {
        self.listen_to_all(std::slice::from_ref(states))
    }

    /// Listens to what the encoder made of several windows.
    ///
    /// # Panics
    /// As [`Self::listen`].
    pub fn listen_to_all(&self, states: &[States]) -> Listening<'_> {
        let window = |states| {
            let heard = self.hear(states);
            Window { heard, sequences: Vec::new(), most_sequences: 0 }
        };
        Listening {
            decoder: self,
            windows: states.iter().map(window).collect(),
            memories: vec![Vec::new(); self.dimensions.text_layers],
            scratch: Scratch::default(),
        }
    }
}

impl Listening<'_> {
    /// Bytes that the keys and values of the sound and of the tokens take.
    pub fn bytes(&self) -> usize {
        let heard = self.windows.iter().flat_map(|window| &window.heard);
        let heard: usize = heard.map(KeysAndValues::bytes).sum();
        heard + self.memories.iter().map(|memory| size_of_val(&**memory)).sum::<usize>()
    }

    fn check(&self, tokens: &[u32], length: usize) {
        let dimensions = &self.decoder.dimensions;
        assert!(length <= dimensions.text_context, "no more tokens than the model has positions");
        let known = |token: &u32| (*token as usize) < dimensions.vocabulary;
        assert!(tokens.iter().all(known), "tokens of the model's vocabulary");
    }

    /// Reads tokens that follow each other as the first of a window's new sequences.
    fn read(
        &mut self,
        window: usize,
        tokens: &[u32],
        scores: Option<&mut Vec<f32>>,
    ) -> (Vec<u32>, Vec<f32>) {
        self.check(tokens, tokens.len());
        assert!(!tokens.is_empty(), "a prompt of at least one token");
        self.windows[window].sequences.clear();
        let places = self.free_places(tokens.len());
        let step =
            |(index, token): (usize, &u32)| Step { token: *token, places: &places[..=index] };
        let steps: Vec<_> = tokens.iter().enumerate().map(step).collect();
        let about = [(self.windows[window].heard.as_slice(), tokens.len())];
        let rows =
            self.decoder.forward(&steps, &mut self.memories, &about, scores, &mut self.scratch);
        (places, rows)
    }

    /// So many places that no sequence has, the first ones first, with room for them.
    fn free_places(&mut self, count: usize) -> Vec<u32> {
        let sequences = || self.windows.iter().flat_map(|window| &window.sequences);
        let used = sequences().map(Vec::len).sum::<usize>();
        let mut taken = vec![false; used + count];
        for place in sequences().flatten() {
            if let Some(taken) = taken.get_mut(*place as usize) {
                *taken = true;
            }
        }
        let free: Vec<u32> = (0_u32..)
            .zip(taken)
            .filter(|(_, taken)| !taken)
            .map(|(place, _)| place)
            .take(count)
            .collect();
        let places = free.last().map_or(0, |place| *place as usize + 1);
        let length = places * 2 * self.decoder.dimensions.text_state;
        for memory in &mut self.memories {
            if memory.len() < length {
                memory.resize(length, 0.0);
            }
        }
        free
    }
}

impl Listeners for Listening<'_> {
    fn vocabulary(&self) -> usize {
        self.decoder.dimensions.vocabulary
    }

    fn text_context(&self) -> usize {
        self.decoder.dimensions.text_context
    }

    /// # Panics
    /// When there is no such window, the prompt is empty or longer than the text context, has
    /// tokens that are not in the vocabulary, or a wanted place lies outside of it.
    fn begin_window(
        &mut self,
        window: usize,
        prompt: &[u32],
        sequences: usize,
        wanted: &[usize],
    ) -> Vec<f32> {
        let (places, rows) = self.read(window, prompt, None);
        let begun = &mut self.windows[window];
        begun.sequences = vec![places; sequences];
        begun.most_sequences = sequences;
        let width = self.decoder.dimensions.text_state;
        let wanted: Vec<f32> =
            wanted.iter().flat_map(|place| &rows[place * width..][..width]).copied().collect();
        self.decoder.logits(&wanted)
    }

    /// # Panics
    /// When a window is named twice or does not exist, when it has not as many sequences as tokens
    /// or more than were begun with, when one goes on from a sequence that there is not or
    /// would be longer than the text context, or a token is not in the vocabulary.
    fn advance_windows(&mut self, going: &[Going<'_>]) -> Vec<Vec<f32>> {
        for Going { window, from, tokens } in going {
            assert_eq!(from.len(), tokens.len(), "a token for each sequence");
            let Window { sequences, most_sequences, .. } = &mut self.windows[*window];
            assert!(from.len() <= *most_sequences, "no more sequences than were begun");
            // What is gone on from is kept, what is not is free.
            *sequences = from.iter().map(|from| sequences[*from].clone()).collect();
        }
        let all: Vec<u32> = going.iter().flat_map(|going| going.tokens).copied().collect();
        let places = self.free_places(all.len());
        let mut places = places.into_iter();
        for Going { window, .. } in going {
            for (sequence, place) in self.windows[*window].sequences.iter_mut().zip(&mut places) {
                sequence.push(place);
            }
        }
        let windows = || going.iter().map(|going| &self.windows[going.window]);
        let sequences = windows().flat_map(|window| &window.sequences);
        let steps: Vec<_> = all
            .iter()
            .zip(sequences)
            .inspect(|(token, places)| self.check(&[**token], places.len()))
            .map(|(token, places)| Step { token: *token, places })
            .collect();
        let about: Vec<_> =
            windows().map(|window| (window.heard.as_slice(), window.sequences.len())).collect();
        let memories = &mut self.memories;
        let rows = self.decoder.forward(&steps, memories, &about, None, &mut self.scratch);
        let mut logits = self.decoder.logits(&rows);
        let mut of_each = Vec::new();
        for going in going {
            let rest = logits.split_off(going.tokens.len() * self.decoder.dimensions.vocabulary);
            of_each.push(std::mem::replace(&mut logits, rest));
        }
        of_each
    }

    /// # Panics
    /// When there is no such window, when there are no tokens or more than the text context, or
    /// some are not in the vocabulary.
    fn attend_window(&mut self, window: usize, tokens: &[u32]) -> Option<Attention> {
        let heads = self.decoder.alignment_heads().len();
        if heads == 0 {
            return None;
        }
        let mut scores = Vec::new();
        self.read(window, tokens, Some(&mut scores));
        let window = &mut self.windows[window];
        window.most_sequences = 0;
        let frames = window.heard.first().map_or(0, KeysAndValues::positions);
        Some(Attention { heads, tokens: tokens.len(), frames, scores })
    }
}

/// The first window.
impl Listener for Listening<'_> {
    fn vocabulary(&self) -> usize {
        Listeners::vocabulary(self)
    }

    fn text_context(&self) -> usize {
        Listeners::text_context(self)
    }

    /// # Panics
    /// As [`Listeners::begin_window`] of the model.
    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        OneOf::new(self, 0).begin(prompt, sequences, wanted)
    }

    /// # Panics
    /// As [`Listeners::advance_windows`] of the model.
    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        OneOf::new(self, 0).advance(from, tokens)
    }

    /// # Panics
    /// As [`Listeners::attend_window`] of the model.
    fn attend(&mut self, tokens: &[u32]) -> Option<Attention> {
        OneOf::new(self, 0).attend(tokens)
    }
}
