//! One encrypted page, opened without the engine.
//!
//! The cipher is ChaCha20 (RFC 8439) with a key for each page: the page ends with sixteen bytes of
//! nonce, whose last four, crossed with the page's number, say where in the key stream to begin,
//! and sixteen bytes of Poly1305 tag. The first block of the stream gives the tag's key and the
//! page's own key. The first page keeps its first 24 bytes readable, and salt where every SQLite
//! file says its name.

use poly1305::Poly1305;
use poly1305::universal_hash::KeyInit;

/// The bytes at the end of a page that hold nonce and tag.
pub const RESERVED: usize = 32;

/// What an SQLite file begins with, and an encrypted one does not.
const NAME: &[u8; 16] = b"SQLite format 3\0";

/// Opens a page in place; `false`, with the page as it was, when the key is not its own or the page
/// is not whole.
pub fn open(key: &[u8; 32], number: u32, page: &mut [u8]) -> bool {
    let Some(content) = page.len().checked_sub(RESERVED) else { return false };
    let mut nonce = [0_u8; 12];
    nonce.copy_from_slice(&page[content..content + 12]);
    let mut counter = [0_u8; 4];
    counter.copy_from_slice(&page[content + 12..content + 16]);
    let counter = u32::from_le_bytes(counter) ^ number;
    let keys = block(key, &nonce, counter);
    let mut tag_key = [0_u8; 32];
    tag_key.copy_from_slice(&keys[..32]);
    let mut page_key = [0_u8; 32];
    page_key.copy_from_slice(&keys[32..]);
    let tag = Poly1305::new(&tag_key.into()).compute_unpadded(&page[..content + 16]);
    if tag[..] != page[content + 16..] {
        return false;
    }
    // The first page says in the clear how it is to be read.
    let begin = if number == 1 { 24 } else { 0 };
    for (at, bytes) in page[begin..content].chunks_mut(64).enumerate() {
        let count = u32::try_from(at).unwrap_or(u32::MAX).wrapping_add(1);
        let stream = block(&page_key, &nonce, counter.wrapping_add(count));
        for (byte, key) in bytes.iter_mut().zip(stream) {
            *byte ^= key;
        }
    }
    if number == 1 {
        page[..16].copy_from_slice(NAME);
    }
    true
}

/// One block of the key stream (RFC 8439, section 2.3).
fn block(key: &[u8; 32], nonce: &[u8; 12], counter: u32) -> [u8; 64] {
    let mut state = [0_u32; 16];
    state[..4].copy_from_slice(&[0x6170_7865, 0x3320_646e, 0x7962_2d32, 0x6b20_6574]);
    for (word, bytes) in state[4..12].iter_mut().zip(key.chunks_exact(4)) {
        *word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    state[12] = counter;
    for (word, bytes) in state[13..].iter_mut().zip(nonce.chunks_exact(4)) {
        *word = u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]);
    }
    let mut mixed = state;
    for _ in 0..10 {
        for column in 0..4 {
            quarter(&mut mixed, [column, 4 + column, 8 + column, 12 + column]);
        }
        for column in 0..4 {
            let (second, third, fourth) = ((column + 1) % 4, (column + 2) % 4, (column + 3) % 4);
            quarter(&mut mixed, [column, 4 + second, 8 + third, 12 + fourth]);
        }
    }
    let mut out = [0_u8; 64];
    for ((bytes, mixed), first) in out.chunks_exact_mut(4).zip(mixed).zip(state) {
        bytes.copy_from_slice(&mixed.wrapping_add(first).to_le_bytes());
    }
    out
}

fn quarter(words: &mut [u32; 16], [a, b, c, d]: [usize; 4]) {
    for (first, second, third, turn) in [(a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)] {
        words[first] = words[first].wrapping_add(words[second]);
        words[third] = (words[third] ^ words[first]).rotate_left(turn);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_of_the_stream_is_the_one_of_the_standard() {
        // RFC 8439, section 2.3.2.
        let key: Vec<u8> = (0..32).collect();
        let key: [u8; 32] = key.try_into().expect("32 bytes");
        let nonce = [0, 0, 0, 9, 0, 0, 0, 0x4a, 0, 0, 0, 0];
        let stream = block(&key, &nonce, 1);
        assert_eq!(stream[..8], [0x10, 0xf1, 0xe7, 0xe4, 0xd1, 0x3b, 0x59, 0x15]);
        assert_eq!(stream[60..], [0xa2, 0x50, 0x3c, 0x4e]);
    }

    #[test]
    fn what_is_no_page_stays_as_it_was() {
        let mut page = vec![7_u8; 4096];
        assert!(!open(&[1; 32], 2, &mut page));
        assert!(page.iter().all(|byte| *byte == 7));
        assert!(!open(&[1; 32], 2, &mut [1, 2, 3]));
    }
}
