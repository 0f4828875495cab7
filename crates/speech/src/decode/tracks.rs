//! What a track says of itself: its codec, its time, its length.
//!
//! The first track with sound counts, for measuring and for decoding alike.
//! Time in a track is counted in units of its own; here it becomes ours.

use symphonia::core::codecs::audio::{AudioCodecId, AudioCodecParameters, well_known as codec};
use symphonia::core::formats::Track;
use symphonia::core::units::Duration;

use super::probe::milliseconds;

/// Finds the track that counts: the first whose codec can be read, else the first with sound.
pub(super) fn find_audio(tracks: &[Track]) -> Option<&Track> {
    tracks
        .iter()
        .find(|track| {
            audio_parameters(track).is_some_and(|audio| codec_name(audio.codec).is_some())
        })
        .or_else(|| tracks.iter().find(|track| audio_parameters(track).is_some()))
}

pub(super) fn audio_parameters(track: &Track) -> Option<&AudioCodecParameters> {
    track.codec_params.as_ref().and_then(|parameters| parameters.audio())
}

/// The length of one unit of a track's time, as a fraction of a second.
#[derive(Clone, Copy)]
pub(super) struct Unit {
    numerator: u64,
    denominator: u64,
}

impl Unit {
    pub(super) fn of(track: &Track) -> Self {
        let rate = audio_parameters(track).and_then(|audio| audio.sample_rate);
        let (numerator, denominator) = match track.time_base {
            Some(base) => (u64::from(base.numer.get()), u64::from(base.denom.get())),
            None => (1, u64::from(rate.unwrap_or(0).max(1))),
        };
        Self { numerator, denominator }
    }

    /// How many samples at a rate so many units last, rounded to the nearest.
    pub(super) fn samples(self, units: u64, rate: u32) -> u64 {
        let scaled = u128::from(units) * u128::from(self.numerator) * u128::from(rate);
        let denominator = u128::from(self.denominator.max(1));
        u64::try_from((scaled + denominator / 2) / denominator).unwrap_or(u64::MAX)
    }

    pub(super) fn milliseconds(self, units: u64) -> u64 {
        milliseconds(units.saturating_mul(self.numerator), self.denominator)
    }
}

/// How long the headers say that the track lasts.
pub(super) fn claimed_milliseconds(track: &Track) -> Option<u64> {
    let units = track.num_frames.or(track.duration.map(Duration::get))?;
    Some(Unit::of(track).milliseconds(units))
}

/// Says that less was read than the headers claim, where it is so much less
/// that somebody would miss it, or where the reading ended early.
pub(super) fn shortfall(read_ms: u64, claimed_ms: Option<u64>, broken: bool) -> Option<String> {
    let short_by = claimed_ms.map_or(0, |claimed| claimed.saturating_sub(read_ms));
    if !broken && short_by <= 1000.max(read_ms / 50) {
        return None;
    }
    let of_claimed = claimed_ms.filter(|_| short_by > 0);
    Some(format!(
        "The recording is damaged or cut off: {} can be read{}.",
        seconds(read_ms),
        of_claimed
            .map_or_else(String::new, |claimed| format!(" of the {} it claims", seconds(claimed))),
    ))
}

fn seconds(milliseconds: u64) -> String {
    format!("{}.{} s", milliseconds / 1000, milliseconds % 1000 / 100)
}

/// The codecs whose packets can be turned into sound, by name.
pub(super) fn codec_name(id: AudioCodecId) -> Option<&'static str> {
    let named = [
        (codec::CODEC_ID_AAC, "aac"),
        (codec::CODEC_ID_ALAC, "alac"),
        (codec::CODEC_ID_MP3, "mp3"),
        (codec::CODEC_ID_FLAC, "flac"),
        (codec::CODEC_ID_VORBIS, "vorbis"),
        (codec::CODEC_ID_OPUS, "opus"),
        // Of dictation machines.
        (codec::CODEC_ID_ADPCM_IMA_WAV, "adpcm"),
        (codec::CODEC_ID_ADPCM_MS, "adpcm"),
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
