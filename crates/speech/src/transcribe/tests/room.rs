//! A room in which people say what a test tells them to, and a model that hears it without fault.
//!
//! A sample's value is its place in the recording, so the model knows what it hears whatever
//! the windows are.

use std::ops::{ControlFlow, Range};

use crate::decoding::alignment::Attention;
use crate::decoding::scripted::{Bytes, Part, SIZE, Scripted, moment};
use crate::decoding::{Going, Listener, Listeners, Specials, Vocabulary};
use crate::transcribe::{Bookmark, Engine, Event, Segment, Settings, Transcriber};
use crate::voice::Window;

/// What is said when, in milliseconds of the recording.
pub(super) type Said = (u64, u64, &'static str);

/// What a model says to some sound after a prompt.
type Script<'s> = Box<dyn Fn(&Sound<'_>, &[u32]) -> Part + 's>;

/// Sound whose samples tell where they were recorded.
pub(super) struct Sound<'s>(&'s [f32]);

impl Sound<'_> {
    /// When the first sample was recorded, in milliseconds.
    pub(super) fn begin_ms(&self) -> u64 {
        self.0.first().map_or(0, |first| place_of(*first) / 16)
    }

    /// At how many milliseconds of the sound a moment of the recording is heard.
    fn ms_of(&self, recorded_ms: u64) -> Option<u32> {
        let place = self.0.partition_point(|sample| place_of(*sample) < recorded_ms * 16);
        let is_there =
            self.0.get(place).is_some_and(|sample| place_of(*sample) == recorded_ms * 16);
        is_there.then(|| u32::try_from(place / 16).expect("a short sound"))
    }

    /// What a model without fault writes: all that is whole, at most so many segments, and the
    /// beginning of what is not.
    pub(super) fn written(&self, said: &[Said], most: usize) -> Part {
        let mut tokens = Vec::new();
        let mut segments = 0;
        for (begin, end, text) in said {
            let (Some(begin), Some(end)) = (self.ms_of(*begin), self.ms_of(end - 20)) else {
                continue;
            };
            if segments == most {
                tokens.extend([moment(begin), u32::from(b'.')]);
                break;
            }
            tokens.push(moment(begin));
            tokens.extend(text.bytes().map(u32::from));
            tokens.push(moment(end + 20));
            segments += 1;
        }
        if tokens.is_empty() {
            tokens.push(moment(0));
        }
        Part { tokens, sure: 0.9999, ..Part::of("") }
    }
}

/// A model in a room.
pub(super) struct Room<'s> {
    script: Script<'s>,
    pub(super) tells_words: bool,
    /// The prompts it was told, those that ask for the language too.
    pub(super) prompts: Vec<Vec<u32>>,
    /// From when on it heard something, each time, in milliseconds of the recording.
    pub(super) heard: Vec<u64>,
    /// How many windows went on at once, each time several were listened to.
    pub(super) together: Vec<usize>,
}

impl<'s> Room<'s> {
    pub(super) fn new(script: impl Fn(&Sound<'_>, &[u32]) -> Part + 's) -> Self {
        let script = Box::new(script);
        Self {
            script,
            tells_words: false,
            prompts: Vec::new(),
            heard: Vec::new(),
            together: Vec::new(),
        }
    }

    /// People who say this, and a model that writes at most so many segments at once.
    pub(super) fn of(said: &'s [Said], most: usize) -> Self {
        Self::new(move |sound, _| sound.written(said, most))
    }

    /// Transcribes windows until the end or until `tell` breaks off.
    pub(super) fn transcribe(
        &mut self,
        windows: &[Window],
        settings: Settings,
        from: Option<Bookmark>,
        mut tell: impl FnMut(&Event) -> ControlFlow<()>,
    ) -> Vec<Segment> {
        let bytes = Bytes::new();
        let at_once = settings.windows_at_once.max(1);
        let mut transcriber = Transcriber::new(self, &bytes, settings).unwrap();
        if let Some(from) = from {
            transcriber = transcriber.going_on_from(from);
        }
        let mut segments = Vec::new();
        for windows in windows.chunks(at_once) {
            let heard: Vec<_> = windows.iter().map(|window| (window, sound_of(window))).collect();
            let flow = transcriber.hear_all(&heard, 3_600_000, &mut |event| {
                let flow = tell(&event);
                if let Event::Segment(segment, _) = event {
                    segments.push(*segment);
                }
                flow
            });
            if flow.is_break() {
                break;
            }
        }
        segments
    }

    /// Transcribes to the end.
    pub(super) fn all(&mut self, windows: &[Window], settings: Settings) -> Vec<Segment> {
        self.transcribe(windows, settings, None, |_| ControlFlow::Continue(()))
    }
}

/// The samples of a window: each tells its place, exactly so for the first 17 minutes.
#[expect(clippy::cast_precision_loss, reason = "24 bits are exact")]
pub(super) fn sound_of(window: &Window) -> Vec<f32> {
    window.recorded().flatten().map(|place| place as f32).collect()
}

/// The place that a sample tells.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "it is a whole number from 0"
)]
fn place_of(sample: f32) -> u64 {
    sample as u64
}

/// A window of stretches in milliseconds.
pub(super) fn window(parts: &[(u64, u64)]) -> Window {
    Window::of_parts(parts.iter().map(|(from, to)| from * 16..to * 16))
}

impl Room<'_> {
    fn begin(&mut self, samples: &[f32]) -> Saying {
        let sound = samples.to_vec();
        self.heard.push(Sound(&sound).begin_ms());
        Saying { sound, scripted: Scripted::new([Part::of("")]), tokens: Vec::new() }
    }
}

impl Engine for Room<'_> {
    fn hear<'e>(&'e mut self, samples: &[f32]) -> Box<dyn Listener + 'e> {
        let said = self.begin(samples);
        Box::new(Ear { room: self, said })
    }

    fn hear_all<'e>(&'e mut self, sounds: &[&[f32]]) -> Option<Box<dyn Listeners + 'e>> {
        let said = sounds.iter().map(|samples| self.begin(samples)).collect();
        Some(Box::new(Ears { room: self, said }))
    }
}

/// What the model says about a sound.
struct Saying {
    sound: Vec<f32>,
    scripted: Scripted,
    tokens: Vec<u32>,
}

impl Saying {
    fn begin(
        &mut self,
        room: &mut Room<'_>,
        prompt: &[u32],
        sequences: usize,
        wanted: &[usize],
    ) -> Vec<f32> {
        room.prompts.push(prompt.to_vec());
        let part = (room.script)(&Sound(&self.sound), prompt);
        self.tokens.clone_from(&part.tokens);
        self.scripted = Scripted::new([part]);
        self.scripted.begin(prompt, sequences, wanted)
    }

    /// Looks at each letter of a piece for as long as at the others.
    fn attend(&self, room: &Room<'_>, tokens: &[u32]) -> Option<Attention> {
        if !room.tells_words {
            return None;
        }
        let bytes = Bytes::new();
        let frames = 1500;
        let heard = frames_of_letters(&self.tokens, bytes.specials());
        let scores = (0..tokens.len()).flat_map(|row| {
            let letter = row.checked_sub(3).and_then(|row| heard.get(row)).cloned();
            (0..frames).map(move |frame| match &letter {
                Some(letter) if letter.contains(&frame) => 8.0,
                _ => 0.0,
            })
        });
        Some(Attention { heads: 1, tokens: tokens.len(), frames, scores: scores.collect() })
    }
}

/// The model while it hears something.
struct Ear<'e, 's> {
    room: &'e mut Room<'s>,
    said: Saying,
}

impl Listener for Ear<'_, '_> {
    fn vocabulary(&self) -> usize {
        SIZE
    }

    fn text_context(&self) -> usize {
        448
    }

    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        self.said.begin(self.room, prompt, sequences, wanted)
    }

    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        self.said.scripted.advance(from, tokens)
    }

    fn attend(&mut self, tokens: &[u32]) -> Option<Attention> {
        self.said.attend(self.room, tokens)
    }
}

/// The model while it hears several things.
struct Ears<'e, 's> {
    room: &'e mut Room<'s>,
    said: Vec<Saying>,
}

impl Listeners for Ears<'_, '_> {
    fn vocabulary(&self) -> usize {
        SIZE
    }

    fn text_context(&self) -> usize {
        448
    }

    fn begin_window(
        &mut self,
        window: usize,
        prompt: &[u32],
        sequences: usize,
        wanted: &[usize],
    ) -> Vec<f32> {
        self.said[window].begin(self.room, prompt, sequences, wanted)
    }

    fn advance_windows(&mut self, going: &[Going<'_>]) -> Vec<Vec<f32>> {
        self.room.together.push(going.len());
        going
            .iter()
            .map(|going| self.said[going.window].scripted.advance(going.from, going.tokens))
            .collect()
    }

    fn attend_window(&mut self, window: usize, tokens: &[u32]) -> Option<Attention> {
        self.said[window].attend(self.room, tokens)
    }
}

/// At which frames each letter of a script is heard, and at last where the end is.
fn frames_of_letters(tokens: &[u32], specials: &Specials) -> Vec<Range<usize>> {
    let frame = |token: u32| (token - specials.timestamp_begin) as usize;
    let mut heard = Vec::new();
    let mut begin = 0;
    for piece in tokens.split_inclusive(|token| specials.is_timestamp(*token)) {
        let Some((end, letters)) = piece.split_last().filter(|(t, _)| specials.is_timestamp(**t))
        else {
            continue;
        };
        let (length, count) = (frame(*end) - begin, letters.len());
        heard.extend(
            (0..count).map(|n| begin + length * n / count..begin + length * (n + 1) / count),
        );
        begin = frame(*end);
    }
    heard.push(begin..1500);
    heard
}
