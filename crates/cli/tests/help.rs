//! What `--help` promises.

use crate::support::Bench;

#[test]
fn help_lists_every_command() {
    let help = Bench::empty().run(["--help"]).done();
    assert_eq!(help.err, "");
    insta::assert_snapshot!(help.out);
}

#[test]
fn every_command_and_verb_explains_itself() {
    let bench = Bench::empty();
    let help = bench.run(["--help"]).done().out;
    for command in commands(&help) {
        let own = bench.run([command, "--help"]).done().out;
        assert!(own.contains("Usage: trefoil"), "{command}: {own}");
        for verb in commands(&own) {
            // Models are of the computer and not of a study.
            let words: &[&str] =
                if command == "model" { &[command, verb] } else { &[command, "STUDY", verb] };
            let own = bench.run(words.iter().copied().chain(["--help"])).done().out;
            assert!(own.contains("Usage: trefoil"), "{command} {verb}: {own}");
        }
    }
}

#[test]
fn the_version_is_told() {
    let version = Bench::empty().run(["--version"]).done();
    assert_eq!(version.out, format!("trefoil {}\n", env!("CARGO_PKG_VERSION")));
}

/// The names under “Commands:”.
fn commands(help: &str) -> Vec<&str> {
    let listed = help.lines().skip_while(|line| *line != "Commands:").skip(1);
    let listed = listed.take_while(|line| !line.is_empty());
    listed.filter_map(|line| line.strip_prefix("  ")?.split(' ').next()).collect()
}
