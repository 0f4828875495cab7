//! The files that are broken: real ones where they lie beside the checkout, and small made ones.

use std::fs;
use std::path::{Path, PathBuf};

use trefoil_formats::fuzzing::Reader;
use trefoil_testkit::shared_corpus;

use crate::change::change;
use crate::dice::Dice;
use crate::package::Package;
use crate::paper;
use crate::words::words;

/// A larger file makes runs slow and finds no more.
const LARGEST: u64 = 400 * 1024;
/// The same of PDF, of which each page takes its time.
const LARGEST_PDF: u64 = 120 * 1024;

/// What one reader begins with.
#[derive(Debug)]
pub(crate) struct Seeds {
    reader: Reader,
    files: Vec<Vec<u8>>,
    packages: Vec<Package>,
}

impl Seeds {
    /// Gathers them, in the same order each time.
    pub(crate) fn of(reader: Reader) -> Self {
        let mut files = made(reader);
        let mut paths = Vec::new();
        if let Some(root) = shared_corpus() {
            gather(&root, &mut paths);
        }
        paths.sort();
        let largest = if reader == Reader::Pdf { LARGEST_PDF } else { LARGEST };
        for path in paths.iter().filter(|path| fits(reader, path)) {
            let is_small = fs::metadata(path).is_ok_and(|about| about.len() <= largest);
            files.extend(is_small.then(|| fs::read(path).ok()).flatten());
        }
        let packages = files.iter().filter_map(|file| Package::open(file)).collect();
        Self { reader, files, packages }
    }

    /// The broken file of a seed.
    pub(crate) fn broken(&self, seed: u64) -> Vec<u8> {
        let mut dice = Dice::new(seed);
        let words = words(self.reader);
        if !self.packages.is_empty() && !dice.once_in(6) {
            let package = dice.of(&self.packages);
            let other = dice.of(&self.packages);
            return package.broken(words, other, &mut dice);
        }
        let mut file = dice.of(&self.files).clone();
        if self.reader == Reader::Pdf && dice.below(3) > 0 {
            for _ in 0..=dice.below(3) {
                paper::break_a_stream(&mut file, words, &mut dice);
            }
            if dice.once_in(2) {
                return file;
            }
        }
        let other = &self.files[dice.below(self.files.len())];
        change(&mut file, words, other, &mut dice);
        file
    }
}

/// Writes what each reader begins with into a folder of its name.
pub(crate) fn write(folder: &Path) {
    for reader in Reader::ALL {
        let folder = folder.join(reader.name());
        fs::create_dir_all(&folder).expect("the folder can be made");
        for (number, file) in Seeds::of(reader).files.iter().enumerate() {
            fs::write(folder.join(format!("{number:03}")), file).expect("a seed can be written");
        }
    }
}

fn gather(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => gather(&entry.path(), paths),
            Ok(kind) if kind.is_file() => paths.push(entry.path()),
            _ => {}
        }
    }
}

/// Whether a file is one for a reader.
fn fits(reader: Reader, path: &Path) -> bool {
    let extension = path.extension().unwrap_or_default().to_string_lossy().to_lowercase();
    let is_chat = path.components().any(|part| part.as_os_str() == "whatsapp");
    match reader {
        Reader::WhatsApp => is_chat && extension == "txt",
        Reader::Turns => ["txt", "md", "vtt"].contains(&extension.as_str()),
        _ => reader.extensions().contains(&extension.as_str()),
    }
}

/// Small files made here, so that there is one of each kind on any machine.
fn made(reader: Reader) -> Vec<Vec<u8>> {
    let texts: &[&str] = match reader {
        Reader::Docx => return vec![docx()],
        Reader::Odt => return vec![odt(), ODT_FLAT.as_bytes().to_vec()],
        Reader::Epub => return vec![epub()],
        Reader::Workbook => return vec![xlsx()],
        Reader::Archive => return vec![archive()],
        Reader::Picture => return pictures(),
        Reader::Video => return vec![webm(), mp4()],
        Reader::Rtf => &[RTF],
        Reader::Pdf => &[PDF],
        Reader::Html => &[HTML, NOSCRIBE],
        Reader::Markdown => &[MARKDOWN],
        Reader::Text | Reader::Turns => &[TURNS, STAMPED, MARKDOWN],
        Reader::Subtitles => &[VTT, SRT, SBV],
        Reader::WhatsApp => &[CHAT, CHAT_IPHONE],
        Reader::Csv => &[CSV, "Kennung\tAlter\nP1\t34\nP2\t\n"],
    };
    let mut files: Vec<Vec<u8>> = texts.iter().map(|text| text.as_bytes().to_vec()).collect();
    if matches!(reader, Reader::Text | Reader::Csv | Reader::Subtitles | Reader::WhatsApp) {
        let utf16 = texts[0].encode_utf16().flat_map(u16::to_le_bytes);
        files.push([0xff, 0xfe].into_iter().chain(utf16).collect());
    }
    files
}

const RTF: &str = r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}{\f1\fcharset128 MS;}{\f2\fcharset2 Symbol;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}{\*\cs2 x;}}{\*\listtable{\list{\listlevel\levelnfc0{\leveltext\'02\'00.;}{\levelnumbers\'01;}}\listid7}}
{\*\revtbl{Unknown;}{Ada;}}{\header left out\par}\pard\s1 A heading\par\pard {\listtext 1.\tab}Words \'e9 \u8364? \b bold\b0 {\f2 \'61}\par
\trowd\cellx100\cellx200\intbl a\cell b\cell\row\pard said{\footnote a note}{\field{\*\fldinst HYPERLINK}{\fldrslt a link}}
{\*\atrfstart 1}about{\*\atrfend 1}{\*\atnid AB}{\*\atnauthor Bo}\chatn{\*\annotation{\*\atnref 1} a comment}\par
{\revised\revauth1 added}{\deleted gone}\uc2\u-4000ab{\shp{\*\shpinst{\shptxt in a box\par}}}{\f1 \'82\'a0}\par}";

const PDF: &str = "%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R/Outlines 7 0 R/PageLabels<</Nums[0<</S/r>>]>>>>endobj\n\
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 4 0 R\
/Resources<</Font<</F1 5 0 R>>>>/Annots[6 0 R]>>endobj\n4 0 obj<</Length 118>>stream\n\
BT /F1 12 Tf 20 250 Td (Anna: I was left out.) Tj 0 -20 Td [(How)-300(so?)] TJ 1 0 0 1 20 100 Tm <48656c6c6f> ' ET\nendstream endobj\n\
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>endobj\n\
6 0 obj<</Type/Annot/Subtype/Highlight/Rect[20 245 200 262]/QuadPoints[20 262 200 262 20 245 200 245]/Contents(a note)/T(Bo)>>endobj\n\
7 0 obj<</Type/Outlines/First 8 0 R/Last 8 0 R/Count 1>>endobj\n8 0 obj<</Title(One)/Parent 7 0 R/Dest[3 0 R/XYZ 0 262 0]>>endobj\n\
trailer<</Root 1 0 R/Size 9>>\n%%EOF\n";

const HTML: &str = "<!DOCTYPE html><html><head><meta charset=utf-8><title>t</title></head><body><h1>One</h1><p>Words &amp; &#x20ac; \
<b>bold</b><br>more</p><ul><li>a<ol start=3 type=i><li>b</ol></ul><table><tr><th rowspan=2>x<td colspan=2>y<tr><td>z</table>\
<pre> kept\n as is</pre><div style='display:none'>no</div><ruby>a<rt>b</ruby><input type=checkbox checked><svg></svg></body></html>";

const NOSCRIBE: &str = "<html><head><meta name=\"audio_source\" content=\"a.wav\"></head><body><p><a name=\"ts_0_1200_S00\">S00: Hello</a>\
 <a name=\"ts_1300_2500_S01\">there</a></p></body></html>";

const MARKDOWN: &str = "---\ntitle: x\n---\n# One\n\nWords *here*\n\nTwo\n===\n\n> - a\n> 1. b\n\n```\n# no\n```\n\n| a | b |\n|---|---|\n| c | d |\n[l]: x\n";

const TURNS: &str = "Interview 3\n\nI: How was it?\nP3: It was fine.\nReally.\n\nI: Go on.\nP3: (laughs) Né, I was left out…\nI: Why?\nP3: Who knows.\n";

const STAMPED: &str = "[00:00:01] Anna: Hello there\n[00:00:05.200] Ben: Hi\n[00:01:09] Anna: So\n#00:02:10-5#\nSpeaker 1  0:12\nwords\n\nSpeaker 2  1:02:03\nmore\n";

const VTT: &str = "WEBVTT - x\nKind: captions\n\nSTYLE\n::cue {}\n\nNOTE no\n\n1\n00:01.000 --> 00:02.500 align:start\n<v Anna>Hello <i>you</i></v>\n\n00:00:02.500 --> 01:00:04.000\n- <00:00:03.000><c>yes</c>\n- no &amp; so\n";

const SRT: &str = "1\n00:00:01,000 --> 00:00:02,500\nAnna: Hello\n\n2\n00:00:02,500 --> 00:00:04,000\n<i>yes</i> {\\an8}\n\n";

const SBV: &str = "0:00:01.000,0:00:02.500\nHello\n\n0:00:02.500,0:00:04.000\nyes[br]no\n";

const CHAT: &str = "31.12.22, 11:40 - Nachrichten und Anrufe sind Ende-zu-Ende-verschlüsselt.\n31.12.22, 11:41 - Ada: Hallo\nzweite Zeile\n\
01.01.23, 00:00 - Bo: <Medien ausgeschlossen>\n01.01.23, 00:01 - Ada: IMG-20230101-WA0001.jpg (Datei angehängt)\nBild\n\
01.01.23, 00:02 - Bo: UMFRAGE:\nWann?\nOPTION: Heute (2 Stimmen)\nOPTION: Nie (0 Stimmen)\n01.01.23, 00:03 - Ada hat Cem hinzugefügt.\n";

const CHAT_IPHONE: &str = "[12/31/22, 11:40:01\u{202f}PM] Ada: \u{200e}image omitted\n\u{200e}[1/1/23, 12:00:00\u{202f}AM] ~\u{a0}Bo: \u{200e}<attached: 00000012-AUDIO-2023-01-01-00-00-00.opus>\n[1/1/23, 12:00:09\u{202f}AM] Ada: ok \u{200e}<This message was edited>\n";

const CSV: &str =
    "sep=;\nID;Age;\"Wann;\"\nP1;34;\"31.12.2022\"\nP2;\"x\"\"y\nz\";2022-01-01\n;;\n";

const ODT_FLAT: &str = "<?xml version=\"1.0\"?><office:document xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:mimetype=\"application/vnd.oasis.opendocument.text\"><office:body>\
<office:text><text:h text:outline-level=\"1\">One</text:h><text:p>Words</text:p></office:text></office:body></office:document>";

fn docx() -> Vec<u8> {
    Package::of(&[
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", "<Relationships><Relationship Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>"),
        ("word/_rels/document.xml.rels", "<Relationships><Relationship Id=\"c\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments\" Target=\"comments.xml\"/><Relationship Id=\"n\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering\" Target=\"numbering.xml\"/></Relationships>"),
        ("word/document.xml", "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>One</w:t></w:r></w:p><w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr><w:commentRangeStart w:id=\"0\"/><w:r><w:t>said</w:t><w:tab/><w:br w:type=\"page\"/></w:r><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r></w:p><w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:ins w:author=\"Ada\" w:date=\"2020-01-01T00:00:00Z\"><w:r><w:t>a</w:t></w:r></w:ins><w:del w:author=\"Bo\"><w:r><w:delText>b</w:delText></w:r></w:del></w:p></w:tc></w:tr></w:tbl><w:p><w:r><w:fldChar w:fldCharType=\"begin\"/><w:instrText>X</w:instrText><w:fldChar w:fldCharType=\"separate\"/><w:t>shown</w:t><w:fldChar w:fldCharType=\"end\"/><w:sym w:font=\"Symbol\" w:char=\"F061\"/></w:r></w:p></w:body></w:document>"),
        ("word/comments.xml", "<w:comments xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:comment w:id=\"0\" w:author=\"Bo\"><w:p><w:r><w:t>why</w:t></w:r></w:p></w:comment></w:comments>"),
        ("word/numbering.xml", "<w:numbering xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:abstractNum w:abstractNumId=\"3\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"lowerRoman\"/><w:lvlText w:val=\"%1.\"/></w:lvl></w:abstractNum><w:num w:numId=\"1\"><w:abstractNumId w:val=\"3\"/></w:num></w:numbering>"),
    ])
    .bytes()
}

fn odt() -> Vec<u8> {
    Package::of(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\"><office:body><office:text><text:h text:outline-level=\"1\">One</text:h><text:list><text:list-item><text:p>a<text:s text:c=\"3\"/>b<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>note</text:p></text:note-body></text:note></text:p></text:list-item></text:list><table:table><table:table-row table:number-rows-repeated=\"2\"><table:table-cell table:number-columns-repeated=\"2\"><text:p>c</text:p></table:table-cell></table:table-row></table:table></office:text></office:body></office:document-content>"),
    ])
    .bytes()
}

fn epub() -> Vec<u8> {
    Package::of(&[
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path=\"a.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>"),
        ("a.opf", "<package><manifest><item id=\"x\" href=\"x.xhtml\" media-type=\"application/xhtml+xml\"/></manifest><spine><itemref idref=\"x\"/></spine></package>"),
        ("x.xhtml", HTML),
    ])
    .bytes()
}

fn xlsx() -> Vec<u8> {
    Package::of(&[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/_rels/workbook.xml.rels", "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>"),
        ("xl/workbook.xml", "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"S\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"),
        ("xl/worksheets/sheet1.xml", "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><dimension ref=\"A1:B3\"/><sheetData><row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>ID</t></is></c><c r=\"B1\" t=\"inlineStr\"><is><t>Age</t></is></c></row><row r=\"2\"><c r=\"A2\" t=\"inlineStr\"><is><t>P1</t></is></c><c r=\"B2\"><v>34</v></c></row></sheetData><mergeCells><mergeCell ref=\"A3:B3\"/></mergeCells></worksheet>"),
    ])
    .bytes()
}

fn archive() -> Vec<u8> {
    Package::of(&[
        ("WhatsApp Chat.txt", CHAT),
        ("IMG-20230101-WA0001.jpg", "x"),
        ("a/interview.txt", TURNS),
        ("a/interview.vtt", VTT),
        ("survey.csv", CSV),
    ])
    .bytes()
}

fn pictures() -> Vec<Vec<u8>> {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x10\0\0\0\x20\x08\x02\0\0\0".to_vec();
    let gif = b"GIF89a\x10\0\x20\0\xf0\0\0".to_vec();
    let jpeg = b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0\xff\xc0\0\x11\x08\0\x10\0\x20\x03\x01\"\0\x02\x11\x01\x03\x11\x01\xff\xd9".to_vec();
    let webp = b"RIFF\x1e\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x0f\0\0\x1f\0\0".to_vec();
    let bmp = b"BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x10\0\0\0\x20\0\0\0\x01\0\x18\0".to_vec();
    let avif = b"\0\0\0\x18ftypavif\0\0\0\0avifmif1\0\0\0\x40meta\0\0\0\0\0\0\0\x34iprp\0\0\0\x2cipco\0\0\0\x14ispe\0\0\0\0\0\0\0\x10\0\0\0\x20".to_vec();
    vec![png, gif, jpeg, webp, bmp, avif]
}

fn webm() -> Vec<u8> {
    b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67\xa8\x15\x49\xa9\x66\x8c\x2a\xd7\xb1\x83\x0f\x42\x40\x44\x89\x84\x44\x7a\0\0\x16\x54\xae\x6b\x92\xae\x90\xd7\x81\x01\x83\x81\x01\x86\x85V_VP9\xe0\x81\0".to_vec()
}

fn mp4() -> Vec<u8> {
    b"\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x5cmoov\0\0\0\x24mvhd\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\xe8\0\0\x07\xd0\0\0\0\0\0\0\0\0\0\0\0\x30trak\0\0\0\x28mdia\0\0\0\x20hdlr\0\0\0\0\0\0\0\0vide\0\0\0\0\0\0\0\0\0\0\0\0".to_vec()
}
