//! The safetensors format: a length, a header in JSON, then the numbers.
//!
//! As its documentation has it (<https://github.com/huggingface/safetensors>): the length is 64 bits,
//! low byte first; the header maps each name to type, shape and where its bytes begin and end,
//! counted from the end of the header.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use super::numbers::Numbers;
use super::place::{Place, Places};
use super::read::Reader;
use crate::whisper::{ModelError, TensorFault};

/// The format's own limit for a header.
const LARGEST_HEADER: u64 = 100_000_000;

#[derive(Deserialize)]
struct Entry {
    dtype: String,
    shape: Vec<usize>,
    data_offsets: (u64, u64),
}

/// Finds the tensors of a file and takes in those that have a name for us.
pub(super) fn find_tensors(
    path: &Path,
    places: &mut Places,
    name_of: impl Fn(&str) -> Option<String>,
) -> Result<(), ModelError> {
    let mut reader = Reader::open(path)?;
    let (low, high) = (reader.number()?, reader.number()?);
    let length = u64::from(high) << 32 | u64::from(low);
    if length > LARGEST_HEADER || length > reader.left() {
        let cause = format!("its header should have {length} bytes, which cannot be");
        return Err(ModelError::damaged(path, cause));
    }
    let header = reader.bytes(length, "its header")?;
    let header: BTreeMap<String, Value> = serde_json::from_slice(&header)
        .map_err(|error| ModelError::damaged(path, format!("its header is no JSON: {error}")))?;
    let (begin, end) = (reader.position(), reader.length());
    let file = places.add_file(path, reader.into_file(), end);
    for (theirs, entry) in header {
        let Some(name) = name_of(&theirs) else { continue };
        let fault = |fault| ModelError::of_tensor(path, &name, fault);
        let entry: Entry = serde_json::from_value(entry).map_err(|error| {
            fault(TensorFault::Place(format!("{theirs} in the header: {error}")))
        })?;
        let (from, to) = entry.data_offsets;
        let bytes = to.checked_sub(from);
        let offset = begin.checked_add(from);
        let (Some(bytes), Some(offset)) = (bytes, offset) else {
            return Err(fault(TensorFault::Place(format!("it lies from {from} to {to}"))));
        };
        let numbers = Numbers::from_safetensors(&entry.dtype);
        let place = Place { file, offset, shape: entry.shape, numbers, bytes: Some(bytes) };
        places.add(name, place)?;
    }
    Ok(())
}
