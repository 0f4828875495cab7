//! Real files by other people and other programs, read as a person would expect.
//!
//! The files lie beside the checkout and are never copied into it; without them
//! these tests are skipped and say so.

mod word;
