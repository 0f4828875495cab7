//! Rules for words: no path of one machine, no marker of unfinished work, and no public name that
//! says in another word what the glossary has a word for.

use super::{File, Finding, Tree};

/// Absolute paths that exist on the machine somebody works on. In two parts each, so that this
/// file does not find itself.
const MACHINE_PATHS: [&str; 4] = [
    concat!("/wo", "rk/"),
    concat!("/ro", "ot/"),
    concat!("/fa", "rm/"),
    concat!("/tmp/bash", "_jobs"),
];

const MARKERS: [&str; 6] = [
    concat!("to", "do!("),
    concat!("unimpl", "emented!("),
    concat!("db", "g!("),
    concat!("FIX", "ME"),
    concat!("XX", "X"),
    concat!("HA", "CK"),
];

/// Words of other programs' formats stay what they are there: REFI-QDA says `Project`.
const FOREIGN: [&str; 3] = ["/exchange/", "/import/", "crates/testkit/"];

/// Finds absolute paths of one machine in any text but `Cargo.lock`.
pub fn machine_paths(tree: &Tree) -> Vec<Finding> {
    let files = tree.files().filter(|file| file.path != "Cargo.lock");
    find_in(files, |line| {
        let path = MACHINE_PATHS.iter().find(|path| {
            let mut places = line.match_indices(**path);
            places.any(|(at, _)| !line[..at].ends_with(continues_a_path))
        })?;
        Some(format!("`{path}` is a path of one machine"))
    })
}

fn continues_a_path(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '~' | '}' | ')' | '*')
}

/// Finds markers of unfinished work in code.
pub fn leftover_markers(tree: &Tree) -> Vec<Finding> {
    let code = ["rs", "css", "js", "html", "sql", "toml", "sh"];
    let files = tree.files().filter(|file| {
        code.contains(&file.extension()) && !file.path.starts_with("fixtures/")
            || file.path == ".ci/run"
    });
    find_in(files, |line| {
        let marker = MARKERS.iter().find(|marker| has_word(line, marker))?;
        Some(format!("`{marker}` is left: finish it, or say in a document what is missing"))
    })
}

fn has_word(line: &str, word: &str) -> bool {
    let part_of_name = |c: char| c.is_alphanumeric() || c == '_';
    line.match_indices(word).any(|(at, _)| {
        !line[..at].ends_with(part_of_name) && !line[at + word.len()..].starts_with(part_of_name)
    })
}

fn find_in<'a>(
    files: impl Iterator<Item = &'a File>,
    wrong: impl Fn(&str) -> Option<String>,
) -> Vec<Finding> {
    let wrong = &wrong;
    files
        .flat_map(|file| {
            let says = move |(number, line)| Some(file.finding(number, wrong(line)?));
            file.lines().filter_map(says)
        })
        .collect()
}

/// Finds public names in code, and tables in SQL, that use a word the glossary refuses.
pub fn names_beside_the_glossary(tree: &Tree) -> Vec<Finding> {
    let Some(glossary) = tree.find("docs/glossary.md") else {
        return Vec::new();
    };
    let refused = refused_words(glossary);
    if refused.is_empty() {
        return vec![
            glossary.finding(1, "no table with the columns `term` and `not`, or no **word** in it"),
        ];
    }
    let files = tree.files().filter(|file| {
        file.path.starts_with("crates/")
            && !FOREIGN.iter().any(|foreign| file.path.contains(foreign))
    });
    let code = files.filter(|file| matches!(file.extension(), "rs" | "sql"));
    find_in(code, |line| {
        let name = public_name(line).or_else(|| table_name(line))?;
        let said = words_of(name);
        let (word, term) =
            refused.iter().find(|(word, _)| said.iter().any(|said| is_form_of(said, word)))?;
        Some(format!("`{name}`: the glossary says {term}, not {word}"))
    })
}

/// Reads the glossary's table: each word in bold in the column `not`, with the term to use.
fn refused_words(glossary: &File) -> Vec<(String, String)> {
    let rows = glossary.lines().filter(|(_, line)| line.starts_with('|'));
    let mut rows = rows.map(|(_, line)| line.split('|').map(str::trim).collect::<Vec<_>>());
    let Some(header) = rows.next() else {
        return Vec::new();
    };
    let column = |name| header.iter().position(|title| *title == name);
    let (Some(term), Some(not)) = (column("term"), column("not")) else {
        return Vec::new();
    };
    let mut refused = Vec::new();
    for row in rows.filter(|row| row.len() > term.max(not)) {
        let bold = row[not].split("**").skip(1).step_by(2);
        refused.extend(bold.map(|word| (word.to_lowercase(), row[term].replace('*', ""))));
    }
    refused
}

/// Finds the name that a line makes public: an item's or a field's.
fn public_name(line: &str) -> Option<&str> {
    let mut rest = line.trim_start().strip_prefix("pub ")?;
    for prefix in [
        "const ", "async ", "unsafe ", "static ", "fn ", "struct ", "enum ", "trait ", "type ",
        "mod ",
    ] {
        rest = rest.strip_prefix(prefix).unwrap_or(rest);
    }
    let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(rest.len());
    (end > 0 && !rest.starts_with("use ")).then(|| &rest[..end])
}

fn table_name(line: &str) -> Option<&str> {
    let rest = line.trim_start().strip_prefix("CREATE TABLE ")?;
    let rest = rest.strip_prefix("IF NOT EXISTS ").unwrap_or(rest);
    rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()
}

/// Splits `list_tags`, `TagList` and `TAG_LIST` into `list`, `tags`; `tag`, `list`.
fn words_of(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut after_small = false;
    for c in name.chars() {
        if c == '_' || (c.is_uppercase() && after_small) {
            words.push(String::new());
        }
        if let (true, Some(word)) = (c != '_', words.last_mut()) {
            word.extend(c.to_lowercase());
        }
        after_small = c.is_lowercase();
    }
    words
}

fn is_form_of(said: &str, word: &str) -> bool {
    let plural =
        word.strip_suffix('y').map_or_else(|| format!("{word}s"), |stem| format!("{stem}ies"));
    said == word || said == plural
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(found: &[Finding]) -> Vec<usize> {
        found.iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn a_path_of_one_machine_is_found_and_one_within_an_address_is_not() {
        let [work, home, ..] = MACHINE_PATHS;
        let text =
            format!("see {work}main\nhttps://example.org{work}main\ncd '{home}x'\ndocs{work}\n");
        let tree = Tree::invented(&[("a.md", &text), ("Cargo.lock", &text)]);
        assert_eq!(lines(&machine_paths(&tree)), [1, 3]);
    }

    #[test]
    fn markers_are_found_as_words_of_their_own() {
        let [open, _, _, fix, crosses, _] = MARKERS;
        let text =
            format!("{open})\n// {fix}: later\n// {crosses}\nname.{crosses}X\nauto{open})\n");
        let tree = Tree::invented(&[("a.rs", &text), ("a.md", &text)]);
        assert_eq!(lines(&leftover_markers(&tree)), [1, 2, 3]);
    }

    const GLOSSARY: (&str, &str) = (
        "docs/glossary.md",
        "| term | meaning | not |\n|---|---|---|\n| code | an idea | **tag**, node |\n",
    );

    #[test]
    fn public_names_use_the_glossary() {
        let text = "pub struct TagList;\npub const fn list_tags() {}\npub tag: String,\npub struct Stage;\n\
                    struct Tag;\npub fn node() {}\npub use tag::Code;\nCREATE TABLE tag (\n";
        let tree = Tree::invented(&[
            GLOSSARY,
            ("crates/core/src/a.rs", text),
            ("crates/core/src/exchange/refi_qda/a.rs", text),
        ]);
        let found = names_beside_the_glossary(&tree);
        assert_eq!(lines(&found), [1, 2, 3, 8]);
        assert_eq!(found[0].says, "`TagList`: the glossary says code, not tag");
    }

    #[test]
    fn a_glossary_that_cannot_be_read_is_a_finding() {
        let tree = Tree::invented(&[("docs/glossary.md", "no table")]);
        assert_eq!(lines(&names_beside_the_glossary(&tree)), [1]);
    }

    #[test]
    fn names_fall_apart_into_words() {
        assert_eq!(words_of("TagList"), ["tag", "list"]);
        assert_eq!(words_of("TAG_LIST"), ["tag", "list"]);
        assert!(is_form_of("categories", "category") && is_form_of("tags", "tag"));
        assert!(!is_form_of("stage", "tag"));
    }
}
