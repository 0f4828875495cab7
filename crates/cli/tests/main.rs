//! What the real program does when it is called, in one executable.
//!
//! A file is a command, or what is true of several.

mod backup;
mod closed;
mod consent;
mod documents;
mod erased;
mod exit_codes;
mod export;
mod hearing;
mod help;
mod import;
mod key;
mod known;
mod leaving;
mod names;
mod operation;
mod passphrase;
mod redact;
mod search;
mod serve;
mod server;
mod status;
mod support;
mod undo;
mod voice;
mod withdraw;
mod work;
