//! The speech engine, measured by order, as `benches/whisper.py` does it beside other engines.
//!
//! `engine MODEL PRECISION THREADS [INSTRUCTIONS]` reads a model and says `ready`; `engine sound
//! RECORDING SILERO` gets ready for what comes before a model (`-` stands for a file that there is
//! not). Then every
//! line is an order and is answered with two numbers in JSON, milliseconds of the processor in all
//! threads and of the clock:
//!
//! - `encode`: the encoder on a window of 30 seconds.
//! - `token`: one token of one sequence, not chosen; the mean of 64.
//! - `token5`: the same for each of five sequences in lock step.
//! - `greedy`, `beams`: one token of a window's text by one beam or five, with the rules and the
//!   choice; the mean of a text.
//! - `windows`, `windows8`: as `greedy`, of four and of eight windows side by side.
//! - `mel`: the spectrogram of 30 seconds.
//! - `sound`: decoding a recording and bringing it to 16 kHz, `voices` and `silero`: finding the
//!   voices in it; each for 30 seconds of it.
//! - `memory`: the most megabytes that the process had so far, one number.

#![expect(clippy::print_stdout, reason = "its answers are what it is for")]
#![expect(clippy::cast_precision_loss, reason = "counts are small")]

mod spent;

use std::error::Error;
use std::hint::black_box;
use std::io::{self, BufRead as _, Cursor};
use std::ops::ControlFlow;
use std::path::Path;
use std::sync::Arc;

use spent::Spent;
use trefoil_speech::decoding::{
    Decoded, Listener as _, Options, Prompt, Vocabulary as _, decode, decode_all,
};
use trefoil_speech::kernels::{Isa, Precision, Threads};
use trefoil_speech::mel::{FRAMES, Mel, SAMPLES, Spectrograph};
use trefoil_speech::sound;
use trefoil_speech::voice::{Detector, Earshot, Observer, Silero};
use trefoil_speech::whisper::files::open;
use trefoil_speech::whisper::{Decoder, Encoder, Machine, States, Tokenizer};

/// Tokens that are written after a prompt of four.
const TOKENS: u32 = 64;

type Outcome<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Outcome {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words[..] {
        ["sound", recording, silero] => {
            let sounds = Sounds::read(recording, silero)?;
            answer(|order| sounds.measure(order))
        }
        [model, precision, threads, ref rest @ ..] => {
            let isa = match rest.first() {
                Some(name) => find_instructions(name)?,
                None => Isa::best(),
            };
            let threads = Arc::new(Threads::new(threads.parse()?));
            let machine = Machine { isa, precision: find_precision(precision)?, threads };
            let engine = Engine::read(model.as_ref(), &machine)?;
            answer(|order| engine.measure(order))
        }
        _ => Err("engine MODEL int8|float THREADS, or engine sound RECORDING SILERO".into()),
    }
}

/// Answers orders until there are no more.
fn answer(mut measure: impl FnMut(&str) -> Outcome<Spent>) -> Outcome {
    println!("ready");
    for order in io::stdin().lock().lines() {
        match order?.trim() {
            "memory" => println!("{:.1}", spent::peak_megabytes()),
            order => println!("{}", measure(order)?),
        }
    }
    Ok(())
}

fn find_precision(name: &str) -> Outcome<Precision> {
    match name {
        "int8" => Ok(Precision::Int8),
        "float" => Ok(Precision::Float),
        other => Err(format!("{other} is not one of int8 and float").into()),
    }
}

/// Instructions by name, such as `AvxVnni`.
fn find_instructions(name: &str) -> Outcome<Isa> {
    let found = Isa::available().find(|isa| format!("{isa:?}") == name);
    found.ok_or_else(|| format!("this processor has no instructions called {name}").into())
}

/// A model and a window that it has heard.
struct Engine {
    encoder: Encoder,
    decoder: Decoder,
    tokenizer: Tokenizer,
    mel: Mel,
    states: States,
}

impl Engine {
    fn read(model: &Path, machine: &Machine) -> Outcome<Self> {
        let mut file = open(model)?;
        let tokenizer = file.tokenizer()?;
        let encoder = Encoder::read(&mut file, machine)?;
        let decoder = Decoder::read(&mut file, machine)?;
        let mel = Spectrograph::new(80).draw(&noise(), FRAMES);
        let states = encoder.encode(&mel)?;
        Ok(Self { encoder, decoder, tokenizer, mel, states })
    }

    fn measure(&self, order: &str) -> Outcome<Spent> {
        Ok(match order {
            "encode" => Spent::by(|| drop(black_box(self.encoder.encode(&self.mel)))),
            "token" => self.write(1),
            "token5" => self.write(5),
            "greedy" => self.write_text(1),
            "beams" => self.write_text(5),
            "windows" => self.write_texts(4),
            "windows8" => self.write_texts(8),
            other => return Err(format!("{other} is no order").into()),
        })
    }

    fn write(&self, sequences: usize) -> Spent {
        let mut listening = self.decoder.listen(&self.states);
        listening.begin(&[50_258, 50_259, 50_359, 50_363], sequences, &[0, 3]);
        let from: Vec<usize> = (0..sequences).collect();
        let spent = Spent::by(|| {
            for token in 0..TOKENS {
                black_box(listening.advance(&from, &vec![token * 7; sequences]));
            }
        });
        spent.shared_by(f64::from(TOKENS) * sequences as f64)
    }

    fn options(&self, beam_size: usize) -> (Prompt, Options) {
        let options = Options { temperatures: vec![0.0], beam_size, ..Options::default() };
        let language = self.tokenizer.specials().find_language("en");
        (Prompt { language, ..Prompt::default() }, options)
    }

    fn write_text(&self, beams: usize) -> Spent {
        let (prompt, options) = self.options(beams);
        let mut listening = self.decoder.listen(&self.states);
        let mut written = None;
        let spent = Spent::by(|| {
            written = decode(&mut listening, &self.tokenizer, &prompt, &options, &|| false).ok();
        });
        spent.shared_by(tokens_of(written.as_slice()))
    }

    fn write_texts(&self, windows: usize) -> Spent {
        let told = vec![self.options(1); windows];
        let mut listening = self.decoder.listen_to_all(&vec![self.states.clone(); windows]);
        let mut written = Vec::new();
        let spent = Spent::by(|| {
            let all = decode_all(&mut listening, &self.tokenizer, &told, &|| false);
            written = all.unwrap_or_default();
        });
        spent.shared_by(tokens_of(&written))
    }
}

fn tokens_of(written: &[Decoded]) -> f64 {
    written.iter().map(|text| text.tokens.len()).sum::<usize>() as f64
}

/// What comes before a model.
struct Sounds {
    file: Vec<u8>,
    samples: Vec<f32>,
    noise: Vec<f32>,
    spectrograph: Spectrograph,
    silero: Option<Vec<u8>>,
}

impl Sounds {
    fn read(recording: &str, silero: &str) -> Outcome<Self> {
        let read = |path: &str| if path == "-" { Ok(Vec::new()) } else { std::fs::read(path) };
        let (file, silero) = (read(recording)?, Some(read(silero)?));
        let samples = if file.is_empty() { Vec::new() } else { listen(&file)? };
        Ok(Self {
            file,
            samples,
            noise: noise(),
            spectrograph: Spectrograph::new(80),
            silero: silero.filter(|bytes| !bytes.is_empty()),
        })
    }

    fn measure(&self, order: &str) -> Outcome<Spent> {
        let share = self.samples.len() as f64 / SAMPLES as f64;
        Ok(match order {
            "mel" => Spent::by(|| drop(black_box(self.spectrograph.draw(&self.noise, FRAMES)))),
            "sound" => Spent::by(|| drop(black_box(listen(&self.file).map(|all| all.len()))))
                .shared_by(share),
            "voices" => self.observe(Earshot::new()).shared_by(share),
            "silero" => {
                let bytes = self.silero.as_deref().ok_or("there is no file of Silero's")?;
                self.observe(Silero::read(bytes)?).shared_by(share)
            }
            other => return Err(format!("{other} is no order").into()),
        })
    }

    fn observe(&self, detector: impl Detector) -> Spent {
        let mut observer = Observer::new(detector);
        Spent::by(|| {
            self.samples.chunks(16_000).for_each(|chunk| observer.take(chunk));
            black_box(observer.finish().share());
        })
    }
}

fn listen(file: &[u8]) -> Outcome<Vec<f32>> {
    let mut all = Vec::new();
    sound::listen(Cursor::new(file.to_vec()), None, |chunk| {
        all.extend_from_slice(chunk);
        ControlFlow::Continue(())
    })?;
    Ok(all)
}

/// 30 seconds that mean nothing, the same for every engine.
fn noise() -> Vec<f32> {
    (0..SAMPLES).map(|place| ((place * 7919) % 2000) as f32 / 10_000.0 - 0.1).collect()
}
