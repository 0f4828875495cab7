//! The packets that pages carry.
//!
//! A packet may lie across pages (RFC 3533, section 6): it ends where a lacing
//! value is below 255. When a page between is missing, what is left of its
//! packets is dropped, for half a packet sounds worse than none.

use super::page::Page;

/// Larger packets do not exist in recordings; a guard against endless ones.
const LARGEST: usize = 1 << 20;

/// Puts the packets of one logical stream together.
#[derive(Default)]
pub(in crate::decode) struct Packets {
    /// What the page before began and did not end.
    begun: Vec<u8>,
    /// Whether what is begun must be dropped when it ends.
    spoiled: bool,
    last_page: Option<u32>,
}

impl Packets {
    /// Takes the stream's next page and gives the packets that end on it, in order.
    pub(in crate::decode) fn take(&mut self, page: &Page) -> Vec<Vec<u8>> {
        let follows = self.last_page.is_none_or(|last| last.wrapping_add(1) == page.sequence);
        self.last_page = Some(page.sequence);
        if !follows || !page.continued {
            self.begun.clear();
            self.spoiled = false;
        }
        if page.continued && self.begun.is_empty() {
            self.spoiled = true;
        }
        let mut whole = Vec::new();
        let mut body = page.body.as_slice();
        for length in &page.lacing {
            let (piece, rest) = body.split_at(body.len().min(usize::from(*length)));
            body = rest;
            self.add(piece);
            if *length < 255 {
                let packet = std::mem::take(&mut self.begun);
                if !std::mem::take(&mut self.spoiled) {
                    whole.push(packet);
                }
            }
        }
        whole
    }

    fn add(&mut self, piece: &[u8]) {
        if self.begun.len() + piece.len() > LARGEST {
            self.spoiled = true;
        }
        if !self.spoiled {
            self.begun.extend_from_slice(piece);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(sequence: u32, continued: bool, lacing: &[u8]) -> Page {
        let length = lacing.iter().copied().map(usize::from).sum();
        let fill = u8::try_from(sequence).expect("few pages");
        Page {
            begins: false,
            continued,
            granule: 0,
            serial: 1,
            sequence,
            lacing: lacing.to_vec(),
            body: vec![fill; length],
        }
    }

    fn lengths(packets: &mut Packets, page: &Page) -> Vec<usize> {
        packets.take(page).iter().map(Vec::len).collect()
    }

    #[test]
    fn a_packet_may_lie_across_pages() {
        let mut packets = Packets::default();
        assert_eq!(lengths(&mut packets, &page(1, false, &[10, 255, 5, 255])), [10, 260]);
        assert_eq!(lengths(&mut packets, &page(2, true, &[255, 255])), [0; 0]);
        assert_eq!(lengths(&mut packets, &page(3, true, &[0, 7])), [765, 7]);
    }

    #[test]
    fn half_a_packet_is_dropped_when_a_page_is_missing() {
        let mut packets = Packets::default();
        assert_eq!(lengths(&mut packets, &page(1, false, &[255])), [0; 0]);
        assert_eq!(lengths(&mut packets, &page(3, true, &[5, 6])), [6]);
        assert_eq!(lengths(&mut packets, &page(4, false, &[255])), [0; 0]);
        assert_eq!(lengths(&mut packets, &page(5, false, &[8])), [8]);
    }

    #[test]
    fn a_packet_without_end_is_dropped() {
        let mut packets = Packets::default();
        for sequence in 0..20 {
            assert_eq!(lengths(&mut packets, &page(sequence, sequence > 0, &[255; 255])), [0; 0]);
            assert!(packets.begun.len() <= LARGEST);
        }
        assert_eq!(lengths(&mut packets, &page(20, true, &[1, 2])), [2]);
    }
}
