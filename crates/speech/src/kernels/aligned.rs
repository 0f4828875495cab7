//! Memory that begins where a cache line begins, so that no vector's load touches two of them.

use std::ops::{Deref, DerefMut};

const LINE: usize = 64;

/// A list of numbers that begins at a multiple of 64 bytes.
#[derive(Debug)]
pub(super) struct Aligned<T> {
    memory: Vec<T>,
    start: usize,
    length: usize,
}

impl<T: Copy + Default> Aligned<T> {
    /// So many zeros.
    pub(super) fn zeros(length: usize) -> Self {
        let memory = vec![T::default(); length + LINE / size_of::<T>()];
        // The memory stays where it is for as long as the list lives, for it is never grown.
        let start = memory.as_ptr().align_offset(LINE).min(memory.len() - length);
        Self { memory, start, length }
    }
}

impl<T> Deref for Aligned<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.memory[self.start..][..self.length]
    }
}

impl<T> DerefMut for Aligned<T> {
    fn deref_mut(&mut self) -> &mut [T] {
        &mut self.memory[self.start..][..self.length]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_begins_at_a_cache_line_and_has_its_length() {
        for length in [0, 1, 15, 16, 17, 1000] {
            let (floats, bytes) = (Aligned::<f32>::zeros(length), Aligned::<u8>::zeros(length));
            assert_eq!((floats.len(), bytes.len()), (length, length));
            assert_eq!(floats.as_ptr().align_offset(LINE), 0);
            assert_eq!(bytes.as_ptr().align_offset(LINE), 0);
        }
    }
}
