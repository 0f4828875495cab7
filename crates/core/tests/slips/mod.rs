//! Nothing slips by: whose words are closed, theirs come out of no operation, whatever it is called
//! with, and nothing that is not asked for consent changes them.
//!
//! `trefoil_testkit::closed` makes a study in which somebody refused analysis and whose texts, memos, passages and
//! decisions hold words that stand nowhere else. `arguments` makes arguments for any operation from
//! its JSON schema, so that a new operation is in the walk without anybody thinking of it.

mod arguments;
mod exports;
mod walk;
