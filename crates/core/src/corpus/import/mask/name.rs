//! The names of one sender, and in which writings they are found.
//!
//! A whole name is found in any case. So are its parts of three letters and more, unless they are
//! words of a role or a device (`Mum`, `Work phone`), which name nobody, or also everyday words
//! (`Will`, `Rose`), which are taken for the name only where they begin with a capital.

use super::word::{self, fold, runs_on};

/// Words in the names that people save which name nobody. Sorted.
const NOBODY: &[&str] = &[
    "and",
    "at",
    "aunt",
    "auntie",
    "aunty",
    "boss",
    "brother",
    "care",
    "centre",
    "chair",
    "chat",
    "community",
    "con",
    "coordinator",
    "dad",
    "daddy",
    "das",
    "der",
    "die",
    "doctor",
    "dr",
    "for",
    "friend",
    "from",
    "gran",
    "grandma",
    "group",
    "her",
    "his",
    "home",
    "hospital",
    "iphone",
    "job",
    "lead",
    "leader",
    "manager",
    "me",
    "mental",
    "miss",
    "mit",
    "mobile",
    "mr",
    "mrs",
    "ms",
    "mum",
    "mummy",
    "new",
    "nhs",
    "number",
    "nurse",
    "office",
    "old",
    "out",
    "participant",
    "peer",
    "person",
    "phone",
    "private",
    "prof",
    "psw",
    "research",
    "researcher",
    "service",
    "she",
    "sir",
    "sister",
    "son",
    "student",
    "study",
    "supervisor",
    "support",
    "team",
    "tel",
    "the",
    "them",
    "trainer",
    "uncle",
    "uni",
    "university",
    "von",
    "ward",
    "whatsapp",
    "with",
    "work",
    "worker",
    "you",
];

/// Names that are also everyday words. Sorted.
const EVERYDAY: &[&str] = &[
    "amber", "angel", "april", "art", "august", "autumn", "bay", "bill", "bishop", "blue", "brook",
    "brown", "chance", "chase", "clay", "cliff", "cook", "crystal", "daisy", "dawn", "dean",
    "destiny", "drew", "earl", "eve", "faith", "fern", "ford", "frank", "gale", "gay", "ginger",
    "glen", "grace", "grant", "gray", "green", "guy", "hardy", "harmony", "hazel", "heath",
    "heather", "holly", "honey", "hope", "hunter", "iris", "ivy", "jade", "jasmine", "jewel",
    "joy", "judge", "june", "king", "lance", "lark", "leaf", "lily", "long", "mark", "marsh",
    "may", "melody", "mercy", "miles", "olive", "opal", "page", "patience", "pearl", "penny",
    "pope", "poppy", "price", "prince", "queen", "rain", "ray", "reed", "rich", "robin", "rock",
    "rose", "ruby", "rusty", "sage", "sandy", "sky", "sonny", "star", "stone", "storm", "summer",
    "sunny", "van", "violet", "wade", "ward", "white", "will", "willow", "winter", "wood", "woods",
    "young",
];

/// The fewest letters of a part of a name that is looked for on its own.
const FEWEST: usize = 3;

/// In which writing a name is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// In any case.
    Any,
    /// Only where it begins with a capital.
    Capital,
}

/// Words in a row that name somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Phrase {
    /// The words, folded; never empty.
    pub(super) words: Vec<String>,
    pub(super) manner: Manner,
}

/// What a name is looked for by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Writings {
    /// Words in a row.
    pub(super) phrases: Vec<Phrase>,
    /// Texts that are found anywhere, because they have no edges of words.
    pub(super) anywhere: Vec<String>,
}

/// What a sender's name is looked for by.
pub(super) fn writings(name: &str) -> Writings {
    let mut found = Writings::default();
    let words: Vec<String> = word::words(name).into_iter().map(|word| word.folded).collect();
    if runs_on(name) {
        let parts = name.split(|sign: char| !sign.is_alphanumeric());
        let parts = parts.filter(|part| runs_on(part) && part.chars().count() >= 2);
        found.anywhere.extend(parts.map(str::to_owned));
    }
    if words.is_empty() {
        // Nothing but pictures: one alone would be found in everybody's messages.
        let pictures: Vec<char> = name.chars().filter(|sign| !sign.is_whitespace()).collect();
        if pictures.len() >= 2 {
            found.anywhere.push(name.trim().to_owned());
        }
        return found;
    }
    if let [only] = words.as_slice() {
        found.phrases.extend(alone(only, true));
    } else {
        found.phrases.push(Phrase { words: words.clone(), manner: Manner::Any });
        found.phrases.extend(words.iter().filter_map(|word| alone(word, false)));
    }
    found.phrases.dedup();
    found
}

/// The parts of a name that are looked for on their own, as written.
pub(in super::super) fn parts(name: &str) -> Vec<&str> {
    let words = word::words(name);
    if words.len() < 2 {
        return Vec::new();
    }
    let telling = words.iter().filter(|word| {
        alone(&word.folded, false).is_some_and(|phrase| phrase.manner == Manner::Any)
    });
    telling.map(|word| &name[word.start..word.end]).collect()
}

/// A word that names somebody on its own.
fn alone(word: &str, is_whole: bool) -> Option<Phrase> {
    let letters = word.chars().count();
    let has_letters = word.chars().any(char::is_alphabetic);
    if NOBODY.binary_search(&word).is_ok() || !has_letters || letters < 2 {
        return None;
    }
    let is_short = letters < FEWEST;
    if is_short && !is_whole {
        return None;
    }
    let is_everyday = is_short || EVERYDAY.binary_search(&word).is_ok();
    let manner = if is_everyday { Manner::Capital } else { Manner::Any };
    Some(Phrase { words: vec![word.to_owned()], manner })
}

/// Whether a word that the key knows is a name where it stands.
pub(super) fn may_name(word: &str, is_capital: bool) -> bool {
    alone(word, true).is_some_and(|phrase| is_capital || phrase.manner == Manner::Any)
}

/// A phrase that is found only as a whole, such as the name of a group.
pub(super) fn whole(text: &str) -> Option<Phrase> {
    let words: Vec<String> = word::words(text).into_iter().map(|word| word.folded).collect();
    let letters: usize = words.iter().map(|word| word.chars().count()).sum();
    let names_nobody = words.iter().all(|word| NOBODY.binary_search(&word.as_str()).is_ok());
    (letters >= FEWEST && !names_nobody).then_some(Phrase { words, manner: Manner::Any })
}

/// A name by which two writings of a sender are the same.
pub(super) fn same(name: &str) -> String {
    let words: Vec<String> = word::words(name).into_iter().map(|word| word.folded).collect();
    if words.is_empty() { fold(name.trim()) } else { words.join(" ") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn phrases(name: &str) -> Vec<(String, Manner)> {
        let found = writings(name).phrases;
        found.into_iter().map(|phrase| (phrase.words.join(" "), phrase.manner)).collect()
    }

    #[test]
    fn the_lists_are_sorted_and_say_nothing_twice() {
        for list in [NOBODY, EVERYDAY] {
            assert!(list.windows(2).all(|pair| pair[0] < pair[1]), "{list:?}");
        }
    }

    #[test]
    fn a_name_is_looked_for_as_a_whole_and_by_its_parts() {
        let any = |text: &str| (text.to_owned(), Manner::Any);
        assert_eq!(phrases("Samira Okoro"), [any("samira okoro"), any("samira"), any("okoro")]);
        assert_eq!(phrases("🌸 Sam 🌸"), [any("sam")]);
        assert_eq!(phrases("Jo O’Hara"), [any("jo o hara"), any("hara")]);
        assert_eq!(phrases("Study phone"), [any("study phone")]);
        assert_eq!(phrases("Will Okoro")[1], ("will".to_owned(), Manner::Capital));
        assert_eq!(phrases("Jo"), [("jo".to_owned(), Manner::Capital)]);
        assert_eq!(phrases("Mum"), []);
    }

    #[test]
    fn scripts_without_spaces_and_pictures_are_found_anywhere() {
        assert_eq!(writings("山田 花子").anywhere, ["山田", "花子"]);
        assert_eq!(writings("🦊🌙").anywhere, ["🦊🌙"]);
        assert_eq!(writings("🦊"), Writings::default());
    }

    #[test]
    fn parts_that_tell_are_kept_as_written() {
        assert_eq!(parts("Samira Okoro (work)"), ["Samira", "Okoro"]);
        assert_eq!(parts("Will Okoro"), ["Okoro"]);
        assert_eq!(parts("Samira"), Vec::<&str>::new());
    }
}
