//! What the reference in numpy found, and how far something is from it.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::str::FromStr;

use super::uniform;

/// What is known of one tensor: all of its numbers take part in `product` and `squares`.
#[derive(Debug, Default, Clone)]
pub struct Golden {
    /// The tensor's shape.
    pub shape: Vec<usize>,
    /// Its product with the vector of chance called `probe`.
    pub product: f64,
    /// The sum of its squares.
    pub squares: f64,
    /// Some places in it, and what is there.
    pub numbers: Vec<(usize, f64)>,
}

/// Everything in `tests/reference/micro.txt`.
#[derive(Debug, Default, Clone)]
pub struct Goldens {
    /// By name, such as `full encoder`, `short keys 1`, `full logits`, `full attention 0`.
    pub tensors: BTreeMap<String, Golden>,
    /// The tokens that the logits are for.
    pub prompt: Vec<u32>,
    /// The likeliest tokens after the first four of the prompt, for `full` and `short`.
    pub greedy: BTreeMap<String, Vec<u32>>,
}

/// Reads the goldens.
pub fn goldens() -> Goldens {
    let mut goldens = Goldens::default();
    let mut current = String::new();
    for line in include_str!("../reference/micro.txt").lines().filter(|line| !line.starts_with('#'))
    {
        let (kind, rest) = line.split_once(' ').expect("a line of two words or more");
        let words: Vec<&str> = rest.split(' ').collect();
        match kind {
            "prompt" => goldens.prompt = parsed(&words),
            "greedy" => {
                goldens.greedy.insert(words[0].to_owned(), parsed(&words[1..]));
            }
            "tensor" => {
                // A shape has two numbers or more, but for a vector; a layer is part of the name.
                let dimensions = match words[1] {
                    "attention" | "encoder.conv1.weight" => 3,
                    "decoder.ln.weight" => 1,
                    _ => 2,
                };
                let (name, shape) = words.split_at(words.len() - dimensions);
                current = name.join(" ");
                let golden = goldens.tensors.entry(current.clone()).or_default();
                golden.shape = parsed(shape);
            }
            _ => {
                let golden =
                    goldens.tensors.get_mut(&current).expect("a tensor's line comes first");
                match kind {
                    "product" => golden.product = parsed(&words)[0],
                    "squares" => golden.squares = parsed(&words)[0],
                    "number" => {
                        golden.numbers.push((parsed(&words[..1])[0], parsed(&words[1..])[0]));
                    }
                    _ => unreachable!("{line}"),
                }
            }
        }
    }
    goldens
}

impl Golden {
    /// Gives the largest distance of single numbers from the golden ones, and holds the tensor
    /// as a whole to `tolerance` for each of its numbers.
    #[expect(
        clippy::cast_precision_loss,
        reason = "the sizes of a small model are exact in a double"
    )]
    pub fn distance(&self, values: &[f32], tolerance: f64) -> f64 {
        assert_eq!(values.len(), self.shape.iter().product::<usize>(), "{:?}", self.shape);
        let probe = uniform("probe", values.len());
        let product: f64 = probe.iter().zip(values).map(|(p, v)| p * f64::from(*v)).sum();
        let squares: f64 = values.iter().map(|value| f64::from(*value).powi(2)).sum();
        // Errors of single numbers are independent enough to grow with the square root.
        let room = tolerance * (values.len() as f64).sqrt();
        assert!((product - self.product).abs() < room, "product {product}, not {}", self.product);
        let room = 2.0 * room * (self.squares / values.len() as f64).sqrt().max(tolerance);
        assert!((squares - self.squares).abs() < room, "squares {squares}, not {}", self.squares);
        let far = |(place, golden): &(usize, f64)| (f64::from(values[*place]) - golden).abs();
        self.numbers.iter().map(far).fold(0.0, f64::max)
    }
}

fn parsed<T: FromStr>(words: &[&str]) -> Vec<T>
where
    T::Err: Debug,
{
    words.iter().map(|word| word.parse().expect("a number of the goldens")).collect()
}
