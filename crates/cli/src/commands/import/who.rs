//! Finding out who writes in the chats of an import, before anything of them is stored.
//!
//! Options and the key say it. Of those who are left a person is asked, where there is one to ask;
//! otherwise they get neutral labels, and a note says so. The names stay on the screen.

use std::path::PathBuf;

use trefoil_core::corpus::import::store::{self, Because, Plan, Sender, Who, Wishes};

use crate::ask;
use crate::desk::Open;
use crate::exit::Result;
use crate::output::{counted, tame};

/// More questions than these are asked of nobody.
const MOST_QUESTIONS: usize = 40;

/// Plans an import, with everybody in its chats known or labelled.
pub(super) fn planned(
    open: &Open<'_>,
    paths: &[PathBuf],
    mut wishes: Wishes,
    dry_run: bool,
) -> Result<Plan> {
    let mut plan = store::plan(&open.study, paths, &wishes)?;
    if plan.is_sealed && wishes.key.is_none() {
        wishes.key = open.unlock_or_go_on()?;
        plan = store::plan(&open.study, paths, &wishes)?;
    }
    let unsaid: Vec<Sender> = plan.unsaid().cloned().collect();
    let comes_in = plan.items.iter().any(|item| item.comes_in() && item.is_of_a_chat());
    if unsaid.is_empty() || !comes_in || dry_run {
        return Ok(plan);
    }
    if !ask::somebody_is_there() || open.manner.yes || unsaid.len() > MOST_QUESTIONS {
        return Ok(plan);
    }
    wishes.senders.extend(asked(open, &plan, &unsaid)?);
    Ok(store::plan(&open.study, paths, &wishes)?)
}

/// Shows who is known and asks for the rest.
fn asked(open: &Open<'_>, plan: &Plan, unsaid: &[Sender]) -> Result<Vec<(String, Who)>> {
    open.manner.note("Who is who in the chats? Names and numbers are stored nowhere.");
    for one in plan.senders.iter().filter(|one| one.because != Because::Unsaid) {
        open.manner.note(&format!("  {}: {}", one.name, one.label));
    }
    open.manner
        .note("A participant (P4), a role (role:researcher), or nothing for a neutral label:");
    let mut said = Vec::new();
    for one in unsaid {
        let messages =
            counted(i64::try_from(one.messages).unwrap_or(i64::MAX), "message", "messages");
        let question = format!("  {} ({messages}) [{}]:", tame(&one.name), one.label);
        let answer = ask::line(&question)?;
        said.push((one.name.clone(), answer.map_or(Who::Neutral, Who::from)));
    }
    Ok(said)
}
