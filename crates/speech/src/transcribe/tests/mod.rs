//! The driver, with a model that hears what a test tells it to.

mod doubts;
mod room;
mod several;
mod telling;
mod times;

use crate::decoding::scripted::Part;

/// A part that a model is very sure of.
fn room_part(text: &str) -> Part {
    Part::of(text).sure(0.9999)
}
