//! The body of a request that carries a file and some words: `multipart/form-data` (RFC 7578).

use std::fmt::Write as _;
use std::io::{Cursor, Read};

/// A form with one file, read piece by piece.
pub(crate) struct Form {
    boundary: String,
    head: Vec<u8>,
    file: Vec<u8>,
    tail: Vec<u8>,
}

impl Form {
    /// Puts a file and fields into a form. The boundary is made longer until nothing contains it.
    pub(crate) fn new(fields: &[(&str, &str)], name: &str, mime: &str, file: Vec<u8>) -> Self {
        let mut boundary = "trefoil-form".to_owned();
        while holds(&file, boundary.as_bytes())
            || fields.iter().any(|(_, value)| value.contains(&boundary))
        {
            let _ = write!(boundary, "-{:x}", file.len() ^ boundary.len());
        }
        let mut head = String::new();
        for (field, value) in fields {
            let _ = write!(
                head,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n"
            );
        }
        let _ = write!(
            head,
            "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: {mime}\r\n\r\n"
        );
        let tail = format!("\r\n--{boundary}--\r\n").into_bytes();
        Self { boundary, head: head.into_bytes(), file, tail }
    }

    /// What the header `Content-Type` says of it.
    pub(crate) fn content_type(&self) -> String {
        format!("multipart/form-data; boundary={}", self.boundary)
    }

    /// How many bytes it has.
    pub(crate) fn length(&self) -> usize {
        self.head.len() + self.file.len() + self.tail.len()
    }

    /// Its bytes.
    pub(crate) fn into_reader(self) -> impl Read {
        Cursor::new(self.head).chain(Cursor::new(self.file)).chain(Cursor::new(self.tail))
    }
}

fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_holds_its_fields_and_its_file_and_no_boundary_inside() {
        let file = b"RIFF--trefoil-form--data".to_vec();
        let form = Form::new(&[("model", "whisper-1")], "sound.wav", "audio/wav", file.clone());
        let (kind, length) = (form.content_type(), form.length());
        let boundary = kind.rsplit_once('=').expect("there is one").1.to_owned();
        let mut body = Vec::new();
        form.into_reader().read_to_end(&mut body).expect("it is in memory");
        assert_eq!(body.len(), length);
        assert!(!holds(&file, boundary.as_bytes()));
        let text = String::from_utf8(body).expect("this one is text");
        let expected = format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhisper-1\r\n\
             --{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"sound.wav\"\r\n\
             Content-Type: audio/wav\r\n\r\nRIFF--trefoil-form--data\r\n--{boundary}--\r\n"
        );
        assert_eq!(text, expected);
    }
}
