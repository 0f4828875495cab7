//! SQLite3 Multiple Ciphers, linked in as the program's only SQLite.
//!
//! The crate has no Rust interface: whoever depends on it gets the encrypting engine behind
//! `rusqlite`. It exists apart because compiling a hundred thousand lines of C once is enough.
