//! The order among conditions: what each needs, in which order they can be met, and no circles.
//!
//! The advised order is what people see (C1, C2 …); what a condition needs is a graph of its own.
//! Nothing in it ever leads back to where it began: [`Graph::refuse_circle`] says so before a need
//! is added, and [`circle`] looks at a whole study, for checks and for whatever brings rows in by
//! another way. Where the advised order puts something before what it needs, that is told, no more.

use std::collections::{BTreeSet, HashMap};

use super::{Condition, ConditionNeed};
use crate::error::{Error, Result};
use crate::id::Id;
use crate::storage::Reader;

/// All conditions, each behind everything it needs; otherwise in the advised order.
pub fn order(reader: &Reader<'_>) -> Result<Vec<Id>> {
    let graph = Graph::read(reader)?;
    let (mut order, left) = graph.sorted();
    order.extend(left);
    Ok(order.into_iter().map(|place| graph.conditions[place].0).collect())
}

/// The first circle among the needs of a study, such as `C4 → C6 → C4`; a sound study has none.
pub fn circle(reader: &Reader<'_>) -> Result<Option<String>> {
    Ok(Graph::read(reader)?.circle())
}

/// The conditions in their advised order, and what each needs.
#[derive(Debug)]
pub(super) struct Graph {
    conditions: Vec<(Id, String)>,
    places: HashMap<Id, usize>,
    needs: Vec<BTreeSet<usize>>,
}

impl Graph {
    pub(super) fn read(reader: &Reader<'_>) -> Result<Self> {
        let conditions: Vec<Condition> = reader.list("ORDER BY position, id", &[])?;
        let needs: Vec<ConditionNeed> = reader.list("", &[])?;
        let mut graph = Self::new(conditions.into_iter().map(|one| (one.id, one.name)).collect());
        for need in needs {
            graph.add(need.condition, need.needs);
        }
        Ok(graph)
    }

    fn new(conditions: Vec<(Id, String)>) -> Self {
        let places = conditions.iter().enumerate().map(|(place, one)| (one.0, place)).collect();
        let needs = vec![BTreeSet::new(); conditions.len()];
        Self { conditions, places, needs }
    }

    /// Adds a need; an id that is no condition's is left out.
    pub(super) fn add(&mut self, condition: Id, need: Id) {
        if let (Some(from), Some(to)) = (self.place(condition), self.place(need)) {
            self.needs[from].insert(to);
        }
    }

    /// What people call a condition for short: `C4`.
    pub(super) fn label(&self, condition: Id) -> String {
        self.place(condition).map_or_else(|| "a condition".to_owned(), label)
    }

    /// What people call a condition in a sentence: `C4 “Clear and distinctive role”`.
    pub(super) fn called(&self, condition: Id) -> String {
        match self.place(condition) {
            Some(place) => format!("{} “{}”", label(place), self.conditions[place].1),
            None => "a condition".to_owned(),
        }
    }

    pub(super) fn does_need(&self, condition: Id, need: Id) -> bool {
        match (self.place(condition), self.place(need)) {
            (Some(from), Some(to)) => self.needs[from].contains(&to),
            _ => false,
        }
    }

    /// What a condition needs, in the advised order.
    pub(super) fn needs_of(&self, condition: Id) -> Vec<Id> {
        let Some(place) = self.place(condition) else {
            return Vec::new();
        };
        self.needs[place].iter().map(|need| self.conditions[*need].0).collect()
    }

    /// What needs a condition, in the advised order.
    pub(super) fn needed_by(&self, condition: Id) -> Vec<Id> {
        let Some(place) = self.place(condition) else {
            return Vec::new();
        };
        let all = self.conditions.iter().zip(&self.needs);
        all.filter(|(_, needs)| needs.contains(&place)).map(|(one, _)| one.0).collect()
    }

    /// What a condition needs although it stands further on in the advised order.
    pub(super) fn stands_before(&self, condition: Id) -> Vec<Id> {
        let Some(place) = self.place(condition) else {
            return Vec::new();
        };
        self.needs[place].range(place..).map(|need| self.conditions[*need].0).collect()
    }

    /// Says for each condition that stands before something it needs, that it does.
    pub(super) fn disorder(&self) -> Vec<String> {
        self.conditions.iter().filter_map(|(id, _)| self.disorder_of(*id)).collect()
    }

    /// `C2 “…” stands before C4 “…”, which it needs.`
    pub(super) fn disorder_of(&self, condition: Id) -> Option<String> {
        let later = self.stands_before(condition);
        if later.is_empty() {
            return None;
        }
        let names: Vec<_> = later.into_iter().map(|need| self.called(need)).collect();
        Some(format!("{} stands before {}, which it needs.", self.called(condition), and(&names)))
    }

    /// Refuses a need that would lead from a condition back to itself.
    pub(super) fn refuse_circle(&self, condition: Id, need: Id) -> Result<()> {
        let (Some(from), Some(to)) = (self.place(condition), self.place(need)) else {
            return Ok(());
        };
        if from == to {
            return Err(Error::conflict(format!(
                "{} cannot need itself ({}). Nothing was changed.",
                self.called(condition),
                drawn(&[from])
            )));
        }
        let Some(way) = self.way(to, from) else {
            return Ok(());
        };
        Err(Error::conflict(format!(
            "{} cannot need {}: the needs would run in a circle, {}. Nothing was changed.",
            self.called(condition),
            self.called(need),
            drawn(&way)
        ))
        .hint("Take one of the needs in the circle away first."))
    }

    fn place(&self, condition: Id) -> Option<usize> {
        self.places.get(&condition).copied()
    }

    /// The shortest way along needs, both ends included, the last one first.
    fn way(&self, from: usize, to: usize) -> Option<Vec<usize>> {
        let mut came: HashMap<usize, usize> = HashMap::from([(from, from)]);
        let mut next = vec![from];
        while !next.is_empty() && !came.contains_key(&to) {
            let mut further = Vec::new();
            for at in next {
                for need in &self.needs[at] {
                    came.entry(*need).or_insert_with(|| {
                        further.push(*need);
                        at
                    });
                }
            }
            next = further;
        }
        let mut way = vec![to];
        while way.last() != Some(&from) {
            way.push(*came.get(way.last()?)?);
        }
        way[1..].reverse();
        Some(way)
    }

    /// The places in an order that meets every need, and those that a circle keeps out of it.
    fn sorted(&self) -> (Vec<usize>, Vec<usize>) {
        let mut open: Vec<usize> = self.needs.iter().map(BTreeSet::len).collect();
        let mut needed_by = vec![Vec::new(); self.needs.len()];
        for (place, needs) in self.needs.iter().enumerate() {
            for need in needs {
                needed_by[*need].push(place);
            }
        }
        let mut ready: BTreeSet<usize> = (0..open.len()).filter(|at| open[*at] == 0).collect();
        let mut order = Vec::with_capacity(open.len());
        while let Some(place) = ready.pop_first() {
            order.push(place);
            for above in &needed_by[place] {
                open[*above] -= 1;
                if open[*above] == 0 {
                    ready.insert(*above);
                }
            }
        }
        let left = (0..open.len()).filter(|at| open[*at] > 0).collect();
        (order, left)
    }

    fn circle(&self) -> Option<String> {
        let left: BTreeSet<usize> = self.sorted().1.into_iter().collect();
        let mut walked = vec![*left.first()?];
        // Whatever could not be sorted needs something else that could not, so the walk meets
        // itself.
        loop {
            let at = *walked.last()?;
            let next = *self.needs[at].intersection(&left).next()?;
            if let Some(begin) = walked.iter().position(|one| *one == next) {
                return Some(drawn(&walked[begin..]));
            }
            walked.push(next);
        }
    }
}

/// The label of the condition in a place, counted from 0.
fn label(place: usize) -> String {
    format!("C{}", place + 1)
}

/// Draws a circle: its places in the order of their needs, and the first once more.
fn drawn(circle: &[usize]) -> String {
    let round = circle.iter().chain(circle.first());
    round.map(|place| label(*place)).collect::<Vec<_>>().join(" → ")
}

/// Joins words as a sentence does: `C4, C5 and C6`.
pub(super) fn and(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => format!("{} and {last}", most.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn graph(count: usize, needs: &[(usize, usize)]) -> (Graph, Vec<Id>) {
        let ids: Vec<Id> = (0..count).map(|_| Id::new(0)).collect();
        let named = ids.iter().enumerate().map(|(at, id)| (*id, format!("N{}", at + 1)));
        let mut graph = Graph::new(named.collect());
        for (condition, need) in needs {
            graph.add(ids[condition - 1], ids[need - 1]);
        }
        (graph, ids)
    }

    fn refused(graph: &Graph, condition: Id, need: Id) -> String {
        graph.refuse_circle(condition, need).expect_err("it is a circle").to_string()
    }

    #[test]
    fn a_circle_is_drawn_from_the_condition_that_would_close_it() {
        let (graph, ids) = graph(6, &[(6, 5), (5, 4), (6, 2)]);
        assert!(refused(&graph, ids[3], ids[5]).contains("C4 → C6 → C5 → C4."));
        assert!(refused(&graph, ids[3], ids[3]).contains("itself (C4 → C4)"));
        assert!(graph.refuse_circle(ids[5], ids[0]).is_ok());
    }

    #[test]
    fn the_shortest_circle_is_named() {
        let (graph, ids) = graph(4, &[(4, 3), (3, 2), (2, 1), (4, 1)]);
        assert!(refused(&graph, ids[0], ids[3]).contains("a circle, C1 → C4 → C1."));
    }

    #[test]
    fn the_advised_order_is_kept_where_the_needs_allow_it() {
        let (graph, _) = graph(5, &[(2, 4), (5, 1)]);
        assert_eq!(graph.sorted(), (vec![0, 2, 3, 1, 4], vec![]));
    }

    #[test]
    fn a_circle_that_came_in_by_another_way_is_found_and_not_walked_for_ever() {
        let (graph, _) = graph(5, &[(1, 2), (2, 3), (3, 4), (4, 2), (5, 1)]);
        assert_eq!(graph.sorted(), (vec![], vec![0, 1, 2, 3, 4]));
        assert_eq!(graph.circle().as_deref(), Some("C2 → C3 → C4 → C2"));
    }

    #[test]
    fn what_stands_before_its_needs_is_told() {
        let (graph, ids) = graph(3, &[(1, 2), (1, 3), (3, 2)]);
        assert_eq!(
            graph.disorder(),
            ["C1 “N1” stands before C2 “N2” and C3 “N3”, which it needs."]
        );
        assert_eq!(graph.stands_before(ids[2]), []);
    }
}
