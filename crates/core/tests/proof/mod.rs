//! The proof finds words wherever they are, and a settled study holds none of what was erased.

mod erasing;
mod finding;
mod killing;
mod planting;

#[test]
fn victim() {
    killing::play_as_victim();
}
