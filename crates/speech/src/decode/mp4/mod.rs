//! The boxes of MPEG-4 and `QuickTime` (ISO/IEC 14496-12): which tracks are sound, when they begin,
//! and hiding the rest.
//!
//! The demultiplexer reads a recording as a whole or not at all, and what it does not know about a
//! picture, a caption or a title, it refuses: videos of iPhones (HEVC) among others. So the
//! boxes of everything that is no sound are given the name of empty space before it sees them.
//! It does not look at edits, which say when the sound begins, so they are read here.

mod boxes;
mod edit;

use std::io::{self, Read, Seek};

use self::boxes::{Boxes, Part};
pub(super) use self::edit::Edit;
use super::veil::Veil;

/// What the index of a recording says of its tracks.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Index {
    pub(super) has_sound: bool,
    pub(super) has_pictures: bool,
    pub(super) veil: Veil,
    edits: Vec<(u32, Edit)>,
}

impl Index {
    /// What comes before the first moment of the track with this number.
    pub(super) fn edit_of(&self, track: u32) -> Edit {
        let edit = self.edits.iter().find(|(id, _)| *id == track);
        edit.map(|(_, edit)| *edit).unwrap_or_default()
    }
}

/// Reads the index of a recording that is so many bytes long; nothing where there is none.
/// Leaves the source anywhere.
pub(super) fn read_index<S: Read + Seek>(source: &mut S, length: u64) -> io::Result<Option<Index>> {
    let mut boxes = Boxes::of(source);
    let Some(movie) = boxes.child(0..length, *b"moov")? else { return Ok(None) };
    let (mut index, mut hidden) = (Index::default(), Vec::new());
    let (mut traks, mut extends, mut units) = (Vec::new(), None, 0);
    for part in boxes.children(movie.body)? {
        match &part.name {
            b"trak" => traks.push(part),
            b"mvex" => extends = Some(part),
            b"mvhd" => units = units_of(&mut boxes, &part)?,
            // Titles and covers, which nobody asks for.
            b"udta" | b"meta" => index.veil.hide(part.at),
            _ => {}
        }
    }
    if traks.is_empty() {
        return Ok(None);
    }
    for trak in traks {
        let (id, kind) = (number_of(&mut boxes, &trak)?, kind_of(&mut boxes, &trak)?);
        index.has_sound |= kind == Some(*b"soun");
        index.has_pictures |= kind == Some(*b"vide");
        if kind == Some(*b"soun") {
            let edit = Edit::of(&mut boxes, &trak, units)?;
            index.edits.extend(id.map(|id| (id, edit)));
        } else {
            index.veil.hide(trak.at);
            hidden.extend(id);
        }
    }
    // Where a recording is cut into fragments, each track has a box there too.
    if let Some(extends) = extends {
        for part in boxes.children(extends.body)? {
            let id = boxes.number(&part, 4)?;
            if part.name == *b"trex" && id.is_some_and(|id| hidden.contains(&id)) {
                index.veil.hide(part.at);
            }
        }
    }
    Ok(Some(index))
}

/// How many units a second has, by the header of a movie.
fn units_of<S: Read + Seek>(boxes: &mut Boxes<'_, S>, header: &Part) -> io::Result<u32> {
    let offset = if boxes.is_long(header)? { 20 } else { 12 };
    Ok(boxes.number(header, offset)?.unwrap_or(0))
}

/// The number that a track goes by.
fn number_of<S: Read + Seek>(boxes: &mut Boxes<'_, S>, trak: &Part) -> io::Result<Option<u32>> {
    let Some(header) = boxes.child(trak.body.clone(), *b"tkhd")? else { return Ok(None) };
    let offset = if boxes.is_long(&header)? { 20 } else { 12 };
    boxes.number(&header, offset)
}

/// What kind of media a track is, by the name of its handler.
fn kind_of<S: Read + Seek>(boxes: &mut Boxes<'_, S>, trak: &Part) -> io::Result<Option<[u8; 4]>> {
    let Some(media) = boxes.child(trak.body.clone(), *b"mdia")? else { return Ok(None) };
    let Some(handler) = boxes.child(media.body, *b"hdlr")? else { return Ok(None) };
    Ok(boxes.number(&handler, 8)?.map(u32::to_be_bytes))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    fn boxed(name: [u8; 4], body: &[&[u8]]) -> Vec<u8> {
        let body = body.concat();
        let size = u32::try_from(body.len() + 8).expect("a small box");
        [&size.to_be_bytes()[..], &name, &body].concat()
    }

    fn trak(id: u8, kind: [u8; 4]) -> Vec<u8> {
        edited_trak(id, kind, &[])
    }

    fn edited_trak(id: u8, kind: [u8; 4], edits: &[u8]) -> Vec<u8> {
        let header = boxed(*b"tkhd", &[&[0; 12], &[0, 0, 0, id], &[0; 60]]);
        let handler = boxed(*b"hdlr", &[&[0; 8], &kind, &[0; 12]]);
        let media = boxed(*b"mdia", &[&boxed(*b"mdhd", &[&[0; 20]]), &handler]);
        boxed(*b"trak", &[&header, &boxed(*b"edts", &[&boxed(*b"elst", &[edits])]), &media])
    }

    fn index(bytes: &[u8]) -> Option<Index> {
        read_index(&mut Cursor::new(bytes), bytes.len() as u64).expect("bytes in memory")
    }

    /// The names of all boxes on the levels that are looked at, under the veil.
    fn names(bytes: &[u8]) -> String {
        let mut veiled = bytes.to_vec();
        index(bytes).expect("an index").veil.cover(0, &mut veiled);
        String::from_utf8_lossy(&veiled).into_owned()
    }

    #[test]
    fn what_is_no_sound_is_hidden_and_named() {
        let trex = |id| boxed(*b"trex", &[&[0, 0, 0, 0, 0, 0, 0, id], &[0; 16]]);
        let movie = [
            trak(1, *b"vide"),
            trak(2, *b"soun"),
            trak(3, *b"meta"),
            boxed(*b"udta", &[b"title"]),
            boxed(*b"mvex", &[&trex(1), &trex(2), &trex(3)]),
        ];
        let bytes = [boxed(*b"ftyp", &[b"qt  "]), boxed(*b"moov", &[&movie.concat()])].concat();
        let found = index(&bytes).expect("an index");
        assert_eq!((found.has_sound, found.has_pictures), (true, true));
        let names = names(&bytes);
        let count = |name: &str| names.matches(name).count();
        assert_eq!((count("trak"), count("trex"), count("udta"), count("free")), (1, 1, 0, 5));
    }

    #[test]
    fn a_track_begins_after_its_delay_and_without_what_is_not_heard() {
        let short = |edits: &[[i32; 2]]| {
            let count = i32::try_from(edits.len()).expect("a few edits");
            let entry = |[length, from]: [i32; 2]| [length, from, 0x1_0000].map(i32::to_be_bytes);
            let entries: Vec<u8> = edits.iter().flat_map(|edit| entry(*edit).concat()).collect();
            [&[0; 4], &count.to_be_bytes()[..], &entries].concat()
        };
        let long = [&[1, 0, 0, 0, 0, 0, 0, 1], &[0; 8][..], &2112_i64.to_be_bytes()].concat();
        for (list, delay_ms, unheard) in [
            (short(&[]), 0, 0),
            (short(&[[5000, 1024]]), 0, 1024),
            (short(&[[300, -1], [600, -1], [5000, 2112], [70, 9]]), 1500, 2112),
            (short(&[[300, -5]]), 0, 0),
            (long, 0, 2112),
            (vec![0; 3], 0, 0),
        ] {
            let header = boxed(*b"mvhd", &[&[0; 12], &600_u32.to_be_bytes(), &[0; 80]]);
            let movie = [header, edited_trak(7, *b"soun", &list)].concat();
            let found = index(&boxed(*b"moov", &[&movie])).expect("an index");
            assert_eq!(found.edit_of(7), Edit { delay_ms, unheard }, "{list:?}");
            assert_eq!(found.edit_of(8), Edit::default());
        }
    }

    #[test]
    fn boxes_that_make_no_sense_end_the_search() {
        assert_eq!(index(b""), None);
        assert_eq!(index(b"\0\0\0\x04moov"), None);
        assert_eq!(index(b"\0\0\0\x01moov\xff\xff\xff\xff\xff\xff\xff\xff"), None);
        let mut cut = boxed(*b"moov", &[&trak(1, *b"soun")]);
        assert!(index(&cut).expect("an index").has_sound);
        cut.truncate(60);
        assert!(!index(&cut).expect("an index").has_sound);
        cut[..4].fill(0);
        assert!(!index(&cut).expect("an index").has_sound);
    }
}
