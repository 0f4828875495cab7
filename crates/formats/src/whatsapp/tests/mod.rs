//! Small invented chats.

mod awkward;
mod damage;
mod languages;

use super::*;
use crate::RefusalKind;
use crate::options::DateOrder;

fn parse(
    text: &str,
    files: &[&str],
    wish: Option<DateOrder>,
) -> Result<(Chat, Vec<String>), Trouble> {
    let mut notices = Notices::about("chat.txt");
    let files = files.iter().map(|name| (*name).to_owned()).collect();
    let options = Options { date_order: wish, ..Options::default() };
    let chat = read(text.as_bytes(), &files, options, &mut notices)?;
    Ok((chat, notices.list.into_iter().map(|notice| notice.message).collect()))
}

fn chat(text: &str) -> (Chat, Vec<String>) {
    parse(text, &[], None).expect("a chat")
}

fn texts(chat: &Chat) -> Vec<&str> {
    chat.messages.iter().map(|message| message.text.as_str()).collect()
}

fn senders(text: &str) -> Vec<String> {
    chat(text).0.senders
}

#[test]
fn messages_become_lines_and_turns_hold_the_words_alone() {
    let (chat, _) = chat(
        "18.03.25, 08:13 - Ana created group \"Tea\"\n18.03.25, 08:14 - Ana: Guten Tag 🙂\nzweite Zeile\n\
         18.03.25, 08:15 - P2: \u{200e}PTT-20250318-WA0002.opus (Datei angehängt)\n18.03.25, 08:16 - P2:\n",
    );
    let document = chat.document();
    assert_eq!(
        document.text,
        "2025-03-18 08:14  Ana: Guten Tag 🙂\nzweite Zeile\n\
         2025-03-18 08:15  P2: [voice note: PTT-20250318-WA0002.opus]\n"
    );
    assert_eq!(chat.senders, ["Ana", "P2"]);
    assert_eq!(chat.groups, ["Tea"]);
    let turn = &document.segments[0];
    let words: String = document
        .text
        .chars()
        .skip(usize::try_from(turn.start).expect("small"))
        .take(usize::try_from(turn.end - turn.start).expect("small"))
        .collect();
    assert_eq!(words, "Guten Tag 🙂\nzweite Zeile");
}

#[test]
fn what_whatsapp_says_itself_is_kept_apart_and_counted() {
    let (chat, notices) = chat(
        "[20.06.19, 15:58:47] Tea group: \u{200e}Messages and calls are end-to-end encrypted.\n\
         [20.06.19, 15:58:48] Tea group: \u{200e}Ana created this group\n\
         [20.06.19, 15:58:53] Ana: Hey\n\u{200e}[20.06.19, 15:59:00] Ana: \u{200e}audio omitted\n\
         [20.06.19, 15:59:10] Ana: \u{200e}Ana added Ben\n",
    );
    assert_eq!(chat.senders, ["Ana"]);
    assert_eq!(texts(&chat), ["Hey", "[audio omitted]"]);
    assert_eq!(chat.messages[1].kind, MessageKind::Omitted);
    assert_eq!(chat.system.len(), 3);
    assert!(chat.system.iter().all(|message| message.kind == MessageKind::System));
    assert!(notices[0].starts_with("3 messages of WhatsApp"));
    assert!(notices[1].contains("not in the export"));
}

#[test]
fn a_chat_is_told_from_other_notes() {
    assert!(looks_like_chat("18.03.25, 08:13 - Ana: Hey\n18.03.25, 08:14 - P2: Hi"));
    assert!(looks_like_chat("\u{feff}[18/03/25, 08:13:00] Ana: Hey"));
    assert!(looks_like_chat("[08:13, 18/03/2025] Ana: Hey"));
    assert!(!looks_like_chat(
        "18.03.25, 08:13 - arrived at the ward\n18.03.25, 09:00 - first round"
    ));
    assert!(!looks_like_chat("Interviewer: On 18.03.25 you said\nP2: yes"));
    assert!(!looks_like_chat(""));
}

#[test]
fn each_message_says_what_sort_it_is() {
    let (chat, notices) = chat(
        "18.03.25, 08:00 - Ana: This message was deleted\n\
         18.03.25, 08:01 - Ana: Missed voice call\n\
         18.03.25, 08:02 - Ana: location: https://maps.google.com/?q=51.5,-0.12\n\
         18.03.25, 08:03 - Ana: Ben.vcf (file attached)\n\
         18.03.25, 08:04 - Ana: IMG-20250318-WA0001.jpg (file attached)\nTea\n\
         18.03.25, 08:05 - Ana: <Media omitted>\nCake\n\
         18.03.25, 08:06 - Ana: See you <This message was edited>\n\
         18.03.25, 08:07 - Ana: POLL:\nWhen?\nOPTION: Now (2 votes)\nOPTION: Later (0 votes)\n\
         18.03.25, 08:08 - Ana: I deleted that message, sorry\n",
    );
    let kinds: Vec<&MessageKind> = chat.messages.iter().map(|message| &message.kind).collect();
    let MessageKind::Poll(poll) = kinds[7] else { panic!("{kinds:?}") };
    assert_eq!((poll.question.as_str(), poll.options[0].votes), ("When?", Some(2)));
    let mut masked = kinds[7].clone();
    masked.forget_words();
    assert!(!format!("{masked:?}").contains("When?") && format!("{masked:?}").contains('2'));
    let expected = [
        &MessageKind::Deleted,
        &MessageKind::Call,
        &MessageKind::Location,
        &MessageKind::Contact,
        &MessageKind::Attachment,
        &MessageKind::Omitted,
        &MessageKind::Said,
        kinds[7],
        &MessageKind::Said,
    ];
    assert_eq!(kinds, expected);
    assert_eq!(chat.messages[3].text, "[attachment: vcf]");
    assert_eq!(chat.messages[4].text, "[attachment: IMG-20250318-WA0001.jpg]\nTea");
    assert_eq!(chat.messages[5].text, "[Media omitted]\nCake");
    assert_eq!((chat.messages[6].text.as_str(), chat.messages[6].is_edited), ("See you", true));
    assert!(!chat.messages[8].is_edited);
    for words in
        ["was deleted before", "was edited", "place on a map was sent", "not in the export"]
    {
        assert!(notices.iter().any(|notice| notice.contains(words)), "{words}: {notices:?}");
    }
}

#[test]
fn the_days_of_a_chat_are_told() {
    let (chat, _) = chat(
        "18.03.25, 08:00 - A: a\n18.03.25, 09:00 - B: b\n19.03.25, 08:00 - A: c\n22.03.25, 08:00 - A: d\n",
    );
    let days: Vec<(String, usize, usize)> = days(&chat.messages)
        .into_iter()
        .map(|(date, range)| (date.to_string(), range.start, range.end))
        .collect();
    let day = |date: &str, start, end| (date.to_owned(), start, end);
    assert_eq!(days, [day("2025-03-18", 0, 2), day("2025-03-19", 2, 3), day("2025-03-22", 3, 4)]);
    assert_eq!(super::days(&[]), []);
}

#[test]
fn an_order_that_a_person_says_counts() {
    let text = "03/04/25, 08:00 - A: a\n03/04/25, 09:00 - B: b\n";
    let date = |wish| {
        let (chat, notices) = parse(text, &[], wish).expect("a chat");
        (chat.messages[0].at.date().to_string(), chat.is_sure, notices.len())
    };
    assert_eq!(date(None), ("2025-04-03".to_owned(), false, 1));
    assert_eq!(date(Some(DateOrder::DayFirst)), ("2025-04-03".to_owned(), true, 0));
    assert_eq!(date(Some(DateOrder::MonthFirst)), ("2025-03-04".to_owned(), true, 0));
}

#[test]
fn days_of_the_islamic_calendar_are_not_guessed() {
    let trouble = parse("[١٨\u{200f}/٩\u{200f}/١٤٤٦ هـ، ٢:٥٦:٠٠ م] Ana: x\n", &[], None)
        .expect_err("another calendar");
    assert_eq!(trouble.kind, RefusalKind::Unsupported);
    assert!(trouble.message.contains("Gregorian"), "{}", trouble.message);
}
