//! The labels of lists: bullets, numbers, letters.

use super::token::Tag;

/// A list that is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct List {
    style: Style,
    next: i64,
    step: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Style {
    Nothing,
    Bullet,
    Number,
    Lower,
    Upper,
    LowerRoman,
    UpperRoman,
}

impl List {
    pub(super) fn open(tag: &Tag<'_>) -> Self {
        let style = tag.attribute("style").unwrap_or_default().to_ascii_lowercase();
        let kind = tag.attribute("type").unwrap_or_default();
        let has = |word: &str| style.contains("list-style") && style.contains(word);
        let is_ordered = tag.name == "ol";
        let style = match kind {
            _ if has("none") => Style::Nothing,
            _ if has("lower-alpha") || has("lower-latin") => Style::Lower,
            _ if has("upper-alpha") || has("upper-latin") => Style::Upper,
            _ if has("lower-roman") => Style::LowerRoman,
            _ if has("upper-roman") => Style::UpperRoman,
            _ if !is_ordered => Style::Bullet,
            "a" => Style::Lower,
            "A" => Style::Upper,
            "i" => Style::LowerRoman,
            "I" => Style::UpperRoman,
            _ => Style::Number,
        };
        let start = tag.attribute("start").and_then(|start| start.trim().parse::<i32>().ok());
        let step = if is_ordered && tag.attribute("reversed").is_some() { -1 } else { 1 };
        Self { style, next: start.unwrap_or(1).into(), step }
    }

    /// The label of the next item.
    pub(super) fn label(&mut self, item: &Tag<'_>) -> String {
        if let Some(value) =
            item.attribute("value").and_then(|value| value.trim().parse::<i32>().ok())
        {
            self.next = value.into();
        }
        let number = self.next;
        self.next += self.step;
        let style = item.attribute("style").unwrap_or_default().to_ascii_lowercase();
        if style.contains("list-style") && style.contains("none") {
            return String::new();
        }
        let written = match self.style {
            Style::Nothing => return String::new(),
            Style::Bullet => return "• ".to_owned(),
            Style::Number => None,
            Style::Lower => letters(number),
            Style::Upper => letters(number).map(|text| text.to_uppercase()),
            Style::LowerRoman => roman(number),
            Style::UpperRoman => roman(number).map(|text| text.to_uppercase()),
        };
        format!("{}. ", written.unwrap_or_else(|| number.to_string()))
    }
}

/// a, b, … z, aa, ab.
fn letters(number: i64) -> Option<String> {
    let mut left = u32::try_from(number).ok().filter(|number| *number > 0)?;
    let mut out = Vec::new();
    while left > 0 {
        left -= 1;
        out.push(char::from_u32(u32::from('a') + left % 26)?);
        left /= 26;
    }
    Some(out.into_iter().rev().collect())
}

fn roman(number: i64) -> Option<String> {
    let mut left = usize::try_from(number).ok().filter(|number| (1..4000).contains(number))?;
    let signs = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut out = String::new();
    for (value, sign) in signs {
        out.push_str(&sign.repeat(left / value));
        left %= value;
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_letters_and_in_roman() {
        assert_eq!(letters(28).as_deref(), Some("ab"));
        assert_eq!(letters(0), None);
        assert_eq!(roman(1994).as_deref(), Some("mcmxciv"));
        assert_eq!(roman(4000), None);
    }
}
