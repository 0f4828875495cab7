//! The list, several sources at once, and the facts of one, asked as a browser asks.

use axum::http::StatusCode;
use sha2::Digest as _;
use trefoil_core::codebook::CodeAdd;
use trefoil_core::coding::CodingAdd;
use trefoil_core::corpus::participant::ParticipantAdd;
use trefoil_core::corpus::source::{self, SourceAdd};
use trefoil_core::id::Id;

use super::import::tests::send;
use crate::testing::TestPages;

fn person(pages: &TestPages, name: &str) -> Id {
    let add = ParticipantAdd { name: name.into(), note: String::new(), started_on: None };
    pages.study.session().perform(add).unwrap().outcome
}

fn source(pages: &TestPages, name: &str, stream: &str, who: &[Id]) -> Id {
    let add = SourceAdd {
        name: name.into(),
        stream: stream.into(),
        participants: who.to_vec(),
        text: Some(format!("The words of {name}")),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).unwrap().outcome
}

fn recording(pages: &TestPages, name: &str) -> Id {
    let bytes = format!("the sound of {name}").into_bytes();
    let digest: [u8; 32] = sha2::Sha256::digest(&bytes).into();
    let stored = pages.study.session().store_media(
        digest,
        "audio/ogg",
        Box::new(std::io::Cursor::new(bytes)),
    );
    let add = SourceAdd {
        name: name.into(),
        stream: "voice_note".into(),
        media: Some(stored.unwrap().id),
        duration_ms: Some(61_000),
        ..SourceAdd::default()
    };
    pages.study.session().perform(add).unwrap().outcome
}

/// Whether the list of a page holds a source: the masthead may name it too.
fn lists(body: &str, name: &str) -> bool {
    body.contains(&format!("aria-label=\"Tick {name}\""))
}

fn streams(pages: &TestPages) -> Vec<String> {
    let listed = pages.study.study().read(source::list).unwrap();
    listed.into_iter().map(|one| one.source.stream).collect()
}

#[test]
fn an_empty_corpus_says_how_to_begin() {
    let pages = TestPages::new();
    for view in ["corpus", "corpus?view=list", "corpus?view=grid"] {
        let words = pages.page(view).words();
        assert!(words.contains("Nothing has come in yet"), "{words}");
        assert!(words.contains("Import files"), "{words}");
    }
}

#[test]
fn the_list_is_filtered_and_sorted() {
    let pages = TestPages::new();
    let p1 = person(&pages, "P1");
    source(&pages, "Tea in the kitchen", "interview", &[p1]);
    source(&pages, "A walk", "field_note", &[]);
    recording(&pages, "Note of a voice");
    let shows = |query: &str| {
        let page = pages.page(&format!("corpus?view=list{query}")).body;
        ["Tea in the kitchen", "A walk", "Note of a voice"].map(|name| lists(&page, name))
    };
    assert_eq!(shows(""), [true; 3]);
    assert_eq!(shows("&stream=field_note"), [false, true, false]);
    assert_eq!(shows(&format!("&participant={p1}")), [true, false, false]);
    assert_eq!(shows("&participant=none"), [false, true, true]);
    assert_eq!(shows("&text=no"), [false, false, true]);
    assert_eq!(shows("&words=KITCHEN+tea"), [true, false, false]);
    assert_eq!(shows("&coded=yes"), [false; 3]);
    assert_eq!(shows("&date=none"), [true; 3]);
    let by_name = pages.page("corpus?view=list&sort=name&order=down").body;
    let at = |name: &str| by_name.find(&format!("Tick {name}")).unwrap();
    assert!(at("Tea in the kitchen") < at("Note of a voice"), "{by_name}");
    let none = pages.page("corpus?view=list&words=nothing").words();
    assert!(
        none.contains("No source is like that") && none.contains("Show all 3 sources"),
        "{none}"
    );
}

#[test]
fn a_long_list_has_pages() {
    let pages = TestPages::new();
    for number in 1..=103 {
        source(&pages, &format!("Source number {number}."), "document", &[]);
    }
    let first = pages.page("corpus?view=list");
    assert!(first.words().contains("Page 1 of 2") && !lists(&first.body, "Source number 103."));
    let second = pages.page("corpus?view=list&page=2").body;
    assert!(lists(&second, "Source number 103.") && !lists(&second, "Source number 100."));
    assert!(pages.page("corpus?view=list&page=99").words().contains("Page 2 of 2"));
}

#[test]
fn several_sources_change_as_one_act() {
    let pages = TestPages::new();
    let (p1, p2) = (person(&pages, "P1"), person(&pages, "P2"));
    let one = source(&pages, "One", "document", &[p1]).to_string();
    let two = source(&pages, "Two", "document", &[]).to_string();
    source(&pages, "Three", "document", &[]);
    let add = format!("add:{p2}");
    let back = pages.path("corpus?view=list");
    let fields = [
        ("source", one.as_str()),
        ("source", &two),
        ("stream", "interview"),
        ("who", &add),
        ("date", "2026-01-31"),
        ("_back", &back),
    ];
    let told = pages.post("corpus/change", &fields);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, back.as_str()));
    assert!(pages.page("corpus?view=list").words().contains("Changed 2 sources."));
    let listed = pages.study.study().read(source::list).unwrap();
    let of = |name: &str| listed.iter().find(|one| one.source.name == name).unwrap();
    let people =
        |name: &str| of(name).participants.iter().map(|one| one.name.clone()).collect::<Vec<_>>();
    assert_eq!(
        (people("One"), people("Two")),
        (vec!["P1".into(), "P2".into()], vec!["P2".to_owned()])
    );
    assert_eq!(of("One").source.date.as_deref(), Some("2026-01-31"));
    assert_eq!(of("Three").source.stream, "document");
    pages.post("undo", &[]);
    assert_eq!(streams(&pages), ["document"; 3], "one undo takes both back");
}

#[test]
fn the_language_of_several_sources_is_set_and_taken_away() {
    let pages = TestPages::new();
    let id = source(&pages, "One", "interview", &[]).to_string();
    let spoken = || {
        let all = pages.study.study().read(source::list).unwrap();
        all[0].source.language.clone()
    };
    pages.post("corpus/change", &[("source", &id), ("language", "cy")]);
    assert_eq!(spoken().as_deref(), Some("cy"));
    pages.post("corpus/change", &[("source", &id), ("unspeak", "1")]);
    assert_eq!(spoken(), None);
}

#[test]
fn a_change_of_nothing_or_of_no_source_is_refused() {
    let pages = TestPages::new();
    let one = source(&pages, "One", "document", &[]).to_string();
    let none = pages.post("corpus/change", &[("stream", "interview")]);
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.words().contains("No source is ticked."), "{}", none.words());
    let nothing = pages.post("corpus/change", &[("source", &one), ("stream", "")]);
    assert!(nothing.words().contains("It was not said what to change."), "{}", nothing.words());
    let wrong = pages.post("corpus/change", &[("source", &one), ("date", "yesterday")]);
    assert!(wrong.words().contains("“yesterday” is not a date"), "{}", wrong.words());
    assert_eq!(streams(&pages), ["document"]);
}

#[test]
fn removing_says_first_what_goes() {
    let pages = TestPages::new();
    let one = source(&pages, "One", "document", &[]);
    let two = recording(&pages, "Two").to_string();
    let ada = pages.study.session();
    let code = ada.perform(CodeAdd { name: "Tea".into(), ..CodeAdd::default() }).unwrap().outcome;
    let coding = CodingAdd {
        source: Some(one),
        text: Some("words".into()),
        codes: vec![code],
        ..CodingAdd::default()
    };
    ada.perform(coding).unwrap();
    let one = one.to_string();
    let back = pages.path("corpus?view=list");
    let fields = [("source", one.as_str()), ("source", &two), ("_do", "remove"), ("_back", &back)];
    let told = pages.post("corpus/change", &fields);
    assert_eq!(told.status, StatusCode::SEE_OTHER);
    let asks = pages.get_at(told.location());
    let words = asks.words();
    assert!(words.contains("Remove 2 sources?"), "{words}");
    assert!(words.contains("This takes 2 sources out of the study, and with them 1 recording, 1 passage and 1 coding."), "{words}");
    assert!(pages.page(&format!("sources/{one}/facts")).words().contains("and with it 1 passage"));
    let coded = pages.page("corpus?view=list&coded=yes").body;
    assert!(lists(&coded, "One") && !lists(&coded, "Two"));
    assert_eq!(streams(&pages).len(), 2, "asking removes nothing");
    let told = pages.post("corpus/remove", &[("source", &one), ("source", &two), ("_back", &back)]);
    assert_eq!(told.location(), back);
    assert!(streams(&pages).is_empty());
    pages.post("undo", &[]);
    assert_eq!(streams(&pages).len(), 2);
}

#[test]
fn the_facts_of_a_source_are_shown_and_changed() {
    let pages = TestPages::new();
    let p1 = person(&pages, "P1");
    let one = source(&pages, "One", "document", &[p1]);
    let path = format!("sources/{one}/facts");
    let words = pages.page(&path).words();
    assert!(words.contains("as it came in, 16 characters") && words.contains("Ada"), "{words}");
    let id = one.to_string();
    let back = pages.path(&path);
    let fields = [
        ("source", id.as_str()),
        ("name", "One, corrected"),
        ("stream", "interview"),
        ("date", "2025-09-03 10:30"),
        ("participants", ""),
        ("language", "en-GB"),
        ("sender", ""),
        ("note", "Heard twice."),
        ("_back", &back),
    ];
    let told = pages.post("do/source.set", &fields);
    assert_eq!(told.location(), back, "{}", told.words());
    let page = pages.page(&path);
    assert!(page.words().contains("3 September 2025, 10:30"), "{}", page.words());
    assert!(page.body.contains("value=\"2025-09-03 10:30\"") && page.body.contains("Heard twice."));
    assert!(!page.body.contains("\" checked>"), "nobody is in it any more");
    assert!(
        pages.get("sources/019a0000-0000-7000-8000-000000000000/facts").status
            == StatusCode::NOT_FOUND
    );
}

#[test]
fn a_recording_gets_its_transcript_from_a_file() {
    let pages = TestPages::new();
    let note = recording(&pages, "Note");
    let path = format!("sources/{note}/facts");
    assert!(pages.page(&path).words().contains("Attach a transcript"));
    let vtt = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v P1>I was the tea person.\n";
    let sent = send(
        &pages,
        &format!("sources/{note}/transcript"),
        &[("file", Some("n.vtt"), vtt.as_bytes())],
    );
    assert_eq!((sent.status, sent.location()), (StatusCode::SEE_OTHER, pages.path(&path).as_str()));
    let words = pages.page(&path).words();
    assert!(
        words.contains("P1 speaks 1 time") && !words.contains("Attach a transcript"),
        "{words}"
    );
    let again = send(
        &pages,
        &format!("sources/{note}/transcript"),
        &[("file", Some("n.vtt"), vtt.as_bytes())],
    );
    assert_eq!(again.status, StatusCode::CONFLICT);
}

#[test]
fn what_is_no_transcript_is_refused_by_name() {
    let pages = TestPages::new();
    let note = recording(&pages, "Note");
    let path = format!("sources/{note}/transcript");
    let pdf = send(&pages, &path, &[("file", Some("P1.pdf"), b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")]);
    assert_eq!(pdf.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(pdf.words().contains("P1.pdf"), "{}", pdf.words());
    let empty = send(&pages, &path, &[("file", Some(""), b"")]);
    assert!(empty.words().contains("No file was chosen."), "{}", empty.words());
}

#[test]
fn sources_are_put_into_sets_and_taken_out_as_one_act() {
    use trefoil_core::corpus::set;
    let pages = TestPages::new();
    let (tea, walk) =
        (source(&pages, "Tea", "interview", &[]), source(&pages, "Walk", "interview", &[]));
    let (tea, walk) = (tea.to_string(), walk.to_string());
    let before = pages.study.dump();
    let back = pages.path("corpus?view=list");
    let fields = [
        ("source", tea.as_str()),
        ("source", &walk),
        ("new_set", "Pilot"),
        ("language", "en-GB"),
        ("_back", &back),
    ];
    assert_eq!(pages.post("corpus/change", &fields).location(), back);
    let words = pages.page("corpus?view=list").words();
    assert!(words.contains("Pilot 2 sources"), "{words}");
    let sets = || pages.study.study().read(set::list).unwrap();
    let id = sets()[0].set.id.to_string();
    let take = format!("take:{id}");
    pages.post("corpus/change", &[("source", &walk), ("set", &take), ("_back", &back)]);
    assert_eq!(sets()[0].sources, 1);
    let body = pages.page(&format!("corpus?view=list&set={id}")).body;
    assert!(lists(&body, "Tea") && !lists(&body, "Walk"));
    let told = pages.post("corpus/change", &[("source", &walk), ("set", &take)]);
    assert_eq!(told.status, StatusCode::CONFLICT);
    pages.post("undo", &[]);
    pages.post("undo", &[]);
    assert_eq!(pages.study.dump(), before);
}

#[test]
fn the_list_is_narrowed_by_weeks_attributes_format_and_language() {
    use trefoil_core::corpus::attribute::{AttributeAdd, AttributeKind, AttributeNoun};
    let pages = TestPages::new();
    let p1 = person(&pages, "P1");
    let set = [("participant", &*p1.to_string()), ("started_on", "2025-09-01")];
    pages.post("do/participant.set", &set);
    for (name, date) in [("First", "2025-09-02"), ("Third", "2025-09-16")] {
        let id = source(&pages, name, "interview", &[p1]).to_string();
        let language = if name == "First" { "en-GB" } else { "de" };
        let fields = [("source", id.as_str()), ("date", date), ("language", language)];
        pages.post("do/source.set", &fields);
    }
    let add = AttributeAdd {
        noun: AttributeNoun::Participant,
        name: "Site".into(),
        kind: AttributeKind::Text,
        note: String::new(),
    };
    let site = pages.study.session().perform(add).unwrap().outcome;
    let (field, who) = (format!("value:{site}"), p1.to_string());
    pages.post("attributes/values", &[("participant", &who), (&field, "North wing")]);
    let shows = |query: &str| {
        let page = pages.page(&format!("corpus?view=list{query}")).body;
        ["First", "Third"].map(|name| lists(&page, name))
    };
    assert_eq!(shows("&from=1"), [false, true]);
    assert_eq!(shows("&from=0&to=0"), [true, false]);
    assert_eq!(shows("&language=de"), [false, true]);
    assert_eq!(shows("&format=odt"), [false, false]);
    assert_eq!(shows("&withheld=yes"), [false, false]);
    assert_eq!(shows(&format!("&attribute={site}&value=north")), [true, true]);
    assert_eq!(shows(&format!("&attribute={site}&value=south")), [false, false]);
    for sort in ["stream", "participants", "week", "form", "codings"] {
        assert_eq!(shows(&format!("&sort={sort}")), [true, true], "{sort}");
    }
}
