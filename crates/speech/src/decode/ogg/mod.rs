//! Measuring Ogg recordings page by page: Opus, Vorbis, FLAC and Speex.
//!
//! The length of an Ogg stream is written nowhere; it follows from the granule
//! position of its last page, less the samples the decoder skips at the start
//! (RFC 7845, section 4). Streams that follow one another in one file (RFC 3533
//! calls it chaining) are added up. Pages with a wrong checksum are ignored,
//! and lost synchronisation is found again at the next page.

mod page;

use std::collections::HashMap;
use std::io::{BufReader, Read};

use self::page::{Page, Step, read_page};
use super::container::Container;
use super::probe::{Probe, ProbeError, milliseconds};

/// The codec of one logical stream and what its first packet says.
#[derive(Clone, Copy)]
struct Codec {
    name: &'static str,
    rate: u64,
    pre_skip: u64,
    channels: u32,
}

/// One logical stream as far as it has been walked.
struct Stream {
    codec: Codec,
    packets: u64,
    packet_head: Vec<u8>,
    start: Option<i64>,
    end: i64,
}

pub(super) fn measure(source: impl Read) -> Result<Probe, ProbeError> {
    let mut pages = BufReader::with_capacity(256 * 1024, source);
    let mut streams: Vec<Stream> = Vec::new();
    let mut current: HashMap<u32, usize> = HashMap::new();
    let (mut link_has_audio, mut link_has_data) = (false, false);
    let (mut damaged, mut cut_off) = (false, false);
    loop {
        match read_page(&mut pages)? {
            Step::End => break,
            Step::Damaged => damaged = true,
            Step::CutOff => {
                cut_off = true;
                break;
            }
            Step::Page(page) if page.begins => {
                if link_has_data {
                    (link_has_audio, link_has_data) = (false, false);
                    current.clear();
                }
                // Only the first audio stream of a link counts; others run beside it.
                if let Some(codec) = recognise(&page.body).filter(|_| !link_has_audio) {
                    link_has_audio = true;
                    current.insert(page.serial, streams.len());
                    streams.push(Stream::new(codec));
                }
            }
            Step::Page(page) => {
                link_has_data = true;
                let stream = current.get(&page.serial).and_then(|index| streams.get_mut(*index));
                if let Some(stream) = stream {
                    stream.take(&page);
                }
            }
        }
    }
    conclude(&streams, damaged, cut_off)
}

fn conclude(streams: &[Stream], damaged: bool, cut_off: bool) -> Result<Probe, ProbeError> {
    let first = streams.first().ok_or(ProbeError::NoAudio)?;
    let duration_ms = streams
        .iter()
        .map(|stream| milliseconds(stream.samples(), stream.codec.rate))
        .fold(0, u64::saturating_add);
    if duration_ms == 0 {
        return Err(ProbeError::Damaged("not one moment of sound can be read from it".into()));
    }
    let mut remarks = Vec::new();
    if cut_off {
        remarks.push("The recording is cut off: its last part is missing.".to_owned());
    }
    if damaged {
        remarks.push("Parts of the recording are damaged and will be silent.".to_owned());
    }
    Ok(Probe {
        container: Container::Ogg,
        mime: "audio/ogg",
        codec: first.codec.name,
        duration_ms,
        sample_rate: u32::try_from(first.codec.rate).ok(),
        channels: Some(first.codec.channels),
        remarks,
    })
}

impl Stream {
    fn new(codec: Codec) -> Self {
        Self { codec, packets: 1, packet_head: Vec::with_capacity(2), start: None, end: 0 }
    }

    /// Counts the packets that end on this page and notes where the stream is.
    fn take(&mut self, page: &Page) {
        let mut samples = 0_u64;
        let mut at = 0_usize;
        let mut audio = false;
        for length in &page.lacing {
            let piece = page.body.get(at..at + usize::from(*length)).unwrap_or_default();
            at += usize::from(*length);
            let wanted = 2_usize.saturating_sub(self.packet_head.len());
            self.packet_head.extend(piece.iter().take(wanted));
            if *length < 255 {
                self.packets += 1;
                if self.packets > 2 {
                    audio = true;
                    samples = samples.saturating_add(opus_samples(&self.packet_head));
                }
                self.packet_head.clear();
            }
        }
        if !audio || page.granule < 0 {
            return;
        }
        if self.start.is_none() {
            let before = page.granule.saturating_sub(i64::try_from(samples).unwrap_or(i64::MAX));
            self.start = Some(if self.codec.name == "opus" { before.max(0) } else { 0 });
        }
        self.end = self.end.max(page.granule);
    }

    fn samples(&self) -> u64 {
        let length = self.end.saturating_sub(self.start.unwrap_or(self.end));
        u64::try_from(length).unwrap_or(0).saturating_sub(self.codec.pre_skip)
    }
}

/// How many samples at 48 kHz an Opus packet holds (RFC 6716, section 3.1).
fn opus_samples(packet: &[u8]) -> u64 {
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

/// Names the codec by a stream's first packet.
fn recognise(packet: &[u8]) -> Option<Codec> {
    let byte = |at: usize| packet.get(at).copied().map(u32::from);
    let little = |at: usize, width: usize| -> Option<u64> {
        let bytes = packet.get(at..at + width)?;
        Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    };
    if packet.starts_with(b"OpusHead") {
        let (pre_skip, channels) = (little(10, 2)?, byte(9)?);
        Some(Codec { name: "opus", rate: 48_000, pre_skip, channels })
    } else if packet.starts_with(b"\x01vorbis") {
        let (rate, channels) = (little(12, 4)?, byte(11)?);
        Some(Codec { name: "vorbis", rate, pre_skip: 0, channels })
    } else if packet.starts_with(b"\x7fFLAC") {
        let rate = u64::from(byte(27)? << 12 | byte(28)? << 4 | byte(29)? >> 4);
        Some(Codec { name: "flac", rate, pre_skip: 0, channels: (byte(29)? >> 1 & 7) + 1 })
    } else if packet.starts_with(b"Speex   ") {
        let channels = u32::try_from(little(48, 4)?).ok()?;
        Some(Codec { name: "speex", rate: little(36, 4)?, pre_skip: 0, channels })
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::page::{HEADER, checksum};
    use super::*;

    fn page(flags: u8, granule: i64, serial: u32, packets: &[&[u8]]) -> Vec<u8> {
        let mut header = [0_u8; HEADER];
        header[..4].copy_from_slice(b"OggS");
        header[5] = flags;
        header[6..14].copy_from_slice(&granule.to_le_bytes());
        header[14..18].copy_from_slice(&serial.to_le_bytes());
        let lacing: Vec<u8> = packets
            .iter()
            .flat_map(|packet| {
                let rest = u8::try_from(packet.len() % 255).expect("below 255");
                std::iter::repeat_n(255, packet.len() / 255).chain([rest])
            })
            .collect();
        let body = packets.concat();
        header[26] = u8::try_from(lacing.len()).expect("few packets");
        let sum = checksum(&header, &lacing, &body);
        header[22..26].copy_from_slice(&sum);
        [header.as_slice(), &lacing, &body].concat()
    }

    fn opus_head(pre_skip: u16) -> Vec<u8> {
        let mut head = b"OpusHead\x01\x01".to_vec();
        head.extend(pre_skip.to_le_bytes());
        head.extend([0x80, 0xbb, 0, 0, 0, 0, 0]);
        head
    }

    /// One Opus stream of 20 ms packets, beginning at a granule of one's choice.
    fn opus(serial: u32, begin: i64, packets: usize) -> Vec<u8> {
        let packet: &[u8] = &[0x48, 1, 2, 3];
        let mut bytes = page(2, 0, serial, &[&opus_head(312)]);
        bytes.extend(page(0, 0, serial, &[b"OpusTags\0\0\0\0\0\0\0\0"]));
        let mut granule = begin;
        for _ in 0..packets / 10 {
            granule += 9600;
            bytes.extend(page(0, granule, serial, &[packet; 10]));
        }
        bytes
    }

    #[test]
    fn the_pre_skip_is_not_heard() {
        let found = measure(opus(7, 0, 100).as_slice()).expect("two seconds of Opus");
        assert_eq!(found.duration_ms, 1994);
        assert_eq!(found.codec, "opus");
        assert!(found.remarks.is_empty());
    }

    #[test]
    fn a_stream_recorded_from_the_middle_begins_at_its_first_page() {
        let found = measure(opus(7, 48_000_000, 100).as_slice()).expect("Opus");
        assert_eq!(found.duration_ms, 1994);
    }

    #[test]
    fn streams_that_follow_one_another_are_added_up() {
        let bytes = [opus(1, 0, 100), opus(2, 0, 50), opus(1, 0, 50)].concat();
        assert_eq!(measure(bytes.as_slice()).expect("a chain").duration_ms, 1994 + 994 + 994);
    }

    #[test]
    fn a_recording_that_is_cut_off_is_measured_as_far_as_it_goes() {
        let mut bytes = opus(1, 0, 100);
        bytes.truncate(bytes.len() - 5);
        let found = measure(bytes.as_slice()).expect("what is left");
        assert_eq!(found.duration_ms, 1794);
        assert_eq!(found.remarks.len(), 1);
    }

    #[test]
    fn a_damaged_page_is_passed_over() {
        let mut bytes = opus(1, 0, 100);
        let middle = bytes.len() / 2;
        bytes[middle] ^= 0xff;
        let found = measure(bytes.as_slice()).expect("the rest");
        assert_eq!((found.duration_ms, found.remarks.len()), (1994, 1));
    }

    #[test]
    fn packets_of_every_kind_have_their_length() {
        assert_eq!(opus_samples(&[0x48]), 960);
        assert_eq!(opus_samples(&[0xf8 | 3, 2]), 1920);
        assert_eq!(opus_samples(&[0x18 | 1]), 5760);
        assert_eq!(opus_samples(&[0x80]), 120);
        assert_eq!(opus_samples(&[]), 0);
    }

    proptest::proptest! {
        #[test]
        fn damaged_bytes_never_bring_the_walk_down(
            changes in proptest::collection::vec((0_usize..2000, 0_u8..=255), 0..6),
            cut in 0_usize..2500,
        ) {
            let mut bytes = opus(1, 0, 100);
            for (at, byte) in changes {
                if let Some(place) = bytes.get_mut(at) {
                    *place = byte;
                }
            }
            bytes.truncate(cut);
            let _ = measure(bytes.as_slice());
        }
    }
}
