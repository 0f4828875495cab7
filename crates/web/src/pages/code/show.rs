//! One code: what it means, where it was used, and what can be done with it.

use askama::Template;
use axum::extract::{Path, Query};
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

/// How much is asked for.
#[derive(Debug, Deserialize)]
pub(super) struct Asked {
    /// Whether all passages are wanted, however many there are.
    #[serde(default)]
    all: bool,
}

/// So many passages are shown at first.
const MOST: usize = 200;

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
    /// How many passages there are, shown or not.
    count: i64,
    memos: Vec<Memo>,
    families: Families,
}

/// Shows a code.
pub(super) async fn show(
    desk: Desk,
    Path(Of { id }): Path<Of>,
    Query(Asked { all }): Query<Asked>,
) -> Answer {
    let read = desk.look(Station::Codebook, "Code", move |reader| {
        let tree = codebook::tree(reader)?;
        let below = codebook::with_descendants(reader, id)?;
        let passages = coding::of_code(reader, id, true)?;
        Ok((tree, below, passages, memo::on(reader, id)?))
    });
    let (mut frame, (tree, below, mut passages, memos)) = read.await?;
    let count = passages.len() as i64;
    if !all {
        passages.truncate(MOST);
    }
    let families = families(&tree);
    let code = tree.iter().find(|listed| listed.code.id == id).cloned().ok_or_else(|| {
        Error::not_found("This code is no longer in the codebook.")
            .hint("It may have been merged or removed since; the history tells.")
    })?;
    frame.title = format!("{} (code)", code.code.name);
    let children = tree.iter().filter(|listed| listed.code.parent == Some(id)).cloned().collect();
    let others = tree.into_iter().filter(|listed| !below.contains(&listed.code.id)).collect();
    let parent = code.code.parent.map(|id| id.to_string()).unwrap_or_default();
    desk.page(&ShowPage { frame, code, others, parent, children, passages, count, memos, families })
}

#[cfg(test)]
mod tests {
    use trefoil_core::codebook::CodeAdd;
    use trefoil_core::coding::CodingAdd;
    use trefoil_core::corpus::source::SourceAdd;

    use crate::testing::TestPages;

    #[test]
    fn many_passages_are_cut_and_shown_whole_when_asked() {
        let pages = TestPages::new();
        let ada = pages.study.session().one_act();
        let add = CodeAdd { name: "Which hat".into(), ..CodeAdd::default() };
        let code = ada.perform(add).expect("a code").outcome;
        let source = SourceAdd {
            name: "Long".into(),
            stream: "interview".into(),
            text: Some("word ".repeat(210)),
            format: "text".into(),
            ..SourceAdd::default()
        };
        let source = ada.perform(source).expect("a source").outcome;
        for at in 0..205 {
            let (start, end) = (Some(at * 5), Some(at * 5 + 4));
            let codes = vec![code];
            let coding =
                CodingAdd { source: Some(source), start, end, codes, ..CodingAdd::default() };
            ada.perform(coding).expect("a coding");
        }
        let shown = |path: &str| pages.page(path).body.matches("quote__words").count();
        assert_eq!(shown(&format!("codes/{code}")), 200);
        assert!(pages.page(&format!("codes/{code}")).words().contains("Show all 205"));
        assert_eq!(shown(&format!("codes/{code}?all=true")), 205);
    }
}
