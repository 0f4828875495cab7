//! Numbers as their spreadsheet shows them, near enough.
//!
//! A spreadsheet holds binary fractions and shows at most fifteen digits: so
//! does this, without exponents, so that a student's number stays a number of
//! digits. Of a cell's format only two things are meaning and not looks: a per
//! cent sign, and zeros in front, as in numbers of participants (`00000`).

/// What of a number's format is more than looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Looks {
    /// The value is shown a hundredfold, with a per cent sign.
    pub(super) is_percent: bool,
    /// Whole numbers have at least so many digits.
    pub(super) digits: usize,
}

impl Looks {
    /// What a format code of Excel asks for.
    pub(super) fn of_code(code: &str) -> Self {
        let mut bare = String::new();
        let mut signs = code.chars();
        let mut is_quoted = false;
        while let Some(sign) = signs.next() {
            match sign {
                '"' => is_quoted = !is_quoted,
                '\\' | '_' | '*' => {
                    signs.next();
                }
                ';' if !is_quoted => break,
                sign if !is_quoted => bare.push(sign),
                _ => {}
            }
        }
        let is_zeros = bare.len() > 1 && bare.chars().all(|sign| sign == '0');
        Self {
            is_percent: bare.contains('%'),
            digits: if is_zeros { bare.len().min(30) } else { 0 },
        }
    }
}

/// Writes a number.
pub(super) fn write(value: f64, looks: Looks) -> String {
    if looks.is_percent {
        return format!("{}%", plain(value * 100.0));
    }
    let plain = plain(value);
    let is_whole = plain.bytes().all(|byte| byte.is_ascii_digit());
    if is_whole { format!("{plain:0>width$}", width = looks.digits) } else { plain }
}

/// At most fifteen digits that count, no exponent, no zeros at the end.
fn plain(value: f64) -> String {
    if !value.is_finite() {
        return String::new();
    }
    let rounded: f64 = format!("{value:.14e}").parse().unwrap_or(value);
    // Negative zero is shown as zero.
    format!("{}", rounded + 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_have_the_digits_that_a_spreadsheet_shows() {
        let written = |value| write(value, Looks::default());
        assert_eq!(written(3.0), "3");
        assert_eq!(written(0.1 + 0.2), "0.3");
        assert_eq!(written(-12.50), "-12.5");
        assert_eq!(written(-0.0), "0");
        assert_eq!(written(491_512_345_678.0), "491512345678");
        assert_eq!(written(1e15), "1000000000000000");
        assert_eq!(written(0.000_000_1), "0.0000001");
    }

    #[test]
    fn only_what_means_something_is_taken_from_a_format() {
        let written = |value, code| write(value, Looks::of_code(code));
        assert_eq!(written(0.455, "0.0%"), "45.5%");
        assert_eq!(written(0.07, "0%"), "7%");
        assert_eq!(written(42.0, "00000"), "00042");
        assert_eq!(written(4.2, "00000"), "4.2");
        assert_eq!(written(4.2, "0"), "4.2");
        assert_eq!(written(4.0, "0\" % of all\""), "4");
        assert_eq!(written(4.0, "#,##0.00;[Red]-0%"), "4");
    }
}
