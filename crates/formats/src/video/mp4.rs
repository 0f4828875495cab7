//! The boxes of MPEG-4 and `QuickTime` files (ISO/IEC 14496-12).
//!
//! Only `moov` is opened, with the boxes in it that say what a track is; the
//! pictures themselves are stepped over.

use std::io::{Read, Seek, SeekFrom};

use super::Film;

/// More boxes than this at the top no recording has; fragments are two a second.
const MOST_BOXES: usize = 200_000;
/// A larger index than this is not believed.
const LARGEST_INDEX: u64 = 128 * 1024 * 1024;

/// Finds the index and reads it.
pub(super) fn look<S: Read + Seek>(source: &mut S) -> Option<Film> {
    let length = source.seek(SeekFrom::End(0)).ok()?;
    let mut found: Option<Film> = None;
    let mut at = 0_u64;
    for _ in 0..MOST_BOXES {
        if at.checked_add(8)? > length {
            break;
        }
        source.seek(SeekFrom::Start(at)).ok()?;
        let mut head = [0; 16];
        let wide = usize::from(length - at >= 16) * 8 + 8;
        source.read_exact(head.get_mut(..wide)?).ok()?;
        let Some((name, size, begin)) = measure(&head, length - at) else { break };
        if name == *b"moov" && found.is_none() {
            let size = size.checked_sub(begin)?.min(LARGEST_INDEX);
            source.seek(SeekFrom::Start(at + begin)).ok()?;
            let mut index = Vec::new();
            Read::by_ref(source).take(size).read_to_end(&mut index).ok()?;
            found = Some(read_index(&index));
        }
        at = at.checked_add(size)?;
    }
    found.map(|film| Film { is_cut: at > length, ..film })
}

/// A box's name, its size and where its content begins.
fn measure(head: &[u8], left: u64) -> Option<([u8; 4], u64, u64)> {
    let short = u32::from_be_bytes(head.get(..4)?.try_into().ok()?);
    let name: [u8; 4] = head.get(4..8)?.try_into().ok()?;
    let (size, begin) = match short {
        0 => (left, 8),
        1 => (u64::from_be_bytes(head.get(8..16)?.try_into().ok()?), 16),
        short => (u64::from(short), 8),
    };
    (size >= begin).then_some((name, size, begin))
}

/// The boxes inside another, one after the other, until they make no sense.
fn boxes(mut inside: &[u8]) -> impl Iterator<Item = ([u8; 4], &[u8])> {
    std::iter::from_fn(move || {
        let (name, size, begin) = measure(inside, inside.len() as u64)?;
        let size = usize::try_from(size).ok()?.min(inside.len());
        let content = inside.get(usize::try_from(begin).ok()?..size)?;
        inside = inside.get(size..)?;
        Some((name, content))
    })
}

fn find(inside: &[u8], wanted: [u8; 4]) -> Option<&[u8]> {
    boxes(inside).find(|(name, _)| *name == wanted).map(|(_, content)| content)
}

fn read_index(index: &[u8]) -> Film {
    let duration_ms = find(index, *b"mvhd").and_then(duration);
    let mut film = Film { duration_ms, ..Film::default() };
    for (_, track) in boxes(index).filter(|(name, _)| name == b"trak") {
        let Some(media) = find(track, *b"mdia") else { continue };
        let handler = find(media, *b"hdlr").and_then(|handler| handler.get(8..12));
        if handler != Some(b"vide") || film.has_pictures {
            continue;
        }
        let sample = find(media, *b"minf")
            .and_then(|info| find(info, *b"stbl"))
            .and_then(|table| find(table, *b"stsd"))
            .and_then(|described| described.get(12..16))
            .map(|name| String::from_utf8_lossy(name).into_owned())
            .unwrap_or_default();
        // The picture of an album is a track of one frame in some files.
        if is_cover(media) {
            continue;
        }
        film.has_pictures = true;
        film.codec = sample;
        film.duration_ms = film
            .duration_ms
            .filter(|time| *time > 0)
            .or_else(|| find(media, *b"mdhd").and_then(duration).filter(|time| *time > 0));
    }
    film
}

fn is_cover(media: &[u8]) -> bool {
    let count = find(media, *b"minf")
        .and_then(|info| find(info, *b"stbl"))
        .and_then(|table| find(table, *b"stsz"))
        .and_then(|sizes| sizes.get(8..12))
        .and_then(|count| count.try_into().ok())
        .map(u32::from_be_bytes);
    let name = find(media, *b"minf")
        .and_then(|info| find(info, *b"stbl"))
        .and_then(|table| find(table, *b"stsd"))
        .and_then(|described| described.get(12..16));
    count == Some(1) && matches!(name, Some(b"jpeg" | b"png "))
}

/// The duration that `mvhd` and `mdhd` give, in either version of the box.
fn duration(header: &[u8]) -> Option<u64> {
    let long = |at: usize| header.get(at..at + 4)?.try_into().ok().map(u32::from_be_bytes);
    let (scale, units) = match header.first()? {
        0 => (long(12)?, u64::from(long(16)?)),
        _ => (long(20)?, u64::from_be_bytes(header.get(24..32)?.try_into().ok()?)),
    };
    let is_unknown = units == u64::from(u32::MAX) || units == u64::MAX;
    (scale > 0 && !is_unknown)
        .then(|| u64::try_from(u128::from(units) * 1000 / u128::from(scale)).ok())
        .flatten()
}
