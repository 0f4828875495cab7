//! The demo: an invented study, imported and coded as a researcher would have done it.
//!
//! [`make`] unpacks the material that is inside the program ([`material`]), imports it through the
//! same door as anyone's files, codes the passages that the scripts mark ([`script`]) and writes
//! down the analysis, month by month, so that the history reads like the history of a study. All of
//! it was invented for this program; the study says so of itself.

mod analysis;
mod calendar;
mod codebook;
mod coding;
mod consent;
mod corpus;
mod making;
pub mod material;
mod model;
mod progress;
mod removing;
pub mod script;
mod themes;
mod writing;

pub use corpus::wishes;
pub use progress::Progress;
pub use removing::remove;

use trefoil_core::error::{Error, Result};
use trefoil_core::storage::Place;
use trefoil_core::study::{NewStudy, Person, Study};

use calendar::Calendar;
use making::Making;
use progress::Teller;

/// The name of the demo's file.
pub const FILE_NAME: &str = "demo.trefoil";

/// Who made the demo: the person whose name its history carries.
pub const RESEARCHER: &str = "Demo researcher";

/// Makes the demo at a place where nothing is yet, and opens it.
///
/// It is made elsewhere first, so that a kill leaves either no demo or a whole one.
///
/// Errors: something is already there; the place cannot be written to.
pub fn make(place: &Place, progress: &mut dyn FnMut(&Progress)) -> Result<Study> {
    if place.file().is_some_and(std::path::Path::exists) {
        let message = format!("{place} is already there. It was not changed.");
        return Err(Error::conflict(message).hint("Open it, or make the demo in another folder."));
    }
    let folder = tempfile::tempdir()?;
    let made = write(folder.path(), progress)?;
    made.copy_to(place, None, |_| ())?;
    drop(made);
    Study::open(place, None)
}

/// Whether a study is this demo, whatever has been done in it since.
///
/// Errors: the study cannot be read.
pub fn is_demo(study: &Study) -> Result<bool> {
    study.read(|reader| {
        let about = trefoil_core::study::about(reader)?;
        let people: Vec<Person> = reader.list("", &[])?;
        Ok(about.synthetic && people.iter().any(|person| person.name == RESEARCHER))
    })
}

/// Writes the whole study into a folder of its own.
fn write(folder: &std::path::Path, progress: &mut dyn FnMut(&Progress)) -> Result<Study> {
    let (scripts, analysis) = (material::scripts()?, material::analysis()?);
    let mut teller = Teller::new(progress, making::steps(&scripts, &analysis));
    teller.step("Unpacking the recordings and notes");
    let paths = material::unpack(&folder.join("material"))?;
    let calendar = Calendar::from(making::FIRST_DAY, "08:30")?;
    let place = Place::File(folder.join(FILE_NAME));
    let new = NewStudy { synthetic: true, ..NewStudy::titled(&analysis.study.title) };
    let study = Study::create_with(&place, &new, calendar.clock())?;
    let study = study.without_daily_backups().without_syncing()?;
    Making::new(&study, calendar, teller, &scripts, &analysis).write(&paths)?;
    Ok(study)
}
