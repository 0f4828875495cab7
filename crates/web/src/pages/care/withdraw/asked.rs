//! What is asked for, as it stands in an address or comes in a form.
//!
//! Only ids, words of the glossary and a date stand in the address: nothing that anybody said.

use trefoil_core::care::DataType;
use trefoil_core::care::erasure::{Scope, Wish};
use trefoil_core::error::{Error, Result};

use crate::pages::care::id;
use crate::words::encode;

/// The fields of an address or a form, in their order.
pub(super) type Fields = Vec<(String, String)>;

/// A field, when something was said in it.
pub(super) fn field<'f>(fields: &'f Fields, name: &str) -> Option<&'f str> {
    let of = |(known, value): &&(String, String)| known == name && !value.trim().is_empty();
    fields.iter().find(of).map(|(_, value)| value.trim())
}

/// Reads what is asked for.
///
/// Errors: a word or an id that is none, or no scope at all.
pub(super) fn wish(fields: &Fields) -> Result<Wish> {
    let scope: Scope = field(fields, "scope")
        .ok_or_else(|| {
            Error::invalid("Say how much is asked for.").hint("Begin on the page of withdrawals.")
        })?
        .parse()?;
    let mut wish = Wish::of(scope);
    for (name, value) in fields.iter().filter(|(_, value)| !value.trim().is_empty()) {
        let value = value.trim();
        match name.as_str() {
            "participant" => wish.participant = Some(id(value)?),
            "data_types" => wish.data_types.push(value.parse::<DataType>()?),
            "source" => wish.sources.push(id(value)?),
            "passage" => wish.passage = Some(id(value)?),
            "shared" => wish.shared = value.parse()?,
            "keep_recording" => wish.keep_recording = true,
            "asked_on" => wish.asked_on = Some(value.to_owned()),
            _ => {}
        }
    }
    if scope != Scope::Types {
        wish.data_types.clear();
    }
    if !scope.is_withdrawal() {
        wish.participant = None;
    }
    Ok(wish)
}

/// The wish as fields of a form, or of an address.
pub(super) fn fields(wish: &Wish) -> Fields {
    let mut fields = vec![("scope".to_owned(), wish.scope.to_string())];
    let mut say = |name: &str, value: String| fields.push((name.to_owned(), value));
    wish.participant.iter().for_each(|id| say("participant", id.to_string()));
    wish.data_types.iter().for_each(|one| say("data_types", one.to_string()));
    wish.sources.iter().for_each(|id| say("source", id.to_string()));
    wish.passage.iter().for_each(|id| say("passage", id.to_string()));
    if wish.scope.is_withdrawal() {
        say("shared", wish.shared.to_string());
    }
    if wish.keep_recording {
        say("keep_recording", "yes".to_owned());
    }
    wish.asked_on.iter().for_each(|date| say("asked_on", date.clone()));
    fields
}

/// The address of the dry run of a wish, within the study.
pub(super) fn address(wish: &Wish) -> String {
    let said: Vec<String> = fields(wish)
        .iter()
        .map(|(name, value)| format!("{name}={}", encode(value).replace('/', "%2F")))
        .collect();
    format!("care/withdraw/plan?{}", said.join("&"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::care::erasure::Shared;
    use trefoil_core::id::Id;

    #[test]
    fn a_wish_is_the_same_after_it_stood_in_an_address() {
        let wishes = [
            Wish {
                shared: Shared::Whole,
                asked_on: Some("2026-01-05".into()),
                ..Wish::all_of(Id::new(1))
            },
            Wish::types_of(Id::new(1), &[DataType::VoiceNoteAudio, DataType::Document]),
            Wish { sources: vec![Id::new(1)], ..Wish::of(Scope::Source) },
            Wish { passage: Some(Id::new(1)), keep_recording: true, ..Wish::of(Scope::Passage) },
            Wish::of(Scope::RawTexts),
        ];
        for asked in wishes {
            assert_eq!(wish(&fields(&asked)).expect("it is a wish"), asked);
            assert!(address(&asked).starts_with("care/withdraw/plan?scope="));
        }
        assert!(wish(&Vec::new()).is_err());
        assert!(wish(&vec![("scope".into(), "half".into())]).is_err());
    }
}
