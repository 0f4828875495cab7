//! What the tests of several formats need: packages made part by part, damage that is the same
//! every time, and comments with what they are about.

use std::io::{Cursor, Write};

use zip::write::{SimpleFileOptions, ZipWriter};

use crate::{Comment, Document};

/// A zip archive of parts, by their names and what they say.
pub(crate) fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a new part");
        zip.write_all(content.as_bytes()).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// Comments as what they say and what they are about.
pub(crate) fn said(document: &Document) -> Vec<(String, String)> {
    let signs: Vec<char> = document.text.chars().collect();
    let about = |comment: &Comment| -> String {
        let place = |at: u64| usize::try_from(at).expect("a short text");
        signs[place(comment.start)..place(comment.end)].iter().collect()
    };
    document.comments.iter().map(|comment| (comment.text.clone(), about(comment))).collect()
}

/// Pseudo-random numbers that are the same every time (Knuth's MMIX constants).
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number below a limit.
    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit.max(1)
    }

    /// Changes a few signs of a text into some of `signs`, or puts a piece of it elsewhere in it.
    pub(crate) fn damage(&mut self, text: &str, signs: &str) -> String {
        let signs: Vec<char> = signs.chars().collect();
        let mut text: Vec<char> = text.chars().collect();
        for _ in 0..=self.below(3) {
            let at = self.below(text.len());
            if self.below(3) == 0 {
                let until = (at + self.below(60)).min(text.len());
                let piece: Vec<char> = text[at..until].to_vec();
                let place = self.below(text.len());
                text.splice(place..place, piece);
            } else {
                text[at] = signs[self.below(signs.len())];
            }
        }
        text.into_iter().collect()
    }
}
