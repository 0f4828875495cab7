//! The proof as part of the act: the words are there before, and afterwards they are not.
//!
//! Before the commit they are looked for in the study as everybody else still sees it. An erasure
//! whose words cannot be seen at all is refused: its proof would prove nothing. What other people's
//! texts, which stay, say in the same words is left out, and counted. When the study is settled,
//! the same words are looked for everywhere, and what came of it is written down with the
//! withdrawal, without the words.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::super::transact::Change;
use super::super::{Session, Study};
use super::Settled;
use crate::bind;
use crate::care::erasure::{Gone, Words, proof};
use crate::error::{Error, Result};
use crate::id::Id;

/// What was looked for, and found before the commit.
#[derive(Debug)]
pub(in crate::study) struct Sought {
    withdrawal: Option<Id>,
    words: Words,
    before: usize,
    unseen: usize,
    elsewhere: usize,
}

/// Looks for what is being erased, on the writing thread, before the commit: other connections
/// still see the study as it was, and `change` as it will be.
///
/// Errors: nothing of it can be seen.
pub(in crate::study) fn seek(study: &Study, change: &Change<'_>, gone: &Gone) -> Result<Sought> {
    let mut words = Words::of_gone(gone);
    let mut sought = Sought {
        withdrawal: gone.withdrawal,
        words: Words::default(),
        before: 0,
        unseen: 0,
        elsewhere: 0,
    };
    if words.is_empty() {
        return Ok(sought);
    }
    let elsewhere = proof::said(change, &words)?;
    sought.elsewhere = elsewhere.len();
    words.without(&elsewhere);
    if words.is_empty() {
        return Ok(sought);
    }
    let seen: BTreeSet<usize> = proof::see(study, &words)?;
    if seen.is_empty() {
        return Err(Error::damaged(
            "What is to be erased cannot be found in the study, so nothing could be proved \
             afterwards. Nothing was erased.",
        )
        .hint("`trefoil check STUDY` says whether the study is sound."));
    }
    (sought.before, sought.unseen) = (seen.len(), words.len() - seen.len());
    sought.words = words;
    Ok(sought)
}

/// Makes the proof on the settled study and writes down what came of it.
pub(super) fn prove_again(
    study: &Study,
    session: &Session,
    sought: Sought,
    settled: &mut Settled,
) -> Result<()> {
    let Sought { withdrawal, words, before, unseen, elsewhere } = sought;
    if words.is_empty() {
        return Ok(());
    }
    let mut proof = proof::prove(study, &words, |_| {})?;
    proof.before = Some(before);
    proof.elsewhere = elsewhere;
    if unseen > 0 {
        settled.notice(format!(
            "{unseen} of {} words or stretches were not seen before they were erased.",
            words.len()
        ));
    }
    if !proof.nothing_found() {
        settled.notice(format!(
            "The proof still finds something in {} places: {}.",
            proof.found.len() + proof.more,
            first_places(&proof)
        ));
    }
    if let Some(withdrawal) = withdrawal {
        let written = serde_json::to_string(&proof)?;
        session.write_quietly(move |change| {
            let sql = "UPDATE withdrawal SET proof = $2 WHERE id = $1";
            change.write(sql, bind![withdrawal, written]).map(|_| ())
        })?;
    }
    settled.proof = Some(proof);
    Ok(())
}

/// Where something was found, the first few.
fn first_places(proof: &proof::Proof) -> String {
    let mut places: Vec<String> = Vec::new();
    for found in &proof.found {
        let place = found.place();
        if !places.contains(&place) {
            places.push(place);
        }
    }
    let more = places.len().saturating_sub(3);
    places.truncate(3);
    let mut said = places.join("; ");
    if more > 0 {
        let _ = write!(said, "; and {more} more");
    }
    said
}
