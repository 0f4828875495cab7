//! What OpenAI calls the tensors that `transformers` has other names for.

/// Gives OpenAI's name for one of `transformers`, or the name itself when it is OpenAI's; none for
/// tensors that a Whisper does not need, such as the copy of the embedding that is called `proj_out`.
pub(super) fn openai_name(name: &str) -> Option<String> {
    let name = name.strip_prefix("model.").unwrap_or(name);
    let (half, rest) =
        name.split_once('.').filter(|(half, _)| matches!(*half, "encoder" | "decoder"))?;
    let Some(in_layer) = rest.strip_prefix("layers.") else {
        return Some(match (half, rest) {
            (_, "embed_positions.weight") => format!("{half}.positional_embedding"),
            ("decoder", "embed_tokens.weight") => "decoder.token_embedding.weight".into(),
            ("encoder", "layer_norm.weight") => "encoder.ln_post.weight".into(),
            ("encoder", "layer_norm.bias") => "encoder.ln_post.bias".into(),
            ("decoder", "layer_norm.weight") => "decoder.ln.weight".into(),
            ("decoder", "layer_norm.bias") => "decoder.ln.bias".into(),
            _ => name.to_owned(),
        });
    };
    let (layer, part) = in_layer.split_once('.')?;
    let (part, last) = part.rsplit_once('.')?;
    let part = match part {
        "self_attn_layer_norm" => "attn_ln".to_owned(),
        "encoder_attn_layer_norm" => "cross_attn_ln".to_owned(),
        "final_layer_norm" => "mlp_ln".to_owned(),
        "fc1" => "mlp.0".to_owned(),
        "fc2" => "mlp.2".to_owned(),
        _ => {
            let (attention, projection) = part.split_once('.')?;
            let attention = match attention {
                "self_attn" => "attn",
                "encoder_attn" => "cross_attn",
                _ => return None,
            };
            let projection = match projection {
                "q_proj" => "query",
                "k_proj" => "key",
                "v_proj" => "value",
                "out_proj" => "out",
                _ => return None,
            };
            format!("{attention}.{projection}")
        }
    };
    Some(format!("{half}.blocks.{layer}.{part}.{last}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_both_layouts_come_to_the_same() {
        for (theirs, ours) in [
            ("model.encoder.conv1.bias", Some("encoder.conv1.bias")),
            (
                "model.encoder.layers.3.self_attn.k_proj.weight",
                Some("encoder.blocks.3.attn.key.weight"),
            ),
            (
                "decoder.layers.0.encoder_attn_layer_norm.bias",
                Some("decoder.blocks.0.cross_attn_ln.bias"),
            ),
            ("model.decoder.layers.11.fc2.weight", Some("decoder.blocks.11.mlp.2.weight")),
            (
                "model.decoder.layers.1.final_layer_norm.weight",
                Some("decoder.blocks.1.mlp_ln.weight"),
            ),
            ("model.decoder.embed_positions.weight", Some("decoder.positional_embedding")),
            ("encoder.blocks.0.attn.query.weight", Some("encoder.blocks.0.attn.query.weight")),
            ("model.decoder.layer_norm.bias", Some("decoder.ln.bias")),
            ("proj_out.weight", None),
            ("__metadata__", None),
            ("model.decoder.layers.1", None),
            ("model.decoder.layers.1.self_attn.weight", None),
        ] {
            assert_eq!(openai_name(theirs).as_deref(), ours, "{theirs}");
        }
    }
}
