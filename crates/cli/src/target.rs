//! Where reports and exports go: a file that appears whole or not at all, or standard output.
//!
//! A file is written under a passing name and renamed, so an earlier one stays until the new one
//! is there. Replacing one is asked first, and a study is never written over.

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use trefoil_core::error::{Error, Kind, Result as CoreResult};

use crate::ask;
use crate::desk::Open;
use crate::exit::{Failure, Result};

/// Where something is written to.
#[derive(Debug, Clone)]
pub(crate) enum Target {
    /// Standard output.
    Output,
    /// A file.
    File(PathBuf),
}

impl From<PathBuf> for Target {
    fn from(path: PathBuf) -> Self {
        if path == Path::new("-") { Self::Output } else { Self::File(path) }
    }
}

impl Target {
    /// The name of the file, without its folder.
    pub(crate) fn file_name(&self) -> String {
        match self {
            Self::Output => "standard output".to_owned(),
            Self::File(path) => {
                path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
            }
        }
    }

    /// Lets `work` write, and puts what it wrote in place when it went well.
    pub(crate) fn write<T>(
        &self,
        open: &Open<'_>,
        work: impl FnOnce(Box<dyn Write + Send>) -> CoreResult<T>,
    ) -> Result<T> {
        self.write_as(open, File::options().write(true).create(true).truncate(true), work)
    }

    /// The same, into a file that nobody else on this computer may read.
    pub(crate) fn write_private<T>(
        &self,
        open: &Open<'_>,
        work: impl FnOnce(Box<dyn Write + Send>) -> CoreResult<T>,
    ) -> Result<T> {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        self.write_as(open, &options, work)
    }

    fn write_as<T>(
        &self,
        open: &Open<'_>,
        options: &OpenOptions,
        work: impl FnOnce(Box<dyn Write + Send>) -> CoreResult<T>,
    ) -> Result<T> {
        match self {
            Self::Output => to_output(work),
            Self::File(path) => {
                refuse_the_study(path, open)?;
                // An empty file, such as `mktemp` makes, has nothing to lose.
                if std::fs::metadata(path).is_ok_and(|found| found.len() > 0 || found.is_dir()) {
                    let what = format!("{} is there already and will be replaced.", path.display());
                    ask::agree(&what, open.manner.yes)?;
                }
                to_file(path, options, work)
            }
        }
    }
}

/// Standard output that remembers when nobody reads it any more.
struct Output {
    closed: Arc<AtomicBool>,
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes).inspect_err(|error| self.see(error))
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush().inspect_err(|error| self.see(error))
    }
}

impl Output {
    fn see(&self, error: &io::Error) {
        if error.kind() == io::ErrorKind::BrokenPipe {
            self.closed.store(true, Ordering::Relaxed);
        }
    }
}

fn to_output<T>(work: impl FnOnce(Box<dyn Write + Send>) -> CoreResult<T>) -> Result<T> {
    let closed = Arc::new(AtomicBool::new(false));
    let out = BufWriter::with_capacity(1 << 16, Output { closed: closed.clone() });
    work(Box::new(out)).map_err(|error| {
        if closed.load(Ordering::Relaxed) { Failure::Closed } else { Failure::Refused(error) }
    })
}

fn to_file<T>(
    path: &Path,
    options: &OpenOptions,
    work: impl FnOnce(Box<dyn Write + Send>) -> CoreResult<T>,
) -> Result<T> {
    let refused = |error: io::Error| {
        let message = format!("{} cannot be written: {error}.", path.display());
        Error::new(Kind::Io, message).because(error)
    };
    let mut passing = path.as_os_str().to_owned();
    passing.push(format!("-new-{}", std::process::id()));
    let passing = PathBuf::from(passing);
    let file = options.open(&passing).map_err(refused)?;
    let written = file
        .try_clone()
        .map_err(refused)
        .and_then(|file| work(Box::new(BufWriter::with_capacity(1 << 16, file))))
        .and_then(|answer| {
            file.sync_all().and_then(|()| std::fs::rename(&passing, path)).map_err(refused)?;
            Ok(answer)
        });
    if written.is_err() {
        let _ = std::fs::remove_file(&passing);
    }
    Ok(written?)
}

/// `-o housing.trefoil` is a slip that would cost everything.
fn refuse_the_study(path: &Path, open: &Open<'_>) -> Result {
    let same = open.study.place().file().is_some_and(
        |study| matches!((study.canonicalize(), path.canonicalize()), (Ok(a), Ok(b)) if a == b),
    );
    if !same {
        return Ok(());
    }
    let error = Error::invalid(format!("{} is the study itself.", path.display()));
    Err(Failure::Refused(error.hint("Give another name behind `-o`. Nothing was changed.")))
}
