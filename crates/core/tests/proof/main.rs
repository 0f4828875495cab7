//! The proof finds words wherever they are, and a settled study holds none of what was erased.

mod erasing;
mod finding;
mod planting;
