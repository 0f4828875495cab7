//! The attention of several heads as one matrix, in which a token stands out where it was heard.

use super::Attention;
use super::median;

/// Frames of the median filter, as OpenAI's.
const MEDIAN_WIDTH: usize = 7;

/// How much each token looked at each frame, compared with the other tokens.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Followed {
    pub(super) columns: usize,
    /// `tokens × columns`.
    pub(super) values: Vec<f32>,
}

/// Makes heads comparable and takes their mean over the first `frames`: softmax over frames,
/// z-score over tokens, median over neighbouring frames. Nothing where sizes do not fit.
pub(super) fn followed(attention: &Attention, frames: usize) -> Option<Followed> {
    let Attention { heads, tokens, frames: all_frames, ref scores } = *attention;
    let size = tokens.checked_mul(all_frames)?;
    let is_empty = heads == 0 || tokens == 0 || frames == 0;
    if is_empty || frames > all_frames || scores.len() != heads.checked_mul(size)? {
        return None;
    }
    let mut mean = vec![0.0; tokens * frames];
    for head in scores.chunks_exact(size) {
        let rows = head.chunks_exact(all_frames);
        let mut weights: Vec<f32> = rows.flat_map(|row| softmax(&row[..frames])).collect();
        standardise(&mut weights, frames);
        for (mean, row) in mean.chunks_exact_mut(frames).zip(weights.chunks_exact(frames)) {
            let smooth = median::filtered(row, MEDIAN_WIDTH);
            mean.iter_mut().zip(smooth).for_each(|(mean, value)| *mean += value);
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "heads are few")]
    for value in &mut mean {
        *value /= heads as f32;
    }
    Some(Followed { columns: frames, values: mean })
}

fn softmax(scores: &[f32]) -> Vec<f32> {
    let largest = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = scores.iter().map(|score| (score - largest).exp()).collect();
    let sum: f32 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// Makes each column's mean 0 and its deviation 1: a frame that every token looks at tells nothing.
fn standardise(weights: &mut [f32], columns: usize) {
    #[expect(clippy::cast_precision_loss, reason = "tokens are few hundred")]
    let rows = (weights.len() / columns) as f64;
    for column in 0..columns {
        let values = || weights.iter().skip(column).step_by(columns).map(|value| f64::from(*value));
        let mean = values().sum::<f64>() / rows;
        let variance = values().map(|value| (value - mean).powi(2)).sum::<f64>() / rows;
        let deviation = variance.sqrt();
        // Where all are alike but for rounding, none stands out.
        let is_told = deviation > mean.abs() * 1e-6;
        for value in weights.iter_mut().skip(column).step_by(columns) {
            let score = (f64::from(*value) - mean) / deviation;
            #[expect(clippy::cast_possible_truncation, reason = "scores are small")]
            let score = if is_told { score as f32 } else { 0.0 };
            *value = score;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_frame_that_all_look_at_alike_tells_nothing() {
        let attention = Attention {
            heads: 1,
            tokens: 2,
            frames: 3,
            scores: vec![0.0, 1.0, 0.0, 0.0, 0.0, 1.0],
        };
        let followed = followed(&attention, 3).unwrap();
        assert_eq!(followed.values, [0.0, 1.0, -1.0, 0.0, -1.0, 1.0]);
    }

    #[test]
    fn what_does_not_fit_is_nothing() {
        let attention = |scores| Attention { heads: 2, tokens: 2, frames: 2, scores };
        assert_eq!(followed(&attention(vec![0.0; 7]), 2), None);
        assert_eq!(followed(&attention(vec![0.0; 8]), 3), None);
        assert_eq!(followed(&attention(vec![0.0; 8]), 0), None);
        assert!(followed(&attention(vec![f32::NAN; 8]), 2).is_some());
    }
}
