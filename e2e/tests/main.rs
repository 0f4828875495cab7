//! Journeys through the application in a real browser, in one executable.
//!
//! A file is a journey, or several on one matter.

mod care;
mod chain;
mod intake;
mod live;
mod models;
mod pages;
mod sound;
mod start;
mod support;
mod voice;
mod wordless;
