//! Subtitles: `WebVTT` (W3C, 2019) and `SubRip`, whose form is what players read.

use std::fmt::Write as _;

use super::Exported;
use super::turns::{Transcript, Turn};

/// A subtitle without an end is shown for so long where nothing follows, in milliseconds.
const SHOWN: i64 = 3000;

/// A turn with its times, in the order of time.
struct Cue<'t> {
    begin_ms: i64,
    end_ms: i64,
    turn: &'t Turn,
}

/// `WebVTT`: what is known of the source is a note, who speaks a voice.
pub(super) fn vtt(transcript: &Transcript) -> Exported {
    let note: Vec<String> = transcript.head().iter().map(|line| line.replace("-->", "→")).collect();
    let mut text = format!("WEBVTT\n\nNOTE\n{}\n", note.join("\n"));
    let cues = cues(transcript);
    for Cue { begin_ms, end_ms, turn } in &cues {
        let (from, to) = (moment(*begin_ms, '.'), moment(*end_ms, '.'));
        let words = escaped(&lines(&turn.text));
        let _ = match &turn.speaker {
            Some(name) => write!(text, "\n{from} --> {to}\n<v {}>{words}\n", escaped(name)),
            None => write!(text, "\n{from} --> {to}\n{words}\n"),
        };
    }
    exported(transcript, text, cues.len(), Vec::new())
}

/// `SubRip`: who speaks stands in front of the words.
pub(super) fn srt(transcript: &Transcript) -> Exported {
    let mut text = String::new();
    let cues = cues(transcript);
    for (number, Cue { begin_ms, end_ms, turn }) in (1..).zip(&cues) {
        let (from, to) = (moment(*begin_ms, ','), moment(*end_ms, ','));
        let who = turn.speaker.as_ref().map(|name| format!("{name}: ")).unwrap_or_default();
        // An arrow would begin another subtitle.
        let words = format!("{who}{}", lines(&turn.text)).replace("-->", "→");
        let _ = write!(text, "{number}\n{from} --> {to}\n{words}\n\n");
    }
    let cannot = "SubRip has no place for how far the words can be trusted, nor for the study.";
    exported(transcript, text, cues.len(), vec![cannot.to_owned()])
}

/// What has a time. One that says no end lasts until the next begins.
fn cues(transcript: &Transcript) -> Vec<Cue<'_>> {
    let mut cues: Vec<Cue<'_>> = transcript
        .turns
        .iter()
        .filter_map(|turn| {
            let begin_ms = turn.begin_ms?;
            Some(Cue { begin_ms, end_ms: turn.end_ms.unwrap_or(begin_ms), turn })
        })
        .collect();
    cues.sort_by_key(|cue| cue.begin_ms);
    let begins: Vec<i64> = cues.iter().map(|cue| cue.begin_ms).collect();
    for (at, cue) in cues.iter_mut().enumerate() {
        if cue.end_ms <= cue.begin_ms {
            let next = begins[at..].iter().copied().find(|begin| *begin > cue.begin_ms);
            cue.end_ms = next.unwrap_or(cue.begin_ms + SHOWN);
        }
    }
    cues
}

fn exported(
    transcript: &Transcript,
    text: String,
    turns: usize,
    mut notices: Vec<String>,
) -> Exported {
    match transcript.turns.len() - turns {
        0 => {}
        1 => notices.push("1 stretch of words without a time was left out.".to_owned()),
        many => notices.push(format!("{many} stretches of words without a time were left out.")),
    }
    Exported { text, turns, notices }
}

/// An empty line would end a subtitle.
fn lines(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// `01:02:03.004`.
fn moment(ms: i64, point: char) -> String {
    let (seconds, rest) = (ms / 1000, ms % 1000);
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{hours:02}:{minutes:02}:{seconds:02}{point}{rest:03}")
}
