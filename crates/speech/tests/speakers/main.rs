//! Turns of voices: the network against its reference, files that are damaged, real recordings.

mod damage;
mod goldens;
mod real_files;
mod small;
