//! Showing some bytes of a file as others to whoever reads it: boxes as empty, lengths as true.

/// The name of a box of MPEG-4 that every reader skips.
const EMPTY: [u8; 4] = *b"free";

/// Places in a file where four other bytes are to be read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Veil(Vec<(u64, [u8; 4])>);

impl Veil {
    /// Hides a box whose name stands at a place.
    pub(super) fn hide(&mut self, name: u64) {
        self.replace(name, EMPTY);
    }

    /// Shows other bytes at a place.
    pub(super) fn replace(&mut self, place: u64, bytes: [u8; 4]) {
        self.0.push((place, bytes));
    }

    /// Draws it over what was read from a place of the file.
    pub(super) fn cover(&self, from: u64, read: &mut [u8]) {
        for (place, bytes) in &self.0 {
            for (place, byte) in (*place..).zip(bytes) {
                let at = place.checked_sub(from).and_then(|at| usize::try_from(at).ok());
                if let Some(shown) = at.and_then(|at| read.get_mut(at)) {
                    *shown = *byte;
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
        let veil = {
            let mut veil = Veil::default();
            veil.hide(20);
            veil.replace(3, *b"WXYZ");
            veil
        };
        let bytes = [b'.'; 30];
        for length in 1..30 {
            let mut all = Vec::new();
            for (number, piece) in bytes.chunks(length).enumerate() {
                let mut piece = piece.to_vec();
                veil.cover((number * length) as u64, &mut piece);
                all.extend(piece);
            }
            assert_eq!(all, b"...WXYZ.............free......");
        }
    }
}
