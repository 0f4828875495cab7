//! From what was typed to an expression that finds it.

use std::ops::{ControlFlow, Range};

use regex_automata::Input;
use regex_automata::meta::{Cache, Config, Regex};
use regex_syntax::ParserBuilder;
use regex_syntax::hir::Hir;

use super::query::{Mode, Query};
use super::word::{is_apostrophe, is_whole};
use super::wording;
use crate::error::{Error, Result};

/// How many characters words to search for have at most.
const MOST_WORDS: usize = 10_000;

/// How many characters an expression has at most: some of them cost milliseconds to read.
const LONGEST_EXPRESSION: usize = 1_000;

/// How much memory an expression may take, in bytes; `\w{50}` takes a quarter of it.
const LARGEST: usize = 10 << 20;

/// An expression that finds a query's words.
#[derive(Debug)]
pub(super) struct Pattern {
    regex: Regex,
    whole: bool,
}

impl Pattern {
    /// Makes it; errors are worded for the person who typed the query.
    pub(super) fn of(query: &Query) -> Result<Self> {
        if query.words.trim().is_empty() {
            return Err(Error::invalid("There are no words to search for."));
        }
        let exact = query.mode == Mode::Regex;
        let most = if exact { LONGEST_EXPRESSION } else { MOST_WORDS };
        if query.words.chars().count() > most {
            return Err(Error::invalid(format!("This search takes at most {most} characters.")));
        }
        let words = if exact { query.words.clone() } else { literal(&query.words) };
        let hir = parse(&words, query.case)?;
        if hir.properties().minimum_len() == Some(0) {
            return Err(wording::empty(&query.words));
        }
        let config = Config::new().nfa_size_limit(Some(LARGEST));
        let regex = Regex::builder().configure(config).build_from_hir(&hir);
        let regex = regex.map_err(wording::too_large)?;
        Ok(Self { regex, whole: query.mode == Mode::WholeWord })
    }

    /// Room to work in; each thread makes its own.
    pub(super) fn room(&self) -> Cache {
        self.regex.create_cache()
    }

    /// Hands over every place within a range of a text, first to last, as bytes, until told to
    /// stop. Places do not overlap; `\b` and `^` look at what stands around the range, but no place
    /// reaches there.
    pub(super) fn each(
        &self,
        room: &mut Cache,
        text: &str,
        range: &Range<usize>,
        mut see: impl FnMut(Range<usize>) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut from = range.start;
        while from < range.end {
            let input = Input::new(text).range(from..range.end);
            let Some(found) = self.regex.search_with(room, &input) else { break };
            if self.whole && !is_whole(text, &found.range()) {
                // Another place may begin inside this one.
                from =
                    found.start() + text[found.start()..].chars().next().map_or(1, char::len_utf8);
                continue;
            }
            from = found.end();
            see(found.range())?;
        }
        ControlFlow::Continue(())
    }
}

fn parse(expression: &str, case: bool) -> Result<Hir> {
    let mut parser = ParserBuilder::new().case_insensitive(!case).multi_line(true).build();
    parser.parse(expression).map_err(|error| wording::unreadable(expression, error))
}

/// An expression for words as they stand, with the allowances that [`Query`] describes.
fn literal(words: &str) -> String {
    const QUOTES: &str = "\"“”„‟＂";
    let mut expression = String::new();
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        if is_apostrophe(c) {
            expression.push_str("['‘’‚‛ʼ＇]");
        } else if QUOTES.contains(c) {
            expression.push_str("[\"“”„‟＂]");
        } else if c.is_whitespace() {
            while rest.next_if(|c| c.is_whitespace()).is_some() {}
            // Without case, for which so large a class would be folded letter by letter.
            expression.push_str(r"(?-i:[^\S\n]+(?:\n[^\S\n]*)?|\n[^\S\n]*)");
        } else {
            regex_syntax::escape_into(c.encode_utf8(&mut [0; 4]), &mut expression);
        }
    }
    expression
}
