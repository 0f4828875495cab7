//! The nouns of the way in their order, and how the things on it hang together.
//!
//! A coding joins a passage to a code, a piece of evidence joins one to a condition, and neither
//! has a page of its own. Between other things they are therefore left out of the steps: a passage
//! leads straight to its code, and to its condition.

use std::collections::{HashMap, HashSet};

use trefoil_core::id::Id;
use trefoil_core::order;
use trefoil_core::sentence::Section;
use trefoil_core::trace::{Node, Step, Trace};

/// The nouns of the way with what one and several are called, from the recording to the report.
pub(super) const WAY: &[(&str, &str, &str)] = &[
    ("participant", "participant", "participants"),
    ("source", "source", "sources"),
    ("segment", "segment", "segments"),
    ("passage", "passage", "passages"),
    ("coding", "coding", "codings"),
    ("code", "code", "codes"),
    ("theme", "theme", "themes"),
    ("evidence", "piece of evidence", "pieces of evidence"),
    ("condition", "condition", "conditions"),
    ("action", "action", "actions"),
    ("sentence", "sentence", "sentences"),
];

/// What one of a noun is called.
pub(super) fn one(noun: &str) -> &'static str {
    WAY.iter().find(|(known, _, _)| *known == noun).map_or("thing", |(_, one, _)| one)
}

/// A trace with the things of each noun in the order in which people expect them.
pub(super) fn in_order(mut trace: Trace) -> Trace {
    for nodes in [&mut trace.rests_on, &mut trace.bears_on] {
        nodes.sort_by(|a, b| match (a.noun, b.noun) {
            ("participant" | "condition", other) if other == a.noun => {
                order::by_name(&a.name, &b.name)
            }
            ("source", "source") => day(a).cmp(&day(b)).then(order::by_name(&a.name, &b.name)),
            // Those of one day and source stay in the order of their text.
            ("passage", "passage") => day(a).cmp(&day(b)).then_with(|| a.detail.cmp(&b.detail)),
            ("sentence", "sentence") => section(a).cmp(&section(b)),
            (one, other) => place(one).cmp(&place(other)),
        });
    }
    trace
}

fn place(noun: &str) -> Option<usize> {
    WAY.iter().position(|(known, ..)| *known == noun)
}

/// The day in a thing's detail; what has none comes last.
fn day(node: &Node) -> (bool, Option<&str>) {
    let is_day = |part: &&str| part.len() == 10 && part.as_bytes()[4] == b'-';
    let day = node.detail.split(" · ").find(is_day);
    (day.is_none(), day)
}

fn section(node: &Node) -> Option<Section> {
    node.detail.parse().ok()
}

/// Whether a noun only joins others.
pub(super) fn is_joint(noun: &str) -> bool {
    matches!(noun, "coding" | "evidence")
}

/// The steps of a trace without what only joins, except for what is traced itself.
pub(super) fn steps(trace: &Trace) -> Vec<Step> {
    let nodes = trace.rests_on.iter().chain(&trace.bears_on);
    let joints: HashSet<Id> =
        nodes.filter(|node| is_joint(node.noun)).map(|node| node.id).collect();
    let mut passages: HashMap<Id, Id> = HashMap::new();
    for step in trace.steps.iter().filter(|step| joints.contains(&step.to)) {
        passages.insert(step.to, step.from);
    }
    let mut seen = HashSet::new();
    let straight = trace.steps.iter().filter(|step| !joints.contains(&step.to));
    let straight = straight.filter_map(|step| match passages.get(&step.from) {
        Some(passage) => Some(Step { from: *passage, to: step.to }),
        None if joints.contains(&step.from) => None,
        None => Some(*step),
    });
    straight.filter(|step| seen.insert(*step)).collect()
}

/// Who put each code on the passage that is traced.
pub(super) fn coders(trace: &Trace) -> HashMap<Id, Vec<String>> {
    let by: HashMap<Id, &str> = trace
        .bears_on
        .iter()
        .filter(|node| node.noun == "coding")
        .map(|node| (node.id, node.detail.trim_start_matches("by ")))
        .collect();
    let mut coders: HashMap<Id, Vec<String>> = HashMap::new();
    for step in &trace.steps {
        if let Some(name) = by.get(&step.from) {
            let names = coders.entry(step.to).or_default();
            if !names.iter().any(|known| known == name) {
                names.push((*name).to_owned());
            }
        }
    }
    coders
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::trace::Node;

    fn node(noun: &'static str, id: Id) -> Node {
        Node { noun, id, name: noun.to_owned(), detail: "by Ada".to_owned(), at_ms: None }
    }

    #[test]
    fn a_passage_leads_straight_to_its_code() {
        let (passage, coding, code) = (Id::new(1), Id::new(2), Id::new(3));
        let trace = Trace {
            of: node("passage", passage),
            rests_on: Vec::new(),
            bears_on: vec![node("coding", coding), node("code", code)],
            steps: vec![Step { from: passage, to: coding }, Step { from: coding, to: code }],
        };
        assert_eq!(steps(&trace), [Step { from: passage, to: code }]);
        assert_eq!(coders(&trace)[&code], ["Ada"]);
    }

    #[test]
    fn things_come_in_the_order_that_people_expect() {
        let of = |noun, id, name: &str, detail: &str| Node {
            name: name.to_owned(),
            detail: detail.to_owned(),
            ..node(noun, Id::new(id))
        };
        let trace = in_order(Trace {
            of: of("theme", 1, "Tea", ""),
            rests_on: vec![
                of("source", 2, "B", "Interview"),
                of("participant", 3, "P10", ""),
                of("source", 4, "A", "Interview · 2025-10-01"),
                of("participant", 5, "P2", ""),
            ],
            bears_on: vec![of("sentence", 6, "x", "limits"), of("sentence", 7, "y", "summary")],
            steps: Vec::new(),
        });
        let names = |nodes: &[Node]| nodes.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&trace.rests_on), ["P2", "P10", "A", "B"]);
        assert_eq!(names(&trace.bears_on), ["y", "x"]);
    }

    #[test]
    fn the_coding_that_is_traced_stays_on_the_way() {
        let (passage, coding, code) = (Id::new(1), Id::new(2), Id::new(3));
        let taken = vec![Step { from: passage, to: coding }, Step { from: coding, to: code }];
        let trace = Trace {
            of: node("coding", coding),
            rests_on: vec![node("passage", passage)],
            bears_on: vec![node("code", code)],
            steps: taken.clone(),
        };
        assert_eq!(steps(&trace), taken);
    }
}
