//! Real files by other people and other programs, one module for each part.
//!
//! The files lie beside the checkout and are never copied into it; without them
//! these tests are skipped and say so.

mod turns;
