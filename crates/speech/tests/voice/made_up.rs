//! Sounds that are no speech, at any loudness.

use std::f64::consts::TAU;

use trefoil_testkit::Random;

use super::plan_of_samples;

const SECONDS: usize = 20;
const LOUDNESS: [f64; 6] = [0.9, 0.3, 0.1, 0.02, 0.003, 0.0003];

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_precision_loss,
    reason = "samples are 32-bit numbers, and the sounds are short"
)]
fn assert_nobody_speaks(name: &str, mut sound: impl FnMut(f64) -> f64) {
    let samples: Vec<f64> = (0..SECONDS * 16_000).map(|n| sound(n as f64 / 16_000.0)).collect();
    let loudest = samples.iter().fold(0.0_f64, |loudest, sample| loudest.max(sample.abs()));
    for loudness in LOUDNESS {
        let scaled: Vec<f32> =
            samples.iter().map(|sample| (sample / loudest.max(1e-9) * loudness) as f32).collect();
        let plan = plan_of_samples(&scaled);
        assert_eq!(plan.windows, [], "{name} at {loudness}");
        let skipped: Vec<_> = plan.skipped.iter().map(|part| part.recorded.clone()).collect();
        assert_eq!((skipped.len(), skipped[0].end), (1, SECONDS as u64 * 16_000), "{name}");
    }
}

/// Noise from -1 to 1, each value as likely.
#[expect(clippy::cast_precision_loss, reason = "noise needs no more")]
fn noise() -> impl FnMut() -> f64 {
    let mut random = Random::seeded(7);
    move || random.number() as f64 / u64::MAX as f64 * 2.0 - 1.0
}

#[test]
fn nobody_speaks_in_silence() {
    assert_nobody_speaks("silence", |_| 0.0);
    assert_nobody_speaks("an offset", |_| 1.0);
    let mut noise = noise();
    assert_nobody_speaks("the last bit", |_| (noise() * 0.9).round());
}

#[test]
fn nobody_speaks_in_noise() {
    let mut white = noise();
    assert_nobody_speaks("white noise", |_| white());
    let (mut pink, mut low, mut lower) = (noise(), 0.0, 0.0);
    assert_nobody_speaks("noise as of rain", |_| {
        let value = pink();
        low += (value - low) * 0.2;
        lower += (value - lower) * 0.02;
        value * 0.2 + low + 2.0 * lower
    });
    let (mut brown, mut sum) = (noise(), 0.0);
    assert_nobody_speaks("noise as of wind", |_| {
        sum = sum * 0.999 + brown();
        sum
    });
}

#[test]
fn nobody_speaks_in_tones() {
    for frequency in [50.0, 120.0, 440.0, 1000.0, 3000.0, 7000.0] {
        let name = format!("a tone of {frequency} Hz");
        assert_nobody_speaks(&name, |time| (TAU * frequency * time).sin());
    }
    assert_nobody_speaks("keys of a telephone", |time| {
        (TAU * 697.0 * time).sin() + (TAU * 1209.0 * time).sin()
    });
    assert_nobody_speaks("mains hum", |time| {
        (1..12).map(|k| (TAU * 50.0 * f64::from(k) * time).sin() / f64::from(k)).sum()
    });
    assert_nobody_speaks(
        "beeps",
        |time| {
            if time % 1.0 < 0.3 { (TAU * 800.0 * time).sin() } else { 0.0 }
        },
    );
}

#[test]
fn nobody_speaks_in_clicks() {
    let mut noise = noise();
    assert_nobody_speaks("clicks", |_| if noise() > 0.9995 { 1.0 } else { 0.0 });
}
