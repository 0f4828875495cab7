//! What the test kit promises, and the house rules of the whole tree.

mod postgres;
mod tidy;
