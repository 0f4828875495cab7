//! The dry run: everything that a removal would touch, before anything is done.
//!
//! It is a plain page with an address of its own, to be looked at with colleagues and printed. What
//! is shown is what goes: the act is given the digest of what was shown, and refused when something
//! else would go by then.

use askama::Template;
use axum::extract::Query;
use trefoil_core::care::erasure::{
    DryRun, Footing, Loss, MemoLine, Mention, PassageLine, Scope, SentenceLoss, Shared, SourceLine,
    TextFate, Wish, dry_run,
};
use trefoil_core::id::Id;

use super::asked::{self, Fields};
use super::phase_words;
use crate::desk::{Desk, wait_for};
use crate::frame::{Frame, Station};
use crate::security::see_other;
use crate::trouble::Answer;
use crate::words::{counted, short};

/// The page.
#[derive(Template)]
#[template(path = "care/withdraw/plan.html")]
struct PlanPage {
    frame: Frame,
    run: DryRun,
    wish: Wish,
    fields: Fields,
}

/// So many lines of a kind stand open; more are folded up on screens, and open on paper.
const OPEN: usize = 12;

impl PlanPage {
    fn title(&self) -> String {
        let who = self.run.participant.as_ref().map(|one| one.name.as_str()).unwrap_or_default();
        match self.run.scope {
            Scope::StopNew => format!("{who} gives nothing new"),
            Scope::Types => format!("{who} withdraws some data"),
            Scope::All => format!("{who} withdraws everything"),
            Scope::Source => "Erase a source".to_owned(),
            Scope::Passage => "Erase words of a text".to_owned(),
            Scope::RawTexts => "Forget earlier wordings".to_owned(),
            Scope::Recordings => "Erase recordings".to_owned(),
        }
    }

    /// The pseudonym that is typed to confirm; empty where a tick is enough.
    fn confirms(&self) -> &str {
        self.run.participant.as_ref().map(|one| one.name.as_str()).unwrap_or_default()
    }

    fn is_withdrawal(&self) -> bool {
        self.run.scope.is_withdrawal()
    }

    fn erases(&self) -> bool {
        self.run.scope != Scope::StopNew
    }

    /// Whether there is anything at all that would go.
    fn is_empty(&self) -> bool {
        let run = &self.run;
        self.erases()
            && run.sources.is_empty()
            && run.passages.is_empty()
            && run.copies.is_empty()
            && run.counts.pseudonyms == 0
            && run.participant.is_none()
    }

    /// The other way with sources in which others speak too, where that matters.
    fn other_way(&self) -> Option<(String, &'static str)> {
        let shared = self.run.sources.iter().any(|one| !one.shared_with.is_empty());
        if !self.is_withdrawal() || !(shared || self.wish.shared == Shared::Whole) {
            return None;
        }
        let (shared, says) = match self.wish.shared {
            Shared::Turns => {
                (Shared::Whole, "Show it with the whole texts of sources in which others speak too")
            }
            Shared::Whole => (
                Shared::Turns,
                "Show it with only this person’s own turns of sources in which others speak too",
            ),
        };
        Some((asked::address(&Wish { shared, ..self.wish.clone() }), says))
    }

    /// The same with the recording kept, or not, where words of one passage go.
    fn other_sound(&self) -> Option<(String, &'static str)> {
        let has_sound = self.run.sources.iter().any(|one| one.recording);
        let keep = self.wish.keep_recording;
        if self.run.scope != Scope::Passage || !(has_sound || keep) {
            return None;
        }
        let says = if keep {
            "The recording goes too: show it so"
        } else {
            "I have listened, and the recording does not hold these words: show it with the recording kept"
        };
        Some((asked::address(&Wish { keep_recording: !keep, ..self.wish.clone() }), says))
    }

    /// How much goes, as a number with its noun.
    fn numbers(&self) -> Vec<(i64, &'static str)> {
        let counts = &self.run.counts;
        let backups = self.run.backups.len() as i64;
        let all = [
            (counts.sources, "whole source", "whole sources"),
            (counts.recordings, "recording", "recordings"),
            (counts.files, "picture or original file", "pictures and original files"),
            (counts.texts, "text", "texts"),
            (counts.revisions, "wording of a text", "wordings of texts"),
            (counts.passages, "passage", "passages"),
            (counts.codings, "coding", "codings"),
            (counts.quotes, "quote or citation", "quotes and citations"),
            (counts.memos, "memo", "memos"),
            (counts.evidence, "piece of evidence", "pieces of evidence"),
            (counts.copies, "copy of words elsewhere", "copies of words elsewhere"),
            (counts.pseudonyms, "line of the key", "lines of the key"),
            (counts.values, "value of an attribute", "values of attributes"),
            (backups, "backup", "backups"),
        ];
        let told = all.into_iter().filter(|(count, _, _)| *count > 0);
        told.map(|(count, one, more)| (count, if count == 1 { one } else { more })).collect()
    }

    /// Whether a list is short enough to stand open.
    fn is_short(&self, length: usize) -> bool {
        length <= OPEN
    }
}

/// A count of lines with its noun.
fn lines(count: usize, one: &str, more: &str) -> String {
    counted(&(count as i64), one, more)
}

/// What a sentence of the report loses.
fn lost(sentence: &SentenceLoss) -> String {
    if sentence.unsupported {
        return "left without support".to_owned();
    }
    format!("loses {}", lines(sentence.citations, "citation", "citations"))
}

/// What becomes of a source.
fn fate(one: &SourceLine) -> String {
    let text = match (one.whole, one.text) {
        (true, _) => "goes as a whole",
        (_, TextFate::Goes) => "its text goes",
        (_, TextFate::Partly) => "some of its words go",
        (_, TextFate::Earlier) => "its earlier wordings go",
        (_, TextFate::Stays) => "its text stays",
    };
    match (one.whole, one.recording) {
        (false, true) => format!("{text}, its recording goes"),
        _ => text.to_owned(),
    }
}

/// The words of a passage, or that they may not be looked at.
fn words(one: &PassageLine) -> Option<String> {
    one.words.as_deref().map(|words| short(words, 160))
}

fn footing(loss: &Loss) -> Option<&'static str> {
    match loss.footing {
        Footing::Held => None,
        Footing::Thin => Some("left thin"),
        Footing::Unsupported => Some("left without support"),
    }
}

/// What a memo or text is on, in words.
fn noun(noun: &str) -> String {
    noun.replace('_', " ")
}

/// Where a text that stays can be looked at.
fn place(mention: &Mention) -> Option<String> {
    let of = |path: &str, id: Id| Some(format!("{path}/{id}"));
    match mention.noun.as_str() {
        "theme" => of("themes", mention.id),
        "condition" => of("conditions", mention.id),
        "code" => of("codes", mention.id),
        _ => None,
    }
}

fn called(memo: &MemoLine) -> &str {
    memo.called.as_deref().unwrap_or("(closed)")
}

/// Shows the dry run.
pub(super) async fn show(desk: Desk, Query(fields): Query<Fields>) -> Answer {
    if asked::field(&fields, "scope").is_none() {
        return Ok(see_other(&desk.at("care/withdraw")));
    }
    let wish = asked::wish(&fields)?;
    let (study, planned) = (desk.study(), wish.clone());
    let run = wait_for(move || dry_run(&study, planned)).await?;
    let (frame, ()) = desk.look(Station::Care, "Dry run", |_| Ok(())).await?;
    let fields = asked::fields(&wish);
    let mut page = PlanPage { frame, run, wish, fields };
    page.frame.title = format!("{} (dry run)", page.title());
    desk.page(&page)
}
