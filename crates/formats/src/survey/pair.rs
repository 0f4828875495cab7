//! Recordings and their transcripts.
//!
//! A transcript belongs to the recording of the same name in the same folder,
//! so that both become one source. Zoom and Teams add a word to the name of
//! subtitles (`talk.transcript.vtt`, `talk.en.srt`), which is allowed for.

use std::collections::{BTreeSet, HashMap};

use crate::kind::stem;
use crate::{Candidate, Kind, Notice};

/// A longer word after the name is part of another name.
const LONGEST_WORD: usize = 16;

/// Attaches transcripts to recordings and takes them off the list.
pub(super) fn attach_transcripts(candidates: &mut Vec<Candidate>, notices: &mut Vec<Notice>) {
    let mut by_name = transcripts_by_name(candidates);
    let mut attached = BTreeSet::new();
    for at in 0..candidates.len() {
        let Some(recording) = candidates.get(at).filter(|found| found.kind.is_recording()) else {
            continue;
        };
        // Removed, so that a second recording of the same name does not take it again.
        let Some(mut fitting) = by_name.remove(&stem(&recording.file_name).to_lowercase()) else {
            continue;
        };
        fitting.sort_unstable();
        let Some((_, best)) = fitting.first().copied() else {
            continue;
        };
        let Some(transcript) = candidates.get(best).cloned() else {
            continue;
        };
        attached.insert(best);
        if fitting.len() > 1 {
            notices.push(several(recording, &transcript, fitting.len()));
        }
        if let Some(recording) = candidates.get_mut(at) {
            recording.transcript = Some(Box::new(transcript));
        }
    }
    let mut at = 0;
    candidates.retain(|_| {
        at += 1;
        !attached.contains(&(at - 1))
    });
}

fn several(recording: &Candidate, taken: &Candidate, count: usize) -> Notice {
    Notice {
        file: recording.file.clone(),
        message: format!(
            "There are {count} transcripts of this recording: {} was taken for it, the others stand \
             on their own.",
            taken.file_name
        ),
    }
}

/// Places of transcripts by the name of the recording they may belong to, each
/// with how well it fits: the lower, the better.
fn transcripts_by_name(candidates: &[Candidate]) -> HashMap<String, Vec<(u8, usize)>> {
    let mut by_name: HashMap<String, Vec<(u8, usize)>> = HashMap::new();
    for (at, candidate) in candidates.iter().enumerate() {
        let Some(rank) = candidate.kind.transcript_rank() else {
            continue;
        };
        let name = stem(&candidate.file_name).to_lowercase();
        let is_timed = matches!(candidate.kind, Kind::WebVtt | Kind::Srt | Kind::Sbv);
        if let Some((shorter, word)) = name.rsplit_once('.')
            && is_timed
            && word.len() <= LONGEST_WORD
        {
            by_name.entry(shorter.to_owned()).or_default().push((rank + 10, at));
        }
        by_name.entry(name).or_default().push((rank, at));
    }
    by_name
}
