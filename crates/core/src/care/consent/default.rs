//! Saying what holds for whoever was not asked a question themselves.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

use super::{Answer, ConsentDefault, DataType, Use, closing, questions};
use crate::bind;
use crate::error::{Error, Result};
use crate::study::{Change, Operation};

/// Sets the study's own answer to one or several questions of consent.
///
/// It holds for whoever gave no answer of their own. An empty list of data types or uses means
/// all of them; `not_asked` takes the study's answer away.
#[derive(Debug, Clone, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ConsentDefaultSet {
    /// The types of data; an empty list means all.
    #[serde(default)]
    pub data_types: Vec<DataType>,
    /// The uses; an empty list means all.
    #[serde(default)]
    pub purposes: Vec<Use>,
    /// The answer that holds; `not_asked` takes it away.
    pub answer: Answer,
    /// The version of the form that says so.
    #[serde(default)]
    pub version: String,
    /// Why.
    #[serde(default)]
    pub note: String,
}

impl Operation for ConsentDefaultSet {
    const NAME: &'static str = "consent.default";
    const SUMMARY: &'static str = "Sets what holds for whoever was not asked about consent";
    /// How many questions have a new answer.
    type Outcome = usize;

    fn describe(&self) -> Json {
        serde_json::json!({
            "data_types": self.data_types, "purposes": self.purposes, "answer": self.answer,
            "version": self.version,
        })
    }

    fn apply(self, change: &mut Change<'_>) -> Result<usize> {
        if self.answer == Answer::Withdrawn {
            return Err(Error::invalid(
                "Only a person can withdraw: a study's answer is given, refused or not_asked.",
            ));
        }
        let asked = questions(&self.data_types, &self.purposes)?;
        let before = closing::closed(change)?;
        let mut changed = 0;
        for (data_type, purpose) in &asked {
            changed += usize::from(self.put(change, *data_type, *purpose)?);
        }
        change.say(match asked.as_slice() {
            [(data_type, purpose)] => format!(
                "Set the study's answer about {} of {}: {}",
                purpose.words(),
                data_type.words(),
                self.answer
            ),
            many => {
                format!("Set the study's answer to {} questions: {}", many.len(), self.answer)
            }
        });
        closing::tell(change, &before)?;
        Ok(changed)
    }
}

impl ConsentDefaultSet {
    /// Puts the answer to one question; answers whether anything changed.
    fn put(&self, change: &mut Change<'_>, data_type: DataType, purpose: Use) -> Result<bool> {
        let clause = "WHERE data_type = $1 AND purpose = $2";
        let known: Option<ConsentDefault> =
            change.list(clause, bind![data_type.word(), purpose.word()])?.pop();
        if self.answer == Answer::NotAsked {
            let Some(known) = known else { return Ok(false) };
            change.remove::<ConsentDefault>(known.id)?;
            return Ok(true);
        }
        let row = ConsentDefault {
            id: known.as_ref().map_or_else(|| change.new_id(), |known| known.id),
            data_type,
            purpose,
            answer: self.answer,
            version: self.version.trim().to_owned(),
            note: self.note.clone(),
        };
        match known {
            Some(known) if known == row => return Ok(false),
            Some(_) => change.update(&row)?,
            None => change.insert(&row)?,
        }
        Ok(true)
    }
}
