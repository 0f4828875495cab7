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

/// The keys that every page has.
pub(super) const GROUPS: &[Group] = &[
    Group {
        place: "On every page",
        note: "Keys are silent while you type in a field. Esc leaves the field.",
        keys: &[
            key(&["u"], "undo your last act"),
            key(&["Shift", "+", "U"], "do again what you undid last"),
            key(&["n"], "begin a new one: a code, a theme, a condition, an entry, by page"),
            key(&["/"], "go to the field that searches or filters this page"),
            key(&["?"], "come to this page"),
            key(&["Tab"], "go on to the next thing; the first one skips to the page itself"),
        ],
    },
    Group {
        place: "In the reading room",
        note: "Select words with the mouse, or put the caret into the text and extend with Shift.",
        keys: &[
            key(&["Space"], "play, and pause"),
            key(&["←", "or", "→"], "five seconds back, five seconds on"),
            key(&["Enter", "or", "c"], "code the words that are selected"),
            key(&["1", "…", "9"], "put one of the codes used last on the selection"),
            key(&["Shift", "+", "arrows"], "extend the selection"),
            key(&["j", "or", "k"], "next paragraph, paragraph before"),
            key(&["n", "or", "p"], "next coded passage, coded passage before"),
            key(&["m"], "write a memo on the selection"),
            key(&["x"], "take a coding off where the caret stands"),
            key(&["e"], "correct the transcript"),
            key(&["/"], "look for a code"),
            key(&["Esc"], "leave: the list of codes, the selection, the field"),
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

    #[test]
    fn every_key_of_a_template_is_told() {
        let told: BTreeSet<String> = GROUPS
            .iter()
            .flat_map(|group| group.keys)
            .flat_map(|key| [key.caps.join(""), key.caps.join(" ")].into_iter().chain(key.caps.iter().map(|cap| (*cap).to_owned())))
            .collect();
        let mut found = BTreeSet::new();
        in_templates(&Path::new(env!("CARGO_MANIFEST_DIR")).join("templates"), &mut found);
        let untold: Vec<_> = found.difference(&told).collect();
        assert!(untold.is_empty(), "add these to pages/help/keys.rs: {untold:?}");
    }
}
