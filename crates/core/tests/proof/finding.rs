//! Every place is looked at: words are planted in one place at a time and found there.
