//! What a page of waiting files asks and shows: days that may be two, hours, languages, what needs
//! a look.

use trefoil_core::study::About;

use super::*;

/// Day and month of these can be either way round.
const OPEN: &str = "03/04/2026, 18:47 - Dana K: Hello\n05/04/2026, 08:00 - Dana K: And again\n";

#[test]
fn an_open_order_of_day_and_month_is_asked_for_and_settled() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("chat.txt", OPEN)]));
    let words = pages.page(&path).words();
    assert!(words.contains("Is 03/04/2026 in the chats 3 April 2026 or 4 March 2026?"), "{words}");
    let told = pages.post(&format!("{path}/dates"), &[("order", "month")]);
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.words());
    let page = settled(&pages, &path);
    assert!(!page.words().contains("Is 03/04/2026"), "{}", page.words());
    assert!(page.body.contains("value=\"month\" selected"), "it stands among the wishes");
    pages.post(&format!("{path}/wishes"), &[("chats", "days"), ("dates", "month")]);
    settled(&pages, &path);
    run(&pages, &path);
    assert_eq!(
        sources(&pages)[0].source.date.as_deref().map(|date| &date[..10]),
        Some("2026-03-04")
    );
}

#[test]
fn a_chat_can_come_in_day_by_day() {
    let pages = TestPages::new();
    let path = begin(&pages, &files(&[("chat.txt", CHAT)]));
    let words = pages.page(&path).words();
    assert!(words.contains("WhatsApp chat · 3 messages"), "{words}");
    pages.post(&format!("{path}/wishes"), &[("chats", "days")]);
    let words = settled(&pages, &path).words();
    assert!(words.contains("3 messages") && words.contains("becomes 2 sources"), "{words}");
    run(&pages, &path);
    assert_eq!(sources(&pages).len(), 2);
    // Of a longer export one day is there already, and what is new comes in.
    let longer = format!("{CHAT}15/10/2025, 08:00 - Dana K: And again\n");
    let second = begin(&pages, &files(&[("chat.txt", &longer)]));
    let words = pages.page(&second).words();
    assert!(words.contains("1 file will come in"), "{words}");
    run(&pages, &second);
    assert_eq!(sources(&pages).len(), 3);
}

#[test]
fn the_time_zone_is_asked_once_and_only_where_there_are_hours() {
    let pages = TestPages::new();
    let asks = "Which time zone are the study’s days and hours of?";
    let text = begin(&pages, &files(&[("a.txt", "Words")]));
    assert!(!pages.page(&text).words().contains(asks));
    let chat = begin(&pages, &files(&[("chat.txt", CHAT)]));
    assert!(pages.page(&chat).words().contains(asks));
    let back = pages.path(&chat);
    let told = pages.post("do/study.set", &[("time_zone", "Europe/London"), ("_back", &back)]);
    assert_eq!((told.status, told.location()), (StatusCode::SEE_OTHER, back.as_str()));
    assert!(!pages.page(&chat).words().contains(asks));
    let about: About = pages.study.study().read(trefoil_core::study::about).unwrap();
    assert_eq!(about.time_zone.as_deref(), Some("Europe/London"));
}

#[test]
fn what_needs_a_look_comes_first_and_can_be_shown_alone() {
    let pages = TestPages::new();
    let german = "Wir gingen am Fluss entlang, bis es dunkel war, und dann nach Hause, weil \
                  niemand mehr etwas sagen wollte und es kalt wurde.";
    let path = begin(&pages, &files(&[("a.txt", german), ("z.txt", OPEN)]));
    let page = pages.page(&path);
    let at = |file: &str| page.body.find(&format!(">{file}</legend>"));
    let first = at("z.txt").zip(at("a.txt"));
    assert!(first.is_some_and(|(noticed, plain)| noticed < plain));
    assert!(page.words().contains("characters · German"), "{}", page.words());
    let told = pages.post(&format!("{path}/items"), &[("_do", "page:1:look")]);
    assert!(told.location().ends_with("?page=1&show=look#list"), "{}", told.location());
    let shown = pages.page(&format!("{path}?page=1&show=look")).body;
    assert!(shown.contains(">z.txt</legend>") && !shown.contains(">a.txt</legend>"));
    let none = pages.page(&format!("{path}?show=out")).words();
    assert!(none.contains("No file is among these any longer."), "{none}");
}

#[test]
fn how_files_are_read_is_wished_for_beforehand() {
    let pages = TestPages::new();
    let parts: [Part<'_>; 3] = [
        ("files", Some("P3_wk06.txt"), b"Words"),
        ("name_rules", None, b"{participant}_wk{week}"),
        ("originals", None, b"none"),
    ];
    let page = pages.page(&begin(&pages, &parts));
    assert!(page.body.contains("name=\"participants-0\" value=\"P3\""), "{}", page.body);
    assert!(page.body.contains("value=\"none\" selected"));
    let wrong: [Part<'_>; 2] =
        [("files", Some("a.txt"), b"Words"), ("name_rules", None, b"{whoever}")];
    let told = send(&pages, "corpus/import", &wrong);
    let words = pages.get_at(told.location()).words();
    assert!(words.contains("no rule for file names"), "{words}");
}

#[test]
fn what_was_noticed_is_no_warning_and_can_be_shown_alone() {
    let pages = TestPages::new();
    let talk = "Interviewer: How was it?\nP3: Long, and good.\n";
    let path = begin(&pages, &files(&[("a.txt", "Words"), ("z.txt", talk)]));
    let page = pages.page(&path);
    assert!(!page.words().contains("Need a look"), "{}", page.words());
    assert!(page.words().contains("Something noticed 1"), "{}", page.words());
    let shown = pages.page(&format!("{path}?show=noticed")).body;
    assert!(shown.contains(">z.txt</legend>") && !shown.contains(">a.txt</legend>"));
}
