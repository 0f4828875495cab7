//! How fast the model is computed, with random weights of a real model's shape.
//!
//! `cargo run --release -p trefoil-speech --example throughput -- tiny 5` prints, for each
//! instruction set, precision and number of threads, the least time of five rounds, that of the
//! processor and that of the clock, in milliseconds: encoding 30 seconds, packing what was heard,
//! one token of one sequence, one token of five sequences. A third word such as `Avx512Vnni`
//! leaves the others out. `tiny ggml q8_0 FILE` only writes the same weights for whisper.cpp,
//! which `throughput_peer.py` beside this file times in the same way.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

#[path = "../tests/micro/mod.rs"]
mod micro;

use std::error::Error;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::sync::Arc;
use std::time::{Duration, Instant};

use micro::{ggml, quantised::Kind};
use trefoil_speech::decoding::Listener;
use trefoil_speech::kernels::{Isa, Precision, Threads};
use trefoil_speech::mel::{FRAMES, Mel};
use trefoil_speech::whisper::{Decoder, Dimensions, Encoder, Machine, ModelError, States, Tensors};

/// Tokens that are written in a round, after a prompt of four.
const TOKENS: u32 = 64;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let dimensions = match words.first().copied().unwrap_or("tiny") {
        "tiny" => dimensions(384, 4),
        "base" => dimensions(512, 6),
        "small" => dimensions(768, 12),
        other => return Err(format!("{other} is not one of tiny, base and small").into()),
    };
    if let [_, "ggml", kind, file] = words[..] {
        return write_ggml(dimensions, kind, file);
    }
    let rounds = words.get(1).map_or(Ok(3), |rounds| rounds.parse())?;
    let only = words.get(2).copied().unwrap_or("");
    println!(
        "{:32} {:>16} {:>16} {:>16} {:>16}",
        "cpu/wall ms", "encoder", "packing", "token", "token of 5"
    );
    for isa in Isa::available() {
        for precision in [Precision::Int8, Precision::Float] {
            for threads in [1, 2] {
                let title = format!("{isa:?} {precision:?} {threads}");
                if title.contains(only) {
                    let threads = Arc::new(Threads::new(threads));
                    measure(dimensions, &title, rounds, &Machine { isa, precision, threads })?;
                }
            }
        }
    }
    Ok(())
}

const fn dimensions(width: usize, layers: usize) -> Dimensions {
    Dimensions {
        mels: 80,
        audio_context: 1500,
        audio_state: width,
        audio_heads: width / 64,
        audio_layers: layers,
        vocabulary: 51_865,
        text_context: 448,
        text_state: width,
        text_heads: width / 64,
        text_layers: layers,
    }
}

fn measure(
    dimensions: Dimensions,
    title: &str,
    rounds: usize,
    machine: &Machine,
) -> Result<(), Box<dyn Error>> {
    let mut weights = Weights(dimensions);
    let encoder = Encoder::read(&mut weights, machine)?;
    let decoder = Decoder::read(&mut weights, machine)?;
    let values = micro::mel(FRAMES);
    let mel = Mel { bins: dimensions.mels, frames: FRAMES, values };
    let states = encoder.encode(&mel)?;
    let mut best = [Spent::MOST; 4];
    for _ in 0..rounds {
        let found = [
            Spent::by(|| drop(encoder.encode(&mel))),
            Spent::by(|| drop(decoder.listen(&states))),
            write(&decoder, &states, 1),
            write(&decoder, &states, 5),
        ];
        for (best, found) in best.iter_mut().zip(found) {
            *best = best.least(found);
        }
    }
    let [encoding, packing, one, five] = best;
    println!("{title:32} {encoding:>16} {packing:>16} {one:>16} {five:>16}");
    Ok(())
}

/// The time of one token of one sequence, of several in lock step.
fn write(decoder: &Decoder, states: &States, sequences: usize) -> Spent {
    let mut listening = decoder.listen(states);
    listening.begin(&[50_258, 50_259, 50_359, 50_363], sequences, &[0, 3]);
    let from: Vec<usize> = (0..sequences).collect();
    let spent = Spent::by(|| {
        for token in 0..TOKENS {
            listening.advance(&from, &vec![token * 7; sequences]);
        }
    });
    let tokens = TOKENS * u32::try_from(sequences).unwrap_or(u32::MAX);
    Spent { processor: spent.processor / tokens, clock: spent.clock / tokens }
}

/// Time of the processor, by all threads, and of the clock.
#[derive(Clone, Copy)]
struct Spent {
    processor: Duration,
    clock: Duration,
}

impl Spent {
    const MOST: Self = Self { processor: Duration::MAX, clock: Duration::MAX };

    fn by(work: impl FnOnce()) -> Self {
        let (clock, processor) = (Instant::now(), processor_time());
        work();
        Self { processor: processor_time().saturating_sub(processor), clock: clock.elapsed() }
    }

    fn least(self, other: Self) -> Self {
        let processor = self.processor.min(other.processor);
        Self { processor, clock: self.clock.min(other.clock) }
    }
}

impl std::fmt::Display for Spent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let milliseconds = |time: Duration| time.as_secs_f64() * 1e3;
        let text = format!("{:.2}/{:.2}", milliseconds(self.processor), milliseconds(self.clock));
        formatter.pad(&text)
    }
}

#[cfg(unix)]
fn processor_time() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    let seconds = Duration::from_secs(u64::try_from(time.tv_sec).unwrap_or(0));
    seconds + Duration::from_nanos(u64::try_from(time.tv_nsec).unwrap_or(0))
}

#[cfg(not(unix))]
fn processor_time() -> Duration {
    Duration::ZERO
}

/// Weights of chance, whose spread keeps that of what they multiply.
struct Weights(Dimensions);

impl Tensors for Weights {
    fn dimensions(&self) -> Dimensions {
        self.0
    }

    fn tensor(&mut self, name: &str, shape: &[usize]) -> Result<Vec<f32>, ModelError> {
        Ok(micro::weight(name, shape))
    }
}

/// Writes the same weights for whisper.cpp, with mel filters and words that are only there to be
/// skipped.
fn write_ggml(dimensions: Dimensions, kind: &str, file: &str) -> Result<(), Box<dyn Error>> {
    let kind = match kind {
        "f16" => Kind::F16,
        "q8_0" => Kind::Q8_0,
        other => return Err(format!("{other} is not one of f16 and q8_0").into()),
    };
    let mut file = BufWriter::new(File::create(file)?);
    let filters = vec![0.005; dimensions.mels * ggml::SPECTRUM];
    let words: Vec<_> = (0..50_257).map(|word| format!(" {word}").into_bytes()).collect();
    ggml::write_header(&mut file, &dimensions, kind, &filters, &words)?;
    for (name, shape) in dimensions.tensors() {
        ggml::write_tensor(&mut file, &name, &shape, kind, &micro::weight(&name, &shape))?;
    }
    Ok(file.flush()?)
}
