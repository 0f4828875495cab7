//! The key to the pseudonyms: what it recognises, what it keeps, and what it lets go.

mod carrying;
mod entering;
mod keeping;
mod naming;

use trefoil_core::care::Pseudonym;
use trefoil_core::care::pseudonym::{self, KeyAccess, KeySeal, PseudonymAdd};
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::id::Id;
use trefoil_core::study::{Secret, Session};
use trefoil_testkit::{TestStudy, reads};

/// The passphrase of the key in these tests.
const HEATHER: &str = "heather on the moor";

fn access(passphrase: &str) -> KeyAccess {
    KeyAccess::new(Secret::new(passphrase))
}

/// Ada, who can open the key.
fn ada(study: &TestStudy) -> Session {
    study.session().with_key(access(HEATHER))
}

fn sealed(study: &TestStudy) -> Session {
    let ada = ada(study);
    ada.perform(KeySeal {}).expect("the key can be sealed");
    ada
}

fn participant(study: &TestStudy, name: &str) -> Id {
    let add = ParticipantAdd { name: name.into(), note: String::new(), started_on: None };
    study.session().perform(add).expect("is added").outcome
}

fn names(names: &[&str], replacement: &str) -> PseudonymAdd {
    PseudonymAdd {
        names: names.iter().map(|name| (*name).to_owned()).collect(),
        parts: false,
        replacement: Some(replacement.to_owned()).filter(|text| !text.is_empty()),
        kind: None,
        level: None,
        participant: None,
    }
}

fn of(participant: Id, add: PseudonymAdd) -> PseudonymAdd {
    PseudonymAdd { participant: Some(participant), ..add }
}

/// What stands for a word, as far as the study can tell.
fn stands_for(study: &TestStudy, access: Option<KeyAccess>, word: &str) -> Option<Pseudonym> {
    let word = word.to_owned();
    reads(study, move |reader| match pseudonym::hasher(reader, access.as_ref())? {
        Some(hasher) => pseudonym::recognise(reader, &hasher, &word),
        None => Ok(None),
    })
}

/// Everything that lies in the study's file and beside it, and what undo and history hold.
fn all_bytes(study: &TestStudy) -> Vec<u8> {
    let mut bytes = row_bytes(study);
    if study.engine() == "sqlite" {
        let folder = study.path().parent().expect("is in a folder").to_owned();
        gather(&folder, &mut bytes);
    }
    bytes
}

/// What the rows say, undo and history included.
fn row_bytes(study: &TestStudy) -> Vec<u8> {
    let mut bytes = Vec::new();
    for table in ["history", "undo_image", "pseudonym", "pseudonym_key", "redaction", "job"] {
        let sql = format!("SELECT * FROM {table}");
        for row in reads(study, move |reader| reader.query(&sql, &[])) {
            bytes.extend(format!("{row:?}").into_bytes());
        }
    }
    bytes
}

fn gather(folder: &std::path::Path, bytes: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).expect("can be listed") {
        let path = entry.expect("can be listed").path();
        if path.is_dir() {
            gather(&path, bytes);
        } else {
            bytes.extend(std::fs::read(&path).unwrap_or_default());
        }
    }
}

fn holds(bytes: &[u8], sought: &[u8]) -> bool {
    bytes.windows(sought.len()).any(|window| window == sought)
}
