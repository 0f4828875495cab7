//! Separators, quotation marks and rows of all lengths.

use proptest::prelude::*;

use super::*;

#[test]
fn every_usual_separator_is_recognised() {
    for separator in [",", ";", "\t", "|"] {
        let text =
            "id;age;said\nP1;34;\"Well, yes; no | so\tit \"\"went\"\"\nlike this\"\nP2;29;x\n";
        let text = text.split('"').enumerate().map(|(at, part)| {
            if at % 2 == 0 { part.replace(';', separator) } else { part.to_owned() }
        });
        let (table, notices) = csv(&text.collect::<Vec<_>>().join("\""));
        assert_eq!(
            shown(&table).replace("Well, yes; no | so\tit", "Well"),
            "id|age|said / P1|34|Well \"went\"\nlike this / P2|29|x"
        );
        assert!(notices.is_empty(), "{notices:?}");
    }
}

#[test]
fn commas_in_answers_do_not_make_a_comma_table() {
    let (table, _) = csv("name;what, and why\nA;one, two, three\nB;four\nC;five, six\n");
    assert_eq!(table.columns, ["name", "what, and why"]);
    let (table, _) = csv("a;b\n1,5;2,5\n3,5;4,5\n");
    assert_eq!(table.rows, [["1,5", "2,5"], ["3,5", "4,5"]]);
}

#[test]
fn a_single_column_is_a_table() {
    let (table, _) = csv("participant\nAnna\nBela, the younger\n");
    assert_eq!(shown(&table), "participant / Anna / Bela, the younger");
}

#[test]
fn names_with_commas_are_one_column() {
    let (table, notices) = csv("Name\nMiller, Ann\nSmith, Bela\nJones, Chris\n");
    assert_eq!(shown(&table), "Name / Miller, Ann / Smith, Bela / Jones, Chris");
    assert!(notices.is_empty());
    assert_eq!(csv("a, b\n1, 2\n").0.columns, ["a", "b"]);
}

#[test]
fn spaces_before_quotation_marks_are_forgiven() {
    let (table, notices) = csv("id, name, said\n1, \"Anna\", \"well, yes\"\n2, \"Bela\" B., x\n");
    assert_eq!(shown(&table), "id|name|said / 1|Anna|well, yes / 2| \"Bela\" B.| x");
    assert!(notices.is_empty(), "{notices:?}");
}

#[test]
fn excels_separator_line_decides() {
    let (table, _) = csv("sep=;\r\na,x;b\r\n1,2;3\r\n");
    assert_eq!(shown(&table), "a,x|b / 1,2|3");
    let (table, _) = csv("\u{feff}\"SEP=|\"\na|b\n1|2\n");
    assert_eq!(shown(&table), "a|b / 1|2");
    let (table, _) = csv("sep=^\na^b\n1,1^2\n");
    assert_eq!(shown(&table), "a|b / 1,1|2");
}

#[test]
fn quotes_after_a_backslash_are_quotes() {
    let (table, _) = csv("a,b\n1,\"He said \\\"yes, so\\\" and left\"\n2,\"C:\\\\x\"\n");
    assert_eq!(table.rows[0][1], "He said \"yes, so\" and left");
    assert_eq!(table.rows[1][1], "C:\\x");
    let (table, _) = csv("a,b\n1,\"C:\\\"\n2,\"x\"\n");
    assert_eq!(table.rows[0][1], "C:\\");
}

#[test]
fn a_quote_that_is_never_closed_swallows_nothing() {
    let (table, notices) = csv("a,b,c\n1,\"oops,x\n2,\"fine, really\",y\n3,w,z\n");
    assert_eq!(shown(&table), "a|b|c / 1|\"oops|x / 2|fine, really|y / 3|w|z");
    assert!(notices[0].starts_with("1 quotation mark was never closed"), "{notices:?}");
    let (table, notices) = csv("a,b\n1,\"oops");
    assert_eq!((table.rows[0][1].as_str(), notices.len()), ("\"oops", 1));
}

#[test]
fn ragged_rows_are_kept_whole_and_counted() {
    let (table, notices) = csv("a,b,c\n1\n1,2,3,4\n1,2,3,\n1,2,3\n");
    assert_eq!(shown(&table), "a|b|c|Column 4 / 1||| / 1|2|3|4 / 1|2|3| / 1|2|3|");
    assert!(notices.iter().any(|notice| notice.starts_with("1 row was shorter")));
    assert!(notices.iter().any(|notice| notice.starts_with("1 row was longer")));
}

#[test]
fn names_are_given_once_and_blank_lines_are_counted() {
    let (table, notices) =
        csv("Age, Age ,,Age (2),Why\u{a0}so?\n1,2,x,3,\n,,,,\n\n4,5,,6,z\n,,,,\n,,,,\n");
    assert_eq!(table.columns, ["Age", "Age (3)", "Column 3", "Age (2)", "Why so?"]);
    assert_eq!(table.rows.len(), 2);
    assert_eq!(
        notices,
        [
            "1 column was without a name and got one.",
            "1 column was named like another and got a number: “Age (2)”.",
            "2 blank rows were left out.",
        ]
    );
    let (table, notices) = csv("a,,b\n1,,2\n3,,4\n");
    assert_eq!((shown(&table).as_str(), notices.len()), ("a|b / 1|2 / 3|4", 1));
}

#[test]
fn any_encoding_is_read() {
    let utf16: Vec<u8> =
        "\u{feff}Name\tAlter\r\nJürgen\t31\r\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let (tables, _) = read_as(Kind::Csv, &utf16).expect("a table");
    assert_eq!(shown(&tables[0]), "Name|Alter / Jürgen|31");
    let (tables, notices) =
        read_as(Kind::Csv, b"Name;Stra\xdfe\nJ\xfcrgen M\xfcller;Gr\xfcner Weg\n")
            .expect("a table");
    assert_eq!(shown(&tables[0]), "Name|Straße / Jürgen Müller|Grüner Weg");
    assert_eq!(notices.len(), 1);
}

#[test]
fn nothing_is_refused_as_nothing() {
    for text in ["", "\n\n", ",,\n,,\n", "\u{feff}", "sep=;\n"] {
        let refused = read_as(Kind::Csv, text.as_bytes()).expect_err("no table");
        assert_eq!(refused.kind, RefusalKind::Empty, "{text:?}");
    }
}

#[test]
fn too_many_columns_and_rows_are_refused() {
    let wide = ",".repeat(MOST_COLUMNS + 1);
    let refused = read_as(Kind::Csv, wide.as_bytes()).map(drop).expect_err("too wide");
    assert_eq!(refused.kind, RefusalKind::TooLarge);
    let long = "a\n".repeat(MOST_ROWS + 2);
    let refused = read_as(Kind::Csv, long.as_bytes()).map(drop).expect_err("too long");
    assert_eq!(refused.kind, RefusalKind::TooLarge);
}

/// Quotation marks without end must not make the reading quadratic.
#[test]
fn many_open_quotes_take_no_time() {
    let text = "a,\"b\nx".repeat(200_000);
    let begin = std::time::Instant::now();
    let _ = read_as(Kind::Csv, text.as_bytes());
    assert!(begin.elapsed() < std::time::Duration::from_secs(20));
}

proptest! {
    #[test]
    fn what_a_program_writes_is_read_back(
        rows in prop::collection::vec(prop::collection::vec("[a-z,;\"'\n| äß😀]{0,8}[a-z]", 4), 2..8),
        separator in prop::sample::select(vec![b',', b';', b'\t', b'|']),
    ) {
        let mut writer = ::csv::WriterBuilder::new()
            .delimiter(separator)
            .quote_style(::csv::QuoteStyle::Always)
            .from_writer(Vec::new());
        writer.write_record(["one", "two", "three", "four"]).expect("memory");
        for row in &rows {
            writer.write_record(row).expect("memory");
        }
        let bytes = writer.into_inner().expect("memory");
        let (tables, _) = read_as(Kind::Csv, &bytes).expect("a table");
        prop_assert_eq!(&tables[0].rows, &rows);
    }

    #[test]
    fn damaged_bytes_are_read_or_refused(
        changes in prop::collection::vec((0_usize..400, 0_u8..=255), 0..12), cut in 0_usize..600,
    ) {
        let mut bytes = "id;said\nP1;\"a; \"\"b\"\"\nc\"\nP2;grün\n".repeat(12).into_bytes();
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        if let Ok((tables, _)) = read_as(Kind::Csv, &bytes) {
            let size: usize = tables[0].rows.iter().flatten().map(String::len).sum();
            prop_assert!(size <= bytes.len() * 3);
        }
    }

    #[test]
    fn any_text_gives_a_table_or_a_refusal(text in "[ab,;\t|\"\\\\\n=]{0,60}") {
        if let Ok((tables, _)) = read_as(Kind::Csv, text.as_bytes()) {
            for table in tables {
                let names: std::collections::HashSet<&String> = table.columns.iter().collect();
                prop_assert_eq!(names.len(), table.columns.len());
                prop_assert!(table.rows.iter().all(|row| row.len() == table.columns.len()));
                let _ = guess(&table);
            }
        }
    }
}
