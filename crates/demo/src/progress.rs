//! Saying how far the making of the demo is.

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
    /// What is being done now, such as `Importing voice notes 12 of 49`.
    pub what: String,
}

/// Counts the steps and passes them on.
pub(crate) struct Teller<'p> {
    progress: &'p mut dyn FnMut(&Progress),
    done: usize,
    total: usize,
}

impl<'p> Teller<'p> {
    pub(crate) fn new(progress: &'p mut dyn FnMut(&Progress), total: usize) -> Self {
        Self { progress, done: 0, total }
    }

    /// Tells what is being done, before it is done.
    pub(crate) fn step(&mut self, what: impl Into<String>) {
        (self.progress)(&Progress { done: self.done, total: self.total, what: what.into() });
        self.done = (self.done + 1).min(self.total);
    }

    /// Tells that everything is done.
    pub(crate) fn finish(&mut self) {
        self.done = self.total;
        self.step("Opening the study");
    }
}
