//! Names, quotations and line ends that make parsers stumble.

use super::*;

#[test]
fn names_may_hold_anything() {
    let long = "Very ".repeat(24) + "Long";
    for name in [
        "~\u{202f}Zoë Ω",
        "\u{202a}+40\u{a0}521\u{a0}028\u{202c}",
        "👩\u{200d}👧 Ma",
        "P-03 - ward",
        "Tea & Co. [shop]",
        "a@b.example",
        "٣٤ سارة",
        long.as_str(),
    ] {
        let text = format!(
            "18.03.25, 08:14 - {name}: one: two\n18.03.25, 08:15 - {name}: \u{200e}PTT-20250318-WA0002.opus (x)\n"
        );
        assert_eq!(senders(&text), [clean_name(name)], "{name}");
        let text =
            format!("[18.03.25, 08:14:00] {name}: one: two\n[18.03.25, 08:15:00] {name}: 2\n");
        assert_eq!(senders(&text), [clean_name(name)], "{name}");
    }
}

#[test]
fn names_with_colons_are_found_by_what_no_person_writes() {
    let media = "18.03.25, 08:13 - Dr: Who created group \"Tea\"\n18.03.25, 08:14 - Dr: Who: hello\n\
         18.03.25, 08:15 - Dr: Who: <Media omitted>\n18.03.25, 08:16 - Ana: Well: no\n";
    let (found, _) = chat(media);
    assert_eq!(found.senders, ["Dr: Who", "Ana"]);
    assert_eq!(texts(&found), ["hello", "[Media omitted]", "Well: no"]);
    assert_eq!(found.system.len(), 1);
    let phone = "[18.03.25, 08:14:00] Study: Ana: hello\n\u{200e}[18.03.25, 08:15:00] Study: Ana: \u{200e}image omitted\n\
         [18.03.25, 08:15:00] Study: Ben: yes\n";
    assert_eq!(senders(phone), ["Study: Ana", "Study: Ben"]);
    let title = "18.03.25, 08:14 - Dr: Who: a\n18.03.25, 08:16 - Ana: Oh: no\n18.03.25, 08:17 - Dr: Who: d: e\n";
    assert_eq!(senders(title), ["Dr: Who", "Ana"]);
    let lines = |words: &str| -> String {
        let line = |at: i32| format!("18.03.25, 08:{at} - {words} {at}\n");
        (10..30).map(line).collect::<Vec<_>>().concat()
    };
    let often = lines("Ward: Ana: some talk of");
    assert_eq!(senders(&often), ["Ward: Ana"]);
    let answers = lines("Ana: Mood:");
    assert_eq!(senders(&answers), ["Ana"]);
}

#[test]
fn a_diary_of_labelled_answers_is_no_name() {
    let diary = "18.03.25, 08:14 - Ana: Mood: 3\n19.03.25, 08:14 - Ana: Mood: 4\n20.03.25, 08:14 - Ana: ok\n\
         21.03.25, 08:14 - Ana: Mood: 4\n22.03.25, 08:14 - Ana: Mood: 4\n";
    let (chat, _) = chat(diary);
    assert_eq!(chat.senders, ["Ana"]);
    assert_eq!(texts(&chat)[0], "Mood: 3");
    assert_eq!(
        senders("18.03.25, 08:14 - Ana: Mood: 3\n19.03.25, 08:14 - Ana: Mood: 4\n"),
        ["Ana"]
    );
}

#[test]
fn a_quotation_in_another_style_stays_in_its_message() {
    let (chat, _) = chat(
        "18.03.25, 08:14 - Ana: she wrote\n[17/03/2025, 10:00:00] Ben: no\n[17/03/2025, 10:01:00] Ben: yes\n\
         18.03.25, 08:15 - Ana: there\n18/03/25, 08:16 - so\n18.03.25, 08:17 - Ben: ok\n",
    );
    assert_eq!(chat.senders, ["Ana", "Ben"]);
    assert_eq!(chat.messages.len(), 3);
    assert!(chat.messages[0].text.ends_with("Ben: yes"));
}

#[test]
fn line_ends_of_iphones_unmask_quotations() {
    let mut text = String::new();
    for minute in 10..40 {
        text.extend(["[18.03.25, 08:", &minute.to_string(), ":00] Ana: one\ntwo\r\n"]);
    }
    text += "[18.03.25, 08:50:00] Ana: she wrote\n[17.03.25, 10:00:00] Ben: no\r\n";
    let (chat, _) = chat(&text);
    assert_eq!((chat.senders.len(), chat.messages.len()), (1, 31));
    assert_eq!(chat.messages[0].text, "one\ntwo");
    assert!(chat.messages[30].text.ends_with("\n[17.03.25, 10:00:00] Ben: no"));
}

#[test]
fn two_exports_one_after_the_other_are_both_read() {
    let (chat, _) = chat(
        "[18/03/2025, 10:00:00] Ben: a\n[18/03/2025, 10:01:00] Ana: b\n[18/03/2025, 10:01:30] Ana: c\n\
         4/13/25, 8:14 PM - Ana: d\n4/13/25, 8:15 PM - Ben: e\n4/13/25, 8:16 PM - Ben: f\n4/14/25, 8:16 AM - Ben: g\n",
    );
    assert_eq!(texts(&chat), ["a", "b", "c", "d", "e", "f", "g"]);
    assert_eq!(chat.messages[3].at.to_string(), "2025-04-13T20:14:00");
}

#[test]
fn lines_of_old_computers_and_zeros_are_read() {
    let (chat, notices) = chat("18.03.25, 08:14 - Ana: a\0b\r18.03.25, 08:15 - Ben: c\r");
    assert_eq!(texts(&chat), ["ab", "c"]);
    assert!(notices.iter().any(|notice| notice.contains("U+0000")));
}

#[test]
fn iphones_speak_for_people_in_words_nobody_listed() {
    let (chat, _) = chat(
        "[18.03.25, 08:10:00] Ana: \u{200e}Zu zu zu.\n[18.03.25, 08:14:00] Ana: Hi\n\
         \u{200e}[18.03.25, 08:15:00] Ana: \u{200e}bla gone\n[18.03.25, 08:16:00] Ana: \u{200e}Blub blub.\n\
         [18.03.25, 08:17:00] Ana: \u{200e}Rulo, \u{200e}3 mip\n[18.03.25, 08:18:00] Ana: \u{200e}\u{200e}Code of Ana. \u{200e}Tip\n\
         [18.03.25, 08:19:00] Ben: \u{200e}This message was deleted.\n\
         [18.03.25, 08:20:00] Ben: fine \u{200e}<Ke ke ke.>\n",
    );
    let kinds: Vec<&MessageKind> = chat.messages.iter().map(|message| &message.kind).collect();
    assert_eq!(
        kinds,
        [
            &MessageKind::Said,
            &MessageKind::Omitted,
            &MessageKind::App,
            &MessageKind::Call,
            &MessageKind::Deleted,
            &MessageKind::Said
        ]
    );
    assert_eq!(texts(&chat)[2], "[Blub blub.]");
    assert_eq!((texts(&chat)[5], chat.messages[5].is_edited), ("fine", true));
    assert_eq!(chat.system.len(), 2);
    // Without marks on any line, a mark before words is somebody's keyboard.
    let (plain, _) =
        super::chat("[18.03.25, 08:14:00] Ana: Hi\n[18.03.25, 08:15:00] Ana: \u{200e}No idea\n");
    assert_eq!(texts(&plain), ["Hi", "No idea"]);
}

#[test]
fn documents_that_were_left_out_do_not_tell_their_names() {
    let (chat, _) = chat(
        "\u{200e}[18.03.25, 08:15:00] Ana: Ben Cole CV.pdf • \u{200e}2 pages \u{200e}document omitted\n\
         \u{200e}[18.03.25, 08:16:00] Ana: Ben Cole.docx \u{200e}document omitted\n\
         \u{200e}[18.03.25, 08:17:00] Ana: Look at this\n\u{200e}image omitted\n\
         \u{200e}[18.03.25, 08:18:00] Ana: Ben Cole CV.pdf • \u{200e}2 pages \u{200e}<attached: 00000047-Ben Cole CV.pdf>\n",
    );
    assert_eq!(
        texts(&chat),
        [
            "[document • 2 pages document omitted]",
            "[document • document omitted]",
            "Look at this [image omitted]",
            "document • 2 pages [attachment: pdf]"
        ]
    );
    assert_eq!(chat.messages[3].attachments, ["00000047-Ben Cole CV.pdf"]);
    let (chat, _) = super::chat(
        "18.03.25, 08:15 - Ana: <Media omitted>\nBen Cole.pdf\n18.03.25, 08:16 - Ana: <Media omitted>\nTea at 3.30\n",
    );
    assert_eq!(texts(&chat), ["[Media omitted]\n[document: pdf]", "[Media omitted]\nTea at 3.30"]);
}

#[test]
fn words_that_only_look_alike_stay_words() {
    for words in [
        "see notes.txt (my version)",
        "I like it (a lot)",
        "<3",
        "<grin>",
        "a < b: c.d",
        "e.g. this (really)",
        "null",
        "POLL: no",
        "haha <smiles and leaves>",
    ] {
        let (chat, _) = chat(&format!("18.03.25, 08:14 - Ana: {words}\n"));
        let found = &chat.messages[0];
        assert_eq!((found.text.as_str(), &found.kind), (words, &MessageKind::Said));
        assert!(!found.is_edited && found.attachments.is_empty());
    }
}

#[test]
fn remarks_are_learned_from_the_files_beside_a_chat() {
    let text = "18.03.25, 08:14 - Ana: song.opus (liitetty)\n18.03.25, 08:15 - Ana: other.opus (liitetty)\n\
         18.03.25, 08:16 - Ana: third.pdf (minun)\n";
    let (chat, _) = parse(text, &["song.opus"], None).expect("a chat");
    assert_eq!(texts(&chat), ["[voice note]", "[voice note]", "third.pdf (minun)"]);
}

#[test]
fn long_messages_and_chats_are_read_in_proportion() {
    let words = "word ".repeat(1_000_000);
    let (chat, _) = chat(&format!("18.03.25, 08:14 - Ana: {words}\n18.03.25, 08:15 - Ben: ok\n"));
    assert_eq!(chat.messages[0].text.len(), words.len() - 1);
    let line = |at: i32| {
        format!(
            "18.03.25, 08:14 - P{at}: ok
"
        )
    };
    let many = (0..60_000).map(line).collect::<Vec<_>>().concat();
    assert_eq!(super::chat(&many).0.senders.len(), 60_000);
}

/// What would take for ever, or far too much memory, if anything were looked at twice; how long
/// larger ones take is told by `cargo bench -p trefoil-benches --bench chats`.
#[test]
fn chats_of_any_shape_are_read_to_their_end() {
    let headers = "18.03.25, 08:14 - P1: x\n".repeat(80_000);
    let labels = "18.03.25, 08:14 - P1: Mood: <3\n".repeat(60_000);
    let one = |words: &str, times: usize| format!("18.03.25, 08:14 - Ana: {}", words.repeat(times));
    let brackets = "[".repeat(2_000_000) + "\n18.03.25, 08:14 - Ana: x";
    for (name, text, messages) in [
        ("headers alone", headers, 80_000),
        ("labels in words", labels, 60_000),
        ("one long message", one("<a: (b ", 300_000), 1),
        ("marks", one("\u{200e}", 600_000) + "x", 1),
        ("brackets", brackets, 1),
    ] {
        let chat = parse(&text, &[], None).map(|(chat, _)| chat.messages.len());
        assert_eq!(chat.ok(), Some(messages), "{name}");
    }
}
