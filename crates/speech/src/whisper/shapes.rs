//! Which tensors a model has and how large each is: it follows from the [`Dimensions`] alone.

use super::dimensions::Dimensions;

/// Larger than any Whisper by far, and small enough that no product of two overflows.
const MOST: usize = 1 << 20;
const MOST_LAYERS: usize = 256;

impl Dimensions {
    /// Says what is impossible about these dimensions, if anything is.
    pub fn check(&self) -> Result<(), String> {
        let sizes = [
            ("mel bins", self.mels, 1024),
            ("audio positions", self.audio_context, MOST),
            ("audio width", self.audio_state, MOST),
            ("audio heads", self.audio_heads, MOST),
            ("audio layers", self.audio_layers, MOST_LAYERS),
            ("words in the vocabulary", self.vocabulary, MOST),
            ("text positions", self.text_context, MOST),
            ("text width", self.text_state, MOST),
            ("text heads", self.text_heads, MOST),
            ("text layers", self.text_layers, MOST_LAYERS),
        ];
        for (what, size, most) in sizes {
            if size == 0 || size > most {
                return Err(format!("{size} {what} cannot be"));
            }
        }
        if !self.audio_state.is_multiple_of(self.audio_heads)
            || !self.text_state.is_multiple_of(self.text_heads)
        {
            return Err("its width is no multiple of its heads".into());
        }
        if self.audio_state != self.text_state {
            return Err("its encoder is not as wide as its decoder".into());
        }
        Ok(())
    }

    /// Lists every tensor of such a model by OpenAI's name, with its shape.
    pub fn tensors(&self) -> Vec<(String, Vec<usize>)> {
        let (audio, text) = (self.audio_state, self.text_state);
        let mut all = vec![
            ("encoder.conv1.weight".into(), vec![audio, self.mels, 3]),
            ("encoder.conv1.bias".into(), vec![audio]),
            ("encoder.conv2.weight".into(), vec![audio, audio, 3]),
            ("encoder.conv2.bias".into(), vec![audio]),
            ("encoder.positional_embedding".into(), vec![self.audio_context, audio]),
        ];
        for layer in 0..self.audio_layers {
            block(&mut all, &format!("encoder.blocks.{layer}"), audio, &["attn"]);
        }
        norm(&mut all, "encoder.ln_post", audio);
        all.push(("decoder.token_embedding.weight".into(), vec![self.vocabulary, text]));
        all.push(("decoder.positional_embedding".into(), vec![self.text_context, text]));
        for layer in 0..self.text_layers {
            block(&mut all, &format!("decoder.blocks.{layer}"), text, &["attn", "cross_attn"]);
        }
        norm(&mut all, "decoder.ln", text);
        all
    }
}

fn block(all: &mut Vec<(String, Vec<usize>)>, name: &str, width: usize, attentions: &[&str]) {
    for attention in attentions {
        norm(all, &format!("{name}.{attention}_ln"), width);
        for part in ["query", "key", "value", "out"] {
            all.push((format!("{name}.{attention}.{part}.weight"), vec![width, width]));
            // Keys have no bias: it would add the same to each score.
            if part != "key" {
                all.push((format!("{name}.{attention}.{part}.bias"), vec![width]));
            }
        }
    }
    norm(all, &format!("{name}.mlp_ln"), width);
    for (part, outputs, inputs) in [("mlp.0", 4 * width, width), ("mlp.2", width, 4 * width)] {
        all.push((format!("{name}.{part}.weight"), vec![outputs, inputs]));
        all.push((format!("{name}.{part}.bias"), vec![outputs]));
    }
}

fn norm(all: &mut Vec<(String, Vec<usize>)>, name: &str, width: usize) {
    all.push((format!("{name}.weight"), vec![width]));
    all.push((format!("{name}.bias"), vec![width]));
}

#[cfg(test)]
mod tests {
    use super::*;

    const TINY: Dimensions = Dimensions {
        mels: 80,
        audio_context: 1500,
        audio_state: 384,
        audio_heads: 6,
        audio_layers: 4,
        vocabulary: 51_865,
        text_context: 448,
        text_state: 384,
        text_heads: 6,
        text_layers: 4,
    };

    #[test]
    fn the_smallest_whisper_has_as_many_weights_as_its_paper_says() {
        let tensors = TINY.tensors();
        let weights: usize = tensors.iter().map(|(_, shape)| shape.iter().product::<usize>()).sum();
        assert_eq!(tensors.len(), 167);
        // 39 million in table 1, which counts the encoder's positions too.
        assert_eq!(weights, 37_760_640);
    }

    #[test]
    fn impossible_dimensions_are_told_apart() {
        assert_eq!(TINY.check(), Ok(()));
        let bad = Dimensions { audio_heads: 7, ..TINY };
        assert!(bad.check().is_err_and(|cause| cause.contains("multiple")));
        let bad = Dimensions { vocabulary: usize::MAX, ..TINY };
        assert!(bad.check().is_err_and(|cause| cause.contains("vocabulary")));
        let bad = Dimensions { text_layers: 0, ..TINY };
        assert!(bad.check().is_err_and(|cause| cause.contains("text layers")));
        let bad = Dimensions { text_state: 768, ..TINY };
        assert!(bad.check().is_err_and(|cause| cause.contains("wide")));
    }
}
