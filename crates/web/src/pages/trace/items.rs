//! What is told of each thing on the way, gathered by noun.

use std::collections::HashMap;

use trefoil_core::coding::wordless;
use trefoil_core::condition::Standing;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::storage::Reader;
use trefoil_core::theme::Area;
use trefoil_core::trace::{Node, Step, Trace};

use super::links::address;
use super::sound::{Heard, heard};
use super::way::{WAY, coders, steps};
use crate::pages::care::Marks;
use crate::words::{counted, grouped, short};

/// How many things of a noun are shown before somebody asks for more.
const FEW: usize = 6;

/// How many more are shown at a time.
const MORE: usize = 250;

/// How much of a passage is shown in a list.
const LONGEST: usize = 260;

/// Through how many codes a passage is said to come.
const CODES: usize = 3;

/// A thing on the way as shown.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: Id,
    pub(super) noun: &'static str,
    pub(super) name: String,
    /// Whether it is a passage that has no words.
    pub(super) is_wordless: bool,
    pub(super) detail: String,
    pub(super) area: Option<Area>,
    pub(super) state: Option<Standing>,
    /// The codes that are on it, or who put it there.
    pub(super) through: String,
    /// Where it is shown, behind the study's address.
    pub(super) address: Option<String>,
    pub(super) heard: Option<Heard>,
}

/// The things of one noun.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) noun: &'static str,
    /// How many there are, with their noun.
    pub(super) title: String,
    pub(super) items: Vec<Item>,
    /// How many to show next, and in which words; none when all are shown.
    pub(super) more: Option<(usize, String)>,
}

/// Of which noun more is asked for, and how many.
#[derive(Debug, Clone, Default)]
pub(super) struct Wish {
    pub(super) group: String,
    pub(super) most: usize,
}

impl Item {
    /// Whether its name is somebody's own words.
    pub(super) fn is_said(&self) -> bool {
        matches!(self.noun, "passage" | "segment") && !self.is_wordless
    }

    /// Whether there is more to tell of it than its name.
    pub(super) fn is_told(&self) -> bool {
        self.area.is_some()
            || self.state.is_some()
            || self.heard.is_some()
            || !(self.detail.is_empty() && self.through.is_empty())
    }

    /// Whether its name is a sentence or more, too long for a title.
    pub(super) fn is_long(&self) -> bool {
        matches!(self.noun, "sentence" | "action" | "evidence")
    }

    /// Whether its name is written like a claim of the report.
    pub(super) fn is_written(&self) -> bool {
        matches!(self.noun, "theme" | "condition" | "sentence" | "action" | "evidence")
    }
}

/// Tells of things with what the trace knows of them.
pub(super) struct Teller<'r, 'c, 't> {
    reader: &'r Reader<'c>,
    of: &'t Node,
    /// The codes on each passage.
    codes: HashMap<Id, Vec<&'t str>>,
    coders: HashMap<Id, Vec<String>>,
    marks: &'t Marks,
    wordless: HashMap<Id, String>,
}

impl<'r, 'c, 't> Teller<'r, 'c, 't> {
    pub(super) fn new(reader: &'r Reader<'c>, trace: &'t Trace, marks: &'t Marks) -> Result<Self> {
        let wordless = wordless(reader)?;
        let (of, codes) = (&trace.of, codes(trace));
        Ok(Self { reader, of, codes, coders: coders(trace), marks, wordless })
    }

    /// The things of one side, noun by noun in the order of the way.
    pub(super) fn groups(&self, nodes: &[Node], wish: &Wish) -> Result<Vec<Group>> {
        let mut groups = Vec::new();
        for (noun, one, several) in WAY.iter().filter(|(noun, ..)| *noun != "coding") {
            let of_noun: Vec<&Node> = nodes.iter().filter(|node| node.noun == *noun).collect();
            if of_noun.is_empty() {
                continue;
            }
            let asked = if wish.group == *noun { wish.most } else { 0 };
            // A list that is hardly longer than what is shown is shown whole.
            let most = if of_noun.len() <= FEW + 2 { of_noun.len() } else { asked.max(FEW) };
            let shown = of_noun.iter().take(most);
            groups.push(Group {
                noun,
                title: counted(&(of_noun.len() as i64), one, several),
                items: shown.map(|node| self.tell(node)).collect::<Result<_>>()?,
                more: more(of_noun.len(), most),
            });
        }
        Ok(groups)
    }

    /// One thing as shown in a list.
    fn tell(&self, node: &Node) -> Result<Item> {
        let mut item = self.tell_whole(node)?;
        item.name = short(&item.name, LONGEST);
        Ok(item)
    }

    /// One thing with all its words.
    pub(super) fn tell_whole(&self, node: &Node) -> Result<Item> {
        let label = |area: &Area| area.label() == node.detail;
        let area = Area::ALL.iter().copied().find(label).filter(|_| node.noun == "theme");
        let state = Standing::ALL.iter().copied().find(|state| state.label() == node.detail);
        let state = state.filter(|_| node.noun == "condition");
        let told = area.is_some() || state.is_some();
        Ok(Item {
            id: node.id,
            noun: node.noun,
            is_wordless: self.wordless.contains_key(&node.id),
            name: if node.name.trim().is_empty() {
                "without words".into()
            } else {
                node.name.clone()
            },
            detail: if told { String::new() } else { detail(node) },
            area,
            state,
            through: self.through(node),
            address: address(self.reader, node.noun, node.id)?,
            heard: heard(self.reader, node.noun, node.id)?
                .filter(|heard| self.marks.silent(heard.source).is_empty()),
        })
    }

    fn through(&self, node: &Node) -> String {
        match node.noun {
            "passage" if node.id != self.of.id => {
                self.codes.get(&node.id).map_or_else(String::new, |codes| {
                    match codes.split_at_checked(CODES) {
                        Some((first, rest)) if !rest.is_empty() => {
                            format!("coded {} and {} more", first.join(", "), rest.len())
                        }
                        _ => format!("coded {}", codes.join(", ")),
                    }
                })
            }
            "code" if self.of.noun == "passage" => {
                let coders = self.coders.get(&node.id);
                coders.map_or_else(String::new, |names| format!("by {}", names.join(", ")))
            }
            _ => String::new(),
        }
    }
}

/// The detail of a thing: days as people write them, and not what is shown otherwise.
fn detail(node: &Node) -> String {
    if node.noun == "sentence" {
        let mut letters = node.detail.chars();
        return letters.next().map_or_else(String::new, |first| {
            format!("under “{}{}”", first.to_uppercase(), letters.as_str())
        });
    }
    let mut parts: Vec<&str> = node.detail.split(" · ").filter(|part| !part.is_empty()).collect();
    // The second is in the control that plays it.
    if node.noun == "passage" && node.at_ms.is_some() {
        parts.pop();
    }
    let day = |part: &&str| crate::words::day(part);
    let is_day = |part: &str| part.len() == 10;
    let told = parts.iter().map(|part| if is_day(part) { day(part) } else { (*part).to_owned() });
    told.collect::<Vec<_>>().join(" · ")
}

/// The names of the codes on each passage.
fn codes(trace: &Trace) -> HashMap<Id, Vec<&str>> {
    let nodes = trace.rests_on.iter().chain(&trace.bears_on).chain([&trace.of]);
    let names: HashMap<Id, &str> = nodes
        .filter(|node| node.noun == "code")
        .map(|node| (node.id, node.name.as_str()))
        .collect();
    let mut codes: HashMap<Id, Vec<&str>> = HashMap::new();
    for Step { from, to } in steps(trace) {
        if let Some(name) = names.get(&to) {
            codes.entry(from).or_default().push(name);
        }
    }
    codes
}

fn more(total: usize, shown: usize) -> Option<(usize, String)> {
    let left = total.checked_sub(shown).filter(|left| *left > 0)?;
    let number = |number: usize| grouped(&(number as i64));
    Some(if left <= MORE {
        (total, format!("Show all {}", number(total)))
    } else {
        (shown + MORE, format!("Show {MORE} more of {}", number(total)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_are_shown_step_by_step() {
        assert_eq!(more(6, 6), None);
        assert_eq!(more(151, 6), Some((151, "Show all 151".to_owned())));
        assert_eq!(more(3685, 6), Some((256, "Show 250 more of 3,685".to_owned())));
    }
}
