//! Pictures: what they are and how large.
//!
//! Only what every browser shows is taken, because a picture is looked at and
//! coded there. The size is the one that is seen: a photograph that a phone
//! marked as lying on its side is as wide as it is high in the file.

use crate::{RefusalKind, Trouble};

/// What a picture is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The media type, such as `image/png`.
    pub mime: &'static str,
    /// How many pixels wide, as it is shown.
    pub width: u32,
    /// How many pixels high, as it is shown.
    pub height: u32,
}

/// More pixels than this bring a browser down.
const MOST_PIXELS: u64 = 400_000_000;

/// Reads what a picture is.
pub(crate) fn read(bytes: &[u8]) -> Result<Picture, Trouble> {
    if bytes.is_empty() {
        return Err(Trouble::new(RefusalKind::Empty, "the file is empty: nothing to import."));
    }
    let mime = recognise(bytes).unwrap_or_else(|| Err(unknown()))?;
    let measured = std::panic::catch_unwind(|| imagesize::blob_size(bytes)).ok();
    let Some(size) = measured.and_then(Result::ok) else {
        return Err(damaged());
    };
    let is_turned = mime == "image/jpeg" && is_on_its_side(bytes);
    let (width, height) =
        if is_turned { (size.height, size.width) } else { (size.width, size.height) };
    let (Ok(width), Ok(height)) = (u32::try_from(width), u32::try_from(height)) else {
        return Err(damaged());
    };
    if width == 0 || height == 0 {
        return Err(damaged());
    }
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(Trouble::new(
            RefusalKind::TooLarge,
            format!("it is {width} by {height} pixels, too many to show: save it smaller."),
        ));
    }
    Ok(Picture { mime, width, height })
}

/// The media type by the first bytes, or why a picture cannot be shown; nothing
/// when it is no picture.
pub(crate) fn recognise(head: &[u8]) -> Option<Result<&'static str, Trouble>> {
    let at = |offset: usize, magic: &[u8]| {
        head.get(offset..).is_some_and(|rest| rest.starts_with(magic))
    };
    let brand = head.get(8..12).unwrap_or_default();
    Some(if at(0, b"\x89PNG\r\n\x1a\n") {
        Ok("image/png")
    } else if at(0, &[0xff, 0xd8, 0xff]) {
        Ok("image/jpeg")
    } else if at(0, b"GIF87a") || at(0, b"GIF89a") {
        Ok("image/gif")
    } else if at(0, b"RIFF") && at(8, b"WEBP") {
        Ok("image/webp")
    } else if at(0, b"BM") && at(6, &[0, 0, 0, 0]) && matches!(head.get(14), Some(12..=124)) {
        Ok("image/bmp")
    } else if at(4, b"ftyp") && matches!(brand, b"avif" | b"avis") {
        Ok("image/avif")
    } else if at(4, b"ftyp")
        && matches!(brand, b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"mif1" | b"msf1")
    {
        Err(not_shown("a HEIC photograph, as iPhones take them"))
    } else if at(0, b"II*\0") || at(0, b"MM\0*") || at(0, b"II+\0") || at(0, b"MM\0+") {
        Err(not_shown("a TIFF or raw picture"))
    } else if at(4, b"ftypcrx ") {
        Err(not_shown("a raw photograph"))
    } else if at(0, b"\0\0\0\x0cjP  \r\n") {
        Err(not_shown("a JPEG 2000 picture"))
    } else if at(0, &[0xff, 0x0a]) || at(0, b"\0\0\0\x0cJXL ") {
        Err(not_shown("a JPEG XL picture"))
    } else if at(0, b"8BPS") {
        Err(not_shown("a Photoshop picture"))
    } else if at(0, &[0, 0, 1, 0]) && matches!(head.get(5), Some(0)) && head.get(9) == Some(&0) {
        Err(not_shown("an icon"))
    } else {
        return None;
    })
}

/// Whether an extension belongs to pictures.
pub(crate) fn is_extension(extension: &str) -> bool {
    matches!(
        extension,
        "png"
            | "jpg"
            | "jpeg"
            | "jpe"
            | "jfif"
            | "gif"
            | "webp"
            | "bmp"
            | "avif"
            | "tif"
            | "tiff"
            | "heic"
            | "heif"
    )
}

fn not_shown(what: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Unsupported,
        format!(
            "this is {what}, which browsers do not show: save it as JPEG or PNG and import that."
        ),
    )
}

fn unknown() -> Trouble {
    Trouble::new(
        RefusalKind::Unsupported,
        "it is no picture in a format that can be shown: save it as JPEG or PNG.",
    )
}

fn damaged() -> Trouble {
    Trouble::new(
        RefusalKind::Damaged,
        "the picture is damaged or cut off: copy or export it again from where it came.",
    )
}

/// Whether a JPEG's Exif block says that it is to be shown turned by a quarter
/// (orientations 5 to 8, tag 0x0112 of the first directory).
fn is_on_its_side(bytes: &[u8]) -> bool {
    let mut at = 2;
    // Each marker is followed by the length of what belongs to it.
    while let Some([0xff, marker, high, low]) = bytes.get(at..at + 4) {
        if matches!(marker, 0xda | 0xd9) {
            return false;
        }
        let length = usize::from(u16::from_be_bytes([*high, *low]));
        let block = bytes.get(at + 4..at + 2 + length).unwrap_or_default();
        if let (0xe1, Some(tiff)) = (marker, block.strip_prefix(b"Exif\0\0")) {
            return orientation(tiff).is_some_and(|value| (5..=8).contains(&value));
        }
        at += 2 + length.max(2);
    }
    false
}

fn orientation(tiff: &[u8]) -> Option<u16> {
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| -> Option<u16> {
        let pair: [u8; 2] = tiff.get(at..at + 2)?.try_into().ok()?;
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| -> Option<usize> {
        let four: [u8; 4] = tiff.get(at..at + 4)?.try_into().ok()?;
        let value = if is_little { u32::from_le_bytes(four) } else { u32::from_be_bytes(four) };
        usize::try_from(value).ok().filter(|value| *value < tiff.len())
    };
    let directory = long(4)?;
    let entries = usize::from(short(directory)?);
    (0..entries)
        .map(|entry| directory + 2 + entry * 12)
        .find(|entry| short(*entry) == Some(0x0112))
        .and_then(|entry| short(entry + 8))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bytes.extend(width.to_be_bytes());
        bytes.extend(height.to_be_bytes());
        bytes.extend([8, 6, 0, 0, 0, 0, 0, 0, 0]);
        bytes
    }

    fn gif(width: u16, height: u16) -> Vec<u8> {
        let mut bytes = b"GIF89a".to_vec();
        bytes.extend(width.to_le_bytes());
        bytes.extend(height.to_le_bytes());
        bytes.extend([0; 16]);
        bytes
    }

    /// A JPEG that holds a size of 40 by 30 and an orientation.
    fn jpeg(turned: u16) -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01".to_vec();
        tiff.extend(turned.to_be_bytes());
        tiff.extend([0; 6]);
        let mut bytes = vec![0xff, 0xd8, 0xff, 0xe1];
        bytes.extend(u16::try_from(tiff.len() + 8).expect("short").to_be_bytes());
        bytes.extend(b"Exif\0\0");
        bytes.extend(&tiff);
        bytes.extend([0xff, 0xc0, 0, 17, 8, 0, 30, 0, 40, 3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1]);
        bytes.extend([0xff, 0xda, 0, 2, 0, 0, 0xff, 0xd9]);
        bytes
    }

    fn size(bytes: &[u8]) -> (&'static str, u32, u32) {
        let picture = read(bytes).expect("a picture");
        (picture.mime, picture.width, picture.height)
    }

    #[test]
    fn sizes_are_those_that_are_seen() {
        assert_eq!(size(&png(640, 480)), ("image/png", 640, 480));
        assert_eq!(size(&gif(20, 10)), ("image/gif", 20, 10));
        assert_eq!(size(&jpeg(1)), ("image/jpeg", 40, 30));
        assert_eq!(size(&jpeg(6)), ("image/jpeg", 30, 40));
    }

    #[test]
    fn what_browsers_do_not_show_is_refused_with_advice() {
        for head in [b"II*\0\x08\0\0\0".as_slice(), b"\0\0\0\x18ftypheic", b"8BPS\0\x01"] {
            let trouble = read(head).expect_err("not shown");
            assert_eq!(trouble.kind, RefusalKind::Unsupported);
            assert!(trouble.message.contains("JPEG or PNG"), "{}", trouble.message);
        }
    }

    #[test]
    fn damaged_swollen_and_empty_pictures_are_refused() {
        let kind = |bytes: &[u8]| read(bytes).expect_err("no picture").kind;
        assert_eq!(kind(b"\x89PNG\r\n\x1a\n\0"), RefusalKind::Damaged);
        assert_eq!(kind(&png(0, 10)), RefusalKind::Damaged);
        assert_eq!(kind(&png(60_000, 60_000)), RefusalKind::TooLarge);
        assert_eq!(kind(b""), RefusalKind::Empty);
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_are_read_or_refused(
            which in 0_usize..3, changes in proptest::collection::vec((0_usize..90, 0_u8..=255), 0..6),
            cut in 0_usize..120,
        ) {
            let mut bytes = [png(9, 9), gif(9, 9), jpeg(6)][which].clone();
            for (at, byte) in changes {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes.truncate(cut);
            let _ = read(&bytes);
        }
    }
}
