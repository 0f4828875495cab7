//! Journeys through the application in a real browser.
//!
//! [`Journey`] starts the server on a study and Chromium beside it, and speaks of what a person
//! does: go to a page, press a key, see words. [`axe`] holds a page to the rules of accessibility.
//! Where Chromium or axe-core is not there, a journey says SKIPPED and its name.

#![allow(clippy::panic, clippy::expect_used, reason = "this crate is tests and what they share")]

pub mod axe;
mod browser;
mod journey;

pub use browser::find_chromium;
pub use journey::{Journey, Print};
