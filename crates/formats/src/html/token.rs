//! Taking a web page apart: tags and the text between them.
//!
//! Pages are read in one pass that remembers no tree, so that a page of a
//! hundred thousand open tags takes no longer than one of as many closed ones.
//! What is a tag, a comment or text follows the HTML standard ("Tokenization"),
//! forgivingly.

use std::borrow::Cow;

/// One piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// A tag opens an element.
    Open(Tag<'a>),
    /// A tag closes the element of this name.
    Close(Cow<'a, str>),
    /// Text between tags, entities as written.
    Text(&'a str),
    /// The whole content of an element that holds no tags: a script, a style, a title.
    Raw(&'a str),
}

/// A tag that opens an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The name in lower case, without a prefix.
    pub(crate) name: Cow<'a, str>,
    /// Whether it ends with `/>`.
    pub(crate) closes_itself: bool,
    attributes: &'a str,
}

impl Tag<'_> {
    /// An attribute's value, entities as written; empty where it has none.
    pub(crate) fn attribute(&self, wanted: &str) -> Option<&str> {
        let mut rest = self.attributes;
        loop {
            rest = rest.trim_start_matches(|sign: char| sign.is_ascii_whitespace() || sign == '/');
            if rest.is_empty() {
                return None;
            }
            let is_end = |sign: char| sign.is_ascii_whitespace() || matches!(sign, '=' | '/');
            // A stray sign of equality belongs to the name.
            let length = rest.char_indices().skip(1).find(|(_, sign)| is_end(*sign));
            let (name, after) = rest.split_at(length.map_or(rest.len(), |(at, _)| at));
            let after = after.trim_ascii_start();
            let (value, after) = match after.strip_prefix('=') {
                Some(value) => split_value(value.trim_ascii_start()),
                None => ("", after),
            };
            if name.eq_ignore_ascii_case(wanted) {
                return Some(value);
            }
            rest = after;
        }
    }

    /// Whether an attribute has this value, in any case.
    pub(crate) fn says(&self, attribute: &str, value: &str) -> bool {
        self.attribute(attribute).is_some_and(|found| found.trim().eq_ignore_ascii_case(value))
    }
}

fn split_value(text: &str) -> (&str, &str) {
    for quote in ['"', '\''] {
        if let Some(rest) = text.strip_prefix(quote) {
            return rest.split_once(quote).unwrap_or((rest, ""));
        }
    }
    text.split_at(text.find(|sign: char| sign.is_ascii_whitespace()).unwrap_or(text.len()))
}

/// Takes a page apart from beginning to end.
#[derive(Debug)]
pub(crate) struct Tokens<'a> {
    rest: &'a str,
    /// The element whose content is taken as it stands.
    raw: Option<&'a str>,
    /// Whether `/>` closes every element, as in XHTML.
    is_xml: bool,
}

/// Elements that hold no tags.
const RAW: [&str; 9] =
    ["script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes", "noscript"];

/// Longer names are none.
const LONGEST_NAME: usize = 64;

impl<'a> Tokens<'a> {
    pub(crate) fn of(page: &'a str, is_xml: bool) -> Self {
        Self { rest: page, raw: None, is_xml }
    }

    fn take(&mut self, count: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at_checked(count).unwrap_or((self.rest, ""));
        self.rest = rest;
        taken
    }

    /// The content up to the closing tag of an element without tags inside.
    fn raw(&mut self, name: &str) -> Token<'a> {
        let bytes = self.rest.as_bytes();
        let ends_at = |at: &usize| {
            let after = bytes.get(at + 2..).unwrap_or_default();
            let is_name = after
                .get(..name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
            let next = after.get(name.len()).copied().unwrap_or(b'>');
            is_name && !next.is_ascii_alphanumeric()
        };
        let end = self.rest.match_indices("</").map(|(at, _)| at).find(ends_at);
        Token::Raw(self.take(end.unwrap_or(self.rest.len())))
    }

    /// Steps over a comment, a declaration or an instruction; gives what CDATA holds.
    fn aside(&mut self) -> Option<&'a str> {
        let until = |rest: &str, end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        if let Some(inside) = self.rest.strip_prefix("<!--") {
            let short = inside.strip_prefix('>').or_else(|| inside.strip_prefix("->"));
            self.rest = match short {
                Some(rest) => rest,
                None => inside.get(until(inside, "-->")..).unwrap_or_default(),
            };
            return None;
        }
        if let Some(inside) = self.rest.strip_prefix("<![CDATA[") {
            let end = inside.find("]]>").unwrap_or(inside.len());
            self.rest = inside.get(end + 3..).unwrap_or_default();
            return inside.get(..end);
        }
        let end = until(self.rest, ">");
        self.take(end);
        None
    }

    /// A tag; nothing when there is none here after all.
    fn tag(&mut self) -> Option<Token<'a>> {
        let inside = self.rest.strip_prefix('<')?;
        let (inside, is_end) = match inside.strip_prefix('/') {
            Some(inside) => (inside, true),
            None => (inside, false),
        };
        if !inside.starts_with(|sign: char| sign.is_ascii_alphabetic()) {
            return None;
        }
        let is_end_of_name = |sign: char| sign.is_ascii_whitespace() || matches!(sign, '/' | '>');
        let length = inside.find(is_end_of_name).unwrap_or(inside.len());
        let name = inside.get(..length).filter(|name| name.len() <= LONGEST_NAME)?;
        let attributes = inside.get(length..)?;
        let end = end_of_tag(attributes)?;
        let attributes = attributes.get(..end)?;
        self.rest = inside.get(length + end + 1..)?;
        let written = name;
        let name = name.rsplit_once(':').map_or(name, |(_, name)| name);
        let name = if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
            Cow::Owned(name.to_ascii_lowercase())
        } else {
            Cow::Borrowed(name)
        };
        if is_end {
            return Some(Token::Close(name));
        }
        let closes_itself = attributes.ends_with('/');
        if !(closes_itself && self.is_xml) {
            self.raw = RAW.contains(&&*name).then_some(written);
        }
        Some(Token::Open(Tag { name, closes_itself, attributes }))
    }
}

/// Where a tag ends: at the first `>` that is not in the quotes of a value.
fn end_of_tag(attributes: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equal = false;
    for (at, byte) in attributes.bytes().enumerate() {
        match (quote, byte) {
            (Some(open), byte) if open == byte => quote = None,
            (None, b'>') => return Some(at),
            (None, b'"' | b'\'') if after_equal => quote = Some(byte),
            _ => {}
        }
        after_equal = byte == b'=' || (after_equal && byte.is_ascii_whitespace());
    }
    None
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        if let Some(name) = self.raw.take() {
            return Some(self.raw(name));
        }
        while !self.rest.is_empty() {
            if !self.rest.starts_with('<') {
                let end = self.rest.find('<').unwrap_or(self.rest.len());
                return Some(Token::Text(self.take(end)));
            }
            match self.rest.as_bytes().get(1) {
                Some(b'!' | b'?') => {
                    if let Some(words) = self.aside() {
                        return Some(Token::Text(words));
                    }
                }
                Some(b'/' | b'a'..=b'z' | b'A'..=b'Z') => {
                    if let Some(token) = self.tag() {
                        return Some(token);
                    }
                    // One that never ends, or a name that is none: words, once and for all.
                    let is_open = end_of_tag(self.rest).is_none();
                    let count = if is_open { self.rest.len() } else { 1 };
                    return Some(Token::Text(self.take(count)));
                }
                _ => return Some(Token::Text(self.take(1))),
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open<'a>(name: &'a str, attributes: &'a str, closes_itself: bool) -> Token<'a> {
        Token::Open(Tag { name: name.into(), closes_itself, attributes })
    }

    #[test]
    fn tags_text_and_comments_are_told_apart() {
        let page = "<!DOCTYPE html><P class='a>b'>5 < 6 <!-- <b> --><br/>x</P ><o:p>";
        let tokens: Vec<Token<'_>> = Tokens::of(page, false).collect();
        let expected = [
            open("p", " class='a>b'", false),
            Token::Text("5 "),
            Token::Text("<"),
            Token::Text(" 6 "),
            open("br", "/", true),
            Token::Text("x"),
            Token::Close("p".into()),
            open("p", "", false),
        ];
        assert_eq!(tokens, expected);
    }

    #[test]
    fn scripts_hold_no_tags() {
        let page = "<script>if (a</b) '<p>'</scripted></SCRIPT>after<title>A <b></title>";
        let tokens: Vec<Token<'_>> = Tokens::of(page, false).collect();
        assert_eq!(tokens[1], Token::Raw("if (a</b) '<p>'</scripted>"));
        assert_eq!(tokens[3], Token::Text("after"));
        assert_eq!(tokens[5], Token::Raw("A <b>"));
        let prefixed: Vec<Token<'_>> = Tokens::of("<dc:title>T</dc:title><i>", true).collect();
        assert_eq!(prefixed[1], Token::Raw("T"));
        assert_eq!(prefixed.len(), 4);
        let xml: Vec<Token<'_>> = Tokens::of("<script/>x<![CDATA[<y>]]>", true).collect();
        assert_eq!(xml[1..], [Token::Text("x"), Token::Text("<y>")]);
    }

    #[test]
    fn attributes_are_found_however_they_are_written() {
        let mut tokens = Tokens::of("<a HREF = x name='ts_1' checked data-x=\"1 > 0\" >", false);
        let Some(Token::Open(tag)) = tokens.next() else { panic!("a tag") };
        assert_eq!(tag.attribute("href"), Some("x"));
        assert_eq!(tag.attribute("name"), Some("ts_1"));
        assert_eq!(tag.attribute("checked"), Some(""));
        assert_eq!(tag.attribute("data-x"), Some("1 > 0"));
        assert_eq!(tag.attribute("data"), None);
    }

    #[test]
    fn what_breaks_off_is_text_and_ends() {
        for page in ["<", "<p", "</", "<a href=\"x", "<!--", "<!", "<![CDATA[x", "<script>", "<é>"]
        {
            assert!(Tokens::of(page, false).count() < 4, "{page}");
        }
    }
}
