//! Chats that come in day by day: one text for each day on which somebody wrote.
//!
//! What the study has already decides: a chat that came in whole goes on whole, and one of which a
//! day is there goes on by days, whatever is wished now. Each day is then recognised, and
//! continued, like a conversation of its own.

use std::collections::BTreeMap;

use trefoil_formats::ChatsAs;
use trefoil_formats::whatsapp::{days, document};

use super::super::{Kind, Reading};
use super::Item;
use super::run::longer;
use crate::error::Result;
use crate::study::Study;

/// What a day of a chat is recognised as.
pub(super) const DAY: &str = "WhatsApp chat, one day";

/// An item as it comes in: itself, or its days.
pub(super) fn parts(
    study: &Study,
    renamed: &BTreeMap<String, String>,
    chats: ChatsAs,
    item: Item,
    reading: Reading,
) -> Result<Vec<(Item, Reading)>> {
    let whole = |item, reading| Ok(vec![(item, reading)]);
    if reading.messages.is_empty() || item.candidate.kind != Kind::WhatsApp {
        return whole(item, reading);
    }
    if longer(study, renamed, &reading, item.format)?.is_some() {
        return whole(item, reading);
    }
    let parts = split(&item, &reading);
    if chats == ChatsAs::Days {
        return Ok(parts);
    }
    for (item, reading) in &parts {
        if longer(study, renamed, reading, item.format)?.is_some() {
            return Ok(parts);
        }
    }
    whole(item, reading)
}

fn split(item: &Item, reading: &Reading) -> Vec<(Item, Reading)> {
    let mut messages: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (day, range) in days(&reading.messages) {
        // A day comes twice where the chat goes back in time.
        messages.entry(day).or_default().extend(reading.messages[range].iter().cloned());
    }
    messages
        .into_iter()
        .map(|(day, messages)| {
            let wrote = |name: &&String| messages.iter().any(|one| one.sender == **name);
            let part = Item {
                name: format!("{}, {day}", item.name),
                date: Some(day.to_string()),
                format: DAY,
                participants: item.participants.iter().filter(wrote).cloned().collect(),
                ..item.clone()
            };
            let reading = Reading {
                document: Some(document(&messages)),
                messages,
                notices: Vec::new(),
                ..reading.clone()
            };
            (part, reading)
        })
        .collect()
}
