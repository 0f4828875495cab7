//! How long settling and the proof take; run by hand with `--ignored --nocapture`.

use std::time::Instant;

use crate::planting::{SourceErase, WORDS, files, noise, proof_of, recording, source};

#[test]
#[ignore = "takes its time; run by hand to measure"]
fn two_hundred_megabytes_of_recordings() {
    for study in files() {
        for at in 0..20 {
            recording(study.session(), &format!("Voice note {at}"), &noise(10_000_000, 2 * at + 1));
        }
        let gone = source(study.session(), "Interview", WORDS);
        let began = Instant::now();
        study.session().perform(SourceErase { source: gone }).expect("erases");
        let settled = began.elapsed();
        let began = Instant::now();
        assert!(proof_of(study.study(), WORDS).nothing_found());
        eprintln!("settled in {settled:?}, proof with one backup in {:?}", began.elapsed());
        #[cfg(target_os = "linux")]
        eprintln!("{}", peak_memory());
    }
}

/// The most memory this process had at a time.
#[cfg(target_os = "linux")]
fn peak_memory() -> String {
    let status = std::fs::read_to_string("/proc/self/status").expect("reads");
    status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default().to_owned()
}
