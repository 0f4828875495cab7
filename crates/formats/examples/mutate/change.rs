//! Ways to break bytes, whatever they mean.

use crate::dice::Dice;

/// Nothing grows beyond this.
const LONGEST: usize = 3 * 1024 * 1024;

/// Numbers that programs get wrong.
const NUMBERS: [&str; 14] = [
    "0",
    "-1",
    "1",
    "9",
    "127",
    "255",
    "256",
    "32768",
    "65535",
    "65536",
    "2147483647",
    "4294967295",
    "9223372036854775807",
    "99999999999999999999",
];

/// Signs that texts get wrong: other line ends, marks, both directions, beyond 16 bits, invalid.
const SIGNS: [&[u8]; 22] = [
    b"\0",
    b"\r",
    b"\r\n",
    b"\n",
    b"\t",
    b"\x0b",
    b"\x0c",
    b"\x1a",
    b"\xff",
    b"\xc2",
    b"\xed\xa0\x80",
    b"\xef\xbb\xbf",
    b"\xef\xbf\xbd",
    b"\xef\xb7\x90",
    b"\xef\xb7\x91",
    b"\xe2\x80\xa8",
    b"\xe2\x80\x8f",
    b"\xf0\x9f\x99\x82",
    b"\xc2\x85",
    b"\xc2\xa0",
    b"e\xcc\x81",
    b"\xef\xbf\xbf",
];

/// Breaks bytes at one to eight places. `words` are those of the format, `other` a second file.
pub(crate) fn change(bytes: &mut Vec<u8>, words: &[&str], other: &[u8], dice: &mut Dice) {
    let most = *dice.of(&[1, 2, 4, 8]);
    for _ in 0..=dice.below(most) {
        change_once(bytes, words, other, dice);
        bytes.truncate(LONGEST);
    }
}

fn change_once(bytes: &mut Vec<u8>, words: &[&str], other: &[u8], dice: &mut Dice) {
    let at = dice.below(bytes.len() + 1);
    match dice.below(16) {
        0 | 1 => flip(bytes, dice),
        2 => {
            if let Some(byte) = bytes.get_mut(at) {
                *byte = *dice.of(&[0, 1, 0x20, 0x7f, 0x80, 0xfe, 0xff]);
            }
        }
        3 => {
            let range = dice.stretch(bytes.len());
            bytes.drain(range.start.min(bytes.len())..range.end.min(bytes.len()));
        }
        4 => {
            let block = copy(bytes, dice);
            insert(bytes, at, &block);
        }
        5 => move_block(bytes, dice),
        6 | 7 if !words.is_empty() => insert(bytes, at, dice.of(words).as_bytes()),
        8 if !words.is_empty() => replace_word(bytes, words, dice),
        9 | 10 => put_number(bytes, dice),
        11 => insert(bytes, at, SIGNS[dice.below(SIGNS.len())]),
        12 => {
            let block = copy(other, dice);
            insert(bytes, at, &block);
        }
        13 => swell(bytes, words, at, dice),
        14 if dice.once_in(3) => bytes.truncate(at),
        _ => take_element(bytes, dice),
    }
}

fn flip(bytes: &mut [u8], dice: &mut Dice) {
    let at = dice.below(bytes.len());
    if let Some(byte) = bytes.get_mut(at) {
        *byte ^= 1 << dice.below(8);
    }
}

fn copy(bytes: &[u8], dice: &mut Dice) -> Vec<u8> {
    let range = dice.stretch(bytes.len());
    bytes.get(range).unwrap_or_default().to_vec()
}

fn insert(bytes: &mut Vec<u8>, at: usize, block: &[u8]) {
    let at = at.min(bytes.len());
    bytes.splice(at..at, block.iter().copied());
}

fn move_block(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let range = dice.stretch(bytes.len());
    if range.end <= bytes.len() {
        let block: Vec<u8> = bytes.drain(range).collect();
        let at = dice.below(bytes.len() + 1);
        insert(bytes, at, &block);
    }
}

/// Puts a word of the format in the place of another.
fn replace_word(bytes: &mut Vec<u8>, words: &[&str], dice: &mut Dice) {
    let (old, new) = (*dice.of(words), *dice.of(words));
    let from = dice.below(bytes.len());
    let rest = &bytes[from.min(bytes.len())..];
    if let Some(at) = rest.windows(old.len().max(1)).position(|piece| piece == old.as_bytes()) {
        bytes.splice(from + at..from + at + old.len(), new.bytes());
    }
}

/// Puts another number in the place of one, written or in bytes.
fn put_number(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let from = dice.below(bytes.len());
    let digits = bytes[from.min(bytes.len())..].iter().position(u8::is_ascii_digit);
    if let Some(at) = digits.filter(|_| dice.below(5) > 0) {
        let start = from + at;
        let length = bytes[start..].iter().take_while(|byte| byte.is_ascii_digit()).count();
        bytes.splice(start..start + length.min(24), dice.of(&NUMBERS).bytes());
        return;
    }
    let number = *dice.of(&[0_u32, 1, 0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0xffff, 0x0100_0000]);
    let number = if dice.once_in(2) { number.to_le_bytes() } else { number.to_be_bytes() };
    for (place, byte) in number.into_iter().enumerate().take(*dice.of(&[1, 2, 4])) {
        if let Some(there) = bytes.get_mut(from + place) {
            *there = byte;
        }
    }
}

/// Repeats a word or a block so often that depth and time are felt.
fn swell(bytes: &mut Vec<u8>, words: &[&str], at: usize, dice: &mut Dice) {
    let block = if words.is_empty() || dice.once_in(3) {
        copy(bytes, dice)
    } else {
        dice.of(words).as_bytes().to_vec()
    };
    let times = *dice.of(&[2, 10, 10, 100, 100, 1_000, 20_000]);
    let times = times.min(LONGEST / 2 / block.len().max(1)).max(1);
    insert(bytes, at, &block.repeat(times));
}

/// Takes one tag, group or line out, or doubles it.
fn take_element(bytes: &mut Vec<u8>, dice: &mut Dice) {
    let (open, close) = *dice.of(&[(b'<', b'>'), (b'{', b'}'), (b'\n', b'\n'), (b'(', b')')]);
    let from = dice.below(bytes.len());
    let rest = &bytes[from.min(bytes.len())..];
    let Some(start) = rest.iter().position(|byte| *byte == open).map(|at| from + at) else {
        return;
    };
    let Some(length) = bytes[start + 1..].iter().position(|byte| *byte == close) else {
        return;
    };
    let element: Vec<u8> = bytes[start..=start + 1 + length].to_vec();
    match dice.below(3) {
        0 => insert(bytes, start, &element),
        1 => {
            let at = dice.below(bytes.len());
            insert(bytes, at, &element);
        }
        _ => drop(bytes.drain(start..start + element.len())),
    }
}
