//! Attributes, asked as a browser asks.

use axum::http::StatusCode;
use trefoil_core::corpus::attribute;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::SourceAdd;

use crate::testing::TestPages;

#[test]
fn attributes_are_made_filled_in_and_removed() {
    let pages = TestPages::new();
    let add = ParticipantAdd { name: "P1".into(), note: String::new(), started_on: None };
    let who = pages.study.session().perform(add).expect("a participant").outcome.to_string();
    let add = SourceAdd {
        name: "A walk".into(),
        stream: "field_note".into(),
        text: Some("Rain.".into()),
        ..SourceAdd::default()
    };
    let source = pages.study.session().perform(add).expect("a source").outcome.to_string();
    assert!(pages.page("attributes").words().contains("None yet."));
    let back = pages.path("attributes");
    for (noun, name, kind) in [
        ("participant", "Hours", "number"),
        ("participant", "Peer", "yes_no"),
        ("source", "Site", "text"),
    ] {
        let fields =
            [("noun", noun), ("name", name), ("kind", kind), ("note", ""), ("_back", &back)];
        assert_eq!(pages.post("do/attribute.add", &fields).location(), back);
    }
    let words = pages.page("attributes").words();
    assert!(words.contains("Hours a number · 0 values"), "{words}");
    let all = pages.study.study().read(attribute::list).expect("attributes");
    let field = |at: usize| format!("value:{}", all[at].attribute.id);
    let path = format!("participants/{who}");
    assert!(
        pages.page(&path).body.contains(&field(0)) && !pages.page(&path).body.contains(&field(2))
    );
    let (hours, peer, site) = (field(0), field(1), field(2));
    let back = pages.path(&path);
    let fields = [
        ("participant", who.as_str()),
        (&hours, "12.50"),
        (&peer, "yes"),
        ("_back", back.as_str()),
    ];
    assert_eq!(pages.post("attributes/values", &fields).location(), back);
    let told = pages.page(&path);
    assert!(told.body.contains("value=\"12.5\""), "{}", told.body);
    assert!(told.words().contains("Set 2 values of 2 attributes"), "{}", told.words());
    let fields = [("source", source.as_str()), (&site, "North"), ("_back", back.as_str())];
    pages.post("attributes/values", &fields);
    assert!(pages.page(&format!("sources/{source}/facts")).body.contains("value=\"North\""));
    // What is not as its kind is written is refused, and says of whom.
    let told = pages.post("attributes/values", &[("participant", who.as_str()), (&hours, "many")]);
    assert_eq!(told.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", told.body);
    assert!(told.words().contains("“many” is not a number"), "{}", told.words());
    let id = all[0].attribute.id.to_string();
    pages.post("do/attribute.remove", &[("attribute", &id)]);
    assert!(!pages.page(&path).body.contains(&hours));
}
