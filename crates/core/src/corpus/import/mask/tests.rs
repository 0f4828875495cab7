//! A mask over invented people.

use super::super::{Document, Turn};
use super::*;

fn mask(senders: &[(&str, &str)]) -> Mask {
    let behind = |(name, label): &(&str, &str)| Behind {
        name: (*name).to_owned(),
        label: (*label).to_owned(),
    };
    let senders: Vec<Behind> = senders.iter().map(behind).collect();
    let members = (0..senders.len()).collect();
    let circle = Circle { members, groups: vec!["Riverside Peers".to_owned()] };
    Mask::new(&senders, vec![circle], None)
}

fn masked(text: &str) -> String {
    let people = [
        ("Samira Okoro", "P4"),
        ("+44 7700 900123", "P5"),
        ("Will Ashdown", "researcher"),
        ("山田花子", "P6"),
        ("Оксана", "P7"),
        ("~ Théo 🦊", "Sender 1"),
    ];
    mask(&people).words(text, Some(0)).text
}

#[test]
fn everybody_who_wrote_is_replaced_wherever_they_are_named() {
    for (text, there) in [
        ("Thanks Samira!", "Thanks [P4]!"),
        ("thanks samira's mum, SAMIRA OKORO", "thanks [P4]'s mum, [P4]"),
        ("Samiras idea, Okoro’s idea", "[P4]s idea, [P4]’s idea"),
        ("ring 07700 900123 or 07700 900456", "ring [P5] or [phone number]"),
        (
            "@447700900123 and @\u{2068}~Théo\u{2069} and @\u{2068}Tom Baker\u{2069}",
            "[P5] and [Sender 1] and [person]",
        ),
        ("@samira are you in", "[P4] are you in"),
        ("Will says he will", "[researcher] says he will"),
        ("花子さんは山田花子です", "花子さんは[P6]です"),
        ("Я видела Оксану", "Я видела [P7]"),
        ("theo and THÉO", "[Sender 1] and [Sender 1]"),
        ("In Riverside peers we say", "In [group] we say"),
        ("same sample samovar", "same sample samovar"),
        ("[voice note: PTT-20250318-WA0002.opus]", "[voice note: PTT-20250318-WA0002.opus]"),
    ] {
        assert_eq!(masked(text), there);
    }
}

#[test]
fn two_of_one_first_name_are_told_apart_by_the_chat_or_not_at_all() {
    let behind = |name: &str, label: &str| Behind { name: name.into(), label: label.into() };
    let senders = [behind("Sam Ito", "P1"), behind("Sam Hart", "P2")];
    let circle =
        |members: &[usize]| Circle { members: members.iter().copied().collect(), groups: vec![] };
    let mask = Mask::new(&senders, vec![circle(&[0]), circle(&[0, 1])], None);
    assert_eq!(mask.words("Hi Sam", Some(0)).text, "Hi [P1]");
    assert_eq!(mask.words("Hi Sam", Some(1)).text, "Hi [P1 or P2]");
    assert_eq!(mask.words("Hi Sam Hart", Some(0)).text, "Hi [P2]");
}

#[test]
fn senders_are_known_by_any_writing_of_their_name() {
    let mask = mask(&[("Samira Okoro", "P4"), ("+44 7700 900123", "P5")]);
    assert_eq!(mask.label("samira  okoro"), Some("P4"));
    assert_eq!(mask.label("07700900123"), Some("P5"));
    assert_eq!(mask.label("Samira"), None);
    assert_eq!(mask.speaker("Samira (work)"), "P4 (work)");
}

#[test]
fn files_are_called_by_labels_and_chats_never_by_what_is_unknown() {
    let mask = mask(&[("Samira Okoro", "P4"), ("+44 7700 900123", "P5")]);
    let mut files = Files::default();
    files.place("x/WhatsApp Chat with Samira Okoro.zip › _chat.txt", 0);
    files.place("Riverside/chat.txt", 0);
    files.place("WhatsApp Chat with +44 7700 900123.txt", 0);
    files.place("WhatsApp-Chat mit Lantern Walkers.txt", 0);
    for (raw, shown, origin) in [
        (
            "x/WhatsApp Chat with Samira Okoro.zip › PTT-20250318-WA0002.opus",
            "x/WhatsApp Chat with P4.zip › PTT-20250318-WA0002.opus",
            "WhatsApp Chat with P4.zip › PTT-20250318-WA0002.opus",
        ),
        ("Riverside/chat.txt", "WhatsApp Chat with P4 and P5/chat.txt", "chat.txt"),
        (
            "WhatsApp Chat with +44 7700 900123.txt",
            "WhatsApp Chat with P5.txt",
            "WhatsApp Chat with P5.txt",
        ),
        (
            "WhatsApp-Chat mit Lantern Walkers.txt",
            "WhatsApp Chat with P4 and P5.txt",
            "WhatsApp Chat with P4 and P5.txt",
        ),
        ("notes/samira okoro_walk.md", "notes/P4_walk.md", "P4_walk.md"),
    ] {
        assert_eq!(files.keep(&mask, raw), shown);
        assert_eq!(files.origin(&mask, raw), origin);
        assert_eq!(files.show(&mask, raw), shown);
    }
    assert_eq!(files.keep(&mask, "notes/Samira Okoro_walk.md"), "notes/P4_walk (2).md");
}

#[test]
fn turns_move_with_what_is_replaced() {
    let text = "Samira Okoro: I met 🙂 Samira.\nINT: Oh, Okoro?\n";
    let turn = |words: &str, speaker: &str| {
        let at = text.find(words).expect("is there");
        let start = text[..at].chars().count() as u64;
        let end = start + words.chars().count() as u64;
        Turn { start, end, speaker: Some(speaker.into()), begin_ms: None, end_ms: None }
    };
    let segments = vec![turn("I met 🙂 Samira.", "Samira Okoro"), turn("Oh, Okoro?", "INT")];
    let mut document = Document { text: text.to_owned(), segments, ..Document::default() };
    let masked = mask(&[("Samira Okoro", "P4")]).document(&mut document);
    assert_eq!(masked.count, 3);
    assert_eq!(document.text, "P4: I met 🙂 [P4].\nINT: Oh, [P4]?\n");
    let signs: Vec<char> = document.text.chars().collect();
    let said: Vec<String> = document
        .segments
        .iter()
        .map(|turn| {
            let point = |at: u64| usize::try_from(at).expect("a short text");
            signs[point(turn.start)..point(turn.end)].iter().collect()
        })
        .collect();
    assert_eq!(said, ["I met 🙂 [P4].", "Oh, [P4]?"]);
    assert_eq!(document.segments[0].speaker.as_deref(), Some("P4"));
}

proptest::proptest! {
    #[test]
    fn any_text_is_masked_safely(text in "[a-zäΑб山@~+0-9 ().:'’\u{2068}\u{2069}\n🙂]{0,60}", name in "[A-Za-zéЖ山🙂 +0-9]{1,14}") {
        let mask = mask(&[(name.as_str(), "P1")]);
        let masked = mask.words(&format!("{text} {name} {text}"), Some(0));
        let _ = (mask.title(&text, None), mask.speaker(&text));
        proptest::prop_assert!(masked.text.len() < 4000);
    }
}
