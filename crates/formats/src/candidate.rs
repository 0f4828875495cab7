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

use crate::flow::LONGEST_TEXT;
use crate::kind::{claimed, extension};
use crate::place::{Place, Seekable};
use crate::subtitles::Format;
use crate::whatsapp::{Chat, Message};
use crate::{
    Document, Kind, Notice, Notices, Options, Picture, Refusal, RefusalKind, Table, Trouble, docx,
    epub, html, language, markdown, odt, pdf, picture, recording, rtf, subtitles, table, text,
    turns, video, whatsapp,
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
    /// Who sent it, for what was sent in a chat, as the chat names them.
    pub sender: Option<String>,
    /// When it was sent, in local time, where the chat or its name says so.
    pub sent_at: Option<DateTime>,
    /// The transcript that lies beside a recording.
    pub transcript: Option<Box<Candidate>>,
    pub(crate) place: Place,
    /// Which of the survey's chats it is, or was sent in.
    pub chat: Option<usize>,
    /// Whether it is certain which number of the chat's dates is the month.
    pub date_is_sure: bool,
    /// The names of the files beside a chat, among which its attachments are.
    pub(crate) beside: Arc<BTreeSet<String>>,
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
    /// What the recording is, of a recording or a video.
    pub recording: Option<Recording>,
    /// What the picture is, of a picture.
    pub picture: Option<Picture>,
    /// The tables, of a table or a workbook.
    pub tables: Vec<Table>,
    /// The transcript beside a recording.
    pub transcript: Option<Box<Reading>>,
    /// Everybody who wrote in a chat, in order of first appearance.
    pub senders: Vec<String>,
    /// All notices, those of the document and the transcript included.
    pub notices: Vec<Notice>,
    /// The language of a text or a chat as a BCP 47 code such as `en`, where it is plain.
    pub language: Option<&'static str>,
    /// The messages of a chat.
    pub messages: Vec<Message>,
    /// What WhatsApp itself said in a chat; it names people, and is no part of the text.
    pub system: Vec<Message>,
    /// Whether it is certain which number of a chat's dates is the month.
    pub is_sure: bool,
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

impl Reading {
    fn of(bytes: &[u8]) -> Self {
        Self::of_bytes(Sha256::digest(bytes).into(), bytes.len() as u64)
    }

    /// A reading of which only the bytes are known.
    fn of_bytes(sha256: [u8; 32], bytes: u64) -> Self {
        Self {
            sha256,
            bytes,
            document: None,
            recording: None,
            picture: None,
            tables: Vec::new(),
            transcript: None,
            senders: Vec::new(),
            notices: Vec::new(),
            language: None,
            messages: Vec::new(),
            system: Vec::new(),
            is_sure: true,
        }
    }
}

impl Candidate {
    /// Reads the whole item. Recordings are never held in memory as a whole.
    pub fn read(&self, options: Options) -> Result<Reading, Refusal> {
        let mut reading = match self.kind {
            Kind::Audio => self.listen(recording::read),
            Kind::Video => self.listen(video::read),
            Kind::Picture => self.look(),
            Kind::Csv | Kind::Sheet => self.read_tables(),
            _ => self.read_text(options),
        }
        .map_err(|trouble| trouble.in_file(&self.file))?;
        reading.notices.extend(self.misnamed());
        match self.transcript.as_deref().map(|transcript| transcript.read(options)) {
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

    fn listen(&self, read: Probe) -> Result<Reading, Trouble> {
        let mut source = self.place.seekable()?;
        let (sha256, bytes) = hash(&mut source)?;
        if bytes == 0 {
            return Err(Trouble::new(RefusalKind::Empty, "the file is empty: nothing to import."));
        }
        source.rewind()?;
        let mut notices = Notices::about(&self.file);
        let recording = read(source, &extension(&self.file_name), &mut notices)?;
        Ok(Reading {
            recording: Some(recording),
            notices: notices.list,
            ..Reading::of_bytes(sha256, bytes)
        })
    }

    fn look(&self) -> Result<Reading, Trouble> {
        let bytes = self.place.bytes()?;
        let picture = picture::read(&bytes)?;
        Ok(Reading { picture: Some(picture), ..Reading::of(&bytes) })
    }

    fn read_tables(&self) -> Result<Reading, Trouble> {
        let bytes = self.place.bytes()?;
        let mut notices = Notices::about(&self.file);
        let tables = table::read(&bytes, self.kind, &mut notices)?;
        Ok(Reading { tables, notices: notices.list, ..Reading::of(&bytes) })
    }

    fn read_text(&self, options: Options) -> Result<Reading, Trouble> {
        let bytes = self.place.bytes()?;
        // Pictures inside take room that is not text.
        let is_package = matches!(
            self.kind,
            Kind::Docx | Kind::Odt | Kind::Epub | Kind::Pdf | Kind::Rtf | Kind::Html
        );
        if !is_package && bytes.len() > LONGEST_TEXT {
            return Err(Trouble::new(
                RefusalKind::TooLarge,
                "its text is longer than 64 MiB: import it in parts.",
            ));
        }
        let (mut document, chat) = self.parse(&bytes, options)?;
        if self.kind != Kind::WhatsApp && document.segments.is_empty() {
            turns::find(&mut document);
            // A document does not know the name of its file.
            for notice in document.notices.iter_mut().filter(|notice| notice.file.is_empty()) {
                notice.file.clone_from(&self.file);
            }
        }
        Ok(Reading {
            language: language::of_document(&document),
            notices: document.notices.clone(),
            document: Some(document),
            senders: chat.senders,
            messages: chat.messages,
            system: chat.system,
            is_sure: chat.is_sure,
            ..Reading::of(&bytes)
        })
    }

    fn parse(&self, bytes: &[u8], options: Options) -> Result<(Document, Chat), Trouble> {
        let file = self.file.as_str();
        let document = match self.kind {
            Kind::Text => text::read(bytes, file)?,
            Kind::Markdown => markdown::read(bytes, file)?,
            Kind::Docx => docx::read(bytes, file, options)?,
            Kind::Odt => odt::read(bytes, file, options)?,
            Kind::Rtf => rtf::read(bytes, file, options)?,
            Kind::Pdf => pdf::read(bytes, file)?,
            Kind::Html => html::read(bytes, file)?,
            Kind::Epub => epub::read(bytes, file)?,
            Kind::WebVtt => subtitles::read(bytes, Format::WebVtt, file)?,
            Kind::Srt => subtitles::read(bytes, Format::Srt, file)?,
            Kind::Sbv => subtitles::read(bytes, Format::Sbv, file)?,
            Kind::WhatsApp => return self.parse_chat(bytes, options),
            Kind::Audio | Kind::Video | Kind::Picture | Kind::Csv | Kind::Sheet => {
                return Err(Trouble::new(RefusalKind::Unsupported, "it has no text of its own."));
            }
        };
        Ok((document, Chat::default()))
    }

    fn parse_chat(&self, bytes: &[u8], options: Options) -> Result<(Document, Chat), Trouble> {
        let mut notices = Notices::about(&self.file);
        let chat = whatsapp::read(bytes, &self.beside, options, &mut notices)?;
        let document = Document { notices: notices.list, ..chat.document() };
        Ok((document, chat))
    }
}

/// How a recording or a video is read.
type Probe = fn(Seekable, &str, &mut Notices<'_>) -> Result<Recording, Trouble>;

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
