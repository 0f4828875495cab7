//! Layers of any shape on every instruction set, against the plainest code.

use super::super::testing::{Numbers, assert_close};
use super::*;

/// Rows, inputs and outputs: below, at and above the sizes of vectors, tiles and panels.
const SHAPES: [(usize, usize, usize); 16] = [
    (1, 1, 1),
    (1, 3, 33),
    (2, 5, 31),
    (1, 64, 200),
    (3, 17, 15),
    (4, 4, 16),
    (5, 13, 65),
    (6, 31, 32),
    (7, 66, 64),
    (11, 30, 100),
    (12, 50, 48),
    (13, 7, 129),
    (23, 129, 17),
    (96, 24, 40),
    (97, 21, 35),
    (200, 10, 70),
];

fn reference(rows: Rows<'_>, weights: &[f32], bias: &[f32]) -> Vec<f64> {
    let each = |row: usize| {
        weights.chunks(rows.width()).zip(bias).map(move |(weights, bias)| {
            let products = rows.row(row).iter().zip(weights);
            products.map(|(a, b)| f64::from(*a) * f64::from(*b)).sum::<f64>() + f64::from(*bias)
        })
    };
    (0..rows.count()).flat_map(each).collect()
}

/// What the whole numbers come to, in the plainest code.
fn reference_in_bytes(rows: Rows<'_>, weights: &[f32], bias: &[f32]) -> Vec<f32> {
    let quantised = |row: &[f32]| {
        let largest = row.iter().fold(0.0_f32, |most, value| most.max(value.abs()));
        let whole = |value: &f32| (value * (127.0 / largest)).round_ties_even() as i32;
        (row.iter().map(whole).collect::<Vec<i32>>(), largest / 127.0)
    };
    let weights: Vec<_> = weights.chunks(rows.width()).map(quantised).collect();
    let mut results = Vec::new();
    for (row, row_scale) in (0..rows.count()).map(|row| quantised(rows.row(row))) {
        for ((weights, scale), bias) in weights.iter().zip(bias) {
            let sum: i32 = row.iter().zip(weights).map(|(a, b)| a * b).sum();
            results.push(sum as f32 * (scale * row_scale) + bias);
        }
    }
    results
}

#[test]
fn floats_are_multiplied_in_any_shape() {
    let mut numbers = Numbers::new(3);
    for (count, inputs, outputs) in SHAPES {
        // Not aligned, and rows that overlap by all but two numbers.
        let values = numbers.around(1 + inputs + count * 2, 1.0);
        let rows = Rows::strided(&values[1..], count, inputs, 2);
        let (weights, bias) = (numbers.around(outputs * inputs, 1.0), numbers.around(outputs, 1.0));
        let expected = reference(rows, &weights, &bias);
        for isa in Isa::available() {
            let shape = (outputs, inputs);
            let layer = Linear::pack(&weights, Some(&bias), shape, Precision::Float, isa);
            let mut output = vec![f32::NAN; count * outputs];
            layer.apply(rows, Then::Store, &mut output);
            assert_close(&output, &expected, 2e-5, &format!("{isa:?} {count}×{shape:?}"));
        }
    }
}

#[test]
fn whole_numbers_come_to_the_same_on_every_processor() {
    let mut numbers = Numbers::new(4);
    for (count, inputs, outputs) in SHAPES {
        let values = numbers.around(3 + count * (inputs + 1), 3.0);
        let rows = Rows::strided(&values[3..], count, inputs, inputs + 1);
        let (weights, bias) = (numbers.around(outputs * inputs, 1.0), numbers.around(outputs, 1.0));
        let expected = reference_in_bytes(rows, &weights, &bias);
        for isa in Isa::available() {
            let shape = (outputs, inputs);
            let layer = Linear::pack(&weights, Some(&bias), shape, Precision::Int8, isa);
            let mut output = vec![f32::NAN; count * outputs];
            layer.apply(rows, Then::Store, &mut output);
            assert_eq!(output, expected, "{isa:?} {count}×{shape:?}");
        }
    }
}

#[test]
fn the_largest_numbers_do_not_saturate() {
    let (inputs, outputs) = (1000, 40);
    let weights: Vec<f32> =
        (0..inputs * outputs).map(|place| if place % 3 == 0 { -1.0 } else { 1.0 }).collect();
    let values: Vec<f32> =
        (0..inputs).map(|place| if place % 2 == 0 { 1.0 } else { -1.0 }).collect();
    for values in [values, vec![1.0; inputs], vec![-1.0; inputs]] {
        let rows = Rows::new(&values, inputs);
        let expected = reference_in_bytes(rows, &weights, &[0.0; 40]);
        for isa in Isa::available() {
            let layer = Linear::pack(&weights, None, (outputs, inputs), Precision::Int8, isa);
            let mut output = vec![0.0; outputs];
            layer.apply(rows, Then::Store, &mut output);
            assert_eq!(output, expected, "{isa:?}");
        }
    }
}

#[test]
fn results_are_activated_or_added() {
    let mut numbers = Numbers::new(5);
    let (count, inputs, outputs) = (7, 20, 37);
    let values = numbers.around(count * inputs, 1.0);
    let rows = Rows::new(&values, inputs);
    let (weights, bias) = (numbers.around(outputs * inputs, 1.0), numbers.around(outputs, 1.0));
    for isa in Isa::available() {
        for precision in [Precision::Float, Precision::Int8] {
            let layer = Linear::pack(&weights, Some(&bias), (outputs, inputs), precision, isa);
            let mut plain = vec![0.0; count * outputs];
            layer.apply(rows, Then::Store, &mut plain);
            let mut added = vec![10.0; count * outputs];
            layer.apply(rows, Then::Add, &mut added);
            assert!(added.iter().zip(&plain).all(|(added, plain)| *added == 10.0 + plain));
            let mut activated = vec![0.0; count * outputs];
            layer.apply(rows, Then::Gelu, &mut activated);
            super::super::gelu(&mut plain, isa);
            assert_eq!(activated, plain);
        }
    }
}

#[test]
fn a_row_never_depends_on_those_beside_it_nor_on_threads() {
    let mut numbers = Numbers::new(6);
    let (count, inputs, outputs) = (211, 200, 300);
    let values = numbers.around(count * inputs, 1.0);
    let rows = Rows::new(&values, inputs);
    let weights = numbers.around(outputs * inputs, 1.0);
    for isa in Isa::available() {
        for precision in [Precision::Float, Precision::Int8] {
            let layer = Linear::pack(&weights, None, (outputs, inputs), precision, isa);
            let mut together = vec![0.0; count * outputs];
            layer.apply(rows, Then::Store, &mut together);
            let mut alone = vec![0.0; outputs];
            for row in 0..count {
                layer.apply(rows.range(row, 1), Then::Store, &mut alone);
                assert_eq!(alone, together[row * outputs..][..outputs], "{isa:?} {precision:?}");
            }
            for threads in [Threads::new(1), Threads::new(2), Threads::new(5)] {
                for count in [1, 5, 30, count] {
                    let mut output = vec![0.0; count * outputs];
                    layer.spread(&threads, rows.range(0, count), Then::Store, &mut output);
                    assert_eq!(output, together[..count * outputs]);
                }
            }
        }
    }
}

#[test]
fn weights_can_be_read_again() {
    let weights = Numbers::new(7).around(37 * 21, 1.0);
    for isa in Isa::available() {
        for (precision, tolerance) in [(Precision::Float, 0.0), (Precision::Int8, 0.5 / 127.0)] {
            let layer = Linear::pack(&weights, None, (37, 21), precision, isa);
            let mut row = [0.0; 21];
            for (output, weights) in weights.chunks(21).enumerate() {
                layer.weights_of(output, &mut row);
                assert!(row.iter().zip(weights).all(|(a, b)| (a - b).abs() <= tolerance));
            }
        }
    }
}

#[test]
fn what_is_no_number_brings_nothing_down() {
    let mut values = vec![1.0; 60];
    (values[3], values[7], values[11]) = (f32::NAN, f32::INFINITY, f32::NEG_INFINITY);
    let mut weights = vec![1.0; 20 * 20];
    (weights[2], weights[50]) = (f32::NAN, f32::INFINITY);
    for isa in Isa::available() {
        for precision in [Precision::Float, Precision::Int8] {
            let layer = Linear::pack(&weights, None, (20, 20), precision, isa);
            let mut output = vec![0.0; 60];
            layer.apply(Rows::new(&values, 20), Then::Gelu, &mut output);
            // The second row is clean, and so are all outputs but the two.
            let clean = output[20..40].iter().enumerate().filter(|(at, _)| ![0, 2].contains(at));
            assert!(clean.into_iter().all(|(_, value)| (value - 20.0).abs() < 1e-3), "{isa:?}");
        }
    }
}
