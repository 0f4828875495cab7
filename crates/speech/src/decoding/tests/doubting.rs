//! When a text is tried again, taken for silence, cut or not believed.

use super::super::scripted::{Bytes, Part, SIZE, script};
use super::*;

#[test]
fn an_unlikely_text_is_tried_again_at_the_next_temperature() {
    let options = greedy();
    let parts = [
        Part::of("<0>mumble<2000>").sure(0.2),
        Part::of("<0>mumble<2000>").sure(0.2),
        Part::of("<0>marble<2000>").sure(0.9999),
    ];
    let (decoded, begun) = decode_parts(parts, &options);
    assert_eq!((decoded.tokens, begun), (script("<0>marble<2000>"), 3));
    assert!((decoded.temperature - 0.4).abs() < 1e-6);
    assert_eq!(decoded.verdict, Verdict::Words);
}

#[test]
fn an_unlikely_text_over_silence_is_silence_and_a_likely_one_is_not() {
    let unlikely = Part::of("<0>Thank you.<2000>").sure(0.2).no_speech(0.9);
    let (decoded, begun) = decode_parts([unlikely], &greedy());
    assert_eq!((decoded.verdict, begun), (Verdict::Silence, 1));
    assert!((decoded.no_speech_probability - 0.9).abs() < 0.01);
    let likely = Part::of("<0>Thank you.<2000>").no_speech(0.9);
    assert_eq!(decode_parts([likely], &greedy()).0.verdict, Verdict::Words);
}

#[test]
fn no_text_at_all_is_silence() {
    assert_eq!(decode_parts([Part::of("<0>")], &greedy()).0.verdict, Verdict::Silence);
    assert_eq!(decode_parts([Part::of("<0> <100>")], &greedy()).0.verdict, Verdict::Silence);
}

#[test]
fn a_loop_is_tried_again_and_at_last_cut_after_its_first_round() {
    let round = "I see what you mean.";
    let said = format!("<0>Well.<600><600>{round}<2000><2000>{round}<4000><4000>{round}<6000>");
    let (decoded, begun) = decode_parts([Part::of(&said).sure(0.999_999)], &greedy());
    assert_eq!((decoded.verdict, begun), (Verdict::CutLoop, 6));
    assert_eq!(decoded.tokens, script(&format!("<0>Well.<600><600>{round}<2000>")));
    assert_eq!(decoded.log_probabilities.len(), decoded.tokens.len());

    let (better, begun) = decode_parts([Part::of(&said), Part::of("<0>Well.<600>")], &greedy());
    assert_eq!((better.verdict, begun), (Verdict::Words, 2));
}

#[test]
fn a_loop_of_unlikely_words_is_not_cut_but_not_believed() {
    let said = format!("<0>{}<20000>", "blah blah ".repeat(12));
    let (decoded, _) =
        decode_parts([Part::of(&said).sure(0.2)], &Options { temperatures: vec![0.0], ..greedy() });
    assert_eq!(decoded.verdict, Verdict::Unconvincing);
}

#[test]
fn a_model_that_computes_nonsense_gives_no_words() {
    struct Broken;
    impl Listener for Broken {
        fn vocabulary(&self) -> usize {
            SIZE
        }
        fn text_context(&self) -> usize {
            448
        }
        fn begin(&mut self, _: &[u32], _: usize, wanted: &[usize]) -> Vec<f32> {
            vec![f32::NAN; SIZE * wanted.len()]
        }
        fn advance(&mut self, _: &[usize], tokens: &[u32]) -> Vec<f32> {
            vec![f32::NAN; SIZE * tokens.len()]
        }
    }
    for options in [greedy(), Options::default()] {
        let decoded = decode(&mut Broken, &Bytes::new(), &told(), &options, GO_ON).unwrap();
        assert_eq!((decoded.verdict, decoded.tokens), (Verdict::Silence, Vec::new()));
    }
}
