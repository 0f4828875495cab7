//! The demo's codebook: six groups, and under each the codes that are put on passages.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::error::Result;

use crate::making::Making;

impl Making<'_> {
    /// Writes the codebook, as one act.
    pub(crate) fn write_codebook(&mut self) -> Result<()> {
        self.teller.step("Writing the codebook");
        self.calendar.pass(30);
        let act = self.act();
        for group in &self.analysis.codes {
            let parent = act.perform(CodeAdd {
                name: group.name.clone(),
                definition: group.definition.clone(),
                ..CodeAdd::default()
            })?;
            for code in &group.codes {
                let added = act.perform(CodeAdd {
                    name: code.name.clone(),
                    parent: Some(parent.outcome),
                    definition: code.definition.clone(),
                    include: code.include.clone(),
                    exclude: code.exclude.clone(),
                    example: code.example.clone(),
                    colour: None,
                })?;
                self.codes.insert(code.slug.clone(), added.outcome);
            }
        }
        Ok(())
    }
}
