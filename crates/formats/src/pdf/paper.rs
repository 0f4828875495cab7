//! PDF files for tests, written object by object.
//!
//! Text is set in Courier, in which each sign is 0.6 of the font height wide, so
//! that a test can say where words stand.

use std::fmt::Write;

/// A file that is being written.
#[derive(Default)]
pub(super) struct Paper {
    /// What is drawn on each page, and what else its dictionary says.
    pages: Vec<(String, String)>,
    /// Further objects; the first has the number 10.
    objects: Vec<String>,
    /// What else the catalog says.
    pub(super) catalog: String,
}

/// Draws words at a place.
pub(super) fn at(x: f32, y: f32, size: f32, words: &str) -> String {
    let words = words.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /F1 {size} Tf {x} {y} Td ({words}) Tj ET\n")
}

/// Breaks a text into lines of so many letters.
pub(super) fn lines(letters: usize, text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.len() + 1 + word.len() <= letters => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// Draws lines 12 points apart, from `y` downwards.
pub(super) fn set(x: f32, y: f32, lines: &[String]) -> String {
    let mut y = y;
    let mut out = String::new();
    for line in lines {
        out += &at(x, y, 10.0, line);
        y -= 12.0;
    }
    out
}

/// Draws a text in lines of so many letters.
pub(super) fn wrapped(x: f32, y: f32, letters: usize, text: &str) -> String {
    set(x, y, &lines(letters, text))
}

impl Paper {
    /// A file with one page for each of the drawings.
    pub(super) fn of(drawings: &[String]) -> Self {
        let pages = drawings.iter().map(|drawing| (drawing.clone(), String::new())).collect();
        Self { pages, ..Self::default() }
    }

    /// Adds to the dictionary of the last page, such as `/Rotate 90`.
    pub(super) fn on_last_page(mut self, entries: &str) -> Self {
        if let Some((_, dictionary)) = self.pages.last_mut() {
            dictionary.push_str(entries);
        }
        self
    }

    /// Adds an object; the first has the number 10.
    pub(super) fn with(mut self, object: &str) -> Self {
        self.objects.push(object.to_owned());
        self
    }

    /// The number of the object that describes a page.
    pub(super) fn page(number: usize) -> usize {
        100 + 2 * number
    }

    pub(super) fn bytes(&self) -> Vec<u8> {
        let mut all: Vec<(usize, String)> = Vec::new();
        let kids: String = (0..self.pages.len()).fold(String::new(), |mut kids, number| {
            let _ = write!(kids, "{} 0 R ", Self::page(number));
            kids
        });
        all.push((1, format!("<</Type/Catalog/Pages 2 0 R {}>>", self.catalog)));
        all.push((2, format!("<</Type/Pages/Kids[{kids}]/Count {}>>", self.pages.len())));
        all.push((
            3,
            "<</Type/Font/Subtype/Type1/BaseFont/Courier/Encoding/WinAnsiEncoding>>".into(),
        ));
        for (number, object) in self.objects.iter().enumerate() {
            all.push((10 + number, object.clone()));
        }
        for (number, (drawing, entries)) in self.pages.iter().enumerate() {
            let page = Self::page(number);
            all.push((
                page,
                format!(
                    "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents {} 0 R\
                     /Resources<</Font<</F1 3 0 R{}>>{entries}>>",
                    page + 1,
                    if self.objects.is_empty() {
                        ">>"
                    } else {
                        "/F2 10 0 R>>/XObject<</X1 10 0 R>>"
                    },
                ),
            ));
            let stream = format!("<</Length {}>>\nstream\n{drawing}\nendstream", drawing.len());
            all.push((page + 1, stream));
        }
        assemble(&all)
    }
}

fn assemble(objects: &[(usize, String)]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.7\n");
    let mut places = Vec::new();
    for (number, object) in objects {
        places.push((*number, file.len()));
        let _ = write!(file, "{number} 0 obj\n{object}\nendobj\n");
    }
    let table = file.len();
    file.push_str("xref\n0 1\n0000000000 65535 f \n");
    for (number, place) in &places {
        let _ = write!(file, "{number} 1\n{place:010} 00000 n \n");
    }
    let size = places.iter().map(|(number, _)| number + 1).max().unwrap_or(1);
    let _ = write!(file, "trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n");
    file.into_bytes()
}
