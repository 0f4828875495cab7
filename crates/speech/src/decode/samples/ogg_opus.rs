//! Opus in Ogg: voice notes of WhatsApp, Telegram and Signal.
//!
//! The granule position of a page is the time at its end (RFC 7845, section 4).
//! It says how much to drop of the last packet, where a stream begins that
//! was recorded from the middle, and how much is missing where a page was lost.
//! A page is held until the next one comes, because only then is it known
//! whether it was the last.

use std::io::Read;

use super::outlet::Outlet;
use crate::decode::demux::MOST_PACKETS;
use crate::decode::error::DecodeError;
use crate::decode::ogg::{Chain, Packets, Page, Place};
use crate::decode::opus::{self, Decoder, Head};

/// Plays all links of the file and says what was odd.
pub(super) fn play(source: impl Read, outlet: &mut Outlet<'_>) -> Result<Vec<String>, DecodeError> {
    let mut chain = Chain::new(source);
    let mut stream: Option<Stream> = None;
    while let Some(place) = chain.next_page()? {
        match place {
            Place::Begins(_, page) => {
                if let Some(before) = std::mem::replace(&mut stream, Stream::new(&page)) {
                    before.finish(outlet);
                }
                // Another codec, or a header that makes no sense: this link is not heard.
                if stream.is_none() {
                    outlet.note_spoiled();
                }
            }
            Place::Continues(page) => {
                if let Some(stream) = &mut stream {
                    stream.take(page, outlet);
                }
            }
        }
        if outlet.is_stopped() {
            break;
        }
    }
    if let Some(stream) = stream {
        stream.finish(outlet);
    }
    Ok(chain.remarks())
}

/// One logical stream as far as it has been played.
struct Stream {
    decoder: Decoder,
    packets: Packets,
    /// Packets so far; the first two are headers.
    count: u64,
    /// Samples still to be dropped at the beginning.
    pre_skip: usize,
    held: Option<Page>,
    /// The granule position at the end of what was played.
    position: Option<i64>,
}

impl Stream {
    fn new(first: &Page) -> Option<Self> {
        let head = Head::read(&first.body)?;
        let mut packets = Packets::default();
        let count = packets.take(first).len() as u64;
        Some(Self {
            decoder: Decoder::new(&head)?,
            packets,
            count,
            pre_skip: head.pre_skip.into(),
            held: None,
            position: None,
        })
    }

    fn take(&mut self, page: Page, outlet: &mut Outlet<'_>) {
        if let Some(before) = self.held.replace(page) {
            self.play(&before, false, outlet);
        }
    }

    fn finish(mut self, outlet: &mut Outlet<'_>) {
        if let Some(last) = self.held.take() {
            self.play(&last, true, outlet);
        }
    }

    fn play(&mut self, page: &Page, is_last: bool, outlet: &mut Outlet<'_>) {
        let mut packets = self.packets.take(page);
        // The second packet holds the tags.
        let headers = 2_u64.saturating_sub(self.count).min(packets.len() as u64);
        self.count += packets.len() as u64;
        packets.drain(..usize::try_from(headers).unwrap_or(0));
        if packets.is_empty() || self.count > MOST_PACKETS {
            return;
        }
        let length: i64 = packets.iter().map(|packet| opus::samples_in(packet) as i64).sum();
        let end = Some(page.granule).filter(|end| *end >= 0);
        let begin = self.position.or(end.map(|end| end - length)).unwrap_or(0).max(0);
        let end = end.unwrap_or(begin.saturating_add(length));
        let beyond = end.saturating_sub(begin).saturating_sub(length);
        if beyond > 0 {
            outlet.keep_silent(opus::RATE, beyond.unsigned_abs());
        }
        let is_cut = is_last && end > begin && beyond < 0;
        let mut left = if is_cut { end.saturating_sub(begin) } else { length };
        for packet in &packets {
            left -= self.play_packet(packet, left, outlet);
        }
        self.position = Some(end);
    }

    /// Plays at most so many samples of a packet and says how many it holds.
    fn play_packet(&mut self, packet: &[u8], left: i64, outlet: &mut Outlet<'_>) -> i64 {
        let length = opus::samples_in(packet) as i64;
        let heard = usize::try_from(length.min(left)).unwrap_or(0);
        let skipped = self.pre_skip.min(heard);
        self.pre_skip -= skipped;
        let channels = self.decoder.channels();
        let decoded = self.decoder.decode(packet);
        let pcm = decoded.and_then(|pcm| pcm.get(skipped * channels..heard * channels));
        if let Some(pcm) = pcm {
            outlet.let_out(opus::RATE, pcm, channels);
        } else {
            outlet.note_spoiled();
            outlet.keep_silent(opus::RATE, (heard - skipped) as u64);
        }
        length
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;
    use std::ops::ControlFlow;

    use crate::decode::ogg::written::{opus, opus_head, page};
    use crate::decode::{Block, Heard, samples};

    /// A packet of 20 ms whose sound does not matter.
    const PACKET: &[u8] = &[0x48, 1, 2, 3];

    fn heard(bytes: Vec<u8>) -> (Vec<f32>, Heard) {
        let mut all = Vec::new();
        let heard = samples(Cursor::new(bytes), None, |block: Block<'_>| {
            assert_eq!(block.sample_rate, 48_000);
            all.extend_from_slice(block.samples);
            ControlFlow::Continue(())
        });
        (all, heard.expect("a recording"))
    }

    fn recording(pages: &[Vec<u8>]) -> Vec<u8> {
        let headers = [page(2, 0, 7, &[&opus_head(312)]), page(0, 0, 7, &[b"OpusTags"])];
        [headers.concat(), pages.concat()].concat()
    }

    #[test]
    fn the_pre_skip_and_what_is_beyond_the_end_are_not_heard() {
        let pages = [page(0, 1920, 7, &[PACKET; 2]), page(4, 3000, 7, &[PACKET; 2])];
        let (all, heard) = heard(recording(&pages));
        assert_eq!((all.len(), heard.duration_ms), (3000 - 312, 56));
        assert_eq!(heard.remarks, Vec::<String>::new());
    }

    #[test]
    fn a_missing_page_is_silent_and_what_follows_keeps_its_time() {
        let pages = [page(0, 9600, 7, &[PACKET; 10]), page(4, 28_800, 7, &[PACKET; 10])];
        let (all, heard) = heard(recording(&pages));
        assert_eq!((all.len(), heard.duration_ms), (28_800 - 312, 594));
        assert!(all[9600 - 312..19_200 - 312].iter().all(|sample| *sample == 0.0));
        assert!(all[19_200..].iter().any(|sample| *sample != 0.0));
    }

    #[test]
    fn a_packet_that_cannot_be_decoded_is_silent_as_long_as_it_claims() {
        // Two frames of equal length cannot share one byte.
        let pages = [page(0, 2880, 7, &[PACKET, &[0x49, 1]]), page(4, 3840, 7, &[PACKET])];
        let (all, heard) = heard(recording(&pages));
        assert_eq!(all.len(), 3840 - 312);
        assert!(all[960 - 312..2880 - 312].iter().all(|sample| *sample == 0.0));
        assert_eq!(heard.remarks.len(), 1);
    }

    #[test]
    fn streams_from_the_middle_and_one_after_the_other_are_heard_whole() {
        let chain = [opus(1, 48_000_000, 100), opus(2, 0, 50)].concat();
        assert_eq!(heard(chain).1.duration_ms, 2987);
    }

    #[test]
    fn granule_positions_that_stand_still_take_nothing_away() {
        let pages = [page(0, 0, 7, &[PACKET; 5]), page(4, 0, 7, &[PACKET; 5])];
        assert_eq!(heard(recording(&pages)).0.len(), 9600 - 312);
    }
}
