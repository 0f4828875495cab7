//! The model of conditions: what each operation does, refuses and leaves behind, and what one can
//! ask of the model.

mod belongings;
mod circles;
mod listing;
mod marking;
mod model;
mod needs;
mod removing;

use trefoil_core::condition::{self, ConditionAdd, Listed};
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::study::{Operation, Performed};
use trefoil_core::theme::ThemeAdd;
use trefoil_testkit::TestStudy;

/// The day on which the clock of a test study begins.
pub(crate) const TODAY: &str = "2026-01-05";

/// Performs an operation and checks on the way that it can be undone and redone exactly.
pub(crate) fn does<O: Operation>(study: &TestStudy, operation: O) -> Performed<O::Outcome> {
    let (before, ada) = (study.dump(), study.session());
    let performed = ada.perform(operation).expect("the operation is accepted");
    let after = study.dump();
    ada.undo().expect("it can be undone");
    assert_eq!(study.dump(), before, "undoing {} on {study:?}", O::NAME);
    ada.redo().expect("it can be redone");
    assert_eq!(study.dump(), after, "redoing {} on {study:?}", O::NAME);
    performed
}

/// Performs an operation that the study refuses; says how, and checks that nothing was changed.
pub(crate) fn refused<O: Operation>(study: &TestStudy, operation: O) -> (Kind, String) {
    let before = study.dump();
    let Err(error) = study.session().perform(operation) else {
        unreachable!("{} should have been refused", O::NAME)
    };
    assert_eq!(study.dump(), before, "refusing {} on {study:?}", O::NAME);
    (error.kind(), error.to_string())
}

/// What a reading answers.
pub(crate) fn reads<T: Send + 'static>(
    study: &TestStudy,
    work: impl FnOnce(&Reader<'_>) -> trefoil_core::error::Result<T> + Send + 'static,
) -> T {
    study.study().read(work).expect("the study can be read")
}

/// The model as it stands on the day the clock begins.
pub(crate) fn listed(study: &TestStudy) -> Vec<Listed> {
    reads(study, |reader| condition::list(reader, TODAY))
}

/// One condition of the model.
pub(crate) fn one(study: &TestStudy, id: Id) -> Listed {
    let found = listed(study).into_iter().find(|one| one.condition.id == id);
    found.expect("the condition is in the model")
}

/// Adds a condition that needs others.
pub(crate) fn add_condition(study: &TestStudy, name: &str, needs: &[Id]) -> Id {
    let add = ConditionAdd {
        name: name.into(),
        needs: needs.to_vec(),
        ..ConditionAdd::default()
    };
    study
        .session()
        .perform(add)
        .expect("a condition can be added")
        .outcome
}

/// Adds conditions A, B, C … that need nothing.
pub(crate) fn conditions<const N: usize>(study: &TestStudy) -> [Id; N] {
    let letters = "ABCDEFGHIJ";
    std::array::from_fn(|at| add_condition(study, &letters[at..=at], &[]))
}

/// Makes a theme.
pub(crate) fn add_theme(study: &TestStudy, name: &str) -> Id {
    let json = serde_json::json!({ "name": name });
    let add: ThemeAdd = serde_json::from_value(json).expect("a theme needs a name only");
    study
        .session()
        .perform(add)
        .expect("a theme can be made")
        .outcome
}
