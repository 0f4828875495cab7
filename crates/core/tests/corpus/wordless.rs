//! Passages that are no words: a stretch of a recording, and a source as a whole.

use serde_json::{Value, json};
use trefoil_core::coding::{self, CodingAdd, PassageRemove};
use trefoil_core::error::Kind;
use trefoil_core::exchange::json::{Options, import, write};
use trefoil_core::id::Id;
use trefoil_core::theme::ThemeQuote;
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::{added, answer, bytes, counts, done, is_whole, person, told};

struct World {
    study: TestStudy,
    one: Id,
    /// A voice note of nine seconds, without words.
    note: Id,
    picture: Id,
    code: Id,
}

fn worlds() -> impl Iterator<Item = World> {
    TestStudy::both().into_iter().map(|study| {
        let one = person(&study, "P1");
        let note = json!({
            "name": "Note", "stream": "voice_note", "participants": [one], "duration_ms": 9000,
            "media": bytes(&study, b"not really a recording", "audio/ogg"),
        });
        let note = added(&study, "source.add", note);
        let picture = json!({
            "name": "Noticeboard", "stream": "document", "participants": [one],
            "media": bytes(&study, b"not really a picture", "image/png"),
        });
        let picture = added(&study, "source.add", picture);
        let code = added(&study, "code.add", json!({ "name": "Laughter" }));
        World { study, one, note, picture, code }
    })
}

impl World {
    fn stretch(&self, begin: i64, end: i64) -> CodingAdd {
        told(json!({
            "source": self.note, "begin_ms": begin, "end_ms": end, "codes": [self.code],
        }))
    }

    fn whole(&self) -> CodingAdd {
        told(json!({ "source": self.picture, "whole": true, "codes": [self.code] }))
    }
}

#[test]
fn a_stretch_and_a_whole_picture_are_coded_listed_and_found_again() {
    for world in worlds() {
        let (study, note, picture) = (&world.study, world.note, world.picture);
        let stretch = does(study, world.stretch(1_000, 2_500)).outcome.passage;
        let whole = does(study, world.whole()).outcome.passage;
        let more = added(study, "code.add", json!({ "name": "Silence" }));
        let again = json!({ "source": note, "begin_ms": 1_000, "end_ms": 2_500, "codes": [more] });
        let found = does(study, told::<CodingAdd>(again)).outcome.passage;
        assert_eq!(found, stretch, "it is found again instead of doubled");
        does(study, world.stretch(1_000, 2_501));
        assert_eq!(counts(study, "passage"), (3, 3));
        let listed = reads(study, move |reader| coding::of_source(reader, note));
        let one = listed.iter().find(|one| one.id == stretch).expect("it is listed");
        assert_eq!((one.stretch, one.is_words, &*one.text), (Some((1_000, 2_500)), false, ""));
        assert_eq!(one.codings.len(), 2);
        let listed = reads(study, move |reader| coding::of_source(reader, picture));
        assert_eq!((listed[0].id, listed[0].stretch, listed[0].is_words), (whole, None, false));
        let code = world.code;
        let coded = reads(study, move |reader| coding::of_code(reader, code, false));
        assert_eq!(coded.len(), 3);
        is_whole(study);
        does(study, told::<PassageRemove>(json!({ "passage": whole })));
    }
}

#[test]
fn a_stretch_lies_in_its_recording() {
    for world in worlds() {
        let study = &world.study;
        for (begin, end) in [(-1, 5), (5, 5), (9, 3), (0, 9_001), (9_000, 9_001)] {
            let (kind, message) = refused(study, world.stretch(begin, end));
            assert_eq!(kind, Kind::Invalid, "{begin} {end}");
            assert!(message.contains("between 0 and 9000 milliseconds"), "{message}");
        }
        does(study, world.stretch(0, 9_000));
        let wrong = |arguments: Value| refused(study, told::<CodingAdd>(arguments)).0;
        let picture = world.picture;
        assert_eq!(
            wrong(json!({ "source": picture, "begin_ms": 0, "end_ms": 5 })),
            Kind::Conflict,
            "a picture has no length"
        );
        assert_eq!(wrong(json!({ "source": world.note, "begin_ms": 4 })), Kind::Invalid);
        let both = json!({ "source": world.note, "begin_ms": 4, "end_ms": 5, "whole": true });
        assert_eq!(wrong(both), Kind::Invalid);
        let words = json!({ "source": world.note, "whole": true, "start": 0, "end": 3 });
        assert_eq!(wrong(words), Kind::Invalid);
    }
}

#[test]
fn what_may_not_be_heard_is_not_coded_nor_seen() {
    for world in worlds() {
        let study = &world.study;
        done(
            study,
            "coding.add",
            json!({ "source": world.note, "begin_ms": 0, "end_ms": 9, "codes": [world.code] }),
        );
        answer(study, world.one, &["voice_note_audio"], "refused");
        let (kind, message) = refused(study, world.stretch(10, 20));
        assert_eq!(kind, Kind::Denied);
        assert!(message.contains("The recording of “Note” is closed"), "{message}");
        assert_eq!((counts(study, "passage"), counts(study, "coding")), ((0, 1), (0, 1)));
        answer(study, world.one, &["voice_note_audio"], "given");
        assert_eq!(counts(study, "coding"), (1, 1));
    }
}

#[test]
fn what_has_no_words_cannot_be_quoted() {
    for world in worlds() {
        let study = &world.study;
        done(study, "consent.default", json!({ "answer": "given" }));
        let theme = added(study, "theme.add", json!({ "name": "Laughing", "idea": "It helps." }));
        for add in [world.stretch(0, 500), world.whole()] {
            let passage = does(study, add).outcome.passage;
            let quote: ThemeQuote = told(json!({
                "theme": theme, "passage": passage, "quoted": true,
            }));
            let (kind, message) = refused(study, quote);
            assert_eq!(kind, Kind::Invalid);
            assert!(message.contains("no words that could be quoted"), "{message}");
            done(study, "theme.gather", json!({ "theme": theme, "passages": [passage] }));
        }
    }
}

#[test]
#[expect(clippy::disallowed_methods, reason = "nothing leaves; that it did would change the study")]
fn they_come_back_from_json_as_they_were() {
    for world in worlds() {
        let study = &world.study;
        does(study, world.stretch(1_000, 2_500));
        does(study, world.whole());
        let file = tempfile::NamedTempFile::new().expect("a file");
        let out = Box::new(file.reopen().expect("opens"));
        write(study.study(), Options::default(), out).expect("exports");
        let copy = TestStudy::file();
        import(copy.session(), file.reopen().expect("opens")).expect("comes back");
        assert_eq!(copy.dump(), study.dump());
        is_whole(&copy);
    }
}

#[test]
fn a_correction_of_the_words_leaves_them_alone() {
    for world in worlds() {
        let study = &world.study;
        let stretch = does(study, world.stretch(1_000, 2_500)).outcome.passage;
        done(study, "source.attach", json!({ "source": world.note, "text": "I was teh tea." }));
        done(
            study,
            "source.correct",
            json!({ "source": world.note, "edits": [{ "start": 6, "end": 9, "text": "the" }] }),
        );
        is_whole(study);
        let note = world.note;
        let listed = reads(study, move |reader| coding::of_source(reader, note));
        assert_eq!((listed[0].id, listed[0].stretch), (stretch, Some((1_000, 2_500))));
    }
}
