//! Which heads of the decoder follow the sound, for the models that OpenAI published.
//!
//! The pairs of layer and head are those of `_ALIGNMENT_HEADS` in OpenAI's `whisper/__init__.py`, as
//! whisper.cpp spells them out. A file of whisper.cpp does not say which model it is, so they are
//! found by its shape; large-v1 and large-v2 have the same one, and get what unknown models do.

use super::dimensions::Dimensions;

type Heads = &'static [(usize, usize)];

const TINY_EN: Heads = &[(1, 0), (2, 0), (2, 5), (3, 0), (3, 1), (3, 2), (3, 3), (3, 4)];
const TINY: Heads = &[(2, 2), (3, 0), (3, 2), (3, 3), (3, 4), (3, 5)];
const BASE_EN: Heads = &[(3, 3), (4, 7), (5, 1), (5, 5), (5, 7)];
const BASE: Heads = &[(3, 1), (4, 2), (4, 3), (4, 7), (5, 1), (5, 2), (5, 4), (5, 6)];
#[rustfmt::skip]
const SMALL_EN: Heads = &[
    (6, 6), (7, 0), (7, 3), (7, 8), (8, 2), (8, 5), (8, 7), (9, 0), (9, 4), (9, 8), (9, 10),
    (10, 0), (10, 1), (10, 2), (10, 3), (10, 6), (10, 11), (11, 2), (11, 4),
];
#[rustfmt::skip]
const SMALL: Heads = &[
    (5, 3), (5, 9), (8, 0), (8, 4), (8, 7), (8, 8), (9, 0), (9, 7), (9, 9), (10, 5),
];
#[rustfmt::skip]
const MEDIUM_EN: Heads = &[
    (11, 4), (14, 1), (14, 12), (14, 14), (15, 4), (16, 0), (16, 4), (16, 9), (17, 12), (17, 14),
    (18, 7), (18, 10), (18, 15), (20, 0), (20, 3), (20, 9), (20, 14), (21, 12),
];
const MEDIUM: Heads = &[(13, 15), (15, 4), (15, 15), (16, 1), (20, 0), (23, 4)];
#[rustfmt::skip]
const LARGE_V3: Heads = &[
    (7, 0), (10, 17), (12, 18), (13, 12), (16, 1), (17, 14), (19, 11), (21, 4), (24, 1), (25, 6),
];
const LARGE_V3_TURBO: Heads = &[(2, 4), (2, 11), (3, 3), (3, 6), (3, 11), (3, 14)];

/// Gives the heads that follow the sound in models of this shape.
pub(super) fn of_shape(dimensions: &Dimensions) -> Vec<(usize, usize)> {
    let d = dimensions;
    let known = match (d.audio_layers, d.text_layers, d.text_state, d.vocabulary) {
        (4, 4, 384, 51_864) => TINY_EN,
        (4, 4, 384, 51_865) => TINY,
        (6, 6, 512, 51_864) => BASE_EN,
        (6, 6, 512, 51_865) => BASE,
        (12, 12, 768, 51_864) => SMALL_EN,
        (12, 12, 768, 51_865) => SMALL,
        (24, 24, 1024, 51_864) => MEDIUM_EN,
        (24, 24, 1024, 51_865) => MEDIUM,
        (32, 32, 1280, 51_866) => LARGE_V3,
        (32, 4, 1280, 51_866) => LARGE_V3_TURBO,
        _ => {
            let layers = d.text_layers / 2..d.text_layers;
            return layers
                .flat_map(|layer| (0..d.text_heads).map(move |head| (layer, head)))
                .collect();
        }
    };
    known.to_vec()
}
