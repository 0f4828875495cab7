//! Ogg files written for tests.

use super::page::{HEADER, checksum};

pub(in crate::decode) fn page(flags: u8, granule: i64, serial: u32, packets: &[&[u8]]) -> Vec<u8> {
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

pub(in crate::decode) fn opus_head(pre_skip: u16) -> Vec<u8> {
    let mut head = b"OpusHead\x01\x01".to_vec();
    head.extend(pre_skip.to_le_bytes());
    head.extend([0x80, 0xbb, 0, 0, 0, 0, 0]);
    head
}

/// One Opus stream of 20 ms packets, beginning at a granule of one's choice.
pub(in crate::decode) fn opus(serial: u32, begin: i64, packets: usize) -> Vec<u8> {
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
