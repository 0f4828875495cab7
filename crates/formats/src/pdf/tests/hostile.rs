//! Files that are broken, or made to break something.

use super::*;

#[test]
fn what_is_too_long_or_takes_too_long_is_refused_in_time() {
    let bytes = Paper::of(&vec![wrapped(50.0, 700.0, 60, LONG); 40]).bytes();
    let kind =
        |limits: Limits| read_within(&bytes, "a.pdf", limits).map_err(|trouble| trouble.kind);
    let usual = Limits::default();
    assert_eq!(kind(Limits { pages: 39, ..usual }), Err(RefusalKind::TooLarge));
    assert_eq!(kind(Limits { signs: 1000, ..usual }), Err(RefusalKind::TooLarge));
    let began = Instant::now();
    let hurried = kind(Limits { total: Duration::ZERO, ..usual });
    assert_eq!(hurried, Err(RefusalKind::Damaged));
    assert!(began.elapsed() < Duration::from_secs(5));
    assert!(kind(usual).is_ok());
}

#[test]
fn a_page_of_more_signs_than_anybody_reads_is_left_out_and_told() {
    let heap = "BT /F1 10 Tf 50 700 Td (many signs, one upon the other) Tj ET\n".repeat(40_000);
    let document = document(&Paper::of(&[wrapped(50.0, 700.0, 60, LONG), heap.clone()]));
    assert_eq!(document.text, format!("{LONG}\n"));
    assert!(document.notices[0].message.starts_with("Page 2 is left out"));
    let trouble = read(&Paper::of(&[heap]).bytes(), "a.pdf").expect_err("too much");
    assert_eq!(trouble.kind, RefusalKind::TooLarge);
}

#[test]
fn layers_that_are_switched_off_are_not_read() {
    let drawing = at(50.0, 700.0, 10.0, "Seen.")
        + "/OC /L1 BDC\n"
        + &at(50.0, 600.0, 10.0, "Hidden.")
        + "EMC\n";
    let mut paper = Paper::of(&[drawing]).with("<</Type/OCG/Name(Draft)>>");
    paper.catalog = "/OCProperties<</OCGs[10 0 R]/D<</OFF[10 0 R]>>>>".into();
    let bytes = String::from_utf8(paper.bytes()).expect("text");
    let bytes = bytes.replace("/XObject<</X1 10 0 R>>", "/Properties<</L1 10 0 R>>");
    assert_eq!(read(bytes.as_bytes(), "a.pdf").expect("a document").text, "Seen.\n");
}

#[test]
fn broken_files_are_refused_with_a_reason() {
    for (bytes, kind) in [
        (b"".as_slice(), RefusalKind::Empty),
        (b"%PDF-1.7\n", RefusalKind::Damaged),
        (
            b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer <</Root 1 0 R>>",
            RefusalKind::Damaged,
        ),
    ] {
        let trouble = read(bytes, "a.pdf").expect_err("broken");
        assert_eq!(trouble.kind, kind, "{}", trouble.message);
        assert!(trouble.message.ends_with('.') && !trouble.message.contains('\n'));
    }
}

/// Checks what every document promises.
fn assert_sound(document: &Document) {
    let length = document.text.chars().count() as u64;
    assert!(!document.text.contains(['\0', '\r']));
    let mut ends: HashMap<LandmarkKind, u64> = HashMap::new();
    for landmark in &document.landmarks {
        let end = ends.entry(landmark.kind).or_default();
        assert!(*end <= landmark.start && landmark.start <= landmark.end, "{landmark:?}");
        *end = landmark.end;
        assert!(landmark.end <= length, "{landmark:?}");
    }
    for comment in &document.comments {
        assert!(comment.start <= comment.end && comment.end <= length, "{comment:?}");
    }
}

#[test]
fn damaged_bytes_are_read_or_refused() {
    let notes = "/Annots[<</Subtype/Highlight/Rect[50 690 90 710]/Contents(x)>>]";
    let drawing = at(50.0, 760.0, 18.0, "Arriving") + &wrapped(50.0, 720.0, 60, LONG);
    let mut paper = Paper::of(&[drawing, wrapped(50.0, 700.0, 38, OTHER)]).on_last_page(notes);
    paper.catalog = "/PageLabels<</Nums[0<</S/r>>]>>".into();
    let whole = paper.bytes();
    let mut random = trefoil_testkit::Random::seeded(7);
    let limits = Limits { total: Duration::from_secs(5), ..Limits::default() };
    let mut read_count = 0;
    for _ in 0..300 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(6) {
            let at = random.below(bytes.len());
            bytes[at] = u8::try_from(random.below(256)).expect("a byte");
        }
        if random.below(4) == 0 {
            bytes.truncate(random.below(bytes.len()));
        }
        if let Ok(document) = read_within(&bytes, "a.pdf", limits) {
            assert!(document.text.len() < 100_000);
            assert_sound(&document);
            read_count += 1;
        }
    }
    assert!(read_count > 50, "{read_count}");
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
    #[test]
    fn any_words_come_back(
        words in proptest::collection::vec("[a-zA-Z]{1,12}", 1..60), width in 30_usize..80,
    ) {
        let text = words.join(" ");
        let document = document(&Paper::of(&[wrapped(50.0, 780.0, width, &text)]));
        let back: Vec<&str> = document.text.split_whitespace().collect();
        proptest::prop_assert_eq!(back, words);
        assert_sound(&document);
    }
}
