//! Making a backup because somebody asks for one.

use crate::desk::{Desk, wait_for};
use crate::security::see_other;
use crate::session::Flash;
use crate::trouble::Answer;

/// Makes a backup now.
pub(super) async fn make(desk: Desk) -> Answer {
    let study = desk.study();
    let path = wait_for(move || study.back_up()).await?;
    let said = format!("Made a backup: {}", path.display());
    desk.app.sessions().say(&desk.session, Flash { said, ..Flash::default() });
    Ok(see_other(&desk.at("settings#backups-h")))
}
