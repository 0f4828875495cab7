//! PDF files with their streams unpacked, broken and packed again at the same place.

use std::io::{Read, Write};
use std::ops::Range;

use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;

use crate::change::change;
use crate::dice::Dice;

/// Breaks the words in one stream, keeping all places of the file where the new stream fits.
pub(crate) fn break_a_stream(file: &mut Vec<u8>, words: &[&str], dice: &mut Dice) {
    let streams = streams(file);
    if streams.is_empty() {
        return;
    }
    let range = dice.of(&streams).clone();
    let mut words_of = Vec::new();
    let inflated = ZlibDecoder::new(&file[range.clone()]).take(2 << 20).read_to_end(&mut words_of);
    if inflated.is_err() || words_of.is_empty() {
        return;
    }
    change(&mut words_of, words, b"", dice);
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    let Ok(mut packed) = encoder.write_all(&words_of).and_then(|()| encoder.finish()) else {
        return;
    };
    if packed.len() < range.len() {
        packed.resize(range.len(), b'\n');
    }
    file.splice(range, packed);
}

/// Where streams that unpack lie.
fn streams(file: &[u8]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = find(file, b"stream", from) {
        let begin = start + 6 + file[start + 6..].iter().take_while(|byte| is_end(**byte)).count();
        let Some(end) = find(file, b"endstream", begin) else { break };
        if file.get(begin).is_some_and(|byte| byte & 0x0f == 8) {
            found.push(begin..end);
        }
        from = end + 9;
    }
    found
}

fn is_end(byte: u8) -> bool {
    matches!(byte, b'\r' | b'\n')
}

fn find(file: &[u8], needle: &[u8], from: usize) -> Option<usize> {
    let rest = file.get(from..)?;
    rest.windows(needle.len()).position(|piece| piece == needle).map(|at| from + at)
}
