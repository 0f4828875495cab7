//! The report's sentences: rows that each cite the themes, passages and conditions they rest on.

use crate::id::Id;
use crate::storage::Filing;

crate::words! {
    /// Where in the report a sentence stands.
    pub enum Section, "a section of the report" {
        /// What the report comes to.
        Summary = "summary",
        /// Where, with whom and how the study was done.
        Method = "method",
        /// What was found.
        Findings = "findings",
        /// What the model of conditions says.
        Conditions = "conditions",
        /// What should be done.
        Recommendations = "recommendations",
        /// What the study cannot say.
        Limits = "limits",
    }
}

crate::record! {
    /// One sentence, or one short paragraph, of the report.
    pub struct Sentence in "sentence", filed Filing::Study; {
        /// Its id.
        id: Id,
        /// Where it stands.
        section: Section,
        /// Its place in that section.
        position: i64,
        /// What it says.
        text: String,
    }
}

crate::record! {
    /// What a sentence rests on: one theme, one passage or one condition.
    pub struct SentenceCitation in "sentence_citation", filed Filing::Through("passage"); {
        /// Its id.
        id: Id,
        /// The sentence.
        sentence: Id => "sentence",
        /// The theme.
        theme: Option<Id> => "theme",
        /// The passage.
        passage: Option<Id> => "passage",
        /// The condition.
        condition: Option<Id> => "condition",
        /// Its place among the citations of that sentence.
        position: i64,
    }
}
