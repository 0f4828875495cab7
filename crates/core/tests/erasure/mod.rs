//! What is erased is gone, what is not stays, and nothing ever brings it back; on both engines.

mod certificate;
mod group;
mod known;
mod plan;
mod random;
mod raw;
mod single;
mod withdrawal;
mod world;
