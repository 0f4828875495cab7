//! Changing one's own name: in this study and for whatever comes next, as one act.

use axum::extract::Form;
use serde::Deserialize;
use trefoil_core::bind;
use trefoil_core::error::Result;
use trefoil_core::study::{Person, PersonSet, Study};

use crate::desk::{Desk, wait_for};
use crate::pages::start;
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;

/// The new name.
#[derive(Debug, Deserialize)]
pub(super) struct Typed {
    name: String,
}

/// Changes the name.
pub(super) async fn rename(desk: Desk, Form(typed): Form<Typed>) -> Answer {
    let name = start::cleaned(&typed.name)?;
    let (study, me, app, wanted) =
        (desk.study(), desk.person.clone(), desk.app.clone(), name.clone());
    wait_for(move || {
        in_study(&study, &me, &wanted)?;
        app.set_person(&wanted);
        Ok(())
    })
    .await?;
    let said = format!("You work as {name} now, and what you did in this study carries that name");
    desk.app.sessions().say(&desk.session, Flash { said, ..Flash::default() });
    Ok(see_other(&desk.at("settings#people-h")))
}

/// Gives the person another name in the study, where they did something in it.
fn in_study(study: &Study, me: &str, name: &str) -> Result<()> {
    let known = me.to_owned();
    let people: Vec<Person> =
        study.read(move |reader| reader.list("WHERE name = $1", bind![known]))?;
    let Some(person) = people.into_iter().next().filter(|person| person.name != name) else {
        return Ok(());
    };
    let set = PersonSet { person: person.id, name: Some(name.to_owned()), role: None };
    study.session(me).perform(set).map(|_| ())
}
