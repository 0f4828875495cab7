//! XML, read once from beginning to end, with limits.
//!
//! A document type declaration is refused, because entities that swell or reach
//! for other files begin there; nesting is bounded. Elements are told apart by
//! namespace, so that a table of a drawing is no table of the text, and so that
//! strict and transitional Office files read alike.

use quick_xml::events::{BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::reader::NsReader;

use crate::{RefusalKind, Trouble};

/// Deeper nesting than this is found only in attacks.
const DEEPEST: usize = 256;

/// The vocabularies that matter; everything else is [`Space::Other`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Space {
    /// `WordprocessingML`, transitional or strict.
    Word,
    /// Office math, or `MathML`.
    Math,
    /// Office's markup compatibility.
    Compatibility,
    /// `DrawingML` and VML.
    Drawing,
    /// OpenDocument `office:`.
    Office,
    /// OpenDocument `text:`.
    Text,
    /// OpenDocument `table:`.
    Table,
    /// OpenDocument `draw:`.
    Draw,
    /// OpenDocument `style:`.
    Style,
    /// OpenDocument `svg:`, of which titles and descriptions matter.
    Svg,
    /// Dublin Core, with which OpenDocument says who and when.
    Dublin,
    /// OpenDocument's manifest.
    Manifest,
    /// Anything else.
    Other,
}

/// An element that opens.
pub(crate) struct Element<'a> {
    /// The vocabulary.
    pub(crate) space: Space,
    /// The name without its prefix.
    pub(crate) name: &'a str,
    start: &'a BytesStart<'a>,
}

impl Element<'_> {
    /// An attribute's value by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        let mut attributes = self.start.attributes();
        let found = attributes
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().into_inner() == name)?;
        let value = found.normalized_value(quick_xml::XmlVersion::Implicit1_0);
        let value = value.map_or_else(|_| found.value.to_string(), std::borrow::Cow::into_owned);
        // Some are printed, as labels of lists are, and a reference may name any line end.
        Some(value.replace('\r', " "))
    }

    /// The values of all attributes of a name without prefix.
    pub(crate) fn attributes(&self, name: &str) -> Vec<String> {
        let mut attributes = self.start.attributes();
        let found = attributes.with_checks(false).filter_map(Result::ok);
        let found = found.filter(|attribute| attribute.key.local_name().into_inner() == name);
        found.map(|attribute| attribute.value.to_string()).collect()
    }
}

/// Who is told what the walk meets.
pub(crate) trait Visit {
    /// An element opens.
    fn open(&mut self, element: &Element<'_>);
    /// An element closes.
    fn close(&mut self, space: Space, name: &str);
    /// Characters between tags, entities resolved; may come in pieces.
    fn text(&mut self, text: &str);
}

/// Walks a whole XML document. `part` names it in the refusal.
pub(crate) fn walk(bytes: &[u8], part: &str, visitor: &mut impl Visit) -> Result<(), Trouble> {
    let text = decode(bytes, part)?;
    let mut reader = NsReader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut depth = 0_usize;
    let mut elements = 0_usize;
    loop {
        match reader.read_resolved_event() {
            Err(error) => return Err(malformed(part, &error.to_string())),
            Ok((_, Event::Eof)) if depth > 0 || elements == 0 => {
                return Err(malformed(part, "it ends too early"));
            }
            Ok((_, Event::Eof)) => return Ok(()),
            Ok((_, Event::DocType(_))) => return Err(declaration(part)),
            Ok((space, Event::Start(start))) => {
                depth += 1;
                elements += 1;
                if depth > DEEPEST {
                    return Err(Trouble::new(
                        RefusalKind::Unsafe,
                        format!("{part} is nested more than {DEEPEST} levels deep."),
                    ));
                }
                let name = start.local_name();
                let space = space_of(&space);
                visitor.open(&Element { space, name: name.as_ref(), start: &start });
            }
            Ok((space, Event::End(end))) => {
                depth = depth.saturating_sub(1);
                visitor.close(space_of(&space), end.local_name().as_ref());
            }
            Ok((_, Event::Text(text))) => visitor.text(&text.xml10_content()),
            Ok((_, Event::CData(data))) => visitor.text(&data.xml10_content()),
            Ok((_, Event::GeneralRef(reference))) => {
                let sign = match reference.resolve_char_ref() {
                    Ok(Some(sign)) => Some(sign),
                    Ok(None) => predefined(&reference),
                    Err(_) => Some(char::REPLACEMENT_CHARACTER),
                };
                let sign = sign.ok_or_else(|| declaration(part))?;
                visitor.text(sign.encode_utf8(&mut [0; 4]));
            }
            Ok((_, Event::Decl(_) | Event::PI(_) | Event::Comment(_) | Event::Empty(_))) => {}
        }
    }
}

/// Office writes UTF-8; the standard also allows UTF-16 with a mark.
fn decode<'a>(bytes: &'a [u8], part: &str) -> Result<std::borrow::Cow<'a, str>, Trouble> {
    let encoding =
        encoding_rs::Encoding::for_bom(bytes).map_or(encoding_rs::UTF_8, |found| found.0);
    let (text, malformed_text) = encoding.decode_with_bom_removal(bytes);
    if malformed_text {
        return Err(malformed(part, "it is not valid UTF-8"));
    }
    // XML has no U+0000, and no database keeps it.
    Ok(if text.contains('\0') { text.replace('\0', "").into() } else { text })
}

fn predefined(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

fn malformed(part: &str, cause: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Damaged,
        format!(
            "its part {part} is damaged ({cause}): open it in the program that made it and save it again."
        ),
    )
}

fn declaration(part: &str) -> Trouble {
    Trouble::new(
        RefusalKind::Unsafe,
        format!("its part {part} declares entities of its own, as attacks do, and was not read."),
    )
}

fn space_of(resolved: &ResolveResult) -> Space {
    let ResolveResult::Bound(Namespace(uri)) = resolved else {
        return Space::Other;
    };
    match *uri {
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Space::Word,
        "http://schemas.openxmlformats.org/officeDocument/2006/math"
        | "http://purl.oclc.org/ooxml/officeDocument/math"
        | "http://www.w3.org/1998/Math/MathML" => Space::Math,
        "http://schemas.openxmlformats.org/markup-compatibility/2006" => Space::Compatibility,
        "http://schemas.openxmlformats.org/drawingml/2006/main"
        | "http://purl.oclc.org/ooxml/drawingml/main"
        | "urn:schemas-microsoft-com:vml" => Space::Drawing,
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0" => Space::Office,
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0" => Space::Text,
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0" => Space::Table,
        "urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" => Space::Draw,
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0" => Space::Style,
        "urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" => Space::Svg,
        "http://purl.org/dc/elements/1.1/" => Space::Dublin,
        "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" => Space::Manifest,
        _ => Space::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Default)]
    struct Words(String);

    impl Visit for Words {
        fn open(&mut self, element: &Element<'_>) {
            self.0.push_str(element.attribute("id").as_deref().unwrap_or_default());
        }
        fn close(&mut self, _: Space, _: &str) {}
        fn text(&mut self, text: &str) {
            self.0.push_str(text);
        }
    }

    fn words(xml: &str) -> Result<String, RefusalKind> {
        let mut words = Words::default();
        walk(xml.as_bytes(), "part", &mut words).map(|()| words.0).map_err(|trouble| trouble.kind)
    }

    #[test]
    fn entities_and_attributes_are_resolved() {
        assert_eq!(
            words("<a id='x&amp;y'>a &lt; b &#x263A;<![CDATA[<c>]]></a>"),
            Ok("x&ya < b ☺<c>".into())
        );
    }

    #[test]
    fn neither_zeros_nor_carriage_returns_of_labels_come_in() {
        let xml = "<a\0 id='x\0&#13;'>a\0<![CDATA[\0b]]>&#0;</a>";
        assert_eq!(words(xml), Ok("x ab�".into()));
    }

    #[test]
    fn declarations_unknown_entities_and_deep_nesting_are_unsafe() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'x'>]><a>&b;</a>";
        assert_eq!(words(bomb), Err(RefusalKind::Unsafe));
        assert_eq!(words("<a>&b;</a>"), Err(RefusalKind::Unsafe));
        let deep = format!("{}{}", "<a>".repeat(300), "</a>".repeat(300));
        assert_eq!(words(&deep), Err(RefusalKind::Unsafe));
    }

    #[test]
    fn broken_xml_is_damaged() {
        for xml in ["<a><b></a>", "<a>", "", "words", "<a", "<a>&amp</a>"] {
            assert_eq!(words(xml), Err(RefusalKind::Damaged), "{xml}");
        }
    }
}
