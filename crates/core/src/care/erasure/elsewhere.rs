//! What an erasure leaves where it is, and what people have to do themselves.

use jiff::civil::Date;
use serde::Serialize;

use super::doomed::Doomed;
use super::plan::OutputLine;
use super::target::TextFate;
use super::{Phase, Scope, Wish};
use crate::care::policy::Policy;
use crate::storage::Engine;

/// Something that people will have to do.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NewDuty {
    /// What kind of thing it is: `repository`, `output`, `server_backups`, `copies`, `wording`.
    pub kind: String,
    /// What is to be done.
    pub text: String,
    /// By when, as an ISO date.
    pub due_on: Option<String>,
}

/// What stays, each with its reason.
pub(super) fn stays(wish: &Wish, phase: Phase, doomed: &Doomed) -> Vec<String> {
    let mut stays: Vec<String> = Vec::new();
    let mut say = |text: &str| stays.push(text.to_owned());
    match wish.scope {
        Scope::StopNew => {
            say("Everything that is in the study stays: only new data are not taken in.");
            return stays;
        }
        Scope::All => {
            say("The pseudonym, with what was answered to questions of consent, so that the \
             withdrawal is honoured from now on.");
        }
        Scope::Types => {
            say(
                "What the person gave of other types, and the pseudonym with what was answered to \
             questions of consent.",
            );
        }
        Scope::RawTexts => say("The texts as they read now, with all passages and codings."),
        Scope::Recordings => say("The texts of the recordings, with all passages and codings."),
        Scope::Source | Scope::Passage => {}
    }
    if doomed.targets.iter().any(|target| target.text == TextFate::Partly) {
        say("The other words of the texts from which some are removed.");
    }
    if wish.scope.is_withdrawal() || wish.scope == Scope::Source {
        say(match phase {
            Phase::BeforeLock => {
                "The names and wording of codes, themes and conditions, which are not anybody's \
                 words. The analysis is still open: look again at themes that are left thin."
            }
            Phase::AfterLock | Phase::AfterDeposit => {
                "The wording of codes, themes and conditions, because the analysis is locked and \
                 the wording was made from what many people said. Look at the texts listed: what \
                 would tell who it was has to be changed by hand."
            }
        });
    }
    say("That something was erased, by whom and when, without its words: history and reference.");
    stays
}

/// What people will have to do, as far as the study knows.
pub(super) fn duties(
    wish: &Wish,
    phase: Phase,
    policy: Option<&Policy>,
    outputs: &[OutputLine],
    engine: Engine,
    today: &str,
) -> Vec<NewDuty> {
    let mut duties = Vec::new();
    let due_on = in_a_month(wish.asked_on.as_deref().unwrap_or(today));
    let mut add = |kind: &str, text: String| {
        let (kind, due_on) = (kind.to_owned(), due_on.clone());
        duties.push(NewDuty { kind, text, due_on });
    };
    if matches!(wish.scope, Scope::StopNew) {
        return duties;
    }
    if phase == Phase::AfterDeposit && !matches!(wish.scope, Scope::RawTexts | Scope::Recordings) {
        let repository = policy.map(|policy| policy.repository.trim()).unwrap_or_default();
        let repository = if repository.is_empty() { "the repository" } else { repository };
        add(
            "repository",
            format!(
                "Tell {repository} that data were withdrawn, and ask that they are taken down and \
                 a notice (a tombstone) is left in their place."
            ),
        );
    }
    for output in outputs {
        add(
            "output",
            format!(
                "Find the {} “{}”, made on {}, which holds what was erased: delete it, or make it \
                 again, and tell whoever has it.",
                output.kind, output.file_name, output.made_on
            ),
        );
    }
    match engine {
        Engine::Postgres => add(
            "server_backups",
            "Ask whoever runs the database server when its own backups, logs and replicas from \
             before today end."
                .to_owned(),
        ),
        Engine::Sqlite => add(
            "copies",
            "Look for copies of the study file elsewhere: on other computers, on memory sticks, \
             and among the older versions that a synced folder keeps. Delete them."
                .to_owned(),
        ),
    }
    duties
}

/// The day a month later.
fn in_a_month(day: &str) -> Option<String> {
    let day: Date = day.parse().ok()?;
    day.checked_add(jiff::Span::new().months(1)).ok().map(|day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::in_a_month;

    #[test]
    fn a_month_later_is_a_day_of_the_calendar() {
        assert_eq!(in_a_month("2026-01-31").as_deref(), Some("2026-02-28"));
        assert_eq!(in_a_month("soon"), None);
    }
}
