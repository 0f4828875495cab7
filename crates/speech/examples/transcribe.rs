//! Transcribes a recording to WebVTT: `cargo run --release --example transcribe -- MODEL AUDIO`.
//!
//! MODEL is a ggml file or a folder or file of safetensors, AUDIO any recording. A third word is the
//! language's code. Subtitles go to standard output, progress and doubts to standard error.

use std::error::Error;
use std::fs::File;
use std::io::{self, Write};
use std::ops::ControlFlow;
use std::path::Path;
use std::thread::available_parallelism;

use trefoil_speech::sound::Recording;
use trefoil_speech::transcribe::{Event, Language, Segment, Settings, Transcriber};
use trefoil_speech::voice::{Earshot, Packing, Plan, Sensitivity, observe};
use trefoil_speech::whisper::{Machine, Model, files};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [model, audio, language @ ..] = &arguments[..] else {
        return Err("usage: transcribe MODEL AUDIO [LANGUAGE]".into());
    };
    let mut file = files::open(Path::new(model))?;
    let threads = available_parallelism().map_or(1, usize::from);
    let mut model = Model::read(&mut file, &Machine::new(threads))?;

    let extension = Path::new(audio).extension().and_then(|extension| extension.to_str());
    let mut recording = Recording::new(|| File::open(audio), extension);
    let (activity, heard) = observe(&mut recording, Earshot::new(), |_| ControlFlow::Continue(()))?;
    let plan = Plan::new(&activity, &Sensitivity::default(), &Packing::default());

    let language = language.first().map_or(Language::Detect, |code| Language::Given(code.clone()));
    let settings = Settings { language, ..Settings::default() };
    let (ears, tokenizer) = model.parts();
    let mut transcriber = Transcriber::new(ears, tokenizer, settings)?;
    let (mut out, mut err) = (io::stdout().lock(), io::stderr().lock());
    writeln!(out, "WEBVTT\n")?;
    let mut written = Ok(());
    let outcome =
        transcriber.transcribe(&mut recording, &plan.windows, heard.duration_ms, &mut |event| {
            written = match event {
                Event::Segment(segment, _) => write_cue(&mut out, &segment),
                Event::Progress(progress) => writeln!(
                    err,
                    "{} of {} s, {:.1} times as fast as the recording",
                    progress.done_ms / 1000,
                    progress.total_ms / 1000,
                    progress.speed
                ),
            };
            if written.is_ok() { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        })?;
    written?;
    if let Some((language, probability)) = outcome.language_probabilities.first() {
        writeln!(err, "language {language}, {:.0} % sure", probability * 100.0)?;
    }
    for remark in &outcome.remarks {
        writeln!(err, "{remark}")?;
    }
    Ok(())
}

fn write_cue(out: &mut impl Write, segment: &Segment) -> io::Result<()> {
    if let Some(doubt) = segment.doubt {
        writeln!(out, "NOTE {doubt:?}\n")?;
    }
    let text = if segment.text.is_empty() { "[…]" } else { &segment.text };
    let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    writeln!(out, "{} --> {}\n{text}\n", time(segment.begin_ms), time(segment.end_ms))
}

fn time(ms: u64) -> String {
    let (seconds, rest) = (ms / 1000, ms % 1000);
    format!("{:02}:{:02}:{:02}.{rest:03}", seconds / 3600, seconds / 60 % 60, seconds % 60)
}
