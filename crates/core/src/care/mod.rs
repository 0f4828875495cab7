//! Care: consent, pseudonyms and withdrawal, which go beside everything else.
//!
//! The rows are here from the first version of the study file, so that later rules find a home.

use crate::id::Id;
use crate::storage::Filing;

crate::record! {
    /// What a participant answered to one question of consent.
    pub struct Consent in "consent", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The participant.
        participant: Id => "participant",
        /// The type of data asked about.
        data_type: String,
        /// The use asked about.
        purpose: String,
        /// The answer.
        answer: String,
        /// The version of the form.
        version: String,
        /// The ISO date of the answer.
        given_on: Option<String>,
        /// On paper, by voice or online.
        route: String,
        /// Who witnessed it.
        witness: String,
        /// The wave of the study at which it was asked.
        wave: String,
        /// Counts the answers to the same question from 1; the highest is in force.
        number: i64,
        /// When it was written down, in epoch milliseconds.
        at: i64,
        /// Who wrote it down.
        person: Id => "person",
    }
}

crate::record! {
    /// A replacement for a name or another identifying word.
    pub struct Pseudonym in "pseudonym", filed Filing::Own; {
        /// Its id.
        id: Id,
        /// The participant it stands for.
        participant: Option<Id> => "participant",
        /// What kind of word is replaced.
        kind: String,
        /// What stands in its place.
        replacement: String,
        /// A keyed hash by which the word is recognised.
        keyed_hash: Option<Vec<u8>>,
        /// The word, sealed under the key's own passphrase.
        sealed: Option<Vec<u8>>,
        /// The level at which it is replaced.
        level: String,
    }
}
