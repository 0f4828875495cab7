//! Themes: what each operation does, refuses and leaves behind, and what one can ask of themes.

mod gathering;
mod listing;
mod merging;
mod naming;
mod placing;
mod removing;
mod rounds;

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::id::Id;
use trefoil_core::span::Ruler;
use trefoil_core::theme::{self, Listed, ThemeAdd, ThemeEvidence, ThemeGather};
use trefoil_core::transcript::NewSegment;
use trefoil_testkit::TestStudy;
pub(crate) use trefoil_testkit::{does, reads, refused};

/// An id that nothing in the study has.
pub(crate) fn nothing() -> Id {
    Id::new(1)
}

/// All themes as listed.
pub(crate) fn listed(study: &TestStudy) -> Vec<Listed> {
    reads(study, theme::list)
}

/// The names of all themes, in their order.
pub(crate) fn names(study: &TestStudy) -> Vec<String> {
    let all = listed(study).into_iter().zip(1..);
    all.map(|(one, position)| {
        assert_eq!(one.theme.position, position, "positions have no gaps");
        one.theme.name
    })
    .collect()
}

/// What a theme rests on.
pub(crate) fn evidence(study: &TestStudy, id: Id) -> Vec<ThemeEvidence> {
    reads(study, move |reader| theme::evidence(reader, id))
}

/// The words of what a theme rests on.
pub(crate) fn words(study: &TestStudy, id: Id) -> Vec<String> {
    evidence(study, id).into_iter().map(|one| one.text).collect()
}

/// Makes a theme.
pub(crate) fn theme(study: &TestStudy, name: &str) -> Id {
    let add = ThemeAdd { name: name.into(), ..ThemeAdd::default() };
    study.session().perform(add).expect("a theme can be added").outcome
}

/// Makes a code.
pub(crate) fn code(study: &TestStudy, name: &str, parent: Option<Id>) -> Id {
    let add = CodeAdd { name: name.into(), parent, ..CodeAdd::default() };
    study.session().perform(add).expect("a code can be added").outcome
}

/// Makes a participant.
pub(crate) fn participant(study: &TestStudy, name: &str) -> Id {
    let add = ParticipantAdd { name: name.into(), note: String::new(), started_on: None };
    study.session().perform(add).expect("a participant can be added").outcome
}

/// Adds a dated voice note with these participants.
pub(crate) fn source(study: &TestStudy, date: &str, participants: &[Id], text: &str) -> Id {
    let add = SourceAdd {
        name: format!("Voice note of {date}"),
        stream: "voice_note".into(),
        date: (!date.is_empty()).then(|| date.to_owned()),
        participants: participants.to_vec(),
        text: Some(text.into()),
        ..SourceAdd::default()
    };
    study.session().perform(add).expect("a source can be added").outcome
}

/// Adds a conversation from lines of `speaker: words`.
pub(crate) fn conversation(study: &TestStudy, participants: &[Id], lines: &[(&str, &str)]) -> Id {
    let (mut text, mut segments) = (String::new(), Vec::new());
    for (speaker, said) in lines {
        let start = length(&text);
        text.push_str(said);
        segments.push(NewSegment {
            start,
            end: length(&text),
            speaker: Some((*speaker).to_owned()),
            begin_ms: None,
            end_ms: None,
        });
        text.push('\n');
    }
    let add = SourceAdd {
        name: "A conversation".into(),
        stream: "conversation".into(),
        date: Some("2026-02-01".into()),
        participants: participants.to_vec(),
        text: Some(text),
        segments,
        ..SourceAdd::default()
    };
    study.session().perform(add).expect("a source can be added").outcome
}

fn length(text: &str) -> i64 {
    Ruler::new(text).length()
}

/// Marks words and puts codes on them; answers the passage.
pub(crate) fn coded(study: &TestStudy, source: Id, words: &str, codes: &[Id]) -> Id {
    let add = CodingAdd {
        source: Some(source),
        text: Some(words.into()),
        codes: codes.to_vec(),
        ..CodingAdd::default()
    };
    study.session().perform(add).expect("words can be coded").outcome.passage
}

/// Gathers codes and passages in a theme.
pub(crate) fn gather(study: &TestStudy, theme: Id, codes: &[Id], passages: &[Id]) {
    let gather = ThemeGather { theme, codes: codes.to_vec(), passages: passages.to_vec() };
    study.session().perform(gather).expect("a theme can gather");
}
