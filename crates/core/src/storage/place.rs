//! Where a study lives, as typed: a path, or `postgres://…?study=NAME`.
//!
//! Also knows which folders are risky for a file that is being written: network file systems
//! (where locks are not to be trusted) and folders that a cloud client copies behind one's back.
//! The look at mounted file systems is the system-only part and stays in this file.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};

/// Where a study lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Place {
    /// A study file.
    File(PathBuf),
    /// A schema on a PostgreSQL server.
    Server {
        /// The address without the `study` parameter.
        address: String,
        /// The study's name on that server.
        study: String,
    },
}

impl Place {
    /// Reads what a person typed.
    pub fn parse(text: &str) -> Result<Self> {
        if !(text.starts_with("postgres://") || text.starts_with("postgresql://")) {
            return Ok(Self::File(PathBuf::from(text)));
        }
        let missing =
            || Error::invalid("The address does not say which study: end it with `?study=NAME`.");
        let (base, query) = text.split_once('?').ok_or_else(missing)?;
        let (own, others): (Vec<&str>, Vec<&str>) =
            query.split('&').partition(|part| part.starts_with("study="));
        let study = own.first().and_then(|part| part.split_once('=')).ok_or_else(missing)?.1;
        let fits = (1..=48).contains(&study.len())
            && study.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_');
        if !fits {
            return Err(Error::invalid(format!(
                "“{study}” cannot name a study on a server: use small letters a–z, digits and \
                 underscores, at most 48."
            )));
        }
        let mut address = base.to_owned();
        if !others.is_empty() {
            address.push('?');
            address.push_str(&others.join("&"));
        }
        Ok(Self::Server { address, study: study.to_owned() })
    }

    /// The file, when it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Server { .. } => None,
        }
    }

    /// What is risky about writing here, as a sentence for the person; `None` when nothing is.
    pub fn risk(&self) -> Option<String> {
        let path = std::path::absolute(self.file()?).ok()?;
        let folder = path.parent()?;
        if let Some(client) = synced_by(folder) {
            return Some(format!(
                "{} lies in a folder that {client} copies by itself. A copy taken in the middle \
                 of a change can be broken: keep the open study elsewhere and use `trefoil copy`.",
                path.display()
            ));
        }
        network_file_system(folder).map(|kind| {
            format!(
                "{} lies on a network drive ({kind}), where locks cannot be trusted. Let only one \
                 computer open it at a time, or keep the study on a PostgreSQL server.",
                path.display()
            )
        })
    }
}

impl fmt::Display for Place {
    /// The place without any password.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(f),
            Self::Server { address, study } => {
                let host = address.rsplit_once('@').map_or_else(
                    || address.split_once("://").map_or(address.as_str(), |(_, rest)| rest),
                    |(_, host)| host,
                );
                let host = host.split_once('?').map_or(host, |(host, _)| host);
                write!(f, "postgres://{host}?study={study}")
            }
        }
    }
}

fn synced_by(folder: &Path) -> Option<&'static str> {
    const CLIENTS: &[(&str, &str)] = &[
        ("dropbox", "Dropbox"),
        ("onedrive", "OneDrive"),
        ("google drive", "Google Drive"),
        ("googledrive", "Google Drive"),
        ("my drive", "Google Drive"),
        ("icloud drive", "iCloud"),
        ("mobile documents", "iCloud"),
        ("nextcloud", "Nextcloud"),
        ("owncloud", "ownCloud"),
        ("syncthing", "Syncthing"),
        ("pclouddrive", "pCloud"),
    ];
    folder.components().rev().find_map(|part| {
        let part = part.as_os_str().to_string_lossy().to_lowercase();
        CLIENTS.iter().find(|(mark, _)| part.starts_with(mark)).map(|(_, client)| *client)
    })
}

#[cfg(target_os = "linux")]
fn network_file_system(folder: &Path) -> Option<String> {
    let folder = folder.canonicalize().ok()?;
    let mounts = std::fs::read_to_string("/proc/self/mountinfo").ok()?;
    network_mount(&mounts, &folder)
}

#[cfg(not(target_os = "linux"))]
fn network_file_system(_: &Path) -> Option<String> {
    None
}

/// The kind of network file system that a folder lies on, by the mount table of Linux.
#[cfg(any(target_os = "linux", test))]
fn network_mount(mounts: &str, folder: &Path) -> Option<String> {
    const NETWORK: &[&str] =
        &["nfs", "nfs4", "cifs", "smb3", "smbfs", "afs", "ncpfs", "9p", "ceph", "glusterfs"];
    let mut best: Option<(usize, &str)> = None;
    for line in mounts.lines() {
        let Some((left, right)) = line.split_once(" - ") else { continue };
        let Some(point) = left.split(' ').nth(4) else { continue };
        let Some(kind) = right.split(' ').next() else { continue };
        let point = point.replace("\\040", " ");
        if folder.starts_with(&point) && best.is_none_or(|(length, _)| point.len() >= length) {
            best = Some((point.len(), kind));
        }
    }
    let (_, kind) = best?;
    let network = NETWORK.contains(&kind)
        || kind.strip_prefix("fuse.").is_some_and(|inner| {
            ["sshfs", "rclone", "s3fs", "davfs", "gvfsd-fuse", "glusterfs"].contains(&inner)
        });
    network.then(|| kind.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_address_keeps_its_options_and_gives_up_the_study() {
        let place = Place::parse("postgres://ada:pw@db.example/x?sslmode=disable&study=first_year");
        let place = place.expect("is an address");
        assert_eq!(
            place,
            Place::Server {
                address: "postgres://ada:pw@db.example/x?sslmode=disable".into(),
                study: "first_year".into()
            }
        );
        assert_eq!(place.to_string(), "postgres://db.example/x?study=first_year");
    }

    #[test]
    fn an_address_without_a_study_or_with_a_hostile_one_is_refused() {
        assert!(Place::parse("postgres://localhost/x").is_err());
        assert!(Place::parse("postgres://localhost/x?study=a;drop").is_err());
        assert!(Place::parse("postgres://localhost/x?study=").is_err());
    }

    #[test]
    fn synced_folders_and_network_drives_are_recognised() {
        assert_eq!(synced_by(Path::new("/home/ada/Dropbox (Charity)/phd")), Some("Dropbox"));
        assert_eq!(synced_by(Path::new("/home/ada/OneDrive - Charity")), Some("OneDrive"));
        assert_eq!(synced_by(Path::new("/home/ada/studies")), None);
        let mounts = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n\
                      40 22 0:40 / /mnt/team\\040share rw shared:1 - cifs //server/share rw\n\
                      41 22 0:41 / /mnt/team rw - fuse.sshfs host: rw\n";
        let kind = |path: &str| network_mount(mounts, Path::new(path));
        assert_eq!(kind("/mnt/team share/study"), Some("cifs".into()));
        assert_eq!(kind("/mnt/team/study"), Some("fuse.sshfs".into()));
        assert_eq!(kind("/home/ada"), None);
    }
}
