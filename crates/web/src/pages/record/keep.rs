//! Keeping the record: each field that was changed, all of them as one act, or none.
//!
//! Beside its values a form sends what each field held when the page was made. A field that nobody
//! touched is left alone, so a colleague who filled it in meanwhile loses nothing.

use serde_json::{Value, json};
use trefoil_core::error::{Error, Kind, Result};
use trefoil_core::record::FIELDS;
use trefoil_core::study::{Performed, Session, operations};

use super::fields::before;
use crate::act::{Sent, tell};
use crate::desk::{Desk, wait_for};
use crate::session::Flash;
use crate::trouble::{Answer, Trouble};

/// What stands before the name of a field in that of what it held.
const BEFORE: &str = "_before_";

/// Keeps what was changed.
pub(super) async fn keep(desk: Desk, sent: Sent) -> Answer {
    let Sent::Form(fields) = &sent else {
        return Err(Error::invalid("The record is kept from a form.").into());
    };
    let changed = changed(fields);
    if changed.is_empty() {
        let said = "Nothing was changed in the record".to_owned();
        desk.app.sessions().say(&desk.session, Flash { said, ..Flash::default() });
        return Ok(crate::security::see_other(&desk.at("record")));
    }
    let typed: Vec<(String, String)> = changed
        .iter()
        .flat_map(|(key, values)| values.iter().map(|value| ((*key).to_owned(), value.clone())))
        .collect();
    let session = desk.acting();
    let done = wait_for(move || set(&session, changed)).await;
    let done = done.map_err(|error| Trouble::from(error).with_typed(typed))?;
    Ok(tell(&desk, &sent, &done))
}

/// A field with its new values.
type Changed = (&'static str, Vec<String>);

/// The fields that hold something else than when the page was made.
fn changed(fields: &[(String, String)]) -> Vec<Changed> {
    let values = |key: &str| -> Vec<String> {
        let of = fields.iter().filter(|(name, value)| name == key && !value.trim().is_empty());
        of.map(|(_, value)| value.trim().replace("\r\n", "\n")).collect()
    };
    let held = |key: &str| {
        let name = format!("{BEFORE}{key}");
        fields.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_str())
    };
    let asked = FIELDS.iter().filter_map(|field| Some((field.key, held(field.key)?)));
    asked
        .map(|(key, held)| (key, values(key), held))
        .filter(|(_, values, held)| before(values) != *held)
        .map(|(key, values, _)| (key, values))
        .collect()
}

fn set(session: &Session, changed: Vec<Changed>) -> Result<Performed<Value>> {
    let operation = operations::by_name("record.set")
        .ok_or_else(|| Error::new(Kind::Io, "Keeping the record is not among the operations."))?;
    let count = changed.len();
    let mut all = changed
        .into_iter()
        .map(|(field, values)| (operation, json!({ "field": field, "values": values })));
    if count == 1
        && let Some((operation, arguments)) = all.next()
    {
        return operation.perform(session, arguments);
    }
    let done = session.perform_all(all.collect()).map_err(plainly)?;
    let summary = format!("Changed {count} fields of the record");
    let Performed { number, act, notices, .. } = done;
    Ok(Performed { number, act, summary, notices, settled: None, outcome: Value::Null })
}

/// What is wrong with a field, without the number of its operation.
fn plainly(error: Error) -> Error {
    let said = error.to_string();
    let Some((_, why)) = said.split_once("so none was done: ") else { return error };
    let plain = Error::new(error.kind(), format!("{why} Nothing was kept yet."));
    match error.hint_text() {
        Some(hint) => plain.hint(hint),
        None => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(fields: &[(&str, &str)]) -> Vec<(String, String)> {
        fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn only_fields_that_were_changed_are_kept() {
        let sent = fields(&[
            ("title", "Tea"),
            ("_before_title", r#"["Tea"]"#),
            ("author", "Lamb, Ana"),
            ("author", " Roe, Ben "),
            ("author", ""),
            ("_before_author", r#"["Lamb, Ana"]"#),
            ("type", ""),
            ("_before_type", r#"["Report"]"#),
            ("doi", "10.1/x"),
        ]);
        assert_eq!(
            changed(&sent),
            [("author", vec!["Lamb, Ana".to_owned(), "Roe, Ben".to_owned()]), ("type", Vec::new()),]
        );
    }
}
