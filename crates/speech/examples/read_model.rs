//! Says what is known of a model, reads all of its weights, and tells how fast and in how much memory.
//!
//! `cargo run --release -p trefoil-speech --example read_model -- FILE`. The largest memory is that
//! of the whole process as Linux counts it, which should be that of the largest tensor and little
//! more.

#![expect(clippy::print_stdout, reason = "this is what it is for")]

use std::error::Error;
use std::path::PathBuf;
use std::time::Instant;

use trefoil_speech::decoding::Vocabulary;
use trefoil_speech::whisper::{Tensors, files};

fn main() -> Result<(), Box<dyn Error>> {
    let path: PathBuf = std::env::args_os().nth(1).ok_or("give a model's file or folder")?.into();
    let began = Instant::now();
    let mut model = files::open(&path)?;
    println!("opened in {:.1?}", began.elapsed());
    println!("{}, mostly {}, {} bytes", model.layout(), model.numbers(), model.bytes());
    println!("{:?}", model.dimensions());
    println!("heads that follow the sound: {:?}", model.alignment_heads());
    let began = Instant::now();
    match model.tokenizer() {
        Ok(tokenizer) => {
            let languages = tokenizer.specials().languages.len().max(1);
            println!("vocabulary of {languages} languages in {:.1?}", began.elapsed());
        }
        Err(error) => println!("{error}"),
    }
    let (began, mut count, mut largest) = (Instant::now(), 0, 0);
    for (name, shape) in model.dimensions().tensors() {
        let values = model.tensor(&name, &shape)?;
        count += values.len();
        largest = largest.max(values.len() * 4);
    }
    println!(
        "{count} weights in {:.1?}; the largest tensor takes {largest} bytes",
        began.elapsed()
    );
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let memory = status.lines().find(|line| line.starts_with("VmHWM"));
    println!("{}", memory.unwrap_or("memory is not told by this system"));
    Ok(())
}
