//! Files that are no network, or no longer one.

use trefoil_speech::kernels::Isa;
use trefoil_speech::speakers::{Segmentation, SegmentationError};
use trefoil_testkit::{Random, shared_corpus, skip};

use crate::small::{Kept, file};

fn read(bytes: &[u8]) -> Result<Segmentation, SegmentationError> {
    Segmentation::read(bytes, Isa::best())
}

#[test]
fn other_files_are_refused() {
    for other in [&b""[..], b"RIFF....WAVE", b"lmgg\x03\0\0\0", b"\x08\x07\x12\x00", b"PK\x03\x04"]
    {
        assert!(matches!(read(other), Err(SegmentationError::Unknown)), "{other:?}");
    }
    let Some(corpus) = shared_corpus() else {
        skip("real-files other_files_are_refused");
        return;
    };
    for name in ["snakers4+silero-vad/silero_vad.onnx", "SYSTRAN+faster-whisper/silero_vad_v6.onnx"]
    {
        let bytes = std::fs::read(corpus.join("models").join(name)).expect("a model");
        assert!(matches!(read(&bytes), Err(SegmentationError::Unknown)), "{name}");
    }
}

#[test]
fn a_file_that_lost_bytes_is_refused() {
    for kept in [Kept::Floats, Kept::Bytes] {
        let whole = file(kept);
        for at in (0..whole.len() - 8).step_by(7) {
            assert!(read(&whole[..at]).is_err(), "cut at {at}");
            let mut bytes = whole.clone();
            bytes.remove(at);
            // A letter of a name that nobody asks for may be missing.
            let _ = read(&bytes);
        }
    }
}

#[test]
fn a_copy_whose_line_ends_were_changed_is_refused() {
    let mut whole = file(Kept::Floats);
    let at = whole.len() / 2;
    whole[at..at + 2].copy_from_slice(b"\r\n");
    let text = whole.windows(2).position(|pair| pair == b"\r\n").expect("it was just put there");
    whole.remove(text);
    assert!(matches!(read(&whole), Err(SegmentationError::Damaged(_))));
}

#[test]
fn changed_bytes_do_no_harm() {
    let whole = file(Kept::Bytes);
    let mut random = Random::anew("changed_bytes_do_no_harm");
    for _ in 0..500 {
        let mut bytes = whole.clone();
        for _ in 0..=random.below(3) {
            let at = random.below(bytes.len());
            bytes[at] = random.number().to_le_bytes()[0];
        }
        // Some changes lie in the weights, and are none that can be seen.
        let _ = read(&bytes);
    }
}
