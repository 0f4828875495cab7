//! The pages: the only crate that speaks HTTP.
//!
//! [`serve`] listens on loopback and hands out one login link; everything else answers only to
//! whoever followed it. A page is a trio with one name: `pages/<noun>/<verb>.rs`,
//! `templates/<noun>/<verb>.html` and a URL below `/study/{key}/`. Every change is one of core's
//! operations, sent to `/study/{key}/do/{operation}` (`act/`); pages read through a [`Desk`].
//! Read first: `router.rs` for what there is, `security.rs` for who may ask, `desk.rs` for how a
//! page is made.

mod act;
mod assets;
mod desk;
mod events;
mod frame;
mod keyring;
mod listener;
mod look;
mod pages;
mod router;
mod security;
mod server;
mod session;
mod state;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod trouble;
pub mod words;

pub use desk::Desk;
pub use listener::{Granted, Listener, Sending};
pub use server::{Running, serve};
pub use state::{App, Options};
