//! Numbers as lists print them.
//!
//! Word (ECMA-376, part 1, section 17.18.59) and OpenDocument (1.3, part 3,
//! section 19.508) name some of the same ways to write a number. What cannot be
//! written in a way, such as zero in letters, is written in digits.

/// A way to write a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Numeral {
    Decimal,
    /// Digits, with zeros in front up to a width.
    Padded(usize),
    UpperRoman,
    LowerRoman,
    /// A to Z, then AA, BB.
    UpperLetter,
    LowerLetter,
    /// A to Z, then AA, AB.
    UpperColumn,
    LowerColumn,
    Ordinal,
    UpperRussian,
    LowerRussian,
    Circled,
    Chicago,
    /// No number at all.
    None,
}

impl Numeral {
    /// Writes a number.
    pub(crate) fn write(self, number: i64) -> String {
        let digits = || number.to_string();
        let positive = u32::try_from(number).ok().filter(|number| *number > 0);
        match self {
            Self::None => String::new(),
            Self::Decimal => digits(),
            Self::Padded(width) => format!("{number:0width$}"),
            Self::Ordinal => format!("{number}{}", ending(number)),
            Self::UpperRoman => positive.and_then(roman).unwrap_or_else(digits),
            Self::LowerRoman => {
                positive.and_then(roman).map_or_else(digits, |roman| roman.to_lowercase())
            }
            Self::UpperLetter => positive.and_then(|n| repeated(n, LATIN)).unwrap_or_else(digits),
            Self::LowerLetter => positive
                .and_then(|n| repeated(n, LATIN))
                .map_or_else(digits, |letters| letters.to_lowercase()),
            Self::UpperColumn => positive.map_or_else(digits, column),
            Self::LowerColumn => positive.map_or_else(digits, |n| column(n).to_lowercase()),
            Self::UpperRussian => {
                positive.and_then(|n| repeated(n, RUSSIAN)).unwrap_or_else(digits)
            }
            Self::LowerRussian => positive
                .and_then(|n| repeated(n, RUSSIAN))
                .map_or_else(digits, |letters| letters.to_lowercase()),
            Self::Circled => positive.and_then(circled).map_or_else(digits, String::from),
            Self::Chicago => positive.and_then(|n| repeated(n, "*†‡§")).unwrap_or_else(digits),
        }
    }
}

const LATIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const RUSSIAN: &str = "АБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЭЮЯ";

fn ending(number: i64) -> &'static str {
    match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    }
}

fn roman(mut number: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    if number >= 5000 {
        return None;
    }
    let mut roman = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            roman.push_str(sign);
            number -= value;
        }
    }
    Some(roman)
}

/// The letter of a place, more often the further it is beyond the alphabet.
fn repeated(number: u32, alphabet: &str) -> Option<String> {
    let length = u32::try_from(alphabet.chars().count()).ok()?;
    let times = (number - 1) / length + 1;
    let letter = alphabet.chars().nth(((number - 1) % length) as usize)?;
    (times <= 30).then(|| std::iter::repeat_n(letter, times as usize).collect())
}

/// As the columns of a table are named.
fn column(mut number: u32) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        letters.extend(LATIN.chars().nth(((number - 1) % 26) as usize));
        number = (number - 1) / 26;
    }
    letters.into_iter().rev().collect()
}

fn circled(number: u32) -> Option<char> {
    match number {
        1..=20 => char::from_u32(0x2460 + number - 1),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_print_them() {
        for (numeral, number, expected) in [
            (Numeral::Decimal, 12, "12"),
            (Numeral::Padded(2), 7, "07"),
            (Numeral::UpperRoman, 1994, "MCMXCIV"),
            (Numeral::LowerRoman, 4, "iv"),
            (Numeral::UpperLetter, 28, "BB"),
            (Numeral::LowerLetter, 3, "c"),
            (Numeral::UpperColumn, 28, "AB"),
            (Numeral::LowerColumn, 703, "aaa"),
            (Numeral::Ordinal, 22, "22nd"),
            (Numeral::Ordinal, 112, "112th"),
            (Numeral::LowerRussian, 3, "в"),
            (Numeral::Circled, 3, "③"),
            (Numeral::Chicago, 5, "**"),
            (Numeral::None, 5, ""),
            (Numeral::LowerRoman, 0, "0"),
            (Numeral::UpperLetter, -1, "-1"),
            (Numeral::UpperRoman, 9999, "9999"),
        ] {
            assert_eq!(numeral.write(number), expected, "{numeral:?} {number}");
        }
    }
}
