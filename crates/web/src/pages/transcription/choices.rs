//! What there is to choose from when somebody asks for a transcript.

use trefoil_core::study::About;
use trefoil_core::transcription::{EARSHOT, SILERO};

use crate::state::App;

/// The models and detectors of voices of this computer, and what the study takes by itself.
#[derive(Debug, Clone)]
pub(crate) struct Choices {
    /// The models, the one that is taken first before the others.
    pub(crate) models: Vec<String>,
    detectors: Vec<String>,
    usual: String,
}

impl Choices {
    /// What there is for a study.
    pub(crate) fn of(app: &App, about: &About) -> Self {
        let (models, detectors) = (app.models(), app.detectors());
        Self { models, detectors, usual: about.voices().to_owned() }
    }

    /// The detectors of voices: what a form sends, what it shows, and whether the study takes it by
    /// itself. One that the study takes is among them also where it is not here.
    pub(crate) fn voices(&self) -> Vec<(String, String, bool)> {
        let mut all = vec![(EARSHOT.to_owned(), "earshot, built in".to_owned())];
        all.extend(self.detectors.iter().map(|name| (name.clone(), name.clone())));
        let is_usual = |(name, _): &(String, String)| *name == self.usual;
        if !all.iter().any(is_usual) {
            // Any of Silero's detectors will do where just that is said.
            let shown = match self.detectors.first() {
                Some(newest) if self.usual == SILERO => format!("silero, which is {newest} here"),
                _ => format!("{}, not on this computer yet", self.usual),
            };
            all.push((self.usual.clone(), shown));
        }
        let usual = |name: &str| name == self.usual;
        all.into_iter().map(|(name, shown)| (name.clone(), shown, usual(&name))).collect()
    }

    /// Whether there is nothing to choose but the detector that is built in.
    pub(crate) fn is_alone(&self) -> bool {
        self.voices().len() == 1
    }

    /// Whether no other detector is on this computer.
    pub(crate) fn has_no_detector(&self) -> bool {
        self.detectors.is_empty()
    }
}
