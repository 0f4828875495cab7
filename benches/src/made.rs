//! Large files of invented words in the formats that are imported, always the same.
//!
//! They are plain: paragraphs, here and there a heading, no pictures. What a reader needs for the
//! words themselves is measured with them; what real files hold besides, with real files.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Dice, document};

/// How many invented documents are in one large file: 60,000 words.
const MANY: usize = 20;

/// A file of a sort with so many documents, or nothing when none is made.
pub fn file(sort: &str, documents: usize) -> Option<Vec<u8>> {
    let paragraphs: Vec<String> = (0..documents)
        .flat_map(|number| document(number).split("\n\n").map(str::to_owned).collect::<Vec<_>>())
        .filter(|paragraph| !paragraph.trim().is_empty())
        .collect();
    Some(match sort {
        "docx" => docx(&paragraphs),
        "odt" => odt(&paragraphs),
        "rtf" => rtf(&paragraphs),
        "html" => html(&paragraphs).into_bytes(),
        "epub" => epub(&paragraphs),
        "pdf" => pdf(&paragraphs),
        "whatsapp" => chat(&paragraphs).into_bytes(),
        "csv" => csv(&paragraphs).into_bytes(),
        _ => return None,
    })
}

/// A large file of a sort.
pub fn large(sort: &str) -> Option<Vec<u8>> {
    file(sort, MANY)
}

/// Hardly any words: what a program needs for this is its start.
pub fn tiny(sort: &str) -> Option<Vec<u8>> {
    let words = ["One line.".to_owned()];
    Some(match sort {
        "docx" => docx(&words),
        "odt" => odt(&words),
        "rtf" => rtf(&words),
        "html" => html(&words).into_bytes(),
        "epub" => epub(&words),
        "pdf" => pdf(&words),
        "csv" => csv(&words).into_bytes(),
        _ => return None,
    })
}

fn package(members: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in members {
        let method = if *name == "mimetype" {
            zip::CompressionMethod::Stored
        } else {
            zip::CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).expect("a member can be begun");
        writer.write_all(text.as_bytes()).expect("memory can be written");
    }
    writer.finish().expect("a package can be finished").into_inner()
}

fn docx(paragraphs: &[String]) -> Vec<u8> {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document \
         xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>",
    );
    for paragraph in paragraphs {
        // Word cuts lines into runs wherever it once checked the spelling.
        body.push_str("<w:p><w:pPr><w:spacing w:after=\"120\"/></w:pPr>");
        for sentence in paragraph.split_inclusive(". ") {
            let _ = write!(
                body,
                "<w:r w:rsidR=\"00A1\"><w:rPr><w:sz w:val=\"22\"/></w:rPr>\
                 <w:t xml:space=\"preserve\">{sentence}</w:t></w:r>"
            );
        }
        body.push_str("</w:p>");
    }
    body.push_str("</w:body></w:document>");
    package(&[
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\">\
             <Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>\
             <Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
             <Relationship Id=\"r1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"word/document.xml\"/></Relationships>",
        ),
        (
            "word/_rels/document.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"/>",
        ),
        (
            "word/styles.xml",
            "<w:styles xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"/>",
        ),
        ("word/document.xml", &body),
    ])
}

fn odt(paragraphs: &[String]) -> Vec<u8> {
    let mut body = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-content \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
         xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" office:version=\"1.2\">\
         <office:body><office:text>",
    );
    for paragraph in paragraphs {
        let _ = write!(body, "<text:p text:style-name=\"P1\">{paragraph}</text:p>");
    }
    body.push_str("</office:text></office:body></office:document-content>");
    let styles = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><office:document-styles \
         xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" office:version=\"1.2\"/>";
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.text"),
        ("content.xml", &body),
        ("styles.xml", styles),
    ])
}

fn rtf(paragraphs: &[String]) -> Vec<u8> {
    let mut text = String::from("{\\rtf1\\ansi\\ansicpg1252\\deff0{\\fonttbl{\\f0 Times;}}\n");
    for sign in paragraphs.join("\n").chars() {
        match sign {
            '\n' => text.push_str("\\par\n"),
            sign if sign.is_ascii() => text.push(sign),
            sign => {
                for unit in sign.encode_utf16(&mut [0; 2]) {
                    let _ = write!(text, "\\u{}?", unit.cast_signed());
                }
            }
        }
    }
    text.push_str("\\par}");
    text.into_bytes()
}

fn html(paragraphs: &[String]) -> String {
    let mut page = String::from(
        "<!DOCTYPE html><html xmlns=\"http://www.w3.org/1999/xhtml\"><head><meta charset=\"utf-8\"/>\
         <title>Invented</title></head><body>",
    );
    for (number, paragraph) in paragraphs.iter().enumerate() {
        if number % 50 == 0 {
            let _ = writeln!(page, "<h2>Part {number}</h2>");
        }
        let _ = writeln!(page, "<p class=\"x\">{paragraph}</p>");
    }
    page.push_str("</body></html>");
    page
}

fn epub(paragraphs: &[String]) -> Vec<u8> {
    let chapters: Vec<(String, String)> = paragraphs
        .chunks(100)
        .enumerate()
        .map(|(number, some)| (format!("c{number}.xhtml"), html(some)))
        .collect();
    let (mut manifest, mut spine) = (String::new(), String::new());
    for (number, (name, _)) in chapters.iter().enumerate() {
        let _ = write!(
            manifest,
            "<item id=\"c{number}\" href=\"{name}\" media-type=\"application/xhtml+xml\"/>"
        );
        let _ = write!(spine, "<itemref idref=\"c{number}\"/>");
    }
    let book = format!(
        "<package xmlns=\"http://www.idpf.org/2007/opf\" version=\"3.0\" unique-identifier=\"i\">\
         <metadata xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:identifier id=\"i\">x</dc:identifier>\
         <dc:title>Invented</dc:title><dc:language>en</dc:language></metadata>\
         <manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    let container = "<container version=\"1.0\" xmlns=\"urn:oasis:names:tc:opendocument:xmlns:container\">\
         <rootfiles><rootfile full-path=\"a.opf\" media-type=\"application/oebps-package+xml\"/></rootfiles></container>";
    let mut members = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container),
        ("a.opf", book.as_str()),
    ];
    members.extend(chapters.iter().map(|(name, page)| (name.as_str(), page.as_str())));
    package(&members)
}

/// Lines of one column, forty to a page, every word shown as most programs do: in one string.
fn pdf(paragraphs: &[String]) -> Vec<u8> {
    let mut lines: Vec<String> = Vec::new();
    for paragraph in paragraphs {
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if line.len() + word.len() > 90 {
                lines.push(std::mem::take(&mut line));
            }
            line.push_str(if line.is_empty() { "" } else { " " });
            line.extend(word.chars().filter(char::is_ascii));
        }
        lines.push(line);
    }
    let pages: Vec<&[String]> = lines.chunks(40).collect();
    let kids: Vec<String> = (0..pages.len()).map(|page| format!("{} 0 R", 4 + page * 2)).collect();
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        format!("<</Type/Pages/Count {}/Kids[{}]>>", pages.len(), kids.join(" ")),
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding/WinAnsiEncoding>>".to_owned(),
    ];
    for (number, page) in pages.iter().enumerate() {
        objects.push(format!(
            "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>\
             /Contents {} 0 R>>",
            5 + number * 2
        ));
        let mut shown = String::from("BT /F1 11 Tf 60 780 Td 16 TL\n");
        for line in *page {
            let _ = writeln!(shown, "({line}) Tj T*");
        }
        shown.push_str("ET");
        objects.push(format!("<</Length {}>>stream\n{shown}\nendstream", shown.len()));
    }
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in objects.iter().enumerate() {
        places.push(file.len());
        let _ = writeln!(file, "{} 0 obj{object}\nendobj", number + 1);
    }
    let table = file.len();
    let _ = writeln!(file, "xref\n0 {}\n0000000000 65535 f ", objects.len() + 1);
    for place in places {
        let _ = writeln!(file, "{place:010} 00000 n ");
    }
    let size = objects.len() + 1;
    let _ = writeln!(file, "trailer<</Root 1 0 R/Size {size}>>\nstartxref\n{table}\n%%EOF");
    file.into_bytes()
}

fn chat(paragraphs: &[String]) -> String {
    let mut dice = Dice::new(3);
    let mut text = String::new();
    let sentences = paragraphs.iter().flat_map(|paragraph| paragraph.split_inclusive(". "));
    for (number, sentence) in sentences.enumerate() {
        let (day, hour, minute) = (1 + number / 600, (number / 60) % 24, number % 60);
        let (month, day) = (1 + (day / 28) % 12, 1 + day % 28);
        let who = ["Ada", "Bo", "Cem"][dice.below(3)];
        let _ = writeln!(text, "{day:02}.{month:02}.22, {hour:02}:{minute:02} - {who}: {sentence}");
    }
    text
}

fn csv(paragraphs: &[String]) -> String {
    let mut text = String::from("ID,Age,Date,Answer\n");
    for (number, paragraph) in paragraphs.iter().enumerate() {
        let day = 1 + number % 28;
        let age = 18 + number % 60;
        let _ = writeln!(text, "P{number},{age},2022-03-{day:02},\"{paragraph}\"");
    }
    text
}
