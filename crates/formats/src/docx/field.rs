//! Fields of a Word document: their instruction is not text, their result is.
//!
//! A tick box and a drop-down list of an old form have no result of their own;
//! what they show is told in their settings.

use super::body::{is_on, value};
use crate::xml::Element;

/// Fields are nested two or three deep; more is not believed.
const DEEPEST: usize = 32;

/// The fields that are open.
#[derive(Debug, Default)]
pub(super) struct Fields {
    open: Vec<Field>,
}

#[derive(Debug, Default)]
struct Field {
    has_result: bool,
    form: Option<Form>,
    has_words: bool,
}

#[derive(Debug)]
enum Form {
    Box { is_ticked: bool },
    List { entries: Vec<String>, chosen: usize },
}

impl Fields {
    pub(super) fn in_instruction(&self) -> bool {
        self.open.iter().any(|field| !field.has_result)
    }

    /// Remembers that the open fields show words.
    pub(super) fn see_words(&mut self) {
        self.open.iter_mut().for_each(|field| field.has_words = true);
    }

    /// Takes in `w:fldChar`; returns what a form's field shows when it ends.
    pub(super) fn turn(&mut self, kind: Option<&str>) -> Option<String> {
        match kind? {
            "begin" if self.open.len() < DEEPEST => self.open.push(Field::default()),
            "separate" => {
                if let Some(field) = self.open.last_mut() {
                    field.has_result = true;
                }
            }
            "end" => return self.open.pop().and_then(Field::shown),
            _ => {}
        }
        None
    }

    /// An instruction that is still open where a paragraph ends is given up: words come first.
    pub(super) fn forget_unended(&mut self) {
        self.open.retain(|field| field.has_result);
    }

    /// Takes in the settings of a form's field.
    pub(super) fn see_form(&mut self, element: &Element<'_>) {
        let Some(field) = self.open.last_mut() else { return };
        match (element.name, field.form.as_mut()) {
            ("checkBox", _) => field.form = Some(Form::Box { is_ticked: false }),
            ("ddList", _) => field.form = Some(Form::List { entries: Vec::new(), chosen: 0 }),
            // What was ticked comes after what is ticked at first.
            ("default" | "checked", Some(Form::Box { is_ticked })) => *is_ticked = is_on(element),
            ("result", Some(Form::List { chosen, .. })) => {
                *chosen = value(element).and_then(|value| value.parse().ok()).unwrap_or(0);
            }
            ("listEntry", Some(Form::List { entries, .. })) => {
                entries.push(value(element).unwrap_or_default());
            }
            _ => {}
        }
    }
}

impl Field {
    fn shown(self) -> Option<String> {
        match self.form? {
            _ if self.has_words => None,
            Form::Box { is_ticked } => Some(if is_ticked { "☒" } else { "☐" }.to_owned()),
            Form::List { entries, chosen } => entries.into_iter().nth(chosen),
        }
    }
}
