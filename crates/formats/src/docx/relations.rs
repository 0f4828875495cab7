//! Which part of a Word document belongs to which.

use crate::Trouble;
use crate::package::Package;
use crate::xml::{self, Element, Space, Visit};

/// What a part refers to within its package.
#[derive(Debug, Default)]
pub(super) struct Relations {
    folder: String,
    /// Types and targets, in the order of the list.
    list: Vec<(String, String)>,
}

impl Relations {
    /// Reads what the package itself refers to.
    pub(super) fn of_package(package: &mut Package<'_>) -> Result<Self, Trouble> {
        Self::read(package, "_rels/.rels", String::new())
    }

    /// Reads what a part refers to.
    pub(super) fn of_part(package: &mut Package<'_>, part: &str) -> Result<Self, Trouble> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let list = format!("{folder}/_rels/{name}.rels");
        let folder = if folder.is_empty() { String::new() } else { format!("{folder}/") };
        Self::read(package, list.trim_start_matches('/'), folder)
    }

    fn read(package: &mut Package<'_>, list: &str, folder: String) -> Result<Self, Trouble> {
        let mut relations = Self { folder, list: Vec::new() };
        if let Some(bytes) = package.part(list)? {
            xml::walk(&bytes, list, &mut relations)?;
        }
        Ok(relations)
    }

    /// The first part of a type, by the end of the type's name.
    pub(super) fn find(&self, kind: &str) -> Option<String> {
        self.all(kind).next()
    }

    /// All parts of a type.
    pub(super) fn all<'a>(&'a self, kind: &'a str) -> impl Iterator<Item = String> + 'a {
        let found = self.list.iter().filter(move |(found, _)| found.ends_with(kind));
        found.map(|(_, target)| match target.strip_prefix('/') {
            Some(absolute) => absolute.to_owned(),
            None => format!("{}{target}", self.folder),
        })
    }

    /// Unpacks the first part of a type, or the one of the usual name.
    pub(super) fn part(
        &self,
        package: &mut Package<'_>,
        kind: &str,
    ) -> Result<Option<(String, Vec<u8>)>, Trouble> {
        let name = self.find(kind).unwrap_or_else(|| format!("word{kind}.xml"));
        Ok(package.part(&name)?.map(|bytes| (name, bytes)))
    }
}

impl Visit for Relations {
    fn open(&mut self, element: &Element<'_>) {
        let is_inside = element.attribute("TargetMode").as_deref() != Some("External");
        if element.name == "Relationship"
            && is_inside
            && let (Some(kind), Some(target)) =
                (element.attribute("Type"), element.attribute("Target"))
        {
            self.list.push((kind, target));
        }
    }

    fn close(&mut self, _: Space, _: &str) {}

    fn text(&mut self, _: &str) {}
}
