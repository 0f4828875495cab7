//! Digits of other scripts.

/// The same text with the digits `0` to `9`, so that `١٢` reads as `12`.
pub(super) fn plain(text: &str) -> String {
    const ZEROS: [char; 6] = ['٠', '۰', '०', '০', '๐', '０'];
    let digit = |sign: char| {
        ZEROS.iter().find_map(|zero| {
            let value = u32::from(sign).checked_sub(u32::from(*zero))?;
            char::from_digit(value, 10)
        })
    };
    text.chars().map(|sign| digit(sign).unwrap_or(sign)).collect()
}
