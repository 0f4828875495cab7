use std::io::Cursor;

use super::*;

fn boxed(name: &str, content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len() + 8).expect("short");
    [size.to_be_bytes().as_slice(), name.as_bytes(), content].concat()
}

/// An MPEG-4 file whose only track is of a kind and coded in a way, without anything to decode.
fn mp4(handler: &str, codec: &str, index_last: bool) -> Vec<u8> {
    let mut header = vec![0; 12];
    header.extend(1000_u32.to_be_bytes());
    header.extend(61_500_u32.to_be_bytes());
    let kind = [&[0; 8], handler.as_bytes(), &[0; 12]].concat();
    let entry = boxed(codec, &[0; 78]);
    let described = boxed("stsd", &[&[0, 0, 0, 0, 0, 0, 0, 1], entry.as_slice()].concat());
    let media = [boxed("hdlr", &kind), boxed("minf", &boxed("stbl", &described))].concat();
    let track = boxed("trak", &boxed("mdia", &media));
    let index = boxed("moov", &[boxed("mvhd", &header), track].concat());
    let data = boxed("mdat", &[7; 5000]);
    let kind = boxed("ftyp", b"isom\0\0\0\0");
    if index_last { [kind, data, index].concat() } else { [kind, index, data].concat() }
}

fn element(id: &[u8], content: &[u8]) -> Vec<u8> {
    let size = u32::try_from(content.len()).expect("short") | 0x1000_0000;
    [id, &size.to_be_bytes(), content].concat()
}

fn webm(kind: u8, codec: &str) -> Vec<u8> {
    let track = [element(&[0x83], &[kind]), element(&[0x86], codec.as_bytes())].concat();
    let tracks = element(&[0x16, 0x54, 0xae, 0x6b], &element(&[0xae], &track));
    let info =
        element(&[0x15, 0x49, 0xa9, 0x66], &element(&[0x44, 0x89], &2500.0_f64.to_be_bytes()));
    let head = element(&[0x1a, 0x45, 0xdf, 0xa3], &element(&[0x42, 0x82], b"webm"));
    [head, element(&[0x18, 0x53, 0x80, 0x67], &[info, tracks].concat())].concat()
}

fn film(bytes: Vec<u8>) -> Option<Film> {
    look(Seekable::Memory(Cursor::new(bytes)))
}

#[test]
fn pictures_are_found_wherever_the_index_stands() {
    for index_last in [false, true] {
        let found = film(mp4("vide", "avc1", index_last)).expect("a film");
        assert!(found.has_pictures);
        assert_eq!((found.codec.as_str(), found.duration_ms), ("avc1", Some(61_500)));
        let sound = film(mp4("soun", "mp4a", index_last)).expect("a recording");
        assert!(!sound.has_pictures);
    }
    let found = film(webm(1, "V_VP9")).expect("a film");
    assert_eq!(
        found,
        Film {
            has_pictures: true,
            codec: "V_VP9".into(),
            duration_ms: Some(2500),
            is_webm: true,
            is_cut: false
        }
    );
    assert!(!film(webm(2, "A_OPUS")).expect("a recording").has_pictures);
}

#[test]
fn a_silent_video_is_still_one_to_be_watched() {
    let mut notices = Notices::about("a.mov");
    let source = Seekable::Memory(Cursor::new(mp4("vide", "hvc1", true)));
    let recording = read(source, "mov", &mut notices).expect("a video");
    assert_eq!((recording.mime, recording.codec), ("video/mp4", "hevc"));
    assert_eq!(recording.duration_ms, 61_500);
    let said = |words: &str| notices.list.iter().any(|notice| notice.message.contains(words));
    assert!(said("HEVC") && said("not transcribed"));
}

#[test]
fn a_video_that_was_cut_off_is_refused() {
    let mut bytes = mp4("vide", "avc1", false);
    bytes.truncate(1000);
    let mut notices = Notices::about("a.mp4");
    let refused = read(Seekable::Memory(Cursor::new(bytes)), "mp4", &mut notices);
    assert_eq!(refused.expect_err("cut off").kind, RefusalKind::Damaged);
}

#[test]
fn old_cameras_are_refused_with_advice() {
    assert_eq!(unreadable(b"RIFF\0\0\0\0AVI LIST"), Some("an AVI video"));
    assert_eq!(unreadable(&[0, 0, 1, 0xba, 0]), Some("an MPEG video"));
    assert_eq!(unreadable(b"RIFF\0\0\0\0WAVEfmt "), None);
    assert!(convert("an AVI video").message.contains("MP4"));
}

#[test]
fn the_name_decides_only_where_the_beginning_leaves_it_open() {
    assert!(seems_video(Container::Mp4, b"hdlr....vide", "m4a"));
    assert!(!seems_video(Container::Mp4, b"....ftypM4A ", "mp4"));
    assert!(seems_video(Container::Mp4, b"....ftypqt  ", "mov"));
    assert!(!seems_video(Container::Matroska, b"A_OPUS", "mka"));
}

proptest::proptest! {
    #[test]
    fn damaged_bytes_are_looked_at_without_harm(
        which in 0_usize..2, changes in proptest::collection::vec((0_usize..300, 0_u8..=255), 0..8),
        cut in 0_usize..6000,
    ) {
        let mut bytes = [mp4("vide", "avc1", false), webm(1, "V_VP8")][which].clone();
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        let _ = film(bytes);
    }
}
