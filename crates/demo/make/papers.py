"""What is on paper: transcripts of interviews, transcripts of voice notes, and field notes."""

import re

from scripts import marked_ranges, turns, without_marks

WORDS_PER_MINUTE = 150
LONGEST_CUE = 45
# Seconds between two cues of one speaker, and between speakers.
BREATH, TURN = 0.35, 0.8


def interview(script):
    """A WebVTT transcript; each turn is one cue or several, with the name of who speaks."""
    cues, at = [], 3.0
    for speaker, marked in turns(script):
        name = "Researcher" if speaker == "R" else speaker
        for words in in_cues(marked):
            end = at + len(words.split()) * 60 / WORDS_PER_MINUTE
            cues.append((round(at * 1000), round(end * 1000), f"<v {name}>{escaped(words)}"))
            at = end + BREATH
        at += TURN - BREATH
    return vtt(cues)


def in_cues(marked):
    """Splits a turn at sentence ends into cues of about 45 words, and rather not inside a mark."""
    text, ranges = without_marks(marked), marked_ranges(marked)
    if len(text.split()) <= LONGEST_CUE:
        return [text]
    ends = [found.end() for found in re.finditer(r"""[.?!]["'”’]?(?= )""", text)] + [len(text)]
    # The cheapest way to reach each sentence end, as (cost, where the last cue begins).
    best = {0: (0, 0)}
    for end in ends:
        choices = []
        for begin in [0, *ends]:
            if begin >= end or begin not in best:
                continue
            count = len(text[begin:end].split())
            too_long = max(0, count - LONGEST_CUE) * 3
            too_short = max(0, 12 - count) * 2
            cuts = 60 if end < len(text) and any(low < end < high for low, high in ranges) else 0
            choices.append((best[begin][0] + too_long + too_short + cuts + 8, begin))
        best[end] = min(choices)
    cues, end = [], len(text)
    while end > 0:
        begin = best[end][1]
        cues.append(text[begin:end].strip())
        end = begin
    return cues[::-1]


def voice_note(cues):
    """A WebVTT transcript as somebody types it by ear: no names, one line a breath."""
    return vtt([(cue.begin, cue.end, escaped(cue.words)) for cue in cues])


def vtt(cues):
    blocks = [f"{clock(begin)} --> {clock(end)}\n{words}\n" for begin, end, words in cues]
    return "\n".join(["WEBVTT\n", *blocks])


def clock(milliseconds):
    seconds, thousandths = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{thousandths:03}"


def escaped(words):
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def field_note(script):
    """A field note: what was done as its title, the date and who was there, and the note."""
    activity = script.header["activity"]
    title = activity[:1].upper() + activity[1:]
    at = script.at
    day = f"{at.day} {at:%B %Y}, {at:%H:%M}"
    return f"# {title}\n\n{day}. Present: {script.header['present']}.\n\n{without_marks(script.body)}\n"
