//! Hiding boxes from whoever reads the file.

/// The name of a box that every reader skips.
const EMPTY: [u8; 4] = *b"free";

/// Places in a file where the name of a box is to be read as that of empty space.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(in crate::decode) struct Veil(pub(super) Vec<u64>);

impl Veil {
    /// Hides a box whose name stands at a place.
    pub(super) fn hide(&mut self, name: u64) {
        self.0.push(name);
    }

    /// Draws it over what was read from a place of the file.
    pub(in crate::decode) fn cover(&self, from: u64, read: &mut [u8]) {
        for name in &self.0 {
            for (place, letter) in (*name..).zip(EMPTY) {
                let at = place.checked_sub(from).and_then(|at| usize::try_from(at).ok());
                if let Some(byte) = at.and_then(|at| read.get_mut(at)) {
                    *byte = letter;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_veil_covers_what_is_read_in_pieces() {
        let veil = Veil(vec![3, 20]);
        let bytes = [b'.'; 30];
        for length in 1..30 {
            let mut all = Vec::new();
            for (number, piece) in bytes.chunks(length).enumerate() {
                let mut piece = piece.to_vec();
                veil.cover((number * length) as u64, &mut piece);
                all.extend(piece);
            }
            assert_eq!(all, b"...free.............free......");
        }
    }
}
