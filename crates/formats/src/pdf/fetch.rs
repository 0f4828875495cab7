//! Reading the pages in a thread of their own, within bounds.
//!
//! A PDF is a program for a printer, and broken ones are common. Each page is
//! therefore read behind `catch_unwind` in a thread that may be left behind: a
//! page that takes too long is skipped and the next ones are read by another
//! thread. What was read until then is kept.

use std::collections::HashSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError, Sender};
use std::thread;
use std::time::{Duration, Instant};

use pdf_oxide::PdfDocument;
use pdf_oxide::extractors::page_labels::PageLabelExtractor;
use pdf_oxide::object::{Object, ObjectRef};
use pdf_oxide::optional_content::compute_default_off_ocgs;

use super::fragment::{self, Fragment};
use super::note::{self, Note};
use super::outline::{self, Entry};
use super::page;
use crate::package::locked;
use crate::{RefusalKind, Trouble};

/// Nesting that `guard.rs` lets through needs room; it is only taken when needed.
const STACK: usize = 512 * 1024 * 1024;
/// As many pages in a row that are not there end the file.
const MOST_MISSING: usize = 20;
/// As many threads are left behind before the rest of the file is given up.
const MOST_LEFT_BEHIND: usize = 3;

/// How much is read of one file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) total: Duration,
    pub(super) page: Duration,
    pub(super) pages: usize,
    pub(super) signs: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            total: Duration::from_mins(1),
            page: Duration::from_secs(15),
            pages: 5_000,
            signs: 10_000_000,
        }
    }
}

/// What is known of the whole file.
#[derive(Debug, Default)]
pub(super) struct Cover {
    /// What each page is called.
    pub(super) labels: Vec<String>,
    pub(super) outline: Vec<Entry>,
    pub(super) has_attachments: bool,
}

/// One page of the file.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub(super) index: usize,
    /// Text by the direction it runs in, the main one first.
    pub(super) frames: Vec<(f32, Vec<Fragment>)>,
    pub(super) notes: Vec<Note>,
    pub(super) pictures: Vec<ObjectRef>,
    pub(super) has_picture: bool,
    pub(super) unknown: usize,
    pub(super) signs: usize,
    /// Why it was not read.
    pub(super) fault: Option<Fault>,
    /// Heights at which numbers in the margin count paragraphs.
    pub(super) numbered: Vec<f32>,
}

/// Why a page was not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    Damaged,
    Slow,
    Overfull,
}

/// Everything that was read, and whether that was all.
#[derive(Debug, Default)]
pub(super) struct Fetched {
    pub(super) cover: Cover,
    pub(super) sheets: Vec<Sheet>,
    /// The first page that there was no time for.
    pub(super) cut_at: Option<usize>,
}

enum Told {
    Opened(Box<Cover>),
    Page(Box<Sheet>),
    Failed(Trouble),
}

/// Reads all pages of a file, as far as the limits go.
pub(super) fn fetch(bytes: &[u8], limits: Limits) -> Result<Fetched, Trouble> {
    let bytes = Arc::new(bytes.to_vec());
    let end = Instant::now() + limits.total;
    let stop = Arc::new(AtomicBool::new(false));
    let mut told = start(&bytes, 0, limits, &stop)?;
    let mut fetched = Fetched::default();
    let (mut opened, mut left_behind, mut signs, mut next) = (false, 0, 0, 0);
    loop {
        let left = end.saturating_duration_since(Instant::now());
        let patience = left.min(limits.page);
        // Pages that are ready do not stretch the time that there is.
        let heard = if left.is_zero() {
            Err(RecvTimeoutError::Timeout)
        } else {
            told.recv_timeout(patience)
        };
        match heard {
            Ok(Told::Opened(cover)) => {
                opened = true;
                fetched.cover = *cover;
            }
            Ok(Told::Page(sheet)) => {
                signs += sheet.signs;
                next = sheet.index + 1;
                fetched.sheets.push(*sheet);
                if signs > limits.signs {
                    stop.store(true, Ordering::Relaxed);
                    return Err(too_long());
                }
            }
            Ok(Told::Failed(trouble)) => return Err(trouble),
            Err(RecvTimeoutError::Disconnected) if opened => break,
            Err(RecvTimeoutError::Disconnected) => return Err(damaged()),
            Err(RecvTimeoutError::Timeout) => {
                stop.store(true, Ordering::Relaxed);
                let is_over = Instant::now() >= end || left_behind >= MOST_LEFT_BEHIND;
                if !opened || (is_over && fetched.sheets.is_empty()) {
                    return Err(too_slow(patience));
                }
                if is_over {
                    fetched.cut_at = Some(next);
                    break;
                }
                left_behind += 1;
                let fault = Some(Fault::Slow);
                fetched.sheets.push(Sheet { index: next, fault, ..Sheet::default() });
                next += 1;
                stop.store(false, Ordering::Relaxed);
                told = start(&bytes, next, limits, &stop)?;
            }
        }
    }
    trim_missing(&mut fetched.sheets);
    Ok(fetched)
}

/// Forgets pages at the end that the file only claims to have.
fn trim_missing(sheets: &mut Vec<Sheet>) {
    let good = sheets.iter().rposition(|sheet| sheet.fault != Some(Fault::Damaged));
    let good = good.map_or(0, |last| last + 1);
    if sheets.len() - good >= MOST_MISSING {
        sheets.truncate(good + 1);
    }
}

fn start(
    bytes: &Arc<Vec<u8>>,
    from: usize,
    limits: Limits,
    stop: &Arc<AtomicBool>,
) -> Result<Receiver<Told>, Trouble> {
    let (sender, receiver) = mpsc::channel();
    let (bytes, stop) = (Arc::clone(bytes), Arc::clone(stop));
    let work = move || {
        let sent = sender.clone();
        let outcome = catch_unwind(AssertUnwindSafe(|| read(&bytes, from, limits, &stop, &sender)));
        match outcome {
            Ok(Ok(())) => {}
            Ok(Err(trouble)) => drop(sent.send(Told::Failed(trouble))),
            Err(_) => drop(sent.send(Told::Failed(damaged()))),
        }
    };
    // Nobody waits for the thread: it ends by itself, or with the program.
    thread::Builder::new()
        .name("pdf".into())
        .stack_size(STACK)
        .spawn(work)
        .map_err(Trouble::from)?;
    Ok(receiver)
}

fn read(
    bytes: &[u8],
    from: usize,
    limits: Limits,
    stop: &AtomicBool,
    sender: &Sender<Told>,
) -> Result<(), Trouble> {
    let document = PdfDocument::from_bytes(bytes.to_vec()).map_err(|_| damaged())?;
    if document.is_encrypted() && !document.is_authenticated() {
        // Many files are locked only against changes; those open without a password.
        if !document.authenticate(b"").unwrap_or(false) {
            return Err(locked());
        }
    }
    let pages = match document.page_count() {
        Ok(pages) => pages,
        Err(pdf_oxide::Error::EncryptedPdf) => return Err(locked()),
        Err(_) => return Err(damaged()),
    };
    if pages > limits.pages && document.get_page(limits.pages).is_ok() {
        let message =
            format!("it has more than {} pages: split it and import its parts.", limits.pages);
        return Err(Trouble::new(RefusalKind::TooLarge, message));
    }
    let pages = pages.min(limits.pages);
    if from == 0 {
        let cover = catch_unwind(AssertUnwindSafe(|| cover(&document, pages))).unwrap_or_default();
        if sender.send(Told::Opened(Box::new(cover))).is_err() {
            return Ok(());
        }
    }
    let hidden = catch_unwind(AssertUnwindSafe(|| compute_default_off_ocgs(&document)));
    let hidden = hidden.unwrap_or_default();
    let mut missing = 0;
    for index in from..pages {
        if stop.load(Ordering::Relaxed) || missing >= MOST_MISSING {
            break;
        }
        let sheet = catch_unwind(AssertUnwindSafe(|| sheet(&document, index, &hidden)));
        let sheet =
            sheet.unwrap_or_else(|_| Sheet { fault: Some(Fault::Damaged), ..Sheet::default() });
        missing = if sheet.fault == Some(Fault::Damaged) { missing + 1 } else { 0 };
        if sender.send(Told::Page(Box::new(Sheet { index, ..sheet }))).is_err() {
            break;
        }
    }
    Ok(())
}

fn cover(document: &PdfDocument, pages: usize) -> Cover {
    let ranges = PageLabelExtractor::extract(document).unwrap_or_default();
    let labels = (0..pages).map(|page| PageLabelExtractor::get_label(&ranges, page)).collect();
    let outline = outline::read(document, pages);
    Cover { labels, outline, has_attachments: has_attachments(document) }
}

fn has_attachments(document: &PdfDocument) -> bool {
    let resolve = |object: &Object| document.resolve_object(object).ok();
    let find = || {
        let catalog = document.catalog().ok()?;
        let names = resolve(catalog.as_dict()?.get("Names")?)?;
        let files = resolve(names.as_dict()?.get("EmbeddedFiles")?)?;
        let files = files.as_dict()?;
        let list = files.get("Names").or_else(|| files.get("Kids")).and_then(resolve)?;
        list.as_array().map(|list| !list.is_empty())
    };
    find().unwrap_or(false)
}

fn sheet(document: &PdfDocument, index: usize, hidden: &HashSet<String>) -> Sheet {
    let mut sheet = Sheet::default();
    let Ok(mut drawn) = page::draw(document, index, hidden) else {
        return Sheet { fault: Some(Fault::Damaged), ..sheet };
    };
    if drawn.overfull {
        return Sheet { fault: Some(Fault::Overfull), ..sheet };
    }
    let left = note::read(document, index);
    if !left.fields.is_empty() {
        match drawn.frames.iter_mut().find(|frame| frame.angle.abs() < 0.5) {
            Some(frame) => frame.glyphs.extend(left.fields),
            None => drawn.frames.push(page::Frame { angle: 0.0, glyphs: left.fields }),
        }
    }
    sheet.notes = left.notes;
    sheet.unknown = drawn.unknown;
    sheet.signs = drawn.frames.iter().map(|frame| frame.glyphs.len()).sum();
    sheet.frames = drawn
        .frames
        .into_iter()
        .map(|frame| (frame.angle, fragment::gather(frame.glyphs)))
        .filter(|(_, fragments)| !fragments.is_empty())
        .collect();
    let resources = document.get_page(index).ok();
    let resources =
        resources.as_ref().and_then(Object::as_dict).and_then(|page| page.get("Resources"));
    if let Some(resources) = resources {
        pictures(document, resources, 0, &mut sheet.pictures);
    }
    sheet.has_picture = !sheet.pictures.is_empty()
        || document.get_page_content_data(index).is_ok_and(|content| {
            content.windows(4).any(|window| window == b"\nID ".as_slice() || window == b" ID ")
        });
    sheet
}

/// Lists the pictures of a page without looking at them.
fn pictures(document: &PdfDocument, resources: &Object, depth: usize, found: &mut Vec<ObjectRef>) {
    let Ok(resources) = document.resolve_object(resources) else { return };
    let list = resources.as_dict().and_then(|resources| resources.get("XObject"));
    let Some(list) = list.and_then(|list| document.resolve_object(list).ok()) else { return };
    for entry in list.as_dict().into_iter().flat_map(|list| list.values()).take(1_000) {
        let Some(reference) = entry.as_reference() else { continue };
        if !document.is_form_xobject(reference) {
            found.push(reference);
        } else if depth < 2 {
            let Ok(form) = document.load_object(reference) else { continue };
            let Some(dict) = form.as_dict() else { continue };
            if dict.get("Subtype").and_then(Object::as_name) == Some("Image") {
                found.push(reference);
            } else if let Some(resources) = dict.get("Resources") {
                pictures(document, resources, depth + 1, found);
            }
        }
    }
}

fn damaged() -> Trouble {
    Trouble::new(
        RefusalKind::Damaged,
        "this PDF is damaged or cut off: copy or export it again from where it came.",
    )
}

fn too_slow(limit: Duration) -> Trouble {
    Trouble::new(
        RefusalKind::Damaged,
        format!(
            "reading it takes longer than {} seconds, so it is probably damaged: print it into a \
             new PDF and import that.",
            limit.as_secs()
        ),
    )
}

fn too_long() -> Trouble {
    Trouble::new(
        RefusalKind::TooLarge,
        "it holds more text than can be read at once: split it and import its parts.",
    )
}
