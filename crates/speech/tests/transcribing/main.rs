//! From sound to segments with a whole model: of chance for what must always hold, and a trained
//! one, where somebody has it, for the words.

#[path = "../micro/mod.rs"]
mod micro;

mod chance;
mod trained;

use std::io::{Read, Seek};
use std::ops::ControlFlow;

use trefoil_speech::sound::Recording;
use trefoil_speech::transcribe::{Bookmark, Event, Segment, Settings, Transcriber};
use trefoil_speech::voice::{Earshot, Packing, Plan, Sensitivity, Window, observe};
use trefoil_speech::whisper::Model;

/// Finds where somebody speaks, and how long the recording is.
fn plan<S: Read + Seek + Send + Sync>(recording: &mut Recording<'_, S>) -> (Plan, u64) {
    let go_on = |_| ControlFlow::Continue(());
    let (activity, heard) = observe(recording, Earshot::new(), go_on).expect("a recording");
    let plan = Plan::new(&activity, &Sensitivity::default(), &Packing::default());
    (plan, heard.duration_ms)
}

/// A model and how to use it.
struct Setup {
    model: Model,
    settings: Settings,
}

impl Setup {
    /// Transcribes windows, from a bookmark or the beginning, until so many segments were told.
    fn transcribe<S: Read + Seek + Send + Sync>(
        &mut self,
        recording: &mut Recording<'_, S>,
        windows: &[Window],
        from: Option<Bookmark>,
        most: usize,
    ) -> (Vec<Segment>, Bookmark) {
        let settings = self.settings.clone();
        let (ears, tokenizer) = self.model.parts();
        let mut transcriber = Transcriber::new(ears, tokenizer, settings).expect("settings");
        if let Some(from) = from {
            transcriber = transcriber.going_on_from(from);
        }
        let mut segments = Vec::new();
        let outcome = transcriber.transcribe(recording, windows, 600_000, &mut |event| {
            if let Event::Segment(segment, _) = event {
                segments.push(*segment);
            }
            if segments.len() < most { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        });
        (segments, outcome.expect("a recording").bookmark)
    }
}
