//! The micro-Whisper is the same here and in the reference.

use crate::micro::{self, golden, golden::Golden};

#[test]
fn both_generators_make_the_same_weights() {
    let goldens = golden::goldens();
    for (name, shape) in
        [("encoder.conv1.weight", vec![64, 80, 3]), ("decoder.ln.weight", vec![64])]
    {
        let golden: &Golden = &goldens.tensors[&format!("weight {name}")];
        assert_eq!(golden.shape, shape);
        let distance = golden.distance(&micro::weight(name, &shape), 1e-12);
        assert!(distance == 0.0, "{name}: {distance}");
    }
    assert_eq!(goldens.tensors.len(), 2 + 2 * (1 + 4 + 1 + 2));
    assert_eq!(goldens.prompt.len(), 11);
    assert_eq!(goldens.greedy["short"].len(), 24);
}

#[test]
fn a_golden_tells_one_wrong_number_among_many() {
    let goldens = golden::goldens();
    let golden = &goldens.tensors["weight encoder.conv1.weight"];
    let mut wrong = micro::weight("encoder.conv1.weight", &[64, 80, 3]);
    wrong[7777] += 0.01;
    assert!(std::panic::catch_unwind(|| golden.distance(&wrong, 1e-6)).is_err());
}
