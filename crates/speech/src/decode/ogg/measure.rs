//! Measuring Ogg recordings: Opus, Vorbis, FLAC and Speex.
//!
//! The length of an Ogg stream is written nowhere; it follows from the granule
//! position of its last page, less the samples the decoder skips at the start
//! (RFC 7845, section 4). Streams that follow one another in one file are
//! added up.

use std::io::Read;

use super::chain::{Chain, Codec, Place};
use super::page::Page;
use crate::decode::container::Container;
use crate::decode::error::DecodeError;
use crate::decode::opus;
use crate::decode::probe::{Probe, milliseconds};

/// One logical stream as far as it has been walked.
struct Stream {
    codec: Codec,
    packets: u64,
    packet_head: Vec<u8>,
    start: Option<i64>,
    end: i64,
}

pub(in crate::decode) fn measure(source: impl Read) -> Result<Probe, DecodeError> {
    let mut chain = Chain::new(source);
    let mut streams: Vec<Stream> = Vec::new();
    while let Some(place) = chain.next_page()? {
        match place {
            Place::Begins(codec, _) => streams.push(Stream::new(codec)),
            Place::Continues(page) => {
                if let Some(stream) = streams.last_mut() {
                    stream.take(&page);
                }
            }
        }
    }
    conclude(&streams, chain.remarks())
}

fn conclude(streams: &[Stream], remarks: Vec<String>) -> Result<Probe, DecodeError> {
    let first = streams.first().ok_or(DecodeError::NoAudio)?;
    let duration_ms = streams
        .iter()
        .map(|stream| milliseconds(stream.samples(), stream.codec.rate))
        .fold(0, u64::saturating_add);
    if duration_ms == 0 {
        return Err(DecodeError::nothing_heard());
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
                    samples = samples.saturating_add(opus::samples_in(&self.packet_head));
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

#[cfg(test)]
mod tests {
    use super::super::written::opus;
    use super::*;

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
