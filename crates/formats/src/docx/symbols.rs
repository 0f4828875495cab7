//! Characters that Word takes from picture fonts (`w:sym`).
//!
//! Boxes that were ticked by hand matter in an interview guide or a consent
//! form, so the common ones are given as the Unicode signs they look like.

/// The sign that a picture font draws at a place, where one is known.
pub(crate) fn sign(font: &str, code: u32) -> Option<char> {
    // Picture fonts live in the private range from U+F000 on.
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let font = font.to_lowercase();
    if font.starts_with("wingdings 2") {
        wingdings_2(place)
    } else if font.starts_with("wingdings") {
        wingdings(place)
    } else if font.starts_with("symbol") {
        symbol(place)
    } else if (0xe000..=0xf8ff).contains(&code) {
        None
    } else {
        char::from_u32(code).filter(|sign| !sign.is_control())
    }
}

fn wingdings(place: u32) -> Option<char> {
    Some(match place {
        0x28 => '☎',
        0x2a => '✉',
        0x4a => '☺',
        0x4b => '😐',
        0x4c => '☹',
        0x6c => '●',
        0x6e => '■',
        0x6f | 0x71 => '□',
        0x72 => '❑',
        0x76 => '❖',
        0xa1 => '○',
        0xa7 => '▪',
        0xa8 => '☐',
        0xd8 => '➢',
        0xdf => '←',
        0xe0 => '→',
        0xe1 => '↑',
        0xe2 => '↓',
        0xe8 => '➔',
        0xf0 => '⇨',
        0xfb => '✗',
        0xfc => '✓',
        0xfd => '☒',
        0xfe => '☑',
        _ => return None,
    })
}

fn wingdings_2(place: u32) -> Option<char> {
    Some(match place {
        0x4f | 0x53 => '✗',
        0x50 => '✓',
        0x51 => '☒',
        0x52 => '☑',
        0xa3 => '□',
        _ => return None,
    })
}

fn symbol(place: u32) -> Option<char> {
    Some(match place {
        0x20..=0x21 | 0x23 | 0x25..=0x26 | 0x28..=0x29 | 0x2b..=0x2c | 0x2e..=0x3f => {
            char::from_u32(place)?
        }
        0x61 => 'α',
        0x62 => 'β',
        0x63 => 'χ',
        0x64 => 'δ',
        0x65 => 'ε',
        0x6c => 'λ',
        0x6d => 'μ',
        0x70 => 'π',
        0x73 => 'σ',
        0x44 => 'Δ',
        0x57 => 'Ω',
        0x53 => 'Σ',
        0xa3 => '≤',
        0xb3 => '≥',
        0xab => '↔',
        0xac => '←',
        0xad => '↑',
        0xae => '→',
        0xaf => '↓',
        0xb0 => '°',
        0xb1 => '±',
        0xb4 => '×',
        0xb7 => '•',
        0xb9 => '≠',
        0xbb => '≈',
        0xbc => '…',
        0xd7 => '⋅',
        0xd9 => '∧',
        0xda => '∨',
        0xdb => '⇔',
        0xdc => '⇐',
        0xde => '⇒',
        _ => return None,
    })
}
