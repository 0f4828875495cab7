//! Decoding as a whole, with a model that says what it is told to.

use proptest::prelude::*;

use super::beams::Beams;
use super::candidate::{Candidate, best};
use super::dice::Dice;
use super::rules::Rules;
use super::scripted::{Bytes, Part, SIZE, Scripted, moment, script, specials};
use super::search::search;
use super::*;

const GO_ON: Stop<'static> = &|| false;
const PROMPT: (&[u32], usize) = (&[257, 258, 261], 0);

fn told() -> Prompt {
    Prompt { language: Some(258), ..Prompt::default() }
}

fn greedy() -> Options {
    Options { beam_size: 1, ..Options::default() }
}

fn decode_with(listener: &mut Scripted, options: &Options) -> Decoded {
    decode(listener, &Bytes::new(), &told(), options, GO_ON).unwrap()
}

fn decode_parts(parts: impl IntoIterator<Item = Part>, options: &Options) -> (Decoded, usize) {
    let mut listener = Scripted::new(parts);
    let decoded = decode_with(&mut listener, options);
    (decoded, listener.prompts.len())
}

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
        search(&mut tree, PROMPT, 1, beams, &rules, GO_ON).unwrap().candidates
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

/// A model that thinks something else of each beginning, without rhyme or reason.
struct Moody {
    seed: u64,
    open: Vec<u64>,
}

impl Moody {
    fn row(mood: u64) -> Vec<f32> {
        let mut dice = chance::Chance::seeded(mood);
        let mut up_to = |most: f32| {
            #[expect(clippy::cast_possible_truncation, reason = "a share is as good when rounded")]
            let share = dice.share() as f32;
            share * most
        };
        let mut row: Vec<f32> = (0..SIZE).map(|_| up_to(12.0)).collect();
        // Ends often enough, and neither text nor moments always win.
        row[256] += up_to(9.0);
        let lift = up_to(9.0);
        row[..256].iter_mut().for_each(|logit| *logit += lift);
        row
    }
}

impl Listener for Moody {
    fn vocabulary(&self) -> usize {
        SIZE
    }

    fn text_context(&self) -> usize {
        64
    }

    fn begin(&mut self, prompt: &[u32], sequences: usize, wanted: &[usize]) -> Vec<f32> {
        let mood = prompt.iter().fold(self.seed, |mood, token| mood * 31 + u64::from(*token));
        self.open = vec![mood; sequences];
        Self::row(mood).repeat(wanted.len())
    }

    fn advance(&mut self, from: &[usize], tokens: &[u32]) -> Vec<f32> {
        assert!(tokens.iter().all(|token| (*token as usize) < SIZE && *token != 256));
        let next = |(from, token): (&usize, &u32)| {
            self.open[*from]
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1 + u64::from(*token))
        };
        self.open = from.iter().zip(tokens).map(next).collect();
        self.open.iter().flat_map(|mood| Self::row(*mood)).collect()
    }
}

fn mooded(seed: u64, options: &Options) -> Decoded {
    let mut listener = Moody { seed, open: Vec::new() };
    decode(&mut listener, &Bytes::new(), &told(), options, GO_ON).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn whatever_the_model_thinks_the_rules_hold(
        seed in any::<u32>(), beam_size in 1usize..4, temperature in 0usize..3
    ) {
        let options = Options {
            beam_size,
            temperatures: vec![[0.0, 0.3, 1.0][temperature]],
            best_of: 3,
            suppress: vec![100, 101],
            ..Options::default()
        };
        let decoded = mooded(u64::from(seed), &options);
        let moments: Vec<u32> =
            decoded.tokens.iter().copied().filter(|token| specials().is_timestamp(*token)).collect();
        prop_assert!(moments.is_sorted());
        prop_assert!(decoded.tokens.first().is_some_and(|first| *first <= moment(1000)));
        prop_assert!(decoded.tokens.first().is_some_and(|first| *first >= moment(0)));
        let kept_out = [91, 93, 100, 101];
        prop_assert!(!decoded.tokens.iter().any(|token| kept_out.contains(token)));
        prop_assert!(!decoded.tokens.iter().any(|token| (256..266).contains(token)));
        // Moments within a text come in pairs: the end of one segment, the beginning of the next.
        let inside: Vec<bool> =
            decoded.tokens[1..].iter().map(|token| specials().is_timestamp(*token)).collect();
        for run in inside.split(|is_moment| !is_moment).filter(|run| !run.is_empty()) {
            prop_assert!(run.len() <= 2);
        }
        prop_assert!(decoded.log_probabilities.iter().all(|log| *log <= 1e-6 && log.is_finite()));
        prop_assert!(decoded.tokens.len() <= 32);
    }

    #[test]
    fn one_beam_is_the_likeliest_token_each_time(seed in any::<u32>()) {
        let run = |choice: Box<dyn super::search::Choose>| {
            let mut listener = Moody { seed: u64::from(seed), open: Vec::new() };
            let rules = Rules::new(&specials(), &Options::default());
            let found = search(&mut listener, PROMPT, 1, choice, &rules, GO_ON).unwrap();
            best(found.candidates, None)
        };
        let beam = run(Box::new(Beams::new(1, 1.0, 256)));
        let greedy = run(Box::new(Dice::new(0.0, 1, 0, 256)));
        prop_assert_eq!(beam, greedy);
    }

    #[test]
    fn the_same_seed_gives_the_same_text(seed in any::<u32>()) {
        let options = |seed| Options { seed, temperatures: vec![1.0], ..Options::default() };
        let once = mooded(u64::from(seed), &options(7));
        prop_assert_eq!(&once, &mooded(u64::from(seed), &options(7)));
    }
}
