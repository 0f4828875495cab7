//! The words of several windows, found side by side.
//!
//! A model reads all of its weights for each token of a text; what it reads them for makes hardly a
//! difference. So several windows take little longer than one, as long as none has to know what
//! was said in the one before.

use super::alignment::Attention;
use super::attempts::{Attempts, Wish};
use super::search::Step;
use super::{Decoded, Interrupted, Listener, Options, Prompt, Stop, Vocabulary};

/// What decoding asks of a model that has heard several windows. As a [`Listener`] of each, and
/// sequences of all of them go on at once.
pub trait Listeners {
    /// Tokens in the vocabulary.
    fn vocabulary(&self) -> usize;

    /// Tokens that a sequence can have, its prompt included: 448.
    fn text_context(&self) -> usize;

    /// Begins anew with sequences of a window; see [`Listener::begin`].
    fn begin_window(
        &mut self,
        window: usize,
        prompt: &[u32],
        sequences: usize,
        wanted: &[usize],
    ) -> Vec<f32>;

    /// Lets the sequences of some windows go on, each window named once, and gives the logits for
    /// each of these windows; see [`Listener::advance`].
    fn advance_windows(&mut self, going: &[Going<'_>]) -> Vec<Vec<f32>>;

    /// Reads all of `tokens` about a window; see [`Listener::attend`].
    fn attend_window(&mut self, window: usize, tokens: &[u32]) -> Option<Attention>;
}

/// How the sequences of a window go on: what was sequence `from[i]` with `tokens[i]`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Going<'s> {
    /// Which window, counted from 0.
    pub window: usize,
    /// The sequence that each goes on from.
    pub from: &'s [usize],
    /// The token that each goes on with.
    pub tokens: &'s [u32],
}

/// One of several windows on its own.
pub struct OneOf<'l> {
    listeners: &'l mut dyn Listeners,
    window: usize,
}

impl<'l> OneOf<'l> {
    /// The window with this number.
    pub fn new(listeners: &'l mut dyn Listeners, window: usize) -> Self {
        Self { listeners, window }
    }
}

impl Listener for OneOf<'_> {
    fn vocabulary(&self) -> usize {
        self.listeners.vocabulary()
    }

    fn text_context(&self) -> usize {
        self.listeners.text_context()
    }

    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        self.listeners.begin_window(self.window, prompt, sequences, wanted)
    }

    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        let going = Going { window: self.window, from, tokens };
        self.listeners.advance_windows(&[going]).pop().unwrap_or_default()
    }

    fn attend(&mut self, tokens: &[u32]) -> Option<Attention> {
        self.listeners.attend_window(self.window, tokens)
    }
}

/// Lets a model write what it heard in each window after a prompt of its own, as
/// [`decode`](super::decode) does for one; the words are the same.
///
/// # Errors
/// When it was broken off; then no window has words.
pub fn decode_all<'w>(
    listeners: &mut dyn Listeners,
    vocabulary: &'w dyn Vocabulary,
    windows: &'w [(Prompt, Options)],
    stop: Stop<'_>,
) -> Result<Vec<Decoded>, Interrupted> {
    let size = (listeners.vocabulary(), listeners.text_context());
    let begin = |(window, (prompt, options)): (usize, &'w (Prompt, Options))| {
        let (attempts, wish) = Attempts::begin(vocabulary, prompt, options, size);
        Asking { window, attempts, wish }
    };
    let mut asking: Vec<_> = windows.iter().enumerate().map(begin).collect();
    let mut done: Vec<Option<Decoded>> = windows.iter().map(|_| None).collect();
    loop {
        let mut open = Vec::new();
        for one in asking {
            match one.wish {
                Wish::Nothing(decoded) => done[one.window] = Some(decoded),
                Wish::Begin(_) | Wish::Advance(_) => open.push(one),
            }
        }
        if open.is_empty() {
            return Ok(done.into_iter().flatten().collect());
        }
        let answers = answer(listeners, &open);
        if stop() {
            return Err(Interrupted);
        }
        asking = open.into_iter().zip(answers).map(|(one, logits)| one.told(logits)).collect();
    }
}

/// A window whose words are not found yet.
struct Asking<'a> {
    window: usize,
    attempts: Attempts<'a>,
    wish: Wish,
}

impl Asking<'_> {
    fn told(mut self, logits: Vec<f32>) -> Self {
        let wish = self.attempts.go_on(logits);
        Self { wish, ..self }
    }
}

/// Asks a model what windows want to know, all that go on at once.
fn answer(listeners: &mut dyn Listeners, asking: &[Asking<'_>]) -> Vec<Vec<f32>> {
    let mut going = Vec::new();
    for one in asking {
        if let Wish::Advance(Step { from, tokens }) = &one.wish {
            going.push(Going { window: one.window, from, tokens });
        }
    }
    let mut advanced = match going[..] {
        [] => Vec::new(),
        _ => listeners.advance_windows(&going),
    }
    .into_iter();
    let mut answer = |one: &Asking<'_>| match &one.wish {
        Wish::Begin(begin) => {
            listeners.begin_window(one.window, &begin.prompt, begin.sequences, &begin.wanted)
        }
        Wish::Advance(_) => advanced.next().unwrap_or_default(),
        Wish::Nothing(_) => Vec::new(),
    };
    asking.iter().map(&mut answer).collect()
}
