//! Setting words in a drawing, where nothing wraps by itself.
//!
//! Widths are estimates made without a font, a little on the generous side, so that a name set in
//! any face still fits. What does not fit ends in an ellipsis; the table beneath a figure always
//! has the whole. `escape` is the one way text enters markup that is not written by a template.

/// Escapes text for an element or an attribute, leaving out what markup cannot hold.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            letter if is_unprintable(letter) => {}
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Whether a character has no place in markup: control characters other than tab and newline.
pub(super) fn is_unprintable(letter: char) -> bool {
    letter.is_control() && letter != '\n' && letter != '\t'
}

/// Which way a person's words run, for a `dir` attribute.
///
/// A page decides by the first letter. That is wrong for someone who greets in one language and
/// goes on in another, so mixed text runs the way most of its letters do.
pub(super) fn direction(text: &str) -> &'static str {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let leftward = letters().filter(|letter| runs_leftward(*letter)).count();
    match letters().count() - leftward {
        rightward if leftward == 0 || rightward == 0 => "auto",
        rightward if leftward > rightward => "rtl",
        _ => "ltr",
    }
}

/// Whether a letter belongs to a script written from right to left.
fn runs_leftward(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}'
        | '\u{10800}'..='\u{10fff}' | '\u{1e800}'..='\u{1efff}')
}

/// Whether a character only steers the direction of text; in a drawing each line stands alone.
fn steers_direction(letter: char) -> bool {
    matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{200e}' | '\u{200f}')
}

/// About how wide a character is, in units of the font size.
fn width(letter: char) -> f32 {
    match letter {
        '\u{300}'..='\u{36f}' | '\u{200b}'..='\u{200d}' | '\u{fe00}'..='\u{fe0f}' => 0.0,
        'i' | 'j' | 'l' | 'I' | 't' | 'f' | 'r' | '.' | ',' | ':' | ';' | '!' | '\'' | '’'
        | '‘' | '|' | '(' | ')' | '-' => 0.36,
        ' ' => 0.28,
        'm' | 'w' | 'M' | 'W' | '@' | '%' => 0.92,
        'A'..='Z' => 0.70,
        '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{d7ff}' | '\u{f900}'..='\u{faff}' => 1.05,
        letter if u32::from(letter) >= 0x1_f000 => 1.3,
        _ => 0.52,
    }
}

/// About how wide a line is, in units of the font size.
fn width_of(line: &str) -> f32 {
    line.chars().map(width).sum()
}

/// Breaks text into at most `lines` lines of `room` units of the font size each.
///
/// A word too long for a line is broken where it must be; what is left over ends in an ellipsis.
pub(super) fn wrap(text: &str, room: f32, lines: usize) -> Vec<String> {
    let text: String = text.chars().filter(|letter| !steers_direction(*letter)).collect();
    let mut set: Vec<String> = Vec::new();
    let mut line = String::new();
    for piece in text.split_whitespace().flat_map(|word| break_word(word, room)) {
        if set.len() == lines {
            break;
        }
        let gap = if line.is_empty() { "" } else { " " };
        if !line.is_empty() && width_of(&line) + 0.28 + width_of(&piece) > room {
            set.push(std::mem::replace(&mut line, piece));
        } else {
            line.push_str(gap);
            line.push_str(&piece);
        }
    }
    if set.len() == lines {
        if let Some(last) = set.last_mut() {
            *last = shorten(last, room);
        }
    } else if !line.is_empty() {
        set.push(line);
    }
    set
}

/// Wraps text as [`wrap`] does, then evens out its lines so that no word is left alone on the last.
pub(super) fn wrap_evenly(text: &str, room: f32, lines: usize) -> Vec<String> {
    let wrapped = wrap(text, room, lines);
    let narrower = (11_u8..20).map(|twentieth| room * f32::from(twentieth) / 20.0);
    let mut tries = narrower.map(|room| wrap(text, room, wrapped.len() + 1));
    // As many lines with the same words in them: nothing was cut, and no word was broken.
    let even =
        tries.find(|even| even.len() == wrapped.len() && even.join(" ") == wrapped.join(" "));
    even.unwrap_or(wrapped)
}

/// Breaks one word into pieces that fit a line.
fn break_word(word: &str, room: f32) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut used = 0.0;
    for letter in word.chars() {
        if used + width(letter) > room {
            pieces.push(String::new());
            used = 0.0;
        }
        used += width(letter);
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces
}

/// Cuts a line so that it fits with an ellipsis after it.
fn shorten(line: &str, room: f32) -> String {
    let mut kept = String::new();
    let mut used = 1.0;
    for letter in line.chars() {
        used += width(letter);
        if used > room {
            break;
        }
        kept.push(letter);
    }
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_and_control_characters_cannot_get_through() {
        assert_eq!(escape("<a b='\"'>&\u{0}\u{1b}x"), "&lt;a b=&#39;&quot;&#39;&gt;&amp;x");
    }

    #[test]
    fn words_in_two_directions_run_the_way_most_of_them_do() {
        assert_eq!(direction("Went well."), "auto");
        assert_eq!(direction("مرحبا بكم"), "auto");
        assert_eq!(direction("مرحبا, I say, and then: me too."), "ltr");
        assert_eq!(direction("قالت لي ok ثم ذهبت إلى المركز"), "rtl");
        assert_eq!(direction("12:30 …"), "auto");
    }

    #[test]
    fn a_short_name_stays_on_one_line() {
        assert_eq!(wrap("Belonging and voice", 20.0, 3), ["Belonging and voice"]);
        assert!(wrap(" \n ", 20.0, 3).is_empty());
    }

    #[test]
    fn a_long_name_is_wrapped_and_then_cut() {
        let lines = wrap(&"Supervision and care ".repeat(30), 14.0, 3);
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| width_of(line) <= 15.0), "{lines:?}");
        assert!(lines[2].ends_with('…'));
    }

    #[test]
    fn no_word_is_left_alone_on_the_last_line() {
        let text = "Each worker is prepared before working alone, and goes on learning.";
        assert_eq!(wrap(text, 29.0, 2)[1], "learning.");
        let even = wrap_evenly(text, 29.0, 2);
        assert_eq!(even.len(), 2);
        assert!(even[1].split(' ').count() > 3, "{even:?}");
        assert_eq!(even.join(" "), text);
        let cut = "Supervision and care ".repeat(30);
        assert_eq!(wrap_evenly(&cut, 14.0, 3), wrap(&cut, 14.0, 3));
        assert!(wrap_evenly("", 14.0, 3).is_empty());
    }

    #[test]
    fn one_endless_word_is_broken_rather_than_left_to_run() {
        let lines = wrap(&"x".repeat(5000), 10.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines.iter().all(|line| width_of(line) <= 11.0));
    }

    #[test]
    fn characters_that_turn_text_around_are_left_out() {
        assert_eq!(wrap("a\u{202e}b\u{2066}c", 10.0, 1), ["abc"]);
    }
}
