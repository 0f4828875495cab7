//! The small network against what the reference in numpy found.

use trefoil_speech::kernels::Isa;
use trefoil_speech::speakers::{CLASSES, Segmentation};

use crate::small::{Kept, file, samples};

fn read(kept: Kept, isa: Isa) -> Segmentation {
    Segmentation::read(&file(kept)[..], isa).expect("the small network")
}

/// What the reference found for a window.
fn golden(name: &str) -> Vec<f32> {
    let lines = include_str!("../reference/segmentation.txt").lines();
    let frames = lines.filter_map(|line| line.strip_prefix(name));
    let numbers = frames.flat_map(str::split_whitespace);
    numbers.map(|number| number.parse().expect("a number")).collect()
}

fn furthest(found: &[[f32; CLASSES]], expected: &[f32]) -> f32 {
    assert_eq!(found.len() * CLASSES, expected.len());
    let pairs = found.as_flattened().iter().zip(expected);
    pairs.map(|(found, expected)| (found - expected).abs()).fold(0.0, f32::max)
}

#[test]
fn in_floats_the_network_is_the_reference() {
    for isa in Isa::available() {
        let network = read(Kept::Floats, isa);
        let windows = [samples("samples"), samples("others")];
        let alone = network.classes(&[&windows[1]]);
        let together = network.classes(&[&windows[0], &windows[1]]);
        for (found, name) in together.iter().zip(["samples", "others"]) {
            let apart = furthest(found, &golden(name));
            assert!(apart < 2e-5, "{isa:?} {name}: {apart}");
        }
        assert!(furthest(&alone[0], together[1].as_flattened()) < 1e-6, "{isa:?}");
    }
}

#[test]
fn bytes_are_the_floats_that_they_stand_for() {
    let window = samples("samples");
    let found = read(Kept::Bytes, Isa::best()).classes(&[&window]);
    let expected = read(Kept::Rounded, Isa::best()).classes(&[&window]);
    assert!(furthest(&found[0], expected[0].as_flattened()) < 1e-6);
    // They are not those of the reference, or nothing was rounded.
    assert!(furthest(&found[0], &golden("samples")) > 1e-5);
}

#[test]
fn a_window_has_as_many_frames_as_it_is_long() {
    let network = read(Kept::Floats, Isa::best());
    assert_eq!((network.frames(0), network.frames(24), network.frames(4000)), (0, 0, 12));
    let window = samples("samples");
    for length in [0, 24, 25, 900, 1200, 3999] {
        let heard = network.hear(&[&window[..length]]);
        assert_eq!(heard[0].len(), network.frames(length), "{length}");
        assert!(heard[0].as_flattened().iter().all(|likely| likely.is_finite()));
    }
    assert!(network.hear(&[]).is_empty());
}
