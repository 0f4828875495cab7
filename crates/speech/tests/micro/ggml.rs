//! Writes a model as whisper.cpp's ggml file (the layout is that of its `convert-pt-to-ggml.py`).

use std::io::{self, Write};

use trefoil_speech::whisper::Dimensions;

use super::quantised::{Kind, pack};

/// Bins of the spectrum that a mel filter weighs: half of a frame of 400 samples, and one.
pub const SPECTRUM: usize = 201;

/// Says how whisper.cpp keeps a tensor in a file of this kind.
pub fn kind_of(name: &str, shape: &[usize], kind: Kind) -> Kind {
    match shape.len() {
        _ if name.ends_with("positional_embedding") => Kind::F32,
        1 => Kind::F32,
        3 if kind != Kind::F32 => Kind::F16,
        _ => kind,
    }
}

/// Writes everything that comes before the tensors.
pub fn write_header(
    out: &mut impl Write,
    dimensions: &Dimensions,
    kind: Kind,
    filters: &[f32],
    words: &[Vec<u8>],
) -> io::Result<()> {
    // ggml's number for a file that is mostly of this kind, and the version of its blocks.
    let file_kind = match kind {
        Kind::F32 => 0,
        Kind::F16 => 1,
        Kind::Q4_0 => 2002,
        Kind::Q4_1 => 2003,
        Kind::Q8_0 => 2007,
        Kind::Q5_0 => 2008,
        Kind::Q5_1 => 2009,
    };
    let d = dimensions;
    let audio = [d.audio_context, d.audio_state, d.audio_heads, d.audio_layers];
    let text = [d.text_context, d.text_state, d.text_heads, d.text_layers];
    out.write_all(&0x6767_6d6c_u32.to_le_bytes())?;
    for number in [&[d.vocabulary][..], &audio, &text, &[d.mels, file_kind]].concat() {
        write_number(out, number)?;
    }
    assert_eq!(filters.len(), d.mels * SPECTRUM, "a weight for each bin of each filter");
    write_number(out, d.mels)?;
    write_number(out, SPECTRUM)?;
    write_floats(out, filters)?;
    write_number(out, words.len())?;
    for word in words {
        write_number(out, word.len())?;
        out.write_all(word)?;
    }
    Ok(())
}

/// Writes one tensor; gives the numbers that its bytes stand for.
pub fn write_tensor(
    out: &mut impl Write,
    name: &str,
    shape: &[usize],
    kind: Kind,
    values: &[f32],
) -> io::Result<Vec<f32>> {
    let kind = kind_of(name, shape, kind);
    let written = if is_column(name) { vec![shape[0], 1] } else { shape.to_vec() };
    write_number(out, written.len())?;
    write_number(out, name.len())?;
    write_number(out, kind as usize)?;
    for size in written.iter().rev() {
        write_number(out, *size)?;
    }
    out.write_all(name.as_bytes())?;
    let (bytes, means) = pack(kind, values);
    out.write_all(&bytes)?;
    Ok(means)
}

fn write_number(out: &mut impl Write, number: usize) -> io::Result<()> {
    out.write_all(&u32::try_from(number).expect("a size of 32 bits").to_le_bytes())
}

fn write_floats(out: &mut impl Write, values: &[f32]) -> io::Result<()> {
    values.iter().try_for_each(|value| out.write_all(&value.to_le_bytes()))
}

/// The filters of the mel scale, `bins × SPECTRUM`, as Slaney's Auditory Toolbox of 1998 has them:
/// linear to 1000 Hz, then 27 steps to a factor of 6.4; triangles of equal area.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "numbers are small"
)]
pub fn filters(bins: usize) -> Vec<f32> {
    let (linear, step) = (200.0 / 3.0, 6.4_f64.ln() / 27.0);
    let hertz = |mel: f64| {
        if mel < 15.0 { mel * linear } else { 1000.0 * (step * (mel - 15.0)).exp() }
    };
    let highest = 15.0 + (8.0_f64).ln() / step;
    let corner = |at: usize| hertz(highest * at as f64 / (bins + 1) as f64);
    let mut weights = Vec::with_capacity(bins * SPECTRUM);
    for bin in 0..bins {
        let (low, middle, high) = (corner(bin), corner(bin + 1), corner(bin + 2));
        weights.extend((0..SPECTRUM).map(|at| {
            let frequency = at as f64 * 40.0;
            let (up, down) =
                ((frequency - low) / (middle - low), (high - frequency) / (high - middle));
            (up.min(down).max(0.0) * 2.0 / (high - low)) as f32
        }));
    }
    weights
}

/// The micro-Whisper as a ggml file.
pub fn micro(kind: Kind) -> Vec<u8> {
    let mut bytes = Vec::new();
    let filters = filters(super::DIMENSIONS.mels);
    write_header(&mut bytes, &super::DIMENSIONS, kind, &filters, &super::vocabulary())
        .expect("memory can be written to");
    for (name, shape) in super::DIMENSIONS.tensors() {
        write_tensor(&mut bytes, &name, &shape, kind, &super::weight(&name, &shape))
            .expect("memory can be written to");
    }
    bytes
}

/// Says how many bytes [`write_tensor`] writes, without the numbers.
pub fn tensor_bytes(name: &str, shape: &[usize], kind: Kind) -> u64 {
    let (numbers, bytes) = match kind_of(name, shape, kind) {
        Kind::F32 => (1, 4),
        Kind::F16 => (1, 2),
        Kind::Q4_0 => (32, 18),
        Kind::Q4_1 => (32, 20),
        Kind::Q5_0 => (32, 22),
        Kind::Q5_1 => (32, 24),
        Kind::Q8_0 => (32, 34),
    };
    let sides = if is_column(name) { 2 } else { shape.len() };
    let count: usize = shape.iter().product();
    (12 + 4 * sides + name.len() + count / numbers * bytes) as u64
}

/// The bias of a convolution is written as one column.
fn is_column(name: &str) -> bool {
    name.starts_with("encoder.conv") && name.ends_with("bias")
}
