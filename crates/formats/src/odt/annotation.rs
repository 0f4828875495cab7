//! Comments of an OpenDocument text, which it calls annotations.
//!
//! An annotation stands where its words begin; where it has a name, an element of
//! that name says where they end. The same elements say who made a tracked change.

use std::collections::{HashMap, HashSet};

use super::body::Walk;
use crate::marked::Mark;
use crate::remarks::By;
use crate::xml::Element;

/// The comments that were met.
#[derive(Debug, Default)]
pub(super) struct Annotations {
    open: Option<Annotation>,
    /// Numbers by names.
    numbers: HashMap<String, u32>,
    /// The numbers of those whose end was met.
    ended: HashSet<u32>,
    list: Vec<(Annotation, String)>,
    /// Who or when, while it is being read.
    pub(super) about: Option<String>,
}

/// A comment.
#[derive(Debug)]
struct Annotation {
    number: u32,
    parent: Option<String>,
    by: By,
}

impl Annotations {
    /// Whether a comment is being read.
    pub(super) fn is_open(&self) -> bool {
        self.open.is_some()
    }
}

impl Walk<'_> {
    pub(super) fn open_annotation(&mut self, element: &Element<'_>) {
        let number = self.remarks.number();
        self.flow.mark(Mark::Begin(number));
        let name = element.attribute("name");
        if let Some(name) = name {
            self.annotations.numbers.insert(name, number);
        }
        let parent = element.attribute("parent-name");
        self.annotations.open = Some(Annotation { number, parent, by: By::default() });
        self.open_box();
    }

    pub(super) fn close_annotation(&mut self) {
        self.lists.step_out();
        let words = self.flow.take_box().unwrap_or_default().into_text();
        if let Some(annotation) = self.annotations.open.take() {
            self.annotations.list.push((annotation, words.trim().to_owned()));
        }
    }

    pub(super) fn end_annotation(&mut self, name: &str) {
        if let Some(number) = self.annotations.numbers.get(name) {
            self.flow.mark(Mark::End(*number));
            self.annotations.ended.insert(*number);
        }
    }

    pub(super) fn close_about(&mut self, name: &str) {
        let Some(about) = self.annotations.about.take().map(|about| about.trim().to_owned()) else {
            return;
        };
        let by = match (self.annotations.open.as_mut(), self.changes.region.as_mut()) {
            (Some(annotation), _) => &mut annotation.by,
            (None, Some(region)) => &mut region.by,
            (None, None) => return,
        };
        let about = Some(about).filter(|about| !about.is_empty());
        if name == "creator" { by.author = about } else { by.date = about }
    }

    /// Tells the comments; a reply without a place of its own has the place of
    /// what it replies to.
    pub(super) fn tell_comments(&mut self) {
        for (annotation, words) in std::mem::take(&mut self.annotations.list) {
            let parent =
                annotation.parent.as_ref().and_then(|name| self.annotations.numbers.get(name));
            let number = match parent {
                Some(parent) if !self.annotations.ended.contains(&annotation.number) => *parent,
                _ => annotation.number,
            };
            self.remarks.add_comment(number, annotation.by, words);
        }
    }
}
