//! Suggests who speaks when in a recording, and tells how long that took.
//!
//!     cargo run --release -p trefoil-speech --example speaker_turns -- MODEL RECORDING [PEOPLE]

use std::fs::File;
use std::ops::ControlFlow;
use std::time::Instant;

use trefoil_speech::kernels::Isa;
use trefoil_speech::sound::Recording;
use trefoil_speech::speakers::{Segmentation, Suggestion, hear};

type Outcome = Result<(), Box<dyn std::error::Error>>;

#[expect(clippy::print_stdout, reason = "this is what the program is for")]
#[expect(clippy::cast_precision_loss, reason = "recordings last some hours at most")]
fn main() -> Outcome {
    let mut arguments = std::env::args().skip(1);
    let mut next = || arguments.next();
    let network = Segmentation::read(File::open(next().ok_or("which model?")?)?, Isa::best())?;
    let path = next().ok_or("which recording?")?;
    let people = next().map_or(Ok(2), |people| people.parse())?;

    let begun = Instant::now();
    let mut recording = Recording::new(|| File::open(&path), None);
    let mut samples = 0;
    let (suggestion, _) = hear(&mut recording, &network, people, |heard| {
        samples = heard;
        ControlFlow::Continue(())
    })?;
    let took = begun.elapsed().as_secs_f64();

    let second = |ms: u64| ms as f64 / 1e3;
    let mut breaks = suggestion.stretches.iter().skip(1).map(|stretch| stretch.begin_ms).peekable();
    for turn in &suggestion.turns {
        if breaks.next_if(|begin| *begin <= turn.begin_ms).is_some() {
            println!("-- who is who is not known from here on --");
        }
        let (name, unsure) =
            (Suggestion::name_of(turn.voice), if turn.is_unsure { "?" } else { "" });
        println!("{:9.2} {:9.2}  {name}{unsure}", second(turn.begin_ms), second(turn.end_ms));
    }
    for (begin, end) in suggestion.overlaps() {
        println!("at once: {:.2} to {:.2}", second(begin), second(end));
    }
    let seconds = samples as f64 / 16e3;
    println!("{seconds:.1} s heard in {took:.2} s, {:.0} times as fast", seconds / took);
    Ok(())
}
