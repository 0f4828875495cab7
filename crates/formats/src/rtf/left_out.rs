//! What was met in rich text and not taken over, to be told to the person.

use crate::{Notices, TrackedChanges};

/// What was met and not taken over.
#[derive(Default)]
pub(super) struct LeftOut {
    pub(super) margins: usize,
    pub(super) pictures: usize,
    pub(super) hidden: usize,
    pub(super) embedded: usize,
    pub(super) signs: usize,
    pub(super) lost: usize,
    pub(super) inserted: usize,
    pub(super) deleted: usize,
    pub(super) charsets: Vec<i32>,
}

impl LeftOut {
    pub(super) fn report(&self, notices: &mut Notices<'_>, changes: TrackedChanges) {
        let (inserted, deleted) = match changes {
            TrackedChanges::Accepted => {
                ("accepted", "accepted: the deleted words are not in the text")
            }
            TrackedChanges::Rejected => {
                ("rejected: the inserted words are not in the text", "rejected")
            }
            TrackedChanges::Shown => ("kept and commented", "kept and commented"),
        };
        notices.count(self.inserted, "tracked insertion", "tracked insertions", inserted);
        notices.count(self.deleted, "tracked deletion", "tracked deletions", deleted);
        notices.count(self.margins, "header or footer", "headers and footers", "left out");
        notices.count(self.pictures, "picture", "pictures", "left out");
        notices.count(self.hidden, "piece of hidden text", "pieces of hidden text", "left out");
        notices.count(self.embedded, "embedded object", "embedded objects", "left out");
        notices.count(
            self.signs,
            "sign of a picture font",
            "signs of picture fonts",
            "not recognised and shown as �",
        );
        notices.count(self.lost, "character", "characters", "unreadable and is shown as �");
        if let Some(number) = self.charsets.first() {
            notices.add(format!(
                "It uses code page {number}, which is not known: please check its accented letters."
            ));
        }
    }
}
