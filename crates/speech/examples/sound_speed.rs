//! Tells how long a recording takes to be decoded, resampled, searched for voices and drawn.
//! Times are those of the processor, so that other programs do not matter; Linux only.
//! With whisper.cpp's file of Silero's detector, also how long that takes.
//!
//!     cargo run --release -p trefoil-speech --example sound_speed -- RECORDING [SILERO]

use std::fs::File;
use std::io::Cursor;
use std::ops::ControlFlow;
use std::time::Duration;

use trefoil_speech::mel::{FRAMES, SAMPLES, Spectrograph};
use trefoil_speech::voice::{Earshot, Observer, Packing, Plan, Sensitivity, Silero};
use trefoil_speech::{decode, sound};

/// The time that the processor worked for this program, by Linux; others have no such file.
fn worked() -> Duration {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split(' ').next().and_then(|number| number.parse().ok());
    Duration::from_nanos(nanoseconds.unwrap_or_default())
}

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
#[expect(clippy::cast_precision_loss, reason = "recordings last some hours at most")]
fn main() -> Outcome {
    let path = std::env::args().nth(1).ok_or("which recording?")?;
    let bytes = std::fs::read(&path)?;
    let source = || Cursor::new(bytes.clone());
    let report = |what: &str, begun: Duration, seconds: f64| {
        let took = worked().saturating_sub(begun).as_secs_f64();
        println!("{what}: {:.1} ms, {:.2} ms for 30 s", took * 1e3, took * 30e3 / seconds);
    };

    let probed = decode::probe(File::open(&path)?, None)?;
    let seconds = probed.duration_ms as f64 / 1e3;
    println!("{} in {:?}, {seconds} s", probed.codec, probed.container);
    let begun = worked();
    decode::samples(source(), None, |_| ControlFlow::Continue(()))?;
    report("decoded", begun, seconds);

    let (begun, mut all) = (worked(), Vec::new());
    sound::listen(source(), None, |chunk| {
        all.extend_from_slice(chunk);
        ControlFlow::Continue(())
    })?;
    report("decoded and resampled", begun, seconds);

    let begun = worked();
    let mut observer = Observer::new(Earshot::new());
    all.chunks(16_000).for_each(|chunk| observer.take(chunk));
    let activity = observer.finish();
    report("searched by Earshot", begun, seconds);
    let begun = worked();
    let plan = Plan::new(&activity, &Sensitivity::default(), &Packing::default());
    report(&format!("packed into {} windows", plan.windows.len()), begun, seconds);
    println!("speech in {:.1} % of it", activity.share() * 100.0);
    if let Some(path) = std::env::args().nth(2) {
        let mut observer = Observer::new(Silero::read(File::open(path)?)?);
        let begun = worked();
        all.chunks(16_000).for_each(|chunk| observer.take(chunk));
        let activity = observer.finish();
        report("searched by Silero", begun, seconds);
        println!("speech in {:.1} % of it", activity.share() * 100.0);
    }

    for bins in [80, 128] {
        let begun = worked();
        let graph = Spectrograph::new(bins);
        report("spectrograph made", begun, 30.0);
        let begun = worked();
        let drawn: Vec<_> = all.chunks(SAMPLES).map(|window| graph.draw(window, FRAMES)).collect();
        let windows = drawn.len();
        report(&format!("{windows} windows drawn in {bins} bins"), begun, seconds);
    }
    Ok(())
}
