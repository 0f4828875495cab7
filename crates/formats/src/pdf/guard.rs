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
/// What the thread has room for, should closing brackets be hidden in strings.
const MOST_OPENED: usize = 1_500_000;
/// As many object streams are unpacked.
const MOST_STREAMS: usize = 20_000;

/// Refuses bytes that would exhaust the parser.
pub(super) fn check(bytes: &[u8]) -> Result<(), Trouble> {
    if is_nested_too_deep(bytes) {
        return Err(nested());
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
        if decode_stream(packed, &["FlateDecode".to_owned()])
            .is_ok_and(|unpacked| is_nested_too_deep(&unpacked))
        {
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

fn is_nested_too_deep(bytes: &[u8]) -> bool {
    let (mut depth, mut opened) = (0_usize, 0_usize);
    let mut before = 0_u8;
    for byte in bytes {
        match (before, *byte) {
            (_, b'[') | (b'<', b'<') => {
                depth += 1;
                opened += 1;
            }
            (_, b']') | (b'>', b'>') => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST || opened > MOST_OPENED {
            return true;
        }
        // Two pairs in a row are two, not three.
        let is_pair = before == *byte && matches!(byte, b'<' | b'>');
        before = if is_pair { 0 } else { *byte };
    }
    false
}

fn find(bytes: &[u8], mark: &[u8]) -> Option<usize> {
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
        let deep = "[".repeat(DEEPEST + 1);
        assert!(check(deep.as_bytes()).is_err());
        assert!(check("<<".repeat(DEEPEST + 1).as_bytes()).is_err());
        assert!(check("[(])".repeat(MOST_OPENED + 1).as_bytes()).is_err());
        assert!(check("[<<>>]".repeat(DEEPEST + 1).as_bytes()).is_ok());
        let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
        packer.write_all(deep.repeat(2).as_bytes()).expect("memory");
        let mut file = b"1 0 obj <</Type/ObjStm/Filter/FlateDecode>> stream\n".to_vec();
        file.extend(packer.finish().expect("memory"));
        file.extend(b"\nendstream endobj");
        assert!(check(&file).is_err());
    }
}
