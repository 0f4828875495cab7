//! Files are known by what is in them, and told by name where that leaves it open.

use super::*;

fn kind(head: &[u8], name: &str) -> Option<Kind> {
    match recognise(head, name) {
        Ok(Content::Readable(kind)) => Some(kind),
        _ => None,
    }
}

#[test]
fn content_counts_for_more_than_the_name() {
    assert_eq!(kind(b"WEBVTT\n\n", "a.txt"), Some(Kind::WebVtt));
    assert_eq!(kind(b"OggS\0\x02", "a.mp3"), Some(Kind::Audio));
    assert_eq!(kind(b"Hello", "a.md"), Some(Kind::Markdown));
    assert_eq!(kind(b"Hello", "README"), Some(Kind::Text));
    assert_eq!(kind(b"0:00:01.000,0:00:02.000\nHello\n", "a.sbv"), Some(Kind::Sbv));
    assert_eq!(kind(b"0:00:01.000,0:00:02.000\nHello\n", "a.txt"), Some(Kind::Sbv));
    assert_eq!(kind(b"1\n00:00:01,000 --> 00:00:02,000\nHi\n", "a.txt"), Some(Kind::Srt));
    assert_eq!(kind(b"1\nsee a --> b\n", "a.txt"), Some(Kind::Text));
}

#[test]
fn documents_are_known_by_their_beginning() {
    for (head, name, expected) in [
        (b"{\\rtf1 hello}".as_slice(), "a.doc", Kind::Rtf),
        (b"\xef\xbb\xbf {\\rtf1 hello}", "a.rtf", Kind::Rtf),
        (b"%PDF-1.7\n", "interview.docx", Kind::Pdf),
        (b"junk of a mail program\n%PDF-1.4\n", "a.pdf", Kind::Pdf),
        (b"<!-- saved --> <!DOCTYPE html><p>", "a.txt", Kind::Html),
        (b"<p>Only a piece</p>", "a.htm", Kind::Html),
        (b"0:00:01.000,0:00:03.500\nHello", "captions.txt", Kind::Sbv),
        (b"a,b\n1,2\n", "a.csv", Kind::Csv),
        (b"a\tb\n1\t2\n", "a.tab", Kind::Csv),
        (b"a,b\n1,2\n", "a.txt", Kind::Text),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a", Kind::Picture),
        (b"\xff\xd8\xff\xe0", "a.jpg", Kind::Picture),
        (b"I wrote about %PDF- once", "a.txt", Kind::Text),
    ] {
        assert_eq!(kind(head, name), Some(expected), "{name}");
    }
}

#[test]
fn packages_are_known_by_their_first_entries() {
    for (inside, name, expected) in [
        ("mimetypeapplication/epub+zip", "a.zip", Kind::Epub),
        ("mimetypeapplication/vnd.oasis.opendocument.spreadsheet", "a.ods", Kind::Sheet),
        ("[Content_Types].xml … xl/workbook.xml", "a.xlsx", Kind::Sheet),
        ("[Content_Types].xml … word/document.xml", "a.xlsx", Kind::Docx),
        ("anything", "a.epub", Kind::Epub),
    ] {
        let head = format!("PK\x03\x04{inside}");
        assert_eq!(kind(head.as_bytes(), name), Some(expected), "{inside}");
    }
    let slides = recognise(b"PK\x03\x04[Content_Types].xml ppt/slides", "a.pptx");
    assert!(slides.expect_err("slides").message.contains("PowerPoint"));
}

#[test]
fn a_mislabelled_file_is_named_twice() {
    let trouble = recognise(b"SQLite format 3\0", "interview.docx").expect_err("a database");
    assert_eq!(trouble.kind, RefusalKind::Mislabelled);
    assert!(trouble.message.contains("Word document") && trouble.message.contains("database"));
}

#[test]
fn what_cannot_be_read_is_refused_with_what_can() {
    for (head, name, advice) in [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), "a.doc", ".docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a.xls", ".xlsx"),
        (b"\x7fELF", "a", "program"),
    ] {
        let trouble = recognise(head, name).expect_err(name);
        assert_eq!(trouble.kind, RefusalKind::Unsupported, "{name}");
        assert!(trouble.message.contains(READABLE), "{name}: {}", trouble.message);
        assert!(trouble.message.contains(advice), "{name}: {}", trouble.message);
    }
}

#[test]
fn old_phone_audio_is_refused_with_advice() {
    let trouble = recognise(b"#!AMR\n", "a.amr").expect_err("not readable");
    assert!(trouble.message.contains("convert"));
}

#[test]
fn names_split_into_stem_and_extension() {
    assert_eq!((stem("a.b.VTT"), extension("a.b.VTT").as_str()), ("a.b", "vtt"));
    assert_eq!((stem(".hidden"), extension(".hidden").as_str()), (".hidden", ""));
}
