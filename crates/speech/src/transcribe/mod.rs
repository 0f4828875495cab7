//! A recording from its sound to its segments, one at a time, so that each can be saved when made.
