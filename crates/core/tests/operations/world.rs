//! What there is in the study at the moment, for arguments that often fit.

use std::collections::HashMap;

use serde_json::{Value as Json, json};
use trefoil_core::id::Id;
use trefoil_core::sentence::SentenceCitation;
use trefoil_core::study::{Study, tables};
use trefoil_testkit::Random;

/// What there is, by noun.
pub(crate) struct World {
    pub(crate) ids: HashMap<&'static str, Vec<Id>>,
    pub(crate) media: Vec<Id>,
    pub(crate) citations: Vec<SentenceCitation>,
    pub(crate) waves: Vec<String>,
    /// Sources that have a text, with its revision.
    pub(crate) texts: Vec<(Id, Id)>,
    /// Attributes, and what they are of.
    pub(crate) attributes: Vec<(Id, String)>,
    /// Sets, and sources in them.
    pub(crate) members: Vec<(Id, Id)>,
    /// What hangs together, by the noun that says so.
    pub(crate) links: HashMap<&'static str, Vec<(Id, Id)>>,
}

/// Nouns that link two things, and the columns of the two.
const LINKS: &[(&str, &str, &str)] = &[
    ("theme_code", "theme", "code"),
    ("theme_passage", "theme", "passage"),
    ("condition_need", "condition", "needs"),
    ("condition_theme", "condition", "theme"),
];

impl World {
    pub(crate) fn look(study: &Study) -> Self {
        study
            .read_whole(|reader| {
                let ids = |table: &str| -> Result<Vec<Id>, trefoil_core::error::Error> {
                    let sql = format!("SELECT id FROM {table} ORDER BY id");
                    reader.query(&sql, &[])?.iter().map(|row| row.get(0)).collect()
                };
                let pairs = |sql: &str| -> Result<Vec<(Id, Id)>, trefoil_core::error::Error> {
                    let rows = reader.query(sql, &[])?;
                    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
                };
                let mut world = World {
                    ids: HashMap::new(),
                    media: ids("media")?,
                    waves: reader
                        .query("SELECT name FROM wave ORDER BY position", &[])?
                        .iter()
                        .map(|row| row.get(0))
                        .collect::<Result<_, trefoil_core::error::Error>>()?,
                    citations: reader.list("ORDER BY id", &[])?,
                    texts: pairs(
                        "SELECT id, revision FROM source WHERE revision IS NOT NULL ORDER BY id",
                    )?,
                    attributes: reader
                        .query("SELECT id, noun FROM attribute ORDER BY id", &[])?
                        .iter()
                        .map(|row| Ok((row.get(0)?, row.get(1)?)))
                        .collect::<Result<_, trefoil_core::error::Error>>()?,
                    members: reader
                        .query("SELECT source_set, source FROM source_set_member ORDER BY id", &[])?
                        .iter()
                        .map(|row| Ok((row.get(0)?, row.get(1)?)))
                        .collect::<Result<_, trefoil_core::error::Error>>()?,
                    links: HashMap::new(),
                };
                for table in tables::ALL {
                    world.ids.insert(table.name, ids(table.name)?);
                }
                for (noun, one, other) in LINKS {
                    let sql = format!("SELECT {one}, {other} FROM {noun} ORDER BY id");
                    world.links.insert(noun, pairs(&sql)?);
                }
                Ok(world)
            })
            .expect("the study can be read")
    }

    /// Something of this noun; now and then an id that nothing has.
    pub(crate) fn one(&self, noun: &str, random: &mut Random) -> Json {
        let nothing = json!(Id::new(1));
        if random.chance(3) {
            return nothing;
        }
        random.pick(&self.ids[noun]).map_or(nothing, |id| json!(id))
    }

    pub(crate) fn maybe(&self, noun: &str, random: &mut Random) -> Json {
        if random.chance(50) || self.ids[noun].is_empty() {
            Json::Null
        } else {
            self.one(noun, random)
        }
    }

    pub(crate) fn some(&self, noun: &str, random: &mut Random) -> Json {
        if self.ids[noun].is_empty() {
            return json!([]);
        }
        (0..random.below(3)).map(|_| self.one(noun, random)).collect()
    }

    /// The name of a wave, or none.
    pub(crate) fn wave(&self, random: &mut Random) -> Json {
        let name = if random.chance(50) { None } else { random.pick(&self.waves) };
        json!(name.map_or("", String::as_str))
    }

    /// An attribute, and what it is of.
    pub(crate) fn attribute(&self, random: &mut Random) -> Option<(Id, String)> {
        random.pick(&self.attributes).cloned()
    }

    /// A set, and a source in it.
    pub(crate) fn member(&self, random: &mut Random) -> Option<(Id, Id)> {
        random.pick(&self.members).copied()
    }

    /// A source; mostly one that has a text, or one that has none.
    pub(crate) fn source(&self, with_text: bool, random: &mut Random) -> Json {
        let has_text = |id: &&Id| self.texts.iter().any(|(source, _)| source == *id) == with_text;
        let fitting: Vec<Id> = self.ids["source"].iter().filter(has_text).copied().collect();
        match random.pick(&fitting) {
            Some(id) if random.chance(70) => json!(id),
            _ => self.one("source", random),
        }
    }

    /// Two things that this noun links; seldom, or where nothing is linked, any two of these nouns.
    pub(crate) fn linked(
        &self,
        noun: &str,
        any: (&str, &str),
        random: &mut Random,
    ) -> (Json, Json) {
        match random.pick(&self.links[noun]) {
            Some((one, other)) if random.chance(80) => (json!(one), json!(other)),
            _ => (self.one(any.0, random), self.one(any.1, random)),
        }
    }

    pub(crate) fn cites(&self, random: &mut Random) -> Json {
        json!({
            "themes": self.some("theme", random), "passages": self.some("passage", random),
            "conditions": self.some("condition", random),
        })
    }
}
