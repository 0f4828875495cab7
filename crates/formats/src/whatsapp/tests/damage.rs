//! Chats that were damaged on the way are read or refused.

use super::*;
use crate::testing::Numbers;

const VALID: &str = "\u{200e}[18.03.25, 08:13:00] Tea: \u{200e}Messages and calls are end-to-end encrypted.\r\n\
    [18.03.25, 08:14:00] ~\u{202f}Ana: Hey 👋\nthere\r\n\
    \u{200e}[18.03.25, 8:15:00\u{202f}PM] P: 2: \u{200e}<attached: 00000012-PHOTO-2025-03-18-20-15-00.jpg>\r\n\
    [19.03.25, 08:16:00] Ben: POLL:\nWhen?\n\u{200e}OPTION: Now (\u{200e}2 votes)\n\u{200e}OPTION: Later (\u{200e}0 votes)\r\n\
    19.03.25, 08:17 - Ben: IMG-20250318-WA0002.jpg (file attached)\r\n\
    [١٨\u{200f}/٣\u{200f}/٢٠٢٢، ٢:٥٦:٠٠ م] سارة: <تم استبعاد الوسائط>\r\n\
    2568年3月18日 下午3:04 - Ben: location: https://maps.google.com/?q=1,2 <This message was edited>\r\n\
    R7/3/18 15 h 04 - Ben: \u{200e}Voice call, \u{200e}3 min\r\n";

fn check(bytes: &[u8]) {
    let mut notices = Notices::about("x");
    let Ok(chat) = read(bytes, &BTreeSet::new(), Options::default(), &mut notices) else { return };
    let document = chat.document();
    assert!(!document.text.contains(['\r', '\0']));
    assert!(document.text.len() <= bytes.len() * 12 + 400);
    let length = code_points(&document.text);
    let mut end = 0;
    for turn in &document.segments {
        assert!(end <= turn.start && turn.start < turn.end && turn.end <= length);
        end = turn.end;
    }
    assert!(chat.messages.iter().all(|message| !message.sender.is_empty()));
    assert_eq!(
        days(&chat.messages).iter().map(|(_, range)| range.len()).sum::<usize>(),
        chat.messages.len()
    );
}

#[test]
fn mutated_chats_are_read_or_refused() {
    let mut dice = Numbers(20_250_318);
    let valid = VALID.as_bytes();
    check(valid);
    for _ in 0..4000 {
        let mut bytes = valid.to_vec();
        for _ in 0..=dice.below(6) {
            let at = dice.below(bytes.len());
            match dice.below(5) {
                0 if at < bytes.len() => bytes[at] = u8::try_from(dice.below(256)).expect("a byte"),
                1 => drop(bytes.drain(at..(at + 1).min(bytes.len()))),
                2 => bytes.truncate(at.max(1)),
                3 => {
                    let from = dice.below(valid.len());
                    let piece = &valid[from..(from + dice.below(40)).min(valid.len())];
                    bytes.splice(at..at, piece.iter().copied());
                }
                _ => bytes.insert(at, b"[]:-<>()/., \n\r0"[dice.below(15)]),
            }
        }
        check(&bytes);
        let _ = looks_like_chat(&String::from_utf8_lossy(&bytes));
    }
}

#[test]
fn zeros_and_carriage_returns_in_names_and_words_are_removed() {
    let text = "18.03.25, 08:13 - A\0na: w\0ords\0\nmo\rre\r\n18.03.25, 08:14 - B\ro: x\n";
    // A larger part of zeros would be no text.
    let (chat, notices) = chat(&format!("{text}18.03.25, 08:15 - Cem: {}\n", "long ".repeat(60)));
    assert_eq!(chat.senders, ["Ana", "B o", "Cem"]);
    assert_eq!(texts(&chat)[..2], ["words\nmo\nre", "x"]);
    assert!(notices.iter().any(|notice| notice == "3 characters U+0000 were removed."));
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
        let sent: Vec<&str> = words.iter().map(|words| words.trim()).collect();
        proptest::prop_assert_eq!(texts(&chat), sent);
    }

    #[test]
    fn pieces_of_chats_are_read_or_refused(
        pieces in proptest::collection::vec(proptest::sample::select(vec![
            "[", "]", "18.03.25, 08:13 - ", "[18/03/25, 08:13:00] ", "Ana: ", "\u{200e}", "<attached: ", "a.opus", ">",
            " (file attached)", "\n", "\r\n", ":", "99.99.99, 99:99 - ", "<Media omitted>", "\u{202f}PM", "٣", "😀",
            "POLL:", "OPTION: x (1)", "R7/3/18 1:04 - ", "• ",
        ]), 0..50),
    ) {
        let text = pieces.concat();
        let _ = looks_like_chat(&text);
        check(text.as_bytes());
    }
}
