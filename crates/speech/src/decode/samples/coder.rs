//! Decoding the packets of a track, whatever their codec.
//!
//! Opus, which may stand in Matroska and MPEG-4, is decoded by
//! [`crate::decode::opus`], everything else by symphonia. What a header claims is
//! looked at before memory is reserved for it.

use symphonia::core::audio::Channels;
use symphonia::core::codecs::audio::well_known::{CODEC_ID_OPUS, CODEC_ID_VORBIS};
use symphonia::core::codecs::audio::{AudioCodecParameters, AudioDecoder, AudioDecoderOptions};
use symphonia::core::errors::Error;
use symphonia::core::packet::Packet;

use crate::decode::error::DecodeError;
use crate::decode::guard::guarded;
use crate::decode::opus::{self, Decoder, Head};
use crate::decode::tracks;

/// More channels than any microphone array has; memory is reserved for each.
const MOST_CHANNELS: usize = 64;

/// Vorbis encoders write up to 47 codebooks; each may ask for 16 MiB.
const MOST_CODEBOOKS: usize = 64;

/// A decoder in the state that its packets so far have left it in.
pub(super) enum Coder {
    /// Opus, and how many samples at its beginning are still to be dropped.
    Opus {
        decoder: Box<Decoder>,
        pre_skip: usize,
        delay: u64,
    },
    Other(Box<dyn AudioDecoder>),
}

/// What decoding a packet came to.
pub(super) enum Outcome {
    Sound { rate: u32, channels: usize },
    Spoiled,
    Panicked,
}

impl Coder {
    pub(super) fn new(parameters: &AudioCodecParameters) -> Result<Self, DecodeError> {
        let channels = parameters.channels.as_ref().map_or(0, Channels::count);
        let header = parameters.extra_data.as_deref().unwrap_or_default();
        if channels > MOST_CHANNELS {
            return Err(DecodeError::Damaged(format!("it claims to have {channels} channels")));
        }
        if parameters.codec == CODEC_ID_OPUS {
            return Self::opus(header).ok_or_else(DecodeError::senseless);
        }
        if parameters.codec == CODEC_ID_VORBIS && codebooks(header) > MOST_CODEBOOKS {
            return Err(DecodeError::senseless());
        }
        if tracks::codec_name(parameters.codec).is_none() {
            return Err(DecodeError::UnknownCodec);
        }
        let options = AudioDecoderOptions::default();
        let made =
            guarded(|| symphonia::default::get_codecs().make_audio_decoder(parameters, &options));
        match made {
            Some(Ok(decoder)) => Ok(Self::Other(decoder)),
            // AAC with more than two channels, for one.
            Some(Err(Error::Unsupported(_))) => Err(DecodeError::UnknownCodec),
            _ => Err(DecodeError::senseless()),
        }
    }

    fn opus(head: &[u8]) -> Option<Self> {
        let head = Head::read(head)?;
        let decoder = Box::new(Decoder::new(&head)?);
        Some(Self::Opus { decoder, pre_skip: head.pre_skip.into(), delay: head.pre_skip.into() })
    }

    /// How many samples at its beginning it drops, or has dropped, by itself.
    pub(super) fn delay(&self) -> u64 {
        match self {
            Self::Opus { delay, .. } => *delay,
            Self::Other(_) => 0,
        }
    }

    /// Decodes a packet into interleaved samples.
    pub(super) fn decode(&mut self, packet: &Packet, interleaved: &mut Vec<f32>) -> Outcome {
        match self {
            Self::Opus { decoder, pre_skip, .. } => {
                decode_opus(decoder, pre_skip, &packet.data, interleaved)
            }
            Self::Other(decoder) => decode_other(decoder.as_mut(), packet, interleaved),
        }
    }
}

fn decode_opus(
    decoder: &mut Decoder,
    pre_skip: &mut usize,
    packet: &[u8],
    interleaved: &mut Vec<f32>,
) -> Outcome {
    let channels = decoder.channels();
    let Some(pcm) = decoder.decode(packet) else { return Outcome::Spoiled };
    let skipped = (*pre_skip).min(pcm.len() / channels);
    *pre_skip -= skipped;
    interleaved.clear();
    interleaved.extend_from_slice(&pcm[skipped * channels..]);
    Outcome::Sound { rate: opus::RATE, channels }
}

fn decode_other(
    decoder: &mut dyn AudioDecoder,
    packet: &Packet,
    interleaved: &mut Vec<f32>,
) -> Outcome {
    let outcome = guarded(|| {
        let buffer = decoder.decode(packet).ok()?;
        buffer.copy_to_vec_interleaved(interleaved);
        Some((buffer.spec().rate(), buffer.spec().channels().count()))
    });
    match outcome {
        Some(Some((rate, channels))) if rate > 0 => Outcome::Sound { rate, channels },
        Some(_) => Outcome::Spoiled,
        None => Outcome::Panicked,
    }
}

/// Reads the number of codebooks from a Vorbis setup header (Vorbis I, section 4.2.4).
fn codebooks(headers: &[u8]) -> usize {
    let setup = b"\x05vorbis";
    let at = headers.windows(setup.len()).position(|bytes| bytes == setup);
    let count = at.and_then(|at| headers.get(at + setup.len()));
    count.map_or(0, |count| usize::from(*count) + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parameters(header: &[u8]) -> AudioCodecParameters {
        let mut parameters = AudioCodecParameters::new();
        parameters.for_codec(CODEC_ID_VORBIS).with_extra_data(header.into());
        parameters
    }

    #[test]
    fn codebooks_are_counted_before_memory_is_reserved_for_them() {
        assert_eq!(codebooks(b"\x01vorbis....\x05vorbis\x22BCV"), 35);
        assert_eq!(codebooks(b"\x01vorbis"), 0);
        let greedy = Coder::new(&parameters(b"\x01vorbis....\x05vorbis\xffBCV"));
        assert!(matches!(greedy, Err(DecodeError::Damaged(_))));
    }
}
