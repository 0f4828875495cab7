//! A field note as Markdown with front matter, and back.
//!
//! The front matter says when, where and with whom; sections with fixed headings hold the prose.
//! [`compose`] and [`parse`] are each other's inverse on what the form can say. A line of prose
//! that would look like one of the form's own headings is kept apart by a backslash, as Markdown
//! does.

use std::fmt::Write as _;

use super::FieldNote;

/// The line that says what a text is.
const MARK: &str = "field note";

/// The sections, in their order.
const SECTIONS: [&str; 5] =
    ["Description", "Near-verbatim speech", "Reflections", "Follow-ups", "Left out on purpose"];

/// Whether a text begins as a field note does.
pub fn looks_like_field_note(text: &str) -> bool {
    let Some((front, _)) = front_matter(text) else { return false };
    front.lines().any(|line| entry(line).is_some_and(|(key, _)| key == MARK))
}

/// The text of a note.
pub(super) fn compose(note: &FieldNote) -> String {
    let mut out = String::from("---\n");
    let state = if note.is_jottings { "jottings" } else { "full" };
    let present = note.present.iter().map(|one| line(one)).collect::<Vec<_>>().join("; ");
    let entries = [
        (MARK, state.to_owned()),
        ("when", line(&note.when)),
        ("where", line(&note.place)),
        ("activity", line(&note.activity)),
        ("route", line(&note.route)),
        ("present", present),
    ];
    for (key, value) in entries.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "{key}: {value}");
    }
    out.push_str("---\n");
    let title = line(&note.title);
    if !title.is_empty() {
        let _ = write!(out, "\n# {title}\n");
    }
    let prose =
        [&note.description, &note.speech, &note.reflections, &note.follow_ups, &note.left_out];
    for (heading, words) in SECTIONS.iter().zip(prose) {
        let words = tidy(words);
        if !words.is_empty() {
            let _ = write!(out, "\n## {heading}\n\n{}\n", kept_apart(&words));
        }
    }
    out
}

/// Reads a text as the form shows it; nothing when the form cannot show all of it.
pub fn parse(text: &str) -> Option<FieldNote> {
    let note = read(text)?;
    (compose(&note) == text).then_some(note)
}

/// Reads what the form knows of a text, whatever else stands in it.
pub(super) fn read(text: &str) -> Option<FieldNote> {
    let (front, body) = front_matter(text)?;
    let mut note = FieldNote::default();
    let mut is_note = false;
    for (key, value) in front.lines().filter_map(entry) {
        let value = value.to_owned();
        match key {
            MARK => (is_note, note.is_jottings) = (true, value == "jottings"),
            "when" => note.when = value,
            "where" => note.place = value,
            "activity" => note.activity = value,
            "route" => note.route = value,
            "present" => note.present = value.split("; ").map(str::to_owned).collect(),
            _ => {}
        }
    }
    let mut section: Option<usize> = None;
    let mut prose: [String; 5] = Default::default();
    for line in body.lines() {
        if let Some(at) = SECTIONS.iter().position(|name| line.strip_prefix("## ") == Some(*name)) {
            section = Some(at);
        } else if let (None, Some(title)) = (section, line.strip_prefix("# ")) {
            title.trim().clone_into(&mut note.title);
        } else {
            let words = &mut prose[section.unwrap_or(0)];
            words.push_str(line.strip_prefix('\\').filter(|rest| is_heading(rest)).unwrap_or(line));
            words.push('\n');
        }
    }
    let [description, speech, reflections, follow_ups, left_out] = prose.map(|words| tidy(&words));
    (note.description, note.speech, note.reflections) = (description, speech, reflections);
    (note.follow_ups, note.left_out) = (follow_ups, left_out);
    is_note.then_some(note)
}

/// The lines between the two rules at the beginning, and what follows them.
fn front_matter(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---\n")?;
    match rest.find("\n---\n") {
        Some(end) => Some((&rest[..end], &rest[end + 5..])),
        None => Some((rest.strip_suffix("\n---")?, "")),
    }
}

fn entry(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    Some((key.trim(), value.trim()))
}

/// One line of what was typed.
fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Prose without blank lines at its ends, and with LF line ends.
fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace(['\r', '\0'], "");
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim_matches('\n').to_owned()
}

/// Prose in which no line looks like a heading of the form, or like one kept apart.
fn kept_apart(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for line in words.split('\n') {
        if !out.is_empty() || line.is_empty() {
            // The first line is never empty, so that this is between two lines.
            out.push('\n');
        }
        if is_heading(line) {
            out.push('\\');
        }
        out.push_str(line);
    }
    out
}

/// Whether a line is a heading of the form, or becomes one when backslashes are taken off.
fn is_heading(line: &str) -> bool {
    let bare = line.trim_start_matches('\\');
    bare.starts_with("# ") || SECTIONS.iter().any(|name| bare.strip_prefix("## ") == Some(*name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn note() -> FieldNote {
        FieldNote {
            title: "Drop-in, Tuesday".to_owned(),
            is_jottings: true,
            when: "2026-03-18T09:30:00".to_owned(),
            place: "community centre".to_owned(),
            activity: "drop-in".to_owned(),
            route: String::new(),
            present: vec!["peer support worker".to_owned(), "two visitors".to_owned()],
            description: "Rain. Nobody came\n\nuntil ten.".to_owned(),
            speech: "“I was told on the day.”".to_owned(),
            reflections: String::new(),
            follow_ups: "- ask about the rota".to_owned(),
            left_out: String::new(),
        }
    }

    #[test]
    fn a_note_reads_as_markdown() {
        assert_eq!(
            compose(&note()),
            "---\nfield note: jottings\nwhen: 2026-03-18T09:30:00\nwhere: community centre\n\
             activity: drop-in\npresent: peer support worker; two visitors\n---\n\n\
             # Drop-in, Tuesday\n\n## Description\n\nRain. Nobody came\n\nuntil ten.\n\n\
             ## Near-verbatim speech\n\n“I was told on the day.”\n\n\
             ## Follow-ups\n\n- ask about the rota\n"
        );
        assert_eq!(parse(&compose(&note())), Some(note()));
    }

    #[test]
    fn what_the_form_cannot_show_is_not_taken_for_a_note_of_its_own() {
        let text = compose(&note());
        assert_eq!(parse(&text.replace("where:", "weather: wet\nwhere:")), None);
        assert!(looks_like_field_note(&text) && read(&text).is_some());
        assert_eq!(parse("---\ntitle: a page\n---\n"), None);
        assert_eq!(parse("no front matter"), None);
        assert!(!looks_like_field_note("---\ntitle: a page\n---\n"));
    }

    #[test]
    fn prose_that_looks_like_a_heading_stays_prose() {
        let sly = "## Reflections\n\\## Follow-ups\n# a title\nwords".to_owned();
        let note = FieldNote { description: sly, ..note() };
        assert_eq!(parse(&compose(&note)), Some(note));
    }

    proptest::proptest! {
        #[test]
        fn every_note_comes_back(
            title in "[a-z# ]{0,8}", place in "[a-z:;-]{0,9}", description in "[a-zé#\\\\ \n-]{0,60}",
            speech in "(## Reflections\n|words\n|\n){0,5}",
        ) {
            let note = FieldNote {
                title: line(title.trim_start_matches(['#', ' '])),
                place: line(&place),
                description: tidy(&description),
                speech: tidy(&speech),
                ..FieldNote::default()
            };
            proptest::prop_assert_eq!(parse(&compose(&note)), Some(note));
        }
    }
}
