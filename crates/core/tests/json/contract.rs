//! The contract in words.
