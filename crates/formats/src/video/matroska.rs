//! The elements of Matroska and `WebM` files (RFC 8794, RFC 9559).
//!
//! What matters stands before the first cluster: the length and the tracks.

use std::io::{Read, Seek, SeekFrom};

use super::Film;

/// What stands before the first cluster is smaller than this.
const HEAD: u64 = 4 * 1024 * 1024;

const EBML: u64 = 0x1a45_dfa3;
const DOC_TYPE: u64 = 0x4282;
const SEGMENT: u64 = 0x1853_8067;
const INFO: u64 = 0x1549_a966;
const SCALE: u64 = 0x002a_d7b1;
const DURATION: u64 = 0x4489;
const TRACKS: u64 = 0x1654_ae6b;
const TRACK: u64 = 0xae;
const TRACK_TYPE: u64 = 0x83;
const CODEC: u64 = 0x86;
const CLUSTER: u64 = 0x1f43_b675;

/// Reads the headers.
pub(super) fn look<S: Read + Seek>(source: &mut S) -> Option<Film> {
    source.seek(SeekFrom::Start(0)).ok()?;
    let mut head = Vec::new();
    Read::by_ref(source).take(HEAD).read_to_end(&mut head).ok()?;
    let mut film = Film::default();
    for (id, content) in elements(&head) {
        match id {
            EBML => {
                film.is_webm =
                    elements(content).any(|(id, kind)| id == DOC_TYPE && kind.starts_with(b"webm"));
            }
            SEGMENT => read_segment(content, &mut film),
            _ => {}
        }
    }
    Some(film)
}

fn read_segment(segment: &[u8], film: &mut Film) {
    for (id, content) in elements(segment).take_while(|(id, _)| *id != CLUSTER) {
        match id {
            INFO => film.duration_ms = duration(content),
            TRACKS => {
                for (_, track) in elements(content).filter(|(id, _)| *id == TRACK) {
                    read_track(track, film);
                }
            }
            _ => {}
        }
    }
}

fn read_track(track: &[u8], film: &mut Film) {
    let field = |wanted: u64| elements(track).find(|(id, _)| *id == wanted).map(|found| found.1);
    if field(TRACK_TYPE).map(number) == Some(1) && !film.has_pictures {
        film.has_pictures = true;
        let codec = String::from_utf8_lossy(field(CODEC).unwrap_or_default());
        codec.trim_end_matches('\0').clone_into(&mut film.codec);
    }
}

/// The length in milliseconds: a floating number of units of some nanoseconds.
fn duration(info: &[u8]) -> Option<u64> {
    let field = |wanted: u64| elements(info).find(|(id, _)| *id == wanted).map(|found| found.1);
    let scale = field(SCALE).map_or(1_000_000, number);
    let bytes = field(DURATION)?;
    let units = match bytes.len() {
        4 => f64::from(f32::from_be_bytes(bytes.try_into().ok()?)),
        8 => f64::from_be_bytes(bytes.try_into().ok()?),
        _ => return None,
    };
    let scale = f64::from(u32::try_from(scale).ok()?);
    std::time::Duration::try_from_secs_f64(units * scale / 1e9)
        .ok()
        .and_then(|length| u64::try_from(length.as_millis()).ok())
        .filter(|length| *length > 0)
}

fn number(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The elements inside another, until they make no sense; the last may be cut off.
fn elements(mut inside: &[u8]) -> impl Iterator<Item = (u64, &[u8])> {
    std::iter::from_fn(move || {
        let id_width = width(*inside.first()?, 4)?;
        let id = number(inside.get(..id_width)?);
        let rest = inside.get(id_width..)?;
        let size_width = width(*rest.first()?, 8)?;
        let bits = 7 * u32::try_from(size_width).ok()?;
        let size = number(rest.get(..size_width)?) & ((1 << bits) - 1);
        let rest = rest.get(size_width..)?;
        // All bits set: of unknown size, as in a stream.
        let is_unknown = size == (1 << bits) - 1;
        let size = usize::try_from(size).unwrap_or(usize::MAX);
        let size = if is_unknown { rest.len() } else { size.min(rest.len()) };
        inside = rest.get(size..)?;
        Some((id, rest.get(..size)?))
    })
}

/// How many bytes a number takes, by the zeros it begins with.
fn width(first: u8, most: usize) -> Option<usize> {
    let width = first.leading_zeros() as usize + 1;
    (width <= most).then_some(width)
}
