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

#[derive(Debug)]
struct Odd {
    text: String,
    name: String,
    memo: String,
    /// Where the passage begins, in hundredths of the text.
    cut: u8,
}

fn odd() -> impl Strategy<Value = Odd> {
    (ODD, ODD, ODD, 0..100_u8).prop_map(|(text, name, memo, cut)| {
        // Begins and ends with a letter, so that it is no text of spaces and no byte order mark.
        Odd { text: format!("a{text}z"), name, memo, cut }
    })
}

fn add(study: &TestStudy, n: usize, odd: &Odd) {
    let ada = study.session();
    let source = SourceAdd {
        name: format!("n{}", odd.name),
        stream: "document".into(),
        text: Some(odd.text.clone()),
        note: odd.memo.clone(),
        ..SourceAdd::default()
    };
    let source = ada.perform(source).expect("a source can be added").outcome;
    let code = CodeAdd { name: format!("{n}{}", odd.name), ..CodeAdd::default() };
    let code = ada.perform(code).expect("a code can be added").outcome;
    let points = odd.text.chars().count();
    let coding = CodingAdd {
        source: Some(source),
        start: Some(i64::from(odd.cut) * (points as i64 - 1) / 100),
        end: Some(points as i64),
        codes: vec![code],
        ..CodingAdd::default()
    };
    let passage = ada.perform(coding).expect("a passage can be coded").outcome.passage;
    let text = format!("m{}", odd.memo);
    let memo = MemoAdd { on: Some(passage), title: odd.name.clone(), text };
    ada.perform(memo).expect("a memo can be written");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn odd_texts_come_back(odds in proptest::collection::vec(odd(), 1..16)) {
        for (origin, study) in TestStudy::both().into_iter().zip(TestStudy::both()) {
            odds.iter().enumerate().for_each(|(n, odd)| add(&origin, n, odd));
            let performed = imported(&study, &exported(&origin));
            prop_assert!(performed.notices.is_empty());
            prop_assert_eq!(study.dump(), origin.dump());
        }
    }
}
