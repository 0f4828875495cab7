//! Where somebody speaks in recordings: none in silence, noise and tones, some in real ones.

mod made_up;
mod real_files;
mod silero;

use std::io::{Cursor, Read, Seek};
use std::ops::ControlFlow;

use trefoil_speech::sound::Recording;
use trefoil_speech::voice::{Activity, Earshot, Packing, Plan, Sensitivity, observe};

fn activity<S: Read + Seek + Send + Sync>(recording: &mut Recording<'_, S>) -> Activity {
    let observed = observe(recording, Earshot::new(), |_| ControlFlow::Continue(()));
    observed.expect("a recording").0
}

fn plan(activity: &Activity) -> Plan {
    Plan::new(activity, &Sensitivity::default(), &Packing::default())
}

/// Writes samples as a WAV file at 16 kHz.
fn wav(samples: &[f32]) -> Vec<u8> {
    let data = samples.iter().flat_map(|sample| sample.to_le_bytes());
    let length = u32::try_from(samples.len() * 4).expect("a short recording");
    let mut bytes = b"RIFF".to_vec();
    bytes.extend((36 + length).to_le_bytes());
    bytes.extend(b"WAVEfmt \x10\0\0\0\x03\0\x01\0\x80\x3e\0\0\0\xfa\0\0\x04\0\x20\0data");
    bytes.extend(length.to_le_bytes());
    bytes.extend(data);
    bytes
}

fn plan_of_samples(samples: &[f32]) -> Plan {
    let bytes = wav(samples);
    plan(&activity(&mut Recording::new(|| Ok(Cursor::new(bytes.clone())), None)))
}
