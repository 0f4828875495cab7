//! What holds whatever a model thinks.

use proptest::prelude::*;

use super::super::beams::Beams;
use super::super::candidate::best;
use super::super::chance::Chance;
use super::super::dice::Dice;
use super::super::scripted::{Bytes, SIZE, moment, specials};
use super::*;

/// A model that thinks something else of each beginning, without rhyme or reason.
struct Moody {
    seed: u64,
    open: Vec<u64>,
}

impl Moody {
    fn row(mood: u64) -> Vec<f32> {
        let mut dice = Chance::seeded(mood);
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
        let run = |choice: Box<dyn Choose>| {
            let mut listener = Moody { seed: u64::from(seed), open: Vec::new() };
            let rules = Rules::new(&specials(), &Options::default());
            best(search(&mut listener, choice, rules).candidates, None)
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
