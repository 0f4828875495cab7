//! Which language is spoken, by what the model would write right after the start.

use super::Listener;
use super::likelihood::log_sum_exp;
use super::specials::Specials;

/// Asks the model which language is spoken: the code of each with its probability, likeliest
/// first. Empty for a model that knows English only.
pub fn detect_language(listener: &mut dyn Listener, specials: &Specials) -> Vec<(String, f64)> {
    if !specials.is_multilingual() {
        return Vec::new();
    }
    let logits = listener.begin(&[specials.start_of_transcript], 1, &[0]);
    let logit = |token: u32| logits.get(token as usize).copied().unwrap_or(f32::NEG_INFINITY);
    // Anything else than a language is left out of the sum.
    let of_languages: Vec<f32> =
        specials.languages.iter().map(|(_, token)| logit(*token)).collect();
    let sum = log_sum_exp(&of_languages);
    let probability = |logit: &f32| (f64::from(*logit) - sum).exp();
    let mut found: Vec<(String, f64)> = specials
        .languages
        .iter()
        .zip(&of_languages)
        .map(|((code, _), logit)| (code.clone(), probability(logit)))
        .filter(|(_, probability)| !probability.is_nan())
        .collect();
    found.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decoding::scripted::{Part, Scripted, specials};

    #[test]
    fn languages_are_told_by_probability_among_languages_only() {
        let german = Part { language: 259, ..Part::of("") };
        let found = detect_language(&mut Scripted::new([german]), &specials());
        assert_eq!(found.iter().map(|(code, _)| code.as_str()).collect::<Vec<_>>(), ["de", "en"]);
        assert!((found.iter().map(|(_, share)| share).sum::<f64>() - 1.0).abs() < 1e-6);
        assert!(found[0].1 > 0.999);
    }

    #[test]
    fn a_model_of_english_is_not_asked() {
        let english = Specials { languages: Vec::new(), ..specials() };
        let mut listener = Scripted::new([Part::of("")]);
        assert_eq!(detect_language(&mut listener, &english), []);
        assert!(listener.prompts.is_empty());
    }
}
