//! Real files by other people and other programs, read as a person would expect.

mod real;
mod real_files;
