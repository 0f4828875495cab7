//! Recordings and their transcripts.
//!
//! A transcript belongs to the recording of the same name in the same folder,
//! so that both become one source. Zoom and Teams add a word to the name of
//! subtitles (`talk.transcript.vtt`, `talk.en.srt`), which is allowed for.

use super::super::kind::stem;
use super::super::{Candidate, Kind, Notice};

/// Attaches transcripts to recordings and takes them off the list.
pub(super) fn attach_transcripts(candidates: &mut Vec<Candidate>, notices: &mut Vec<Notice>) {
    let recordings: Vec<usize> = (0..candidates.len())
        .filter(|at| {
            candidates
                .get(*at)
                .is_some_and(|candidate| candidate.kind == Kind::Audio)
        })
        .collect();
    let mut attached: Vec<usize> = Vec::new();
    for recording in recordings {
        let mut fitting: Vec<(u8, usize)> = candidates
            .iter()
            .enumerate()
            .filter(|(at, _)| !attached.contains(at))
            .filter_map(|(at, other)| Some((fit(candidates.get(recording)?, other)?, at)))
            .collect();
        fitting.sort_unstable();
        let Some((_, best)) = fitting.first().copied() else {
            continue;
        };
        let Some(transcript) = candidates.get(best).cloned() else {
            continue;
        };
        attached.push(best);
        let Some(recording) = candidates.get_mut(recording) else {
            continue;
        };
        if fitting.len() > 1 {
            notices.push(Notice {
                file: recording.file.clone(),
                message: format!(
                    "There are {} transcripts of this recording: {} was taken for it, the others stand \
                     on their own.",
                    fitting.len(),
                    transcript.file_name
                ),
            });
        }
        recording.transcript = Some(Box::new(transcript));
    }
    let mut at = 0;
    candidates.retain(|_| {
        at += 1;
        !attached.contains(&(at - 1))
    });
}

/// How well a file fits as a transcript; the lower, the better.
fn fit(recording: &Candidate, other: &Candidate) -> Option<u8> {
    let rank = other.kind.transcript_rank()?;
    let one = stem(&recording.file_name).to_lowercase();
    let two = stem(&other.file_name).to_lowercase();
    if one == two {
        return Some(rank);
    }
    let is_timed = matches!(other.kind, Kind::WebVtt | Kind::Srt);
    let word = two
        .strip_prefix(&one)
        .and_then(|rest| rest.strip_prefix('.'))?;
    (is_timed && word.len() <= 16).then_some(rank + 10)
}
