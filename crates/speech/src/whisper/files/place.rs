//! Where a tensor lies in a file, and reading it from there.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

use super::numbers::Numbers;
use crate::whisper::{Dimensions, ModelError, TensorFault};

/// Bytes that are read at once: enough for the disk, little beside the smallest model.
const PIECE: usize = 1 << 20;

/// Where a tensor lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    /// Which of the model's files.
    pub(super) file: usize,
    /// Its first byte.
    pub(super) offset: u64,
    /// Its shape, the last index running fastest.
    pub(super) shape: Vec<usize>,
    /// How its numbers are kept; else what they are, which is not read.
    pub(super) numbers: Result<Numbers, String>,
    /// Bytes that the file gives it, when it says so.
    pub(super) bytes: Option<u64>,
}

/// The tensors of a model by OpenAI's names, and the open files that hold them.
#[derive(Debug)]
pub(super) struct Places {
    files: Vec<(PathBuf, File, u64)>,
    tensors: HashMap<String, Place>,
}

impl Places {
    pub(super) fn new() -> Self {
        Self { files: Vec::new(), tensors: HashMap::new() }
    }

    /// Takes in a file of this length, and gives its number.
    pub(super) fn add_file(&mut self, path: &Path, file: File, length: u64) -> usize {
        self.files.push((path.to_owned(), file, length));
        self.files.len() - 1
    }

    /// Takes in where a tensor lies; none can be in two places.
    pub(super) fn add(&mut self, name: String, place: Place) -> Result<(), ModelError> {
        let path = &self.files[place.file].0;
        if self.tensors.contains_key(&name) {
            return Err(ModelError::damaged(path, format!("it has the tensor {name} twice")));
        }
        self.tensors.insert(name, place);
        Ok(())
    }

    pub(super) fn paths(&self) -> impl Iterator<Item = &Path> {
        self.files.iter().map(|(path, ..)| path.as_path())
    }

    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|(.., length)| length).sum()
    }

    pub(super) fn find(&self, name: &str) -> Option<&Place> {
        self.tensors.get(name)
    }

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.tensors.keys().map(String::as_str)
    }

    /// Checks that each tensor of such a model is there, in its shape and as a whole.
    pub(super) fn check(&self, model: &Path, dimensions: &Dimensions) -> Result<(), ModelError> {
        for (name, shape) in dimensions.tensors() {
            self.place(model, &name, &shape)?;
        }
        Ok(())
    }

    /// Finds a tensor, and how its numbers are kept in how many bytes.
    fn place(
        &self,
        model: &Path,
        name: &str,
        shape: &[usize],
    ) -> Result<(&Place, Numbers, u64), ModelError> {
        let fault = |fault| ModelError::of_tensor(model, name, fault);
        let place = self.find(name).ok_or_else(|| fault(TensorFault::Missing))?;
        let (file, _, length) = &self.files[place.file];
        let fault = |fault| ModelError::of_tensor(file, name, fault);
        if !is_same(&place.shape, shape) {
            let (expected, found) = (shape.to_vec(), place.shape.clone());
            return Err(fault(TensorFault::Shape { expected, found }));
        }
        let numbers = place.numbers.clone().map_err(|what| fault(TensorFault::Type(what)))?;
        let wanted = numbers.bytes_of(&place.shape);
        let wanted = wanted.ok_or_else(|| {
            fault(TensorFault::Place(format!("its rows are no whole blocks of {numbers}")))
        })?;
        if let Some(given) = place.bytes.filter(|given| *given != wanted) {
            let what = format!("{given} bytes are given to it, but it takes {wanted}");
            return Err(fault(TensorFault::Place(what)));
        }
        if place.offset.checked_add(wanted).is_none_or(|end| end > *length) {
            return Err(fault(TensorFault::Place("the file ends before it does".into())));
        }
        Ok((place, numbers, wanted))
    }

    /// Reads a tensor, piece by piece.
    pub(super) fn read(
        &mut self,
        model: &Path,
        name: &str,
        shape: &[usize],
    ) -> Result<Vec<f32>, ModelError> {
        let (place, kind, bytes) = self.place(model, name, shape)?;
        let (offset, count, at) = (place.offset, place.shape.iter().product::<usize>(), place.file);
        let (path, file, _) = &mut self.files[at];
        let fault = |path: &Path, fault| ModelError::of_tensor(path, name, fault);
        let mut values = Vec::new();
        values.try_reserve_exact(count).map_err(|_| fault(path, TensorFault::TooLarge))?;
        file.seek(SeekFrom::Start(offset)).map_err(|error| ModelError::io(path, error))?;
        let (_, block) = kind.block();
        let piece = PIECE / block * block;
        let mut left = usize::try_from(bytes).map_err(|_| fault(path, TensorFault::TooLarge))?;
        let mut buffer = vec![0; piece.min(left)];
        while left > 0 {
            let buffer = &mut buffer[..piece.min(left)];
            file.read_exact(buffer).map_err(|error| ModelError::io(path, error))?;
            let begin = values.len();
            kind.unpack(buffer, &mut values);
            if !values[begin..].iter().all(|value| value.is_finite()) {
                return Err(fault(path, TensorFault::NotFinite));
            }
            left -= buffer.len();
        }
        Ok(values)
    }
}

/// Whether two shapes are the same but for sides of one number: whisper.cpp keeps the bias of a
/// convolution as a column.
fn is_same(found: &[usize], expected: &[usize]) -> bool {
    let sides =
        |shape: &[usize]| shape.iter().copied().filter(|side| *side != 1).collect::<Vec<_>>();
    found == expected || sides(found) == sides(expected)
}
