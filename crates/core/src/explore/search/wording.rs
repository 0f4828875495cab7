//! What is wrong with an expression, in words for the person who typed it.

use regex_automata::meta::BuildError;
use regex_syntax::ast::ErrorKind as Written;
use regex_syntax::ast::Span;
use regex_syntax::hir::ErrorKind as Meant;

use crate::error::Error;

const AS_IT_STANDS: &str =
    "Put a \\ before a sign that stands for itself, or search for the words as they stand.";

/// An expression that cannot be read: where, and why.
pub(super) fn unreadable(expression: &str, error: regex_syntax::Error) -> Error {
    let (span, why) = match &error {
        regex_syntax::Error::Parse(error) => (error.span(), written(error.kind())),
        regex_syntax::Error::Translate(error) => (error.span(), meant(error.kind())),
        _ => return Error::invalid(format!("“{expression}” cannot be read.")).hint(AS_IT_STANDS),
    };
    Error::invalid(format!("This expression cannot be read: {}{why}.", place(expression, span)))
        .hint(AS_IT_STANDS)
        .because(error)
}

/// An expression that also stands for nothing, and so stands everywhere.
pub(super) fn empty(expression: &str) -> Error {
    Error::invalid(format!(
        "“{expression}” also stands for no words at all, which are everywhere in a text."
    ))
    .hint("Add something that must be there, or write + in place of * or ?.")
}

/// An expression that repeats too much.
pub(super) fn too_large(error: BuildError) -> Error {
    Error::invalid("This expression grows too large: it repeats too much.")
        .hint("Write smaller numbers in { }, or search for less at a time.")
        .because(error)
}

/// An expression that is too slow for this much text.
pub(super) fn too_slow() -> Error {
    Error::invalid("This search takes too long and was stopped.")
        .hint("Make the expression simpler, or search in fewer sources.")
}

/// The place as people count, with what stands there.
fn place(expression: &str, span: &Span) -> String {
    let (before, behind) = expression.split_at_checked(span.start.offset).unwrap_or_default();
    let position = before.chars().count() + 1;
    match behind.chars().take(12).collect::<String>() {
        there if there.is_empty() => "at its end, ".to_owned(),
        there => format!("at character {position}, where it says “{there}”, "),
    }
}

/// What is written wrongly.
fn written(kind: &Written) -> String {
    let why = match kind {
        Written::GroupUnclosed => "a ( is opened and never closed",
        Written::GroupUnopened => "a ) closes what was never opened",
        Written::ClassUnclosed => "a [ is opened and never closed",
        Written::ClassRangeInvalid => "a range runs backwards",
        Written::ClassRangeLiteral | Written::ClassEscapeInvalid => {
            "this cannot stand between [ and ]"
        }
        Written::RepetitionMissing => "there is nothing before it to repeat",
        Written::RepetitionCountInvalid => "a repetition runs backwards",
        Written::RepetitionCountDecimalEmpty | Written::DecimalEmpty | Written::DecimalInvalid => {
            "a number is missing or too large"
        }
        Written::RepetitionCountUnclosed => "a { is opened and never closed",
        Written::EscapeUnexpectedEof => "something is missing behind the \\",
        Written::EscapeUnrecognized => "a \\ stands before a letter for which it means nothing",
        Written::UnsupportedBackreference => "references back to what was found are not possible",
        Written::UnsupportedLookAround => "looking ahead or behind is not possible",
        Written::NestLimitExceeded(_) => "brackets stand too deep within brackets",
        other => return other.to_string(),
    };
    why.to_owned()
}

/// What is written well and means nothing.
fn meant(kind: &Meant) -> String {
    match kind {
        Meant::UnicodePropertyNotFound | Meant::UnicodePropertyValueNotFound => {
            "there is no such kind of character".to_owned()
        }
        other => other.to_string(),
    }
}
