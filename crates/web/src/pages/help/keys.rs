//! Every key there is, by where it works.

/// Keys that belong together.
#[derive(Debug)]
pub(super) struct Group {
    /// Where they work.
    pub(super) place: &'static str,
    /// What is to be known of them.
    pub(super) note: &'static str,
    /// The keys with what they do.
    pub(super) keys: &'static [Key],
}

/// A key, or several that are pressed one after the other or together.
#[derive(Debug)]
pub(super) struct Key {
    /// The caps, in the order in which they are pressed; `+` joins two that are held together and
    /// `or` parts two that do the same.
    pub(super) caps: &'static [&'static str],
    /// What it does.
    pub(super) does: &'static str,
}

const fn key(caps: &'static [&'static str], does: &'static str) -> Key {
    Key { caps, does }
}

/// All keys, by place.
pub(super) const GROUPS: &[Group] = &[
    Group {
        place: "On every page",
        note: "Keys are silent while you type in a field.",
        keys: &[
            key(&["u"], "undo your last act"),
            key(&["Shift", "+", "U"], "do again what you undid last"),
            key(&["n"], "begin something new: a code, a theme, an entry, an import, by page"),
            key(&["/"], "go to the field that searches or filters"),
            key(&["m"], "write a memo, where one can be written"),
            key(&["?"], "come to this page"),
            key(&["Tab"], "go on to the next thing; the first one skips to the page itself"),
        ],
    },
    Group {
        place: "In the reading room",
        note: "Select words with the mouse, or go to a paragraph and extend with Shift.",
        keys: &[
            key(&["Space"], "play, and pause"),
            key(&["←", "or", "→"], "five seconds back, five seconds on"),
            key(&["c", "or", "Enter"], "code the words that are selected"),
            key(&["1", "…", "9"], "take a code from the list, those used last first"),
            key(
                &["Shift", "+", "arrows"],
                "extend the selection: words sideways, sentences up and down",
            ),
            key(&["j", "or", "k"], "next paragraph, paragraph before"),
            key(&["n", "or", "p"], "next coded passage, coded passage before"),
            key(&["x"], "take a coding off where you stand"),
            key(
                &["i", "or", "o"],
                "begin a stretch of the recording here, end it here and code it",
            ),
            key(&["m"], "write a memo: on the selected words, else on the source"),
            key(&["e"], "correct the transcript"),
            key(&["/"], "look for a code"),
            key(&["t"], "type the words, where there are none"),
            key(&["[", "or", "]"], "the source before, the source after"),
            key(&["Esc"], "leave: the list of codes, the selection, the field"),
        ],
    },
    Group {
        place: "While you correct a transcript",
        note: "In the reading room, where you stand; Alt and a click play a word.",
        keys: &[
            key(&[",", "or", "."], "the word before, the next word"),
            key(&["d"], "the next doubt"),
            key(&["Shift", "+", "D"], "the doubt before"),
            key(&["w"], "hear the recording from here"),
            key(&["l"], "let a click play a word, and back"),
            key(&["e"], "correct the words; what is selected is selected in the field"),
            key(&["F8"], "play, and pause; also while the words are corrected"),
            key(&["F7", "or", "F9"], "a step back, a step on; as they are set where you type"),
            key(&["Ctrl", "+", "Enter"], "keep the correction; Esc leaves it"),
            key(&["v"], "this is right: the segment is checked"),
            key(&["h"], "the selected words cannot be made out"),
            key(&["s"], "split the segment in front of the word"),
            key(&["Shift", "+", "S"], "join the segment with the next"),
            key(&["1", "…", "9"], "who speaks in what is playing, else where you stand"),
        ],
    },
    Group {
        place: "While you type to a recording",
        note: "They work in the paragraph, and each can be changed beside it, also to a pedal.",
        keys: &[
            key(&["F8"], "play, and pause; it goes back a little when paused"),
            key(&["F7", "or", "F9"], "a step back, a step on"),
            key(&["Alt", "+", "↓", "or", "↑"], "slower, faster"),
            key(&["Enter"], "a new paragraph, which begins at this moment"),
            key(&["Alt", "+", "1", "…", "9"], "who speaks in the paragraph"),
            key(&["Alt", "+", "I"], "words that cannot be made out"),
            key(&["Alt", "+", "T"], "the paragraph begins at this moment"),
        ],
    },
    Group {
        place: "Among themes and conditions",
        note: "On a name of the board or the model.",
        keys: &[
            key(&["j", "or", "k"], "next one, one before"),
            key(&["1", "…", "3"], "place a theme: firm up, fine tune, focus; 0 takes it out"),
            key(
                &["0", "…", "4"],
                "mark a condition: not started, partly, in place, lapsed, does not apply",
            ),
            key(&["o"], "open the condition that is shown beside the model"),
            key(&["e"], "add evidence to a condition, in words"),
            key(&["Ctrl", "+", "Enter"], "keep the reason that you wrote"),
        ],
    },
    Group {
        place: "In the report and the trace",
        note: "",
        keys: &[
            key(&["e"], "change the words of a sentence"),
            key(&["t"], "trace the sentence"),
            key(&["v"], "open the report alone, to print it"),
            key(&["p"], "play what was said, on a trace"),
            key(&["o"], "open what is traced"),
        ],
    },
    Group {
        place: "In care",
        note: "While you review what points to people; in a field they are silent.",
        keys: &[
            key(&["j", "or", "k"], "next find, find before; so do ↓ and ↑"),
            key(&["a"], "accept: what is proposed stands in its place"),
            key(&["r"], "refuse: it points at nobody and stays"),
            key(&["e"], "accept it everywhere: the same word in all texts"),
            key(&["u"], "undo your last decision"),
            key(&["l"], "lock the key to the pseudonyms"),
        ],
    },
    Group {
        place: "In long lists and when searching",
        note: "",
        keys: &[
            key(&["[", "or", "]"], "the page before, the next page of hits"),
            key(&["c"], "choose the code for the hits that are ticked"),
            key(&["o"], "choose files to import; in Care, open the whole ledger"),
            key(&["k"], "keep the record, or who is answerable"),
            key(&["s"], "keep the field note"),
        ],
    },
    Group {
        place: "On the first page",
        note: "Outside any study.",
        keys: &[
            key(&["n"], "begin a study"),
            key(&["o"], "open a study"),
            key(&["d"], "go to the demo"),
        ],
    },
];

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// The keys that templates give to buttons, links and fields.
    fn in_templates(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).expect("templates can be read").flatten() {
            let path = entry.path();
            if path.is_dir() {
                in_templates(&path, found);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a template can be read");
            let keys = text.split("data-key=\"").skip(1).filter_map(|rest| rest.split('"').next());
            found.extend(keys.filter(|key| !key.contains('{')).map(ToOwned::to_owned));
        }
    }

    /// What a script calls a key, as it stands on a keyboard.
    fn cap(name: &str) -> String {
        match name {
            " " => "Space".to_owned(),
            "ArrowLeft" => "←".to_owned(),
            "ArrowRight" => "→".to_owned(),
            other => other.to_owned(),
        }
    }

    #[test]
    fn every_key_of_a_template_is_told() {
        let mut told: BTreeSet<String> = BTreeSet::new();
        for key in GROUPS.iter().flat_map(|group| group.keys) {
            told.insert(key.caps.join(""));
            told.extend(key.caps.iter().map(|cap| (*cap).to_owned()));
        }
        let mut found = BTreeSet::new();
        in_templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut found);
        let found: BTreeSet<String> = found.iter().map(|name| cap(name)).collect();
        let untold: Vec<_> = found.difference(&told).collect();
        assert!(untold.is_empty(), "add these to pages/help/keys.rs: {untold:?}");
    }
}
