//! Other programs that make text of files, and the files that they are given.
//!
//! pandoc reads documents, pdftotext reads PDF. They are looked for on the path and left out, with
//! a word, where they are missing; nothing is installed. Real files lie beside the checkout.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use trefoil_formats::{Kind, Options, survey};

/// One sort of file, and who else reads it.
#[derive(Debug, Clone, Copy)]
pub struct Sort {
    /// What it is called in tables.
    pub name: &'static str,
    /// What Trefoil should find it to be.
    pub kind: Kind,
    /// The extensions of its files.
    pub extensions: &'static [&'static str],
    /// The program and what stands before the file in its command.
    pub peer: Option<(&'static str, &'static [&'static str])>,
}

/// The sorts of files that are compared.
pub const SORTS: [Sort; 8] = [
    Sort {
        name: "docx",
        kind: Kind::Docx,
        extensions: &["docx"],
        peer: Some(("pandoc", &["-f", "docx", "-t", "plain", "--wrap=none"])),
    },
    Sort {
        name: "odt",
        kind: Kind::Odt,
        extensions: &["odt"],
        peer: Some(("pandoc", &["-f", "odt", "-t", "plain", "--wrap=none"])),
    },
    Sort {
        name: "rtf",
        kind: Kind::Rtf,
        extensions: &["rtf"],
        peer: Some(("pandoc", &["-f", "rtf", "-t", "plain", "--wrap=none"])),
    },
    Sort {
        name: "html",
        kind: Kind::Html,
        extensions: &["html", "htm", "xhtml"],
        peer: Some(("pandoc", &["-f", "html", "-t", "plain", "--wrap=none"])),
    },
    Sort {
        name: "epub",
        kind: Kind::Epub,
        extensions: &["epub"],
        peer: Some(("pandoc", &["-f", "epub", "-t", "plain", "--wrap=none"])),
    },
    Sort { name: "pdf", kind: Kind::Pdf, extensions: &["pdf"], peer: Some(("pdftotext", &[])) },
    Sort { name: "whatsapp", kind: Kind::WhatsApp, extensions: &["txt"], peer: None },
    Sort {
        name: "csv",
        kind: Kind::Csv,
        extensions: &["csv"],
        peer: Some(("pandoc", &["-f", "csv", "-t", "plain", "--wrap=none"])),
    },
];

impl Sort {
    /// The other program, where it is installed.
    pub fn installed(&self) -> Option<&'static str> {
        self.peer.map(|(program, _)| program).filter(|program| is_installed(program))
    }

    /// What the other program makes of a file; nothing when it fails.
    pub fn theirs(&self, file: &Path) -> Option<String> {
        let (program, arguments) = self.peer?;
        let mut command = Command::new(program);
        command.args(arguments).arg(file);
        if program == "pdftotext" {
            command.arg("-");
        }
        let done = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
        done.status.success().then(|| String::from_utf8_lossy(&done.stdout).into_owned())
    }

    /// Real files of this sort, when they lie beside the checkout and Trefoil reads them.
    pub fn real_files(&self) -> Vec<PathBuf> {
        let Some(root) = trefoil_testkit::shared_corpus() else {
            return Vec::new();
        };
        let mut files = Vec::new();
        gather(&root, &mut files);
        files.retain(|file| {
            let extension = file.extension().unwrap_or_default().to_string_lossy().to_lowercase();
            let is_hostile = file.components().any(|part| part.as_os_str() == "hostile");
            self.extensions.contains(&extension.as_str())
                && !is_hostile
                && ours(file).is_some_and(|(kind, _)| kind == self.kind)
        });
        files.sort();
        files
    }
}

/// What Trefoil makes of a file, tables as lines of cells; nothing when it refuses it.
pub fn ours(file: &Path) -> Option<(Kind, String)> {
    let found = survey(&[file.to_owned()]);
    let candidate = found.candidates.first()?;
    let reading = candidate.read(Options::default()).ok()?;
    let mut text = reading.document.map(|document| document.text).unwrap_or_default();
    for table in reading.tables {
        for row in std::iter::once(&table.columns).chain(&table.rows) {
            text.push_str(&row.join("\t"));
            text.push('\n');
        }
    }
    Some((candidate.kind, text))
}

fn is_installed(program: &str) -> bool {
    let path = env::var_os("PATH").unwrap_or_default();
    env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

fn gather(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => gather(&entry.path(), files),
            Ok(kind) if kind.is_file() => files.push(entry.path()),
            _ => {}
        }
    }
}
