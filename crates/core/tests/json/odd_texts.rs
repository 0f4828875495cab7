//! Texts that other formats stumble over go there and back unchanged.

use proptest::prelude::*;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::source::SourceAdd;
use trefoil_core::memo::MemoAdd;
use trefoil_testkit::TestStudy;

use super::{exported, imported};

/// Letters of several scripts, directions, separators, quotes, escapes and what looks like JSON.
const ODD: &str = "(\\PC|[🙂👩🏽‍🔬é\u{301}שלום‏ابج\u{2028}\u{2029}\u{85}\u{a0}\u{200b}\u{feff}\u{7f}\u{1}\t\n\"\\\\{}\\[\\],:/]|\\\\u0000|</script>){1,60}";

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn odd_texts_come_back(text in ODD, name in ODD, memo in ODD, cut in 0.0..1.0_f64) {
        // Begins and ends with a letter, so that it is no text of spaces and no byte order mark.
        let text = format!("a{text}z");
        let points: Vec<char> = text.chars().collect();
        let start = ((points.len() - 1) as f64 * cut) as usize;
        for (origin, study) in TestStudy::both().into_iter().zip(TestStudy::both()) {
            let ada = origin.session();
            let source = SourceAdd {
                name: format!("n{name}"),
                stream: "document".into(),
                text: Some(text.clone()),
                note: memo.clone(),
                ..SourceAdd::default()
            };
            let source = ada.perform(source).expect("a source can be added").outcome;
            let code = CodeAdd { name: format!("c{name}"), ..CodeAdd::default() };
            let code = ada.perform(code).expect("a code can be added").outcome;
            let coding = CodingAdd {
                source: Some(source),
                start: Some(start as i64),
                end: Some(points.len() as i64),
                codes: vec![code],
                ..CodingAdd::default()
            };
            let passage = ada.perform(coding).expect("a passage can be coded").outcome.passage;
            let memo = MemoAdd { on: Some(passage), title: name.clone(), text: format!("m{memo}") };
            ada.perform(memo).expect("a memo can be written");
            let document = exported(&origin);
            let performed = imported(&study, &document);
            prop_assert!(performed.notices.is_empty());
            prop_assert_eq!(study.dump(), origin.dump());
        }
    }
}
