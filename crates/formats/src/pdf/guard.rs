//! A look at the bytes before they are parsed.
//!
//! The parser follows nested arrays and dictionaries as deep as they go, and a
//! thread that runs out of room takes the whole program with it. No program
//! nests objects thousands deep; files that do are refused. Object streams are
//! unpacked and looked at too.

use pdf_oxide::decoders::decode_stream;

use crate::{RefusalKind, Trouble};

/// Deeper nesting than this only attacks have.
const DEEPEST: usize = 10_000;
/// More brackets than these has no object stream, in which anything may be hidden.
const MOST_OPENED: usize = 100_000;
/// As many object streams are unpacked.
const MOST_STREAMS: usize = 20_000;
/// Objects inside each other are looked at as often as this makes them large.
const MOST_WORK: usize = 16;

/// Refuses bytes that would exhaust the parser.
pub(super) fn check(bytes: &[u8]) -> Result<(), Trouble> {
    // Wherever the parser may begin, it must come to an end.
    let mut work = MOST_WORK * bytes.len() + 1_000_000;
    for mark in [b"obj".as_slice(), b"trailer"] {
        let mut rest = bytes;
        while let Some(after) = skip_past(rest, mark) {
            rest = after;
            for has_comments in [true, false] {
                match depth_of(rest, has_comments) {
                    Some(read) => work = work.checked_sub(read).ok_or_else(nested)?,
                    None => return Err(nested()),
                }
            }
        }
    }
    let mut rest = bytes;
    for _ in 0..MOST_STREAMS {
        let Some(after) = skip_past(rest, b"/ObjStm") else { return Ok(()) };
        rest = after;
        let Some(data) = skip_past(rest, b"stream") else { return Ok(()) };
        let start = data.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(0);
        let data = data.get(start..).unwrap_or_default();
        let end = find(data, b"endstream").unwrap_or(data.len());
        let packed = data.get(..end).unwrap_or_default();
        let unpacked = decode_stream(packed, &["FlateDecode".to_owned()]);
        let unpacked = unpacked.unwrap_or_else(|_| packed.to_vec());
        let opens = |pair: &&[u8]| pair.starts_with(b"[") || *pair == b"<<";
        if unpacked.windows(2).filter(opens).count() > MOST_OPENED {
            return Err(nested());
        }
    }
    Ok(())
}

fn nested() -> Trouble {
    Trouble::new(
        RefusalKind::Unsafe,
        "it is nested in a way that only attacks are and was not read: ask for another copy.",
    )
}

/// Reads one object and tells how many bytes it has; nothing when it is nested too deep.
fn depth_of(bytes: &[u8], has_comments: bool) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let is_pair = bytes.get(at + 1) == Some(byte);
        match byte {
            b'(' => {
                at += string_length(bytes.get(at..).unwrap_or_default());
                continue;
            }
            b'%' if has_comments => {
                let rest = bytes.get(at..).unwrap_or_default();
                at += rest
                    .iter()
                    .position(|byte| matches!(byte, b'\r' | b'\n'))
                    .unwrap_or(rest.len());
                continue;
            }
            b'[' => depth += 1,
            b'<' if is_pair => {
                depth += 1;
                at += 1;
            }
            b']' => depth = depth.saturating_sub(1),
            b'>' if is_pair => {
                depth = depth.saturating_sub(1);
                at += 1;
            }
            // Outside of everything begins the next object, or a stream.
            b'e' | b's' if depth == 0 => return Some(at),
            _ => {}
        }
        if depth > DEEPEST {
            return None;
        }
        at += 1;
    }
    Some(at)
}

/// The length of the string that begins here, with its brackets.
pub(super) fn string_length(bytes: &[u8]) -> usize {
    let mut depth = 0_usize;
    let mut is_escaped = false;
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' => {
                depth -= 1;
                if depth == 0 {
                    return at + 1;
                }
            }
            _ => {}
        }
    }
    bytes.len().max(1)
}

pub(super) fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
    bytes.windows(mark.len()).position(|window| window == mark)
}

fn skip_past<'a>(bytes: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    bytes.get(find(bytes, mark)? + mark.len()..)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    #[test]
    fn deep_nesting_is_refused_packed_or_not() {
        let refused = |object: &str| check(format!("1 0 obj {object}").as_bytes()).is_err();
        let times = DEEPEST + 1;
        assert!(refused(&"[".repeat(times)) && refused(&"<<".repeat(times)));
        // Brackets in strings and comments close nothing, and open nothing.
        assert!(refused(&"[(])".repeat(times)) && refused(&"[%]\n".repeat(times)));
        assert!(refused(&"[(\\)])".repeat(times)));
        assert!(!refused(&"([[)".repeat(times)) && !refused(&"[<<>>]".repeat(times)));
        assert!(refused(&format!("({}1 0 obj{}", "", "[".repeat(times))));
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all("[".repeat(MOST_OPENED + 2).as_bytes()).expect("memory");
        let mut file = b"1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n".to_vec();
        file.extend(packer.finish().expect("memory"));
        file.extend(b"\nendstream endobj");
        assert!(check(&file).is_err());
    }

    #[test]
    fn objects_inside_each_other_are_not_looked_at_for_ever() {
        let hostile = "obj(".repeat(100_000);
        let began = std::time::Instant::now();
        let _ = check(hostile.as_bytes());
        assert!(began.elapsed() < std::time::Duration::from_secs(20));
    }
}
