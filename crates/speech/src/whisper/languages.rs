//! The languages that Whisper was trained on, in the order of their tokens.
//!
//! Codes and order are those of `LANGUAGES` in OpenAI's `whisper/tokenizer.py`; `jw` for Javanese
//! and `haw` are theirs. Models before large-v3 do not know the last, Cantonese.

/// A language that a model can know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// Its code, such as `en`.
    pub code: &'static str,
    /// Its name in English.
    pub name: &'static str,
}

/// All of them, in the order of their tokens.
#[rustfmt::skip]
pub const LANGUAGES: [Language; 100] = {
    const fn known(code: &'static str, name: &'static str) -> Language {
        Language { code, name }
    }
    [
        known("en", "English"), known("zh", "Chinese"), known("de", "German"),
        known("es", "Spanish"), known("ru", "Russian"), known("ko", "Korean"),
        known("fr", "French"), known("ja", "Japanese"), known("pt", "Portuguese"),
        known("tr", "Turkish"), known("pl", "Polish"), known("ca", "Catalan"), known("nl", "Dutch"),
        known("ar", "Arabic"), known("sv", "Swedish"), known("it", "Italian"),
        known("id", "Indonesian"), known("hi", "Hindi"), known("fi", "Finnish"),
        known("vi", "Vietnamese"), known("he", "Hebrew"), known("uk", "Ukrainian"),
        known("el", "Greek"), known("ms", "Malay"), known("cs", "Czech"), known("ro", "Romanian"),
        known("da", "Danish"), known("hu", "Hungarian"), known("ta", "Tamil"),
        known("no", "Norwegian"), known("th", "Thai"), known("ur", "Urdu"), known("hr", "Croatian"),
        known("bg", "Bulgarian"), known("lt", "Lithuanian"), known("la", "Latin"),
        known("mi", "Maori"), known("ml", "Malayalam"), known("cy", "Welsh"), known("sk", "Slovak"),
        known("te", "Telugu"), known("fa", "Persian"), known("lv", "Latvian"),
        known("bn", "Bengali"), known("sr", "Serbian"), known("az", "Azerbaijani"),
        known("sl", "Slovenian"), known("kn", "Kannada"), known("et", "Estonian"),
        known("mk", "Macedonian"), known("br", "Breton"), known("eu", "Basque"),
        known("is", "Icelandic"), known("hy", "Armenian"), known("ne", "Nepali"),
        known("mn", "Mongolian"), known("bs", "Bosnian"), known("kk", "Kazakh"),
        known("sq", "Albanian"), known("sw", "Swahili"), known("gl", "Galician"),
        known("mr", "Marathi"), known("pa", "Punjabi"), known("si", "Sinhala"),
        known("km", "Khmer"), known("sn", "Shona"), known("yo", "Yoruba"), known("so", "Somali"),
        known("af", "Afrikaans"), known("oc", "Occitan"), known("ka", "Georgian"),
        known("be", "Belarusian"), known("tg", "Tajik"), known("sd", "Sindhi"),
        known("gu", "Gujarati"), known("am", "Amharic"), known("yi", "Yiddish"), known("lo", "Lao"),
        known("uz", "Uzbek"), known("fo", "Faroese"), known("ht", "Haitian Creole"),
        known("ps", "Pashto"), known("tk", "Turkmen"), known("nn", "Nynorsk"),
        known("mt", "Maltese"), known("sa", "Sanskrit"), known("lb", "Luxembourgish"),
        known("my", "Myanmar"), known("bo", "Tibetan"), known("tl", "Tagalog"),
        known("mg", "Malagasy"), known("as", "Assamese"), known("tt", "Tatar"),
        known("haw", "Hawaiian"), known("ln", "Lingala"), known("ha", "Hausa"),
        known("ba", "Bashkir"), known("jw", "Javanese"), known("su", "Sundanese"),
        known("yue", "Cantonese"),
    ]
};

/// Other names that people know a language by.
const OTHER_NAMES: [(&str, &str); 15] = [
    ("burmese", "my"),
    ("castilian", "es"),
    ("farsi", "fa"),
    ("flemish", "nl"),
    ("haitian", "ht"),
    ("letzeburgesch", "lb"),
    ("mandarin", "zh"),
    ("moldavian", "ro"),
    ("moldovan", "ro"),
    ("norwegian nynorsk", "nn"),
    ("panjabi", "pa"),
    ("pushto", "ps"),
    ("sinhalese", "si"),
    ("valencian", "ca"),
    ("jv", "jw"),
];

/// Finds a language by its code or its English name, in any case; `pt-BR` is found as `pt`.
pub fn find_language(asked: &str) -> Option<Language> {
    let asked = asked.trim().to_lowercase();
    let by_code = |code: &str| LANGUAGES.iter().find(|known| known.code == code).copied();
    by_code(&asked)
        .or_else(|| LANGUAGES.iter().find(|known| known.name.to_lowercase() == asked).copied())
        .or_else(|| by_code(OTHER_NAMES.iter().find(|(name, _)| *name == asked)?.1))
        .or_else(|| by_code(asked.split(['-', '_']).next()?))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_language_is_there_once_and_in_its_place() {
        let codes: BTreeSet<&str> = LANGUAGES.iter().map(|known| known.code).collect();
        assert_eq!(codes.len(), 100);
        assert_eq!(LANGUAGES[0].code, "en");
        assert_eq!(LANGUAGES[98].code, "su");
        assert_eq!(LANGUAGES[99], Language { code: "yue", name: "Cantonese" });
        assert!(OTHER_NAMES.iter().all(|(_, code)| codes.contains(code)));
    }

    #[test]
    fn a_language_is_found_by_what_people_call_it() {
        let code = |asked| find_language(asked).map(|known| known.code);
        assert_eq!(code("Haitian Creole"), Some("ht"));
        assert_eq!(code(" EN "), Some("en"));
        assert_eq!(code("pt-BR"), Some("pt"));
        assert_eq!(code("Flemish"), Some("nl"));
        assert_eq!(code("klingon"), None);
        assert_eq!(code(""), None);
    }
}
