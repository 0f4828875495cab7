//! The storage layer's traps, on both engines.

use std::collections::BTreeSet;

use trefoil_core::bind;
use trefoil_core::codebook::{Code, CodeAdd};
use trefoil_core::error::Kind;
use trefoil_core::memo::MemoAdd;
use trefoil_core::storage::{Engine, Record, Value};
use trefoil_core::study::tables;
use trefoil_testkit::TestStudy;

#[test]
fn a_number_means_a_position_on_both_engines() {
    for study in TestStudy::both() {
        let rows = study
            .study()
            .read(|reader| {
                reader.query(
                    "SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), CAST($1 AS TEXT)",
                    bind!["one", "two"],
                )
            })
            .expect("runs");
        let texts: Vec<String> = (0..3).map(|at| rows[0].get(at).expect("a text")).collect();
        assert_eq!(texts, ["two", "one", "one"], "{study:?}");
    }
}

#[test]
fn every_kind_of_value_comes_back_as_it_was() {
    for study in TestStudy::both() {
        let odd = "naïve “quote” 🙂 \u{202f} مرحبا\nline";
        let rows = study
            .study()
            .read(move |reader| {
                reader.query(
                    "SELECT CAST($1 AS BIGINT), CAST($2 AS DOUBLE PRECISION), CAST($3 AS TEXT), \
                     CAST($4 AS TEXT), 1 = 1, CAST(SUM(n) AS BIGINT) \
                     FROM (SELECT 2 AS n UNION ALL SELECT 3) AS numbers",
                    bind![i64::MIN, 0.1_f64, odd, None::<String>],
                )
            })
            .expect("runs");
        let row = rows.into_iter().next().expect("one row").into_values();
        let expected = [
            Value::Integer(i64::MIN),
            Value::Real(0.1),
            Value::Text(odd.into()),
            Value::Null,
            Value::Integer(1),
            Value::Integer(5),
        ];
        assert_eq!(row, expected, "{study:?}");
    }
}

/// The columns of every table but the one for the version, as `table.column`.
fn columns(study: &TestStudy) -> BTreeSet<String> {
    let engine = study.engine();
    study
        .study()
        .read(move |reader| {
            let sql = if engine == "sqlite" {
                "SELECT m.name || '.' || c.name FROM sqlite_schema m \
                 JOIN pragma_table_info(m.name) c WHERE m.type = 'table'"
            } else {
                "SELECT table_name || '.' || column_name FROM information_schema.columns \
                 WHERE table_schema = current_schema()"
            };
            reader.query(sql, &[])?.iter().map(|row| row.get(0)).collect()
        })
        .expect("the schema can be read")
}

#[test]
fn both_engines_have_the_same_tables_and_every_column_is_described() {
    let described: BTreeSet<String> = trefoil_core::study::copy::columns().into_iter().collect();
    for study in TestStudy::both() {
        let mut there = columns(&study);
        assert!(there.remove("schema_version.version"));
        assert_eq!(there, described, "{study:?}");
    }
}

#[test]
fn the_schema_is_the_one_that_was_reviewed() {
    let study = TestStudy::file();
    let schema = study
        .study()
        .read(|reader| {
            let sql =
                "SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY type DESC, name";
            reader
                .query(sql, &[])?
                .iter()
                .map(|row| row.get::<String>(0))
                .collect::<Result<Vec<_>, _>>()
        })
        .expect("the schema can be read");
    insta::assert_snapshot!(schema.join(";\n\n"));
}

#[test]
fn every_statement_in_a_file_can_be_compiled_by_both_engines() {
    let root = trefoil_testkit::repository_root().join("crates/core/src");
    let mut files = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the source can be listed") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "sql")
                && !path.components().any(|part| part.as_os_str() == "migrations")
            {
                files.push(path);
            }
        }
    }
    assert!(files.len() >= 2, "there are statements in files");
    for study in TestStudy::both() {
        for path in &files {
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            let engine = study.engine();
            if name.ends_with(".sqlite.sql") && engine != "sqlite"
                || name.ends_with(".postgres.sql") && engine != "postgres"
            {
                continue;
            }
            let sql = std::fs::read_to_string(path).expect("the file can be read");
            let done = study.study().read(move |reader| reader.prepare(&sql));
            done.unwrap_or_else(|error| {
                panic!(
                    "{} on {study:?}: {error} {:?}",
                    path.display(),
                    std::error::Error::source(&error)
                )
            });
        }
    }
}

#[test]
fn every_table_can_be_read_by_its_description() {
    for study in TestStudy::both() {
        for table in tables::ALL {
            let sql = format!("{} WHERE id = $1", table.select());
            study.study().read(move |reader| reader.prepare(&sql)).expect(table.name);
            let (insert, update) = (table.insert(), table.update());
            study.study().read_whole(move |reader| reader.prepare(&insert)).expect(table.name);
            study.study().read_whole(move |reader| reader.prepare(&update)).expect(table.name);
        }
    }
}

#[test]
fn u_0000_is_removed_and_told() {
    for study in TestStudy::both() {
        let done = study
            .session()
            .perform(MemoAdd { on: None, title: String::new(), text: "be\0fore".into() })
            .expect("the memo is written");
        assert!(done.notices.iter().any(|notice| notice.contains("U+0000")), "{:?}", done.notices);
        assert!(study.dump().contains("before"));
    }
}

#[test]
fn a_refused_operation_leaves_nothing_behind() {
    for study in TestStudy::both() {
        let (before, number) = (study.dump(), study.study().change_number().expect("reads"));
        let error = study
            .session()
            .perform(CodeAdd { name: "  ".into(), ..CodeAdd::default() })
            .expect_err("a code needs a name");
        assert_eq!(error.kind(), Kind::Invalid);
        assert_eq!(study.dump(), before);
        assert_eq!(study.study().change_number().expect("reads"), number);
    }
}

#[test]
fn a_reader_sees_one_moment_while_a_writer_works() {
    for study in TestStudy::both() {
        let (writer, count) = (study.session().clone(), "SELECT COUNT(*) FROM code");
        let (before, after) = study
            .study()
            .read(move |reader| {
                let before = reader.number(count, &[])?;
                let add = CodeAdd { name: "Meanwhile".into(), ..CodeAdd::default() };
                writer.perform(add)?;
                Ok((before, reader.number(count, &[])?))
            })
            .expect("reads");
        assert_eq!((before, after), (0, 0), "{study:?}");
        let now = study.study().read(move |reader| reader.number(count, &[])).expect("reads");
        assert_eq!(now, 1);
    }
}

#[test]
fn many_threads_read_and_write_together() {
    for study in TestStudy::both() {
        std::thread::scope(|scope| {
            for person in 0..6 {
                let session = study.session_of(&format!("Person {person}"));
                scope.spawn(move || {
                    for n in 0..10 {
                        let name = format!("{person}-{n}");
                        session.perform(CodeAdd { name, ..CodeAdd::default() }).expect("adds");
                        session.study().read(|reader| reader.list::<Code>("", &[])).expect("reads");
                    }
                });
            }
        });
        assert_eq!(study.study().change_number().expect("reads"), 60, "{study:?}");
        assert_eq!(study.dump().lines().filter(|line| line.starts_with("code ")).count(), 60);
    }
}

#[test]
fn changes_are_told_with_the_nouns_they_touched() {
    let study = TestStudy::file();
    let told = study.study().watch();
    study
        .session()
        .perform(CodeAdd { name: "Belonging".into(), ..CodeAdd::default() })
        .expect("adds");
    let notice = told.recv().expect("a notice comes");
    assert_eq!((notice.number, notice.nouns), (1, vec!["code"]));
}

#[test]
fn a_panicking_reader_takes_nobody_with_it() {
    let study = TestStudy::file();
    let error = study
        .study()
        .read(|_| -> trefoil_core::error::Result<()> { unreachable!("this is meant to fail") });
    assert!(error.is_err());
    assert_eq!(study.study().change_number().expect("others still read"), 0);
    assert_eq!(Code::TABLE.name, "code");
    let engine = study.study().read(|reader| Ok(reader.engine())).expect("reads");
    assert_eq!(engine, Engine::Sqlite);
}
