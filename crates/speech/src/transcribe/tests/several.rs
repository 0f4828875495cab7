//! Windows that are heard side by side give what each gives alone.

use std::cell::Cell;
use std::ops::ControlFlow;

use proptest::prelude::*;

use super::room::{Room, Said, window};
use super::room_part;
use crate::decoding::scripted::Bytes;
use crate::transcribe::{Event, Language, Settings, Transcriber};
use crate::voice::Window;

const SAID: [Said; 5] = [
    (0, 2000, "First."),
    (20_000, 22_000, "Second and somewhat longer."),
    (22_000, 24_000, "Third."),
    (50_000, 53_000, "Fourth."),
    (90_000, 91_000, "Fifth."),
];

fn windows() -> Vec<Window> {
    [(0, 2200), (20_000, 24_200), (50_000, 53_200), (90_000, 91_200)]
        .map(|part| window(&[part]))
        .to_vec()
}

/// Settings with which so many windows are heard at once; no window knows of another.
fn at_once(windows_at_once: usize) -> Settings {
    Settings {
        windows_at_once,
        tell_text_before: false,
        language: Language::Given("en".into()),
        ..Settings::default()
    }
}

#[test]
fn windows_go_on_together_until_each_is_done() {
    let mut room = Room::of(&SAID, 9);
    let alone = room.all(&windows(), at_once(1));
    assert!(room.together.is_empty());
    let mut room = Room::of(&SAID, 9);
    assert_eq!(room.all(&windows(), at_once(4)), alone);
    assert_eq!(room.together.first(), Some(&4));
    assert_eq!(room.together.last(), Some(&1));
    assert!(room.together.iter().rev().is_sorted(), "{:?}", room.together);
    assert_eq!(room.heard, [0, 20_000, 50_000, 90_000], "each is heard once");
}

#[test]
fn what_is_not_done_at_first_is_heard_again_alone() {
    // One segment at a time: the second window is heard twice.
    let mut room = Room::of(&SAID, 1);
    let together = room.all(&windows(), at_once(3));
    assert_eq!(room.heard, [0, 20_000, 50_000, 22_000, 90_000]);
    assert_eq!(together, Room::of(&SAID, 1).all(&windows(), at_once(1)));
    assert_eq!(together.len(), 5);
}

#[test]
fn several_at_once_are_told_nothing_of_each_other() {
    let mut room = Room::of(&SAID, 9);
    let settings = Settings { tell_text_before: true, hotwords: "Ayşe".into(), ..at_once(2) };
    room.all(&windows(), settings);
    let first = room.prompts[0].clone();
    assert!(room.prompts.len() == 4 && room.prompts.iter().all(|prompt| *prompt == first));
}

#[test]
fn the_first_window_settles_the_language_and_has_the_style_alone() {
    let mut room = Room::of(&SAID, 9);
    room.all(&windows(), Settings { language: Language::Detect, ..at_once(4) });
    let asked = room.prompts.iter().filter(|prompt| **prompt == [257]).count();
    assert_eq!((asked, room.together.first()), (1, Some(&3)));

    let mut room = Room::of(&SAID, 9);
    room.all(&windows(), Settings { prompt: "An interview.".into(), ..at_once(4) });
    let styled = room.prompts.iter().filter(|prompt| prompt[0] == 263).count();
    assert_eq!((styled, room.together.first()), (1, Some(&3)));

    let mut room = Room::of(&SAID, 9);
    room.all(&windows(), Settings { language: Language::DetectEach, ..at_once(4) });
    assert!(room.together.is_empty(), "each is asked for its language");
}

#[test]
fn one_that_fails_is_tried_again_while_the_others_go_on() {
    let unsure_at = |begin_ms: u64| {
        let tries = Cell::new(0);
        move |sound: &super::room::Sound<'_>, _: &[u32]| {
            if sound.begin_ms() != begin_ms {
                return sound.written(&SAID, 9);
            }
            tries.set(tries.get() + 1);
            room_part("<0>Wild.<2000>").sure(if tries.get() <= 2 { 0.2 } else { 0.99999 })
        }
    };
    for begin_ms in [0, 50_000, 90_000] {
        let alone = Room::new(unsure_at(begin_ms)).all(&windows(), at_once(1));
        let together = Room::new(unsure_at(begin_ms)).all(&windows(), at_once(4));
        assert_eq!(together, alone, "{begin_ms}");
        assert!(together.iter().any(|segment| segment.temperature > 0.3));
    }
}

#[test]
fn stopping_in_a_group_tells_nothing_of_it() {
    let mut room = Room::of(&SAID, 9);
    let bytes = Bytes::new();
    let asked = Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) > 3;
    let mut transcriber = Transcriber::new(&mut room, &bytes, at_once(4)).unwrap().until(&stop);
    let windows = windows();
    let heard: Vec<_> =
        windows.iter().map(|window| (window, super::room::sound_of(window))).collect();
    let flow = transcriber.hear_all(&heard, 100_000, &mut |event| panic!("{event:?}"));
    assert!(flow.is_break());
    assert_eq!(transcriber.bookmark().begin_ms(), 0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn however_many_are_heard_at_once_and_wherever_it_is_broken_off_the_same_is_told(
        count in 2usize..6, most in 1usize..3, broken_off in 1usize..6
    ) {
        let alone = Room::of(&SAID, most).all(&windows(), at_once(1));
        let (mut bookmark, mut number) = (None, 0);
        let mut told = Room::of(&SAID, most).transcribe(&windows(), at_once(count), None, |event| {
            let Event::Segment(_, here) = event else { return ControlFlow::Continue(()) };
            bookmark = Some((**here).clone());
            number += 1;
            if number == broken_off { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        });
        let go_on = |_: &Event| ControlFlow::Continue(());
        told.extend(Room::of(&SAID, most).transcribe(&windows(), at_once(count), bookmark, go_on));
        prop_assert_eq!(told, alone);
    }
}
