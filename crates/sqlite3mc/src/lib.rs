//! SQLite3 Multiple Ciphers, linked in as the program's only SQLite.
//!
//! Whoever depends on it gets the encrypting engine behind `rusqlite`. It exists apart because
//! compiling a hundred thousand lines of C once is enough. Its one Rust function, [`page::open`],
//! reads single encrypted pages where the engine shows none: in logs, in files that are not
//! finished and in free pages.

pub mod page;
