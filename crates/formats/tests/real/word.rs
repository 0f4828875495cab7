//! Word documents and OpenDocument texts by others, word for word.

use std::path::PathBuf;

use trefoil_formats::{
    Candidate, Document, Kind, LandmarkKind, Options, RefusalKind, TrackedChanges, kind, survey,
};
use trefoil_testkit::{shared_corpus, skip};

fn corpus(test: &str) -> Option<PathBuf> {
    let found = shared_corpus();
    if found.is_none() {
        skip(&format!("real-files {test}"));
    }
    found
}

fn candidates(folder: PathBuf) -> Vec<Candidate> {
    let found = survey(&[folder]).candidates;
    let is_named =
        |found: &Candidate| matches!(kind::extension(&found.file_name).as_str(), "docx" | "odt");
    let is_kind = |found: &Candidate| matches!(found.kind, Kind::Docx | Kind::Odt);
    found.into_iter().filter(|found| is_named(found) && is_kind(found)).collect()
}

fn read(file: PathBuf, changes: TrackedChanges) -> Document {
    let found = survey(&[file]);
    let candidate = found.candidates.first().expect("a document");
    let reading = candidate.read(Options { changes, ..Options::default() });
    reading.expect("a file that can be read").document.expect("a text")
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

/// The plain words of a text in Haskell's notation: what stands in `Str "…"`,
/// parted where there is a space or another paragraph.
fn native_words(native: &str) -> Vec<String> {
    let mut text = String::new();
    let mut rest = native;
    while let Some(place) = rest.find(|sign: char| "SP".contains(sign)) {
        rest = &rest[place..];
        if rest.starts_with("Space") || rest.starts_with("SoftBreak") || rest.starts_with("Para") {
            text.push(' ');
        }
        let Some(quoted) = rest.strip_prefix("Str \"") else {
            rest = &rest[1..];
            continue;
        };
        let end = quoted.find('"').expect("a quote ends");
        text.push_str(&quoted[..end]);
        rest = &quoted[end + 1..];
    }
    words(&text)
}

#[test]
fn tracked_changes_agree_with_what_pandoc_expects() {
    let Some(root) = corpus("tracked_changes_agree_with_what_pandoc_expects") else { return };
    let folder = root.join("documents/jgm+pandoc/docx");
    let mut compared = 0;
    for name in ["deletion", "insertion", "move"] {
        for (changes, what) in [
            (TrackedChanges::Accepted, "accept"),
            (TrackedChanges::Rejected, "reject"),
            (TrackedChanges::Shown, "all"),
        ] {
            let native = folder.join(format!("track_changes_{name}_{what}.native"));
            let expected = std::fs::read_to_string(native).expect("the expectation");
            let document = read(folder.join(format!("track_changes_{name}.docx")), changes);
            assert_eq!(words(&document.text), native_words(&expected), "{name} {what}");
            assert_eq!(document.comments.is_empty(), what != "all");
            compared += 1;
        }
    }
    assert_eq!(compared, 9);
}

#[test]
fn every_change_and_comment_tells_its_words() {
    let Some(root) = corpus("every_change_and_comment_tells_its_words") else { return };
    let folder = root.join("documents/jgm+pandoc");
    let document =
        read(folder.join("docx/track_changes_scrubbed_metadata.docx"), TrackedChanges::Shown);
    let told = about(&document);
    let expected = [
        ("Deleted by Author.", "dummy"),
        ("Inserted by Author.", "test"),
        ("With a comment!", "document"),
    ];
    assert_eq!(told, expected.map(|(words, about)| (words.to_owned(), about.to_owned())));
    let comments = read(folder.join("docx/comments.docx"), TrackedChanges::Accepted);
    let told: Vec<String> = about(&comments).into_iter().map(|(_, about)| about).collect();
    let thread = "comment in a comment";
    assert_eq!(
        told,
        ["some text to have a comment ", "a new paragraph.\nAnd so", "more", thread, thread]
    );
    assert_eq!(comments.comments[4].date.as_deref(), Some("2016-06-22T14:36:00Z"));
    let odt = read(folder.join("odt/odt/trackedChanges.odt"), TrackedChanges::Shown);
    assert_eq!(odt.text, "Some text with deleted and inserted text.\n");
    let rejected = read(folder.join("odt/odt/trackedChanges.odt"), TrackedChanges::Rejected);
    assert_eq!(words(&rejected.text), words("Some text with deleted text."));
}

fn about(document: &Document) -> Vec<(String, String)> {
    let signs: Vec<char> = document.text.chars().collect();
    let place = |at: u64| usize::try_from(at).expect("a short text");
    let about =
        |start: u64, end: u64| -> String { signs[place(start)..place(end)].iter().collect() };
    let comments = document.comments.iter();
    comments.map(|comment| (comment.text.clone(), about(comment.start, comment.end))).collect()
}

#[test]
fn lists_bear_the_numbers_that_are_printed() {
    let Some(root) = corpus("lists_bear_the_numbers_that_are_printed") else { return };
    let text = |file: &str| {
        read(root.join("documents/jgm+pandoc").join(file), TrackedChanges::Accepted).text
    };
    assert_eq!(
        text("docx/lists_restarting.docx"),
        "2. Foo\n3. Bar\n4. Baz\n\nInterruption\n\n1. Bop.\n"
    );
    assert_eq!(
        text("docx/german_styled_lists.docx"),
        "• One level of the list.\n• Second level of the list.\n  • Next level of the list\n\
         • Back to the top level.\n"
    );
    let odt = text("odt/odt/listContinueNumbering.odt");
    // Each item says itself which number it should have.
    let items: Vec<&str> = odt.lines().filter(|line| line.ends_with(".)")).collect();
    assert_eq!(items.len(), 7);
    for item in items {
        let (number, rest) = item.split_once(' ').expect("a number");
        assert!(rest.ends_with(&format!("({number})")), "{item}");
    }
    assert!(text("docx/table_with_list_cell.docx").contains("1. Cell with\n2. A\n3. Numbered"));
}

#[test]
fn headings_and_pages_of_a_real_document_are_landmarks() {
    let Some(root) = corpus("headings_and_pages_of_a_real_document_are_landmarks") else { return };
    let folder = root.join("documents/apache+poi/poi");
    let document = read(folder.join("HeaderFooterUnicode.docx"), TrackedChanges::Accepted);
    let of = |kind: LandmarkKind| {
        document.landmarks.iter().filter(move |landmark| landmark.kind == kind).count()
    };
    assert_eq!((of(LandmarkKind::Page), of(LandmarkKind::Heading(1))), (2, 1));
    let form = read(folder.join("form_footnotes.docx"), TrackedChanges::Accepted);
    let pages = form.landmarks.iter().filter(|landmark| landmark.kind == LandmarkKind::Page);
    assert_eq!(pages.map(|page| page.label.as_str()).collect::<Vec<_>>(), ["1", "2", "3"]);
}

#[test]
fn all_documents_are_read_with_places_inside_their_text() {
    let Some(root) = corpus("all_documents_are_read_with_places_inside_their_text") else { return };
    let (mut read, mut refused) = (0, Vec::new());
    for candidate in ["documents", "interviews", "hostile"]
        .into_iter()
        .flat_map(|folder| candidates(root.join(folder)))
    {
        for changes in [TrackedChanges::Accepted, TrackedChanges::Rejected, TrackedChanges::Shown] {
            match candidate.read(Options { changes, ..Options::default() }) {
                Ok(reading) => {
                    let document = reading.document.expect("a text");
                    let length = trefoil_formats::code_points(&document.text);
                    let spans = document.landmarks.iter().map(|found| (found.start, found.end));
                    let comments = document.comments.iter().map(|found| (found.start, found.end));
                    for (start, end) in spans.chain(comments) {
                        assert!(start <= end && end <= length, "{}", candidate.file);
                    }
                    read += 1;
                }
                Err(refusal) => refused.push((candidate.file_name.clone(), refusal.kind)),
            }
        }
    }
    refused.dedup();
    refused.sort_unstable_by(|one, other| one.0.cmp(&other.0));
    let unexpected: Vec<_> =
        refused.iter().filter(|(_, kind)| *kind != RefusalKind::Empty).collect();
    assert_eq!(
        unexpected,
        [
            &("ExternalEntityInText.docx".to_owned(), RefusalKind::Unsafe),
            &("PasswordProtected.odt".to_owned(), RefusalKind::Encrypted),
        ]
    );
    assert!(read >= 3 * 70, "only {read} were read");
}
