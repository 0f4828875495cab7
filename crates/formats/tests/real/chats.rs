//! Chats of WhatsApp.

use std::collections::BTreeMap;
use std::path::PathBuf;

use trefoil_formats::whatsapp::{Message, MessageKind, days};
use trefoil_formats::{Candidate, Kind, Options, Reading, Survey, survey};
use trefoil_testkit::{shared_corpus, skip};

fn look(test: &str, part: &str) -> Option<(PathBuf, Survey)> {
    let found = shared_corpus();
    if found.is_none() {
        skip(&format!("real-files {test}"));
    }
    found.map(|root| (root.clone(), survey(&[root.join(part)])))
}

fn read(candidate: &Candidate) -> Reading {
    candidate.read(Options::default()).expect("a file that can be read")
}

fn chats(survey: &Survey) -> Vec<&Candidate> {
    survey.candidates.iter().filter(|candidate| candidate.kind == Kind::WhatsApp).collect()
}

fn count(messages: &[Message], kind: &MessageKind) -> usize {
    messages.iter().filter(|message| message.kind == *kind).count()
}

#[test]
fn chats_agree_with_what_chat_miner_expects_of_them() {
    let part = "whatsapp/joweich+chat-miner/whatsapp";
    let Some((root, found)) = look("chats_agree_with_what_chat_miner_expects_of_them", part) else {
        return;
    };
    let target = std::fs::read(root.join(part).join("target.json")).expect("the expectations");
    let target: Vec<BTreeMap<String, String>> = serde_json::from_slice(&target).expect("JSON");
    let chats = chats(&found);
    assert_eq!((chats.len(), target.len()), (5, 6));
    for candidate in chats {
        let mut messages: Vec<_> = read(candidate)
            .messages
            .into_iter()
            .map(|message| {
                let at = message.at.strftime("%Y-%m-%d %H:%M").to_string();
                (at, message.sender, message.text.replace('\n', " "))
            })
            .collect();
        messages.reverse();
        let expected: Vec<_> = target
            .iter()
            .map(|message| {
                (
                    message["timestamp"].replace('T', " ")[..16].to_owned(),
                    message["author"].clone(),
                    message["message"].clone(),
                )
            })
            .collect();
        assert_eq!(messages, expected, "{}", candidate.file);
    }
}

#[test]
fn chats_of_many_phones_and_languages_are_read() {
    let Some((_, found)) = look("chats_of_many_phones_and_languages_are_read", "whatsapp") else {
        return;
    };
    let chats = chats(&found);
    assert_eq!(chats.len(), 36);
    let readings: Vec<(&str, Reading)> =
        chats.iter().map(|chat| (chat.file.as_str(), read(chat))).collect();
    let counts = |part: &str| -> Vec<usize> {
        let of = readings.iter().filter(|(file, _)| file.contains(part));
        of.map(|(_, reading)| reading.messages.len()).collect()
    };
    assert_eq!(counts("whatstk/lorem"), [2000, 300, 300, 500]);
    assert_eq!(counts("pokemon"), [18]);
    assert_eq!(counts("WhatsR/"), [41; 8]);
    assert_eq!(counts("_ios"), [22; 7]);
    for (file, reading) in readings.iter().filter(|(file, _)| file.contains("_ios")) {
        let messages = &reading.messages;
        assert!(reading.is_sure, "{file}");
        assert_eq!(reading.senders.len(), 2, "{file}: {:?}", reading.senders);
        assert_eq!(messages[0].at.to_string(), "2022-03-27T21:41:35", "{file}");
        assert_eq!(count(messages, &MessageKind::Deleted), 2, "{file}: {messages:?}");
        assert_eq!(count(messages, &MessageKind::Location), 2, "{file}");
        let media = count(messages, &MessageKind::Omitted)
            + count(messages, &MessageKind::Attachment)
            + count(messages, &MessageKind::Contact);
        assert_eq!(media, 14, "{file}: {messages:?}");
    }
    for (file, reading) in readings.iter().filter(|(file, _)| file.contains("_android_media")) {
        let messages = &reading.messages;
        assert_eq!(count(messages, &MessageKind::Call), 2, "{file}");
        assert_eq!(count(messages, &MessageKind::Contact), 2, "{file}");
        assert!(count(messages, &MessageKind::Deleted) >= 6, "{file}");
    }
    let last = |name: &str| {
        let of = readings.iter().find(|(file, _)| file.ends_with(name)).expect(name);
        of.1.messages.last().map(|message| message.at.to_string())
    };
    assert_eq!(last("lorem.txt").as_deref(), Some("2020-05-11T22:32:48"));
    assert_eq!(last("lorem-2000.txt").as_deref(), Some("2020-06-13T00:00:00"));
    assert_eq!(
        last("lorem-merge-part2.txt").map(|at| at[..10].to_owned()).as_deref(),
        Some("2020-09-10")
    );
    for (file, reading) in &readings {
        let days = days(&reading.messages);
        assert_eq!(days.first().map(|(_, range)| range.start), Some(0), "{file}");
        assert_eq!(days.last().map(|(_, range)| range.end), Some(reading.messages.len()), "{file}");
    }
}

#[test]
fn every_header_that_whatstk_reads_is_read() {
    let Some(root) = shared_corpus() else {
        return skip("real-files every_header_that_whatstk_reads_is_read");
    };
    let list = std::fs::read(root.join("whatsapp/lucasrodes+whatstk/header_format_support.json"))
        .expect("the list");
    let list: Vec<BTreeMap<String, serde_json::Value>> =
        serde_json::from_slice(&list).expect("JSON");
    assert_eq!(list.len(), 96);
    let folder = tempfile::tempdir().expect("a folder");
    for (number, format) in list.iter().enumerate() {
        let format = format["format"].as_str().expect("a format");
        let mut text = String::new();
        let mut expected = Vec::new();
        for (day, name) in [(3, "Ana"), (9, "Ben"), (14, "Ana"), (27, "Cy D")] {
            for hour in [0, 9, 12, 23] {
                let at = jiff::civil::date(2025, 3, day).at(hour, 4, 5, 0);
                let time = format.replace("%name", name);
                text.extend([at.strftime(&time).to_string(), format!(" Hello: {day}\n")]);
                let seconds = if format.contains("%S") { 5 } else { 0 };
                expected
                    .push((at.with().second(seconds).build().expect("a time"), name.to_owned()));
            }
        }
        let path = folder.path().join(format!("{number}.txt"));
        std::fs::write(&path, &text).expect("disk");
        let found = survey(&[path]);
        let reading = read(&found.candidates[0]);
        let messages: Vec<_> =
            reading.messages.into_iter().map(|message| (message.at, message.sender)).collect();
        assert_eq!(messages, expected, "{format}\n{text}");
    }
}

#[test]
fn an_iphone_export_becomes_a_conversation_and_what_was_sent() {
    let name = "an_iphone_export_becomes_a_conversation_and_what_was_sent";
    let Some((_, found)) = look(name, "whatsapp/Pustur+whatsapp-chat-parser-website") else {
        return;
    };
    let chat = &found.candidates[0];
    assert_eq!(chat.stream, Some("conversation"));
    let reading = read(chat);
    assert_eq!(reading.senders, ["John", "Loris", "Emily"]);
    assert_eq!((reading.messages.len(), reading.system.len()), (48, 4));
    let polls: Vec<_> = reading
        .messages
        .iter()
        .filter_map(|message| match &message.kind {
            MessageKind::Poll(poll) => Some(poll),
            _ => None,
        })
        .collect();
    assert_eq!(polls.len(), 1);
    assert_eq!(polls[0].question, "When can we meet?");
    let votes: Vec<_> = polls[0].options.iter().filter_map(|option| option.votes).collect();
    assert_eq!(votes, [2, 1, 2, 3, 3]);
    let note = found.candidates.iter().find(|candidate| candidate.file.contains("-AUDIO-"));
    let note = note.expect("a voice note");
    assert_eq!((note.stream, note.sender.as_deref()), (Some("voice_note"), Some("Loris")));
    assert_eq!(note.sent_at.map(|at| at.to_string()).as_deref(), Some("2019-06-20T16:03:55"));
    assert!(
        read(note).recording.is_some_and(|found| found.codec == "mp3" && found.duration_ms > 0)
    );
    // The archive that was sent in the chat is not opened, and said so.
    assert_eq!((found.refusals.len(), found.notices.len(), found.skipped), (0, 1, 1));
    for candidate in found.candidates.iter().skip(1) {
        assert_eq!(candidate.sender.as_deref(), Some("Loris"));
        assert_eq!(candidate.chat, Some(0));
    }
}
