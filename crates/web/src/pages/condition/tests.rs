//! What the pages of conditions show, and what happens when their forms are sent.

use axum::http::StatusCode;
use trefoil_core::condition::{
    Beginning, ConditionGuidance, ConditionMark, ConditionMove, ConditionRemove, ConditionSet,
    Guidance, ModelBegin, Standing,
};
use trefoil_core::id::Id;
use trefoil_core::study::Operation;
use trefoil_core::theme::{Area, ThemeAdd, ThemePlace};

use super::panel::address;
use crate::testing::TestPages;

fn act<O: Operation>(pages: &TestPages, operation: O) -> O::Outcome {
    pages.study.session().perform(operation).expect("the operation is accepted").outcome
}

/// The pages of a study whose model began from the template.
fn ten() -> (TestPages, Vec<Id>) {
    let pages = TestPages::new();
    let model = act(&pages, ModelBegin { template: Beginning::TenConditions });
    (pages, model)
}

fn mark(pages: &TestPages, condition: Id, state: Standing, reason: &str) {
    act(pages, ConditionMark { condition, state, reason: reason.into() });
}

#[test]
fn an_empty_model_needs_no_corpus_to_begin_with() {
    let pages = TestPages::new();
    let words = pages.page("conditions").words();
    assert!(words.contains("If you are only considering peer support workers"), "{words}");
    assert!(words.contains("You need no interviews and no data."), "{words}");
    assert!(words.contains("not the model of Wilson (2024)"), "{words}");
    pages.page("conditions?view=table");
    pages.page("conditions?view=template");
    let back = pages.path("conditions");
    let told = pages.post("do/model.begin", &[("template", "ten_conditions"), ("_back", &back)]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, back.as_str()));
    let page = pages.page("conditions");
    let words = page.words();
    assert!(
        words.contains("A tentative model of 10 conditions, read from the ground up."),
        "{words}"
    );
    assert_eq!(page.body.matches(r#"<li class="rung"#).count(), 10);
    let (top, ground) = (words.find("C10 Progression"), words.find("C1 Purpose"));
    assert!(top < ground, "the ladder is read from the ground up");
}

#[test]
fn a_condition_of_ones_own_is_added_with_what_it_needs() {
    let (pages, model) = ten();
    let (first, second) = (model[0].to_string(), model[1].to_string());
    let back = format!("{}/{{id}}", pages.path("conditions"));
    let fields = [
        ("name", "A room of their own"),
        ("statement", "There is a room."),
        ("needs", &*first),
        ("needs", &*second),
        ("_back", &*back),
    ];
    let told = pages.post("do/condition.add", &fields);
    let words = pages.get_at(told.location()).words();
    assert!(words.contains("C11, not started A room of their own"), "{words}");
    assert!(words.contains("C1 Purpose and meaning of lived experience not started"), "{words}");
    let circle =
        [("condition", &*first), ("needs", told.location().rsplit('/').next().unwrap_or_default())];
    let told = pages.post("do/condition.needs", &circle);
    assert_eq!(told.status, StatusCode::CONFLICT);
    assert!(told.words().contains("would run in a circle"), "{}", told.words());
}

#[test]
fn a_mark_before_what_it_needs_is_advised_against_and_stands() {
    let (pages, model) = ten();
    let six = model[5].to_string();
    let back = pages.path(&format!("conditions?condition={six}"));
    let fields = [
        ("condition", &*six),
        ("state", "in_place"),
        ("reason", "A course was held."),
        ("_back", &back),
    ];
    assert_eq!(pages.post("do/condition.mark", &fields).status, StatusCode::SEE_OTHER);
    let page = pages.page(&format!("conditions?condition={six}"));
    let words = page.words();
    assert!(words.contains("in place, ahead of C4, C5"), "{words}");
    assert!(words.contains("Marked before what it needs"), "{words}");
    assert!(words.contains("You can leave it so: the order is advice."), "{words}");
    assert!(words.contains("It was marked so because: A course was held."), "{words}");
    assert!(page.body.contains("arc arc--warning arc--held"));
    assert!(pages.page("conditions?view=table").words().contains("in place, ahead of C4, C5"));
    let open = pages.page(&format!("conditions/{six}?mark=lapsed")).body;
    assert!(open.contains(r#"aria-labelledby="mark-h" open>"#));
    assert!(open.contains(r#"value="lapsed" data-digit="3" checked"#));
}

#[test]
fn not_applicable_needs_a_reason() {
    let (pages, model) = ten();
    let id = model[3].to_string();
    let fields = [("condition", &*id), ("state", "not_applicable"), ("reason", "")];
    let told = pages.post("do/condition.mark", &fields);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(told.words().contains("only with a reason"), "{}", told.words());
    assert!(
        pages.page(&format!("conditions/{id}")).words().contains("It has not been marked yet.")
    );
}

#[test]
fn what_stands_before_its_needs_can_be_put_behind_them() {
    let (pages, model) = ten();
    act(&pages, ConditionMove { condition: model[5], before: Some(model[0]) });
    let words = pages.page(&format!("conditions/{}", model[5])).words();
    assert!(words.contains("Stands before what it needs"), "{words}");
    assert!(words.contains("Put it behind C6"), "{words}");
}

#[test]
fn a_review_past_due_shows_as_lapsed() {
    let (pages, model) = ten();
    mark(&pages, model[0], Standing::InPlace, "");
    act(
        &pages,
        ConditionSet {
            condition: model[0],
            name: None,
            statement: None,
            why: None,
            owner: Some("Ada".into()),
            review_due: Some("2025-12-01".into()),
        },
    );
    let words = pages.page(&format!("conditions/{}", model[0])).words();
    assert!(words.contains("C1, lapsed: its review was due on 1 December 2025"), "{words}");
    assert!(words.contains("Set a new review date"), "{words}");
}

#[test]
fn the_model_is_shown_against_its_template() {
    let (pages, model) = ten();
    let words = pages.page("conditions?view=template").words();
    assert!(words.contains("All 10 are as the template has them."), "{words}");
    act(
        &pages,
        ConditionSet {
            condition: model[0],
            name: None,
            statement: Some("We can say why we want them.".into()),
            why: None,
            owner: None,
            review_due: None,
        },
    );
    let id = model[1].to_string();
    pages.post("do/indicator.add", &[("condition", &id), ("text", "A line in the budget")]);
    act(&pages, ConditionRemove { condition: model[9] });
    pages.post("do/condition.add", &[("name", "A room of their own")]);
    let page = pages.page("conditions?view=template");
    let words = page.words();
    assert!(
        words.contains("7 as the template has them, 2 changed, 1 added, 1 left out."),
        "{words}"
    );
    assert!(page.body.contains("<del>") && words.contains("added A line in the budget"), "{words}");
    let fields = [("name", "Progression, learning and sustaining")];
    pages.post("do/condition.add", &fields);
    let words = pages.page("conditions?view=template").words();
    assert!(!words.contains("left out."), "what was taken up again is the template's: {words}");
}

#[test]
fn a_condition_shows_its_signs_proofs_and_guidance() {
    let (pages, model) = ten();
    let id = model[5].to_string();
    let path = format!("conditions/{id}");
    let page = pages.page(&path);
    assert!(page.words().contains("Indicators, 0 of 5 seen"), "{}", page.words());
    assert!(
        page.body.contains(r#"rel="noreferrer">https://doi.org/"#),
        "links say where they lead"
    );
    let indicator = field(&page.body, "indicator");
    let seen = [("indicator", &*indicator), ("seen", "yes"), ("seen_on", "2026-01-05")];
    pages.post("do/indicator.set", &seen);
    let words = pages.page(&path).words();
    assert!(
        words.contains("Indicators, 1 of 5 seen") && words.contains("seen 5 January 2026"),
        "{words}"
    );
    pages.post(
        "do/evidence.add",
        &[
            ("condition", &id),
            ("text", "Training record, group level"),
            ("date", "2025-09-12"),
            ("indicator", &indicator),
        ],
    );
    pages.post(
        "do/action.add",
        &[("condition", &id), ("text", "Ask two peers"), ("due_on", "2026-01-01")],
    );
    let words = pages.page(&path).words();
    assert!(words.contains("Training record, group level 12 September 2025. For: "), "{words}");
    assert!(words.contains("Ask two peers by 1 January 2026 (past)"), "{words}");
    let panel = pages.page(&format!("conditions?condition={id}")).words();
    assert!(panel.contains("Evidence 1 piece Actions 0 of 1 done"), "{panel}");
}

#[test]
fn themes_support_or_strain_with_leaf_and_word() {
    let (pages, model) = ten();
    let name = "A start that made me ready".to_owned();
    let theme = act(&pages, ThemeAdd { name, ..ThemeAdd::default() });
    let reason = "It works.".to_owned();
    act(&pages, ThemePlace { theme, area: Area::FirmUp, reason, round: None });
    let id = model[5].to_string();
    let fields = [
        ("condition", &*id),
        ("theme", &*theme.to_string()),
        ("bearing", "supports"),
        ("note", ""),
    ];
    pages.post("do/condition.bear", &fields);
    let words = pages.page(&format!("conditions/{id}")).words();
    assert!(words.contains("Firm up supports it T1 A start that made me ready"), "{words}");
    let ladder = pages.page("conditions").body;
    assert!(ladder.contains(r#"aria-label="T1, Firm up""#));
}

#[test]
fn the_model_is_tentative_until_its_author_says_otherwise() {
    let (pages, _) = ten();
    pages.post("do/study.set", &[("tentative", "no")]);
    let words = pages.page("conditions").words();
    assert!(words.contains("A model of 10 conditions"), "{words}");
    assert!(words.contains("Call it tentative again"), "{words}");
}

#[test]
fn only_addresses_of_the_web_are_followed() {
    let link = |link: &str| ConditionGuidance {
        id: Id::new(1),
        condition: Id::new(1),
        position: 1,
        kind: Guidance::Source,
        text: "A source".into(),
        link: Some(link.into()),
    };
    assert!(address(&link("https://doi.org/10.1/x")).is_some());
    assert!(address(&link("javascript:alert(1)")).is_none());
}

#[test]
fn a_condition_that_is_gone_is_told() {
    let (pages, model) = ten();
    act(&pages, ConditionRemove { condition: model[9] });
    let told = pages.get(&format!("conditions/{}", model[9]));
    assert_eq!(told.status, StatusCode::NOT_FOUND);
    assert!(told.words().contains("no longer in the model"), "{}", told.words());
    pages.page(&format!("conditions?condition={}&mark=nonsense", model[9]));
}

/// The value of the first hidden field with a name.
fn field(body: &str, name: &str) -> String {
    let begin = format!(r#"name="{name}" value=""#);
    let rest = body.split_once(&begin).map_or("", |(_, rest)| rest);
    rest.split('"').next().unwrap_or_default().to_owned()
}
