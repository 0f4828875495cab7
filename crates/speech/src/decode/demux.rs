//! Opening a recording and taking its packets one by one, for everything that
//! [`super::ogg`] does not walk itself.
//!
//! The work is symphonia's; this is where its errors, its panics and its idea
//! of time become ours. [`super::packets`] measures with it and
//! [`super::samples`] decodes with it, so both mean the same track.

use std::io::{self, Read, Seek, SeekFrom};
use std::sync::{Arc, Mutex, PoisonError};

use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream, MediaSourceStreamOptions};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::packet::Packet;

use super::container::Container;
use super::error::DecodeError;
use super::guard::guarded;
use super::mp4::{self, Edit, Index};
use super::veil::Veil;
use super::wave::{self, Mended};

/// More packets than any recording of a week has: a guard against endless files.
pub(super) const MOST_PACKETS: u64 = 50_000_000;

/// After so many unreadable packets the rest is given up.
pub(super) const MOST_ERRORS: u32 = 10_000;

/// A recording that is taken apart.
pub(super) struct Demux<'s> {
    reader: Box<dyn FormatReader + 's>,
    trouble: Trouble,
    index: Index,
    remark: Option<&'static str>,
}

/// What asking for the next packet came to.
pub(super) enum Step {
    Packet(Packet),
    /// Another stream begins: the tracks are new.
    Restart,
    /// One packet cannot be read; the next one may.
    Spoiled,
    /// Nothing more can be read, though there should be more.
    Broken,
    End,
}

impl<'s> Demux<'s> {
    /// Reads a recording's headers, up to its first packet.
    pub(super) fn open<S>(
        mut source: S,
        length: u64,
        container: Container,
        extension: Option<&str>,
    ) -> Result<Self, DecodeError>
    where
        S: Read + Seek + Send + Sync + 's,
    {
        let way = |length, veil: &Veil| Way { length, container, veil: veil.clone() };
        if container != Container::Mp4 {
            let mended = match container {
                Container::Wav => wave::mend(&mut source, length)?,
                _ => Mended::default(),
            };
            source.seek(SeekFrom::Start(0))?;
            let opened = Self::try_to_open(source, way(Some(length), &mended.veil), extension)?;
            return Ok(Self { remark: mended.remark, ..opened });
        }
        let index = mp4::read_index(&mut source, length)?;
        source.seek(SeekFrom::Start(0))?;
        if index.as_ref().is_some_and(|index| !index.has_sound) {
            return Err(DecodeError::NoAudio);
        }
        let index = index.unwrap_or_default();
        // One that was cut off gives nothing, unless it is read like a stream;
        // that in turn needs the index to come first. So try.
        let whole = Demux::try_to_open(&mut source, way(Some(length), &index.veil), extension);
        let is_whole = whole.is_ok_and(|mut whole| matches!(whole.next_step(), Step::Packet(_)));
        source.seek(SeekFrom::Start(0))?;
        let way = way(Some(length).filter(|_| is_whole), &index.veil);
        let opened = Self::try_to_open(source, way, extension)?;
        Ok(Self { index, ..opened })
    }

    fn try_to_open<S>(inner: S, way: Way, extension: Option<&str>) -> Result<Self, DecodeError>
    where
        S: Read + Seek + Send + Sync + 's,
    {
        let trouble = Trouble::default();
        let container = way.container;
        let source = Source { inner, position: 0, way, trouble: trouble.clone() };
        let stream = MediaSourceStream::new(Box::new(source), MediaSourceStreamOptions::default());
        let mut hint = Hint::new();
        if let Some(extension) = extension {
            hint.with_extension(extension);
        }
        let (format, meta) = (FormatOptions::default(), MetadataOptions::default());
        let opened = guarded(|| symphonia::default::get_probe().probe(&hint, stream, format, meta));
        match (opened, trouble.take()) {
            (_, Some(error)) => Err(DecodeError::Io(error)),
            (Some(Ok(reader)), None) => {
                Ok(Self { reader, trouble, index: Index::default(), remark: None })
            }
            (Some(Err(error)), None) => Err(damaged(&error, container)),
            (None, None) => Err(DecodeError::senseless()),
        }
    }

    /// Whether there are pictures beside the sound.
    pub(super) fn has_pictures(&self) -> bool {
        let is_picture = |track: &Track| track.track_type() == Some(TrackType::Video);
        self.index.has_pictures || self.tracks().iter().any(is_picture)
    }

    /// What was odd about the headers.
    pub(super) fn remarks(&self) -> Vec<String> {
        self.remark.into_iter().map(str::to_owned).collect()
    }

    /// What comes before the first moment of a track.
    pub(super) fn edit_of(&self, track: &Track) -> Edit {
        self.index.edit_of(track.id)
    }

    pub(super) fn tracks(&self) -> &[Track] {
        self.reader.tracks()
    }

    /// Takes the next packet of any track.
    pub(super) fn next_step(&mut self) -> Step {
        match guarded(|| self.reader.next_packet()) {
            Some(Ok(Some(packet))) => Step::Packet(packet),
            Some(Ok(None)) => Step::End,
            Some(Err(Error::ResetRequired)) => Step::Restart,
            Some(Err(Error::DecodeError(_))) => Step::Spoiled,
            Some(Err(_)) | None => Step::Broken,
        }
    }

    /// Says whether it was the storage that failed, and not the recording.
    pub(super) fn finish(self) -> io::Result<()> {
        self.trouble.take().map_or(Ok(()), Err)
    }
}

fn damaged(error: &Error, container: Container) -> DecodeError {
    DecodeError::Damaged(match error {
        Error::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => error.to_string(),
        // Phones write the index of such a recording last of all.
        _ if container == Container::Mp4 => {
            "its index is missing, as when a recording was cut off".into()
        }
        Error::IoError(_) => "it ends before its headers do".into(),
        _ => return DecodeError::senseless(),
    })
}

/// What went wrong in the storage, kept aside: a demultiplexer may take it for
/// the end of the file.
#[derive(Clone, Default)]
struct Trouble(Arc<Mutex<Option<io::Error>>>);

impl Trouble {
    fn note(&self, error: io::Error) -> io::Error {
        let kind = error.kind();
        if kind != io::ErrorKind::Interrupted {
            *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
        kind.into()
    }

    fn take(&self) -> Option<io::Error> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// How a file is read.
struct Way {
    /// Without a length it is read like a stream.
    length: Option<u64>,
    container: Container,
    veil: Veil,
}

/// A source as the demultiplexers want it.
struct Source<S> {
    inner: S,
    position: u64,
    way: Way,
    trouble: Trouble,
}

impl<S: Read> Read for Source<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer).map_err(|error| self.trouble.note(error))?;
        self.way.veil.cover(self.position, buffer.get_mut(..count).unwrap_or_default());
        self.position += count as u64;
        Ok(count)
    }
}

impl<S: Seek> Seek for Source<S> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        // No trouble of the storage: damaged files ask for places that do not exist.
        self.position = self.inner.seek(position)?;
        Ok(self.position)
    }
}

impl<S: Read + Seek + Send + Sync> MediaSource for Source<S> {
    fn is_seekable(&self) -> bool {
        self.way.length.is_some()
    }

    fn byte_len(&self) -> Option<u64> {
        self.way.length
    }
}
