//! Names for files that leave the study: from its title and the day, safe on every system.
//!
//! A title is people's words and may hold slashes, quotes or line ends. Only letters and digits of
//! it are kept; what an old program cannot read beyond ASCII stands in a second name beside the
//! first (RFC 6266). Invented data says so in the name too.

use axum::http::HeaderValue;

use crate::words::encode;

/// How many letters of a title are kept.
const LONGEST: usize = 60;

/// What a file is called, without anything that could leave its folder.
pub(crate) fn file_name(
    title: &str,
    what: &str,
    today: &str,
    synthetic: bool,
    ending: &str,
) -> String {
    let mut title = words_of(title);
    if title.is_empty() {
        "study".clone_into(&mut title);
    }
    let synthetic = if synthetic { "-synthetic" } else { "" };
    format!("{title}-{what}{synthetic}-{today}.{ending}")
}

/// Letters and digits with hyphens between them.
fn words_of(title: &str) -> String {
    let plain: String = title
        .to_lowercase()
        .chars()
        .filter(|letter| !matches!(letter, '\'' | '’'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    let mut name = String::new();
    for word in plain.split_whitespace() {
        let length = name.chars().count() + word.chars().count();
        if !name.is_empty() && length >= LONGEST {
            break;
        }
        if !name.is_empty() {
            name.push('-');
        }
        name.extend(word.chars().take(LONGEST));
    }
    name
}

/// How a browser is told to keep an answer as a file of this name.
pub(super) fn disposition(name: &str) -> HeaderValue {
    let plain: String = name
        .chars()
        .map(|letter| match letter {
            letter if letter.is_ascii_alphanumeric() || "-_.".contains(letter) => letter,
            _ => '_',
        })
        .collect();
    let whole = encode(name).replace('/', "%2F");
    HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{whole}"))
        .unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(title: &str) -> String {
        file_name(title, "report", "2026-01-31", false, "html")
    }

    #[test]
    fn nothing_of_a_title_can_leave_the_folder() {
        assert_eq!(
            named("Finding my feet: three months"),
            "finding-my-feet-three-months-report-2026-01-31.html"
        );
        assert_eq!(named("../../etc/passwd\r\nX: y"), "etc-passwd-x-y-report-2026-01-31.html");
        assert_eq!(named("“It’s” <b>"), "its-b-report-2026-01-31.html");
        assert_eq!(named(" ☕ "), "study-report-2026-01-31.html");
        let long = named(&"a very long title ".repeat(20));
        assert!(long.len() < 100, "{long}");
    }

    #[test]
    fn other_scripts_have_a_second_name() {
        let name = named("Vertrauen wächst 信頼");
        let header = disposition(&name);
        let header = header.to_str().expect("is ASCII");
        assert!(
            header.contains("filename=\"vertrauen-w_chst-__-report-2026-01-31.html\""),
            "{header}"
        );
        assert!(header.contains("filename*=UTF-8''vertrauen-w%C3%A4chst-%E4%BF%A1"), "{header}");
    }

    #[test]
    fn invented_data_says_so() {
        let name = file_name("Tea", "codings", "2026-01-31", true, "csv");
        assert_eq!(name, "tea-codings-synthetic-2026-01-31.csv");
    }
}
