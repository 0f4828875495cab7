//! One thing that can be imported, and the reading of it.
//!
//! A [`Candidate`] is cheap: it says where bytes are and what they seem to be.
//! [`Candidate::read`] fetches them within bounds and returns everything known
//! about them, or one refusal. A transcript beside a recording is read with it,
//! and when that fails, the recording is still read.

use std::collections::BTreeSet;
use std::io::{Read, Seek};
use std::sync::Arc;

use jiff::civil::DateTime;
use sha2::{Digest, Sha256};

use super::flow::LONGEST_TEXT;
use super::kind::{claimed, extension};
use super::place::{Place, Seekable};
use super::subtitles::Format;
use super::whatsapp::{Chat, Message};
use super::{
    Document, Kind, Notice, Notices, Refusal, RefusalKind, Trouble, docx, odt, recording,
    subtitles, text, whatsapp,
};

/// Something that [`super::survey`] found and that can be read.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The file as shown to people, such as `export.zip › PTT-20250318-WA0002.opus`.
    pub file: String,
    /// The bare name of the file.
    pub file_name: String,
    /// What it seems to be.
    pub kind: Kind,
    /// The stream it probably belongs to: `interview`, `field_note`,
    /// `voice_note`, `conversation` or `document`.
    pub stream: Option<&'static str>,
    /// Who sent it, for voice notes of a chat, as the chat names them.
    pub sender: Option<String>,
    /// When it was sent, in local time, where the chat or its name says so.
    pub sent_at: Option<DateTime>,
    /// The transcript that lies beside a recording.
    pub transcript: Option<Box<Candidate>>,
    pub(super) place: Place,
    /// Which of the survey's chats it is, or was sent in.
    pub(super) chat: Option<usize>,
    /// Whether it is certain which number of the chat's dates is the month.
    pub(super) date_is_sure: bool,
    /// The names of the files beside a chat, among which its attachments are.
    pub(super) beside: Arc<BTreeSet<String>>,
}

/// Everything that reading a [`Candidate`] told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The SHA-256 of the bytes as they are in the file.
    pub sha256: [u8; 32],
    /// How many bytes that are.
    pub bytes: u64,
    /// The text, of anything but a recording.
    pub document: Option<Document>,
    /// What the recording is, of a recording.
    pub recording: Option<Recording>,
    /// The transcript beside a recording.
    pub transcript: Option<Box<Reading>>,
    /// Everybody who wrote in a chat, in order of first appearance.
    pub senders: Vec<String>,
    /// All notices, those of the document and the transcript included.
    pub notices: Vec<Notice>,
    /// The messages of a chat.
    pub(super) messages: Vec<Message>,
    /// Whether it is certain which number of a chat's dates is the month.
    pub(super) is_sure: bool,
}

/// What a recording is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recording {
    /// The media type, such as `audio/ogg`.
    pub mime: &'static str,
    /// The codec in lower case, such as `opus`.
    pub codec: &'static str,
    /// The length of what can be heard, in milliseconds.
    pub duration_ms: u64,
}

impl Candidate {
    /// Reads the whole item. Recordings are never held in memory as a whole.
    pub fn read(&self) -> Result<Reading, Refusal> {
        let mut reading = if self.kind == Kind::Audio { self.listen() } else { self.read_text() }
            .map_err(|trouble| trouble.in_file(&self.file))?;
        reading.notices.extend(self.misnamed());
        match self.transcript.as_deref().map(Candidate::read) {
            None => {}
            Some(Ok(transcript)) => {
                reading.notices.extend(transcript.notices.iter().cloned());
                reading.transcript = Some(Box::new(transcript));
            }
            Some(Err(refusal)) => {
                let message = format!("The recording has no transcript: {}", refusal.message);
                reading.notices.push(Notice { file: refusal.file, message });
            }
        }
        Ok(reading)
    }

    /// Streams the bytes as they are, in bounded memory.
    pub fn open_bytes(&self) -> Result<Box<dyn Read + Send>, Refusal> {
        self.place.stream().map_err(|trouble| trouble.in_file(&self.file))
    }

    /// Says so when the name claims another format than the content has.
    fn misnamed(&self) -> Option<Notice> {
        let claimed = claimed(&extension(&self.file_name))?;
        let is_text = matches!((claimed, self.kind), (Kind::Text, Kind::WhatsApp));
        (claimed != self.kind && !is_text).then(|| Notice {
            file: self.file.clone(),
            message: format!(
                "Its name says {}, but it holds a {}; it was read as that.",
                claimed.name(),
                self.kind.name()
            ),
        })
    }

    fn listen(&self) -> Result<Reading, Trouble> {
        let mut source = self.place.seekable()?;
        let (sha256, bytes) = hash(&mut source)?;
        if bytes == 0 {
            return Err(Trouble::new(RefusalKind::Empty, "the file is empty: nothing to import."));
        }
        source.rewind()?;
        let mut notices = Notices::about(&self.file);
        let recording = recording::read(source, &extension(&self.file_name), &mut notices)?;
        Ok(Reading {
            sha256,
            bytes,
            document: None,
            recording: Some(recording),
            transcript: None,
            senders: Vec::new(),
            notices: notices.list,
            messages: Vec::new(),
            is_sure: true,
        })
    }

    fn read_text(&self) -> Result<Reading, Trouble> {
        let bytes = self.place.bytes()?;
        let is_package = matches!(self.kind, Kind::Docx | Kind::Odt);
        if !is_package && bytes.len() > LONGEST_TEXT {
            return Err(Trouble::new(
                RefusalKind::TooLarge,
                "its text is longer than 64 MiB: import it in parts.",
            ));
        }
        let (document, chat) = self.parse(&bytes)?;
        Ok(Reading {
            sha256: Sha256::digest(&bytes).into(),
            bytes: bytes.len() as u64,
            notices: document.notices.clone(),
            document: Some(document),
            recording: None,
            transcript: None,
            senders: chat.senders,
            messages: chat.messages,
            is_sure: chat.is_sure,
        })
    }

    fn parse(&self, bytes: &[u8]) -> Result<(Document, Chat), Trouble> {
        let file = self.file.as_str();
        let document = match self.kind {
            Kind::Text | Kind::Markdown => text::read(bytes, file)?,
            Kind::Docx => docx::read(bytes, file)?,
            Kind::Odt => odt::read(bytes, file)?,
            Kind::WebVtt => subtitles::read(bytes, Format::WebVtt, file)?,
            Kind::Srt => subtitles::read(bytes, Format::Srt, file)?,
            Kind::WhatsApp => return self.parse_chat(bytes),
            Kind::Audio => {
                return Err(Trouble::new(RefusalKind::Unsupported, "a recording has no text."));
            }
        };
        Ok((document, Chat::default()))
    }

    fn parse_chat(&self, bytes: &[u8]) -> Result<(Document, Chat), Trouble> {
        let mut notices = Notices::about(&self.file);
        let text = text::decode(bytes, &mut notices)?;
        let chat = whatsapp::parse(&text, &self.beside, &mut notices)?;
        let document = Document { notices: notices.list, ..chat.document() };
        Ok((document, chat))
    }
}

fn hash(source: &mut Seekable) -> Result<([u8; 32], u64), Trouble> {
    let mut digest = Sha256::new();
    let mut buffer = vec![0_u8; 256 * 1024];
    let mut bytes = 0_u64;
    loop {
        let count = source.read(&mut buffer)?;
        let Some(piece) = buffer.get(..count).filter(|piece| !piece.is_empty()) else {
            break;
        };
        digest.update(piece);
        bytes += count as u64;
    }
    Ok((digest.finalize().into(), bytes))
}
