//! What is known of one participant or of one source, and keeping it.

use std::collections::HashMap;

use trefoil_core::bind;
use trefoil_core::corpus::attribute::{
    self, Attribute, AttributeKind, AttributeNoun, AttributeValuesSet, NewValue,
};
use trefoil_core::error::{Error, Result};
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;

use crate::act::Sent;
use crate::desk::{Desk, wait_for};
use crate::security::{local_path, see_other};
use crate::session::Flash;
use crate::trouble::Answer;

/// What a field of a value is called before the attribute's id.
const FIELD: &str = "value:";

/// The form of what is known of one participant or of one source.
#[derive(Debug)]
pub(crate) struct Values {
    /// `participant` or `source`.
    pub(crate) noun: AttributeNoun,
    /// Whose values these are.
    pub(crate) whose: Id,
    /// Every attribute of this noun with its value, or nothing.
    pub(crate) fields: Vec<(Attribute, String)>,
}

impl Values {
    /// Reads them; of what is closed no value is there to be read.
    pub(crate) fn read(reader: &Reader<'_>, noun: AttributeNoun, whose: Id) -> Result<Self> {
        let attributes: Vec<Attribute> =
            reader.list("WHERE noun = $1 ORDER BY position, id", bind![noun])?;
        let known = attribute::of(reader, whose)?.into_iter();
        let mut known: HashMap<Id, String> =
            known.map(|known| (known.attribute, known.value)).collect();
        let fields = attributes
            .into_iter()
            .map(|attribute| {
                let value = known.remove(&attribute.id).unwrap_or_default();
                (attribute, value)
            })
            .collect();
        Ok(Self { noun, whose, fields })
    }
}

/// The type of field in which a value is typed.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates pass what they show so")]
pub(crate) fn field(kind: &AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Date => "date",
        AttributeKind::Text | AttributeKind::Number | AttributeKind::YesNo => "text",
    }
}

/// Keeps what was said of one participant or source as one act.
pub(super) async fn keep(desk: Desk, sent: Sent) -> Answer {
    let Sent::Form(fields) = sent else {
        return Err(Error::invalid("What is known is sent as a form.").into());
    };
    let named = |name: &str| {
        let found = fields.iter().find(|(known, text)| known == name && !text.trim().is_empty());
        found.map(|(_, text)| text.trim().to_owned())
    };
    let id = |name: &str| named(name).map(|text| text.parse::<Id>()).transpose();
    let unknown = |_| Error::invalid("It was not said whose values these are.");
    let participant = id("participant").map_err(unknown)?;
    let source = id("source").map_err(unknown)?;
    let mut values = Vec::new();
    for (name, text) in &fields {
        let Some(attribute) = name.strip_prefix(FIELD) else { continue };
        let attribute =
            attribute.parse().map_err(|_| Error::invalid("There is no such attribute."))?;
        let value = Some(text.trim().to_owned()).filter(|text| !text.is_empty());
        values.push(NewValue { attribute, participant, source, value });
    }
    let acting = desk.acting();
    let done = wait_for(move || acting.perform(AttributeValuesSet { values })).await?;
    let flash = Flash { said: done.summary, notices: done.notices, undo: true };
    desk.app.sessions().say(&desk.session, flash);
    Ok(see_other(&local_path(&named("_back").unwrap_or_else(|| desk.at("attributes")))))
}
