//! Names of months in the languages of many surveys.

/// For each month the beginnings of its names, in lower case and without accents.
const MONTHS: [&[&str]; 12] = [
    &["jan", "jän", "ene", "gen", "sty", "led", "янв", "січ", "oca", "ιαν"],
    &["feb", "fev", "fév", "lut", "uno", "úno", "фев", "лют", "şub", "sub", "φεβ"],
    &["mar", "mär", "mrz", "maa", "bře", "bre", "мар", "бер", "mart", "μαρ"],
    &["apr", "avr", "abr", "kwi", "dub", "апр", "кві", "nis", "απρ"],
    &["may", "mai", "maj", "mei", "mag", "kvě", "kve", "май", "мая", "тра", "μαι", "μάι"],
    &["jun", "giu", "cze", "июн", "чер", "haz", "ιουν", "juin"],
    &["jul", "lug", "lip", "июл", "лип", "tem", "ιουλ", "juil"],
    &["aug", "ago", "aou", "aoû", "sie", "srp", "авг", "сер", "ağu", "agu", "αυγ"],
    &["sep", "set", "wrz", "zář", "zar", "сен", "вер", "eyl", "σεπ"],
    &["oct", "okt", "out", "ott", "paź", "paz", "říj", "rij", "окт", "жов", "eki", "οκτ"],
    &["nov", "lis", "ноя", "kas", "νοε", "νοέ"],
    &["dec", "dez", "dic", "déc", "gru", "pro", "дек", "гру", "ara", "δεκ"],
];

/// Which month a word names, from 1.
pub(crate) fn of_word(word: &str) -> Option<u32> {
    let word = word.to_lowercase();
    let length = word.chars().count();
    if !(3..=12).contains(&length) {
        return None;
    }
    // The longest beginning that fits: "juin" and "juil" share "jui".
    let fits = |names: &&[&str]| {
        names.iter().filter(|name| word.starts_with(**name)).map(|name| name.len()).max()
    };
    let best =
        (1_u32..).zip(MONTHS.iter()).filter_map(|(month, names)| Some((fits(names)?, month)));
    best.max_by_key(|(length, month)| (*length, std::cmp::Reverse(*month))).map(|(_, month)| month)
}

#[cfg(test)]
mod tests {
    use super::of_word;

    #[test]
    fn months_are_known_by_their_beginnings() {
        for (word, month) in [
            ("March", 3),
            ("März", 3),
            ("Mar", 3),
            ("mars", 3),
            ("mai", 5),
            ("juin", 6),
            ("juillet", 7),
            ("Juni", 6),
            ("août", 8),
            ("Sept", 9),
            ("ottobre", 10),
            ("декабря", 12),
            ("Dezember", 12),
        ] {
            assert_eq!(of_word(word), Some(month), "{word}");
        }
        assert_eq!((of_word("ma"), of_word("week"), of_word("")), (None, None, None));
    }
}
