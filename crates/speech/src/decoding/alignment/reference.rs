//! The steps of alignment held to what numpy and scipy compute.
//!
//! `tests/reference/alignment.py` makes the goldens and says how to make them again.

use trefoil_testkit::Random;

use super::{Attention, matrix, median, token_begins, warp};

const GOLDENS: &str = include_str!("../../../tests/reference/alignment.txt");

/// A row of goldens: its name, what it is about, and its numbers.
fn goldens(name: &str) -> impl Iterator<Item = (Vec<usize>, Vec<f64>)> {
    let of_name = move |line: &'static str| line.strip_prefix(name)?.strip_prefix(' ');
    GOLDENS.lines().filter_map(of_name).map(|rest| {
        let (about, numbers) = rest.split_once(':').expect("a golden has a colon");
        let about = about.split_whitespace().map(|word| word.parse().expect("a size"));
        let numbers = numbers.split_whitespace().map(|word| word.parse().expect("a number"));
        (about.collect(), numbers.collect())
    })
}

/// Numbers from -4 to 4, the same as the reference's.
#[expect(clippy::cast_precision_loss, reason = "24 bits are exact")]
fn numbers(seed: usize, count: usize) -> Vec<f32> {
    let mut random = Random::seeded(seed as u64);
    (0..count).map(|_| (random.number() >> 40) as f32 / 2_097_152.0 - 4.0).collect()
}

fn assert_close(found: &[f32], expected: &[f64]) {
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(expected) {
        assert!((f64::from(*found) - expected).abs() < 2e-5, "{found} is not {expected}");
    }
}

#[test]
fn the_median_filter_is_that_of_scipy() {
    let mut checked = 0;
    for (about, expected) in goldens("median") {
        assert_close(&median::filtered(&numbers(about[0], about[1]), about[2]), &expected);
        checked += 1;
    }
    assert_eq!(checked, 4);
}

#[test]
fn heads_become_the_matrix_of_numpy() {
    let mut checked = 0;
    for (about, expected) in goldens("matrix") {
        let [seed, heads, tokens, frames, kept] = about[..] else { panic!("five sizes") };
        let scores = numbers(seed, heads * tokens * frames);
        let attention = Attention { heads, tokens, frames, scores };
        assert_close(&matrix::followed(&attention, kept).unwrap().values, &expected);
        checked += 1;
    }
    assert_eq!(checked, 2);
}

#[test]
fn the_path_is_that_of_the_reference() {
    let mut checked = 0;
    for (about, expected) in goldens("warp") {
        let [seed, rows, columns] = about[..] else { panic!("three sizes") };
        let begins = warp::row_begins(&numbers(seed, rows * columns), columns);
        #[expect(clippy::cast_precision_loss, reason = "frames are few")]
        let begins: Vec<f64> = begins.into_iter().map(|frame| frame as f64).collect();
        assert_eq!(begins, expected, "{rows} × {columns}");
        checked += 1;
    }
    assert_eq!(checked, 4);
}

#[test]
fn a_diagonal_that_is_known_gives_the_times_that_are_known() {
    // Three tokens start the sequence, a fourth looks at the first word, the last is the end.
    let (tokens, frames): (usize, usize) = (3 + 1 + 5 + 1, 200);
    let heard_at = [0, 30, 55, 60, 110, 150, 190];
    let mut random = Random::seeded(11);
    let mut scores = Vec::new();
    for loudness in [0.0, 1.0, 2.0, 3.0, 4.0, 5.0] {
        for token in 0..tokens {
            for frame in 0..frames {
                let row = token.checked_sub(3);
                let until = row.and_then(|row| heard_at.get(row + 1));
                let heard = until.is_some_and(|until| {
                    row.is_some_and(|row| (heard_at[row]..*until).contains(&frame))
                });
                // Each head is loud in its own way, and not quite sure.
                #[expect(clippy::cast_precision_loss, reason = "small numbers")]
                let noise = random.below(100) as f32 / 100.0;
                scores.push(if heard { 4.0 } else { 0.0 } + noise + loudness);
            }
        }
    }
    let attention = Attention { heads: 6, tokens, frames, scores };
    let begins = token_begins(&attention, 3, 5, 190).unwrap();
    for (begin, expected) in begins.iter().zip(heard_at) {
        assert!(begin.abs_diff(expected) <= 1, "{begins:?} against {heard_at:?}");
    }
    assert_eq!(begins.len(), 6);
}
