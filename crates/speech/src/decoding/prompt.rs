//! What the model is told before it writes: the text before, words to expect, language and task.

use super::options::Task;
use super::specials::Specials;

/// What is known before a window is heard.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Prompt {
    /// Tokens of words that may come up, such as names.
    pub hotwords: Vec<u32>,
    /// Tokens of the text that went before.
    pub previous: Vec<u32>,
    /// The token of the language; nothing for a model that knows English only.
    pub language: Option<u32>,
}

/// A prompt in tokens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tokens {
    pub(super) tokens: Vec<u32>,
    /// The place of the start of the transcript.
    pub(super) start: usize,
}

impl Prompt {
    /// Puts it into tokens for a model with so many positions, of which text and hotwords take at
    /// most half. The hotwords have a quarter at most, and the text before its latest words.
    pub(super) fn tokens(
        &self,
        specials: &Specials,
        task: Task,
        without_timestamps: bool,
        context: usize,
    ) -> Tokens {
        let room = (context / 2).saturating_sub(1);
        let hotwords = &self.hotwords[..self.hotwords.len().min(room / 2)];
        let previous_room = room - hotwords.len();
        let previous = &self.previous[self.previous.len().saturating_sub(previous_room)..];
        let mut tokens = Vec::new();
        if !hotwords.is_empty() || !previous.is_empty() {
            tokens.push(specials.start_of_previous);
            tokens.extend(hotwords);
            tokens.extend(previous);
        }
        let start = tokens.len();
        tokens.extend(start_of_transcript(specials, self.language, task));
        if without_timestamps {
            tokens.push(specials.no_timestamps);
        }
        Tokens { tokens, start }
    }
}

/// The tokens that start a transcript.
pub(super) fn start_of_transcript(
    specials: &Specials,
    language: Option<u32>,
    task: Task,
) -> Vec<u32> {
    let task = match task {
        Task::Transcribe => specials.transcribe,
        Task::Translate => specials.translate,
    };
    let mut tokens = vec![specials.start_of_transcript];
    // A model that knows English only was never taught to read a language or a task.
    if let Some(language) = language.filter(|_| specials.is_multilingual()) {
        tokens.extend([language, task]);
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoding::scripted::specials;

    const DE: Option<u32> = Some(259);

    fn tokens(prompt: &Prompt, without_timestamps: bool) -> Tokens {
        prompt.tokens(&specials(), Task::Transcribe, without_timestamps, 448)
    }

    #[test]
    fn hotwords_come_first_then_the_text_before_then_language_and_task() {
        let prompt = Prompt { hotwords: vec![1, 2], previous: vec![3, 4], language: DE };
        let told = tokens(&prompt, false);
        assert_eq!(told, Tokens { tokens: vec![263, 1, 2, 3, 4, 257, 259, 261], start: 5 });
        let translated = prompt.tokens(&specials(), Task::Translate, true, 448);
        assert_eq!(translated.tokens, [263, 1, 2, 3, 4, 257, 259, 260, 265]);
    }

    #[test]
    fn without_text_before_nothing_comes_before_the_start() {
        let prompt = Prompt { language: DE, ..Prompt::default() };
        assert_eq!(tokens(&prompt, true).tokens, [257, 259, 261, 265]);
        assert_eq!(tokens(&prompt, true).start, 0);
    }

    #[test]
    fn a_model_of_english_is_told_neither_language_nor_task() {
        let english = Specials { languages: Vec::new(), ..specials() };
        let prompt = Prompt { previous: vec![9], language: DE, ..Prompt::default() };
        let told = prompt.tokens(&english, Task::Transcribe, false, 448);
        assert_eq!(told.tokens, [263, 9, 257]);
    }

    #[test]
    fn all_that_went_before_takes_half_of_the_context_and_the_latest_words_stay() {
        let prompt = Prompt { previous: (0..1000).collect(), language: DE, ..Prompt::default() };
        let told = tokens(&prompt, false);
        assert_eq!(told.start, 224);
        assert_eq!(told.tokens[1..224], (777..1000).collect::<Vec<_>>());

        let both = Prompt { hotwords: vec![1; 500], ..prompt };
        let told = tokens(&both, false);
        assert_eq!(told.start, 224);
        assert_eq!(told.tokens[1..112], [1; 111]);
        assert_eq!(told.tokens[112..224], (888..1000).collect::<Vec<_>>());
        assert_eq!(both.tokens(&specials(), Task::Transcribe, false, 0).start, 0);
    }
}
