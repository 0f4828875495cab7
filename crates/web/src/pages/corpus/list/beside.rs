//! What the list is narrowed by that does not stand in a source itself: sets, attributes, consent.

use std::collections::{BTreeSet, HashSet};

use trefoil_core::corpus::attribute::{self, AttributeNoun};
use trefoil_core::corpus::set;
use trefoil_core::corpus::source::Listed;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use super::Filter;
use crate::pages::care::{Mark, Marks};

/// What can be chosen from, and who is in what was chosen.
#[derive(Debug)]
pub(in crate::pages::corpus) struct Beside {
    pub(in crate::pages::corpus) sets: Vec<set::Listed>,
    pub(in crate::pages::corpus) attributes: Vec<attribute::Listed>,
    /// The formats and the languages that there are.
    pub(in crate::pages::corpus) formats: BTreeSet<String>,
    pub(in crate::pages::corpus) languages: BTreeSet<String>,
    /// The sources of the set that is asked for.
    members: Option<HashSet<Id>>,
    /// The sources and participants that have the value that is asked for.
    valued: Option<HashSet<Id>>,
}

impl Beside {
    /// Reads it for a filter.
    pub(super) fn read(reader: &Reader<'_>, all: &[Listed], filter: &Filter) -> Result<Self> {
        let sets = set::list(reader)?;
        let set = sets.iter().find(|one| one.set.id.to_string() == filter.set);
        let members = set.map(|one| set::members(reader, one.set.id)).transpose()?;
        let attributes = attribute::list(reader)?;
        let asked = attributes.iter().find(|one| one.attribute.id.to_string() == filter.attribute);
        let valued =
            asked.map(|one| valued(reader, one.attribute.id, &filter.value)).transpose()?;
        let known = |field: fn(&Listed) -> Option<&str>| {
            let all = all.iter().filter_map(field).filter(|word| !word.is_empty());
            all.map(ToOwned::to_owned).collect()
        };
        Ok(Self {
            formats: known(|one| Some(&one.source.format)),
            languages: known(|one| one.source.language.as_deref()),
            members: members.map(|members| members.into_iter().collect()),
            valued,
            sets,
            attributes,
        })
    }

    /// Whether a source is listed.
    pub(super) fn lets(&self, listed: &Listed, filter: &Filter, marks: &Marks) -> bool {
        let id = listed.source.id;
        let is_valued = |valued: &HashSet<Id>| {
            valued.contains(&id) || listed.participants.iter().any(|one| valued.contains(&one.id))
        };
        let is_withheld = || marks.of(&listed.source).iter().any(Mark::closes);
        // A set or an attribute that is gone lets nothing through.
        (filter.set.is_empty() || self.members.as_ref().is_some_and(|all| all.contains(&id)))
            && (filter.attribute.is_empty() || self.valued.as_ref().is_some_and(is_valued))
            && (filter.withheld.is_empty() || (filter.withheld == "yes") == is_withheld())
    }

    /// Attributes with of what they are: `of participants`.
    pub(in crate::pages::corpus) fn noun(one: &attribute::Listed) -> &'static str {
        match one.attribute.noun {
            AttributeNoun::Participant => "of participants",
            AttributeNoun::Source => "of sources",
        }
    }
}

/// Who or what has a value with these words in it; any value where no words are asked for.
fn valued(reader: &Reader<'_>, attribute: Id, words: &str) -> Result<HashSet<Id>> {
    let words = words.to_lowercase();
    let values = attribute::values(reader, attribute)?.into_iter();
    let fits = values.filter(|row| row.value.to_lowercase().contains(&words));
    Ok(fits.filter_map(|row| row.source.or(row.participant)).collect())
}
