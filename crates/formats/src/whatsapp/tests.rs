//! Small invented chats.

use super::*;

fn chat(text: &str) -> (Chat, Vec<String>) {
    let mut notices = Notices::about("chat.txt");
    let chat = parse(text, &BTreeSet::new(), &mut notices).expect("a chat");
    (chat, notices.list.into_iter().map(|notice| notice.message).collect())
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
fn what_whatsapp_says_itself_is_left_out_and_counted() {
    let (chat, notices) = chat(
        "[20.06.19, 15:58:47] Tea group: \u{200e}Messages and calls are end-to-end encrypted.\n\
         [20.06.19, 15:58:48] Tea group: \u{200e}Ana created this group\n\
         [20.06.19, 15:58:53] Ana: Hey\n\u{200e}[20.06.19, 15:59:00] Ana: \u{200e}audio omitted\n",
    );
    assert_eq!(chat.senders, ["Ana"]);
    assert_eq!(chat.messages.len(), 2);
    assert_eq!(chat.messages[1].text, "[audio omitted]");
    assert!(notices[0].starts_with("2 messages of WhatsApp"));
    assert!(notices[1].contains("not in the export"));
}

#[test]
fn a_chat_is_told_from_other_notes() {
    assert!(looks_like_chat("18.03.25, 08:13 - Ana: Hey\n18.03.25, 08:14 - P2: Hi"));
    assert!(looks_like_chat("\u{feff}[18/03/25, 08:13:00] Ana: Hey"));
    assert!(!looks_like_chat(
        "18.03.25, 08:13 - arrived at the ward\n18.03.25, 09:00 - first round"
    ));
    assert!(!looks_like_chat("Interviewer: On 18.03.25 you said\nP2: yes"));
    assert!(!looks_like_chat(""));
}

proptest::proptest! {
    #[test]
    fn words_come_back_whatever_they_are(
        words in proptest::collection::vec("[a-zA-Zäß😀-😏?! ]{0,30}[a-z]", 1..12),
    ) {
        let mut text = String::new();
        for (at, words) in words.iter().enumerate() {
            let header = format!("{:02}/04/2025, 10:{at:02} - P{}: ", 13 + at % 10, at % 3);
            text.extend([&header, words, "\n"]);
        }
        let (chat, _) = chat(&text);
        let found: Vec<&str> = chat.messages.iter().map(|message| message.text.as_str()).collect();
        let sent: Vec<&str> = words.iter().map(|words| words.trim()).collect();
        proptest::prop_assert_eq!(found, sent);
    }

    #[test]
    fn damaged_chats_are_read_or_refused(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "[", "]", "18.03.25, 08:13 - ", "[18/03/25, 08:13:00] ", "Ana: ", "\u{200e}", "<attached: ", "a.opus", ">",
            " (file attached)", "\n", ":", "99.99.99, 99:99 - ", "<Media omitted>", "\u{202f}PM", "٣", "😀",
        ]), 0..50),
    ) {
        let text = pieces.concat();
        let _ = looks_like_chat(&text);
        let mut notices = Notices::about("x");
        if let Ok(chat) = parse(&text, &BTreeSet::new(), &mut notices) {
            let document = chat.document();
            let length = code_points(&document.text);
            proptest::prop_assert!(document.segments.iter().all(|turn| turn.start < turn.end && turn.end <= length));
        }
    }
}
