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
use trefoil_core::id::Id;
use trefoil_core::theme::ThemeAdd;
use trefoil_testkit::TestStudy;
pub(crate) use trefoil_testkit::{does, reads, refused};

/// The day on which the clock of a test study begins.
pub(crate) const TODAY: &str = "2026-01-05";

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
    let add = ConditionAdd { name: name.into(), needs: needs.to_vec(), ..ConditionAdd::default() };
    study.session().perform(add).expect("a condition can be added").outcome
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
    study.session().perform(add).expect("a theme can be made").outcome
}
