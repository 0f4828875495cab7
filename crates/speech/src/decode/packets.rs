//! Measuring everything but Ogg, packet by packet.
//!
//! The first audio track counts. Its packets are read and dropped one by one;
//! from the beginning of the first to the end of the last, without what the
//! encoder says to trim, is the length.
//! A recording that stops before its headers say so is measured as far as it
//! goes, with a remark.

use std::io::{Read, Seek};

use symphonia::core::audio::Channels;
use symphonia::core::packet::Packet;

use super::container::Container;
use super::demux::{Demux, MOST_ERRORS, MOST_PACKETS, Step};
use super::error::DecodeError;
use super::probe::Probe;
use super::tracks::{self, Unit};

/// Of a recording that was cut off earlier, nothing but a click is left.
const LEAST_MS: u64 = 50;

/// What the walk over the packets came to, in units of the track's time base.
#[derive(Default)]
struct Walk {
    first: Option<i64>,
    end: i64,
    frame_bytes: Option<u64>,
    broken: bool,
    errors: u32,
}

pub(super) fn measure<S>(
    source: S,
    length: u64,
    container: Container,
    extension: Option<&str>,
) -> Result<Probe, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut demux = Demux::open(source, length, container, extension)?;
    let has_video = demux.has_pictures();
    let track = tracks::find_audio(demux.tracks()).ok_or(DecodeError::NoAudio)?.clone();
    let audio = tracks::audio_parameters(&track).ok_or(DecodeError::NoAudio)?;
    let codec = tracks::codec_name(audio.codec).ok_or(DecodeError::UnknownCodec)?;

    let walk = Walk::over(&mut demux, track.id, codec == "pcm");
    let edit = demux.edit_of(&track);
    let mut remarks = demux.remarks();
    demux.finish()?;
    let units = walk.units().saturating_sub(edit.unheard);
    let duration_ms = Unit::of(&track).milliseconds(units).saturating_add(edit.delay_ms);
    if units == 0 || (walk.broken && duration_ms < LEAST_MS) {
        return Err(DecodeError::nothing_heard());
    }
    let claimed_ms = tracks::claimed_milliseconds(&track);
    remarks.extend(tracks::shortfall(duration_ms, claimed_ms, walk.broken));
    Ok(Probe {
        container,
        mime: mime(container, has_video),
        codec,
        duration_ms,
        sample_rate: audio.sample_rate,
        channels: audio.channels.as_ref().and_then(|all| u32::try_from(Channels::count(all)).ok()),
        remarks,
    })
}

impl Walk {
    fn over(demux: &mut Demux<'_>, track: u32, is_pcm: bool) -> Self {
        let mut walk = Self::default();
        for _ in 0..MOST_PACKETS {
            match demux.next_step() {
                Step::Packet(packet) if packet.track_id == track => walk.take(&packet, is_pcm),
                Step::Packet(_) => {}
                Step::End => break,
                Step::Spoiled if walk.errors < MOST_ERRORS => {
                    walk.broken = true;
                    walk.errors += 1;
                }
                Step::Spoiled | Step::Restart | Step::Broken => {
                    walk.broken = true;
                    break;
                }
            }
        }
        walk
    }

    fn take(&mut self, packet: &Packet, is_pcm: bool) {
        let mut frames = packet.dur.get();
        if is_pcm {
            // A file that was cut off ends in a packet shorter than it says.
            let bytes = packet.data.len() as u64;
            let width = *self.frame_bytes.get_or_insert((bytes / frames.max(1)).max(1));
            frames = frames.min(bytes / width);
        }
        let (skipped, cut) = (packet.trim_start.get(), packet.trim_end.get());
        if skipped > 0 && skipped >= frames {
            // All of it only warms the decoder up, as the first packet of many MP3 files does.
            return;
        }
        let start = packet.pts.get();
        let heard = start.saturating_add_unsigned(skipped);
        self.first = Some(self.first.map_or(heard, |first| first.min(heard)));
        self.end = self.end.max(start.saturating_add_unsigned(frames.saturating_sub(cut)));
    }

    fn units(&self) -> u64 {
        let first = self.first.unwrap_or(self.end).min(self.end);
        u64::try_from(self.end.saturating_sub(first)).unwrap_or(0)
    }
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
