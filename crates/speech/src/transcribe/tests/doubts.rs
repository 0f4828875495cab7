//! What is not understood is marked, never made up.

use super::room::{Room, window};
use super::room_part;
use crate::decoding::scripted::Part;
use crate::transcribe::{Doubt, Segment, Settings};

fn told(segments: &[Segment]) -> Vec<(u64, u64, &str, Option<Doubt>)> {
    segments.iter().map(|s| (s.begin_ms, s.end_ms, s.text.as_str(), s.doubt)).collect()
}

#[test]
fn silence_that_seemed_speech_has_no_words() {
    let windows = [window(&[(0, 5000), (60_000, 65_000)])];
    let unlikely = || room_part("<0>Thank you.<2000>").sure(0.2).no_speech(0.9);
    let segments = Room::new(|_, _| unlikely()).all(&windows, Settings::default());
    let doubt = Some(Doubt::NoSpeech);
    assert_eq!(told(&segments), [(0, 5000, "", doubt), (60_000, 65_000, "", doubt)]);
}

#[test]
fn what_never_convinces_is_a_mark_or_a_doubtful_guess() {
    let windows = [window(&[(0, 5000)])];
    let unlikely = || room_part("<0>mumble<2000>").sure(0.2);
    let mut settings = greedy();
    settings.options.temperatures = vec![0.0];
    let segments = Room::new(|_, _| unlikely()).all(&windows, settings.clone());
    assert_eq!(told(&segments), [(0, 5000, "", Some(Doubt::Failed))]);
    settings.guesses = true;
    let segments = Room::new(|_, _| unlikely()).all(&windows, settings);
    assert_eq!(told(&segments), [(0, 2000, "mumble", Some(Doubt::Failed))]);
}

#[test]
fn an_unlikely_piece_of_a_likely_text_is_marked() {
    let windows = [window(&[(0, 20_000)])];
    let text =
        "<0>I lived in a small town then.<2000><2000>Xq zw.<4000><4000>And then we left.<6000>";
    let unsure = text.find("Xq").map(|place| place - 12).unwrap();
    let part = || Part { unsure: unsure..unsure + 6, ..room_part(text) };
    let segments = Room::new(|_, _| part()).all(&windows, greedy());
    assert!(segments.iter().all(|segment| segment.temperature == 0.0), "{segments:?}");
    let doubts: Vec<_> = segments.iter().map(|segment| segment.doubt).collect();
    assert_eq!(doubts, [None, Some(Doubt::Unlikely), None]);
    assert!(segments[1].average_log_probability < -1.0);
}

fn greedy() -> Settings {
    let mut settings = Settings::default();
    settings.options.beam_size = 1;
    settings
}

fn looping(round: &str, times: usize) -> Part {
    let rounds = (0..times).map(|n| format!("<{}>{round}<{}>", n * 1000, n * 1000 + 1000));
    Part { sure: 0.999_999, ..room_part(&rounds.collect::<String>()) }
}

#[test]
fn what_follows_a_cut_loop_is_heard_again_without_the_text_before() {
    let windows = [window(&[(0, 9000)])];
    let mut room = Room::new(|sound, _| {
        if sound.begin_ms() == 0 {
            looping("I see you.", 6)
        } else {
            room_part("<0>At last.<8000>")
        }
    });
    let settings = Settings { prompt: "Before.".into(), ..Settings::default() };
    let segments = room.all(&windows, settings);
    assert_eq!(told(&segments), [(0, 1000, "I see you.", None), (1000, 9000, "At last.", None)]);
    assert!(room.prompts.last().is_some_and(|prompt| prompt[0] == 257), "nothing before the start");
}

#[test]
fn a_loop_that_begins_anew_is_marked() {
    let windows = [window(&[(0, 9000)])];
    let segments = Room::new(|_, _| looping("I see you.", 6)).all(&windows, Settings::default());
    let expected = [
        (0, 1000, "I see you.", None),
        (1000, 2000, "I see you.", None),
        (2000, 9000, "", Some(Doubt::Loop)),
    ];
    assert_eq!(told(&segments), expected);
}

#[test]
fn a_text_that_comes_in_each_window_is_heard_without_prompt_and_then_marked() {
    let windows: Vec<_> = (0..4).map(|n| window(&[(n * 10_000, n * 10_000 + 3000)])).collect();
    let said = |_: &super::room::Sound<'_>, _: &[u32]| room_part("<0>Thank you.<2000>");
    let mut room = Room::new(said);
    let settings = Settings { language: english(), ..Settings::default() };
    let segments = room.all(&windows, settings.clone());
    let doubts: Vec<_> = segments.iter().map(|segment| segment.doubt).collect();
    assert_eq!(doubts, [None, None, Some(Doubt::Loop), Some(Doubt::Loop)]);
    // The third was heard twice: with the text before, and without.
    assert_eq!(room.heard, [0, 10_000, 20_000, 20_000, 30_000, 30_000]);
    assert_eq!((room.prompts[2][0], room.prompts[3][0]), (263, 257));

    // A loop that comes of the text before is gone without it.
    let mut room = Room::new(|sound, prompt| match (sound.begin_ms(), prompt[0]) {
        (20_000, 257) => room_part("<0>Something else.<2000>"),
        _ => room_part("<0>Thank you.<2000>"),
    });
    let segments = room.all(&windows[..3], settings);
    assert_eq!(segments[2].text, "Something else.");
    assert_eq!(segments[2].doubt, None);
}

fn english() -> crate::transcribe::Language {
    crate::transcribe::Language::Given("en".into())
}
