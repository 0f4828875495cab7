//! `trefoil model`: the models of speech on this computer.
//!
//! A model comes from a file, such as on a stick, or is fetched when somebody says so; nothing else
//! in the program ever opens a connection to get one.

use std::ops::ControlFlow;
use std::path::PathBuf;

use clap::{Args, Subcommand};
use serde::Serialize;
use trefoil_core::clock::{Clock, moment};
use trefoil_core::error::{Error, Kind, sentence};
use trefoil_remote::{RemoteError, download};
use trefoil_speech::model_store::{
    Adding, Details, Expected, Fault, KNOWN_DETECTORS, KNOWN_MODELS, ModelKind, ModelStore,
    Progress, StoreError, StoredModel, find_known, find_known_detector, suggest_name,
};

use crate::desk::Desk;
use crate::exit::{Code, Failure, Result, usage};
use crate::output::{self, Page, Table, ending};
use crate::{ask, models, progress};

/// The models of speech on this computer.
#[derive(Debug, Args)]
#[command(
    after_help = "A model is a ggml file of whisper.cpp, a safetensors file, or a folder as \
    Hugging Face has them.\nA detector of voices is a Silero file (silero_vad*.onnx), for \
    `trefoil transcribe --voices silero`.\nOn a computer without a network: bring the file on a stick and say \
    `trefoil model add FILE`."
)]
pub(crate) struct Model {
    /// The folder of models
    #[arg(long, value_name = "DIR", global = true)]
    models: Option<PathBuf>,
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Debug, Subcommand)]
enum Verb {
    /// List those that are here
    List {
        /// Those too that can be fetched
        #[arg(long)]
        all: bool,
    },
    /// Take in a file or a folder
    Add {
        /// The file or folder
        path: PathBuf,
        /// What it is called from now on
        #[arg(long, value_name = "NAME")]
        name: Option<String>,
        /// Leave it where it is
        #[arg(long)]
        link: bool,
        /// What it may be used for
        #[arg(long, value_name = "TEXT")]
        licence: Option<String>,
    },
    /// Fetch one from Hugging Face, or from another address; goes on where it was broken off
    Fetch {
        /// Its name, such as base or small; `list --all` shows them
        name: String,
        /// Where it is instead
        #[arg(long, value_name = "URL")]
        from: Option<String>,
        /// The SHA-256 of a file from there, in hexadecimal
        #[arg(long, value_name = "HEX", requires = "from")]
        sha256: Option<String>,
    },
    /// Compare files with what they were when they were taken in
    Verify {
        /// Its name; all when not said
        name: Option<String>,
    },
    /// Print where one lies, or the folder of all
    Path {
        /// Its name
        name: Option<String>,
    },
    /// Delete one; a linked file stays where it is
    Remove {
        /// Its name
        name: String,
    },
}

/// A model as told.
#[derive(Debug, Serialize)]
struct Told {
    #[serde(flatten)]
    model: StoredModel,
    /// Whether it is one whose hash is known.
    verified: bool,
}

pub(crate) fn run(command: Model, desk: &Desk) -> Result {
    let store = ModelStore::new(models::folder(command.models));
    match command.verb {
        Verb::List { all } => list(&store, all, desk),
        Verb::Add { path, name, link, licence } => {
            let name = name
                .or_else(|| suggest_name(&path))
                .ok_or_else(|| usage("Say what it is called: --name NAME."))?;
            let adding = if link { Adding::Link } else { Adding::Copy };
            let details = Details { licence, origin: None, added: now() };
            let bar = progress::bar("Reading", desk);
            let added = store.add(&path, &name, adding, &details, &mut |done| show(&bar, done));
            bar.finish_and_clear();
            tell_added(&added.map_err(refused)?, desk)
        }
        Verb::Fetch { name, from, sha256 } => fetch(&store, &name, from, sha256, desk),
        Verb::Verify { name } => verify(&store, name, desk),
        Verb::Path { name } => {
            let path = match name {
                Some(name) => store.path(&name).map_err(refused)?,
                None => store.folder().to_owned(),
            };
            if desk.manner.json {
                return output::json(&path);
            }
            let mut page = Page::default();
            page.line(path.display().to_string());
            page.print()
        }
        Verb::Remove { name } => {
            let found = store.find(&name).map_err(refused)?;
            if !found.linked {
                let size = megabytes(found.bytes);
                let what = format!("Delete the model {} ({size})?", found.name);
                ask::agree(&what, desk.manner.yes)?;
            }
            let removed = store.remove(&name).map_err(refused)?;
            say(
                desk,
                &match removed.kept {
                    Some(path) => format!(
                        "{} is off the list; {} stays where it is.",
                        found.name,
                        path.display()
                    ),
                    None => {
                        format!("Deleted {}; {} are free.", found.name, megabytes(removed.freed))
                    }
                },
            )
        }
    }
}

fn now() -> String {
    moment(Clock::System.now())
}

fn show(bar: &indicatif::ProgressBar, progress: Progress) -> ControlFlow<()> {
    bar.set_length(progress.total >> 20);
    bar.set_position(progress.done >> 20);
    ControlFlow::Continue(())
}

/// A whole number of megabytes, as file managers say it.
fn megabytes(bytes: u64) -> String {
    format!("{} MB", bytes.div_ceil(1_000_000))
}

fn say(desk: &Desk, line: &str) -> Result {
    if desk.manner.quiet || desk.manner.json {
        return Ok(());
    }
    let mut page = Page::default();
    page.line(line);
    page.print()
}

fn refused(error: StoreError) -> Failure {
    let kind = match &error {
        StoreError::Missing(_) | StoreError::Gone { .. } => Kind::NotFound,
        StoreError::Name(_) | StoreError::Kind { .. } => Kind::Invalid,
        StoreError::Exists(_) | StoreError::Occupied(_) => Kind::Conflict,
        StoreError::Busy(_) => Kind::Busy,
        StoreError::Model(_)
        | StoreError::Detector { .. }
        | StoreError::Hash { .. }
        | StoreError::Downloaded { .. } => Kind::BadFile,
        _ => Kind::Io,
    };
    Failure::Refused(Error::new(kind, sentence(&error)).because(error))
}

fn list(store: &ModelStore, all: bool, desk: &Desk) -> Result {
    let here = store.list().map_err(refused)?;
    let told: Vec<Told> =
        here.into_iter().map(|model| Told { verified: model.published.is_some(), model }).collect();
    if desk.manner.json {
        return output::json(&told);
    }
    let mut page = Page::default();
    let columns = ["Name", "Kind", "#MB", "Weights", "Languages", "Known as", "SHA-256"];
    let mut table = Table::new(&columns);
    for Told { model, .. } in &told {
        table.row([
            model.name.clone(),
            match model.kind {
                ModelKind::Words => "words",
                ModelKind::Voices => "voices",
            }
            .to_owned(),
            model.bytes.div_ceil(1_000_000).to_string(),
            model.precision.clone(),
            match (model.kind, model.languages) {
                (ModelKind::Voices, _) => "any".to_owned(),
                (ModelKind::Words, 0 | 1) => "English".to_owned(),
                (ModelKind::Words, many) => many.to_string(),
            },
            model.published.clone().unwrap_or_else(|| "unverified".to_owned()),
            ending(&model.sha256, 12),
        ]);
    }
    page.table(
        &table,
        "No model is here. Fetch one, such as: trefoil model fetch base\n\
         Or take in a file that is on this computer: trefoil model add FILE",
    );
    if all {
        page.gap();
        let mut table = Table::new(&["Can be fetched", "#MB"]);
        let models = KNOWN_MODELS.iter().map(|known| (known.name, known.bytes));
        let detectors = KNOWN_DETECTORS.iter().map(|known| (known.name, known.bytes));
        for (name, bytes) in models.chain(detectors) {
            if !told.iter().any(|one| one.model.name == name) {
                table.row([name.to_owned(), bytes.div_ceil(1_000_000).to_string()]);
            }
        }
        page.table(&table, "All that are known are here.");
    }
    page.print()
}

fn tell_added(model: &StoredModel, desk: &Desk) -> Result {
    if desk.manner.json {
        return output::json(model);
    }
    let known = match &model.published {
        Some(name) => format!("its hash is that of the published {name}"),
        None => "its hash is not known: who it is from is for you to know".to_owned(),
    };
    let what = match model.kind {
        ModelKind::Words => String::new(),
        kind @ ModelKind::Voices => format!(", {}", kind.told()),
    };
    say(desk, &format!("Took in {}{what} ({}); {known}.", model.name, megabytes(model.bytes)))
}

fn fetch(
    store: &ModelStore,
    name: &str,
    from: Option<String>,
    sha256: Option<String>,
    desk: &Desk,
) -> Result {
    let model = find_known(name).map(|it| (it.name, it.url(), it.sha256, it.bytes));
    let detector = find_known_detector(name).map(|it| (it.name, it.url(), it.sha256, it.bytes));
    let known = model.or(detector);
    let expected = match (from, &known) {
        (Some(url), _) => Expected { url, sha256, ..Expected::default() },
        (None, Some((_, url, sha256, bytes))) => Expected {
            url: url.clone(),
            sha256: Some((*sha256).to_owned()),
            bytes: Some(*bytes),
            version: None,
        },
        (None, None) => {
            return Err(Failure::Refused(
                Error::not_found(format!("No model is known as “{name}”.")).hint(
                    "`trefoil model list --all` shows those that are; --from gives an address.",
                ),
            ));
        }
    };
    let name = known.map_or(name, |(name, ..)| name);
    let mut incoming = store.open_part(name, expected).map_err(refused)?;
    let (url, version) = (incoming.expected().url.clone(), incoming.expected().version.clone());
    let bar = progress::bar("Fetching", desk);
    if !incoming.is_whole() {
        if !desk.manner.quiet {
            output::note(&format!("Fetching {name} from {url}"));
        }
        let have = incoming.bytes();
        let shared = std::cell::RefCell::new((&mut incoming, None::<StoreError>));
        let fetched = download(
            &url,
            (have, version.as_deref()),
            |begun| {
                let (incoming, failure) = &mut *shared.borrow_mut();
                bar.set_length(begun.total.unwrap_or(0) >> 20);
                keep(incoming.note(begun.total, begun.version), failure)?;
                if begun.from == 0 && incoming.bytes() > 0 {
                    keep(incoming.restart(), failure)?;
                }
                Ok(())
            },
            |piece| {
                let (incoming, failure) = &mut *shared.borrow_mut();
                keep(incoming.append(piece), failure)?;
                bar.set_position(incoming.bytes() >> 20);
                Ok(ControlFlow::Continue(()))
            },
        );
        let (_, failure) = shared.into_inner();
        bar.finish_and_clear();
        if let Some(failure) = failure {
            return Err(refused(failure));
        }
        fetched.map_err(|error| broken_off(&error))?;
    }
    let details = Details { licence: None, origin: Some(url), added: now() };
    let model = incoming.finish(&details, &mut |done| show(&bar, done)).map_err(refused)?;
    bar.finish_and_clear();
    tell_added(&model, desk)
}

/// Keeps why something cannot be kept, for a download knows only that it cannot.
fn keep(
    result: std::result::Result<(), StoreError>,
    failure: &mut Option<StoreError>,
) -> std::io::Result<()> {
    result.map_err(|error| {
        let message = error.to_string();
        *failure = Some(error);
        std::io::Error::other(message)
    })
}

fn broken_off(error: &RemoteError) -> Failure {
    Failure::Refused(Error::new(Kind::Io, error.to_string()).hint(
        "What came is kept: the same command goes on from there. Without a network: bring the file \
         on a stick and say `trefoil model add FILE`.",
    ))
}

fn verify(store: &ModelStore, name: Option<String>, desk: &Desk) -> Result {
    let names = match name {
        Some(name) => vec![store.find(&name).map_err(refused)?.name],
        None => store.list().map_err(refused)?.into_iter().map(|model| model.name).collect(),
    };
    let mut wrong = Vec::new();
    for name in &names {
        let bar = progress::bar("Reading", desk);
        let faults = store.verify(name, &mut |done| show(&bar, done)).map_err(refused)?;
        bar.finish_and_clear();
        wrong.extend(faults.into_iter().map(|fault| (name.clone(), fault)));
    }
    if desk.manner.json {
        let faults: Vec<_> = wrong.iter().map(|(name, fault)| (name, told(fault))).collect();
        output::json(&serde_json::json!({ "models": names, "faults": faults }))?;
    } else {
        let mut page = Page::default();
        if names.is_empty() {
            page.line("No model is here.");
        } else if wrong.is_empty() {
            page.line("All files are what they were when they were taken in.");
        }
        for (name, fault) in &wrong {
            page.line(format!("{name}: {}", told(fault)));
        }
        page.print()?;
    }
    if wrong.is_empty() { Ok(()) } else { Err(Failure::Said(Code::BadFile)) }
}

fn told(fault: &Fault) -> String {
    match fault {
        Fault::Gone(path) => format!("{} is gone.", path.display()),
        Fault::Changed { path, expected, found } => {
            format!("{} changed: its SHA-256 is {found}, and was {expected}.", path.display())
        }
    }
}
