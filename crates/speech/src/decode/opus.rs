//! The Opus codec: its first packet, the length of each packet, and the sound in it.
//!
//! The decoding is opus-rs's. A packet says by its first byte how long it lasts
//! (RFC 6716, section 3.1), so what cannot be decoded still has its time. The
//! header is that of Ogg (RFC 7845, section 5.1) and, with its numbers the other
//! way round, that of MPEG-4.

use opus_rs::OpusDecoder;
use opus_rs::multistream::{ChannelMappingTable, MultistreamDecoder};

use super::guard::guarded;

/// The samples per second that Opus is always decoded to.
pub(super) const RATE: u32 = 48_000;

/// The most samples a packet may hold: 120 ms.
const LONGEST: u64 = 5760;

/// After so many panics in the decoder its stream is given up.
const MOST_PANICS: u32 = 100;

/// How many samples at 48 kHz a packet holds, by its first two bytes.
pub(super) fn samples_in(packet: &[u8]) -> u64 {
    let Some(toc) = packet.first() else { return 0 };
    let configuration = toc >> 3;
    let frame = match (configuration, configuration & 3) {
        (0..=11, 0) => 480,
        (0..=11, 1) => 960,
        (0..=11, 2) => 1920,
        (0..=11, _) => 2880,
        (12..=15, _) => [480, 960][usize::from(configuration & 1)],
        (_, size) => 120 << size,
    };
    match toc & 3 {
        0 => frame,
        1 | 2 => frame * 2,
        _ => frame * packet.get(1).map_or(0, |count| u64::from(count & 0x3f)),
    }
}

/// What the first packet of a stream says.
#[derive(Clone)]
pub(super) struct Head {
    pub(super) channels: u8,
    /// Samples at the beginning that only warm the decoder up.
    pub(super) pre_skip: u16,
    gain: i16,
    family: u8,
    mapping: Option<ChannelMappingTable>,
}

impl Head {
    pub(super) fn read(packet: &[u8]) -> Option<Self> {
        let rest = packet.strip_prefix(b"OpusHead")?;
        let &[version, channels, skip @ .., _, _, _, _, gain, more_gain, family] =
            rest.first_chunk::<11>()?;
        // MPEG-4 calls its version 0 and writes the larger byte first.
        let (pre_skip, gain) = match version {
            0 => (u16::from_be_bytes(skip), i16::from_be_bytes([gain, more_gain])),
            1..=15 => (u16::from_le_bytes(skip), i16::from_le_bytes([gain, more_gain])),
            _ => return None,
        };
        let mapping = ChannelMappingTable::parse(family, channels, rest.get(11..)?);
        Some(Self { channels, pre_skip, gain, family, mapping })
    }

    fn loudness(&self) -> f32 {
        // In steps of 1/256 dB.
        10_f32.powf(f32::from(self.gain) / (256.0 * 20.0))
    }

    fn decoder(&self) -> Option<Inner> {
        let rate = i32::try_from(RATE).ok()?;
        match (self.family, &self.mapping) {
            (0, _) => {
                let decoder = OpusDecoder::new(rate, self.channels.into()).ok()?;
                Some(Inner::Plain(Box::new(decoder)))
            }
            (1 | 2 | 255, Some(table)) if makes_sense(table) => {
                MultistreamDecoder::new(rate, table.clone()).ok().map(Inner::Several)
            }
            _ => None,
        }
    }
}

fn makes_sense(table: &ChannelMappingTable) -> bool {
    let coded = u16::from(table.stream_count) + u16::from(table.coupled_count);
    table.stream_count > 0
        && table.coupled_count <= table.stream_count
        && table.mapping.iter().all(|source| *source == 255 || u16::from(*source) < coded)
}

enum Inner {
    Plain(Box<OpusDecoder>),
    Several(MultistreamDecoder),
}

impl Inner {
    fn decode(&mut self, packet: &[u8], frames: usize, pcm: &mut [f32]) -> Option<usize> {
        match self {
            Self::Plain(decoder) => decoder.decode(packet, frames, pcm).ok(),
            Self::Several(decoder) => decoder.decode(packet, frames, pcm).ok(),
        }
    }
}

/// Turns the packets of one stream into sound.
pub(super) struct Decoder {
    head: Head,
    inner: Inner,
    pcm: Vec<f32>,
    panics: u32,
}

impl Decoder {
    /// Gets ready for a stream; nothing when its header asks for what does not exist.
    pub(super) fn new(head: &Head) -> Option<Self> {
        let inner = guarded(|| head.decoder()).flatten()?;
        Some(Self { head: head.clone(), inner, pcm: Vec::new(), panics: 0 })
    }

    /// How many samples stand side by side in what [`Self::decode`] gives; never 0.
    pub(super) fn channels(&self) -> usize {
        usize::from(self.head.channels).max(1)
    }

    /// Decodes a packet to interleaved samples at 48 kHz; nothing when it cannot be.
    pub(super) fn decode(&mut self, packet: &[u8]) -> Option<&[f32]> {
        let length = Some(samples_in(packet)).filter(|length| (1..=LONGEST).contains(length))?;
        let frames = usize::try_from(length).ok()?;
        if self.panics >= MOST_PANICS {
            return None;
        }
        let channels = self.channels();
        self.pcm.clear();
        self.pcm.resize(frames * channels, 0.0);
        let (inner, pcm) = (&mut self.inner, &mut self.pcm);
        let Some(decoded) = guarded(|| inner.decode(packet, frames, pcm)) else {
            // Its state is unknown now: begin anew with the next packet.
            self.panics += 1;
            self.inner = self.head.decoder()?;
            return None;
        };
        let filled = self.pcm.get_mut(..decoded? * channels)?;
        if self.head.gain != 0 {
            let loudness = self.head.loudness();
            for sample in filled.iter_mut() {
                *sample *= loudness;
            }
        }
        Some(filled)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_of_every_kind_have_their_length() {
        assert_eq!(samples_in(&[0x48]), 960);
        assert_eq!(samples_in(&[0xf8 | 3, 2]), 1920);
        assert_eq!(samples_in(&[0x18 | 1]), 5760);
        assert_eq!(samples_in(&[0x80]), 120);
        assert_eq!(samples_in(&[]), 0);
    }
}
