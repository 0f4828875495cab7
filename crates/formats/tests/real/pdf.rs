//! PDF files of many programs, whole and broken.

use std::time::{Duration, Instant};

use trefoil_formats::{
    Document, LandmarkKind, Options, Reading, Refusal, RefusalKind, Survey, survey,
};
use trefoil_testkit::{shared_corpus, skip};

fn look(test: &str, part: &str) -> Option<Survey> {
    let root = shared_corpus();
    if root.is_none() {
        skip(&format!("real-files {test}"));
    }
    root.map(|root| survey(&[root.join(part)]))
}

fn read(found: &Survey, name: &str) -> Result<Document, Refusal> {
    let candidate = found.candidates.iter().find(|candidate| candidate.file.ends_with(name));
    let reading: Reading = candidate.expect(name).read(Options::default())?;
    let document = reading.document.expect("a text");
    assert_sound(name, &document);
    Ok(document)
}

/// Checks what every document promises.
fn assert_sound(name: &str, document: &Document) {
    let length = document.text.chars().count() as u64;
    assert!(!document.text.contains(['\0', '\r']), "{name}");
    let mut page_end = 0;
    for landmark in &document.landmarks {
        assert!(landmark.start <= landmark.end && landmark.end <= length, "{name}: {landmark:?}");
        if landmark.kind == LandmarkKind::Page {
            assert!(page_end <= landmark.start, "{name}: {landmark:?}");
            page_end = landmark.end;
        }
    }
    for comment in &document.comments {
        assert!(comment.start <= comment.end && comment.end <= length, "{name}: {comment:?}");
    }
}

fn text(found: &Survey, name: &str) -> String {
    read(found, name).expect(name).text
}

fn part(document: &Document, start: u64, end: u64) -> String {
    let at = |place: u64| usize::try_from(place).expect("a short text");
    document.text.chars().skip(at(start)).take(at(end - start)).collect()
}

#[test]
fn transcripts_have_one_line_for_each_turn() {
    let name = "transcripts_have_one_line_for_each_turn";
    let Some(found) = look(name, "interviews/DanielKerrigan+PDPilotUserStudy/transcripts") else {
        return;
    };
    // As many paragraphs as MAXQDA numbered in the margin, of which the first is the title.
    let numbered = [95, 166, 122, 110, 135, 100, 105];
    for (number, paragraphs) in (1..).zip(numbered) {
        let name = format!("P{number}.pdf");
        let document = read(&found, &name).unwrap_or_else(|refusal| panic!("{refusal}"));
        let lines: Vec<&str> = document.text.lines().collect();
        let is_turn = |line: &&&str| line.starts_with("Dan:") || line.starts_with("Participant:");
        let turns = lines.iter().filter(is_turn).count();
        assert!(turns * 100 >= lines.len() * 90, "{name}: {turns} turns in {} lines", lines.len());
        assert_eq!(lines.len(), paragraphs, "{name}");
        let told =
            |words: &str| document.notices.iter().any(|notice| notice.message.contains(words));
        assert!(told("paragraphs in the margin") && told("page numbers"), "{name}");
        assert!(!lines.iter().any(|line| line.contains('\t')), "{name}");
    }
}

#[test]
fn tables_and_guides_keep_their_order() {
    let name = "tables_and_guides_keep_their_order";
    let Some(found) = look(name, "interviews/DanielKerrigan+PDPilotUserStudy") else { return };
    let codes = text(&found, "code-system.pdf");
    assert!(codes.contains("\nUninteresting dataset\t\t3\n"));
    let rows = |text: &str| text.lines().filter(|line| line.matches('\t').count() == 2).count();
    assert_eq!(rows(&codes), codes.lines().count() - 1);
    let segments = text(&found, "coded-segments.pdf");
    assert!(segments.lines().nth(3).is_some_and(|line| {
        line.starts_with("P1\tExplainability purposes > ") && line.ends_with("identify trends")
    }));
    let guide = read(&found, "protocol.pdf").expect("a guide");
    let headings: Vec<String> = guide
        .landmarks
        .iter()
        .filter(|landmark| landmark.kind == LandmarkKind::Heading(2))
        .map(|landmark| part(&guide, landmark.start, landmark.end))
        .collect();
    let expected = ["Introduction", "Tutorial", "Verification", "Model Exploration", "Interview"];
    assert_eq!(headings, expected);
}

#[test]
fn documents_of_many_programs_say_what_is_on_the_page() {
    let name = "documents_of_many_programs_say_what_is_on_the_page";
    let Some(found) = look(name, "documents") else { return };
    let text = |name: &str| text(&found, name);
    let columns = text("multicolumn.pdf");
    assert!(
        columns.contains("consectetuer adipiscing elit. Ut purus elit, vestibulum ut, placerat")
    );
    assert!(columns.contains("Donec nonummy pellentesque ante. Phasellus"));
    assert!(columns.contains("Nam feugiat lacus vel est."));
    assert!(columns.contains("\nCzech Republic\t10.7\t78,866\tPrague\tCzech\n"));
    let latex = read(&found, "pdflatex-4-pages.pdf").expect("a document");
    assert_eq!(latex.text.lines().count(), 1);
    assert_eq!(text("copy_paste_ligatures.pdf"), "abcdeffffiflffifflststghijklmno\n");
    assert_eq!(text("ArabicCIDTrueType.pdf"), "انواع الخطوط العربية\n".repeat(4));
    assert!(text("issue-71-duplicate-chars.pdf").starts_with("项目描述：负责四川省"));
    assert!(
        text("rotation.pdf").ends_with(
            "This is my second page. It will have a landscape layout. Second line here.\n"
        )
    );
    assert_eq!(text("habibi-rotated.pdf"), text("habibi.pdf").repeat(4));
    let table = text("nics-background-checks-2015-11-rotated.pdf");
    let row = table.lines().find(|line| line.starts_with("Vermont\t")).expect("a row");
    assert!(row.starts_with("Vermont\t0\t1,189\t1,826\t49\t70\t0\t") && row.ends_with("\t3,136"));
    let court = read(&found, "scotus-transcript-p1.pdf").expect("a transcript");
    assert!(court.text.contains(
        "\nSTEVEN E. MERCER, ESQ., Deputy Attorney General, Los Angeles, Cal.; on behalf of the \
         Petitioner.\n"
    ));
    assert!(court.notices.iter().any(|notice| notice.message.contains("lines in the margin")));
    assert_eq!(text("google-doc-document.pdf").lines().take(20).count(), 20);
    assert!(text("word365_structure.pdf").contains("\nLigne 1\tAlouette\tFarfadet\n"));
}

#[test]
fn what_readers_marked_keeps_its_place() {
    let Some(found) = look("what_readers_marked_keeps_its_place", "documents") else { return };
    let document = read(&found, "annotation-highlight.pdf").expect("a document");
    let [comment] = document.comments.as_slice() else { panic!("{:?}", document.comments) };
    assert_eq!(part(&document, comment.start, comment.end), "Lorem ipsum dolor sit amet");
    assert_eq!(comment.author.as_deref(), Some("Tim van der Meij"));
    assert_eq!(comment.date.as_deref(), Some("2015-12-30T15:22:48+01:00"));
    let document = read(&found, "annotated_pdf.pdf").expect("a document");
    let marked: Vec<String> = document
        .comments
        .iter()
        .filter(|comment| comment.start < comment.end)
        .map(|comment| part(&document, comment.start, comment.end))
        .collect();
    assert_eq!((document.comments.len(), marked), (3, vec!["Line 1\nLine 2".to_owned()]));
}

#[test]
fn broken_locked_and_scanned_files_are_refused_in_time() {
    let name = "broken_locked_and_scanned_files_are_refused_in_time";
    let Some(found) = look(name, "documents") else { return };
    let began = Instant::now();
    let kind = |name: &str| {
        read(&found, name).map(|document| document.text).map_err(|refusal| {
            assert!(!refusal.message.contains('\n') && refusal.message.ends_with('.'), "{refusal}");
            refusal.kind
        })
    };
    assert_eq!(kind("libreoffice-writer-password.pdf"), Err(RefusalKind::Encrypted));
    assert_eq!(kind("PDFBOX-4352-0.pdf"), Err(RefusalKind::Encrypted));
    assert_eq!(kind("REDHAT-1531897-0.pdf"), Err(RefusalKind::Damaged));
    assert_eq!(kind("bug1020226.pdf"), Err(RefusalKind::Damaged));
    assert_eq!(kind("pdf.js/empty.pdf"), Err(RefusalKind::Empty));
    assert_eq!(kind("grayscale-image.pdf"), Err(RefusalKind::Empty));
    assert_eq!(kind("poppler-395-0-fuzzed.pdf"), Err(RefusalKind::Empty));
    assert_eq!(kind("poppler-85140-0.pdf"), Err(RefusalKind::Empty));
    assert_eq!(kind("poppler-67295-0.pdf").as_deref(), Ok("TestString123\n"));
    assert_eq!(kind("issue9105_reduced.pdf").as_deref(), Ok("Issue 9105\n"));
    assert!(kind("malformed-from-issue-932.pdf").is_ok());
    let pages = read(&found, "Pages-tree-refs.pdf").expect("a page");
    assert!(pages.notices.iter().any(|notice| notice.message.starts_with("Page 2 is damaged")));
    assert!(began.elapsed() < Duration::from_mins(1));
}
