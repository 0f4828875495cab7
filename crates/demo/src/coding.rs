//! Coding the demo: every mark of the scripts becomes a passage with its code.

use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source;
use trefoil_core::error::Result;
use trefoil_core::id::Id;
use trefoil_core::study::Session;

use crate::analysis::Quote;
use crate::making::{Making, unknown};
use crate::script::Script;

/// How long the researcher takes for a source, in minutes.
const MINUTES: i64 = 9;

impl Making<'_> {
    /// Codes every source that came in and is not coded yet, in the order in which they were made;
    /// each is one act, with the memos that were written while reading it.
    pub(crate) fn code_what_came(&mut self) -> Result<()> {
        let scripts = self.scripts;
        let mut came: Vec<&Script> = scripts
            .iter()
            .filter(|script| self.sources.contains_key(&script.name))
            .filter(|script| !self.coded.contains(&script.name))
            .collect();
        came.sort_by_key(|script| &script.date);
        for script in came {
            self.teller.step(format!("Coding {}", script.name));
            self.calendar.pass(MINUTES);
            let act = self.act();
            self.code_source(&act, script)?;
            self.write_memos_on(&act, &script.name)?;
            self.coded.insert(script.name.clone());
        }
        Ok(())
    }

    fn code_source(&mut self, act: &Session, script: &Script) -> Result<()> {
        let source = self.source(&script.name)?;
        let text = self.study.read(move |reader| source::text(reader, source))?;
        let text = text.ok_or_else(|| unknown("text", &script.name))?.text;
        for (mark, span) in script.marks.iter().zip(script.spans_in(&text)?) {
            let added = act.perform(CodingAdd {
                source: Some(source),
                start: Some(span.start),
                end: Some(span.end),
                codes: vec![self.code(&mark.slug)?],
                ..CodingAdd::default()
            })?;
            let key = (script.name.clone(), script.letters_of(mark));
            self.passages.insert(key, added.outcome.passage);
        }
        for second in self.analysis.second_codings.iter().filter(|one| one.source == script.name) {
            let (source, text) = (second.source.clone(), second.text.clone());
            let passage = self.passage(&Quote { source, text })?;
            act.perform(add_code(passage, self.code(&second.slug)?))?;
        }
        Ok(())
    }
}

fn add_code(passage: Id, code: Id) -> CodingAdd {
    CodingAdd { passage: Some(passage), codes: vec![code], ..CodingAdd::default() }
}
