//! The nouns of the way in their order, and how the things on it hang together.
//!
//! A coding joins a passage to a code and has no page of its own. Between other things it is
//! therefore left out here: its passage leads straight to its code.

use std::collections::{HashMap, HashSet};

use trefoil_core::id::Id;
use trefoil_core::trace::{Step, Trace};

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

/// The steps of a trace with codings left out, except for the coding that is traced itself.
pub(super) fn steps(trace: &Trace) -> Vec<Step> {
    let codings = codings(trace);
    let mut passages: HashMap<Id, Id> = HashMap::new();
    for step in trace.steps.iter().filter(|step| codings.contains(&step.to)) {
        passages.insert(step.to, step.from);
    }
    let mut seen = HashSet::new();
    let straight = trace.steps.iter().filter(|step| !codings.contains(&step.to));
    let straight = straight.filter_map(|step| match passages.get(&step.from) {
        Some(passage) => Some(Step { from: *passage, to: step.to }),
        None if codings.contains(&step.from) => None,
        None => Some(*step),
    });
    straight.filter(|step| seen.insert(*step)).collect()
}

/// The codings that a trace runs through.
fn codings(trace: &Trace) -> HashSet<Id> {
    let nodes = trace.rests_on.iter().chain(&trace.bears_on);
    nodes.filter(|node| node.noun == "coding").map(|node| node.id).collect()
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
    fn the_coding_that_is_traced_stays_on_the_way() {
        let (passage, coding, code) = (Id::new(1), Id::new(2), Id::new(3));
        let taken =
            vec![Step { from: passage, to: coding }, Step { from: coding, to: code }];
        let trace = Trace {
            of: node("coding", coding),
            rests_on: vec![node("passage", passage)],
            bears_on: vec![node("code", code)],
            steps: taken.clone(),
        };
        assert_eq!(steps(&trace), taken);
    }
}
