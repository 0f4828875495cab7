//! The way through a thing, drawn: a column for each noun, a line for each step.
//!
//! A column of many things is one mark with their number. A step that passes a column by gets a
//! row of its own there, so that no line runs through words. The list beside the drawing says the
//! same, and leads on.

use std::collections::{HashMap, HashSet};

use trefoil_core::id::Id;
use trefoil_core::trace::{Node, Trace};

use super::way::{WAY, is_joint, steps};
use crate::words::counted;

/// How many things a column shows one by one.
const MOST: usize = 7;

const ROW: i64 = 34;
const TOP: i64 = 40;
/// What a ring takes at either end.
const EDGE: i64 = 8;
/// Between the end of one column's words and the next column, at least and at most.
const GUTTER: i64 = 40;
const WIDE_GUTTER: i64 = 96;
/// The width that all columns share, and how narrow they get to keep to it.
const WIDTH: i64 = 1310;
const NARROWEST: i64 = 112;
const WIDEST: i64 = 260;
/// The width of a letter, generously.
const LETTER: i64 = 7;

/// The drawing.
#[derive(Debug)]
pub(super) struct Drawing {
    pub(super) width: i64,
    pub(super) height: i64,
    pub(super) columns: Vec<Column>,
    pub(super) marks: Vec<Mark>,
    /// The steps, as paths.
    pub(super) lines: Vec<String>,
}

/// The head of a column.
#[derive(Debug)]
pub(super) struct Column {
    pub(super) x: i64,
    pub(super) title: &'static str,
}

/// A thing, or many, on its ruled line.
#[derive(Debug)]
pub(super) struct Mark {
    pub(super) x: i64,
    pub(super) end: i64,
    pub(super) y: i64,
    pub(super) label: String,
    pub(super) class: &'static str,
}

/// What stands in a row of a column.
#[derive(Debug, Default)]
struct Cell {
    column: usize,
    /// What it says; nothing where a step only passes by.
    label: Option<String>,
    class: &'static str,
    row: usize,
    /// The cells to its left that lead here, and those to its right.
    from: Vec<usize>,
    to: Vec<usize>,
}

/// Draws a trace; none when there is nothing to connect.
pub(super) fn draw(trace: &Trace) -> Option<Drawing> {
    let mut map = Map::of(trace);
    if map.titles.len() < 2 {
        return None;
    }
    map.connect(trace);
    map.arrange();
    Some(map.lay_out())
}

#[derive(Debug, Default)]
struct Map {
    titles: Vec<&'static str>,
    cells: Vec<Cell>,
    /// In which cell each thing is.
    at: HashMap<Id, usize>,
}

impl Map {
    fn of(trace: &Trace) -> Self {
        let mut map = Self::default();
        for (noun, one, several) in WAY {
            let all = trace.rests_on.iter().chain([&trace.of]).chain(&trace.bears_on);
            let nodes: Vec<&Node> = all
                .filter(|node| node.noun == *noun)
                .filter(|node| !is_joint(noun) || node.id == trace.of.id)
                .collect();
            if nodes.is_empty() {
                continue;
            }
            let column = map.titles.len();
            map.titles.push(several);
            let here = |node: &&Node| node.id == trace.of.id;
            if nodes.len() > MOST && !nodes.iter().any(here) {
                let label = counted(&(nodes.len() as i64), one, several);
                map.add(column, label, "trace-map__mark--many", &nodes);
                continue;
            }
            for node in nodes {
                let class = match (here(&node), is_in_the_tools_voice(noun)) {
                    (true, true) => "trace-map__mark--here",
                    (true, false) => "trace-map__mark--here trace-map__mark--words",
                    (false, true) => "",
                    (false, false) => "trace-map__mark--words",
                };
                map.add(column, node.name.clone(), class, &[node]);
            }
        }
        map
    }

    fn add(&mut self, column: usize, label: String, class: &'static str, nodes: &[&Node]) {
        self.at.extend(nodes.iter().map(|node| (node.id, self.cells.len())));
        self.cells.push(Cell { column, label: Some(label), class, ..Cell::default() });
    }

    /// Draws each step through every column between its ends.
    fn connect(&mut self, trace: &Trace) {
        let mut passing: HashMap<(usize, usize), usize> = HashMap::new();
        let mut drawn = HashSet::new();
        for step in steps(trace) {
            let (Some(&from), Some(&to)) = (self.at.get(&step.from), self.at.get(&step.to)) else {
                continue;
            };
            let mut left = from;
            for column in self.cells[from].column + 1..self.cells[to].column {
                let next = *passing.entry((from, column)).or_insert_with(|| {
                    self.cells.push(Cell { column, ..Cell::default() });
                    self.cells.len() - 1
                });
                self.join(left, next, &mut drawn);
                left = next;
            }
            if self.cells[left].column < self.cells[to].column {
                self.join(left, to, &mut drawn);
            }
        }
    }

    fn join(&mut self, left: usize, right: usize, drawn: &mut HashSet<(usize, usize)>) {
        if drawn.insert((left, right)) {
            self.cells[left].to.push(right);
            self.cells[right].from.push(left);
        }
    }

    /// Puts each cell near to what it is joined with, so that few lines cross.
    fn arrange(&mut self) {
        let columns = self.titles.len();
        for column in 0..columns {
            self.number(column);
        }
        for _ in 0..3 {
            (1..columns).for_each(|column| self.sort(column, |cell| &cell.from));
            (0..columns - 1).rev().for_each(|column| self.sort(column, |cell| &cell.to));
        }
    }

    fn members(&self, column: usize) -> Vec<usize> {
        let mut members: Vec<usize> =
            (0..self.cells.len()).filter(|at| self.cells[*at].column == column).collect();
        members.sort_by_key(|at| self.cells[*at].row);
        members
    }

    fn number(&mut self, column: usize) {
        for (row, at) in self.members(column).into_iter().enumerate() {
            self.cells[at].row = row;
        }
    }

    fn sort(&mut self, column: usize, neighbours: fn(&Cell) -> &Vec<usize>) {
        let mut members = self.members(column);
        let place = |at: &usize| {
            let cell = &self.cells[*at];
            let near = neighbours(cell);
            if near.is_empty() {
                return self.y(cell);
            }
            near.iter().map(|one| self.y(&self.cells[*one])).sum::<i64>() / near.len() as i64
        };
        members.sort_by_cached_key(place);
        for (row, at) in members.into_iter().enumerate() {
            self.cells[at].row = row;
        }
    }

    fn rows(&self, column: usize) -> i64 {
        self.cells.iter().filter(|cell| cell.column == column).count() as i64
    }

    /// A column stands in the middle of the drawing's height.
    fn y(&self, cell: &Cell) -> i64 {
        let most = (0..self.titles.len()).map(|column| self.rows(column)).max().unwrap_or(1);
        TOP + (most - self.rows(cell.column)) * ROW / 2 + cell.row as i64 * ROW + ROW / 2
    }

    /// How wide each column's words are, narrowed until all fit.
    fn widths(&self) -> Vec<i64> {
        let letters = |text: &str| text.chars().count() as i64 * LETTER + 2 * EDGE;
        let wanted = self.titles.iter().enumerate().map(|(column, title)| {
            let inside = self.cells.iter().filter(|cell| cell.column == column);
            let widest = inside.filter_map(|cell| cell.label.as_deref()).map(letters).max();
            widest.unwrap_or(0).max(letters(title)).min(WIDEST)
        });
        let mut widths: Vec<i64> = wanted.collect();
        while whole(&widths, GUTTER) > WIDTH {
            let Some(widest) = widths.iter_mut().max().filter(|one| **one > NARROWEST) else {
                break;
            };
            *widest -= LETTER;
        }
        widths
    }

    fn lay_out(&self) -> Drawing {
        let widths = self.widths();
        let between = (widths.len() as i64 - 1).max(1);
        let spare = (WIDTH - whole(&widths, 0)) / between;
        let gutter = spare.clamp(GUTTER, WIDE_GUTTER);
        let mut starts = vec![EDGE];
        for width in &widths {
            starts.push(starts[starts.len() - 1] + width + gutter);
        }
        let x = |cell: &Cell| starts[cell.column];
        let end = |cell: &Cell| x(cell) + widths[cell.column];
        let mut lines = Vec::new();
        for cell in &self.cells {
            let y = self.y(cell);
            if cell.label.is_none() {
                lines.push(format!("M{} {y}H{}", x(cell), end(cell)));
            }
            for next in &cell.to {
                let next = &self.cells[*next];
                let (from, to, half) = (end(cell), x(next), gutter / 2);
                let there = self.y(next);
                let (leave, arrive) = (from + half, to - half);
                lines.push(format!("M{from} {y}C{leave} {y} {arrive} {there} {to} {there}"));
            }
        }
        let marks = self.cells.iter().filter_map(|cell| {
            let letters = (widths[cell.column] - 2 * EDGE) / LETTER;
            let label = cut(cell.label.as_deref()?, usize::try_from(letters).unwrap_or(1));
            Some(Mark { x: x(cell), end: end(cell), y: self.y(cell), label, class: cell.class })
        });
        let lowest = self.cells.iter().map(|cell| self.y(cell)).max().unwrap_or(TOP);
        let heads = self.titles.iter().zip(&starts);
        Drawing {
            width: whole(&widths, gutter),
            height: lowest + 16,
            columns: heads.map(|(title, x)| Column { x: *x, title }).collect(),
            marks: marks.collect(),
            lines,
        }
    }
}

/// Whether names of a noun are labels, and not people's words.
fn is_in_the_tools_voice(noun: &str) -> bool {
    matches!(noun, "participant" | "source" | "segment" | "coding" | "code")
}

/// As much of a name as there is room for, on one line.
fn cut(name: &str, most: usize) -> String {
    let name: Vec<&str> = name.split_whitespace().collect();
    let name = name.join(" ");
    if name.chars().count() <= most {
        return name;
    }
    let kept: String = name.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", kept.trim_end_matches([' ', ',', '.', ';', ':']))
}

/// The width of columns with gutters between them.
fn whole(widths: &[i64], gutter: i64) -> i64 {
    widths.iter().sum::<i64>() + gutter * (widths.len() as i64 - 1).max(0) + 2 * EDGE
}

#[cfg(test)]
mod tests {
    use super::*;
    use trefoil_core::trace::Step;

    fn node(noun: &'static str, id: i64, name: &str) -> Node {
        Node { noun, id: fixed(id), name: name.to_owned(), detail: String::new(), at_ms: None }
    }

    fn fixed(number: i64) -> Id {
        format!("00000000-0000-7000-8000-{number:012}").parse().expect("is an id")
    }

    fn trace(sources: i64) -> Trace {
        let all: Vec<Node> = (10..10 + sources).map(|id| node("source", id, "Interview")).collect();
        let step = |from, to| Step { from: fixed(from), to: fixed(to) };
        let mut steps: Vec<Step> = (10..10 + sources).map(|id| step(id, 1)).collect();
        steps.extend([step(1, 2), step(1, 3), step(2, 3)]);
        Trace {
            of: node("passage", 1, "I was the tea person"),
            rests_on: all,
            bears_on: vec![node("theme", 2, "Tea"), node("sentence", 3, "It begins with tea.")],
            steps,
        }
    }

    #[test]
    fn a_step_that_passes_a_column_by_has_a_row_of_its_own() {
        let drawing = draw(&trace(1)).expect("there are steps");
        assert_eq!(drawing.columns.len(), 4);
        assert_eq!(drawing.marks.len(), 4);
        let rows: HashSet<i64> = drawing.marks.iter().map(|mark| mark.y).collect();
        let passing = drawing.lines.iter().find(|line| line.contains('H')).expect("one passes");
        let at: i64 =
            passing.split(['M', ' ', 'H']).nth(2).and_then(|y| y.parse().ok()).expect("a y");
        let theme = drawing.marks.iter().find(|mark| mark.label == "Tea").expect("is drawn");
        assert!(at != theme.y, "{rows:?} {passing}");
        assert!(drawing.marks.iter().any(|mark| mark.class.contains("here")));
    }

    #[test]
    fn many_things_are_one_mark_with_their_number() {
        let drawing = draw(&trace(54)).expect("there are steps");
        assert!(drawing.marks.iter().any(|mark| mark.label == "54 sources"));
        assert_eq!(drawing.marks.len(), 4);
    }

    #[test]
    fn long_names_are_cut_so_that_all_columns_fit() {
        let mut trace = trace(1);
        let long = "a name that goes on and on and would fill half of the page by itself";
        for node in trace.rests_on.iter_mut().chain(&mut trace.bears_on).chain([&mut trace.of]) {
            node.name = long.to_owned();
        }
        trace.bears_on.extend(
            (0..3).map(|at| node(["action", "condition", "code"][at], 20 + at as i64, long)),
        );
        let drawing = draw(&trace).expect("there are steps");
        assert!(drawing.width <= WIDTH, "{}", drawing.width);
        assert!(drawing.marks.iter().all(|mark| mark.label.ends_with('…')));
    }

    #[test]
    fn a_thing_alone_is_not_drawn() {
        let alone = Trace {
            of: node("code", 1, "Tea"),
            rests_on: Vec::new(),
            bears_on: Vec::new(),
            steps: Vec::new(),
        };
        assert!(draw(&alone).is_none());
    }
}
