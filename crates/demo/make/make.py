#!/usr/bin/env python3
"""Makes the material of the demo study from its scripts.

Run by hand after a script changed, never at build:

    apt-get install flite festival festvox-us-slt-hts festlex-cmu festlex-poslex htsengine sox opus-tools
    python3 crates/demo/make/make.py

Needs Python 3.11 and nothing from outside its standard library. Works offline. Made twice on one
machine, every file comes out the same byte for byte; another version of a synthesiser or of Opus
makes other sound, and with it other times in the transcripts.

`scripts.py` reads the scripts, `voices.py` and `accents.py` speak, `sound.py` records, `papers.py`
writes what is on paper, `chats.py` exports the chats. `docs/demo.md` tells what all this is for.
"""

import argparse
import shutil
import statistics
import sys
import tempfile
import zlib
from pathlib import Path

sys.dont_write_bytecode = True

import chats
import papers
import scripts
import sound
import voices

HERE = Path(__file__).resolve().parent.parent
SCRIPT, MATERIAL = HERE / "script", HERE / "material"
SHORTEST, LONGEST = 20, 120


def main():
    arguments = argparse.ArgumentParser(description="Makes the material of the demo study.")
    arguments.add_argument("--to", type=Path, default=MATERIAL, help="where to put it")
    arguments.add_argument("--work", type=Path, help="a folder to keep the pieces in, for listening")
    arguments = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        work = arguments.work or Path(temporary)
        work.mkdir(parents=True, exist_ok=True)
        made = work / "made"
        shutil.rmtree(made, ignore_errors=True)
        for folder in ("interviews", "field-notes", "whatsapp"):
            (made / folder).mkdir(parents=True)
        write_papers(made)
        for who in scripts.PEOPLE:
            export_chat(who, made, work)
        for folder in ("interviews", "field-notes", "whatsapp"):
            shutil.rmtree(arguments.to / folder, ignore_errors=True)
            shutil.copytree(made / folder, arguments.to / folder)


def write_papers(made):
    """The interviews and the field notes."""
    for script in scripts.read_all(SCRIPT, "P?/interview-*.txt"):
        number = script.path.stem.removeprefix("interview-")
        name = f"{script.who} interview {number} {script.at:%Y-%m-%d}.vtt"
        (made / "interviews" / name).write_text(papers.interview(script), encoding="utf-8", newline="\n")
    for script in scripts.read_all(SCRIPT, "P?/field-*.txt"):
        name = f"{script.who} field note week {script.week} {script.at:%Y-%m-%d}.md"
        (made / "field-notes" / name).write_text(papers.field_note(script), encoding="utf-8", newline="\n")


def export_chat(who, made, work):
    """All voice notes of one person, and the chat they were sent in."""
    notes = scripts.read_all(SCRIPT, f"{who}/voice-*.txt") + scripts.read_all(SCRIPT, f"extra/{who}-*.txt")
    notes.sort(key=lambda script: (script.at, script.path.name))
    recorded = record(who, notes, work / who)
    text = (SCRIPT / "chat" / f"{who}.txt").read_text(encoding="utf-8")
    messages = chats.conversation(who, recorded, text)
    chats.export(who, messages, made / "whatsapp" / f"{chats.name_of(who)}.zip")


def record(who, notes, work):
    """Speaks and records; returns each script with its Opus and its transcript."""
    lines = {script.path: scripts.without_marks(script.body).splitlines() for script in notes}
    pieces = [part for script in notes for line in lines[script.path] for part in spoken_parts(line)]
    spoken = iter(voices.speak(who, pieces, work))
    recorded, seconds, rates = [], [], []
    for script in notes:
        dry, placed, opus = (work / f"{script.path.stem}{end}" for end in ("-dry.wav", ".wav", ".opus"))
        if script.path.stem == "P3-pocket":
            cues = sound.rustling(who, placed, work)
        else:
            samples, cues = sound.put_together(script, lines[script.path], spoken)
            sound.write(samples, dry)
            sound.in_its_place(who, dry, placed, work)
            duration = len(samples) / sound.RATE
            if script.path.parent.name == who:
                assert SHORTEST <= duration <= LONGEST, f"{script.path} lasts {duration:.0f} s"
                words = sum(len(part.split()) for line in lines[script.path] for part in spoken_parts(line))
                seconds.append(duration)
                rates.append(words / duration * 60)
        sound.encode(placed, opus, zlib.crc32(script.path.name.encode() + who.encode()))
        recorded.append((script, opus.read_bytes(), papers.voice_note(cues)))
    assert next(spoken, None) is None, "a piece was spoken that no note holds"
    size = sum(len(opus) for _, opus, _ in recorded)
    print(
        f"{who}: {len(notes)} notes, seconds {min(seconds):.0f} / {statistics.median(seconds):.0f} / {max(seconds):.0f}, "
        f"sum {sum(seconds):.0f}, words a minute {statistics.mean(rates):.0f}, {size / 1e6:.2f} MB",
        flush=True,
    )
    return recorded


def spoken_parts(line):
    return [part for part in sound.parts_of(line) if sound.is_spoken(part)]


if __name__ == "__main__":
    main()
