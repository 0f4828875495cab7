//! Models in files: written in every layout and precision, read, damaged, kept in a folder.

#[path = "../micro/mod.rs"]
mod micro;

mod damage;
mod detectors;
mod downloads;
mod generator;
mod layouts;
mod published;
mod store;
mod tokens;
