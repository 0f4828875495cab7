//! How much text a page draws, before it is drawn.
//!
//! A few kilobytes can unpack to millions of signs, each of which takes hundreds
//! of bytes once it has a place. So the strings in what a page draws are counted
//! first, those of the drawings it includes with them.

use std::collections::HashSet;

use pdf_oxide::PdfDocument;
use pdf_oxide::object::{Object, ObjectRef};

use super::guard::{find, string_length};

/// More bytes of text than these on one page nobody reads.
const HEAVIEST: usize = 1_000_000;
/// The parser cuts longer strings.
const LONGEST_STRING: usize = 32_767;
/// More drawings than these are not looked into.
const MOST_DRAWINGS: usize = 2_000;

/// Whether a page draws more text than anybody reads.
pub(super) fn is_too_heavy(
    document: &PdfDocument,
    content: &[u8],
    resources: Option<&Object>,
) -> bool {
    let mut weight = strings(content);
    let mut seen: HashSet<ObjectRef> = HashSet::new();
    let mut waiting: Vec<Object> = resources.cloned().into_iter().collect();
    while let Some(resources) = waiting.pop() {
        if weight > HEAVIEST {
            return true;
        }
        let Ok(resources) = document.resolve_object(&resources) else { continue };
        let list = resources.as_dict().and_then(|resources| resources.get("XObject"));
        let Some(list) = list.and_then(|list| document.resolve_object(list).ok()) else { continue };
        for reference in list.as_dict().into_iter().flat_map(|list| list.values()) {
            let Some(reference) = reference.as_reference() else { continue };
            if seen.len() >= MOST_DRAWINGS
                || !seen.insert(reference)
                || !document.is_form_xobject(reference)
            {
                continue;
            }
            let Ok(drawing) = document.load_object(reference) else { continue };
            let Some(dict) = drawing.as_dict() else { continue };
            if dict.get("Subtype").and_then(Object::as_name) == Some("Form") {
                weight += drawing.decode_stream_data().map_or(0, |content| strings(&content));
                waiting.extend(dict.get("Resources").cloned());
            }
        }
    }
    weight > HEAVIEST
}

/// How many bytes of strings there are in a drawing.
fn strings(content: &[u8]) -> usize {
    let mut weight = 0_usize;
    let mut at = 0;
    while let Some(byte) = content.get(at) {
        let rest = content.get(at..).unwrap_or_default();
        match byte {
            b'(' => {
                let length = string_length(rest);
                weight += length.min(LONGEST_STRING);
                at += length;
            }
            b'<' if rest.get(1) == Some(&b'<') => at += 2,
            b'<' => {
                let length = rest.iter().position(|byte| *byte == b'>').unwrap_or(rest.len());
                weight += (length / 2).min(LONGEST_STRING);
                at += length.max(1);
            }
            // The bytes of a picture that is drawn in place are no text.
            b'I' if rest.starts_with(b"ID") && is_picture(content, at) => {
                at += find(rest, b"EI").unwrap_or(rest.len());
            }
            _ => at += 1,
        }
    }
    weight
}

fn is_picture(content: &[u8], at: usize) -> bool {
    let before = content.get(at.saturating_sub(500)..at).unwrap_or_default();
    before.last().is_some_and(u8::is_ascii_whitespace) && find(before, b"BI").is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_count_and_pictures_do_not() {
        assert_eq!(strings(b"BT (abc) Tj <0102> Tj ET"), 5 + 2);
        assert_eq!(strings(b"[(a\\)) 20 (b(c))] TJ"), 5 + 6);
        assert_eq!(strings(b"BI /W 1 ID ((((((( EI (a) Tj"), 3);
        assert_eq!(strings(&vec![b'('; 100_000]), LONGEST_STRING);
        assert_eq!(strings(b"<</MCID 1>> BDC"), 0);
    }
}
