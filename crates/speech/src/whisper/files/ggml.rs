//! The files of whisper.cpp: magic, sizes, mel filters, vocabulary, then tensors one after another.
//!
//! The layout is that of `convert-pt-to-ggml.py` and `whisper_model_load` in whisper.cpp: whole
//! numbers are 32 bits wide, low byte first; a tensor's sizes are written fastest first.

use std::path::Path;

use super::numbers::Numbers;
use super::place::{Place, Places};
use super::read::Reader;
use crate::whisper::{Dimensions, ModelError, TensorFault};

/// The first four bytes, as a number.
pub(super) const MAGIC: u32 = 0x6767_6d6c;

/// Bins of the spectrum: half of a frame of 400 samples, and one.
const SPECTRUM: usize = 201;
const MOST_WORDS: usize = 1 << 20;
/// The longest word of GPT-2's vocabulary has 128 bytes.
const LONGEST_WORD: usize = 4096;
const LONGEST_NAME: usize = 256;
const MOST_TENSORS: usize = 1 << 16;

/// The mel filters that come with a ggml file.
#[derive(Debug, Clone, PartialEq)]
pub struct MelFilters {
    /// Mel bins: 80 or 128.
    pub bins: usize,
    /// Bins of the spectrum: 201.
    pub spectrum: usize,
    /// `bins × spectrum` weights.
    pub weights: Vec<f32>,
}

/// What comes before the tensors.
#[derive(Debug)]
pub(super) struct Header {
    pub(super) dimensions: Dimensions,
    pub(super) filters: MelFilters,
    pub(super) words: Vec<Vec<u8>>,
}

/// Reads what comes before the tensors.
pub(super) fn read_header(reader: &mut Reader) -> Result<Header, ModelError> {
    if reader.number()? != MAGIC {
        return Err(ModelError::unknown(reader.path(), "it does not begin as ggml files do"));
    }
    let dimensions = read_dimensions(reader)?;
    let filters = read_filters(reader, dimensions.mels)?;
    let words = read_words(reader)?;
    Ok(Header { dimensions, filters, words })
}

fn read_dimensions(reader: &mut Reader) -> Result<Dimensions, ModelError> {
    let mut sizes = [0; 11];
    for size in &mut sizes {
        // Sizes of which one is impossible are told of below, with what they are sizes of.
        *size = usize::try_from(reader.number()?).unwrap_or(usize::MAX);
    }
    let [
        vocabulary,
        audio_context,
        audio_state,
        audio_heads,
        audio_layers,
        text_context,
        text_state,
        text_heads,
        text_layers,
        mels,
        kind,
    ] = sizes;
    let dimensions = Dimensions {
        mels,
        audio_context,
        audio_state,
        audio_heads,
        audio_layers,
        vocabulary,
        text_context,
        text_state,
        text_heads,
        text_layers,
    };
    dimensions.check().map_err(|cause| {
        ModelError::unknown(reader.path(), format!("a ggml file of something else: {cause}"))
    })?;
    // Blocks had scales of 32 bits before their second version.
    match kind / 1000 {
        0 | 2 => Ok(dimensions),
        version => Err(ModelError::unsupported(
            reader.path(),
            format!(
                "its quantised blocks are of version {version}, which is not read: \
                 quantise the model again with a whisper.cpp of June 2023 or later"
            ),
        )),
    }
}

fn read_filters(reader: &mut Reader, mels: usize) -> Result<MelFilters, ModelError> {
    let bins = reader.size(1024, "mel filters")?;
    let spectrum = reader.size(1 << 16, "bins of a spectrum")?;
    if bins != mels || spectrum != SPECTRUM {
        let cause = format!(
            "its mel filters are {bins} × {spectrum}, but the model wants {mels} × {SPECTRUM}"
        );
        return Err(ModelError::damaged(reader.path(), cause));
    }
    let bytes = reader.bytes((bins * spectrum * 4) as u64, "its mel filters")?;
    let mut weights = Vec::with_capacity(bins * spectrum);
    Numbers::F32.unpack(&bytes, &mut weights);
    if !weights.iter().all(|weight| weight.is_finite()) {
        return Err(ModelError::damaged(reader.path(), "its mel filters are no numbers"));
    }
    Ok(MelFilters { bins, spectrum, weights })
}

fn read_words(reader: &mut Reader) -> Result<Vec<Vec<u8>>, ModelError> {
    let count = reader.size(MOST_WORDS, "words in the vocabulary")?;
    // Each has its length before it.
    if count as u64 * 4 > reader.left() {
        return Err(ModelError::damaged(reader.path(), "it ends within its vocabulary"));
    }
    let mut words = Vec::with_capacity(count);
    for _ in 0..count {
        let length = reader.size(LONGEST_WORD, "bytes of a word")?;
        words.push(reader.bytes(length as u64, "a word of its vocabulary")?);
    }
    Ok(words)
}

/// Finds the tensors, which follow the header; their numbers are passed over.
pub(super) fn find_tensors(mut reader: Reader) -> Result<Places, ModelError> {
    let mut places = Places::new();
    let mut found = Vec::new();
    while reader.left() > 0 {
        if found.len() >= MOST_TENSORS {
            return Err(ModelError::damaged(reader.path(), "it has too many tensors"));
        }
        found.push(find_tensor(&mut reader)?);
    }
    let (path, length) = (reader.path().to_owned(), reader.length());
    places.add_file(&path, reader.into_file(), length);
    for (name, place) in found {
        places.add(name, place)?;
    }
    Ok(places)
}

fn find_tensor(reader: &mut Reader) -> Result<(String, Place), ModelError> {
    let sides = reader.size(4, "sides of a tensor")?;
    let length = reader.size(LONGEST_NAME, "bytes of a tensor's name")?;
    let kind = reader.number()?;
    let mut shape = Vec::with_capacity(sides);
    for _ in 0..sides {
        shape.push(reader.size(i32::MAX as usize, "numbers in a tensor's row")?);
    }
    shape.reverse();
    let name = reader.bytes(length as u64, "a tensor's name")?;
    let name = String::from_utf8(name)
        .map_err(|_| ModelError::damaged(reader.path(), "a tensor's name is no text"))?;
    let offset = reader.position();
    let path = reader.path().to_owned();
    let fault = |fault| ModelError::of_tensor(&path, &name, fault);
    // Without knowing its kind nothing behind it can be found.
    let numbers = Numbers::from_ggml(kind).map_err(|what| {
        fault(TensorFault::Type(format!(
            "{what} (f32, f16, bf16, q8_0, q5_1, q5_0, q4_1 and q4_0 are: quantise the model to one \
             of these)"
        )))
    })?;
    let bytes = numbers.bytes_of(&shape).ok_or_else(|| {
        fault(TensorFault::Place(format!("its shape {shape:?} is none of {numbers}")))
    })?;
    reader.skip(bytes, &format!("the tensor {name}"))?;
    Ok((name, Place { file: 0, offset, shape, numbers: Ok(numbers), bytes: Some(bytes) }))
}

/// Opens a file of whisper.cpp and reads what comes before its tensors.
pub(super) fn open_header(path: &Path) -> Result<(Header, Reader), ModelError> {
    let mut reader = Reader::open(path)?;
    let header = read_header(&mut reader)?;
    Ok((header, reader))
}
