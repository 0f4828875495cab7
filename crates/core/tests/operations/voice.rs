//! Arguments for what is done to transcripts, by chance.

use serde_json::{Value as Json, json};
use trefoil_testkit::Random;

use super::makers::{choice, maybe_word, word};
use super::world::World;

pub(crate) fn voice(name: &str, world: &World, r: &mut Random) -> Json {
    let (segment, transcription) = (world.one("segment", r), world.one("transcription", r));
    match name {
        "segment.set" => json!({
            "segments": [segment], "speaker": maybe_word(r), "checked": r.chance(30),
            "begin_ms": r.chance(20).then(|| r.below(9_000)),
            "doubt": if r.chance(20) { json!("inaudible") } else { Json::Null },
        }),
        "segment.split" => json!({
            "segment": segment, "at": 1 + r.below(60), "speaker": maybe_word(r),
        }),
        "segment.join" => json!({ "segment": segment }),
        "transcript.write" => {
            let begin = r.below(5_000);
            let stretch = r.chance(40);
            json!({
                "source": world.source(r.chance(50), r),
                "said": [
                    { "begin_ms": begin, "end_ms": begin + 900, "text": format!("{} and so on", word(r)),
                      "confidence": 0.5, "words": [
                        { "text": "and", "begin_ms": begin, "end_ms": begin + 300, "probability": 0.25 },
                      ] },
                    { "begin_ms": begin + 2_000, "end_ms": begin + 2_500, "text": word(r),
                      "speaker": "P1", "doubt": "unsure" },
                ],
                "begin_ms": stretch.then_some(begin), "end_ms": stretch.then_some(begin + 3_000),
            })
        }
        "transcript.mark" => json!({
            "sources": [world.source(true, r)], "note": word(r),
            "state": choice(r, &["machine", "typed", "checked", "redacted", "approved"]),
        }),
        "transcription.ask" => json!({
            "sources": [world.source(r.chance(50), r)], "again": r.chance(60), "first": r.chance(30),
        }),
        "transcription.set" => json!({
            "transcription": transcription, "state": choice(r, &["waiting", "paused"]),
            "first": r.chance(20),
        }),
        "transcription.stop" => json!({ "transcription": transcription, "keep": r.chance(50) }),
        _ => unreachable!("nobody makes arguments for {name}"),
    }
}
