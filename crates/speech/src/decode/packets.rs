//! Measuring everything but Ogg, packet by packet.
//!
//! The first audio track counts. Its packets are read and dropped one by one;
//! the end of the last one, less what the encoder says to trim, is the length.
//! A recording that stops before its headers say so is measured as far as it
//! goes, with a remark.

use std::io::{self, Read, Seek, SeekFrom};

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, well_known as codec};
use symphonia::core::errors::Error;
use symphonia::core::formats::probe::Hint;
use symphonia::core::formats::{FormatOptions, FormatReader, Track, TrackType};
use symphonia::core::io::{MediaSource, MediaSourceStream};
use symphonia::core::meta::MetadataOptions;
use symphonia::core::units::Duration;

use super::container::Container;
use super::probe::{Probe, ProbeError};

/// More packets than any recording of a week has: a guard against endless files.
const MOST_PACKETS: u64 = 50_000_000;

/// After so many unreadable packets the rest is given up.
const MOST_ERRORS: u32 = 10_000;

/// A seekable source with a known length, as the demultiplexers want it.
struct Source<S> {
    inner: S,
    length: u64,
}

impl<S: Read> Read for Source<S> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.inner.read(buffer)
    }
}

impl<S: Seek> Seek for Source<S> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}

impl<S: Read + Seek + Send + Sync> MediaSource for Source<S> {
    fn is_seekable(&self) -> bool {
        true
    }

    fn byte_len(&self) -> Option<u64> {
        Some(self.length)
    }
}

/// What the walk over the packets came to, in units of the track's time base.
#[derive(Default)]
struct Walk {
    first: Option<i64>,
    end: i64,
    broken: bool,
    errors: u32,
}

pub(super) fn measure<S>(
    source: S,
    length: u64,
    container: Container,
    extension: Option<&str>,
) -> Result<Probe, ProbeError>
where
    S: Read + Seek + Send + Sync + 'static,
{
    let mut hint = Hint::new();
    if let Some(extension) = extension {
        hint.with_extension(extension);
    }
    let stream = MediaSourceStream::new(
        Box::new(Source { inner: source, length }),
        symphonia::core::io::MediaSourceStreamOptions::default(),
    );
    let mut reader = symphonia::default::get_probe()
        .probe(&hint, stream, FormatOptions::default(), MetadataOptions::default())
        .map_err(|error| damaged(&error, container))?;

    let has_video =
        reader.tracks().iter().any(|track| track.track_type() == Some(TrackType::Video));
    let track = find_audio(reader.tracks()).ok_or(ProbeError::NoAudio)?.clone();
    let audio = audio_parameters(&track).ok_or(ProbeError::NoAudio)?;
    let codec = codec_name(audio.codec).ok_or(ProbeError::UnknownCodec)?;
    let (sample_rate, channels) = (audio.sample_rate, audio.channels.as_ref().map(Channels::count));

    let walk = walk(reader.as_mut(), track.id, codec == "pcm");
    let units = u64::try_from(walk.end - walk.first.unwrap_or(walk.end).min(walk.end)).unwrap_or(0);
    let claimed = track.num_frames.or(track.duration.map(Duration::get));
    let duration_ms = to_milliseconds(units, &track, sample_rate);
    let claimed_ms = claimed.map(|claimed| to_milliseconds(claimed, &track, sample_rate));

    let mut remarks = Vec::new();
    let short_by = claimed_ms.map_or(0, |claimed| claimed.saturating_sub(duration_ms));
    if walk.broken || short_by > 1000.max(duration_ms / 50) {
        remarks.push(format!(
            "The recording is damaged or cut off: {} can be read{}.",
            seconds(duration_ms),
            claimed_ms.filter(|_| short_by > 0).map_or_else(String::new, |claimed| format!(
                " of the {} it claims",
                seconds(claimed)
            )),
        ));
    }
    if units == 0 {
        return Err(ProbeError::Damaged("not one moment of sound can be read from it".into()));
    }
    Ok(Probe {
        container,
        mime: mime(container, has_video),
        codec,
        duration_ms,
        sample_rate,
        channels: channels.and_then(|count| u32::try_from(count).ok()),
        remarks,
    })
}

fn find_audio(tracks: &[Track]) -> Option<&Track> {
    tracks
        .iter()
        .find(|track| {
            audio_parameters(track).is_some_and(|audio| codec_name(audio.codec).is_some())
        })
        .or_else(|| tracks.iter().find(|track| audio_parameters(track).is_some()))
}

fn audio_parameters(track: &Track) -> Option<&AudioCodecParameters> {
    track.codec_params.as_ref().and_then(|parameters| parameters.audio())
}

fn walk(reader: &mut dyn FormatReader, track: u32, is_pcm: bool) -> Walk {
    let mut walk = Walk::default();
    let mut frame_bytes = None;
    for _ in 0..MOST_PACKETS {
        match reader.next_packet() {
            Ok(Some(packet)) if packet.track_id == track => {
                let start = packet.pts.get();
                let heard = start.saturating_add_unsigned(packet.trim_start.get());
                walk.first = Some(walk.first.map_or(heard, |first| first.min(heard)));
                let mut frames = packet.dur.get();
                if is_pcm {
                    // A file that was cut off ends in a packet shorter than it says.
                    let bytes = packet.data.len() as u64;
                    let width = *frame_bytes.get_or_insert((bytes / frames.max(1)).max(1));
                    frames = frames.min(bytes / width);
                }
                let heard = frames.saturating_sub(packet.trim_end.get());
                walk.end = walk.end.max(start.saturating_add_unsigned(heard));
            }
            Ok(Some(_)) => {}
            Ok(None) => break,
            Err(Error::IoError(error)) if error.kind() == io::ErrorKind::UnexpectedEof => {
                walk.broken = true;
                break;
            }
            Err(Error::DecodeError(_)) if walk.errors < MOST_ERRORS => {
                walk.broken = true;
                walk.errors += 1;
            }
            Err(_) => {
                walk.broken = true;
                break;
            }
        }
    }
    walk
}

fn to_milliseconds(units: u64, track: &Track, sample_rate: Option<u32>) -> u64 {
    let (numerator, denominator) = match track.time_base {
        Some(base) => (u64::from(base.numer.get()), u64::from(base.denom.get())),
        None => (1, u64::from(sample_rate.unwrap_or(0).max(1))),
    };
    super::probe::milliseconds(units.saturating_mul(numerator), denominator)
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100)
}

fn damaged(error: &Error, container: Container) -> ProbeError {
    ProbeError::Damaged(match error {
        Error::IoError(error) if error.kind() != io::ErrorKind::UnexpectedEof => error.to_string(),
        // Phones write the index of such a recording last of all.
        _ if container == Container::Mp4 => {
            "its index is missing, as when a recording was cut off".into()
        }
        Error::IoError(_) => "it ends before its headers do".into(),
        _ => "its headers make no sense".into(),
    })
}

fn mime(container: Container, has_video: bool) -> &'static str {
    match (container, has_video) {
        (Container::Mp4, true) => "video/mp4",
        (Container::Mp4, false) => "audio/mp4",
        (Container::Matroska, true) => "video/webm",
        (Container::Matroska, false) => "audio/webm",
        (Container::Mp3, _) => "audio/mpeg",
        (Container::Adts, _) => "audio/aac",
        (Container::Wav, _) => "audio/wav",
        (Container::Aiff, _) => "audio/aiff",
        (Container::Flac, _) => "audio/flac",
        (Container::Ogg, _) => "audio/ogg",
        (Container::Amr | Container::WindowsMedia | Container::CoreAudio, _) => {
            "application/octet-stream"
        }
    }
}

/// The codecs whose packets can be turned into sound, by name.
fn codec_name(id: AudioCodecId) -> Option<&'static str> {
    let named = [
        (codec::CODEC_ID_AAC, "aac"),
        (codec::CODEC_ID_ALAC, "alac"),
        (codec::CODEC_ID_MP3, "mp3"),
        (codec::CODEC_ID_FLAC, "flac"),
        (codec::CODEC_ID_VORBIS, "vorbis"),
        (codec::CODEC_ID_OPUS, "opus"),
    ];
    let pcm = [
        codec::CODEC_ID_PCM_S32LE,
        codec::CODEC_ID_PCM_S32BE,
        codec::CODEC_ID_PCM_S24LE,
        codec::CODEC_ID_PCM_S24BE,
        codec::CODEC_ID_PCM_S16LE,
        codec::CODEC_ID_PCM_S16BE,
        codec::CODEC_ID_PCM_S8,
        codec::CODEC_ID_PCM_U8,
        codec::CODEC_ID_PCM_F32LE,
        codec::CODEC_ID_PCM_F32BE,
        codec::CODEC_ID_PCM_F64LE,
        codec::CODEC_ID_PCM_F64BE,
        codec::CODEC_ID_PCM_ALAW,
        codec::CODEC_ID_PCM_MULAW,
    ];
    named
        .iter()
        .find(|(known, _)| *known == id)
        .map(|(_, name)| *name)
        .or_else(|| pcm.contains(&id).then_some("pcm"))
}
