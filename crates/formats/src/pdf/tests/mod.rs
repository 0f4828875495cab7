//! PDF files written here, page by page.

mod hostile;

use std::fmt::Write;
use std::time::{Duration, Instant};

use pdf_oxide::editor::{DocumentEditor, EncryptionAlgorithm, EncryptionConfig, SaveOptions};

use crate::Landmark;
use crate::pdf::paper::{Paper, at, lines, set, wrapped};
use crate::pdf::*;

const LONG: &str = "When I came to this town I knew nobody and had no work, but after some weeks a \
    neighbour asked me whether I could help in her garden, and that is how everything began for \
    us here, more or less by chance and because somebody was kind.";

const OTHER: &str = "My sister stayed behind because our mother was ill, and she still says that \
    it was the right thing to do at that time, although she never complained about it and never \
    asked for anything, which I only understood much later when I had children.";

fn document(paper: &Paper) -> Document {
    read(&paper.bytes(), "a.pdf").expect("a document")
}

fn text_of(drawing: &str) -> String {
    document(&Paper::of(&[drawing.to_owned()])).text
}

fn part(document: &Document, start: u64, end: u64) -> String {
    let at = |place: u64| usize::try_from(place).expect("a short text");
    document.text.chars().skip(at(start)).take(at(end - start)).collect()
}

fn of_kind(document: &Document, is_page: bool) -> Vec<(String, String)> {
    let chosen = |landmark: &&Landmark| (landmark.kind == LandmarkKind::Page) == is_page;
    let landmarks = document.landmarks.iter().filter(chosen);
    landmarks.map(|found| (found.label.clone(), part(document, found.start, found.end))).collect()
}

#[test]
fn lines_become_paragraphs() {
    let drawing = wrapped(50.0, 700.0, 60, LONG) + &wrapped(50.0, 616.0, 60, OTHER);
    assert_eq!(text_of(&drawing), format!("{LONG}\n{OTHER}\n"));
}

#[test]
fn paragraphs_begin_where_they_are_set_in() {
    // The first line is set in, and each paragraph but the last fills its last line.
    let mut drawing = String::new();
    for (number, y) in [(1, 700.0), (2, 664.0), (3, 628.0)] {
        drawing += &at(70.0, y, 10.0, "So this is where the first line of this goes.");
        drawing += &at(50.0, y - 12.0, 10.0, "and this line goes on until the very end of it all");
        drawing += &at(50.0, y - 24.0, 10.0, &format!("and it is number {number}."));
    }
    assert_eq!(text_of(&drawing).lines().count(), 3);
}

#[test]
fn each_turn_of_a_transcript_is_one_line() {
    let turns = [
        format!("Anna: {LONG}"),
        "Ben: Yes.".to_owned(),
        format!("Anna: {OTHER}"),
        "Ben: And then you came here, as you told me on the phone?".to_owned(),
        "Anna: I did.".to_owned(),
    ];
    let mut drawing = String::new();
    let mut y = 700.0;
    for turn in &turns {
        drawing += &wrapped(50.0, y, 60, turn);
        y -= if turn.len() > 100 { 60.0 } else { 12.0 };
    }
    let text = text_of(&drawing);
    assert_eq!(text.lines().collect::<Vec<_>>(), turns);
}

#[test]
fn names_in_a_column_stand_before_what_was_said() {
    let mut drawing = String::new();
    let mut y = 700.0;
    for (name, said) in [("Anna:", LONG), ("Ben:", "Yes."), ("Anna:", OTHER), ("Ben:", "I see.")] {
        drawing += &at(50.0, y, 10.0, name);
        drawing += &wrapped(150.0, y, 60, said);
        y -= if said.len() > 50 { 72.0 } else { 24.0 };
    }
    let expected = format!("Anna: {LONG}\nBen: Yes.\nAnna: {OTHER}\nBen: I see.\n");
    assert_eq!(text_of(&drawing), expected);
}

#[test]
fn columns_are_read_one_after_the_other() {
    let drawing = at(150.0, 760.0, 10.0, "A title that goes across both of the columns here")
        + &wrapped(50.0, 700.0, 38, LONG)
        + &wrapped(310.0, 697.0, 38, OTHER);
    let expected = format!("A title that goes across both of the columns here\n{LONG}\n{OTHER}\n");
    assert_eq!(text_of(&drawing), expected);
}

#[test]
fn a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() {
    let narrow = lines(30, LONG);
    let (left, right) = narrow.split_at(5);
    let wide = lines(60, OTHER);
    let (early, late) = wide.split_at(4);
    let columns = set(50.0, 700.0, left) + &set(310.0, 700.0, right);
    let pages = [columns, set(50.0, 700.0, early), set(50.0, 700.0, late)];
    let document = document(&Paper::of(&pages));
    assert_eq!(document.text, format!("{LONG}\n{OTHER}\n"));
    let pages = of_kind(&document, true);
    let begins: Vec<&str> = pages.iter().map(|page| &page.1[..8]).collect();
    assert_eq!(begins, [&LONG[..8], &OTHER[..8], &late[0][..8]]);
}

#[test]
fn words_parted_at_the_end_of_a_line_are_put_together() {
    let drawing = at(50.0, 700.0, 10.0, "What my co-researcher knows is much know-")
        + &at(50.0, 688.0, 10.0, "ledge of people, and my other good co-")
        + &at(50.0, 676.0, 10.0, "researcher knows all of that too.");
    assert_eq!(
        text_of(&drawing),
        "What my co-researcher knows is much knowledge of people, and my other good \
         co-researcher knows all of that too.\n"
    );
}

#[test]
fn a_heading_below_one_column_comes_after_both() {
    let drawing = wrapped(50.0, 700.0, 38, LONG)
        + &wrapped(310.0, 700.0, 38, OTHER)
        + &at(50.0, 570.0, 14.0, "What came next")
        + &wrapped(50.0, 545.0, 80, LONG);
    assert_eq!(text_of(&drawing), format!("{LONG}\n{OTHER}\nWhat came next\n{LONG}\n"));
}

#[test]
fn lines_drawn_out_to_the_margin_have_no_tabs() {
    let drawing = wrapped(50.0, 700.0, 60, LONG)
        + "BT /F1 10 Tf 50 640 Td [(so) -2000 (wide) -2100 (are) -1900 (these)] TJ ET\n"
        + "BT /F1 10 Tf 50 620 Td [(but a) -3000 (tab)] TJ ET\n";
    let text = text_of(&drawing);
    assert!(text.ends_with("so wide are these\nbut a\ttab\n"), "{text}");
}

#[test]
fn a_quotation_set_in_on_both_sides_is_one_paragraph() {
    let drawing = wrapped(50.0, 700.0, 80, LONG) + &wrapped(90.0, 640.0, 64, OTHER);
    assert_eq!(text_of(&drawing), format!("{LONG}\n{OTHER}\n"));
}

#[test]
fn copies_of_one_form_keep_all_they_say() {
    let page = |name: &str| {
        at(50.0, 740.0, 10.0, "Consent")
            + &at(50.0, 720.0, 10.0, "I agree to be recorded.")
            + &at(50.0, 700.0, 10.0, "I agree to be quoted.")
            + &at(50.0, 680.0, 10.0, &format!("Name: {name}"))
    };
    let document = document(&Paper::of(&["Anna", "Ben", "Cem"].map(page)));
    assert_eq!(document.text.matches("Consent\n").count(), 3);
}

#[test]
fn rows_of_a_table_keep_their_cells() {
    let mut drawing = String::new();
    for (number, row) in
        [["Name", "Age", "Town"], ["Anna", "", "Graz"], ["Ben", "34", ""], ["Cem", "51", "Linz"]]
            .iter()
            .enumerate()
    {
        for (column, cell) in row.iter().enumerate() {
            let (x, y) =
                (50.0 + 120.0 * measure::count(column), 700.0 - 18.0 * measure::count(number));
            drawing += &at(x, y, 10.0, cell);
        }
    }
    assert_eq!(text_of(&drawing), "Name\tAge\tTown\nAnna\t\tGraz\nBen\t34\nCem\t51\tLinz\n");
}

#[test]
fn running_heads_and_page_numbers_are_left_out_and_told() {
    let page = |number: usize, text: &str| {
        at(50.0, 770.0, 8.0, "Interview with Anna")
            + &at(500.0, 770.0, 8.0, "confidential")
            + &wrapped(50.0, 700.0, 60, text)
            + &at(300.0, 30.0, 8.0, &format!("- {number} -"))
    };
    let texts = [LONG, OTHER, LONG, OTHER];
    let pages: Vec<String> =
        texts.iter().enumerate().map(|(number, text)| page(number + 7, text)).collect();
    let document = document(&Paper::of(&pages));
    assert_eq!(document.text, format!("{LONG}\n{OTHER}\n{LONG}\n{OTHER}\n"));
    let [notice] = document.notices.as_slice() else { panic!("{:?}", document.notices) };
    assert!(notice.message.contains("“Interview with Anna”"), "{}", notice.message);
    assert!(notice.message.contains("page numbers"), "{}", notice.message);
}

#[test]
fn what_is_only_sometimes_at_the_top_is_text() {
    let page = |(number, first): (usize, &&str)| {
        let mut words: Vec<&str> = LONG.split(' ').collect();
        words.rotate_left(7 * number + 1);
        at(50.0, 770.0, 10.0, first) + &wrapped(50.0, 700.0, 60, &words.join(" "))
    };
    let names = ["Anna", "Ben", "Anna", "Cem", "Dora"];
    let pages: Vec<String> = names.iter().enumerate().map(page).collect();
    let document = document(&Paper::of(&pages));
    assert_eq!(document.text.matches("Anna\n").count(), 2);
    assert!(document.notices.is_empty());
    // Copies of one page say the same because that is all they say.
    let copies = self::document(&Paper::of(&[
        at(50.0, 400.0, 10.0, "I agree."),
        at(50.0, 400.0, 10.0, "I agree."),
        at(50.0, 400.0, 10.0, "I agree."),
    ]));
    assert_eq!(copies.text, "I agree.\nI agree.\nI agree.\n");
}

#[test]
fn numbers_of_lines_are_left_out_and_told() {
    let lines = [LONG, OTHER].map(|text| wrapped(110.0, 700.0, 60, text));
    let mut pages = Vec::new();
    for lines in lines {
        let mut page = lines;
        for number in 1..=25 {
            page += &at(50.0, 712.0 - 12.0 * measure::count(number), 10.0, &format!("{number:>2}"));
        }
        pages.push(page);
    }
    let document = document(&Paper::of(&pages));
    assert_eq!(document.text, format!("{LONG}\n{OTHER}\n"));
    assert!(document.notices[0].message.contains("lines in the margin"));
}

#[test]
fn numbers_in_a_table_stay() {
    let mut drawing = String::new();
    for number in 1..=25 {
        let y = 700.0 - 12.0 * measure::count(number);
        drawing += &at(50.0, y, 10.0, &number.to_string());
        drawing += &at(110.0, y, 10.0, "Anna");
        drawing += &at(210.0, y, 10.0, "Graz");
    }
    assert!(text_of(&drawing).contains("25\tAnna\tGraz\n"));
}

#[test]
fn turned_text_and_turned_pages_are_read() {
    let turned =
        |x: f32, words: &str| format!("BT /F1 10 Tf 0 1 -1 0 {x} 100 Tm ({words}) Tj ET\n");
    let drawing = turned(100.0, "This line is turned to the left,")
        + &turned(112.0, "and so is this one, of course.");
    let expected = "This line is turned to the left, and so is this one, of course.\n";
    let paper = Paper::of(std::slice::from_ref(&drawing)).on_last_page("/Rotate 90");
    assert_eq!(document(&paper).text, expected);
    let mixed = wrapped(50.0, 700.0, 60, LONG) + &turned(580.0, "Beside the text");
    assert_eq!(text_of(&mixed), format!("{LONG}\nBeside the text\n"));
}

#[test]
fn letters_drawn_twice_to_look_bold_count_once() {
    let drawing = at(50.0, 700.0, 10.0, "Hello all")
        + &at(50.3, 700.0, 10.0, "Hello all")
        + &at(50.0, 700.2, 10.0, "Hello all");
    assert_eq!(text_of(&drawing), "Hello all\n");
}

#[test]
fn spaces_are_found_where_none_is_drawn() {
    let drawing = "BT /F1 10 Tf 50 700 Td [(two) -600 (words) 50 (here)] TJ ET\n";
    assert_eq!(text_of(drawing), "two wordshere\n");
}

#[test]
fn raised_numbers_stay_with_their_word() {
    let drawing = at(50.0, 700.0, 10.0, "the note")
        + &at(98.0, 704.0, 6.0, "3")
        + &at(108.0, 700.0, 10.0, "is below");
    assert_eq!(text_of(&drawing), "the note3 is below\n");
}

#[test]
fn ligatures_become_letters() {
    let font = "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding<</Type/Encoding\
                /Differences[1/fi/ffl]>>>>";
    let drawing = "BT /F2 10 Tf 50 700 Td (\\001nd wa\\002e) Tj ET\n".to_owned();
    assert_eq!(document(&Paper::of(&[drawing]).with(font)).text, "find waffle\n");
}

/// A font whose signs 1, 2, … stand for these letters, each 600 units wide.
fn font_of(letters: &[&str]) -> [String; 3] {
    let mut map = String::from(
        "/CIDInit /ProcSet findresource begin\nbegincmap\n1 begincodespacerange\n<0000> <FFFF>\n\
         endcodespacerange\n",
    );
    let _ = writeln!(map, "{} beginbfchar", letters.len());
    for (number, letters) in letters.iter().enumerate() {
        let _ = write!(map, "<{:04X}> <", number + 1);
        for code in letters.encode_utf16() {
            let _ = write!(map, "{code:04X}");
        }
        map += ">
";
    }
    map += "endbfchar\nendcmap\nend\n";
    [
        "<</Type/Font/Subtype/Type0/BaseFont/Invented/Encoding/Identity-H/DescendantFonts[11 0 R]\
         /ToUnicode 12 0 R>>"
            .to_owned(),
        "<</Type/Font/Subtype/CIDFontType2/BaseFont/Invented/CIDSystemInfo<</Registry(Adobe)\
         /Ordering(Identity)/Supplement 0>>/DW 600>>"
            .to_owned(),
        format!("<</Length {}>>\nstream\n{map}\nendstream", map.len()),
    ]
}

fn in_font(font: &[String; 3], drawing: &str) -> String {
    let [first, second, third] = font;
    let paper = Paper::of(&[drawing.to_owned()]).with(first).with(second).with(third);
    document(&paper).text
}

#[test]
fn arabic_is_read_from_the_right_in_base_letters() {
    // Drawn from left to right: the shapes of “سلام 12”, the second sign a ligature.
    let font = font_of(&["\u{fee1}", "لا", "\u{feb3}", "1", "2"]);
    let drawing = "BT /F2 10 Tf 50 700 Td [<00040005> -600 <000100020003>] TJ ET\n";
    assert_eq!(in_font(&font, drawing), "سلام 12\n");
}

#[test]
fn hebrew_beside_latin_keeps_both_orders() {
    let font = font_of(&["א", "ב", "ג", "a", "b", "(", ")"]);
    // a b (גבא) in sight is a b (אבג) in reading.
    let drawing = "BT /F2 10 Tf 50 700 Td [<0004000500040005> -600 <00060003000200010007>] TJ ET\n";
    assert_eq!(in_font(&font, drawing), "abab (אבג)\n");
}

#[test]
fn comments_and_highlights_keep_their_places() {
    let notes = "/Annots[10 0 R 11 0 R 12 0 R]";
    let highlight = "<</Type/Annot/Subtype/Highlight/Rect[50 698 122 708]/T(Ana)\
        /QuadPoints[62 708 92 708 62 698 92 698]/M(D:20240203120000Z)/Contents<FEFF00DC0062>>>";
    let underline = "<</Type/Annot/Subtype/Underline/Rect[50 698 80 708]\
        /QuadPoints[50 708 80 708 50 698 80 698]>>";
    let sticky = "<</Type/Annot/Subtype/Text/Rect[40 666 48 678]/Contents(Ask her)/T(Ben)>>";
    let drawing = at(50.0, 700.0, 10.0, "I never said that.") + &at(50.0, 670.0, 10.0, "He did.");
    let paper =
        Paper::of(&[drawing]).on_last_page(notes).with(highlight).with(underline).with(sticky);
    let document = document(&paper);
    let found: Vec<(String, &str)> = document
        .comments
        .iter()
        .map(|comment| (part(&document, comment.start, comment.end), comment.text.as_str()))
        .collect();
    assert_eq!(
        found,
        [("I nev".into(), "Underlined."), ("never".into(), "Üb"), (String::new(), "Ask her")]
    );
    assert_eq!(document.comments[1].author.as_deref(), Some("Ana"));
    assert_eq!(document.comments[1].date.as_deref(), Some("2024-02-03T12:00:00Z"));
    assert_eq!(part(&document, document.comments[2].start, document.comments[2].start + 2), "He");
}

#[test]
fn fields_that_were_filled_in_are_text() {
    let text = "<</Type/Annot/Subtype/Widget/FT/Tx/Rect[120 696 300 712]/V(thirty-four)>>";
    let tick = "<</Type/Annot/Subtype/Widget/FT/Btn/Rect[50 668 62 680]/AS/Yes>>";
    let drawing = at(50.0, 700.0, 10.0, "Your age:") + &at(70.0, 670.0, 10.0, "I agree");
    let paper = Paper::of(&[drawing]).on_last_page("/Annots[10 0 R 11 0 R]").with(text).with(tick);
    assert_eq!(document(&paper).text, "Your age: thirty-four\n☒ I agree\n");
}

#[test]
fn pages_are_called_as_the_file_calls_them() {
    let pages = [LONG, OTHER, "The end."].map(|text| wrapped(50.0, 700.0, 60, text));
    let mut paper = Paper::of(&pages);
    paper.catalog = "/PageLabels<</Nums[0<</S/r>>2<</S/D/St 17>>]>>".into();
    let labels: Vec<String> =
        of_kind(&document(&paper), true).into_iter().map(|(label, _)| label).collect();
    assert_eq!(labels, ["i", "ii", "17"]);
}

#[test]
fn an_outline_names_the_headings() {
    let drawing = at(50.0, 740.0, 10.0, "1. How we came here") + &wrapped(50.0, 700.0, 60, LONG);
    let other = at(50.0, 740.0, 10.0, "1.1 The other side") + &wrapped(50.0, 700.0, 60, OTHER);
    let mut paper = Paper::of(&[drawing, other])
        .with("<</First 11 0 R/Last 11 0 R/Count 2>>")
        .with(&format!(
            "<</Title(How we came here)/Dest[{} 0 R/Fit]/First 12 0 R/Next 11 0 R>>",
            Paper::page(0)
        ))
        .with(&format!("<</Title(The other side)/A<</S/GoTo/D[{} 0 R/Fit]>>>>", Paper::page(1)));
    paper.catalog = "/Outlines 10 0 R".into();
    let document = document(&paper);
    let headings: Vec<(LandmarkKind, String)> = document
        .landmarks
        .iter()
        .filter(|landmark| landmark.kind != LandmarkKind::Page)
        .map(|landmark| (landmark.kind, part(&document, landmark.start, landmark.end)))
        .collect();
    let expected = [
        (LandmarkKind::Heading(1), "1. How we came here".to_owned()),
        (LandmarkKind::Heading(2), "1.1 The other side".to_owned()),
    ];
    assert_eq!(headings, expected);
}

#[test]
fn larger_letters_make_headings_where_they_are_few() {
    let drawing = at(50.0, 760.0, 18.0, "Arriving")
        + &wrapped(50.0, 720.0, 60, LONG)
        + &at(50.0, 630.0, 14.0, "Staying")
        + &wrapped(50.0, 600.0, 60, OTHER)
        + &wrapped(50.0, 500.0, 60, LONG);
    let document = document(&Paper::of(&[drawing]));
    let names: Vec<String> = of_kind(&document, false).into_iter().map(|found| found.1).collect();
    assert_eq!(names, ["Arriving", "Staying"]);
    let shouted = at(50.0, 760.0, 18.0, "One") + &at(50.0, 730.0, 16.0, "Two");
    assert!(of_kind(&self::document(&Paper::of(&[shouted])), false).is_empty());
}

const PICTURE: &str = "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray\
    /BitsPerComponent 8/Length 1>>\nstream\nx\nendstream";

#[test]
fn scanned_pages_are_named_and_scanned_files_refused() {
    let scan = "q 600 0 0 800 0 0 cm /X1 Do Q\n".to_owned();
    let trouble = read(&Paper::of(std::slice::from_ref(&scan)).with(PICTURE).bytes(), "a.pdf")
        .expect_err("a scan");
    assert_eq!(trouble.kind, RefusalKind::Empty);
    assert!(trouble.message.contains("OCR"), "{}", trouble.message);
    let pages = [wrapped(50.0, 700.0, 60, LONG), scan];
    let document = document(&Paper::of(&pages).with(PICTURE));
    assert!(
        document.notices.iter().any(|notice| notice.message.starts_with("Page 2 is a picture"))
    );
    let empty = read(&Paper::of(&[String::new()]).bytes(), "a.pdf").expect_err("nothing");
    assert_eq!((empty.kind, empty.message.contains("OCR")), (RefusalKind::Empty, false));
}

#[test]
fn only_a_password_for_reading_locks_a_file() {
    let plain = Paper::of(&[wrapped(50.0, 700.0, 60, LONG)]).bytes();
    for algorithm in
        [EncryptionAlgorithm::Rc4_128, EncryptionAlgorithm::Aes128, EncryptionAlgorithm::Aes256]
    {
        let lock = |user: &str| {
            let mut editor = DocumentEditor::from_bytes(plain.clone()).expect("a document");
            let config = EncryptionConfig::new(user, "owner").with_algorithm(algorithm);
            let options = SaveOptions::with_encryption(config);
            editor.save_to_bytes_with_options(options).expect("a locked document")
        };
        let open = read(&lock(""), "a.pdf").map(|document| document.text);
        assert_eq!(open, Ok(format!("{LONG}\n")), "{algorithm:?}");
        let locked = read(&lock("secret"), "a.pdf").expect_err("locked");
        assert_eq!(locked.kind, RefusalKind::Encrypted, "{algorithm:?}");
    }
}
