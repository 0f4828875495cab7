//! The walk: every operation that there is, with whatever fits its schema.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error as _;
use std::fmt::Write as _;

use serde_json::{Value as Json, json};
use trefoil_core::error::{Error, Kind};
use trefoil_core::study::operation::Described;
use trefoil_core::study::{self, operations};
use trefoil_testkit::{Random, TestStudy};

use super::arguments;
use trefoil_testkit::closed::{ClosedStudy as World, Closing, PLANTED, attempt};

/// Fails when words of the closed person are in what was answered.
#[track_caller]
fn says_nothing(what: &str, answered: &str) {
    let said = answered.to_lowercase();
    for word in PLANTED {
        assert!(!said.contains(word), "{what} tells “{word}”:\n{answered}");
    }
}

/// An error with its hint and everything beneath it.
fn all_of(error: &Error) -> String {
    let mut told = format!("{error} {} {error:?}", error.hint_text().unwrap_or_default());
    let mut beneath = error.source();
    while let Some(cause) = beneath {
        let _ = write!(told, " {cause} {cause:?}");
        beneath = cause.source();
    }
    told
}

/// Whether an operation is there to take things away, or to write down what people agreed to.
fn takes_away(operation: &Described, arguments: &Json) -> bool {
    let (noun, verb) = operation.name.split_once('.').unwrap_or_default();
    operation.erases
        || noun == "consent"
        || matches!(verb, "remove" | "release" | "uncite")
        || (operation.name == "theme.quote" && arguments["quoted"] == false)
}

/// Whether rows that hang on words move along with it, hidden as they were.
fn moves(operation: &Described) -> bool {
    operation.name.split_once('.').is_some_and(|(_, verb)| verb == "merge")
}

/// What was changed of the closed things, by noun.
fn changed(
    before: &BTreeMap<&'static str, Vec<String>>,
    after: &BTreeMap<&'static str, Vec<String>>,
) -> BTreeSet<&'static str> {
    before.iter().filter(|(noun, rows)| after[*noun] != **rows).map(|(noun, _)| *noun).collect()
}

fn history(world: &World) {
    let told = world.study.study().read_whole(|reader| {
        let mut told = format!("{:?}", study::history(reader, 10_000)?);
        for row in reader.query("SELECT summary, description, operation FROM history", &[])? {
            let _ = write!(told, "{row:?}");
        }
        Ok(told)
    });
    says_nothing("the history", &told.expect("reads"));
}

/// Performs one operation once and looks at everything that it answered and left.
///
/// Answers whether the study is another one now.
fn once(world: &World, operation: &Described, arguments: &Json) -> bool {
    let what = format!("{} {arguments} on {:?}", operation.name, world.study);
    let (before, shut) = (world.behind(), world.shut());
    let performed = attempt(&world.study, operation.name, arguments.clone());
    match performed {
        Ok(done) => {
            let told = format!("{} {} {:?}", done.outcome, done.summary, done.notices);
            says_nothing(&what, &told);
            let changed = changed(&before, &world.behind());
            let text = ["revision", "segment", "passage"].iter().any(|noun| changed.contains(noun));
            let allowed = takes_away(operation, arguments) || (moves(operation) && !text);
            assert!(changed.is_empty() || allowed, "{what} changed {changed:?}");
            let opened = world.shut().len() < shut.len();
            let tells = done.notices.iter().any(|notice| notice.contains("Open for reading again"));
            assert!(
                !opened || tells || takes_away(operation, arguments),
                "{what} opened something and said nothing"
            );
            if operation.erases {
                return true;
            }
            if operation.stands {
                // Undo would pass over it, and take back what closes the sources.
                return world.behind() != before;
            }
            match world.study.session().undo() {
                Ok(walked) => says_nothing(&what, &format!("{walked:?}")),
                Err(error) => says_nothing(&what, &all_of(&error)),
            }
            world.behind() != before
        }
        Err(error) => {
            says_nothing(&what, &all_of(&error));
            let kinds = [Kind::Invalid, Kind::Conflict, Kind::NotFound, Kind::Denied];
            assert!(kinds.contains(&error.kind()), "{what}: {:?} {error}", error.kind());
            assert!(world.behind() == before, "{what} was refused and left a trace");
            false
        }
    }
}

#[test]
fn no_operation_tells_or_changes_what_is_closed() {
    let mut random = Random::anew("slips");
    let mut reached = BTreeSet::new();
    for closing in Closing::ALL {
        for engine in TestStudy::both() {
            let (file, tries) = (engine.engine() == "sqlite", 4);
            if !file && closing != Closing::Refused {
                // The engines differ in how they read, not in why something is closed.
                continue;
            }
            let fresh = || if file { Some(TestStudy::file()) } else { TestStudy::server() };
            let mut world = World::make(engine, closing);
            assert_eq!(world.shut().len(), 2, "{closing:?}");
            for operation in operations::ALL {
                let schema = operation.schema();
                let tries = if file && !operation.erases { tries } else { 1 };
                for _ in 0..tries {
                    let arguments = arguments::make(&world, operation.name, &schema, &mut random);
                    if once(&world, operation, &arguments) {
                        history(&world);
                        let study = fresh().expect("there was one before");
                        world = World::make(study, closing);
                    }
                    reached.insert(operation.name);
                }
            }
            history(&world);
            seen_from_outside(&world);
        }
    }
    assert_eq!(reached.len(), operations::ALL.len());
}

/// What any reader sees, and what a check says.
fn seen_from_outside(world: &World) {
    says_nothing("the dump of what is seen", &world.study.dump());
    let checked = world.study.study().check().expect("checks");
    says_nothing("the check", &format!("{checked:?}"));
    let ids: Vec<_> = world.ids.values().flatten().copied().collect();
    for id in ids {
        let traced = world.study.study().read(move |reader| trefoil_core::trace::trace(reader, id));
        match traced {
            Ok(trace) => says_nothing("a trace", &format!("{trace:?}")),
            Err(error) => says_nothing("a refused trace", &all_of(&error)),
        }
    }
}

#[test]
fn whether_words_stand_in_a_closed_text_is_not_told_either() {
    for closing in Closing::ALL {
        for engine in TestStudy::both() {
            let world = World::make(engine, closing);
            let code = world.ids["code"][0];
            let asks = |words: &str| {
                let arguments =
                    json!({ "source": world.closed[0], "text": words, "codes": [code] });
                let error = attempt(&world.study, "coding.add", arguments).expect_err("is closed");
                assert_eq!(error.kind(), Kind::Denied, "{error}");
                error.to_string()
            };
            assert_eq!(asks("the yard"), asks("the garden"));
        }
    }
}

#[test]
fn the_walk_would_notice() {
    // The words are there for whoever looks behind the wall, so that what finds nothing found nothing.
    for engine in TestStudy::both() {
        let world = World::make(engine, Closing::Refused);
        let whole = world.study.study().read_whole(study::dump::logical).expect("reads");
        for word in PLANTED {
            assert!(whole.to_lowercase().contains(word), "{word} is planted");
        }
        assert!(world.behind().values().all(|rows| !rows.is_empty()), "every noun has rows");
    }
}

#[test]
fn naming_somebody_else_in_a_source_tells_what_it_opens_and_closes() {
    for engine in TestStudy::both() {
        let world = World::make(engine, Closing::Refused);
        let [one, nine] = [world.ids["participant"][0], world.ids["participant"][1]];
        let talk = world.closed[1];
        let notices = |people: &[_]| {
            let set = json!({ "source": talk, "participants": people });
            attempt(&world.study, "source.set", set).expect("is changed").notices.join(" ")
        };
        let told = notices(&[one]);
        assert!(told.contains("Open for reading again: “P9 interview”."), "{told}");
        let told = notices(&[one, nine]);
        assert!(told.contains("Closed for reading from now on: “P9 interview”."), "{told}");
        assert_eq!(notices(&[nine]), "", "it stays closed");
        let speaker = world.ids["speaker"].iter().find_map(|id| {
            let nobody = json!({ "speaker": id, "participant": one });
            let done = attempt(&world.study, "speaker.set", nobody).expect("is changed");
            (!done.notices.is_empty()).then_some(done.notices)
        });
        assert_eq!(speaker, None, "the source still names P9");
    }
}
