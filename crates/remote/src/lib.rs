//! What goes out of this computer: the only code that opens a connection to another one, but for a
//! study's own database.
//!
//! Nothing here happens by itself. [`download`] is for `trefoil model fetch`; an [`Endpoint`] is a
//! server that somebody named to hear recordings, on this computer unless they named a host and
//! said that it may be reached. The crate knows nothing of studies: it is given bytes and an
//! address. A test holds that no other crate depends on an HTTP client.

mod address;
mod answer;
mod endpoint;
mod error;
mod fetch;
mod form;

pub use address::{Address, Reach};
pub use answer::{Said, Transcript, Word};
pub use endpoint::{Endpoint, Request};
pub use error::RemoteError;
pub use fetch::{Begun, download};
