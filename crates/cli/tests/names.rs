//! Things are named as people know them, and doubt is never settled by guessing.

use crate::support::Bench;

fn codebook() -> Bench {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Team"]).done();
    bench.on("code", ["add", "Belonging"]).done();
    bench.on("code", ["add", "Trust", "--parent", "Team"]).done();
    bench.on("code", ["add", "Trust", "--parent", "Belonging"]).done();
    bench
}

#[test]
fn a_code_is_found_by_name_by_path_and_by_any_spacing_or_capitals() {
    let bench = codebook();
    for name in ["Team / Trust", "team/trust", " Team /Trust "] {
        let shown = bench.on("code", ["show", name, "--json"]).done().json();
        assert_eq!(shown["path"], serde_json::json!(["Team", "Trust"]), "{name}");
    }
    assert_eq!(bench.on("code", ["show", "belonging", "--json"]).done().json()["depth"], 0);
}

#[test]
fn a_name_that_could_be_two_things_is_refused_with_both() {
    let bench = codebook();
    let ran = bench.on("code", ["remove", "Trust"]).ended(1);
    let said = ran.errors().lines().collect::<Vec<_>>();
    assert_eq!(said[0], "“Trust” could be 2 things.");
    assert_eq!(said[1], "Say which code by its id:");
    assert!(
        said[2].starts_with("  Team / Trust  ") && said[3].starts_with("  Belonging / Trust  ")
    );
    let id = said[2].rsplit(' ').next().expect("an id");
    bench.on("code", ["set", id, "--name", "Trust in the team"]).done();
    bench.on("code", ["show", "Trust in the team"]).done();
}

#[test]
fn an_id_may_be_cut_short_to_six_digits_from_either_end() {
    let bench = Bench::with_study();
    let id = bench.on("theme", ["add", "Expected", "--json"]).done().id();
    let digits = id.replace('-', "");
    for piece in [&id, &digits, &digits[..6], &digits[..13], &digits[26..], &id[24..]] {
        assert_eq!(bench.on("theme", ["show", piece, "--json"]).done().json()["id"], *id);
    }
    bench.on("theme", ["show", &digits[..5]]).ended(1).saying("no theme called");
    bench.on("code", ["show", &id]).ended(1).saying("theme");
}

#[test]
fn near_names_are_suggested() {
    let bench = codebook();
    bench.on("code", ["show", "Belonign"]).ended(1).saying("Did you mean “Belonging”?");
    bench.on("trace", ["Belonign"]).ended(1).saying("Did you mean “Belonging”?");
    bench.on("code", ["show", "Supervision"]).ended(1).saying("`trefoil code STUDY list`");
}

#[test]
fn conditions_answer_to_their_number_and_sources_to_their_file_name() {
    let bench = Bench::with_study();
    bench.on("condition", ["begin"]).done();
    let fourth = bench.on("condition", ["show", "c4", "--json"]).done().json();
    assert_eq!((&fourth["label"], &fourth["position"]), (&"C4".into(), &4.into()));
    bench.write("walk 3.txt", "We walked along the ward.");
    bench.on("import", ["walk 3.txt", "--stream", "field-note"]).done();
    bench.on("source", ["text", "WALK 3.txt"]).done();
}

#[test]
fn control_characters_of_a_study_never_reach_a_terminal() {
    let bench = Bench::with_study();
    bench.on("code", ["add", "Red \u{1b}[31m alert\u{9b}2J"]).done();
    let listed = bench.on("code", ["list"]).done().out;
    assert!(!listed.contains(['\u{1b}', '\u{9b}']), "{listed:?}");
    let json = bench.on("code", ["list", "--json"]).done();
    assert!(!json.out.contains(['\u{1b}', '\u{9b}']), "{json:?}");
    assert_eq!(json.json()[0]["name"], "Red \u{1b}[31m alert\u{9b}2J");
}
