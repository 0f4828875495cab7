//! The study's policy: who is answerable for the data, on what basis, and the dates that matter.
//!
//! What the fields mean is told in the template in plain words, with the place in the law that
//! they come from; none of it is legal advice, and the page says so.

use askama::Template;
use trefoil_core::care::policy::{Policy, policy};

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// Lawful bases as they are usually named for research; people may write others.
const BASES: &[&str] = &[
    "Public task (Article 6(1)(e))",
    "Legitimate interests (Article 6(1)(f))",
    "Consent (Article 6(1)(a))",
];

/// Conditions for special category data as they are usually named for research.
const CONDITIONS: &[&str] =
    &["Research purposes (Article 9(2)(j))", "Explicit consent (Article 9(2)(a))"];

/// The page.
#[derive(Template)]
#[template(path = "care/policy.html")]
struct PolicyPage {
    frame: Frame,
    policy: Option<Policy>,
    bases: &'static [&'static str],
    conditions: &'static [&'static str],
    today: String,
}

impl PolicyPage {
    /// What a field holds.
    fn value(&self, field: &str) -> &str {
        let Some(policy) = &self.policy else { return "" };
        match field {
            "controller" => &policy.controller,
            "contact" => &policy.contact,
            "lawful_basis" => &policy.lawful_basis,
            "art9_condition" => &policy.art9_condition,
            "notice_version" => &policy.notice_version,
            "repository" => &policy.repository,
            "lock_on" => policy.lock_on.as_deref().unwrap_or_default(),
            "deposited_on" => policy.deposited_on.as_deref().unwrap_or_default(),
            _ => "",
        }
    }

    /// How far the study has come, as a withdrawal sees it.
    fn phase(&self) -> &'static str {
        let reached = |date: &str| !date.is_empty() && date <= self.today.as_str();
        if reached(self.value("deposited_on")) {
            "Data or outputs were deposited. A withdrawal now also means telling the repository, \
             which puts a note in their place."
        } else if reached(self.value("lock_on")) {
            "The analysis is locked. A withdrawal now removes quotes and the link to the person; \
             the wording of themes stays where nobody can be known by it."
        } else {
            "The analysis is not locked yet. A withdrawal removes recordings, transcripts, \
             passages and quotes altogether."
        }
    }
}

/// Shows the policy.
pub(super) async fn show(desk: Desk) -> Answer {
    let today = desk.today();
    let (frame, policy) = desk.look(Station::Care, "Who is answerable", policy).await?;
    desk.page(&PolicyPage { frame, policy, bases: BASES, conditions: CONDITIONS, today })
}
