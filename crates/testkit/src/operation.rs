//! What every test of an operation asks: it can be undone and redone, and a refusal changes nothing.

use trefoil_core::error::{Kind, Result};
use trefoil_core::storage::Reader;
use trefoil_core::study::{Operation, Performed};

use crate::TestStudy;

/// Performs an operation and checks on the way that it can be undone and redone exactly.
pub fn does<O: Operation>(study: &TestStudy, operation: O) -> Performed<O::Outcome> {
    let (before, ada) = (study.dump(), study.session());
    let performed = ada.perform(operation).expect("the operation is accepted");
    let after = study.dump();
    ada.undo().expect("it can be undone");
    assert_eq!(study.dump(), before, "undoing {} on {study:?}", O::NAME);
    ada.redo().expect("it can be redone");
    assert_eq!(study.dump(), after, "redoing {} on {study:?}", O::NAME);
    performed
}

/// Performs an operation that the study refuses; answers kind, message and hint, and checks that
/// nothing was changed.
pub fn refused<O: Operation>(study: &TestStudy, operation: O) -> (Kind, String) {
    let before = study.dump();
    let Err(error) = study.session().perform(operation) else {
        unreachable!("{} should have been refused", O::NAME)
    };
    assert_eq!(study.dump(), before, "refusing {} on {study:?}", O::NAME);
    let hint = error.hint_text().unwrap_or_default();
    (error.kind(), format!("{error} {hint}").trim_end().to_owned())
}

/// What a reading answers.
pub fn reads<T: Send + 'static>(
    study: &TestStudy,
    work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
) -> T {
    study.study().read(work).expect("the study can be read")
}
