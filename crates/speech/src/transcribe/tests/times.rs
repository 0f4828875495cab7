//! Segments and words lie where they were said, over gaps and over several hearings.

use super::room::{Room, Said, window};
use crate::transcribe::{Doubt, Segment, Settings};

fn told(segments: &[Segment]) -> Vec<(u64, u64, &str)> {
    segments.iter().map(|s| (s.begin_ms, s.end_ms, s.text.as_str())).collect()
}

const SAID: [Said; 4] = [
    (1000, 3000, "Hello there."),
    (3400, 6000, "I was born here."),
    (600_200, 603_000, "Ten minutes later."),
    (603_000, 605_500, "That is all."),
];

#[test]
fn times_over_a_gap_are_those_of_the_recording() {
    let windows = [window(&[(800, 6200), (600_000, 605_600)])];
    let segments = Room::of(&SAID, 9).all(&windows, Settings::default());
    assert_eq!(told(&segments), SAID);
    let pauses: Vec<u64> = segments.iter().map(|segment| segment.pause_before_ms).collect();
    assert_eq!(pauses, [1000, 400, 594_200, 0]);
    assert!(segments.iter().all(|segment| segment.doubt.is_none() && segment.language == "en"));
}

#[test]
fn a_window_is_heard_until_it_is_consumed() {
    let windows = [window(&[(800, 6200), (600_000, 605_600)])];
    let mut room = Room::of(&SAID, 1);
    assert_eq!(told(&room.all(&windows, Settings::default())), SAID);
    // Each time from the last moment that was written: the fourth begins where the third ended.
    assert_eq!(room.heard, [800, 3000, 6000, 603_000]);
}

#[test]
fn words_lie_within_their_segment_and_put_together_are_its_text() {
    let windows = [window(&[(800, 6200), (600_000, 605_600)])];
    let mut room = Room::of(&SAID, 9);
    room.tells_words = true;
    let segments = room.all(&windows, Settings::default());
    assert_eq!(segments.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(), SAID.map(|s| s.2));
    for (segment, (begin, end, text)) in segments.iter().zip(SAID) {
        assert!(
            segment.begin_ms.abs_diff(begin) <= 100 && segment.end_ms.abs_diff(end) <= 250,
            "{segment:?}"
        );
        let joined: String = segment.words.iter().map(|word| word.text.as_str()).collect();
        assert_eq!(joined, text);
        assert!(segment.words.windows(2).all(|pair| pair[0].end_ms <= pair[1].begin_ms));
        assert!(segment.words.iter().all(|word| word.probability > 0.99));
    }
    // "Hello" takes 5 of 12 letters of two seconds.
    let there = &segments[0].words[1];
    assert_eq!(there.text, " there.");
    assert!(there.begin_ms.abs_diff(1000 + 2000 * 5 / 12) <= 40, "{there:?}");
}

#[test]
fn a_segment_is_split_where_long_silence_was_skipped_within_it() {
    // Said without a break as the model hears it: half before the gap, half after.
    let windows = [window(&[(0, 4000), (90_000, 94_000)])];
    let part = || super::room_part("<0>one two three four<8000>");
    let mut room = Room::new(|_, _| part());
    room.tells_words = true;
    let segments = room.all(&windows, Settings::default());
    assert_eq!(
        segments.iter().map(|s| s.text.as_str()).collect::<Vec<_>>(),
        ["one two", "three four"]
    );
    assert!(segments[0].end_ms <= 4000 && segments[1].begin_ms >= 90_000, "{segments:?}");
    let patient = Settings { longest_gap_ms: 100_000, ..Settings::default() };
    let mut room = Room::new(|_, _| part());
    room.tells_words = true;
    let segments = room.all(&windows, patient);
    assert_eq!(told(&segments)[0].2, "one two three four");
    let words = &segments[0].words;
    assert!(words.iter().all(|w| w.end_ms <= 4000 || w.begin_ms >= 90_000), "{words:?}");
}

#[test]
fn what_is_written_for_after_the_sound_is_left_out_and_told() {
    let windows = [window(&[(0, 5000)])];
    let mut room =
        Room::new(|_, _| super::room_part("<0>Yes.<4000><9000>Subtitles by nobody<12000>"));
    let segments = room.all(&windows, Settings::default());
    assert_eq!(told(&segments), [(0, 4000, "Yes."), (5000, 5000, "")]);
    assert_eq!(segments[1].doubt, Some(Doubt::Invented));
}

#[test]
fn a_window_without_moments_is_one_segment() {
    let mut settings = Settings::default();
    settings.options.without_timestamps = true;
    let windows = [window(&[(1000, 5000)])];
    let segments = Room::new(|_, _| super::room_part("All of it.")).all(&windows, settings);
    assert_eq!(told(&segments), [(1000, 5000, "All of it.")]);
}
