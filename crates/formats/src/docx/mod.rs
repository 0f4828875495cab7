//! Word documents, `.docx`.
//!
//! What a reader of the printed page sees becomes text: paragraphs, headings,
//! lists, tables as tab-separated rows, text boxes once, tracked changes as if
//! accepted. Foot- and endnotes are marked `[1]` in the text and appended.
//! Headers, footers, field instructions, comments, pictures and hidden text are
//! left out, the last three with a notice. The walk itself is in `body.rs`.

mod body;
pub(crate) mod symbols;

use crate::package::Package;
use crate::{Document, Notices, Options, RefusalKind, Trouble, xml};

const CLAIMS: &str = "Word document";

/// Reads a Word document.
pub(crate) fn read(bytes: &[u8], file: &str, _options: Options) -> Result<Document, Trouble> {
    let mut package = Package::open(bytes, CLAIMS)?;
    let main = relation(&mut package, "_rels/.rels", "/officeDocument")?
        .unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = package.part(&main)? else {
        return Err(no_document(&package));
    };
    if !main.starts_with("word/") && package.holds("xl/") {
        return Err(no_document(&package));
    }
    let relations = relations_of(&main);
    let mut notes = body::Notes::default();
    for (kind, part) in [(body::NoteKind::Foot, "/footnotes"), (body::NoteKind::End, "/endnotes")] {
        let target = relation(&mut package, &relations, part)?;
        let name = target.unwrap_or_else(|| format!("word{part}.xml"));
        if let Some(bytes) = package.part(&name)? {
            notes.read(kind, &bytes, &name)?;
        }
    }
    let mut notices = Notices::about(file);
    let text = body::read(&document, &main, &notes, &mut notices)?;
    let text = super::text::tidy(&text, &mut notices);
    Ok(Document { text, notices: notices.list, ..Document::default() })
}

fn no_document(package: &Package<'_>) -> Trouble {
    let what = if package.holds("xl/") {
        "an Excel workbook"
    } else if package.holds("ppt/") {
        "a PowerPoint presentation"
    } else if package.holds("content.xml") {
        "an OpenDocument file"
    } else {
        "no text of a Word document"
    };
    Trouble::new(
        RefusalKind::Mislabelled,
        format!("its name says Word document, but it holds {what}: save it again as .docx."),
    )
}

/// The name of the part that lists what another part refers to.
fn relations_of(part: &str) -> String {
    let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
    format!("{folder}/_rels/{name}.rels").trim_start_matches('/').to_owned()
}

/// Finds the part that another refers to by the end of the relation's type.
fn relation(package: &mut Package<'_>, list: &str, kind: &str) -> Result<Option<String>, Trouble> {
    struct Find<'a> {
        kind: &'a str,
        target: Option<String>,
    }
    impl xml::Visit for Find<'_> {
        fn open(&mut self, element: &xml::Element<'_>) {
            if element.name == "Relationship"
                && self.target.is_none()
                && element.attribute("TargetMode").as_deref() != Some("External")
                && element.attribute("Type").is_some_and(|found| found.ends_with(self.kind))
            {
                self.target = element.attribute("Target");
            }
        }
        fn close(&mut self, _: xml::Space, _: &str) {}
        fn text(&mut self, _: &str) {}
    }
    let Some(bytes) = package.part(list)? else {
        return Ok(None);
    };
    let mut find = Find { kind, target: None };
    xml::walk(&bytes, list, &mut find)?;
    let folder = list.split("_rels/").next().unwrap_or_default();
    Ok(find.target.map(|target| match target.strip_prefix('/') {
        Some(absolute) => absolute.to_owned(),
        None => format!("{folder}{target}"),
    }))
}

#[cfg(test)]
mod tests;
