//! Texts that a search came to, and which of them is the best.

/// A text, finished or not, with how likely each of its tokens was.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Candidate {
    /// The tokens since the prompt, without the end of text.
    pub(super) tokens: Vec<u32>,
    /// The natural logarithm of each token's probability, and of the end's when it has ended.
    pub(super) log_probabilities: Vec<f64>,
    /// The sum of them.
    pub(super) sum: f64,
}

impl Candidate {
    /// The same with one token more, or with its end.
    pub(super) fn followed_by(&self, token: Option<u32>, log_probability: f64) -> Self {
        let mut next = self.clone();
        next.tokens.extend(token);
        next.log_probabilities.push(log_probability);
        next.sum += log_probability;
        next
    }

    /// The mean log-probability of tokens and end, as OpenAI's `avg_logprob`.
    #[expect(clippy::cast_precision_loss, reason = "a text has hundreds of tokens")]
    pub(super) fn average(&self) -> f64 {
        self.sum / (self.tokens.len() + 1) as f64
    }

    /// How good a text is compared with longer and shorter ones.
    #[expect(clippy::cast_precision_loss, reason = "a text has hundreds of tokens")]
    fn score(&self, length_penalty: Option<f64>) -> f64 {
        let length = self.tokens.len() as f64;
        let penalty = length_penalty.map_or(length, |power| ((5.0 + length) / 6.0).powf(power));
        // An empty text is taken when there is no other.
        if penalty > 0.0 { self.sum / penalty } else { f64::NEG_INFINITY }
    }
}

/// Takes the best of several texts, the first of equals; an empty one when there is none.
pub(super) fn best(candidates: Vec<Candidate>, length_penalty: Option<f64>) -> Candidate {
    let better = |best: Candidate, next: Candidate| {
        if next.score(length_penalty) > best.score(length_penalty) { next } else { best }
    };
    candidates.into_iter().reduce(better).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(length: u32, sum: f64) -> Candidate {
        Candidate { tokens: (0..length).collect(), log_probabilities: Vec::new(), sum }
    }

    #[test]
    fn without_a_penalty_the_mean_decides() {
        let (long, short) = (candidate(10, -5.0), candidate(4, -2.4));
        assert_eq!(best(vec![short.clone(), long.clone()], None), long, "-0.5 against -0.6");
        assert_eq!(best(vec![], None), Candidate::default());
        assert_eq!(best(vec![candidate(0, -0.1), short.clone()], None), short);
    }

    #[test]
    fn the_penalty_is_a_power_of_the_length() {
        // (5 + 10) / 6 = 2.5 and (5 + 1) / 6 = 1.
        let (long, short) = (candidate(10, -5.0), candidate(1, -2.1));
        assert!((long.score(Some(1.0)) - -2.0).abs() < 1e-12);
        assert!((long.score(Some(0.5)) - -5.0 / 2.5f64.sqrt()).abs() < 1e-12);
        assert_eq!(best(vec![long.clone(), short.clone()], Some(1.0)), long);
        assert_eq!(best(vec![long.clone(), short.clone()], Some(0.5)), short);
        assert_eq!(best(vec![long, short.clone()], Some(0.0)), short, "the plain sum");
    }

    #[test]
    fn the_average_counts_the_end() {
        let whole = Candidate::default().followed_by(Some(1), -1.0).followed_by(None, -2.0);
        assert_eq!((whole.tokens.len(), whole.log_probabilities.len()), (1, 2));
        assert!((whole.average() - -1.5).abs() < 1e-12);
    }
}
