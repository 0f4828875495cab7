//! Real files by other people and other programs, read as a person would expect.
//!
//! The files lie beside the checkout and are never copied into it; without them
//! these tests are skipped and say so. The numbers were counted in the files
//! themselves or are given by the projects that the files come from.

mod chats;
mod pdf;
mod prose;
mod tables;
mod turns;
mod word;
