//! Writes a model as Hugging Face lays it out: safetensors, with the files that go beside.

use std::io::{self, Write};

use half::{bf16, f16};
use serde_json::{Map, Value, json};
use trefoil_speech::whisper::Dimensions;

/// How a safetensors file keeps its numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    F32,
    F16,
    BF16,
}

impl Kind {
    /// Packs numbers; gives what the bytes stand for too.
    pub fn pack(self, values: &[f32]) -> (Vec<u8>, Vec<f32>) {
        match self {
            Self::F32 => super::quantised::pack(super::quantised::Kind::F32, values),
            Self::F16 => {
                let halves = values.iter().map(|value| f16::from_f32(*value));
                halves.map(|half| (half.to_le_bytes(), half.to_f32())).collect::<Packed>().into()
            }
            Self::BF16 => {
                let halves = values.iter().map(|value| bf16::from_f32(*value));
                halves.map(|half| (half.to_le_bytes(), half.to_f32())).collect::<Packed>().into()
            }
        }
    }

    fn width(self) -> usize {
        if self == Self::F32 { 4 } else { 2 }
    }
}

struct Packed(Vec<u8>, Vec<f32>);

impl FromIterator<([u8; 2], f32)> for Packed {
    fn from_iter<I: IntoIterator<Item = ([u8; 2], f32)>>(halves: I) -> Self {
        let (mut bytes, mut means) = (Vec::new(), Vec::new());
        for (half, mean) in halves {
            bytes.extend(half);
            means.push(mean);
        }
        Self(bytes, means)
    }
}

impl From<Packed> for (Vec<u8>, Vec<f32>) {
    fn from(packed: Packed) -> Self {
        (packed.0, packed.1)
    }
}

/// Says what Hugging Face calls a tensor that OpenAI calls `name`.
pub fn hugging_face_name(name: &str) -> String {
    let is_block = name.contains("blocks");
    let pairs = [
        ("blocks", "layers"),
        ("positional_embedding", "embed_positions.weight"),
        ("token_embedding", "embed_tokens"),
        ("mlp_ln", "final_layer_norm"),
        ("mlp.0", "fc1"),
        ("mlp.2", "fc2"),
        ("ln_post", "layer_norm"),
        ("cross_attn_ln", "encoder_attn_layer_norm"),
        ("cross_attn.", "encoder_attn."),
        (".attn_ln", ".self_attn_layer_norm"),
        (".attn.", ".self_attn."),
        ("query", "q_proj"),
        ("key", "k_proj"),
        ("value", "v_proj"),
        (".out.", ".out_proj."),
    ];
    let renamed = pairs.iter().fold(name.to_owned(), |name, (from, to)| name.replace(from, to));
    let renamed =
        if is_block { renamed } else { renamed.replace("decoder.ln", "decoder.layer_norm") };
    format!("model.{renamed}")
}

/// Writes tensors with a header that names them; `weight` is asked for each in turn.
pub fn write(
    out: &mut impl Write,
    kind: Kind,
    tensors: &[(String, Vec<usize>)],
    mut weight: impl FnMut(&str, &[usize]) -> Vec<f32>,
) -> io::Result<()> {
    let mut header = Map::new();
    header.insert("__metadata__".into(), json!({ "format": "pt" }));
    let mut begin = 0;
    for (name, shape) in tensors {
        let end = begin + shape.iter().product::<usize>() * kind.width();
        let entry = json!({
            "dtype": format!("{kind:?}"), "shape": shape, "data_offsets": [begin, end],
        });
        header.insert(hugging_face_name(name), entry);
        begin = end;
    }
    let mut header = serde_json::to_vec(&header)?;
    // Padded with spaces, so that the numbers are aligned.
    header.resize(header.len().next_multiple_of(8), b' ');
    out.write_all(&(header.len() as u64).to_le_bytes())?;
    out.write_all(&header)?;
    for (name, shape) in tensors {
        out.write_all(&kind.pack(&weight(name, shape)).0)?;
    }
    Ok(())
}

/// The micro-Whisper as one safetensors file.
pub fn micro(kind: Kind) -> Vec<u8> {
    let mut bytes = Vec::new();
    write(&mut bytes, kind, &super::DIMENSIONS.tensors(), super::weight)
        .expect("memory can be written to");
    bytes
}

/// The `config.json` of a model.
pub fn config(dimensions: &Dimensions) -> Value {
    let d = dimensions;
    json!({
        "architectures": ["WhisperForConditionalGeneration"],
        "model_type": "whisper",
        "activation_function": "gelu",
        "num_mel_bins": d.mels,
        "max_source_positions": d.audio_context,
        "d_model": d.audio_state,
        "encoder_attention_heads": d.audio_heads,
        "encoder_layers": d.audio_layers,
        "encoder_ffn_dim": 4 * d.audio_state,
        "vocab_size": d.vocabulary,
        "max_target_positions": d.text_context,
        "decoder_attention_heads": d.text_heads,
        "decoder_layers": d.text_layers,
        "decoder_ffn_dim": 4 * d.text_state,
    })
}

/// The `vocab.json` of the micro-Whisper.
pub fn vocabulary() -> Value {
    vocabulary_of(&super::vocabulary())
}

/// A `vocab.json`, spelled in GPT-2's alphabet; the first 256 words are single bytes in its order.
pub fn vocabulary_of(words: &[Vec<u8>]) -> Value {
    let spelled = |byte: &u8| {
        let at = words.iter().position(|word| word == &[*byte]).expect("a word for each byte");
        // Printed bytes come first and stand for themselves, the others are numbered.
        let printed = u32::try_from(at).expect("one of 256");
        let shifted = printed.checked_sub(188).map(|other| 0x100 + other);
        char::from_u32(shifted.unwrap_or(u32::from(*byte))).expect("a character")
    };
    let mut map: Map<String, Value> = Map::new();
    for (token, word) in words.iter().enumerate().filter(|(_, word)| !word.is_empty()) {
        map.insert(word.iter().map(spelled).collect(), json!(token));
    }
    // The multilingual vocabulary has a token that stands for nothing.
    for token in words.iter().enumerate().filter(|(_, word)| word.is_empty()).map(|(at, _)| at) {
        map.insert(String::new(), json!(token));
    }
    map.insert("<|endoftext|>".into(), json!(words.len()));
    Value::Object(map)
}
