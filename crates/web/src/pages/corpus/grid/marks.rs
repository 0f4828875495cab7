//! How a source looks in its week: a bar, a stroke, ruled lines, an open square.
//!
//! An interview is a bar whose length is to scale, a voice note a stroke whose height is to scale,
//! a field note three ruled lines; anything else an open square. Marks of one kind stand beside
//! each other, and closer together the more there are.

use std::collections::BTreeMap;

use trefoil_core::corpus::source::Listed;
use trefoil_core::id::Id;

use super::axis::percent;
use super::states::{State, States};
use crate::pages::corpus::Lengths;
use crate::words;

/// How high the line lies on which voice notes stand.
pub(crate) const GROUND: i32 = 50;
/// How high the longest voice note is.
const TALLEST: f64 = 34.0;
/// How much of a week the longest interview fills, in percent.
const LONGEST: f64 = 84.0;
/// Voice notes that stand closer than this, in percent of a week, are thin and have small signs.
const CLOSE: f64 = 9.0;
/// More marks than these in one week cannot be told apart.
const MOST_MARKS: usize = 28;

/// One source, drawn.
#[derive(Debug)]
pub(crate) struct Mark {
    pub(crate) source: Id,
    /// What it is, in words.
    pub(crate) says: String,
    pub(crate) shape: Shape,
    /// How far it has come.
    pub(crate) state: State,
}

impl Mark {
    /// Whether it stands so close to others that its sign has to be small.
    pub(crate) fn is_close(&self) -> bool {
        matches!(self.shape, Shape::Stroke { is_close: true, .. })
    }

    /// Where the sign of its state stands: its middle from the left, and from above.
    pub(crate) fn sign(&self) -> (&str, i32) {
        match &self.shape {
            Shape::Bar { top, height, .. } => ("2%", top + height / 2),
            Shape::Stroke { middle, .. } => (middle, GROUND + 4),
            Shape::Lines { left, .. } | Shape::Other { left } => (left, 73),
        }
    }
}

/// What is drawn for a source; places are within its week.
#[derive(Debug)]
pub(crate) enum Shape {
    /// An interview.
    Bar { top: i32, width: String, height: i32, is_hollow: bool },
    /// A voice note: where it stands, how far up it goes, and the place it can be hit in.
    Stroke {
        middle: String,
        top: i32,
        class: &'static str,
        hit: String,
        hit_width: String,
        is_close: bool,
    },
    /// A field note: its left end, and where its long and its short lines end.
    Lines { left: String, right: String, short: String, width: String },
    /// Anything else.
    Other { left: String },
}

/// What kind of mark a source gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Look {
    Interview,
    VoiceNote,
    FieldNote,
    Other,
}

impl Look {
    pub(super) fn of(listed: &Listed) -> Self {
        Self::of_stream(&listed.source.stream)
    }

    /// Where the middle of such marks lies, from the upper edge of a row.
    pub(super) fn middle(self) -> i32 {
        match self {
            Self::Interview => 12,
            Self::VoiceNote => 41,
            Self::FieldNote | Self::Other => 63,
        }
    }

    pub(super) fn of_stream(stream: &str) -> Self {
        match stream {
            "interview" => Self::Interview,
            "voice_note" => Self::VoiceNote,
            "field_note" => Self::FieldNote,
            _ => Self::Other,
        }
    }
}

/// The longest of each kind, by which the others are measured.
#[derive(Debug)]
pub(super) struct Scale<'l> {
    lengths: &'l Lengths,
    pub(super) states: &'l States,
    interview: f64,
    voice_note: f64,
}

impl<'l> Scale<'l> {
    pub(super) fn of(sources: &[Listed], lengths: &'l Lengths, states: &'l States) -> Self {
        let longest = |look: Look| {
            let those = sources.iter().filter(|listed| Look::of(listed) == look);
            those
                .filter_map(|one| minutes(lengths.of(&one.source)?))
                .fold(0.0_f64, f64::max)
                .max(0.1)
        };
        let (interview, voice_note) = (longest(Look::Interview), longest(Look::VoiceNote));
        Self { lengths, states, interview, voice_note }
    }

    /// The marks of one week.
    pub(super) fn marks(&self, sources: &[&Listed]) -> Vec<Mark> {
        let mut marks = Vec::with_capacity(sources.len());
        for look in [Look::Interview, Look::VoiceNote, Look::FieldNote, Look::Other] {
            let alike: Vec<&Listed> = sources
                .iter()
                .copied()
                .filter(|one| Look::of(one) == look)
                .take(MOST_MARKS)
                .collect();
            let count = i32::try_from(alike.len()).unwrap_or(1);
            marks.extend((0..count).zip(alike).map(|(at, listed)| Mark {
                source: listed.source.id,
                says: self.says(listed),
                state: self.states.of(&listed.source),
                shape: self.shape(look, listed, at, count),
            }));
        }
        marks
    }

    /// How long a source lasts, where that is known.
    pub(super) fn length(&self, listed: &Listed) -> Option<i64> {
        self.lengths.of(&listed.source)
    }

    /// A source in words, for whoever rests the pointer on it.
    fn says(&self, listed: &Listed) -> String {
        let date = listed.source.date.as_deref().map(words::moment);
        let length = self.length(listed).map(|ms| words::length(&ms));
        let parts = [Some(listed.source.name.clone()), date, length];
        let state = self.states.of(&listed.source).words().into_iter().map(ToOwned::to_owned);
        parts.into_iter().flatten().chain(state).collect::<Vec<_>>().join(" · ")
    }

    fn shape(&self, look: Look, listed: &Listed, at: i32, count: i32) -> Shape {
        let minutes = self.length(listed).and_then(minutes);
        match look {
            Look::Interview => bar(minutes.map(|minutes| minutes / self.interview), at, count),
            Look::VoiceNote => stroke(minutes.map(|minutes| minutes / self.voice_note), at, count),
            Look::FieldNote => lines(at, count),
            Look::Other => {
                let pitch = (80.0 / f64::from(count)).min(18.0);
                Shape::Other { left: percent(4.0 + f64::from(at) * pitch) }
            }
        }
    }
}

/// Interviews lie above each other; one of unknown length is half as long as the longest.
fn bar(part: Option<f64>, at: i32, count: i32) -> Shape {
    let pitch = (20 / count).clamp(2, 9);
    Shape::Bar {
        top: 8 + at * pitch,
        width: percent(part.map_or(LONGEST / 2.0, |part| (part * LONGEST).max(5.0))),
        height: (pitch - 3).clamp(1, 6),
        is_hollow: part.is_none(),
    }
}

/// Voice notes stand side by side around the middle of their week.
fn stroke(part: Option<f64>, at: i32, count: i32) -> Shape {
    let (place, many) = (f64::from(at), f64::from(count));
    let pitch = (86.0 / many).min(16.0);
    let middle = 50.0 + (place - (many - 1.0) / 2.0) * pitch;
    #[expect(clippy::cast_possible_truncation, reason = "it lies between 3 and 34")]
    let height = (part.unwrap_or(0.0) * TALLEST).max(3.0).round() as i32;
    Shape::Stroke {
        middle: percent(middle),
        top: GROUND - height,
        class: match pitch {
            ..5.0 => "fig-voice fig-voice--thinnest",
            ..CLOSE => "fig-voice fig-voice--thin",
            _ => "fig-voice",
        },
        hit: percent(middle - pitch / 2.0),
        hit_width: percent(pitch),
        is_close: pitch < CLOSE,
    }
}

/// Field notes lie side by side beneath the ground.
fn lines(at: i32, count: i32) -> Shape {
    let (place, many) = (f64::from(at), f64::from(count));
    let pitch = (84.0 / many).min(42.0);
    let left = 50.0 + (place - many / 2.0) * pitch + pitch * 0.1;
    Shape::Lines {
        left: percent(left),
        right: percent(left + pitch * 0.8),
        short: percent(left + pitch * 0.48),
        width: percent(pitch * 0.8),
    }
}

fn minutes(ms: i64) -> Option<f64> {
    let seconds = i32::try_from(ms / 1000).ok()?;
    Some(f64::from(seconds.max(1)) / 60.0)
}

/// The weeks between somebody's first and last voice note in which they were not heard.
pub(super) fn quiet_weeks(mine: &BTreeMap<i64, &Vec<&Listed>>) -> Vec<i64> {
    let holds = |week: i64, looks: &[Look]| {
        mine.get(&week).is_some_and(|all| all.iter().any(|one| looks.contains(&Look::of(one))))
    };
    let mut notes = mine.keys().copied().filter(|week| holds(*week, &[Look::VoiceNote]));
    let (Some(first), last) = (notes.next(), notes.next_back()) else { return Vec::new() };
    let heard = [Look::VoiceNote, Look::Interview];
    (first..last.unwrap_or(first)).filter(|week| !holds(*week, &heard)).collect()
}
