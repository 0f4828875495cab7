//! Spectrograms against numbers of an independent reference: `tests/reference/mel.py`.

use std::f64::consts::TAU;

use trefoil_speech::mel::{FRAMES, Spectrograph};

/// The signal of the reference, by the same formula.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "samples are 32-bit numbers, and there are few"
)]
fn signal(count: usize) -> Vec<f32> {
    let mut state = 1_u32;
    let sample = |n: usize| {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = f64::from(state) / 2_f64.powi(32) - 0.5;
        let time = n as f64;
        let glide = 0.3 * (TAU * (200.0 + time / 200.0) * time / 16_000.0).sin();
        let steady = 0.1 * (TAU * 3000.0 * time / 16_000.0).sin();
        (glide + steady + 0.02 * noise * time / count as f64) as f32
    };
    (0..count).map(sample).collect()
}

#[test]
fn spectrograms_are_those_of_the_reference() {
    let mut compared = 0;
    for line in include_str!("reference/mel.txt").lines() {
        let numbers: Vec<f64> =
            line.split(' ').map(|number| number.parse().expect("a number")).collect();
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "they are small"
        )]
        let [count, bins, frame] = [0, 1, 2].map(|place: usize| numbers[place] as usize);
        let mel = Spectrograph::new(bins).draw(&signal(count), FRAMES);
        let drawn = mel.values.chunks(bins).nth(frame).expect("a frame").iter().step_by(8);
        for (drawn, expected) in drawn.zip(&numbers[3..]) {
            let error = (f64::from(*drawn) - expected).abs();
            assert!(error < 2e-5, "frame {frame} of {count}, {bins} bins: off by {error}");
            compared += 1;
        }
    }
    assert_eq!(compared, 416);
}
