//! Long random work before an erasure: whatever is undone or done again after it, nothing comes
//! back and nothing breaks.

use serde_json::json;
use trefoil_testkit::Random;

use super::world::{World, added, attempt, worlds};

const WORDS: &[&str] =
    &["The ward clock stopped", "ten past four", "I told the porter", "the frozen hands"];

/// Something by chance, on any of the sources.
fn something(scene: &World, random: &mut Random) {
    let study = &scene.study;
    let passages: Vec<trefoil_core::id::Id> = study
        .study()
        .read(|reader| {
            reader.query("SELECT id FROM passage", &[])?.iter().map(|row| row.get(0)).collect()
        })
        .expect("reads");
    let passage = random.pick(&passages).copied();
    let said = *random.pick(WORDS).expect("there are words");
    let (source, said) =
        if random.chance(60) { (scene.note, said) } else { (scene.other, "broad beans") };
    // Whatever is refused is fine: only what it leaves matters.
    let _ = match (random.below(9), passage) {
        (0, _) => attempt(
            study,
            "coding.add",
            json!({ "source": source, "text": said, "codes": [scene.code] }),
        ),
        (1, Some(passage)) => attempt(
            study,
            "theme.quote",
            json!({ "theme": scene.theme, "passage": passage, "quoted": random.chance(60) }),
        ),
        (2, Some(passage)) => attempt(
            study,
            "memo.add",
            json!({ "on": passage, "text": format!("{}: {}", said.len(), super::world::FOUR) }),
        ),
        (3, Some(passage)) => attempt(study, "passage.remove", json!({ "passage": passage })),
        (4, _) => attempt(
            study,
            "source.correct",
            json!({ "source": scene.note, "edits": [{ "start": 0, "end": 0, "text": "Well. " }] }),
        ),
        (5, Some(passage)) => attempt(
            study,
            "sentence.add",
            json!({ "section": "findings", "text": "So it is.", "cites": { "passages": [passage] } }),
        ),
        (6, _) => attempt(
            study,
            "code.set",
            json!({ "code": scene.code,
            "example": format!("{}: {}", said.len(), super::world::FOUR) }),
        ),
        (7, _) => {
            let _ = study.session().undo();
            return;
        }
        (8, _) => {
            let _ = study.session().redo();
            return;
        }
        _ => return,
    };
}

#[test]
fn nothing_comes_back_and_nothing_breaks_whatever_was_done_before() {
    let mut random = Random::anew("erasure");
    for round in 0..4 {
        for world in worlds() {
            if round > 1 && world.study.engine() != "sqlite" {
                continue;
            }
            for _ in 0..60 {
                something(&world, &mut random);
            }
            world.is_sound("before");
            let withdraw = json!({ "participant": world.four, "scope": "all", "shared": "whole" });
            attempt(&world.study, "withdrawal.carry_out", withdraw).expect("is carried out");
            gone(&world, "at once");
            for _ in 0..40 {
                let walked = if random.chance(60) {
                    world.study.session().undo()
                } else {
                    world.study.session().redo()
                };
                gone(&world, "after walking");
                world.is_sound("after walking");
                if walked.is_err() {
                    // What is in the way has been said; new work goes on.
                    added(&world.study, "code.add", json!({ "name": "Another" }));
                }
            }
        }
    }
}

fn gone(world: &World, when: &str) {
    let everything = world.everything();
    for words in WORDS.iter().filter(|words| words.len() > 14) {
        assert!(!everything.contains(words), "{words} {when} on {:?}\n{everything}", world.study);
    }
}
