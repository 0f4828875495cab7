//! Families of codes: a code looks like the top-level code it lies under.
//!
//! There are six ways to look, each a hue and a line (`css/components/family.css`); the seventh
//! top-level code looks like the first again, and is told apart by its name, as all are.

use std::collections::HashMap;

use trefoil_core::codebook::Listed;
use trefoil_core::id::Id;

/// How many ways to look there are.
const LOOKS: usize = 6;

/// The look of each code, from 1.
#[derive(Debug, Clone, Default)]
pub(crate) struct Families(HashMap<Id, usize>);

impl Families {
    /// The look of a code; the first for one that is not known.
    pub(crate) fn of(&self, code: &Id) -> usize {
        self.0.get(code).copied().unwrap_or(1)
    }
}

/// The look of each code of a codebook in tree order.
pub(crate) fn families(tree: &[Listed]) -> Families {
    let mut top = 0;
    let look = |listed: &Listed| {
        if listed.depth == 0 {
            top += 1;
        }
        (listed.code.id, (top.max(1) - 1) % LOOKS + 1)
    };
    Families(tree.iter().map(look).collect())
}
