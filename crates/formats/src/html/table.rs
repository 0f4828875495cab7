//! Tables of web pages.
//!
//! Old pages and mails use tables to put things beside each other; those are
//! read cell by cell. A table of data becomes rows of tab-separated cells, with
//! empty cells where one reaches over several columns or rows.

use super::token::{Tag, Token, Tokens};
use crate::flow::Flow;

/// Cells that reach further are not believed.
const WIDEST: usize = 1000;
/// Empty cells that are made up for all tables of a page.
const MOST_EMPTY: usize = 2_000_000;

/// A table that is open.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Whether it only puts things beside each other.
    pub(super) is_layout: bool,
    is_open: bool,
    row_is_open: bool,
    cell: Option<(usize, usize)>,
    column: usize,
    /// For each column, over how many rows to come a cell reaches.
    reaching: Vec<usize>,
}

impl Table {
    pub(super) fn new(is_layout: bool) -> Self {
        Self { is_layout, ..Self::default() }
    }

    pub(super) fn has_cell(&self) -> bool {
        self.cell.is_some()
    }

    pub(super) fn open_row(&mut self, flow: &mut Flow) {
        self.close_row(flow);
        if !std::mem::replace(&mut self.is_open, true) {
            flow.open_table();
        }
        self.row_is_open = true;
        self.column = 0;
    }

    /// Opens a cell. The paragraph before must be closed.
    pub(super) fn open_cell(&mut self, flow: &mut Flow, tag: Option<&Tag<'_>>, empty: &mut usize) {
        self.close_cell(flow);
        if !self.row_is_open {
            self.open_row(flow);
        }
        while let Some(rows @ 1..) = self.reaching.get_mut(self.column) {
            *rows -= 1;
            self.column += 1;
            flow.open_cell();
            flow.close_cell(1);
        }
        let span = |name: &str| {
            let value = tag?.attribute(name)?.trim().parse::<usize>().ok()?;
            Some(value.clamp(1, WIDEST))
        };
        let (mut columns, mut rows) = (span("colspan").unwrap_or(1), span("rowspan").unwrap_or(1));
        let made_up = columns.saturating_mul(rows) - 1;
        if *empty + made_up > MOST_EMPTY {
            (columns, rows) = (1, 1);
        } else {
            *empty += made_up;
        }
        self.cell = Some((columns, rows));
        flow.open_cell();
    }

    /// Closes the cell. Its paragraph must be closed.
    pub(super) fn close_cell(&mut self, flow: &mut Flow) {
        let Some((columns, rows)) = self.cell.take() else { return };
        flow.close_cell(columns);
        let end = self.column + columns;
        if rows > 1 {
            if self.reaching.len() < end {
                self.reaching.resize(end, 0);
            }
            for place in self.reaching.get_mut(self.column..end).unwrap_or_default() {
                *place = rows - 1;
            }
        }
        self.column = end;
    }

    pub(super) fn close_row(&mut self, flow: &mut Flow) {
        self.close_cell(flow);
        if std::mem::take(&mut self.row_is_open) {
            for rows in self.reaching.get_mut(self.column..).unwrap_or_default() {
                *rows = rows.saturating_sub(1);
            }
            flow.close_row(true);
        }
    }

    /// Closes what is open; rows that come later open it again.
    pub(super) fn close(&mut self, flow: &mut Flow) {
        self.close_row(flow);
        if std::mem::take(&mut self.is_open) {
            flow.close_table();
        }
    }

    /// Makes room for words that stand in no cell.
    pub(super) fn make_room(&mut self, flow: &mut Flow, empty: &mut usize) {
        if self.row_is_open && self.cell.is_none() {
            self.open_cell(flow, None, empty);
        } else if self.cell.is_none() {
            self.close(flow);
        }
    }
}

/// Says of each table of a page, in order, whether it only puts things beside each other.
pub(super) fn find_layouts(page: &str, is_xml: bool) -> Vec<bool> {
    #[derive(Default)]
    struct Seen {
        is_layout: bool,
        is_data: bool,
    }
    let mut tables: Vec<Seen> = Vec::new();
    let mut open: Vec<usize> = Vec::new();
    for token in Tokens::of(page, is_xml) {
        match token {
            Token::Open(tag) => {
                let inner = open.last().and_then(|place| tables.get_mut(*place));
                match (&*tag.name, inner) {
                    ("table", inner) => {
                        if let Some(outer) = inner {
                            outer.is_layout = true;
                        }
                        open.push(tables.len());
                        let is_layout =
                            tag.says("role", "presentation") || tag.says("role", "none");
                        tables.push(Seen { is_layout, is_data: false });
                    }
                    ("th" | "thead" | "caption", Some(inner)) => inner.is_data = true,
                    ("h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "article" | "main", Some(inner)) => {
                        inner.is_layout = true;
                    }
                    _ => {}
                }
            }
            Token::Close(name) if name == "table" => {
                open.pop();
            }
            _ => {}
        }
    }
    tables.iter().map(|seen| seen.is_layout && !seen.is_data).collect()
}
