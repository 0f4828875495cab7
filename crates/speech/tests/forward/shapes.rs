//! Models of shapes that Whisper does not have, against the plainest code.

use trefoil_speech::decoding::Listener;
use trefoil_speech::kernels::{Isa, Precision};
use trefoil_speech::mel::Mel;
use trefoil_speech::whisper::{Decoder, Dimensions, Encoder, WindowError};

use crate::goldens::{cosine, machine};
use crate::micro;
use crate::plain::Chance;

/// Heads of 16, 12 and 40, bins and vocabularies that nothing divides.
const SHAPES: [Dimensions; 3] =
    [dimensions(80, 64, 4, 203), dimensions(7, 36, 3, 97), dimensions(128, 80, 2, 131)];

const fn dimensions(mels: usize, state: usize, heads: usize, vocabulary: usize) -> Dimensions {
    Dimensions {
        mels,
        audio_context: 150,
        audio_state: state,
        audio_heads: heads,
        audio_layers: 2,
        vocabulary,
        text_context: 20,
        text_state: state,
        text_heads: heads,
        text_layers: 2,
    }
}

fn window(dimensions: Dimensions, frames: usize) -> Mel {
    let values = micro::uniform("window", frames * dimensions.mels);
    let values = values.into_iter().map(|value| value as f32).collect();
    Mel { bins: dimensions.mels, frames, values }
}

#[test]
fn any_shape_and_any_length_is_computed_right() {
    let tokens = [1, 5, 96, 0, 33, 33, 2];
    for dimensions in SHAPES {
        let mut model = Chance(dimensions);
        for frames in [2, 38, 300] {
            let mel = window(dimensions, frames);
            let states = model.encode(&mel.values);
            let logits: Vec<f64> = model.decode(&tokens, &states).concat();
            for isa in Isa::available() {
                for precision in [Precision::Float, Precision::Int8] {
                    let machine = machine(isa, precision);
                    let encoder = Encoder::read(&mut model, &machine).expect("an encoder");
                    let decoder = Decoder::read(&mut model, &machine).expect("a decoder");
                    let found = encoder.encode(&mel).expect("a window that fits");
                    let all: Vec<usize> = (0..tokens.len()).collect();
                    let said = decoder.listen(&found).begin(&tokens, 1, &all);
                    let what = format!("{isa:?} {precision:?} {dimensions:?} {frames}");
                    same(&found.values, &states.concat(), precision, &what);
                    same(&said, &logits, precision, &what);
                }
            }
        }
    }
}

fn same(found: &[f32], expected: &[f64], precision: Precision, what: &str) {
    assert_eq!(found.len(), expected.len(), "{what}");
    if precision == Precision::Int8 {
        let expected: Vec<f32> = expected.iter().map(|value| *value as f32).collect();
        let cosine = cosine(found, &expected);
        assert!(cosine > 0.999, "{what}: {cosine}");
        return;
    }
    let far = |(found, expected): (&f32, &f64)| (f64::from(*found) - expected).abs();
    let far = found.iter().zip(expected).map(far).fold(0.0, f64::max);
    assert!(far < 1e-4, "{what}: {far}");
}

#[test]
fn windows_that_do_not_fit_are_refused() {
    let mut model = Chance(SHAPES[0]);
    let encoder = Encoder::read(&mut model, &machine(Isa::best(), Precision::Int8)).expect("one");
    let refused = |bins, frames, numbers| {
        encoder.encode(&Mel { bins, frames, values: vec![0.0; numbers] }).expect_err("no fit")
    };
    assert_eq!(refused(128, 2, 256), WindowError::Bins { found: 128, expected: 80 });
    for frames in [0, 3, 302] {
        let error = refused(80, frames, 80 * frames);
        assert_eq!(error, WindowError::Frames { found: frames, most: 300 });
    }
    assert_eq!(refused(80, 4, 319), WindowError::Size { found: 319, expected: 320 });
}
