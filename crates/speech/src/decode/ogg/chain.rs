//! Which pages of an Ogg file belong to the recording.
//!
//! A file is a chain of links, one after the other (RFC 3533, section 4); in each
//! link several logical streams may run side by side. The first audio stream
//! of each link counts, and all links together are the recording.

use std::io::{self, BufReader, Read};

use super::page::{Page, Step, read_page};
use crate::decode::error::PARTS_ARE_SILENT;
use crate::decode::opus;

/// The codec of one logical stream and what its first packet says.
#[derive(Clone, Copy)]
pub(in crate::decode) struct Codec {
    pub(super) name: &'static str,
    pub(super) rate: u64,
    pub(super) pre_skip: u64,
    pub(super) channels: u32,
}

/// A page of the recording.
pub(in crate::decode) enum Place {
    /// The first page of a stream, with all of its first packet and nothing else.
    Begins(Codec, Page),
    /// The next page of that stream.
    Continues(Page),
}

/// Follows the links of a file and gives the recording's pages.
pub(in crate::decode) struct Chain<R> {
    pages: BufReader<R>,
    serial: Option<u32>,
    link_has_data: bool,
    damaged: bool,
    cut_off: bool,
}

impl<R: Read> Chain<R> {
    pub(in crate::decode) fn new(source: R) -> Self {
        let pages = BufReader::with_capacity(256 * 1024, source);
        Self { pages, serial: None, link_has_data: false, damaged: false, cut_off: false }
    }

    /// Gives the recording's next page; nothing at its end.
    pub(in crate::decode) fn next_page(&mut self) -> io::Result<Option<Place>> {
        loop {
            match read_page(&mut self.pages)? {
                Step::Page(page) => {
                    if let Some(place) = self.place(page) {
                        return Ok(Some(place));
                    }
                }
                Step::Damaged => self.damaged = true,
                Step::CutOff => {
                    self.cut_off = true;
                    return Ok(None);
                }
                Step::End => return Ok(None),
            }
        }
    }

    /// Says what was wrong with the pages so far.
    pub(in crate::decode) fn remarks(&self) -> Vec<String> {
        let mut remarks = Vec::new();
        if self.cut_off {
            remarks.push("The recording is cut off: its last part is missing.".to_owned());
        }
        if self.damaged {
            remarks.push(PARTS_ARE_SILENT.to_owned());
        }
        remarks
    }

    fn place(&mut self, page: Page) -> Option<Place> {
        if !page.begins {
            self.link_has_data = true;
            return (self.serial == Some(page.serial)).then_some(Place::Continues(page));
        }
        if self.link_has_data {
            (self.serial, self.link_has_data) = (None, false);
        }
        // Only the first audio stream of a link counts; others run beside it.
        let codec = recognise(&page.body).filter(|_| self.serial.is_none())?;
        self.serial = Some(page.serial);
        Some(Place::Begins(codec, page))
    }
}

/// Names the codec of a recording's first link.
pub(in crate::decode) fn codec(source: impl Read) -> io::Result<Option<&'static str>> {
    let first = Chain::new(source).next_page()?;
    Ok(first.and_then(|place| match place {
        Place::Begins(codec, _) => Some(codec.name),
        Place::Continues(_) => None,
    }))
}

/// Names the codec by a stream's first packet.
fn recognise(packet: &[u8]) -> Option<Codec> {
    let byte = |at: usize| packet.get(at).copied().map(u32::from);
    let little = |at: usize, width: usize| -> Option<u64> {
        let bytes = packet.get(at..at + width)?;
        Some(bytes.iter().rev().fold(0, |value, byte| value << 8 | u64::from(*byte)))
    };
    if packet.starts_with(b"OpusHead") {
        let head = opus::Head::read(packet)?;
        let (pre_skip, channels) = (head.pre_skip.into(), head.channels.into());
        Some(Codec { name: "opus", rate: opus::RATE.into(), pre_skip, channels })
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
