//! Segments in the making: pieces of a text with their places, and a mark where there is no text.

use super::excerpt::{Heard, Hearing, text_of};
use super::pieces::{Piece, Reading};
use super::placing::{Excerpt, Placed};
use super::{Bookmark, Doubt, SAMPLES_PER_MS, Segment};
use crate::decoding::alignment::TimedWord;
use crate::decoding::{Decoded, Verdict};

/// The text before is forgotten when the temperature was above this, as OpenAI's.
const WILD: f32 = 0.5;
/// More tokens of the text before than any model is told: half of the largest context.
const MOST_PREVIOUS: usize = 224;
/// What follows a cut loop is heard again if at least so much was heard before it.
const LEAST_BEFORE_LOOP_MS: u32 = 1000;
/// A stretch without words that is shorter than this is not worth a mark.
const LEAST_MARK_MS: u32 = 1000;
/// Words may lie so much outside the moments of their piece.
const LEEWAY_MS: u32 = 500;

/// Segments in the making.
pub(super) struct Writing<'w> {
    hearing: &'w Hearing<'w>,
    excerpt: Excerpt<'w>,
    decoded: &'w Decoded,
    language: String,
    length_ms: u32,
    segments: Vec<Segment>,
    repeats: bool,
    after: Bookmark,
}

impl<'w> Writing<'w> {
    pub(super) fn new(
        hearing: &'w Hearing<'w>,
        excerpt: Excerpt<'w>,
        decoded: &'w Decoded,
        language: String,
        length_ms: u32,
    ) -> Self {
        let after = Bookmark { told: 0, after_loop: false, ..hearing.state.clone() };
        let segments = Vec::new();
        Self { hearing, excerpt, decoded, language, length_ms, segments, repeats: false, after }
    }

    /// Writes what was read in a sound of so many samples.
    pub(super) fn write(mut self, reading: &Reading, words: &[TimedWord], samples: u64) -> Heard {
        self.write_pieces(reading, words);
        let until_ms = match self.decoded.verdict {
            Verdict::Words => reading.heard_until_ms,
            Verdict::CutLoop => self.go_on_after_loop(reading),
            Verdict::Silence => {
                self.mark(0, Doubt::NoSpeech);
                None
            }
            Verdict::Unconvincing => {
                if reading.pieces.is_empty() {
                    self.mark(0, Doubt::Failed);
                }
                None
            }
        };
        self.remember(reading);
        let until = until_ms.map(|ms| u64::from(ms) * SAMPLES_PER_MS);
        Heard {
            segments: self.segments,
            samples: until.unwrap_or(samples).min(samples),
            repeats: self.repeats,
            state_after: self.after,
        }
    }

    fn write_pieces(&mut self, reading: &Reading, words: &[TimedWord]) {
        let mut before = 0;
        for piece in &reading.pieces {
            let specials = self.hearing.vocabulary.specials();
            let (tokens, logs): (Vec<u32>, Vec<f64>) =
                text_of(self.decoded, piece, specials).unzip();
            let until = before + tokens.len();
            let of_piece = words.iter().filter(|word| (before..until).contains(&word.tokens.start));
            let of_piece = of_piece.map(|word| within(word, piece)).collect::<Vec<_>>();
            self.write_piece(piece, &self.hearing.vocabulary.text(&tokens), &logs, &of_piece);
            before = until;
        }
    }

    fn write_piece(&mut self, piece: &Piece, text: &str, logs: &[f64], words: &[TimedWord]) {
        if text.trim().is_empty() {
            return;
        }
        if piece.begin_ms >= self.length_ms {
            if self.segments.last().is_some_and(|last| last.doubt == Some(Doubt::Invented)) {
                return;
            }
            let end = self.excerpt.place(self.length_ms, self.length_ms);
            self.push(
                end,
                String::new(),
                self.decoded.average_log_probability,
                Some(Doubt::Invented),
            );
            return;
        }
        #[expect(clippy::cast_precision_loss, reason = "a piece has few tokens")]
        let average = logs.iter().sum::<f64>() / logs.len().max(1) as f64;
        let doubt = self.doubt(text, average);
        if words.is_empty() {
            let placed = self.excerpt.place(piece.begin_ms, piece.end_ms.min(self.length_ms));
            self.push(placed, text.trim().to_owned(), average, doubt);
            return;
        }
        let longest_gap_ms = self.hearing.settings.longest_gap_ms;
        for placed in self.excerpt.place_words(words, longest_gap_ms) {
            let text: String = placed.words.iter().map(|word| word.text.as_str()).collect();
            self.push(placed, text.trim().to_owned(), average, doubt);
        }
    }

    fn doubt(&mut self, text: &str, average: f64) -> Option<Doubt> {
        let repeats = self.after.repetition.hear(text);
        self.repeats |= repeats;
        let threshold = self.hearing.settings.options.log_probability_threshold;
        if self.decoded.verdict == Verdict::Unconvincing {
            Some(Doubt::Failed)
        } else if repeats {
            Some(Doubt::Loop)
        } else {
            threshold.filter(|threshold| average < *threshold).map(|_| Doubt::Unlikely)
        }
    }

    /// Adds a segment; none begins before the one before it has ended.
    fn push(&mut self, placed: Placed, text: String, average: f64, doubt: Option<Doubt>) {
        let begin_ms = placed.begin_ms.max(self.after.last_end_ms);
        let end_ms = placed.end_ms.max(begin_ms);
        let mut words = placed.words;
        for word in &mut words {
            word.begin_ms = word.begin_ms.clamp(begin_ms, end_ms);
            word.end_ms = word.end_ms.clamp(word.begin_ms, end_ms);
        }
        self.segments.push(Segment {
            begin_ms,
            end_ms,
            pause_before_ms: begin_ms - self.after.last_end_ms,
            text,
            words,
            average_log_probability: average,
            no_speech_probability: self.decoded.no_speech_probability,
            compression_ratio: self.decoded.compression_ratio,
            temperature: self.decoded.temperature,
            doubt,
            language: self.language.clone(),
        });
        self.after.last_end_ms = end_ms;
    }

    /// Marks what comes after a moment as not understood.
    fn mark(&mut self, from_ms: u32, doubt: Doubt) {
        if self.length_ms.saturating_sub(from_ms) < LEAST_MARK_MS {
            return;
        }
        let longest_gap_ms = self.hearing.settings.longest_gap_ms;
        for stretch in self.excerpt.place_apart(from_ms, self.length_ms, longest_gap_ms) {
            let placed = Placed { begin_ms: stretch.start, end_ms: stretch.end, words: Vec::new() };
            let average = self.decoded.average_log_probability;
            self.push(placed, String::new(), average, Some(doubt));
        }
    }

    /// Decides how to go on after a loop that was cut: from there, if that is far enough and was
    /// not tried just before; otherwise the rest is marked. Gives up to when the sound is done.
    fn go_on_after_loop(&mut self, reading: &Reading) -> Option<u32> {
        let specials = self.hearing.vocabulary.specials();
        let ends_with_moment =
            self.decoded.tokens.last().is_some_and(|token| specials.is_timestamp(*token));
        let end_ms = reading.pieces.last().map_or(0, |piece| piece.end_ms);
        if !ends_with_moment {
            // Nobody knows when the first round ended.
            if let Some(last) = self.segments.last_mut() {
                last.doubt = Some(Doubt::Loop);
            }
            return None;
        }
        if end_ms >= LEAST_BEFORE_LOOP_MS && !self.hearing.state.after_loop {
            self.after.after_loop = true;
            return Some(end_ms);
        }
        self.mark(end_ms, Doubt::Loop);
        None
    }

    /// Remembers the text for the sound that follows, unless it would lead that astray.
    fn remember(&mut self, reading: &Reading) {
        let is_calm = self.decoded.temperature <= WILD;
        match self.decoded.verdict {
            Verdict::Silence => {}
            Verdict::Words if is_calm => {
                for piece in reading.pieces.iter().filter(|piece| piece.begin_ms < self.length_ms) {
                    let tokens = self.decoded.tokens.get(piece.tokens.clone());
                    self.after.previous.extend(tokens.unwrap_or_default());
                }
            }
            Verdict::Words | Verdict::CutLoop | Verdict::Unconvincing => {
                self.after.previous.clear();
            }
        }
        if !self.hearing.settings.tells_text_before() {
            self.after.previous.clear();
        }
        let surplus = self.after.previous.len().saturating_sub(MOST_PREVIOUS);
        self.after.previous.drain(..surplus);
    }
}

/// A word in its piece: a pause before or after the piece, which its moments tell of, is no part
/// of the word, and no word lies far outside its piece.
fn within(word: &TimedWord, piece: &Piece) -> TimedWord {
    let (mut begin_ms, mut end_ms) = (word.begin_ms, word.end_ms);
    if (begin_ms..end_ms).contains(&piece.begin_ms) {
        begin_ms = piece.begin_ms;
    }
    if (begin_ms + 1..end_ms).contains(&piece.end_ms) {
        end_ms = piece.end_ms;
    }
    let least = piece.begin_ms.saturating_sub(LEEWAY_MS);
    let most = piece.end_ms.saturating_add(LEEWAY_MS).max(least);
    let (begin_ms, end_ms) = (begin_ms.clamp(least, most), end_ms.clamp(least, most));
    TimedWord { begin_ms, end_ms, ..word.clone() }
}
