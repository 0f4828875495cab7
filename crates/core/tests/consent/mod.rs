//! The consent ledger: answers, defaults, waves and the policy, on both engines.

mod answers;
mod looking;
mod moving;

use serde_json::Value;
use trefoil_core::error::Error;
use trefoil_core::id::Id;
use trefoil_core::study::{Performed, operations};
use trefoil_testkit::TestStudy;

/// Performs an operation that must work, and answers what came of it.
fn done(study: &TestStudy, name: &str, arguments: Value) -> Performed<Value> {
    attempt(study, name, arguments).expect("the operation is performed")
}

/// Performs an operation that must work, and answers the id it made.
fn made(study: &TestStudy, name: &str, arguments: Value) -> Id {
    let outcome = done(study, name, arguments).outcome;
    outcome.as_str().expect("an id").parse().expect("an id")
}

fn attempt(study: &TestStudy, name: &str, arguments: Value) -> Result<Performed<Value>, Error> {
    let operation = operations::by_name(name).expect("the operation is there");
    operation.perform(study.session(), arguments)
}
