//! The scripts hold what was planned, and are as long as people speak and write.

use std::collections::BTreeMap;

use trefoil_demo::script::{Script, Stream};

use super::analysis::{theme_of, whole};
use super::oracle::{Counts, count, planned};

fn scripts() -> Vec<Script> {
    trefoil_demo::material::scripts().expect("the scripts can be read")
}

fn of(stream: Stream) -> Vec<Script> {
    scripts().into_iter().filter(|script| script.stream == stream).collect()
}

/// Words that are spoken: what stands in parentheses is heard and not said.
fn spoken(script: &Script) -> usize {
    let (mut said, mut depth) = (String::new(), 0);
    for sign in script.words.chars() {
        match sign {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ if depth == 0 => said.push(sign),
            _ => {}
        }
    }
    said.split_whitespace().count()
}

#[test]
fn the_marks_are_those_that_were_planned() {
    let (analysis, mut counts) = (whole(), Counts::new());
    for script in scripts() {
        for mark in &script.marks {
            let theme = theme_of(&analysis, &mark.slug);
            count(&mut counts, &theme, &script.participant, script.stream.word());
        }
    }
    assert_eq!(counts, planned());
    assert_eq!(counts.values().flatten().sum::<usize>(), 151);
}

#[test]
fn there_are_seventy_four_scripts_each_with_a_name_of_its_own() {
    let counts = [Stream::Interview, Stream::VoiceNote, Stream::FieldNote].map(|one| of(one).len());
    assert_eq!(counts, [10, 49, 15]);
    let mut names: Vec<String> = scripts().into_iter().map(|script| script.name).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), 74);
    let mut notes: BTreeMap<String, usize> = BTreeMap::new();
    for note in of(Stream::VoiceNote) {
        *notes.entry(note.participant).or_default() += 1;
    }
    assert_eq!(notes.into_values().collect::<Vec<_>>(), [11, 9, 13, 6, 10]);
}

#[test]
fn every_script_is_as_long_as_it_should_be() {
    for script in scripts() {
        let (count, fits) = match script.stream {
            Stream::Interview => (script.words.split_whitespace().count(), 600..=1500),
            Stream::VoiceNote => (spoken(&script), 55..=285),
            Stream::FieldNote => (script.words.split_whitespace().count(), 150..=400),
        };
        assert!(fits.contains(&count), "{} has {count} words", script.name);
    }
}

#[test]
fn weeks_and_days_agree() {
    for script in scripts() {
        let week = trefoil_core::clock::weeks_between("2025-09-01", &script.date);
        assert_eq!(week, Some(script.week), "{} of {}", script.name, script.date);
    }
}
