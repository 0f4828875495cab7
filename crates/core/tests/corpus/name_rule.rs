//! Rules for file names.

use serde_json::json;
use trefoil_core::corpus::name_rule::{self, NameRuleAdd, NameRuleMove, NameRuleRemove};
use trefoil_core::error::Kind;
use trefoil_testkit::{TestStudy, does, reads, refused};

use super::told;

#[test]
fn rules_are_tried_in_their_order() {
    for study in TestStudy::both() {
        let add = |pattern: &str| told::<NameRuleAdd>(json!({ "pattern": pattern }));
        let first = does(&study, add(" {participant}_wk{week} ")).outcome;
        does(&study, add("{date}_{stream}"));
        let last = does(&study, add("{stream}")).outcome;
        assert_eq!(refused(&study, add("{stream}")).0, Kind::Conflict);
        assert_eq!(refused(&study, add("  ")).0, Kind::Invalid);
        let patterns = || {
            let all = reads(&study, name_rule::list);
            all.into_iter().map(|one| one.pattern).collect::<Vec<_>>()
        };
        does(&study, told::<NameRuleMove>(json!({ "name_rule": last, "to": 1 })));
        assert_eq!(patterns(), ["{stream}", "{participant}_wk{week}", "{date}_{stream}"]);
        does(&study, told::<NameRuleRemove>(json!({ "name_rule": first })));
        assert_eq!(patterns(), ["{stream}", "{date}_{stream}"]);
        let nowhere: NameRuleMove = told(json!({ "name_rule": last, "to": -1 }));
        assert_eq!(refused(&study, nowhere).0, Kind::Invalid);
    }
}
