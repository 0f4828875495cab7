//! Every operation there is, by name.

use super::operation::Described;
use super::{PersonSet, StudySet};
use crate::action::{ActionAdd, ActionRemove, ActionSet};
use crate::care::consent::{ConsentDefaultSet, ConsentSet, WaveAdd, WaveRemove, WaveSet};
use crate::care::erasure::{
    DutyDone, ErasureForgetRaw, ErasurePassage, ErasureRecordings, ErasureSource,
    WithdrawalCarryOut,
};
use crate::care::output::OutputNote;
use crate::care::policy::PolicySet;
use crate::care::pseudonym::{
    KeyChange, KeyDestroy, KeySeal, KeyUnseal, PseudonymAdd, PseudonymRemove, PseudonymSet,
};
use crate::care::redaction::{RedactionApply, RedactionRefuse, RedactionRemove, RedactionSet};
use crate::care::retention::{
    RetentionBegin, RetentionDone, RetentionHold, RetentionRelease, RetentionSet,
};
use crate::codebook::{CodeAdd, CodeMerge, CodeMove, CodeRemove, CodeSet};
use crate::coding::{CodingAdd, CodingRemove, PassageRemove};
use crate::condition::{
    ConditionAdd, ConditionBear, ConditionMark, ConditionMove, ConditionNeeds, ConditionRemove,
    ConditionSet, ConditionUnbear, ConditionUnneed, EvidenceAdd, EvidenceRemove, GuidanceAdd,
    GuidanceRemove, IndicatorAdd, IndicatorMove, IndicatorRemove, IndicatorSet, ModelBegin,
};
use crate::corpus::attribute::{
    AttributeAdd, AttributeMove, AttributeRemove, AttributeSet, AttributeValueSet,
    AttributeValuesSet,
};
use crate::corpus::expectation::{ExpectationAdd, ExpectationRemove, ExpectationSet};
use crate::corpus::field_note::FieldNoteWrite;
use crate::corpus::name_rule::{NameRuleAdd, NameRuleMove, NameRuleRemove};
use crate::corpus::participant::{ParticipantAdd, ParticipantRemove, ParticipantSet};
use crate::corpus::sender::SenderKeep;
use crate::corpus::set::{SetAdd, SetPut, SetRemove, SetSet, SetTake};
use crate::corpus::source::{SourceAdd, SourceAttach, SourceLengthen, SourceRemove, SourceSet};
use crate::corpus::stream::StreamSet;
use crate::exchange::json::StudyRestore;
use crate::memo::{MemoAdd, MemoRemove, MemoSet};
use crate::record::RecordSet;
use crate::sentence::{
    SentenceAdd, SentenceCite, SentenceMove, SentenceRemove, SentenceSet, SentenceUncite,
};
use crate::theme::{
    RoundAdd, RoundRemove, RoundSet, ThemeAdd, ThemeGather, ThemeMerge, ThemeMove, ThemePlace,
    ThemeQuote, ThemeRelease, ThemeRemove, ThemeSet,
};
use crate::transcript::{
    SegmentJoin, SegmentSet, SegmentSplit, SourceCorrect, SpeakerSet, TranscriptMark,
    TranscriptWrite,
};
use crate::transcription::{TranscriptionAsk, TranscriptionSet, TranscriptionStop};

/// All operations, by noun.
pub const ALL: &[Described] = &[
    Described::of::<StudySet>(),
    Described::of::<StudyRestore>(),
    Described::of::<PersonSet>(),
    Described::of::<StreamSet>(),
    Described::of::<ParticipantAdd>(),
    Described::of::<ParticipantSet>(),
    Described::of::<ParticipantRemove>(),
    Described::of::<PseudonymAdd>(),
    Described::of::<PseudonymSet>(),
    Described::of::<PseudonymRemove>(),
    Described::of::<KeySeal>(),
    Described::of::<KeyUnseal>(),
    Described::of::<KeyChange>(),
    Described::of::<KeyDestroy>(),
    Described::of::<SenderKeep>(),
    Described::of::<SourceAdd>(),
    Described::of::<SourceAttach>(),
    Described::of::<SourceSet>(),
    Described::of::<SourceCorrect>(),
    Described::of::<SourceLengthen>(),
    Described::of::<SourceRemove>(),
    Described::of::<FieldNoteWrite>(),
    Described::of::<SpeakerSet>(),
    Described::of::<SegmentSet>(),
    Described::of::<SegmentSplit>(),
    Described::of::<SegmentJoin>(),
    Described::of::<TranscriptWrite>(),
    Described::of::<TranscriptMark>(),
    Described::of::<TranscriptionAsk>(),
    Described::of::<TranscriptionSet>(),
    Described::of::<TranscriptionStop>(),
    Described::of::<AttributeAdd>(),
    Described::of::<AttributeSet>(),
    Described::of::<AttributeMove>(),
    Described::of::<AttributeValueSet>(),
    Described::of::<AttributeValuesSet>(),
    Described::of::<AttributeRemove>(),
    Described::of::<SetAdd>(),
    Described::of::<SetSet>(),
    Described::of::<SetPut>(),
    Described::of::<SetTake>(),
    Described::of::<SetRemove>(),
    Described::of::<ExpectationAdd>(),
    Described::of::<ExpectationSet>(),
    Described::of::<ExpectationRemove>(),
    Described::of::<NameRuleAdd>(),
    Described::of::<NameRuleMove>(),
    Described::of::<NameRuleRemove>(),
    Described::of::<RedactionApply>(),
    Described::of::<RedactionRefuse>(),
    Described::of::<RedactionSet>(),
    Described::of::<RedactionRemove>(),
    Described::of::<CodeAdd>(),
    Described::of::<CodeSet>(),
    Described::of::<CodeMove>(),
    Described::of::<CodeMerge>(),
    Described::of::<CodeRemove>(),
    Described::of::<CodingAdd>(),
    Described::of::<CodingRemove>(),
    Described::of::<PassageRemove>(),
    Described::of::<MemoAdd>(),
    Described::of::<MemoSet>(),
    Described::of::<MemoRemove>(),
    Described::of::<ModelBegin>(),
    Described::of::<ConditionAdd>(),
    Described::of::<ConditionSet>(),
    Described::of::<ConditionNeeds>(),
    Described::of::<ConditionUnneed>(),
    Described::of::<ConditionMark>(),
    Described::of::<ConditionBear>(),
    Described::of::<ConditionUnbear>(),
    Described::of::<ConditionMove>(),
    Described::of::<ConditionRemove>(),
    Described::of::<IndicatorAdd>(),
    Described::of::<IndicatorSet>(),
    Described::of::<IndicatorMove>(),
    Described::of::<IndicatorRemove>(),
    Described::of::<EvidenceAdd>(),
    Described::of::<EvidenceRemove>(),
    Described::of::<GuidanceAdd>(),
    Described::of::<GuidanceRemove>(),
    Described::of::<ThemeAdd>(),
    Described::of::<ThemeSet>(),
    Described::of::<ThemeGather>(),
    Described::of::<ThemeRelease>(),
    Described::of::<ThemeQuote>(),
    Described::of::<ThemePlace>(),
    Described::of::<ThemeMove>(),
    Described::of::<ThemeMerge>(),
    Described::of::<ThemeRemove>(),
    Described::of::<RoundAdd>(),
    Described::of::<RoundSet>(),
    Described::of::<RoundRemove>(),
    Described::of::<ActionAdd>(),
    Described::of::<ActionSet>(),
    Described::of::<ActionRemove>(),
    Described::of::<SentenceAdd>(),
    Described::of::<SentenceSet>(),
    Described::of::<SentenceCite>(),
    Described::of::<SentenceUncite>(),
    Described::of::<SentenceMove>(),
    Described::of::<SentenceRemove>(),
    Described::of::<RecordSet>(),
    Described::of::<OutputNote>(),
    Described::of::<WithdrawalCarryOut>(),
    Described::of::<ErasureSource>(),
    Described::of::<ErasurePassage>(),
    Described::of::<ErasureForgetRaw>(),
    Described::of::<ErasureRecordings>(),
    Described::of::<RetentionBegin>(),
    Described::of::<RetentionSet>(),
    Described::of::<RetentionHold>(),
    Described::of::<RetentionRelease>(),
    Described::of::<RetentionDone>(),
    Described::of::<DutyDone>(),
    Described::of::<ConsentSet>(),
    Described::of::<ConsentDefaultSet>(),
    Described::of::<WaveAdd>(),
    Described::of::<WaveSet>(),
    Described::of::<WaveRemove>(),
    Described::of::<PolicySet>(),
];

/// The operation with this name.
pub fn by_name(name: &str) -> Option<Described> {
    ALL.iter().copied().find(|operation| operation.name == name)
}
