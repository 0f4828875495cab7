//! Decoding as a whole, with models that say what they are told to.

mod always;
mod doubting;
mod searching;

use super::rules::Rules;
use super::scripted::{Bytes, Part, Scripted};
use super::search::{Choose, Found, Search};
use super::*;

const GO_ON: Stop<'static> = &|| false;
const PROMPT: (&[u32], usize) = (&[257, 258, 261], 0);

fn told() -> Prompt {
    Prompt { language: Some(258), ..Prompt::default() }
}

fn greedy() -> Options {
    Options { beam_size: 1, ..Options::default() }
}

fn decode_with(listener: &mut Scripted, options: &Options) -> Decoded {
    decode(listener, &Bytes::new(), &told(), options, GO_ON).unwrap()
}

fn decode_parts(parts: impl IntoIterator<Item = Part>, options: &Options) -> (Decoded, usize) {
    let mut listener = Scripted::new(parts);
    let decoded = decode_with(&mut listener, options);
    (decoded, listener.prompts.len())
}

/// Searches for the text after [`PROMPT`].
fn search(listener: &mut dyn Listener, choice: Box<dyn Choose>, rules: Rules) -> Found {
    let (prompt, start) = PROMPT;
    let size = (listener.vocabulary(), listener.text_context());
    let mut search = Search::new(choice, rules, prompt.len(), size);
    let mut logits = listener.begin(prompt, 1, &[start, prompt.len() - 1]);
    while let Some(step) = search.go_on(logits) {
        logits = listener.advance(&step.from, &step.tokens);
    }
    search.finish()
}
