//! A window as the decoder hears it, and the sequences of tokens that are written about it.
//!
//! Keys and values of the sound are packed once and shared by all sequences. Those of tokens are
//! rows of one memory, and a sequence is a list of places in it: a prompt is there once, beams share
//! what they have in common, and going on from another sequence copies a list of some
//! hundred numbers. Rows that no sequence has any more are used again, so the memory never
//! holds more than the sequences together, `2 × width × layers` numbers for each token.

use super::decoder::{Decoder, Step};
use super::encoder::States;
use super::layers::Scratch;
use crate::decoding::{Attention, Listener};
use crate::kernels::KeysAndValues;

/// A window and its sequences.
pub struct Listening<'a> {
    decoder: &'a Decoder,
    heard: Vec<KeysAndValues>,
    /// For each layer the keys and values of tokens, row by row.
    memories: Vec<Vec<f32>>,
    /// For each sequence the places of its tokens.
    sequences: Vec<Vec<u32>>,
    most_sequences: usize,
    scratch: Scratch,
}

impl Decoder {
    /// Listens to what the encoder made of a window.
    ///
    /// # Panics
    /// When it was the encoder of a model of another width.
    pub fn listen(&self, states: &States) -> Listening<'_> {
        Listening {
            decoder: self,
            heard: self.hear(states),
            memories: vec![Vec::new(); self.dimensions.text_layers],
            sequences: Vec::new(),
            most_sequences: 0,
            scratch: Scratch::default(),
        }
    }
}

impl Listening<'_> {
    /// Bytes that the keys and values of the sound and of the tokens take.
    pub fn bytes(&self) -> usize {
        let heard: usize = self.heard.iter().map(KeysAndValues::bytes).sum();
        heard + self.memories.iter().map(|memory| size_of_val(&**memory)).sum::<usize>()
    }

    /// Positions of the sound, one each 20 ms.
    pub fn positions(&self) -> usize {
        self.heard.first().map_or(0, KeysAndValues::positions)
    }

    fn check(&self, tokens: &[u32], length: usize) {
        let dimensions = &self.decoder.dimensions;
        assert!(length <= dimensions.text_context, "no more tokens than the model has positions");
        let known = |token: &u32| (*token as usize) < dimensions.vocabulary;
        assert!(tokens.iter().all(known), "tokens of the model's vocabulary");
    }

    /// Reads tokens that follow each other as the first of a new sequence.
    fn read(&mut self, tokens: &[u32], scores: Option<&mut Vec<f32>>) -> (Vec<u32>, Vec<f32>) {
        self.check(tokens, tokens.len());
        assert!(!tokens.is_empty(), "a prompt of at least one token");
        self.sequences.clear();
        let places: Vec<u32> = (0_u32..).take(tokens.len()).collect();
        self.make_room(tokens.len());
        let step =
            |(index, token): (usize, &u32)| Step { token: *token, places: &places[..=index] };
        let steps: Vec<_> = tokens.iter().enumerate().map(step).collect();
        let rows = self.decoder.forward(
            &steps,
            &mut self.memories,
            &self.heard,
            scores,
            &mut self.scratch,
        );
        (places, rows)
    }

    fn make_room(&mut self, places: usize) {
        let length = places * 2 * self.decoder.dimensions.text_state;
        for memory in &mut self.memories {
            if memory.len() < length {
                memory.resize(length, 0.0);
            }
        }
    }

    /// So many places that no sequence has, the first ones first.
    fn free_places(&self, count: usize) -> Vec<u32> {
        let used = self.sequences.iter().map(Vec::len).sum::<usize>();
        let mut taken = vec![false; used + count];
        for place in self.sequences.iter().flatten() {
            if let Some(taken) = taken.get_mut(*place as usize) {
                *taken = true;
            }
        }
        (0_u32..)
            .zip(taken)
            .filter(|(_, taken)| !taken)
            .map(|(place, _)| place)
            .take(count)
            .collect()
    }
}

impl Listener for Listening<'_> {
    fn vocabulary(&self) -> usize {
        self.decoder.dimensions.vocabulary
    }

    fn text_context(&self) -> usize {
        self.decoder.dimensions.text_context
    }

    /// # Panics
    /// When the prompt is empty or longer than the text context, has tokens that are not in the
    /// vocabulary, or a wanted place lies outside of it.
    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        let (places, rows) = self.read(prompt, None);
        self.sequences = vec![places; sequences];
        self.most_sequences = sequences;
        let width = self.decoder.dimensions.text_state;
        let wanted: Vec<f32> =
            wanted.iter().flat_map(|place| &rows[place * width..][..width]).copied().collect();
        self.decoder.logits(&wanted)
    }

    /// # Panics
    /// When there are not as many sequences as tokens, or more than were begun with, when one
    /// goes on from a sequence that there is not or would be longer than the text context, or
    /// a token is not in the vocabulary.
    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        assert_eq!(from.len(), tokens.len(), "a token for each sequence");
        assert!(from.len() <= self.most_sequences, "no more sequences than were begun");
        let mut sequences: Vec<_> = from.iter().map(|from| self.sequences[*from].clone()).collect();
        // What is gone on from is kept, what is not is free.
        self.sequences.clone_from(&sequences);
        let places = self.free_places(tokens.len());
        for (sequence, place) in sequences.iter_mut().zip(&places) {
            sequence.push(*place);
            self.check(tokens, sequence.len());
        }
        self.make_room(places.iter().max().map_or(0, |place| *place as usize + 1));
        let steps: Vec<_> = tokens
            .iter()
            .zip(&sequences)
            .map(|(token, places)| Step { token: *token, places })
            .collect();
        let rows =
            self.decoder.forward(&steps, &mut self.memories, &self.heard, None, &mut self.scratch);
        self.sequences = sequences;
        self.decoder.logits(&rows)
    }

    /// # Panics
    /// When there are no tokens or more than the text context, or some are not in the vocabulary.
    fn attend(&mut self, tokens: &[u32]) -> Option<Attention> {
        let heads = self.decoder.alignment_heads().len();
        if heads == 0 {
            return None;
        }
        let mut scores = Vec::new();
        self.read(tokens, Some(&mut scores));
        self.most_sequences = 0;
        Some(Attention { heads, tokens: tokens.len(), frames: self.positions(), scores })
    }
}
