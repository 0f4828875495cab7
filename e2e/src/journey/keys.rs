//! Keys: what a browser is told when one is pressed.

/// What a browser is told of a key: the text it types, its place, its number.
pub(super) fn known_key(name: &str) -> (Option<String>, String, i64) {
    match name {
        "Enter" => (Some("\r".into()), "Enter".into(), 13),
        "Tab" => (None, "Tab".into(), 9),
        "Escape" => (None, "Escape".into(), 27),
        "Backspace" => (None, "Backspace".into(), 8),
        "ArrowLeft" => (None, "ArrowLeft".into(), 37),
        "ArrowUp" => (None, "ArrowUp".into(), 38),
        "ArrowRight" => (None, "ArrowRight".into(), 39),
        "ArrowDown" => (None, "ArrowDown".into(), 40),
        "Home" => (None, "Home".into(), 36),
        "End" => (None, "End".into(), 35),
        " " => (Some(" ".into()), "Space".into(), 32),
        "," => (Some(",".into()), "Comma".into(), 188),
        "." => (Some(".".into()), "Period".into(), 190),
        digit if digit.len() == 1 && digit.as_bytes()[0].is_ascii_digit() => {
            (Some(digit.into()), format!("Digit{digit}"), i64::from(digit.as_bytes()[0]))
        }
        function if function.len() > 1 && function.starts_with('F') => {
            let number: i64 = function[1..].parse().unwrap_or(1);
            (None, function.into(), 111 + number)
        }
        one => {
            let upper = one.to_uppercase();
            let number = i64::from(upper.bytes().next().unwrap_or(0));
            (Some(one.to_owned()), format!("Key{upper}"), number)
        }
    }
}
