//! What a study says, as text that can be compared: every row of every noun, in order.
//!
//! Two studies say the same when their dumps are equal. Undo is tested with it, and copying.
//! History, undo images, jobs, the queue of transcriptions, the change number, people and the key to
//! the pseudonyms are left out: they tell how a study came to say what it says, and a study gets its
//! key on the way, quietly.

use std::fmt::Write as _;

use crate::error::Result;
use crate::storage::{Reader, row_image};

use super::tables;

const LEFT_OUT: [&str; 4] = ["person", "pseudonym_key", "transcription", "transcription_part"];

/// Writes every row of every noun that operations change, one to a line.
pub fn logical(reader: &Reader<'_>) -> Result<String> {
    let mut dump = String::new();
    for table in tables::ALL.iter().filter(|table| !LEFT_OUT.contains(&table.name)) {
        for row in reader.query(&format!("{} ORDER BY id", table.select()), &[])? {
            let _ =
                writeln!(dump, "{} {}", table.name, row_image::write(table, &row.into_values()));
        }
    }
    let media = "SELECT m.sha256, m.bytes, m.mime FROM media m \
                 WHERE EXISTS (SELECT 1 FROM source s WHERE s.media = m.id) \
                 OR EXISTS (SELECT 1 FROM original o WHERE o.media = m.id) ORDER BY m.sha256";
    for row in reader.query(media, &[])? {
        let digest: Vec<u8> = row.get(0)?;
        let (bytes, mime): (i64, String) = (row.get(1)?, row.get(2)?);
        let _ = writeln!(dump, "media {} {bytes} {mime}", row_image::hexadecimal(&digest));
    }
    Ok(dump)
}
