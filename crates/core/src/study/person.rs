//! People who work in a study, and their roles.
//!
//! A person is known by name; the first one who changes a study becomes its researcher. Roles
//! restrict what pages show; in a file study they cannot restrict whoever holds the passphrase.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Change, Operation};
use crate::bind;
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// What a person does in the study.
    pub enum Role, "a role" {
        /// Sees and changes everything.
        Researcher = "researcher",
        /// A participant or colleague who codes what they were given.
        CoResearcher = "co_researcher",
        /// Sees themes, areas, conditions and quotes cleared for managers.
        Manager = "manager",
    }
}

crate::record! {
    /// A person at work in the study.
    pub struct Person in "person", filed Filing::Study; {
        /// Their id.
        id: Id,
        /// The name they gave.
        name: String,
        /// What they do.
        role: Role,
        /// When they first changed something, in epoch milliseconds.
        created_at: i64,
    }
}

/// The id of the person with this name, who is added when new.
pub(super) fn find_or_add(change: &mut Change<'_>, name: &str) -> Result<Id> {
    if name.is_empty() {
        return Err(Error::invalid("A change needs the name of the person who makes it.")
            .hint("Give it with `--as NAME`."));
    }
    let found = change.list::<Person>("WHERE name = $1", bind![name])?.pop();
    if let Some(person) = found {
        return Ok(person.id);
    }
    let person = Person {
        id: change.new_id(),
        name: name.to_owned(),
        role: Role::Researcher,
        created_at: change.now(),
    };
    change.write(
        &<Person as crate::storage::Record>::TABLE.insert(),
        &crate::storage::Record::to_values(&person),
    )?;
    Ok(person.id)
}

/// Changes a person's name or role.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonSet {
    /// Who.
    pub person: Id,
    /// The new name.
    #[serde(default)]
    pub name: Option<String>,
    /// The new role.
    #[serde(default)]
    pub role: Option<Role>,
}

impl Operation for PersonSet {
    const NAME: &'static str = "person.set";
    const SUMMARY: &'static str = "Changes a person's name or role";
    type Outcome = ();

    fn apply(self, change: &mut Change<'_>) -> Result<()> {
        let mut person: Person = change.get(self.person)?;
        if let Some(name) = self.name {
            let name = name.trim().to_owned();
            if name.is_empty() {
                return Err(Error::invalid("A person needs a name."));
            }
            let taken = "SELECT COUNT(*) FROM person WHERE name = $1 AND id <> $2";
            if change.number(taken, bind![name, person.id])? > 0 {
                return Err(Error::conflict(format!("Someone else is already called {name}.")));
            }
            person.name = name;
        }
        if let Some(role) = self.role {
            person.role = role;
        }
        change.say(format!("Set {} as {}", person.name, person.role));
        change.update(&person)
    }
}
