//! The demo as it is made: what its scripts hold, what the import does with its files, and what a
//! newcomer finds in the study.

mod analysis;
mod awkward;
mod consent;
mod history;
mod made;
mod oracle;
mod planted;
mod scripts;
mod withdrawal;

use std::sync::OnceLock;

use tempfile::TempDir;
use trefoil_core::error::Result;
use trefoil_core::storage::{Place, Reader};
use trefoil_core::study::Study;
use trefoil_demo::{FILE_NAME, Progress, make};

/// The demo, made once for all tests that only read it.
pub(crate) struct Made {
    pub(crate) study: Study,
    pub(crate) told: Vec<Progress>,
    pub(crate) folder: TempDir,
}

pub(crate) fn made() -> &'static Made {
    static MADE: OnceLock<Made> = OnceLock::new();
    MADE.get_or_init(|| {
        let folder = tempfile::tempdir().expect("a temporary folder can be made");
        let place = Place::File(folder.path().join(FILE_NAME));
        let mut told = Vec::new();
        let study = make(&place, &mut |progress| told.push(progress.clone()));
        Made { study: study.expect("the demo can be made"), told, folder }
    })
}

/// What a reading of the demo answers.
pub(crate) fn reads<T: Send + 'static>(
    work: impl FnOnce(&Reader<'_>) -> Result<T> + Send + 'static,
) -> T {
    made().study.read(work).expect("the demo can be read")
}
