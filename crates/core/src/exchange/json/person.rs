//! People, as they stand in the document, and who they are in the study that it comes back to.
//!
//! People are told apart by id and known by name, and no two share one. Where the study already
//! has somebody of that name who never did anything in it, the document's person takes their
//! place; where that somebody did, both are taken for one, and the document's rows name them.

use std::collections::HashMap;

use super::noun::noun;
use crate::bind;
use crate::error::Result;
use crate::id::Id;
use crate::storage::Record;
use crate::study::{self, Change, Role, Session};

noun! {
    /// A person at work in the study.
    Person of study::Person; {
        id: Id,
        name: String,
        role: Role,
        created_at: i64,
    }
}

/// Brings people into the study; answers who goes by another id there.
pub(super) fn settle(change: &Change<'_>, people: &[Person]) -> Result<HashMap<Id, Id>> {
    let mut others = HashMap::new();
    for person in people {
        if let Some(other) = bring(change, person, Some(change.person()))? {
            others.insert(person.id, other);
        }
    }
    Ok(others)
}

/// Lets the person at work, where they are new to the study, be who the document says they are.
pub(super) fn settle_own(session: &Session, people: &[Person]) -> Result<()> {
    let own = people.iter().find(|person| person.name == session.person()).cloned();
    let Some(own) = own else { return Ok(()) };
    let id = own.id;
    if session.study().read(move |reader| reader.find::<study::Person>(id))?.is_some() {
        return Ok(());
    }
    // What says nothing in the history may take the place of the person who does it.
    session.write_quietly(move |change| bring(change, &own, None).map(|_| ()))
}

/// Brings one person; answers whom they are taken for. `spared` keeps their place.
fn bring(change: &Change<'_>, person: &Person, spared: Option<Id>) -> Result<Option<Id>> {
    let row = person.clone().row();
    let known = change.find::<study::Person>(row.id)?;
    let same_name: Vec<study::Person> =
        change.list("WHERE name = $1 AND id <> $2", bind![row.name, row.id])?;
    match (known, same_name.first()) {
        (Some(_), Some(_)) => {}
        (Some(_), None) => drop(change.write(&study::Person::TABLE.update(), &row.to_values())?),
        (None, Some(other)) if Some(other.id) == spared || has_acted(change, other.id)? => {
            return Ok(Some(other.id));
        }
        (None, other) => {
            if let Some(other) = other {
                change.write("DELETE FROM person WHERE id = $1", bind![other.id])?;
            }
            change.write(&study::Person::TABLE.insert(), &row.to_values())?;
        }
    }
    Ok(None)
}

/// Whether anything in a study without content names this person.
fn has_acted(change: &Change<'_>, person: Id) -> Result<bool> {
    let sql = "SELECT (SELECT COUNT(*) FROM history WHERE person = $1) \
               + (SELECT COUNT(*) FROM job WHERE person = $1)";
    Ok(change.number(sql, bind![person])? > 0)
}
