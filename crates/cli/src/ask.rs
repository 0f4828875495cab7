//! Asking the person at the terminal, and what stands in for them in a script.
//!
//! Questions go to standard error, so that an answer on standard output stays clean. Where nobody
//! can be asked, a command says which option or variable it needs. A passphrase is never an
//! argument, where other programs on the computer could read it.

use std::io::{self, BufRead, IsTerminal, Read, Write};

use trefoil_core::care::pseudonym::KeyAccess;
use trefoil_core::error::{Error, Kind};
use trefoil_core::study::Secret;

use crate::exit::{Code, Failure, Result, usage};
use crate::output::note;

/// The variable with the passphrase of the study.
pub(crate) const PASSPHRASE: &str = "TREFOIL_PASSPHRASE";

/// The variable with a passphrase that is to be set.
pub(crate) const NEW_PASSPHRASE: &str = "TREFOIL_NEW_PASSPHRASE";

/// The variable with the passphrase of the key to the pseudonyms.
pub(crate) const KEY_PASSPHRASE: &str = "TREFOIL_KEY_PASSPHRASE";

/// The variable with a passphrase that the key is to be given.
pub(crate) const NEW_KEY_PASSPHRASE: &str = "TREFOIL_NEW_KEY_PASSPHRASE";

/// The variable with the passphrase of a key file.
pub(crate) const KEY_FILE_PASSPHRASE: &str = "TREFOIL_KEY_FILE_PASSPHRASE";

/// Whether somebody is there to be asked.
pub(crate) fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Asks for a line; `None` when there is none.
pub(crate) fn line(question: &str) -> Result<Option<String>> {
    let mut out = io::stderr().lock();
    write!(out, "{question} ")?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    let answer = answer.trim().to_owned();
    Ok(Some(answer).filter(|answer| !answer.is_empty()))
}

/// Goes on only when the person agrees: here, or beforehand with `--yes`.
pub(crate) fn agree(what: &str, yes: bool) -> Result {
    if yes {
        return Ok(());
    }
    if !somebody_is_there() {
        return Err(Failure::Refused(
            Error::invalid(format!("{what} Nobody is there to ask, so nothing was changed."))
                .hint("Say so beforehand with `--yes`."),
        ));
    }
    let answer = line(&format!("{what} Go on? [y/N]"))?.unwrap_or_default().to_lowercase();
    if answer == "y" || answer == "yes" {
        return Ok(());
    }
    note("Nothing was changed.");
    Err(Failure::Said(Code::No))
}

/// A passphrase from a variable, when it is set and not empty.
pub(crate) fn passphrase_from(variable: &str) -> Option<Secret> {
    std::env::var(variable).ok().filter(|text| !text.is_empty()).map(Secret::new)
}

/// The passphrase of an encrypted study: from the variable or the person.
pub(crate) fn passphrase(of: &str) -> Result<Option<Secret>> {
    passphrase_of(PASSPHRASE, of)
}

/// A passphrase from its variable or the person; `None` where nobody can be asked.
pub(crate) fn passphrase_of(variable: &str, of: &str) -> Result<Option<Secret>> {
    if let Some(secret) = passphrase_from(variable) {
        return Ok(Some(secret));
    }
    if !somebody_is_there() {
        return Ok(None);
    }
    Ok(Some(Secret::new(hidden(&format!("Passphrase of {of}: "))?)))
}

/// The passphrase of the key to the pseudonyms, from the person; nothing when they leave it empty.
pub(crate) fn key_passphrase() -> Result<Option<KeyAccess>> {
    let typed = hidden("Passphrase of the key to the pseudonyms (nothing to go on without it): ")?;
    Ok(Some(typed)
        .filter(|typed| !typed.is_empty())
        .map(|typed| KeyAccess::new(Secret::new(typed))))
}

/// A new passphrase, typed twice or from the first of these variables that is set.
///
/// Whoever sets one is told first what losing it means.
pub(crate) fn new_passphrase(variables: &[&str]) -> Result<Secret> {
    let set = variables.iter().find_map(|variable| passphrase_from(variable));
    if set.is_some() || somebody_is_there() {
        note("A lost passphrase cannot be recovered by anybody. Keep it in a safe place.");
    }
    if let Some(secret) = set {
        return Ok(secret);
    }
    if !somebody_is_there() {
        return Err(Failure::Refused(
            Error::new(Kind::Denied, "A new passphrase is needed, and nobody is there to ask.")
                .hint(format!("Set {}.", variables.join(" or "))),
        ));
    }
    let first = hidden("New passphrase: ")?;
    if first.is_empty() {
        return Err(usage("A passphrase cannot be empty. Nothing was changed."));
    }
    if hidden("The same once more: ")? != first {
        return Err(usage("The two differ. Nothing was changed."));
    }
    Ok(Secret::new(first))
}

fn hidden(question: &str) -> Result<String> {
    Ok(rpassword::prompt_password(question)?)
}

/// A text given as an argument; `-` stands for standard input.
pub(crate) fn text(given: String) -> Result<String> {
    if given != "-" {
        return Ok(given);
    }
    let mut text = String::new();
    io::stdin().lock().read_to_string(&mut text).map_err(|error| match error.kind() {
        io::ErrorKind::InvalidData => Failure::Refused(Error::new(
            Kind::BadFile,
            "Standard input is not text in UTF-8. Nothing was changed.",
        )),
        _ => Failure::from(error),
    })?;
    Ok(text)
}

/// The text of a file; `-` stands for standard input.
pub(crate) fn file(path: &std::path::Path) -> Result<String> {
    if path == std::path::Path::new("-") {
        return text("-".to_owned());
    }
    let name = path.display();
    let bytes = std::fs::read(path)
        .map_err(|error| Error::new(Kind::BadFile, format!("{name} cannot be read: {error}.")))?;
    String::from_utf8(bytes).map_err(|_| {
        let error = Error::new(Kind::BadFile, format!("{name} is not text in UTF-8."));
        Failure::Refused(error.hint("Save it as plain text, or bring it in with `trefoil import`."))
    })
}
