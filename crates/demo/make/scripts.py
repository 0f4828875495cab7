"""Reading the marked scripts: headers, turns, cues, and what is left without marks.

A script is a header of `key: value` lines, a blank line and a body. Marks such as
`[[slug: words]]` are for the analysis alone; nothing made here shows them.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

PEOPLE = ("P1", "P2", "P3", "P4", "P5")


@dataclass
class Script:
    """One file of the folder `script`."""

    path: Path
    header: dict
    body: str

    @property
    def who(self):
        return self.header["participant"]

    @property
    def at(self):
        return datetime.strptime(self.header["date"], "%Y-%m-%d %H:%M")

    @property
    def week(self):
        return int(self.header["week"])

    @property
    def anchor(self):
        """What the chats call a voice note: `wk06b`."""
        return self.path.stem.removeprefix("voice-")


def read(path):
    """Reads one script."""
    head, body = path.read_text(encoding="utf-8").split("\n\n", 1)
    header = dict(line.split(": ", 1) for line in head.splitlines())
    return Script(path, header, body.strip("\n"))


def read_all(folder, pattern):
    """Reads every script that fits, in the order of people and then of names."""
    return [read(path) for path in sorted(folder.glob(pattern))]


def without_marks(text):
    """The words alone, as a reader of the material sees them."""
    return re.sub(r"\[\[[a-z-]+: ?|\]\]", "", text)


def marked_ranges(text):
    """Where the marks lie in the text without marks, as pairs of offsets."""
    ranges, open_marks, at, length = [], [], 0, 0
    for token in re.finditer(r"\[\[[a-z-]+: ?|\]\]", text):
        length += token.start() - at
        at = token.end()
        if token.group().startswith("[["):
            open_marks.append(length)
        else:
            ranges.append((open_marks.pop(), length))
    assert not open_marks, "a mark is left open"
    return ranges


def turns(script):
    """The turns of an interview: who speaks, the marked words."""
    return [tuple(line.split(": ", 1)) for line in script.body.splitlines() if line.strip()]


def cues(script):
    """The cues of a voice note, one breath each."""
    lines = without_marks(script.body).splitlines()
    return [line.strip() for line in lines if line.strip()]
