//! Real files by other people, one module for each kind of file.

mod prose;
