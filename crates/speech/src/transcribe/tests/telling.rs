//! What the model is told, what the caller is told, and how to go on after breaking off.

use std::cell::Cell;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::room::{Room, Said, window};
use super::room_part;
use crate::decoding::Task;
use crate::decoding::scripted::{Bytes, script};
use crate::transcribe::{Bookmark, Event, Language, Segment, Settings, SettingsError, Transcriber};
use crate::voice::Window;

const SAID: [Said; 6] = [
    (0, 2000, "First."),
    (2000, 4000, "Second."),
    (20_000, 22_000, "Third."),
    (22_000, 25_000, "Fourth."),
    (50_000, 51_000, "Fifth."),
    (51_000, 53_000, "Sixth."),
];

fn windows() -> Vec<Window> {
    vec![window(&[(0, 4200)]), window(&[(20_000, 25_400), (50_000, 53_100)])]
}

fn english() -> Settings {
    Settings { language: Language::Given("en".into()), ..Settings::default() }
}

/// Breaks off after so many segments; gives them and the bookmark after the last.
fn until(count: usize, room: &mut Room<'_>, from: Option<Bookmark>) -> (Vec<Segment>, Bookmark) {
    let mut last = None;
    let mut left = count;
    let segments = room.transcribe(&windows(), english(), from, |event| {
        let Event::Segment(_, bookmark) = event else { return ControlFlow::Continue(()) };
        last = Some((**bookmark).clone());
        left -= 1;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    (segments, last.expect("a segment"))
}

#[test]
fn breaking_off_after_any_segment_and_going_on_gives_the_same() {
    for most in [1, 2, 9] {
        let whole = Room::of(&SAID, most).all(&windows(), english());
        assert_eq!(whole.len(), 6);
        for count in 1..=6 {
            let (mut before, bookmark) = until(count, &mut Room::of(&SAID, most), None);
            assert_eq!(before.len(), count, "broken off between segments");
            let kept = serde_json::to_string(&bookmark).unwrap();
            let bookmark = serde_json::from_str(&kept).unwrap();
            let mut room = Room::of(&SAID, most);
            let go_on = |_: &Event| ControlFlow::Continue(());
            before.extend(room.transcribe(&windows(), english(), Some(bookmark), go_on));
            assert_eq!(before, whole, "{most} at once, broken off after {count}");
        }
    }
}

#[test]
fn the_text_before_and_hotwords_are_told_with_each_window() {
    let mut room = Room::of(&SAID, 9);
    let settings =
        Settings { hotwords: "Ayşe, Köln".into(), prompt: "An interview.".into(), ..english() };
    room.all(&windows(), settings);
    let start = script("<0>")[0];
    let first = &room.prompts[0];
    let said = [" Ayşe, Köln".as_bytes(), b" An interview."].concat();
    let before: Vec<u32> = said.iter().copied().map(u32::from).collect();
    assert_eq!(*first, [&[263][..], &before, &[257, 258, 261]].concat());
    let second = &room.prompts[1];
    let written = script("<0>First.<2000><2000>Second.<4000>");
    assert_eq!(*second, [&[263][..], &before, &written, &[257, 258, 261]].concat());
    assert!(second.contains(&start));

    let mut room = Room::of(&SAID, 9);
    room.all(&windows(), Settings { tell_text_before: false, ..english() });
    assert!(room.prompts.iter().all(|prompt| *prompt == [257, 258, 261]));
}

#[test]
fn the_text_before_is_forgotten_after_a_wild_guess() {
    let tries = Cell::new(0);
    let mut room = Room::new(|sound, _| {
        tries.set(tries.get() + 1);
        // The first three temperatures fail; 0.6 is wild.
        let sure = if sound.begin_ms() == 0 && tries.get() <= 3 { 0.2 } else { 0.99999 };
        room_part("<0>Wild.<2000>").sure(sure)
    });
    let segments = room.all(&windows(), english());
    assert!((segments[0].temperature - 0.6).abs() < 1e-6);
    assert_eq!(room.prompts.last().unwrap()[0], 257);
}

#[test]
fn going_on_from_a_time_tells_the_text_before() {
    let mut room = Room::of(&SAID, 9);
    let bookmark = Bookmark::at(22_000, "Third.", &Bytes::new());
    let segments =
        room.transcribe(&windows(), english(), Some(bookmark), |_| ControlFlow::Continue(()));
    let texts: Vec<_> = segments.iter().map(|segment| segment.text.as_str()).collect();
    assert_eq!(texts, ["Fourth.", "Fifth.", "Sixth."]);
    assert_eq!(segments[0].begin_ms, 22_000);
    assert_eq!(room.prompts[0][..8], [&[263][..], &script(" Third.")].concat());
    // A time in what is skipped is the next speech.
    let bookmark = Bookmark::at(30_000, "", &Bytes::new());
    let segments = Room::of(&SAID, 9)
        .transcribe(&windows(), english(), Some(bookmark), |_| ControlFlow::Continue(()));
    assert_eq!((segments[0].text.as_str(), segments.len()), ("Fifth.", 2));
}

#[test]
fn stopping_tells_nothing_that_is_in_work() {
    let mut room = Room::of(&SAID, 9);
    let bytes = Bytes::new();
    let asked = Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) > 30;
    let mut transcriber = Transcriber::new(&mut room, &bytes, english()).unwrap().until(&stop);
    let mut told = Vec::new();
    let mut tell = |event| {
        told.push(event);
        ControlFlow::Continue(())
    };
    let windows = windows();
    let flows: Vec<_> = windows
        .iter()
        .map(|window| {
            let heard = [(window, super::room::sound_of(window))];
            transcriber.hear_all(&heard, 60_000, &mut tell).is_break()
        })
        .collect();
    assert_eq!(flows, [false, true]);
    let bookmark = transcriber.bookmark().clone();
    assert_eq!(bookmark.begin_ms(), 20_000);
    let segments = told.iter().filter(|event| matches!(event, Event::Segment(..))).count();
    assert_eq!(segments, 2, "those of the first window");
}

#[test]
fn progress_grows_with_the_recording_and_passes_over_silence() {
    let mut done = Vec::new();
    Room::of(&SAID, 1).transcribe(&windows(), english(), None, |event| {
        if let Event::Progress(progress) = event {
            done.push((progress.done_ms, progress.total_ms));
        }
        ControlFlow::Continue(())
    });
    assert!(done.is_sorted());
    assert_eq!(done.first(), Some(&(2000, 3_600_000)));
    assert_eq!(done.last(), Some(&(53_100, 3_600_000)));
}

#[test]
fn the_language_is_asked_once_or_for_each_window() {
    let german_then_english = |sound: &super::room::Sound<'_>, _: &[u32]| {
        let mut part = sound.written(&SAID, 9);
        part.language = if sound.begin_ms() == 0 { 259 } else { 258 };
        part
    };
    let told = |language| {
        let mut room = Room::new(german_then_english);
        let segments = room.all(&windows(), Settings { language, ..Settings::default() });
        let languages: Vec<String> = segments.into_iter().map(|segment| segment.language).collect();
        let asked = room.prompts.iter().filter(|prompt| **prompt == [257]).count();
        (languages[0].clone(), languages[5].clone(), asked)
    };
    assert_eq!(told(Language::Detect), ("de".into(), "de".into(), 1));
    assert_eq!(told(Language::DetectEach), ("de".into(), "en".into(), 2));
    assert_eq!(told(Language::Given("en".into())), ("en".into(), "en".into(), 0));
}

#[test]
fn settings_that_the_model_cannot_follow_are_refused() {
    let bytes = Bytes::new();
    let mut room = Room::of(&SAID, 9);
    let tlh = Settings { language: Language::Given("tlh".into()), ..Settings::default() };
    let refused = Transcriber::new(&mut room, &bytes, tlh).err();
    assert_eq!(refused, Some(SettingsError::UnknownLanguage("tlh".into())));

    let english_only = crate::decoding::Specials::default();
    let german = Settings { language: Language::Given("de".into()), ..Settings::default() };
    assert_eq!(german.check(&english_only), Err(SettingsError::EnglishOnly("de".into())));
    let mut translating = english();
    translating.options.task = Task::Translate;
    assert_eq!(translating.check(&english_only), Err(SettingsError::CannotTranslate));
    assert_eq!(english().check(&english_only), Ok(()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(60))]

    #[test]
    fn whatever_is_said_comes_once_in_order_and_where_it_was_said(
        lengths in prop::collection::vec((1u64..6, 0u64..3), 1..9),
        most in 1usize..4,
        broken_off in 1usize..9,
    ) {
        // Each is said in a part of its own, with a gap of some minutes behind some of them.
        const TEXTS: [&str; 9] = ["One.", "Two.", "Three.", "Four.", "Five.", "Six.", "Seven.", "Eight.", "Nine."];
        let (mut said, mut windows, mut now) = (Vec::new(), Vec::new(), 0);
        let mut parts: Vec<(u64, u64)> = Vec::new();
        for ((seconds, gap), text) in lengths.iter().zip(TEXTS) {
            said.push((now, now + seconds * 500, text));
            let part = (now, now + seconds * 500 + 200);
            match parts.last_mut() {
                Some(last) if last.1 == part.0 => last.1 = part.1,
                _ => parts.push(part),
            }
            now = part.1 + gap * 60_000;
            if parts.len() == 3 {
                windows.push(window(&std::mem::take(&mut parts)));
            }
        }
        if !parts.is_empty() {
            windows.push(window(&parts));
        }
        let whole = Room::of(&said, most).all(&windows, english());
        let told: Vec<_> = whole.iter().filter(|s| !s.text.is_empty()).map(|s| (s.begin_ms, s.end_ms, s.text.as_str())).collect();
        prop_assert_eq!(&told, &said);

        let (mut again, mut left, mut bookmark) = (Vec::new(), broken_off, None);
        again.extend(Room::of(&said, most).transcribe(&windows, english(), None, |event| {
            if let Event::Segment(_, here) = event {
                bookmark = Some((**here).clone());
                left = left.saturating_sub(1);
            }
            if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        }));
        if left == 0 {
            let go_on = |_: &Event| ControlFlow::Continue(());
            again.extend(Room::of(&said, most).transcribe(&windows, english(), bookmark, go_on));
        }
        prop_assert_eq!(again, whole);
    }
}
