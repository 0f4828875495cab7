//! Everything but Opus in Ogg: one track of a file, packet by packet.
//!
//! The first track with a codec that can be read counts, and [`super::coder`]
//! decodes it. Where the container gives each packet its time, a gap between
//! two packets is silent, and so is a packet that cannot be decoded.

use std::io::{Read, Seek};

use symphonia::core::codecs::audio::AudioCodecParameters;
use symphonia::core::formats::Track;
use symphonia::core::packet::Packet;

use super::coder::{Coder, Outcome};
use super::outlet::Outlet;
use crate::decode::container::Container;
use crate::decode::demux::{Demux, MOST_ERRORS, MOST_PACKETS, Step};
use crate::decode::error::DecodeError;
use crate::decode::mp4::Edit;
use crate::decode::opus;
use crate::decode::tracks::{self, Unit};

/// Silence in place of one packet: longer ones do not exist.
const LONGEST_PACKET_MS: u64 = 2000;

/// Times in Matroska are rounded to the millisecond, and phones round as they like.
const SMALLEST_GAP_MS: u64 = 100;

/// After so many panics in a decoder the rest is given up.
const MOST_PANICS: u32 = 100;

/// Plays the track that counts and says what was odd.
pub(super) fn play<S>(
    source: S,
    length: u64,
    container: Container,
    extension: Option<&str>,
    outlet: &mut Outlet<'_>,
) -> Result<Vec<String>, DecodeError>
where
    S: Read + Seek + Send + Sync,
{
    let mut demux = Demux::open(source, length, container, extension)?;
    let track = tracks::find_audio(demux.tracks()).ok_or(DecodeError::NoAudio)?;
    let claimed_ms = tracks::claimed_milliseconds(track);
    let voice = Voice::new(track, container, demux.edit_of(track), outlet.elapsed_ms())?;
    let broken = play_packets(&mut demux, voice, container, outlet);
    let mut remarks = demux.remarks();
    demux.finish()?;
    if outlet.is_stopped() {
        return Ok(Vec::new());
    }
    remarks.extend(tracks::shortfall(outlet.elapsed_ms(), claimed_ms, broken));
    Ok(remarks)
}

/// Plays to the end and tells whether it came too early.
fn play_packets(
    demux: &mut Demux<'_>,
    mut voice: Voice,
    container: Container,
    outlet: &mut Outlet<'_>,
) -> bool {
    let mut errors = 0;
    for _ in 0..MOST_PACKETS {
        let went_well = match demux.next_step() {
            Step::Packet(packet) if packet.track_id == voice.track => voice.play(&packet, outlet),
            Step::Packet(_) => true,
            Step::Spoiled => false,
            Step::Restart => match next_voice(demux, container, outlet) {
                Some(next) => {
                    voice = next;
                    true
                }
                None => return true,
            },
            Step::Broken => return true,
            Step::End => return false,
        };
        if !went_well {
            outlet.note_spoiled();
            errors += 1;
        }
        if errors > MOST_ERRORS || voice.panics > MOST_PANICS {
            return true;
        }
        if outlet.is_stopped() {
            return false;
        }
    }
    true
}

fn next_voice(demux: &Demux<'_>, container: Container, outlet: &Outlet<'_>) -> Option<Voice> {
    let track = tracks::find_audio(demux.tracks())?;
    Voice::new(track, container, demux.edit_of(track), outlet.elapsed_ms()).ok()
}

/// A track while it is played.
struct Voice {
    track: u32,
    parameters: AudioCodecParameters,
    coder: Coder,
    interleaved: Vec<f32>,
    rate: u32,
    unit: Unit,
    /// Whether the times of the packets are the container's, not counted from their lengths.
    is_timed: bool,
    /// When this track began in the recording, and the time of its first packet.
    began_ms: u64,
    first: Option<i64>,
    /// What comes before the first moment.
    edit: Edit,
    /// How much of it is still to be dropped, in samples, once their rate is known.
    unheard: Option<usize>,
    panics: u32,
}

impl Voice {
    fn new(
        track: &Track,
        container: Container,
        edit: Edit,
        began_ms: u64,
    ) -> Result<Self, DecodeError> {
        let parameters = tracks::audio_parameters(track).ok_or(DecodeError::NoAudio)?;
        Ok(Self {
            track: track.id,
            parameters: parameters.clone(),
            coder: Coder::new(parameters)?,
            interleaved: Vec::new(),
            rate: parameters.sample_rate.filter(|rate| *rate > 0).unwrap_or(opus::RATE),
            unit: Unit::of(track),
            is_timed: matches!(container, Container::Mp4 | Container::Matroska),
            began_ms,
            first: None,
            edit,
            unheard: None,
            panics: 0,
        })
    }

    /// Plays a packet and tells whether it could be decoded.
    fn play(&mut self, packet: &Packet, outlet: &mut Outlet<'_>) -> bool {
        self.wait_for(packet, outlet);
        match self.coder.decode(packet, &mut self.interleaved) {
            Outcome::Sound { rate, channels } => {
                self.rate = rate;
                let heard = self.drop_unheard(channels);
                outlet.let_out(rate, self.interleaved.get(heard..).unwrap_or_default(), channels);
                return true;
            }
            Outcome::Spoiled => {}
            Outcome::Panicked => self.begin_anew(),
        }
        // Times that the edit leaves out are waited for by the next packet, if at all.
        let is_heard = self.since_first(packet) >= 0;
        let missing_ms = self.unit.milliseconds(packet.dur.get()).min(LONGEST_PACKET_MS);
        let missing_ms = if is_heard { missing_ms } else { 0 };
        outlet.keep_silent(self.rate, missing_ms * u64::from(self.rate) / 1000);
        false
    }

    /// Where in what was decoded that begins which is heard.
    fn drop_unheard(&mut self, channels: usize) -> usize {
        let frames = self.interleaved.len() / channels.max(1);
        let unheard = self.unheard.get_or_insert_with(|| {
            let samples = self.unit.samples(self.edit.unheard, self.rate);
            // The decoder of Opus drops by itself what the edit means.
            let unheard = samples.saturating_sub(self.coder.delay());
            usize::try_from(unheard).unwrap_or(usize::MAX)
        });
        let dropped = frames.min(*unheard);
        *unheard -= dropped;
        dropped * channels.max(1)
    }

    /// Units since the first moment that is heard.
    fn since_first(&mut self, packet: &Packet) -> i64 {
        let time = packet.pts.get();
        let heard = time.saturating_add_unsigned(self.edit.unheard);
        time.saturating_sub(*self.first.get_or_insert(heard))
    }

    /// Keeps silent until the packet's time has come.
    fn wait_for(&mut self, packet: &Packet, outlet: &mut Outlet<'_>) {
        let is_first = self.first.is_none();
        let since = u64::try_from(self.since_first(packet)).unwrap_or(0);
        let due_ms = self.began_ms.saturating_add(self.edit.delay_ms);
        let due_ms = due_ms.saturating_add(self.unit.milliseconds(since));
        let gap_ms = due_ms.saturating_sub(outlet.elapsed_ms());
        if self.is_timed && (gap_ms > SMALLEST_GAP_MS || is_first) {
            outlet.keep_silent(self.rate, gap_ms.saturating_mul(self.rate.into()) / 1000);
        }
    }

    fn begin_anew(&mut self) {
        self.panics += 1;
        match Coder::new(&self.parameters) {
            Ok(coder) => self.coder = coder,
            Err(_) => self.panics = u32::MAX,
        }
    }
}
