//! An engine on a server that somebody runs themselves.
//!
//! Only what is spoken is sent: silence is left out here, as for the program's own engine, in pieces
//! of at most five minutes, so that each is kept when its answer has come. Who speaks to the
//! network is not the core's business: it is given a [`Server`].

use std::io;
use std::ops::ControlFlow;
use std::path::Path;

use trefoil_speech::model_store::ModelStore;
use trefoil_speech::sound::{Recording, SAMPLE_RATE};
use trefoil_speech::voice::{Packing, Plan, Sensitivity, Window, hear_windows, observe};

use super::{Engine, Heard, Hearing, Settings, Task, Voices};
use crate::corpus::media::Tape;
use crate::error::{Error, Kind, Result};
use crate::transcript::{Doubt, Provenance, Spoken, SpokenWord};

/// A piece of sound is at most so long, in samples: five minutes.
const LONGEST: u64 = 300 * SAMPLE_RATE as u64;

/// So many letters of the text before are told to a server.
const BEFORE: usize = 200;

/// Below this mean log-probability a text is doubted, as OpenAI's implementation does.
const UNLIKELY: f64 = -1.0;

/// A server that hears sound.
pub trait Server {
    /// Its address, to be kept with what it heard.
    fn address(&self) -> String;

    /// The computer that sound is sent to, by its name, where it is not this one: somebody allowed it.
    fn elsewhere(&self) -> Option<String>;

    /// Hears one piece of sound and says what was said in it; times count in milliseconds from the
    /// beginning of the piece.
    ///
    /// Errors: nobody answers, or with what is no transcript.
    fn hear(&self, piece: &Piece) -> Result<Answer>;
}

/// A piece of sound for a server.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// A WAV file, with 16,000 samples a second of 16 bits.
    pub wav: Vec<u8>,
    /// The server's name of the model.
    pub model: Option<String>,
    /// The language, in two letters.
    pub language: Option<String>,
    /// Words to be expected, and the end of what was said before.
    pub prompt: String,
    /// Whether the times of words are wanted.
    pub words: bool,
}

/// What a server answers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Answer {
    /// The language, where it says so.
    pub language: Option<String>,
    /// What was said; the times are of the piece, and none where the server told none.
    pub said: Vec<Told>,
}

/// Something that a server heard.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Told {
    /// From when to when.
    pub when: Option<(i64, i64)>,
    /// The words.
    pub text: String,
    /// Who, where it tells speakers apart.
    pub speaker: Option<String>,
    /// The mean log-probability.
    pub average_log_probability: Option<f64>,
    /// The words with their times.
    pub words: Vec<SpokenWord>,
}

/// An engine that asks a server.
#[derive(Debug)]
pub struct Elsewhere<S> {
    server: S,
    model: Option<String>,
    store: ModelStore,
    voices: Voices,
}

impl<S: Server> Elsewhere<S> {
    /// An engine that asks a server. A folder of models is for detectors of voices alone: what nobody
    /// speaks in is not sent.
    pub fn new(server: S, models: &Path) -> Self {
        Self { server, model: None, store: ModelStore::new(models), voices: Voices::default() }
    }
}

impl<S: Server> Engine for Elsewhere<S> {
    fn prepare(&mut self, settings: &Settings) -> Result<&mut dyn Hearing> {
        match &settings.endpoint {
            Some(asked) if *asked == self.server.address() => {
                self.voices = Voices::find(&self.store, settings.voices.as_deref())?;
                self.model.clone_from(&settings.model);
                Ok(self)
            }
            // Whoever asked for this computer did not ask for their voices to be sent anywhere.
            _ => Err(Error::not_found(
                "It is to be heard by another engine than the server that is asked now.",
            )),
        }
    }
}

impl<S: Server> Hearing for Elsewhere<S> {
    fn provenance(&self) -> Provenance {
        let mut provenance = Provenance {
            engine: self.server.address(),
            model: self.model.clone().unwrap_or_default(),
            ..Provenance::default()
        };
        self.voices.tell(&mut provenance.settings);
        let sent_to = match self.server.elsewhere() {
            Some(host) => format!("{host}, allowed by name"),
            None => "this computer".to_owned(),
        };
        provenance.settings.insert("sent to".to_owned(), sent_to);
        provenance
    }

    fn hear(
        &mut self,
        task: Task,
        tell: &mut dyn FnMut(Heard) -> ControlFlow<()>,
    ) -> Result<Vec<String>> {
        let extension = task.mime.rsplit_once('/').map(|(_, kind)| kind.to_owned());
        let tape = &task.tape;
        let open = || -> io::Result<Tape> { Ok(tape.rewound()) };
        let mut recording = Recording::new(open, extension.as_deref());
        let unreadable = |error: &dyn std::fmt::Display| {
            Error::new(Kind::BadFile, format!("The recording cannot be heard: {error}"))
        };
        let mut left = false;
        let (activity, heard) = observe(&mut recording, self.voices.listen(), |_| {
            let flow = tell(Heard::Until(task.begin_ms));
            left |= flow.is_break();
            flow
        })
        .map_err(|error| unreadable(&error))?;
        if left {
            return Ok(Vec::new());
        }
        let packing = Packing { longest: LONGEST, ..Packing::default() };
        let plan = Plan::new(&activity, &Sensitivity::default(), &packing);
        let total_ms = i64::try_from(heard.duration_ms).unwrap_or(i64::MAX);
        let end_ms = task.end_ms.unwrap_or(total_ms);
        let windows = super::local::within(&plan.windows, task.begin_ms, end_ms);
        let mut before = task.before.clone();
        let mut language = task.language.clone();
        let mut failure = None;
        let decoded = hear_windows(&mut recording, &windows, |number, samples| {
            let window = &windows[number];
            let piece = Piece {
                wav: wav(samples),
                model: self.model.clone(),
                language: language.as_deref().map(primary),
                prompt: prompt(&task.vocabulary, &before),
                words: task.settings.word_times.unwrap_or(true),
            };
            let answer = match self.server.hear(&piece) {
                Ok(answer) => answer,
                Err(error) => {
                    failure = Some(error);
                    return ControlFlow::Break(());
                }
            };
            if language.is_none()
                && let Some(told) = answer.language
            {
                tell(Heard::Language(told.clone()))?;
                language = Some(told);
            }
            for one in answer.said {
                before = format!("{before} {}", one.text);
                tell(Heard::Said(placed(one, window), None))?;
            }
            tell(Heard::Until(to_ms(window.span().end)))
        })
        .map_err(|error| unreadable(&error))?;
        failure.map_or(Ok(decoded.remarks), Err)
    }
}

fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_lowercase()
}

/// Words to be expected, and the end of what was said before.
fn prompt(vocabulary: &str, before: &str) -> String {
    let skip = before.chars().count().saturating_sub(BEFORE);
    let tail: String = before.chars().skip(skip).collect();
    format!("{vocabulary} {}", tail.trim()).trim().to_owned()
}

/// What was heard in a piece, where it was said in the recording.
fn placed(told: Told, window: &Window) -> Spoken {
    let samples = |ms: i64| u64::try_from(ms).unwrap_or(0) * u64::from(SAMPLE_RATE) / 1000;
    let from = |ms: i64| to_ms(window.when_begun(samples(ms).min(window.length())));
    let until = |ms: i64| to_ms(window.when_ended(samples(ms).min(window.length())));
    let (begin_ms, end_ms) = match told.when {
        Some((begin, end)) => (from(begin), until(end)),
        None => (to_ms(window.span().start), to_ms(window.span().end)),
    };
    let words = told.words.into_iter().map(|word| SpokenWord {
        begin_ms: from(word.begin_ms),
        end_ms: until(word.end_ms).max(from(word.begin_ms)),
        ..word
    });
    Spoken {
        begin_ms,
        end_ms: end_ms.max(begin_ms),
        text: told.text,
        speaker: told.speaker,
        words: words.collect(),
        confidence: told.average_log_probability.map(|mean| mean.exp().clamp(0.0, 1.0)),
        doubt: told.average_log_probability.filter(|mean| *mean < UNLIKELY).map(|_| Doubt::Unsure),
    }
}

fn to_ms(sample: u64) -> i64 {
    i64::try_from(sample * 1000 / u64::from(SAMPLE_RATE)).unwrap_or(i64::MAX)
}

/// Sound as a WAV file of 16 bits (RIFF, as Microsoft and IBM described it in 1991).
fn wav(samples: &[f32]) -> Vec<u8> {
    let bytes = u32::try_from(samples.len() * 2).unwrap_or(u32::MAX);
    let mut file = Vec::with_capacity(samples.len() * 2 + 44);
    file.extend(b"RIFF");
    file.extend((36 + bytes).to_le_bytes());
    file.extend(b"WAVEfmt ");
    file.extend(16_u32.to_le_bytes());
    for short in [1_u16, 1] {
        file.extend(short.to_le_bytes());
    }
    file.extend(SAMPLE_RATE.to_le_bytes());
    file.extend((SAMPLE_RATE * 2).to_le_bytes());
    for short in [2_u16, 16] {
        file.extend(short.to_le_bytes());
    }
    file.extend(b"data");
    file.extend(bytes.to_le_bytes());
    for sample in samples {
        #[expect(clippy::cast_possible_truncation, reason = "clamped to 16 bits")]
        let short = (sample.clamp(-1.0, 1.0) * 32_767.0).round() as i16;
        file.extend(short.to_le_bytes());
    }
    file
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sound_becomes_a_wav_file_that_is_heard_alike() {
        #[expect(clippy::cast_precision_loss, reason = "a few thousand")]
        let samples: Vec<f32> = (0..4_000).map(|n| (n as f32 / 20.0).sin() * 0.5).collect();
        let mut heard = Vec::new();
        trefoil_speech::sound::listen(std::io::Cursor::new(wav(&samples)), Some("wav"), |chunk| {
            heard.extend_from_slice(chunk);
            ControlFlow::Continue(())
        })
        .expect("it is heard");
        assert_eq!(heard.len(), samples.len());
        assert!(heard.iter().zip(&samples).all(|(a, b)| (a - b).abs() < 1e-4));
    }

    #[test]
    fn times_of_a_piece_become_times_of_the_recording() {
        // Two stretches of a second, from second 10 and from second 20.
        let parts = [160_000..176_000, 320_000..336_000];
        let window = Window::of_parts(parts);
        let word = SpokenWord {
            text: "then".into(),
            begin_ms: 1_250,
            end_ms: 1_500,
            probability: Some(0.5),
        };
        let told = Told {
            when: Some((500, 1_500)),
            text: "now and then".into(),
            words: vec![word],
            average_log_probability: Some(-1.5),
            ..Told::default()
        };
        let said = placed(told, &window);
        assert_eq!((said.begin_ms, said.end_ms), (10_500, 20_500));
        assert_eq!((said.words[0].begin_ms, said.words[0].end_ms), (20_250, 20_500));
        assert_eq!(said.doubt, Some(Doubt::Unsure));
        let whole = placed(Told { text: "all".into(), ..Told::default() }, &window);
        assert_eq!((whole.begin_ms, whole.end_ms), (10_000, 21_000));
    }
}
