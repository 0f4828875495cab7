//! Word documents: `.docx`, `.docm`, `.dotx` and `.dotm`.
//!
//! What a reader of the printed page sees becomes text: paragraphs, headings,
//! lists with the numbers that Word prints, tables as tab-separated rows, text
//! boxes once, equations in one line. Foot- and endnotes are marked `[1]` in the
//! text and appended; comments are kept with the span that they are about;
//! tracked changes are decided as the person chose. Headers, footers,
//! pictures, embedded objects and hidden text are left out with a notice. The
//! walk itself is in `body.rs`.

mod aside;
mod body;
mod change;
mod context;
mod field;
mod margin;
mod numbering;
mod page;
mod paragraph;
mod relations;
mod styles;
pub(crate) mod symbols;

use crate::marked::Marked;
use crate::package::Package;
use crate::{Document, Notices, Options, RefusalKind, Trouble};

use body::Walk;
use context::{Comments, Context, NoteKind, Notes};
use numbering::Numbering;
use relations::Relations;
use styles::Styles;

const CLAIMS: &str = "Word document";

/// Reads a Word document.
pub(crate) fn read(bytes: &[u8], file: &str, options: Options) -> Result<Document, Trouble> {
    let mut package = Package::open(bytes, CLAIMS)?;
    let top = Relations::of_package(&mut package)?;
    let main = top.find("/officeDocument").unwrap_or_else(|| "word/document.xml".to_owned());
    let Some(document) = package.part(&main)? else {
        return Err(no_document(&package));
    };
    if !main.starts_with("word/") && package.holds("xl/") {
        return Err(no_document(&package));
    }
    let relations = Relations::of_part(&mut package, &main)?;
    let mut context = context(&mut package, &relations, options)?;
    context.left_out.margins = margin::count(&mut package, &relations)?;
    let notes = notes(&mut package, &relations, &mut context)?;
    // Properties of the document are a courtesy: broken ones take nothing away.
    let pages = package.part("docProps/app.xml")?.and_then(|bytes| page::count(&bytes).ok());
    let mut walk = Walk::new(&mut context, Some(&notes));
    let first_page = walk.begin_pages();
    walk.read(&document, &main)?;
    walk.tell_pages(first_page, pages.flatten());
    let text = walk.flow.finish(walk.printed_notes)?;
    Ok(finish(context, text, file))
}

fn finish(mut context: Context, text: Marked, file: &str) -> Document {
    let mut notices = Notices::about(file);
    context.left_out.report(context.changes, &mut notices);
    context.comments.tell(&mut context.remarks);
    let placed = context.remarks.place(&text);
    notices.count(placed.lost, "comment", "comments", "about nothing in the text and left out");
    Document {
        text: text.into_text(),
        landmarks: placed.landmarks,
        comments: placed.comments,
        notices: notices.list,
        ..Document::default()
    }
}

/// Reads the parts that must be known before the text.
fn context(
    package: &mut Package<'_>,
    relations: &Relations,
    options: Options,
) -> Result<Context, Trouble> {
    let mut context = Context { changes: options.changes, ..Context::default() };
    if let Some((name, bytes)) = relations.part(package, "/styles")? {
        context.styles = Styles::read(&bytes, &name)?;
    }
    if let Some((name, bytes)) = relations.part(package, "/numbering")? {
        context.numbering = Numbering::read(&bytes, &name)?;
    }
    if let Some((name, bytes)) = relations.part(package, "/comments")? {
        context.comments = Comments::read(&bytes, &name, &mut context.remarks, options.changes)?;
    }
    if let Some((name, bytes)) = relations.part(package, "/commentsExtended")? {
        context.comments.read_replies(&bytes, &name)?;
    }
    Ok(context)
}

fn notes(
    package: &mut Package<'_>,
    relations: &Relations,
    context: &mut Context,
) -> Result<Notes, Trouble> {
    let mut notes = Notes::default();
    for (kind, part) in [(NoteKind::Foot, "/footnotes"), (NoteKind::End, "/endnotes")] {
        if let Some((name, bytes)) = relations.part(package, part)? {
            notes.read(kind, &bytes, &name, context)?;
        }
    }
    Ok(notes)
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

#[cfg(test)]
mod tests;
