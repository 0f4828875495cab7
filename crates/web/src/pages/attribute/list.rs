//! All attributes, those of participants before those of sources.

use askama::Template;
use trefoil_core::corpus::attribute::{self, AttributeKind, AttributeNoun, Listed};

use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "attribute/list.html")]
struct ListPage {
    frame: Frame,
    groups: Vec<Group>,
}

/// The attributes of one noun.
#[derive(Debug)]
struct Group {
    noun: AttributeNoun,
    /// What it is of: `participants`.
    several: &'static str,
    attributes: Vec<Listed>,
}

/// What a kind of values is called.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "templates hand references over")]
fn kind(kind: &AttributeKind) -> &'static str {
    match kind {
        AttributeKind::Text => "words",
        AttributeKind::Number => "a number",
        AttributeKind::Date => "a date",
        AttributeKind::YesNo => "yes or no",
    }
}

/// Shows the attributes.
pub(super) async fn list(desk: Desk) -> Answer {
    let read = desk.look(Station::Corpus, "Attributes", attribute::list);
    let (frame, all) = read.await?;
    let of = |noun: AttributeNoun, several| Group {
        noun,
        several,
        attributes: all.iter().filter(|one| one.attribute.noun == noun).cloned().collect(),
    };
    let groups =
        vec![of(AttributeNoun::Participant, "participants"), of(AttributeNoun::Source, "sources")];
    desk.page(&ListPage { frame, groups })
}
