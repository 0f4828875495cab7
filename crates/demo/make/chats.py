"""The chats with the study phone, as the two kinds of phone export them, and what is awkward in them.

A chat is a list of messages in order of time. Voice notes carry the moment of their script; the
messages around them are given plausible moments: participants answer within minutes, the researcher
in office hours. Nobody watches the study phone at night.
"""

import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta

IPHONE, ANDROID = ("P1", "P3", "P5"), ("P2", "P4")
PHONE = "Study phone"
MARK, NARROW = "\u200e", "\u202f"
ENCRYPTED = "Messages and calls are end-to-end encrypted. Only people in this chat can read, listen to, or share them."
# The day on which the researcher exported all five chats.
EXPORTED = datetime(2025, 12, 12, 10, 20)
# Messages that only make sense some hours after the note before them, or on the next morning.
LATER = {
    ("P1", "wk04"): 10.4, ("P1", "wk11"): 5.1, ("P1", "wk12"): 16.6, ("P2", "wk04"): 2.4, ("P2", "wk05"): 1.3,
    ("P2", "wk06"): 16.9, ("P2", "wk07"): 3.4, ("P2", "wk11"): 5.3, ("P5", "wk02"): 48.9, ("P5", "wk03"): 1.8,
}
# The study phone greeted all five on one morning.
GREETED = datetime(2025, 9, 8, 9, 41)
DUPLICATE_AT = datetime(2025, 10, 22, 9, 41)
MISSING_AT = datetime(2025, 10, 15, 16, 33)


@dataclass
class Message:
    """One message: words, or a voice note with its sound and transcript."""

    at: datetime
    sender: str
    words: str = ""
    note: str = ""
    opus: bytes = b""
    vtt: str = ""


def sender_of(who):
    return f"PSW {who[1:]}"


def name_of(who):
    kind = "WhatsApp Chat - {}" if who in IPHONE else "WhatsApp Chat with {}"
    return kind.format(sender_of(who))


def with_seconds(at, key):
    return at + timedelta(seconds=zlib.crc32(key.encode()) % 53 + 3)


def conversation(who, notes, text):
    """All messages of a chat in order; `notes` are (script, opus, vtt) in order of time."""
    messages = [
        Message(with_seconds(script.at, script.path.name), sender_of(who), note=script.anchor, opus=opus, vtt=vtt)
        for script, opus, vtt in notes
    ]
    lines = [parse(line) for line in text.splitlines() if line.strip()]
    for note in list(messages):
        befores = [line for line in lines if line[:2] == (note.note, "before")]
        afters = [line for line in lines if line[:2] == (note.note, "after")]
        messages += laid_before(who, note, befores) + laid_after(who, note, afters, messages)
    first = min(messages, key=lambda message: message.at)
    if first.sender == PHONE:
        first.at = with_seconds(GREETED + timedelta(minutes=int(who[1:])), who)
    left = {line[0] for line in lines} - {message.note for message in messages}
    assert not left, f"messages about notes that are not there: {left}"
    messages += awkward(who, messages)
    messages.sort(key=lambda message: message.at)
    return messages


def parse(line):
    place, words = line.split(" | ", 1)
    anchor, side, sender = place.split()
    return anchor, side, sender, words.replace("\\n", "\n")


def laid_before(who, note, lines):
    """Backwards from the note: a participant minutes before it, the researcher in office hours."""
    laid, at = [], note.at
    for _, _, sender, words in reversed(lines):
        step = 2 + zlib.crc32(words.encode()) % 7
        at -= timedelta(minutes=step, seconds=zlib.crc32(words.encode()) % 47)
        if sender == "R":
            at = office(at - timedelta(minutes=step * 6), backwards=True)
        laid.append(Message(at, PHONE if sender == "R" else sender_of(who), words))
    return laid


def laid_after(who, note, lines, messages):
    """Forwards from the note, or from another that follows at once."""
    soon = [other.at for other in messages if other.note and timedelta(0) <= other.at - note.at < timedelta(minutes=9)]
    laid, at = [], max(soon)
    for place, (_, _, sender, words) in enumerate(lines):
        step = 1 + zlib.crc32(words.encode()) % 6
        hours = LATER.get((who, note.note), 0) if place == 0 and sender != "R" else 0
        at += timedelta(hours=hours, minutes=step, seconds=zlib.crc32(words.encode()) % 47)
        if sender == "R":
            at = office(at + timedelta(minutes=step * 11), backwards=False)
        laid.append(Message(at, PHONE if sender == "R" else sender_of(who), words))
    return laid


def office(at, backwards):
    """The moment itself in the researcher's working hours, or the next one there is."""
    minute = timedelta(minutes=at.minute % 37, seconds=at.second)
    while at.weekday() > 4 or not 9 <= at.hour < 17:
        if backwards:
            day = at if at.hour >= 17 and at.weekday() < 5 else at - timedelta(days=1)
            at = day.replace(hour=16, minute=0, second=0) + minute
        else:
            day = at if at.hour < 9 and at.weekday() < 5 else at + timedelta(days=1)
            at = day.replace(hour=9, minute=0, second=0) + minute
    return at


def awkward(who, messages):
    """A note that was forwarded again, and one whose file was lost."""
    if who == "P2":
        again = next(message for message in messages if message.note == "wk05")
        return [Message(with_seconds(DUPLICATE_AT, "again"), again.sender, note="again", opus=again.opus)]
    if who == "P4":
        return [Message(with_seconds(MISSING_AT, "lost"), sender_of(who), note="lost")]
    return []


def export(who, messages, out):
    """Writes the archive: the chat, and beside it each voice note and what was typed by ear."""
    is_iphone = who in IPHONE
    names = iphone_names(messages) if is_iphone else android_names(messages)
    text = iphone_chat(who, messages, names) if is_iphone else android_chat(messages, names)
    chat = "_chat.txt" if is_iphone else f"{name_of(who)}.txt"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        put(archive, chat, EXPORTED, text.encode())
        for message, name in zip(messages, names):
            if message.opus:
                put(archive, f"{name}.opus", message.at, message.opus)
            if message.vtt:
                put(archive, f"{name}.vtt", EXPORTED, message.vtt.encode())


def put(archive, name, at, content):
    entry = zipfile.ZipInfo(name, at.timetuple()[:6])
    entry.create_system = 3
    entry.external_attr = 0o100644 << 16
    archive.writestr(entry, content)


def iphone_names(messages):
    """The number of the message, and its moment to the second."""
    return [f"{at:08}-AUDIO-{message.at:%Y-%m-%d-%H-%M-%S}" for at, message in enumerate(messages, 2)]


def android_names(messages):
    """The day, and how many files the phone had received on it."""
    return [f"PTT-{message.at:%Y%m%d}-WA{(message.at.hour + message.at.minute) % 9:04}" for message in messages]


def iphone_chat(who, messages, names):
    lines = [f"[{iphone_time(who, messages[0].at)}] {sender_of(who)}: {MARK}{ENCRYPTED}"]
    for message, name in zip(messages, names):
        header = f"[{iphone_time(who, message.at)}] {message.sender}: "
        if message.note:
            lines.append(f"{MARK}{header}{MARK}<attached: {name}.opus>")
        elif message.words == "<deleted>":
            lines.append(f"{header}{MARK}This message was deleted.")
        elif message.words.endswith("<edited>"):
            lines.append(f"{header}{message.words.removesuffix('<edited>')}{MARK}<This message was edited>")
        else:
            lines.append(header + message.words)
    return "".join(line + "\r\n" for line in lines)


def iphone_time(who, at):
    """P3's phone was set to twelve hours when the chat was exported."""
    if who == "P3":
        return f"{at:%d/%m/%Y}, {at.hour % 12 or 12}:{at:%M:%S}{NARROW}{'am' if at.hour < 12 else 'pm'}"
    return f"{at:%d/%m/%Y, %H:%M:%S}"


def android_chat(messages, names):
    lines = [f"{messages[0].at:%d/%m/%Y, %H:%M} - {ENCRYPTED} Learn more"]
    for message, name in zip(messages, names):
        header = f"{message.at:%d/%m/%Y, %H:%M} - {message.sender}: "
        if message.note:
            lines.append(f"{header}{name}.opus (file attached)")
        elif message.words == "<deleted>":
            lines.append(f"{header}This message was deleted")
        else:
            lines.append(header + message.words.replace("<edited>", "<This message was edited>"))
    return "".join(line + "\n" for line in lines)
