//! The drawn signs of one page.
//!
//! `pdf_oxide` decodes fonts and tells where each sign lies; the arrangement is
//! ours. Text that runs in another direction than the rest (a turned page, a
//! label beside a diagram, a slightly skewed scan) is drawn once more on a page
//! that is turned so that it lies level: each direction is a [`Frame`].

use std::collections::HashSet;

use pdf_oxide::PdfDocument;
use pdf_oxide::extractors::TextExtractor;
use pdf_oxide::layout::TextChar;
use pdf_oxide::object::Object;

use super::glyph::{Glyph, is_rtl, is_unknown};

/// More directions than these has no page that is meant to be read.
const MOST_FRAMES: usize = 6;
/// Directions that differ by less than this, in degrees, are one.
const SAME_DIRECTION: f32 = 3.0;
/// How much lines rise, to tell the letters of a ligature from signs of their own.
const SHEAR: f32 = 0.01;
/// More signs than these on one page are a pattern, not text.
const MOST_SIGNS: usize = 200_000;

/// Text of one direction, turned so that it lies level.
#[derive(Debug)]
pub(super) struct Frame {
    /// How far it was turned, in degrees.
    pub(super) angle: f32,
    pub(super) glyphs: Vec<Glyph>,
}

impl Frame {
    /// Where a point of a frame lies on the page as it is stored.
    pub(super) fn on_page(angle: f32, x: f32, y: f32) -> (f32, f32) {
        let (sin, cos) = angle.to_radians().sin_cos();
        (x * cos - y * sin, x * sin + y * cos)
    }
}

/// What a page shows.
#[derive(Debug, Default)]
pub(super) struct Drawn {
    /// The directions of its text, the one with the most signs first.
    pub(super) frames: Vec<Frame>,
    /// How many signs nobody can tell the letter of.
    pub(super) unknown: usize,
    /// Whether there were more signs than anybody reads.
    pub(super) overfull: bool,
}

/// What is needed to draw a page.
struct Source<'a> {
    document: &'a PdfDocument,
    index: usize,
    content: Vec<u8>,
    resources: Option<Object>,
    hidden: &'a HashSet<String>,
}

/// Draws a page, leaving out the layers named in `hidden`.
pub(super) fn draw(
    document: &PdfDocument,
    index: usize,
    hidden: &HashSet<String>,
) -> Result<Drawn, pdf_oxide::Error> {
    let page = document.get_page(index)?;
    let resources = page.as_dict().and_then(|page| page.get("Resources")).cloned();
    let content = mask_replacements(document.get_page_content_data(index)?);
    let source = Source { document, index, content, resources, hidden };
    let level = source.draw(0.0, 0.0)?;
    let mut drawn = Drawn { overfull: level.len() > MOST_SIGNS, ..Drawn::default() };
    if drawn.overfull {
        return Ok(drawn);
    }
    let visible = document.get_page_visible_box(index).ok();
    let has_rtl = level.iter().any(|sign| is_rtl(sign.char));
    for (angle, count) in directions(&level) {
        let glyphs = if has_rtl {
            let signs = source.draw(angle, SHEAR)?;
            level_glyphs(&signs, SHEAR)
        } else if angle.abs() < 0.1 {
            level_glyphs(&level, 0.0)
        } else {
            let signs = source.draw(angle, 0.0)?;
            level_glyphs(&signs, 0.0)
        };
        if glyphs.len() * 2 < count {
            // Should never be: the page was drawn the same way, only turned.
            return Err(pdf_oxide::Error::InvalidPdf("text was lost by turning".into()));
        }
        let glyphs = glyphs.into_iter().filter(|glyph| is_visible(glyph, angle, visible)).collect();
        drawn.frames.push(Frame { angle, glyphs });
    }
    drawn.frames.retain(|frame| frame.glyphs.iter().any(|glyph| !glyph.letter.is_whitespace()));
    drawn.frames.sort_by_key(|frame| std::cmp::Reverse(frame.glyphs.len()));
    let glyphs = drawn.frames.iter().flat_map(|frame| &frame.glyphs);
    drawn.unknown = glyphs.filter(|glyph| is_unknown(glyph.letter)).count();
    Ok(drawn)
}

impl Source<'_> {
    /// Draws the page turned back by `angle` degrees and sheared by `shear`.
    fn draw(&self, angle: f32, shear: f32) -> Result<Vec<TextChar>, pdf_oxide::Error> {
        let (sin, cos) = angle.to_radians().sin_cos();
        let (a, b, c, d) = (cos, -sin + shear * cos, sin, cos + shear * sin);
        let mut content = format!("{a:.7} {b:.7} {c:.7} {d:.7} 0 0 cm\n").into_bytes();
        content.extend_from_slice(&self.content);
        let mut extractor = TextExtractor::new();
        extractor.set_page_index(u32::try_from(self.index).unwrap_or(0));
        if !self.hidden.is_empty() {
            extractor.set_excluded_layers(self.hidden.clone());
        }
        if let Some(resources) = &self.resources {
            extractor.set_resources(resources.clone());
            extractor.set_document(self.document);
            // Without its fonts a page still gives the letters of the simplest ones.
            let _ = self.document.load_fonts_public(resources, &mut extractor);
        }
        extractor.extract_owned(&content)
    }
}

/// Where a page says that signs stand for other words, `pdf_oxide` gives those
/// words to the font as if they were codes; the signs themselves are better.
fn mask_replacements(mut content: Vec<u8>) -> Vec<u8> {
    let mark = b"/ActualText";
    let mut at = 0;
    while let Some(rest) = content.get(at..) {
        let Some(found) = rest.windows(mark.len()).position(|window| window == mark) else { break };
        if let Some(letter) = content.get_mut(at + found + 1) {
            *letter = b'X';
        }
        at += found + mark.len();
    }
    content
}

/// The directions in which text runs, in degrees, with how many signs each has.
fn directions(signs: &[TextChar]) -> Vec<(f32, usize)> {
    let mut angles: Vec<f32> = signs
        .iter()
        .filter(|sign| !sign.char.is_whitespace())
        .map(|sign| if sign.rotation_degrees < -177.0 { 180.0 } else { sign.rotation_degrees })
        .filter(|angle| angle.is_finite())
        .collect();
    angles.sort_by(f32::total_cmp);
    let mut groups: Vec<(f32, usize)> = Vec::new();
    for group in angles.chunk_by(|before, after| after - before < SAME_DIRECTION) {
        if let Some(middle) = group.get(group.len() / 2) {
            groups.push((*middle, group.len()));
        }
    }
    groups.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    groups.truncate(MOST_FRAMES);
    groups
}

/// The signs of a drawing that lie level.
fn level_glyphs(signs: &[TextChar], shear: f32) -> Vec<Glyph> {
    let mut glyphs: Vec<Glyph> = Vec::with_capacity(signs.len());
    let mut before: Option<&TextChar> = None;
    let rise = shear.atan().to_degrees();
    for sign in signs {
        let sound = [sign.origin_x, sign.origin_y, sign.font_size, sign.advance_width];
        let is_level = (sign.rotation_degrees - rise).abs() < SAME_DIRECTION;
        let in_range = sound.iter().all(|value| value.is_finite() && value.abs() < 100_000.0);
        if !is_level || !in_range || !(0.5..2000.0).contains(&sign.font_size) {
            continue;
        }
        let goes_on = before.is_some_and(|before| is_one_sign(before, sign, shear));
        before = Some(sign);
        if goes_on && let Some(glyph) = glyphs.last_mut() {
            glyph.append(sign.char);
            glyph.x1 = sign.origin_x + sign.advance_width;
            continue;
        }
        glyphs.push(Glyph {
            letter: sign.char,
            more: None,
            x0: sign.origin_x,
            x1: sign.origin_x + sign.advance_width,
            y: sign.origin_y - shear * sign.origin_x,
            size: sign.font_size,
            bold: sign.font_weight.is_bold(),
            spaced: false,
        });
    }
    glyphs
}

/// Whether two letters belong to one drawn sign: those lie side by side without
/// following the slope of the line.
fn is_one_sign(before: &TextChar, sign: &TextChar, shear: f32) -> bool {
    let step = sign.origin_x - before.origin_x;
    shear > 0.0
        && step > 0.0
        && (before.advance_width - sign.advance_width).abs() < 0.001
        && (step - sign.advance_width).abs() < 0.01
        && (sign.origin_y - before.origin_y).abs() < 0.2 * shear * step
}

/// Whether a reader of the page can see a sign: parts that are cut away are for
/// printers only.
fn is_visible(glyph: &Glyph, angle: f32, visible: Option<(f32, f32, f32, f32)>) -> bool {
    let Some((left, bottom, right, top)) = visible else { return true };
    let (x, y) = Frame::on_page(angle, glyph.middle(), glyph.y + 0.3 * glyph.size);
    (left..=right).contains(&x) && (bottom..=top).contains(&y)
}
