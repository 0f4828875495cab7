//! What the documents tell people to type exists.

use std::collections::BTreeSet;

use crate::support::Bench;
use trefoil_testkit::repository_root;

/// The names under “Commands:” of a help page.
fn listed(help: &str) -> BTreeSet<String> {
    let rest = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let rest = rest.take_while(|line| !line.is_empty());
    rest.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).map(Into::into).collect()
}

fn document(path: &str) -> String {
    std::fs::read_to_string(repository_root().join(path)).expect("the document is there")
}

#[test]
fn the_reference_knows_every_command_and_verb() {
    let (bench, reference) = (Bench::empty(), document("docs/cli.md"));
    let reference = reference.split("\n## JSON\n").next().expect("has a beginning");
    for command in listed(&bench.run(["--help"]).done().out) {
        let own = bench.run([&*command, "--help"]).done().out;
        let verbs = listed(&own);
        let row = format!("| `{command}` | ");
        if let Some(row) = reference.lines().find_map(|line| line.strip_prefix(&row)) {
            let told = row.split('`').skip(1).step_by(2).map(Into::into);
            assert_eq!(told.collect::<BTreeSet<String>>(), verbs, "verbs of {command}");
            continue;
        }
        let row = reference.lines().find(|line| line.starts_with(&format!("| `{command} ")));
        let row = row.unwrap_or_default();
        assert!(!row.is_empty(), "{command} is not in docs/cli.md");
        let missing = verbs.iter().find(|verb| !row.contains(&***verb));
        assert_eq!(missing, None, "a verb of {command}");
    }
}

#[test]
fn commands_in_documents_exist() {
    let bench = Bench::empty();
    let known = listed(&bench.run(["--help"]).done().out);
    let howtos = std::fs::read_dir(repository_root().join("docs/howto")).expect("is there");
    let names = howtos.map(|entry| entry.expect("can be listed").file_name());
    let paths = names.map(|name| format!("docs/howto/{}", name.to_string_lossy()));
    let others = ["README.md", "docs/cli.md", "docs/json.md", "docs/csv.md", "docs/privacy.md"];
    for path in paths.chain(others.map(Into::into)) {
        let text = document(&path);
        let called = |at: &(usize, &str)| !text[..at.0].ends_with(['.', '-', '/']);
        for (at, called) in text.match_indices("trefoil ").filter(called) {
            let word = &text[at + called.len()..];
            let command: String =
                word.chars().take_while(|c| c.is_ascii_lowercase() || *c == '-').collect();
            let typed = word.starts_with(|c: char| c.is_ascii_lowercase());
            assert!(!typed || known.contains(&command), "{path}: trefoil {command}");
        }
    }
}
