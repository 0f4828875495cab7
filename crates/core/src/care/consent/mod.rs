//! Consent: what each participant agreed to, for each type of data and each use.
//!
//! Answers are only ever added, so the ledger keeps how they came about; the latest is in force,
//! and where somebody was not asked the study's default is. [`Ledger`] is read once and asked by
//! everything that shows, plays, quotes, exports, transcribes or deposits: it is the one place that
//! says yes or no. That nothing closed is even read is seen to by `storage::wall`, and `door.rs`
//! says why. `set.rs`, `default.rs` and `wave.rs` hold the operations; `grid.rs`, `marks.rs` and
//! `missing.rs` what people look at.

pub(crate) mod closing;
mod default;
mod door;
mod grid;
mod ledger;
mod marks;
mod missing;
mod set;
mod wave;

pub use default::ConsentDefaultSet;
pub(crate) use door::refuse_words;
pub use door::{
    closed, closed_sound, is_closed, is_participant_closed, refuse_closed,
    refuse_closed_participant,
};
pub use grid::{Cell, Counts, Grid, Question, Row, Written, grid, history};
pub use ledger::{Ledger, Refusal, Standing, denied};
pub use marks::{Closed, Mark, Marks, closed_sources};
pub use missing::{Gap, Missing, missing};
pub use set::ConsentSet;
pub use wave::{WaveAdd, WaveRemove, WaveSet, under_way, waves};

use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// A type of data that a participant gives.
    pub enum DataType, "a type of data" {
        /// The recording of an interview.
        InterviewAudio = "interview_audio",
        /// The words of an interview.
        InterviewTranscript = "interview_transcript",
        /// The recording of a voice note.
        VoiceNoteAudio = "voice_note_audio",
        /// The words of a voice note.
        VoiceNoteTranscript = "voice_note_transcript",
        /// What was written down while going along with somebody.
        ObservationNote = "observation_note",
        /// The messages of a chat, with who wrote when.
        ChatMetadata = "chat_metadata",
        /// A document by or about somebody.
        Document = "document",
        /// Where somebody can be reached.
        ContactDetails = "contact_details",
    }
}

crate::words! {
    /// A use to which data are put.
    pub enum Use, "a use" {
        /// Reading, hearing, coding and making sense of them, by the researchers.
        Analysis = "analysis",
        /// Turning a recording into words by a machine.
        MachineTranscription = "machine_transcription",
        /// Printing words in a report.
        Quotation = "quotation",
        /// Playing a voice to others, such as in a talk.
        Clip = "clip",
        /// Coming back with what was made of their words.
        MemberCheck = "member_check",
        /// Keeping in an archive that is open to all.
        ArchiveOpen = "archive_open",
        /// Keeping in an archive with conditions.
        ArchiveSafeguarded = "archive_safeguarded",
        /// Asking again for another study.
        Recontact = "recontact",
        /// Reading and coding by co-researchers.
        CoResearcherAccess = "co_researcher_access",
    }
}

crate::words! {
    /// What somebody answered.
    pub enum Answer, "an answer" {
        /// They agreed.
        Given = "given",
        /// They did not agree.
        Refused = "refused",
        /// They agreed once and took it back.
        Withdrawn = "withdrawn",
        /// They were not asked, or are to be asked again.
        NotAsked = "not_asked",
    }
}

crate::words! {
    /// What a source holds.
    pub enum Medium, "a medium" {
        /// Words.
        Text = "text",
        /// A recording.
        Sound = "sound",
    }
}

impl DataType {
    /// The type of data that a source of this stream is, in this medium.
    pub fn of(stream: &str, medium: Medium) -> Self {
        match (stream, medium) {
            ("interview", Medium::Sound) => Self::InterviewAudio,
            ("interview", Medium::Text) => Self::InterviewTranscript,
            ("voice_note", Medium::Sound) => Self::VoiceNoteAudio,
            ("voice_note", Medium::Text) => Self::VoiceNoteTranscript,
            ("field_note", _) => Self::ObservationNote,
            ("conversation", _) => Self::ChatMetadata,
            _ => Self::Document,
        }
    }

    /// Whether it makes sense to ask about a use of it.
    pub fn can_be_put_to(self, purpose: Use) -> bool {
        let sound = matches!(self, Self::InterviewAudio | Self::VoiceNoteAudio);
        match (self, purpose) {
            (Self::ContactDetails, Use::Recontact | Use::MemberCheck) => true,
            (Self::ContactDetails, _) | (_, Use::Recontact | Use::MemberCheck) => false,
            (_, Use::MachineTranscription | Use::Clip) => sound,
            (_, Use::Quotation) => !sound,
            _ => true,
        }
    }

    /// What people call it, in the middle of a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::InterviewAudio => "interview recordings",
            Self::InterviewTranscript => "interview transcripts",
            Self::VoiceNoteAudio => "voice-note recordings",
            Self::VoiceNoteTranscript => "voice-note transcripts",
            Self::ObservationNote => "observation notes",
            Self::ChatMetadata => "chat messages and metadata",
            Self::Document => "documents",
            Self::ContactDetails => "contact details",
        }
    }
}

impl Use {
    /// What people call it, in the middle of a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Analysis => "analysis",
            Self::MachineTranscription => "machine transcription",
            Self::Quotation => "quotation",
            Self::Clip => "clips played to others",
            Self::MemberCheck => "member checks",
            Self::ArchiveOpen => "an open archive",
            Self::ArchiveSafeguarded => "a safeguarded archive",
            Self::Recontact => "being asked again",
            Self::CoResearcherAccess => "access by co-researchers",
        }
    }

    /// Whether it is allowed only where somebody said yes. Taking part means being analysed, so
    /// analysis alone goes on until somebody refuses.
    pub fn needs_a_yes(self) -> bool {
        self != Self::Analysis
    }
}

/// The questions that these data types and uses make, in their usual order; empty lists mean all.
///
/// Errors: none of them makes sense.
pub fn questions(data_types: &[DataType], purposes: &[Use]) -> Result<Vec<(DataType, Use)>> {
    let data_types = if data_types.is_empty() { DataType::ALL } else { data_types };
    let purposes = if purposes.is_empty() { Use::ALL } else { purposes };
    let mut asked: Vec<(DataType, Use)> = data_types
        .iter()
        .flat_map(|data_type| purposes.iter().map(|purpose| (*data_type, *purpose)))
        .filter(|(data_type, purpose)| data_type.can_be_put_to(*purpose))
        .collect();
    asked.sort_unstable();
    asked.dedup();
    if asked.is_empty() {
        let data: Vec<_> = data_types.iter().map(|one| one.words()).collect();
        let uses: Vec<_> = purposes.iter().map(|one| one.words()).collect();
        return Err(Error::invalid(format!(
            "Nobody can be asked about {} of {}: it makes no sense.",
            uses.join(", "),
            data.join(", ")
        ))
        .hint("Recordings are transcribed and played, words are quoted, contact details are used to come back."));
    }
    Ok(asked)
}

crate::record! {
    /// What a participant answered to one question of consent.
    pub struct Consent in "consent", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The participant.
        participant: Id => "participant",
        /// The type of data asked about.
        data_type: DataType,
        /// The use asked about.
        purpose: Use,
        /// The answer.
        answer: Answer,
        /// The version of the form.
        version: String,
        /// The ISO date of the answer.
        given_on: Option<String>,
        /// On paper, by voice or online.
        route: String,
        /// Who witnessed it.
        witness: String,
        /// The wave of the study at which it was asked.
        wave: String,
        /// Counts the answers to the same question from 1; the highest is in force.
        number: i64,
        /// When it was written down, in epoch milliseconds.
        at: i64,
        /// Who wrote it down.
        person: Id => "person",
    }
}

crate::record! {
    /// What holds for whoever was not asked a question themselves.
    pub struct ConsentDefault in "consent_default", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// The type of data.
        data_type: DataType,
        /// The use.
        purpose: Use,
        /// The answer that holds.
        answer: Answer,
        /// The version of the form that says so.
        version: String,
        /// Why.
        note: String,
    }
}

crate::record! {
    /// A time at which everybody is asked again.
    pub struct Wave in "wave", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// Its place among the waves, from 1.
        position: i64,
        /// What it is called.
        name: String,
        /// The ISO date on which it begins.
        begins_on: Option<String>,
        /// A note.
        note: String,
    }
}
