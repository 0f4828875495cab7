//! Sentences of the report: what each operation does and refuses, and which claims rest on nothing.

use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::{CodingAdd, Passage};
use trefoil_core::condition::ConditionAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::error::Kind;
use trefoil_core::id::Id;
use trefoil_core::memo::{Memo, MemoAdd};
use trefoil_core::sentence::{
    self, Cited, Cites, Section, SentenceAdd, SentenceCite, SentenceMove, SentenceRemove,
    SentenceSet, SentenceUncite, Support,
};
use trefoil_core::study::history;
use trefoil_core::theme::{ThemeAdd, ThemeGather};
use trefoil_testkit::{TestStudy, does, reads, refused};

fn theme(study: &TestStudy, name: &str) -> Id {
    let add = ThemeAdd { name: name.into(), ..ThemeAdd::default() };
    study.session().perform(add).expect("a theme can be added").outcome
}

fn condition(study: &TestStudy, name: &str) -> Id {
    let add = ConditionAdd { name: name.into(), ..ConditionAdd::default() };
    study.session().perform(add).expect("a condition can be added").outcome
}

fn code(study: &TestStudy, name: &str, parent: Option<Id>) -> Id {
    let add = CodeAdd { name: name.into(), parent, ..CodeAdd::default() };
    study.session().perform(add).expect("a code can be added").outcome
}

/// Marks a passage of its own source with codes.
fn passage(study: &TestStudy, codes: &[Id]) -> Id {
    let add = SourceAdd {
        name: "A note".into(),
        stream: "field_note".into(),
        text: Some("They forgot me.".into()),
        ..SourceAdd::default()
    };
    let source = study.session().perform(add).expect("a source can be added").outcome;
    let add = CodingAdd {
        source: Some(source),
        text: Some("forgot me".into()),
        codes: codes.to_vec(),
        ..CodingAdd::default()
    };
    study.session().perform(add).expect("words can be coded").outcome.passage
}

fn themes(themes: &[Id]) -> Cites {
    Cites { themes: themes.to_vec(), ..Cites::default() }
}

fn add(section: Section, text: &str, cites: Cites) -> SentenceAdd {
    SentenceAdd { section, text: text.into(), cites }
}

fn set(sentence: Id) -> SentenceSet {
    SentenceSet { sentence, text: None, section: None }
}

fn added(study: &TestStudy, section: Section, text: &str) -> Id {
    study
        .session()
        .perform(add(section, text, Cites::default()))
        .expect("a sentence can be added")
        .outcome
}

fn listed(study: &TestStudy) -> Vec<Cited> {
    reads(study, sentence::list)
}

/// The report as it reads; positions have no gaps.
fn report(study: &TestStudy) -> Vec<(Section, String)> {
    let all = listed(study);
    for section in Section::ALL {
        let inside = all.iter().filter(|one| one.sentence.section == *section);
        for (one, position) in inside.zip(1..) {
            assert_eq!(one.sentence.position, position, "{section} on {study:?}");
        }
    }
    all.into_iter().map(|one| (one.sentence.section, one.sentence.text)).collect()
}

fn texts(study: &TestStudy) -> Vec<String> {
    report(study).into_iter().map(|(_, text)| text).collect()
}

#[test]
fn a_sentence_stands_last_in_its_section_and_rests_on_what_it_cites() {
    for study in TestStudy::both() {
        let (drop, ground) = (theme(&study, "The drop"), condition(&study, "The ground"));
        let words = passage(&study, &[]);
        added(&study, Section::Recommendations, "Ring them.");
        added(&study, Section::Findings, "It is late.");
        let cites =
            Cites { themes: vec![drop, drop], passages: vec![words], conditions: vec![ground] };
        let performed = does(&study, add(Section::Findings, " They are forgotten. ", cites));
        assert_eq!(performed.summary, "Added a sentence under “Findings”");
        added(&study, Section::Summary, "In short.");
        let expected = ["In short.", "It is late.", "They are forgotten.", "Ring them."];
        assert_eq!(texts(&study), expected);
        let one = listed(&study).remove(2);
        assert_eq!(one.sentence.id, performed.outcome);
        let all = [Support::Theme(drop), Support::Passage(words), Support::Condition(ground)];
        assert_eq!(one.cites, all);
        for support in all {
            let citing = reads(&study, move |reader| sentence::citing(reader, support));
            assert_eq!(citing.iter().map(|one| one.id).collect::<Vec<_>>(), [performed.outcome]);
        }
    }
}

#[test]
fn a_sentence_needs_words_and_cites_what_there_is() {
    for study in TestStudy::both() {
        let drop = theme(&study, "The drop");
        let empty = add(Section::Findings, " \n", Cites::default());
        assert_eq!(refused(&study, empty).0, Kind::Invalid);
        let swapped = Cites { conditions: vec![drop], ..Cites::default() };
        assert_eq!(refused(&study, add(Section::Findings, "So.", swapped)).0, Kind::NotFound);
        let sentence = added(&study, Section::Findings, "So.");
        let empty = SentenceSet { text: Some(String::new()), ..set(sentence) };
        assert_eq!(refused(&study, empty).0, Kind::Invalid);
        assert_eq!(refused(&study, set(drop)).0, Kind::NotFound);
    }
}

#[test]
fn a_sentence_changes_its_words_in_place() {
    for study in TestStudy::both() {
        let one = added(&study, Section::Findings, "One.");
        added(&study, Section::Findings, "Two.");
        does(&study, SentenceSet { text: Some("First.".into()), ..set(one) });
        assert_eq!(texts(&study), ["First.", "Two."]);
    }
}

#[test]
fn in_a_new_section_a_sentence_stands_at_the_end() {
    for study in TestStudy::both() {
        let one = added(&study, Section::Findings, "One.");
        added(&study, Section::Findings, "Two.");
        added(&study, Section::Limits, "Three.");
        let performed = does(&study, SentenceSet { section: Some(Section::Limits), ..set(one) });
        assert_eq!(performed.summary, "Moved a sentence from “Findings” to “Limits”");
        assert_eq!(texts(&study), ["Two.", "Three.", "One."]);
    }
}

#[test]
fn a_sentence_moves_before_another_wherever_that_stands() {
    for study in TestStudy::both() {
        let [one, two, three] =
            ["One.", "Two.", "Three."].map(|text| added(&study, Section::Findings, text));
        let limit = added(&study, Section::Limits, "Limit.");
        does(&study, SentenceMove { sentence: three, before: Some(one) });
        assert_eq!(texts(&study), ["Three.", "One.", "Two.", "Limit."]);
        does(&study, SentenceMove { sentence: three, before: None });
        assert_eq!(texts(&study), ["One.", "Two.", "Three.", "Limit."]);
        does(&study, SentenceMove { sentence: two, before: Some(limit) });
        let expected = [
            (Section::Findings, "One."),
            (Section::Findings, "Three."),
            (Section::Limits, "Two."),
            (Section::Limits, "Limit."),
        ];
        assert_eq!(report(&study), expected.map(|(section, text)| (section, text.to_owned())));
        let itself = SentenceMove { sentence: one, before: Some(one) };
        assert_eq!(refused(&study, itself).0, Kind::Invalid);
        let nowhere = SentenceMove { sentence: one, before: Some(Id::new(1)) };
        assert_eq!(refused(&study, nowhere).0, Kind::NotFound);
    }
}

#[test]
fn citations_are_added_behind_the_others_and_only_once() {
    for study in TestStudy::both() {
        let [one, two, three] = ["One", "Two", "Three"].map(|name| theme(&study, name));
        let sentence = does(&study, add(Section::Findings, "So.", themes(&[three, one]))).outcome;
        let performed = does(&study, SentenceCite { sentence, cites: themes(&[one, two]) });
        assert_eq!(performed.outcome, 1);
        let cites = |study: &TestStudy| listed(study).remove(0).cites;
        assert_eq!(cites(&study), [three, one, two].map(Support::Theme));
        does(&study, SentenceUncite { sentence, cites: themes(&[one, three]) });
        assert_eq!(cites(&study), [Support::Theme(two)]);
        let (kind, message) =
            refused(&study, SentenceUncite { sentence, cites: themes(&[two, one]) });
        assert_eq!(kind, Kind::Conflict);
        assert!(message.contains("theme"), "{message}");
        does(&study, SentenceCite { sentence, cites: themes(&[one]) });
        assert_eq!(cites(&study), [two, one].map(Support::Theme));
        let nothing = SentenceCite { sentence, cites: Cites::default() };
        assert_eq!(refused(&study, nothing).0, Kind::Invalid);
        let nothing = SentenceUncite { sentence, cites: Cites::default() };
        assert_eq!(refused(&study, nothing).0, Kind::Invalid);
    }
}

#[test]
fn a_passage_that_only_a_sentence_held_goes_with_the_citation() {
    for study in TestStudy::both() {
        let cites = Cites { passages: vec![passage(&study, &[])], ..Cites::default() };
        let sentence = does(&study, add(Section::Findings, "So.", cites.clone())).outcome;
        let performed = does(&study, SentenceUncite { sentence, cites });
        assert_eq!(performed.notices, ["1 passage that nothing else holds is no longer marked."]);
        let held = passage(&study, &[code(&study, "Left out", None)]);
        let cites = Cites { passages: vec![held, passage(&study, &[])], ..Cites::default() };
        let sentence = does(&study, add(Section::Findings, "So.", cites)).outcome;
        does(&study, SentenceRemove { sentence });
        let left = reads(&study, |reader| reader.list::<Passage>("", &[]));
        assert_eq!(left.iter().map(|one| one.id).collect::<Vec<_>>(), [held]);
    }
}

#[test]
fn removing_a_sentence_removes_its_citations_and_memos() {
    for study in TestStudy::both() {
        let drop = theme(&study, "The drop");
        let before = study.dump();
        let sentence = does(&study, add(Section::Findings, "So.", themes(&[drop]))).outcome;
        let memo = MemoAdd { on: Some(sentence), title: String::new(), text: "Hm.".into() };
        study.session().perform(memo).expect("a memo can be written");
        let last = added(&study, Section::Findings, "Last.");
        does(&study, SentenceRemove { sentence });
        assert_eq!(texts(&study), ["Last."]);
        assert!(reads(&study, |reader| reader.list::<Memo>("", &[])).is_empty());
        does(&study, SentenceRemove { sentence: last });
        assert_eq!(study.dump(), before);
        assert_eq!(refused(&study, SentenceRemove { sentence }).0, Kind::NotFound);
    }
}

#[test]
fn claims_that_cite_nothing_or_only_empty_themes_are_unsupported() {
    for study in TestStudy::both() {
        let (empty, hollow) = (theme(&study, "Empty"), theme(&study, "Hollow"));
        let (full, deep) = (theme(&study, "Full"), theme(&study, "Deep"));
        let above = code(&study, "Unused", None);
        let used = code(&study, "Used", Some(above));
        let unused = code(&study, "Never", None);
        let ground = condition(&study, "The ground");
        let words = passage(&study, &[used]);
        for (theme, codes, passages) in [
            (hollow, vec![unused], vec![]),
            (full, vec![], vec![words]),
            (deep, vec![above], vec![]),
        ] {
            let gather = ThemeGather { theme, codes, passages };
            study.session().perform(gather).expect("a theme can gather");
        }
        let fine = [
            themes(&[full]),
            themes(&[empty, deep]),
            Cites { passages: vec![words], ..themes(&[empty]) },
            Cites { conditions: vec![ground], ..Cites::default() },
        ];
        for cites in fine {
            does(&study, add(Section::Findings, "It is so.", cites));
        }
        for section in [Section::Method, Section::Limits] {
            added(&study, section, "It is said.");
        }
        assert!(reads(&study, sentence::unsupported).is_empty(), "{study:?}");

        added(&study, Section::Recommendations, "Recommended.");
        added(&study, Section::Conditions, "Needed.");
        does(&study, add(Section::Findings, "Found.", themes(&[empty, hollow])));
        does(&study, add(Section::Summary, "In short.", themes(&[hollow])));
        let found = reads(&study, sentence::unsupported);
        let found: Vec<_> =
            found.iter().map(|one| (one.sentence.text.as_str(), one.reason.as_str())).collect();
        let expected = [
            ("In short.", "It cites only the theme “Hollow”, which gathers no passage yet."),
            (
                "Found.",
                "It cites only the themes “Empty” and “Hollow”, which gather no passages yet.",
            ),
            ("Needed.", "It cites nothing."),
            ("Recommended.", "It cites nothing."),
        ];
        assert_eq!(found, expected, "{study:?}");
    }
}

#[test]
fn the_history_keeps_no_sentences() {
    for study in TestStudy::both() {
        let sentence = added(&study, Section::Findings, "Secret words.");
        does(&study, SentenceSet { text: Some("Secret again.".into()), ..set(sentence) });
        let entries = reads(&study, |reader| history(reader, 100));
        assert!(!entries.is_empty() && !format!("{entries:?}").contains("Secret"), "{entries:?}");
    }
}
