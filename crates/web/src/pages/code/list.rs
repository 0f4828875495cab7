//! The codebook as a tree with definitions and use.

use askama::Template;
use trefoil_core::codebook::{self, Listed};

use super::{Families, families};
use crate::desk::Desk;
use crate::frame::{Frame, Station};
use crate::trouble::Answer;

/// The page.
#[derive(Template)]
#[template(path = "code/list.html")]
struct ListPage {
    frame: Frame,
    codes: Vec<Listed>,
    families: Families,
}

/// Shows the codebook.
pub(super) async fn list(desk: Desk) -> Answer {
    let (frame, codes) = desk.look(Station::Codebook, "Codebook", codebook::tree).await?;
    desk.page(&ListPage { frame, families: families(&codes), codes })
}

#[cfg(test)]
mod tests {
    use axum::http::StatusCode;

    use crate::testing::TestPages;

    #[test]
    fn a_code_is_added_and_shown_with_its_place() {
        let pages = TestPages::new();
        assert!(pages.page("codes").words().contains("No codes yet"));
        let back = pages.path("codes");
        let told =
            pages.post("do/code.add", &[("name", "Which hat"), ("parent", ""), ("_back", &back)]);
        assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, back.as_str()));
        let words = pages.page("codes").words();
        assert!(words.contains("Which hat") && words.contains("Added the code"), "{words}");
        assert!(!pages.page("codes").words().contains("Added the code “Which hat”. Undo"));
        pages.post("undo", &[]);
        assert!(pages.page("codes").words().contains("No codes yet"));
    }

    #[test]
    fn a_refused_form_says_why_and_keeps_what_was_typed() {
        let pages = TestPages::new();
        let fields = [("name", "  "), ("definition", "A doubt about one's part")];
        let told = pages.post("do/code.add", &fields);
        assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
        let words = told.words();
        assert!(words.contains("A code needs a name."), "{words}");
        assert!(words.contains("A doubt about one's part"), "{words}");
    }
}
