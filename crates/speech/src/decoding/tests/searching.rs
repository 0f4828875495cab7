//! What each way of choosing finds.

use super::super::beams::Beams;
use super::super::candidate::{Candidate, best};
use super::super::scripted::{Bytes, Part, SIZE, Scripted, script, specials};
use super::*;

#[test]
fn a_script_is_said_by_each_way_of_choosing() {
    let said = "<0>And so my fellow<1200><1200> Americans<2400>";
    let beams = Options::default();
    let dice = Options { temperatures: vec![0.4], ..Options::default() };
    for options in [greedy(), beams, dice] {
        let (decoded, begun) = decode_parts([Part::of(said).sure(0.999)], &options);
        assert_eq!(decoded.tokens, script(said));
        assert_eq!((decoded.verdict, begun), (Verdict::Words, 1));
        assert_eq!(decoded.log_probabilities.len(), decoded.tokens.len());
        assert!(decoded.average_log_probability > -0.002);
    }
}

#[test]
fn sums_are_of_what_the_rules_left() {
    // Two letters that are allowed share what a bracket had: 0.5 and 0.25 become 2/3 and 1/3.
    struct Three;
    impl Listener for Three {
        fn vocabulary(&self) -> usize {
            SIZE
        }
        fn text_context(&self) -> usize {
            8
        }
        fn begin(&mut self, _: &[u32], _: usize, wanted: &[usize]) -> Vec<f32> {
            self.advance(&[0], &vec![0; wanted.len()])
        }
        fn advance(&mut self, _: &[usize], tokens: &[u32]) -> Vec<f32> {
            let mut row = vec![f32::NEG_INFINITY; SIZE];
            for (letter, share) in [('[', 0.25f32), ('a', 0.5), ('b', 0.25)] {
                row[letter as usize] = share.ln();
            }
            row.repeat(tokens.len())
        }
    }
    let options = Options { without_timestamps: true, temperatures: vec![0.0], ..greedy() };
    let decoded = decode(&mut Three, &Bytes::new(), &told(), &options, GO_ON).unwrap();
    assert_eq!(decoded.tokens, script("aaaa"), "half of the context of 8");
    for log_probability in &decoded.log_probabilities {
        assert!((log_probability - (2f64 / 3.0).ln()).abs() < 1e-6);
    }
    assert!((decoded.average_log_probability - 4.0 / 5.0 * (2f64 / 3.0).ln()).abs() < 1e-6);
}

#[test]
fn breaking_off_is_asked_before_each_token() {
    let asked = std::cell::Cell::new(0);
    let stop = || asked.replace(asked.get() + 1) >= 3;
    let mut listener = Scripted::new([Part::of("<0>Hello there<1000>")]);
    let broken = decode(&mut listener, &Bytes::new(), &told(), &greedy(), &stop);
    assert_eq!((broken, asked.get()), (Err(Interrupted), 4));
}

#[test]
fn nothing_is_fed_beyond_the_context() {
    let endless =
        Part { tokens: script(&"abcdefghijklmnopqrstuvwxyz ".repeat(20)), ..Part::of("") };
    let options = Options { without_timestamps: true, ..Options::default() };
    let prompt = Prompt { previous: vec![97; 1000], ..told() };
    let mut listener = Scripted::new([endless]);
    let decoded = decode(&mut listener, &Bytes::new(), &prompt, &options, GO_ON).unwrap();
    assert_eq!(listener.prompts[0].len(), 228);
    assert!(decoded.tokens.len() <= 221);
}

#[test]
fn beams_find_the_likelier_text_that_greedy_passes_by() {
    // "a" looks better at first (0.6), but is followed by doubt; "b" (0.4) by certainty.
    let logits = |sampled: &[u32]| match sampled {
        [] => vec![('a', 0.6), ('b', 0.4)],
        [97] => vec![('x', 0.4), ('y', 0.3), ('z', 0.3)],
        [98] => vec![('c', 1.0)],
        _ => vec![],
    };
    let options = Options { without_timestamps: true, temperatures: vec![0.0], ..greedy() };
    let mut told_by = Tree { logits, open: Vec::new() };
    let greedily = decode(&mut told_by, &Bytes::new(), &told(), &options, GO_ON).unwrap();
    assert_eq!(greedily.tokens, script("ax"));
    let options = Options { beam_size: 2, ..options };
    let searched = decode(&mut told_by, &Bytes::new(), &told(), &options, GO_ON).unwrap();
    assert_eq!(searched.tokens, script("bc"));
    assert!((searched.log_probabilities.iter().sum::<f64>() - 0.4f64.ln()).abs() < 1e-6);
}

#[test]
fn patience_waits_for_more_texts() {
    // The end is likely at once, and the better text comes second.
    let logits = |sampled: &[u32]| match sampled {
        [] => vec![('a', 1.0)],
        [97] => vec![('\u{100}', 0.51), ('b', 0.49)],
        [97, 98] => vec![('c', 1.0)],
        [97, 98, 99] => vec![('d', 1.0)],
        _ => vec![],
    };
    let found = |patience: f64| {
        let mut tree = Tree { logits, open: Vec::new() };
        let rules =
            Rules::new(&specials(), &Options { without_timestamps: true, ..Options::default() });
        let beams = Box::new(Beams::new(1, patience, 256));
        search(&mut tree, beams, rules).candidates
    };
    let texts = |found: &[Candidate]| found.iter().map(|c| c.tokens.clone()).collect::<Vec<_>>();
    assert_eq!(texts(&found(1.0)), [script("a")]);
    let patient = found(2.0);
    assert_eq!(texts(&patient), [script("a"), script("abcd")]);
    // ln 0.51 over one token against ln 0.49 over four.
    assert_eq!(best(patient, None).tokens, script("abcd"));
}

/// A model whose next tokens depend on all tokens before; what is not listed cannot be, and where
/// nothing is listed the text ends.
struct Tree<F> {
    logits: F,
    open: Vec<Vec<u32>>,
}

impl<F: Fn(&[u32]) -> Vec<(char, f32)>> Tree<F> {
    fn row(&self, sampled: &[u32]) -> Vec<f32> {
        let mut row = vec![f32::NEG_INFINITY; SIZE];
        let listed = (self.logits)(sampled);
        if listed.is_empty() {
            row[256] = 0.0;
        }
        for (token, share) in listed {
            row[token as usize] = share.ln();
        }
        row
    }
}

impl<F: Fn(&[u32]) -> Vec<(char, f32)>> Listener for Tree<F> {
    fn vocabulary(&self) -> usize {
        SIZE
    }

    fn text_context(&self) -> usize {
        448
    }

    fn begin(&mut self, _: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        self.open = vec![Vec::new(); sequences];
        self.row(&[]).repeat(wanted.len())
    }

    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        let next = |(from, token): (&usize, &u32)| [&self.open[*from][..], &[*token]].concat();
        self.open = from.iter().zip(tokens).map(next).collect();
        self.open.iter().flat_map(|sampled| self.row(sampled)).collect()
    }
}
