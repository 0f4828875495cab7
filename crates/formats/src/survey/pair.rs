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

/// Whether a file may be the transcript of a recording, by their names alone.
pub fn may_be_transcript(kind: Kind, file_name: &str, recording: &str) -> bool {
    let recording = stem(recording).to_lowercase();
    kind.transcript_rank().is_some()
        && stems_of_recordings(kind, file_name).any(|(_, stem)| stem == recording)
}

/// What the name of every recording begins with that a file may be the transcript of, in small letters;
/// none where it cannot be one.
pub fn shortest_stem(kind: Kind, file_name: &str) -> Option<String> {
    kind.transcript_rank()?;
    stems_of_recordings(kind, file_name).map(|(_, stem)| stem).min_by_key(String::len)
}

/// The names, without their endings, of recordings that a file may be the transcript of, each with
/// how much less it fits.
fn stems_of_recordings(kind: Kind, file_name: &str) -> impl Iterator<Item = (u8, String)> {
    let name = stem(file_name).to_lowercase();
    let is_timed = matches!(kind, Kind::WebVtt | Kind::Srt | Kind::Sbv);
    let shorter = name.rsplit_once('.').filter(|(_, word)| is_timed && word.len() <= LONGEST_WORD);
    let shorter = shorter.map(|(shorter, _)| (10, shorter.to_owned()));
    shorter.into_iter().chain([(0, name)])
}

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
        for (less, name) in stems_of_recordings(candidate.kind, &candidate.file_name) {
            by_name.entry(name).or_default().push((rank + less, at));
        }
    }
    by_name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_transcript_is_of_the_recording_that_its_name_begins_with() {
        for (kind, file, recording, is_its) in [
            (Kind::WebVtt, "Talk.vtt", "talk.M4A", true),
            (Kind::WebVtt, "talk.transcript.vtt", "talk.m4a", true),
            (Kind::Srt, "talk.en.srt", "talk.en.wav", true),
            (Kind::Docx, "talk.docx", "talk.ogg", true),
            (Kind::Docx, "talk.notes.docx", "talk.ogg", false),
            (Kind::Srt, "talk 2.srt", "talk.ogg", false),
            (Kind::Csv, "talk.csv", "talk.ogg", false),
        ] {
            assert_eq!(may_be_transcript(kind, file, recording), is_its, "{file} {recording}");
        }
        assert_eq!(shortest_stem(Kind::Srt, "Talk.en.srt").as_deref(), Some("talk"));
        assert_eq!(shortest_stem(Kind::Csv, "talk.csv"), None);
    }
}
