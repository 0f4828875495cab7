//! What was decided, told for each line.

use super::{Group, Keys, Sheet, Times, Verdict};

pub(super) fn verdict<'a>(
    sheet: &Sheet<'a>,
    keys: &Keys,
    group: &Group<'_, '_>,
    accepted: &[bool],
    lines_only: bool,
    times: &Times,
) -> Verdict<'a> {
    let mut speaker_of: Vec<Option<usize>> = vec![None; accepted.len()];
    let mut names = Vec::new();
    let mut speakers = Vec::with_capacity(sheet.labels.len());
    for (label, key) in sheet.labels.iter().zip(&keys.of_label) {
        let key = key.filter(|key| accepted.get(*key).copied().unwrap_or(false));
        let speaker = key.and_then(|key| speaker_of.get_mut(key)).map(|speaker| {
            *speaker.get_or_insert_with(|| {
                names.push(label.trim_start_matches('*'));
                names.len() - 1
            })
        });
        speakers.push(speaker);
    }
    shorten(sheet, &speakers, &mut names);
    Verdict {
        speakers,
        names,
        form: group.form,
        leads: times.leads > 0,
        loose: times.loose_count,
        tails: times.use_tails,
        lines_only,
        numbered: group.numbered,
        header: group.header,
    }
}

/// A speaker is called by the shortest of the spellings, so without remarks.
fn shorten<'a>(sheet: &Sheet<'a>, speakers: &[Option<usize>], names: &mut [&'a str]) {
    for (label, speaker) in sheet.labels.iter().zip(speakers) {
        if let Some(name) = speaker.and_then(|speaker| names.get_mut(speaker)) {
            let label = label.trim_start_matches('*');
            if label.len() < name.len() {
                *name = label;
            }
        }
    }
}
