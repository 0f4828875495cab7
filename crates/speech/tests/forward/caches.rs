//! What is kept from token to token must not change what is computed.

use std::sync::Arc;

use trefoil_speech::decoding::{Going, Listener, Listeners};
use trefoil_speech::kernels::{Isa, Precision, Threads};
use trefoil_speech::whisper::{Decoder, Encoder, Machine, States};

use crate::goldens::{machine, window};
use crate::micro::{DIMENSIONS, Micro};

fn decoder(isa: Isa, precision: Precision) -> Decoder {
    Decoder::read(&mut Micro, &machine(isa, precision)).expect("a decoder")
}

fn states() -> States {
    let machine = machine(Isa::best(), Precision::Float);
    let encoder = Encoder::read(&mut Micro, &machine).expect("an encoder");
    encoder.encode(&window(250)).expect("a window that fits")
}

fn close(found: &[f32], expected: &[f32], what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    let far = found.iter().zip(expected).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
    assert!(far < 1e-5, "{what}: {far}");
}

const TOKENS: [u32; 9] = [297, 298, 400, 72, 101, 108, 290, 33, 7];

#[test]
fn what_is_kept_is_what_would_be_computed_again() {
    let states = states();
    for isa in Isa::available() {
        for precision in [Precision::Float, Precision::Int8] {
            let decoder = decoder(isa, precision);
            let (mut kept, mut again) = (decoder.listen(&states), decoder.listen(&states));
            let mut logits = kept.begin(&TOKENS[..3], 1, &[2]);
            for place in 3..TOKENS.len() {
                let expected = again.begin(&TOKENS[..place], 1, &[place - 1]);
                close(&logits, &expected, &format!("{isa:?} {precision:?} {place}"));
                logits = kept.advance(&[0], &TOKENS[place..=place]);
            }
        }
    }
}

/// Beams that split, die, change places and become fewer.
const MOVES: [(&[usize], &[u32]); 7] = [
    (&[0, 0, 0, 0, 0], &[10, 11, 12, 13, 14]),
    (&[0, 0, 3, 4, 1], &[20, 21, 22, 23, 24]),
    (&[4, 4, 4, 0, 2], &[30, 31, 32, 33, 34]),
    (&[0, 1, 2, 3, 4], &[40, 41, 42, 43, 44]),
    (&[3, 1, 0], &[50, 51, 52]),
    (&[2, 2, 2, 1, 0], &[60, 61, 62, 63, 64]),
    (&[4, 3, 2, 1, 0], &[70, 70, 70, 70, 70]),
];

#[test]
fn sequences_together_are_what_each_would_be_alone() {
    let states = states();
    for isa in Isa::available() {
        for precision in [Precision::Float, Precision::Int8] {
            let decoder = decoder(isa, precision);
            let (mut together, mut alone) = (decoder.listen(&states), decoder.listen(&states));
            together.begin(&TOKENS, 5, &[8]);
            let mut texts = vec![TOKENS.to_vec(); 5];
            for (from, tokens) in MOVES {
                let logits = together.advance(from, tokens);
                texts = from.iter().map(|from| texts[*from].clone()).collect();
                for (text, token) in texts.iter_mut().zip(tokens) {
                    text.push(*token);
                }
                for (text, logits) in texts.iter().zip(logits.chunks(DIMENSIONS.vocabulary)) {
                    let expected = alone.begin(text, 1, &[text.len() - 1]);
                    close(logits, &expected, &format!("{isa:?} {precision:?} {text:?}"));
                }
            }
        }
    }
}

/// Windows in whatever order, now all, now some of them.
const TURNS: [&[usize]; 6] = [&[0, 1, 2], &[2, 0], &[1], &[0, 1, 2], &[2, 1, 0], &[1, 2]];

#[test]
fn windows_together_are_what_each_would_be_alone() {
    for isa in Isa::available() {
        for precision in [Precision::Float, Precision::Int8] {
            let machine = machine(isa, precision);
            let encoder = Encoder::read(&mut Micro, &machine).expect("an encoder");
            let decoder = decoder(isa, precision);
            let states =
                [250, 90, 3000].map(|frames| encoder.encode(&window(frames)).expect("it fits"));
            let mut together = decoder.listen_to_all(&states);
            let mut alone = states.each_ref().map(|states| decoder.listen(states));
            for (number, alone) in alone.iter_mut().enumerate() {
                // Prompts and sequences of different number.
                let (prompt, wanted) = (&TOKENS[number..], [0, 5]);
                let found = together.begin_window(number, prompt, number + 2, &wanted);
                assert!(found == alone.begin(prompt, number + 2, &wanted));
            }
            for (turn, windows) in (0_u32..).zip(TURNS) {
                let moves: Vec<(usize, Vec<usize>, Vec<u32>)> = windows
                    .iter()
                    .map(|window| {
                        let from = (0..window + 2).map(|sequence| sequence.saturating_sub(1));
                        let tokens = (0..).take(window + 2).map(|place| 7 * turn + place);
                        (*window, from.collect(), tokens.collect())
                    })
                    .collect();
                let going: Vec<_> = moves
                    .iter()
                    .map(|(window, from, tokens)| Going { window: *window, from, tokens })
                    .collect();
                let found = together.advance_windows(&going);
                for ((window, from, tokens), found) in moves.iter().zip(found) {
                    let expected = alone[*window].advance(from, tokens);
                    assert!(found == expected, "{isa:?} {precision:?} {turn} {window}");
                }
            }
            let looked = together.attend_window(1, &TOKENS);
            assert!(looked == alone[1].attend(&TOKENS));
            let last = [Going { window: 2, from: &[1], tokens: &[9] }];
            let found = together.advance_windows(&last);
            let expected = alone[2].advance(&[1], &[9]);
            assert!(found == [expected], "the others are not disturbed");
        }
    }
}

#[test]
fn the_memory_holds_no_more_than_the_sequences_do() {
    let decoder = decoder(Isa::best(), Precision::Float);
    let mut listening = decoder.listen(&states());
    let heard = listening.bytes();
    listening.begin(&TOKENS, 5, &[]);
    for _ in 0..400 {
        // All go on from one: but for the prompt and that one's text, everything is given up.
        listening.advance(&[2; 5], &[1, 2, 3, 4, 5]);
    }
    let row = 2 * DIMENSIONS.text_state * DIMENSIONS.text_layers * size_of::<f32>();
    assert!(listening.bytes() - heard <= (TOKENS.len() + 400 + 2 * 5) * row);
    // To the end of the context, and anew.
    let left = DIMENSIONS.text_context - TOKENS.len() - 400;
    for _ in 0..left {
        listening.advance(&[0], &[6]);
    }
    assert_eq!(listening.begin(&TOKENS, 1, &[0, 8]).len(), 2 * DIMENSIONS.vocabulary);
}

#[test]
#[should_panic(expected = "positions")]
fn text_past_the_context_is_refused() {
    let decoder = decoder(Isa::best(), Precision::Float);
    let mut listening = decoder.listen(&states());
    listening.begin(&[1; 448], 1, &[0]);
    listening.advance(&[0], &[1]);
}

#[test]
#[should_panic(expected = "vocabulary")]
fn tokens_outside_the_vocabulary_are_refused() {
    let decoder = decoder(Isa::best(), Precision::Int8);
    decoder.listen(&states()).begin(&[u32::MAX], 1, &[0]);
}

#[test]
fn numbers_do_not_depend_on_how_many_threads_there_are() {
    for precision in [Precision::Float, Precision::Int8] {
        let computed = [1, 2, 3, 7].map(|threads| {
            let threads = Arc::new(Threads::new(threads));
            let machine = Machine { isa: Isa::best(), precision, threads };
            let encoder = Encoder::read(&mut Micro, &machine).expect("an encoder");
            let decoder = Decoder::read(&mut Micro, &machine).expect("a decoder");
            let states = encoder.encode(&window(3000)).expect("a window that fits");
            let mut listening = decoder.listen(&states);
            let mut logits = listening.begin(&[5; 200], 3, &[0, 199]);
            logits.extend(listening.advance(&[0, 1, 1], &[1, 2, 3]));
            (states, logits, listening.attend(&TOKENS))
        });
        for other in &computed[1..] {
            assert!(*other == computed[0], "{precision:?}");
        }
    }
}
