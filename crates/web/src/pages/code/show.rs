//! One code: what it means, where it was used, and what can be done with it.

use askama::Template;
use axum::extract::Path;
use serde::Deserialize;
use trefoil_core::codebook::{self, Listed};
use trefoil_core::coding::{self, CodedPassage};
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::memo::{self, Memo};

use super::{Families, families};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// What is in the address.
#[derive(Debug, Deserialize)]
pub(super) struct Of {
    id: Id,
}

/// The page.
#[derive(Template)]
#[template(path = "code/show.html")]
struct ShowPage {
    frame: Frame,
    code: Listed,
    /// Codes that this one may be moved under or merged into: not itself, nothing beneath it.
    others: Vec<Listed>,
    /// The id of the code above, or nothing.
    parent: String,
    children: Vec<Listed>,
    passages: Vec<CodedPassage>,
    memos: Vec<Memo>,
    families: Families,
}

/// Shows a code.
pub(super) async fn show(desk: Desk, Path(Of { id }): Path<Of>) -> Answer {
    let read = desk.look(Station::Codebook, "Code", move |reader| {
        let tree = codebook::tree(reader)?;
        let below = codebook::with_descendants(reader, id)?;
        let passages = coding::of_code(reader, id, true)?;
        Ok((tree, below, passages, memo::on(reader, id)?))
    });
    let (mut frame, (tree, below, passages, memos)) = read.await?;
    let families = families(&tree);
    let code = tree.iter().find(|listed| listed.code.id == id).cloned().ok_or_else(|| {
        Error::not_found("This code is no longer in the codebook.")
            .hint("It may have been merged or removed since; the history tells.")
    })?;
    frame.title = format!("{} (code)", code.code.name);
    let children = tree.iter().filter(|listed| listed.code.parent == Some(id)).cloned().collect();
    let others = tree.into_iter().filter(|listed| !below.contains(&listed.code.id)).collect();
    let parent = code.code.parent.map(|id| id.to_string()).unwrap_or_default();
    desk.page(&ShowPage { frame, code, others, parent, children, passages, memos, families })
}
