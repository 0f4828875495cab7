//! Carrying it out, once somebody has confirmed what the dry run showed.

use axum::Form;
use trefoil_core::care::erasure::{
    CarriedOut, ErasureForgetRaw, ErasurePassage, ErasureRecordings, ErasureSource, Scope, Wish,
    WithdrawalCarryOut,
};
use trefoil_core::corpus::participant::Participant;
use trefoil_core::error::{Error, Result};
use trefoil_core::study::{Performed, Session};

use super::asked::{self, Fields, field};
use crate::desk::Desk;
use crate::security::see_other;
use crate::trouble::Answer;

/// Begins to carry it out.
pub(super) async fn carry_out(desk: Desk, Form(fields): Form<Fields>) -> Answer {
    let mut wish = asked::wish(&fields)?;
    wish.route = field(&fields, "route").unwrap_or_default().to_owned();
    let digest = field(&fields, "digest").map(ToOwned::to_owned).ok_or_else(|| {
        Error::invalid("Nobody has looked at what would go.").hint("Look at the dry run first.")
    })?;
    confirmed(&desk, &wish, &fields).await?;
    if !desk.open.erasing.begin() {
        return Err(Error::conflict("Something is being erased already. Nothing else was done.")
            .hint("Wait until it has ended.")
            .into());
    }
    let (open, session) = (desk.open.clone(), desk.acting());
    tokio::task::spawn_blocking(move || {
        let outcome = perform(&session, wish, digest);
        open.forget();
        open.erasing.end(outcome);
    });
    Ok(see_other(&desk.at("care/withdraw/work")))
}

/// Refuses what nobody confirmed: the pseudonym is typed, or a box is ticked.
async fn confirmed(desk: &Desk, wish: &Wish, fields: &Fields) -> Result<()> {
    let said = field(fields, "confirm").unwrap_or_default().to_lowercase();
    let Some(participant) = wish.participant else {
        return match said.as_str() {
            "yes" => Ok(()),
            _ => Err(Error::invalid("Tick that you have looked at what goes. Nothing was erased.")),
        };
    };
    let name = desk.read(move |reader| Ok(reader.get::<Participant>(participant)?.name)).await?;
    if said == name.trim().to_lowercase() {
        return Ok(());
    }
    Err(Error::invalid(format!("Type {name} to confirm whose withdrawal it is."))
        .hint("Nothing was erased."))
}

fn perform(session: &Session, wish: Wish, digest: String) -> Result<Performed<CarriedOut>> {
    let Wish { sources, asked_on, route, .. } = wish;
    let digest = Some(digest);
    match wish.scope {
        Scope::StopNew | Scope::Types | Scope::All => session.perform(WithdrawalCarryOut {
            participant: wish
                .participant
                .ok_or_else(|| Error::invalid("Say whose data are withdrawn."))?,
            scope: wish.scope,
            data_types: wish.data_types,
            shared: wish.shared,
            asked_on,
            route,
            digest,
        }),
        Scope::Source => session.perform(ErasureSource { sources, asked_on, route, digest }),
        Scope::Passage => session.perform(ErasurePassage {
            passage: wish.passage,
            source: sources.first().copied(),
            span: wish.span,
            keep_recording: wish.keep_recording,
            asked_on,
            route,
            digest,
        }),
        Scope::RawTexts => session.perform(ErasureForgetRaw { sources, digest }),
        Scope::Recordings => session.perform(ErasureRecordings { sources, digest }),
    }
}
