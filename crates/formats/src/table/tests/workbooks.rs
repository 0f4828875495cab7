//! Workbooks of Excel and OpenDocument, built here part by part.

use proptest::prelude::*;

use super::*;
use crate::testing::package;

const SPACE: &str = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
    xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn joined(pieces: impl Iterator<Item = String>) -> String {
    pieces.collect::<Vec<_>>().concat()
}

/// An Excel workbook; its strings may bring their own `sst`. Styles 1 to 4 are a date, a per cent, a duration and `00000`.
fn excel(sheets: &[(&str, &str, &str)], strings: &str) -> Vec<u8> {
    let strings = match strings.strip_prefix("<sst ") {
        Some(own) => format!("<sst {SPACE} {own}"),
        None => format!("<sst {SPACE}>{strings}</sst>"),
    };
    let numbered = || sheets.iter().zip(1..);
    let mut parts: Vec<(String, String)> = numbered()
        .map(|((_, _, inner), number)| {
            let content = format!("<worksheet {SPACE}>{inner}</worksheet>");
            (format!("xl/worksheets/sheet{number}.xml"), content)
        })
        .collect();
    let list = joined(numbered().map(|((name, state, _), number)| {
        format!("<sheet name=\"{name}\" sheetId=\"{number}\" {state} r:id=\"r{number}\"/>")
    }));
    let relation = |id: &str, kind: &str, target: &str| {
        format!("<Relationship Id=\"{id}\" Type=\"{RELATIONS}/{kind}\" Target=\"{target}\"/>")
    };
    let relations = joined(numbered().map(|(_, number)| {
        relation(&format!("r{number}"), "worksheet", &format!("worksheets/sheet{number}.xml"))
    })) + &relation("s", "styles", "styles.xml")
        + &relation("t", "sharedStrings", "sharedStrings.xml");
    let xfs = joined(
        [0, 14, 9, 46, 164, 22]
            .iter()
            .map(|format| format!("<xf numFmtId=\"{format}\" applyNumberFormat=\"1\"/>")),
    );
    let others = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>"
                .to_owned(),
        ),
        (
            "_rels/.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">\
                 <Relationship Id=\"w\" Type=\"{RELATIONS}/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
        ),
        ("xl/workbook.xml", format!("<workbook {SPACE}><sheets>{list}</sheets></workbook>")),
        (
            "xl/_rels/workbook.xml.rels",
            format!(
                "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>"
            ),
        ),
        ("xl/sharedStrings.xml", strings),
        (
            "xl/styles.xml",
            format!(
                "<styleSheet {SPACE}><numFmts><numFmt numFmtId=\"164\" formatCode=\"00000\"/></numFmts>\
                 <cellXfs>{xfs}</cellXfs></styleSheet>"
            ),
        ),
    ];
    parts.extend(others.map(|(name, content)| (name.to_owned(), content)));
    let parts: Vec<(&str, &str)> =
        parts.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
    package(&parts)
}

fn text(address: &str, words: &str) -> String {
    format!("<c r=\"{address}\" t=\"inlineStr\"><is><t>{words}</t></is></c>")
}

fn number(address: &str, style: u8, value: &str) -> String {
    format!("<c r=\"{address}\" s=\"{style}\"><v>{value}</v></c>")
}

fn rows(cells: &[&str]) -> String {
    let rows = joined(cells.iter().map(|cells| format!("<row>{cells}</row>")));
    format!("<sheetData>{rows}</sheetData>")
}

#[test]
fn cells_of_every_sort_are_written_as_they_are_seen() {
    let sheet = rows(&[
        &(text("B2", "what") + &text("C2", "value")),
        &(text("B3", "date") + &number("C3", 1, "45734")),
        &(text("B4", "moment") + &number("C4", 5, "45734.4375")),
        &(text("B5", "share") + &number("C5", 2, "0.455")),
        &(text("B6", "length") + &number("C6", 3, "1.25")),
        &(text("B7", "id") + &number("C7", 4, "42")),
        &(text("B8", "phone") + &number("C8", 0, "4.915123456789E+11")),
        &(text("B9", "half") + &number("C9", 0, "0.5")),
        &(text("B10", "truth") + "<c r=\"C10\" t=\"b\"><v>1</v></c>"),
        &(text("B11", "shared") + "<c r=\"C11\" t=\"s\"><v>1</v></c>"),
        &(text("B12", "sum") + "<c r=\"C12\"><f>1+1</f><v>2</v></c>"),
        &(text("B13", "words") + "<c r=\"C13\" t=\"str\"><f>A1</f><v>a&amp;b</v></c>"),
        &(text("B14", "iso") + "<c r=\"C14\" t=\"d\"><v>2025-03-18T00:00:00</v></c>"),
        &(text("B15", "wrong") + "<c r=\"C15\" t=\"e\"><v>#DIV/0!</v></c>"),
        &(text("B16", "never") + "<c r=\"C16\"><f>1+1</f></c>"),
    ]);
    let book = excel(
        &[("Data", "", &sheet)],
        "<si><t>no</t></si><si><r><t xml:space=\"preserve\">so </t></r><r><t>it_x000D_\nis</t></r>\
         <rPh><t>phonetic</t></rPh></si>",
    );
    let (tables, notices) = read_as(Kind::Sheet, &book).expect("a workbook");
    assert_eq!(tables[0].sheet.as_deref(), Some("Data"));
    let values: Vec<&str> = tables[0].rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(
        values,
        [
            "2025-03-18",
            "2025-03-18 10:30",
            "45.5%",
            "30:00",
            "00042",
            "491512345678.9",
            "0.5",
            "true",
            "so it\nis",
            "2",
            "a&b",
            "2025-03-18",
            "",
            ""
        ]
    );
    assert!(notices.iter().any(|notice| notice.contains("#DIV/0! in C15")), "{notices:?}");
    assert!(notices.iter().any(|notice| notice.contains("never calculated")), "{notices:?}");
}

#[test]
fn hidden_and_merged_cells_are_read_and_said() {
    let one = format!(
        "<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols><sheetData><row>{}{}{}</row><row hidden=\"1\">{}{}</row>\
         <row>{}</row></sheetData><mergeCells><mergeCell ref=\"A2:A3\"/></mergeCells>",
        text("A1", "who"),
        text("B1", "week"),
        text("C1", "said"),
        text("A2", "P1"),
        text("B2", "1"),
        text("B3", "2"),
    );
    let two = rows(&[&text("A1", "x"), &text("A2", "y")]);
    let book = excel(
        &[("One", "", &one), ("Two", "state=\"hidden\"", &two), ("Empty", "", "<sheetData/>")],
        "",
    );
    let (tables, notices) = read_as(Kind::Sheet, &book).expect("a workbook");
    assert_eq!(tables.len(), 2);
    assert_eq!(shown(&tables[0]), "who|week|said / P1|1| / P1|2|");
    for words in
        ["1 merged cell was repeated", "1 hidden row", "2 hidden columns", "The hidden sheet “Two”"]
    {
        assert!(notices.iter().any(|notice| notice.contains(words)), "{words}: {notices:?}");
    }
}

#[test]
fn a_groups_name_goes_before_the_names_of_its_columns() {
    let sheet = rows(&[
        &(text("A1", "id") + &text("B1", "Person")),
        &(text("B2", "age") + &text("C2", "sex")),
        &(text("A3", "P1") + &number("B3", 0, "3") + &text("C3", "f")),
    ]) + "<mergeCells><mergeCell ref=\"A1:A2\"/><mergeCell ref=\"B1:C1\"/></mergeCells>";
    let (tables, _) = read_as(Kind::Sheet, &excel(&[("S", "", &sheet)], "")).expect("a workbook");
    assert_eq!(shown(&tables[0]), "id|Person: age|Person: sex / P1|3|f");
}

#[test]
fn strings_that_are_only_claimed_cost_nothing() {
    let cell = rows(&["<c r=\"A1\" t=\"s\"><v>0</v></c>"]);
    let claiming = |count: &str| {
        let strings = format!("<sst uniqueCount=\"{count}\"><si><t>words</t></si></sst>");
        read_as(Kind::Sheet, &excel(&[("A", "", &cell)], &strings)).map_err(|trouble| trouble.kind)
    };
    for count in ["1", "70000", "-1", "x"] {
        assert!(claiming(count).is_ok(), "{count}");
    }
    for count in ["4294967295", "99999999999999999999999"] {
        assert_eq!(claiming(count).map(|_| ()), Err(RefusalKind::Damaged), "{count}");
    }
}

#[test]
fn a_far_corner_costs_nothing() {
    let sheet = rows(&[&text("A1", "a"), &text("A2", "b"), &text("XFD1048576", "far")]);
    let (tables, _) = read_as(Kind::Sheet, &excel(&[("S", "", &sheet)], "")).expect("a workbook");
    assert_eq!(shown(&tables[0]), "a|Column 2 / b| / |far");
}

#[test]
fn strings_that_swell_entities_and_depth_are_refused() {
    let kind = |book: &[u8]| read_as(Kind::Sheet, book).expect_err("no workbook").kind;
    let long = format!("<si><t>{}</t></si>", "x".repeat(1024));
    let cells = "<c t=\"s\"><v>0</v></c>".repeat(40);
    let swelling =
        excel(&[("S", "", &format!("<sheetData><row>{cells}</row></sheetData>"))], &long);
    let with_room_for = |text| {
        let mut budget = Budget { text, ..Budget::new() };
        workbook::read(&swelling, &mut budget, &mut Notices::about("x")).map(drop)
    };
    assert_eq!(with_room_for(40 * 1024), Ok(()));
    assert_eq!(with_room_for(40 * 1024 - 1).expect_err("too much").kind, RefusalKind::TooLarge);
    let declaring = package(&[(
        "xl/workbook.xml",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><workbook>&a;</workbook>",
    )]);
    assert_eq!(kind(&declaring), RefusalKind::Unsafe);
    let deep = package(&[("xl/workbook.xml", &"<a>".repeat(400))]);
    assert_eq!(kind(&deep), RefusalKind::Unsafe);
    let huge = package(&[("xl/media/zeros.bin", &"0".repeat(70 * 1024 * 1024))]);
    assert_eq!(kind(&huge), RefusalKind::TooLarge);
    assert_eq!(kind(b"PK\x03\x04 and no more"), RefusalKind::Damaged);
    assert_eq!(kind(&[0xd0, 0xcf, 0x11, 0xe0]), RefusalKind::Encrypted);
    assert_eq!(kind(&excel(&[("S", "", "<sheetData/>")], "")), RefusalKind::Empty);
}

fn opendocument(inner: &str) -> Vec<u8> {
    let spaces = joined(["office", "table", "text", "style", "draw"].iter().map(|name| {
        let uri = if *name == "draw" { "drawing" } else { name };
        format!(" xmlns:{name}=\"urn:oasis:names:tc:opendocument:xmlns:{uri}:1.0\"")
    }));
    let content = format!(
        "<office:document-content{spaces}><office:automatic-styles><style:style style:name=\"ta2\" \
         style:family=\"table\"><style:table-properties table:display=\"false\"/></style:style>\
         </office:automatic-styles><office:body><office:spreadsheet>{inner}</office:spreadsheet></office:body>\
         </office:document-content>"
    );
    package(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", &content),
        ("META-INF/manifest.xml", "<manifest/>"),
    ])
}

fn words(text: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"string\"><text:p>{text}</text:p></table:table-cell>"
    )
}

fn valued(kind: &str, attribute: &str, value: &str, shown: &str) -> String {
    format!(
        "<table:table-cell office:value-type=\"{kind}\" office:{attribute}=\"{value}\"><text:p>{shown}</text:p></table:table-cell>"
    )
}

fn sheet(rows: &[String]) -> String {
    let rows = joined(rows.iter().map(|row| format!("<table:table-row>{row}</table:table-row>")));
    format!("<table:table table:name=\"S\">{rows}</table:table>")
}

#[test]
fn opendocument_cells_are_written_as_they_are_seen() {
    let inner = sheet(&[
        words("what") + &words("value"),
        words("date") + &valued("date", "date-value", "2025-03-18", "18.03.25"),
        words("time") + &valued("time", "time-value", "PT10H30M00S", "10:30"),
        words("share") + &valued("percentage", "value", "0.455", "45,5 %"),
        words("id") + &valued("float", "value", "42", "00042"),
        words("phone") + &valued("float", "value", "491512345678", "4.9E+11"),
        words("truth") + &valued("boolean", "boolean-value", "true", "WAHR"),
        words("long")
            + &words("one  two<text:s text:c=\"2\"/>x<text:line-break/>y</text:p><text:p>z"),
        words("note")
            + "<table:table-cell office:value-type=\"string\"><office:annotation><text:p>secret</text:p>\
               </office:annotation><text:p>seen</text:p></table:table-cell>",
        words("wrong")
            + "<table:table-cell table:formula=\"of:=1/0\" office:value-type=\"string\" office:string-value=\"\">\
               <text:p>#DIV/0!</text:p></table:table-cell>",
    ]);
    let (tables, notices) = read_as(Kind::Sheet, &opendocument(&inner)).expect("a workbook");
    let values: Vec<&str> = tables[0].rows.iter().map(|row| row[1].as_str()).collect();
    assert_eq!(
        values,
        [
            "2025-03-18",
            "10:30",
            "45.5%",
            "00042",
            "491512345678",
            "true",
            "one two  x\ny\nz",
            "seen",
            ""
        ]
    );
    assert_eq!(notices.len(), 2, "{notices:?}");
}

#[test]
fn repeated_cells_are_repeated_and_bounded() {
    let inner = format!(
        "<table:table table:name=\"S\" table:style-name=\"ta2\"><table:table-row>{}{}{}</table:table-row>\
         <table:table-row table:number-rows-repeated=\"2\" table:visibility=\"collapse\">\
         <table:table-cell table:number-columns-repeated=\"2\" office:value-type=\"float\" office:value=\"7\"/>\
         </table:table-row><table:table-row table:number-rows-repeated=\"1048570\">\
         <table:table-cell table:number-columns-repeated=\"16384\"/></table:table-row></table:table>",
        words("a"),
        words("b"),
        words("c")
    );
    let (tables, notices) = read_as(Kind::Sheet, &opendocument(&inner)).expect("a workbook");
    assert_eq!(shown(&tables[0]), "a|b|c / 7|7| / 7|7|");
    assert!(notices.iter().any(|notice| notice.contains("2 hidden rows")));
    assert!(notices.iter().any(|notice| notice.contains("hidden sheet “S”")));
    let bomb = "<table:table table:name=\"S\"><table:table-row table:number-rows-repeated=\"4000000000\">\
        <table:table-cell table:number-columns-repeated=\"4000000000\" office:value-type=\"float\" office:value=\"7\"/>\
        </table:table-row></table:table>";
    let refused = read_as(Kind::Sheet, &opendocument(bomb)).expect_err("a bomb");
    assert_eq!(refused.kind, RefusalKind::TooLarge);
}

#[test]
fn deleted_linked_and_drawn_cells_are_not_read() {
    let inner = format!(
        "<table:tracked-changes><table:table-cell><text:p>gone</text:p></table:table-cell></table:tracked-changes>\
         <table:table table:name=\"S\"><table:shapes><draw:frame><text:p>drawn</text:p></draw:frame></table:shapes>\
         <table:table-row>{}</table:table-row></table:table>\
         <table:table table:name=\"'file:///x'#$S\"><table:table-source/><table:table-row>{}</table:table-row></table:table>",
        words("kept"),
        words("linked"),
    );
    let (tables, _) = read_as(Kind::Sheet, &opendocument(&inner)).expect("a workbook");
    assert_eq!(tables.iter().map(shown).collect::<Vec<_>>(), ["kept"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn damaged_workbooks_are_read_or_refused(
        changes in prop::collection::vec((0_usize..4000, 0_u8..=255), 0..8), cut in 0_usize..6000, is_excel: bool,
    ) {
        let book = if is_excel {
            excel(&[("S", "", &rows(&[&text("A1", "a"), &number("A2", 1, "45000")]))], "<si><t>x</t></si>")
        } else {
            opendocument(&sheet(&[words("a"), words("b")]))
        };
        let mut bytes = book;
        for (at, byte) in changes {
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
        }
        bytes.truncate(cut);
        if let Ok((tables, _)) = read_as(Kind::Sheet, &bytes) {
            prop_assert!(tables.iter().all(|table| table.columns.len() <= MOST_COLUMNS));
        }
    }

    #[test]
    fn shuffled_cells_never_bring_the_reader_down(
        pieces in prop::collection::vec(prop::sample::select(vec![
            "<row>", "</row>", "<row r=\"7\" hidden=\"1\">", "<c r=\"B2\">", "<c>", "</c>", "<v>1</v>", "<v>",
            "<c t=\"s\"><v>9</v></c>", "<c r=\"ZZZZ99999999\"/>", "<f>A1</f>", "<is><t>x</t></is>", "<c s=\"77\"><v>1e400</v></c>",
            "<c t=\"e\"><v>#N/A</v></c>", "<c t=\"d\"><v>x</v></c>", "<c s=\"1\"><v>-99999999</v></c>", "<c s=\"1\"><v>60</v></c>",
            "</sheetData><mergeCells><mergeCell ref=\"A1:XFD1048576\"/></mergeCells>", "<c r=\"A0\"><v>1</v></c>",
        ]), 0..30),
    ) {
        let book = excel(&[("S", "", &format!("<sheetData>{}</sheetData>", pieces.concat()))], "");
        let _ = read_as(Kind::Sheet, &book);
        let inner = pieces.concat().replace("row", "table:table-row").replace("<c", "<table:table-cell").replace("</c", "</table:table-cell");
        let _ = read_as(Kind::Sheet, &opendocument(&inner));
    }
}
