//! Tables of oral history projects, repositories and corpora, and workbooks made to do harm.

use std::path::{Path, PathBuf};

use trefoil_formats::table::{AsWhat, AttributeKind, Guessed, Role, guess};
use trefoil_formats::{Kind, Options, Refusal, RefusalKind, Survey, Table, survey};
use trefoil_testkit::{shared_corpus, skip};

fn corpus(test: &str, part: &str) -> Option<PathBuf> {
    let found = shared_corpus();
    if found.is_none() {
        skip(&format!("real-files {test}"));
    }
    found.map(|root| root.join(part))
}

fn read(path: &Path) -> Result<Vec<Table>, Refusal> {
    let found = survey(&[path.to_owned()]);
    match (found.candidates.first(), found.refusals.into_iter().next()) {
        (Some(candidate), _) => candidate.read(Options::default()).map(|reading| reading.tables),
        (None, Some(refusal)) => Err(refusal),
        (None, None) => Ok(Vec::new()),
    }
}

fn delimited_files(found: &Survey) -> usize {
    found.candidates.iter().filter(|candidate| candidate.kind == Kind::Csv).count()
}

/// All `.csv` below a folder.
fn csv_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder").flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(csv_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "csv") {
            files.push(path);
        }
    }
    files
}

/// What the csv library reads when it is told the separator, without blank rows and columns.
fn as_the_library_reads(path: &Path) -> Vec<Vec<String>> {
    let bytes = std::fs::read(path).expect("a file");
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(&bytes);
    let tabs = path.to_string_lossy().contains("oral-history-digital");
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(if tabs { b'\t' } else { b',' })
        .from_reader(bytes);
    let mut rows: Vec<Vec<String>> = reader
        .records()
        .map(|record| {
            record.expect("UTF-8").iter().map(|cell| cell.replace("\r\n", "\n")).collect()
        })
        .collect();
    let is_filled = |cell: &String| !cell.trim().is_empty();
    rows.retain(|row| row.iter().any(is_filled));
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let has = |row: &Vec<String>, column: usize| row.get(column).is_some_and(is_filled);
    let keep: Vec<usize> =
        (0..width).filter(|column| rows.iter().any(|row| has(row, *column))).collect();
    let pick = |row: &Vec<String>| {
        keep.iter().map(|column| row.get(*column).cloned().unwrap_or_default()).collect()
    };
    rows.iter().map(pick).collect()
}

#[test]
fn every_cell_of_every_table_is_as_another_reader_reads_it() {
    let Some(root) = corpus("every_cell_of_every_table_is_as_another_reader_reads_it", "") else {
        return;
    };
    let mut cells = 0;
    let files: Vec<PathBuf> = ["audio", "dspace", "interviews"]
        .iter()
        .flat_map(|part| csv_files(&root.join(part)))
        .collect();
    for path in &files {
        let tables = read(path).expect("a table");
        let expected = as_the_library_reads(path);
        let [table] = &tables[..] else {
            panic!("{} tables in {}", tables.len(), path.display());
        };
        assert_eq!(table.columns, expected[0], "{}", path.display());
        assert_eq!(table.rows, expected[1..], "{}", path.display());
        cells += expected.iter().map(Vec::len).sum::<usize>();
    }
    assert_eq!(files.len(), 23);
    assert!(cells > 9_000, "{cells}");
    assert_eq!(delimited_files(&survey(&[root.join("dspace")])), 2);
}

fn role(table: &Table, guessed: &Guessed, column: &str) -> Option<Role> {
    let at = table.columns.iter().position(|name| name == column)?;
    Some(guessed.columns[at].role)
}

#[test]
fn an_oral_history_projects_list_is_guessed_as_a_person_would() {
    let name = "an_oral_history_projects_list_is_guessed_as_a_person_would";
    let Some(path) = corpus(name, "interviews/oralhistoryasdata+template/demo-ohd-metadata.csv")
    else {
        return;
    };
    let tables = read(&path).expect("a table");
    let guessed = guess(&tables[0]);
    let role = |column| role(&tables[0], &guessed, column);
    assert_eq!(role("interviewee"), Some(Role::Participant));
    assert_eq!(role("date"), Some(Role::Date));
    assert_eq!(role("bio"), Some(Role::Open));
    assert_eq!(role("location"), Some(Role::Closed(AttributeKind::Text)));
    assert_eq!(role("latitude"), Some(Role::Skip));
    assert_eq!(guessed.what, AsWhat::Sources);
}

#[test]
fn a_transcript_in_a_table_keeps_its_speakers_and_words() {
    let name = "a_transcript_in_a_table_keeps_its_speakers_and_words";
    let Some(path) = corpus(name, "interviews/oralhistoryasdata+template/armantrout.csv") else {
        return;
    };
    let tables = read(&path).expect("a table");
    let guessed = guess(&tables[0]);
    assert_eq!(tables[0].columns, ["speaker", "words", "tags", "timestamp"]);
    let roles: Vec<Role> = guessed.columns.iter().take(2).map(|guess| guess.role).collect();
    assert_eq!(roles, [Role::Participant, Role::Open]);
}

#[test]
fn workbooks_made_to_do_harm_do_none() {
    let Some(root) = corpus("workbooks_made_to_do_harm_do_none", "hostile") else {
        return;
    };
    let begin = std::time::Instant::now();
    let kind = |name: &str| {
        read(&root.join(name)).map(|tables| tables.len()).map_err(|refusal| refusal.kind)
    };
    assert_eq!(kind("apache+poi/poc-xmlbomb.xlsx"), Err(RefusalKind::Unsafe));
    assert_eq!(kind("apache+poi/poc-xmlbomb-empty.xlsx"), Err(RefusalKind::Unsafe));
    // A mebibyte of one string in each of four thousand cells, and an address that is none.
    assert_eq!(kind("apache+poi/poc-shared-strings.xlsx"), Err(RefusalKind::Damaged));
    // Harmless here: the schema is never read, and eight mebibytes of blanks are soon counted.
    assert_eq!(kind("apache+poi/xxe_in_schema.xlsx"), Ok(1));
    assert_eq!(kind("apache+commons-compress/zipbomb.xlsx"), Ok(1));
    assert!(begin.elapsed() < std::time::Duration::from_secs(20));
}
