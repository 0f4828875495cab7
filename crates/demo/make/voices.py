"""The five people and how each speaks.

Engines of Debian alone. Flite speaks for the men; for the women Festival works out what is said and
hts_engine speaks it, with the length of the throat (`-a`), the pitch (`-fm`) and its liveliness
(`-jf`) set for each person, so that one recorded speaker becomes three. What the words sound like
is in `accents.py`.
"""

import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import accents

SLT = Path("/usr/share/festival/voices/us/cmu_us_slt_arctic_hts/hts/cmu_us_slt_arctic_hts.htsvoice")


@dataclass
class Voice:
    """What is particular about one person's voice."""

    engine: str
    accent: str
    # Options of hts_engine, or features of Flite.
    settings: dict
    # Played this much faster, which makes the throat shorter and the pitch higher.
    speed: float = 1.0
    # Pauses are this much longer than usual.
    pause: float = 1.0
    # Effects of SoX on the voice alone: brightness, and a little room.
    room: list = field(default_factory=list)
    # SoX makes the noise of the place; it is then set to `noise_level` decibels.
    noise: list = field(default_factory=list)
    noise_level: float = -50.0


VOICES = {
    # Careful, dry; at a kitchen table, with a fridge.
    "P1": Voice(
        "slt", "southern", {"-r": 0.862, "-fm": 1.0, "-a": 0.433, "-jf": 3.0}, pause=1.8,
        room="highpass 90 equalizer 2700 1.2q 4 treble 3 4500 reverb 8 60 12 100 0 -4".split(),
        noise="synth 31 brownnoise highpass 40 lowpass 900 equalizer 100 2q 9".split(),
    ),
    # Brisk and lower; the back room of a cafe, with an urn.
    "P2": Voice(
        "awb", "", {"int_f0_target_mean": 112, "int_f0_target_stddev": 40, "duration_stretch": 0.952}, pause=1.1,
        room="highpass 70 bass -6 250 treble 6 3000 reverb 14 50 20 100 2 -5".split(),
        noise="synth 29 pinknoise highpass 150 lowpass 1600 tremolo 0.3 25".split(),
        noise_level=-53.0,
    ),
    # Young and breathless; on a bus, or by the road.
    "P3": Voice(
        "rms", "northern", {"duration_stretch": 1.026}, speed=1.12, pause=0.75,
        room="highpass 100 treble 2 4000 reverb 5 70 6 100 0 -5".split(),
        noise="synth 37 brownnoise highpass 35 lowpass 500 equalizer 84 3q 10 tremolo 0.13 45".split(),
        noise_level=-49.0,
    ),
    # Older, lower and level; outdoors at a bus stop, in the wind.
    "P4": Voice(
        "slt", "northern", {"-r": 0.833, "-fm": -4.0, "-a": 0.51, "-jf": 1.5, "-b": 0.1}, pause=1.45,
        room="highpass 80 bass -3 200 treble 4 3500 reverb 4 80 4 100 0 -6".split(),
        noise="synth 41 pinknoise highpass 120 lowpass 1100 tremolo 0.1 60".split(),
        noise_level=-51.0,
    ),
    # Warm, with a melody from elsewhere; a hall with hard walls.
    "P5": Voice(
        "slt", "portuguese", {"-r": 0.896, "-fm": 2.8, "-a": 0.472, "-jf": 4.0}, pause=1.35,
        room="highpass 90 equalizer 2700 1.2q 5 treble 5 4500 reverb 22 40 35 100 6 -4".split(),
        noise="synth 43 brownnoise highpass 60 lowpass 1800 equalizer 240 1q 5".split(),
        noise_level=-51.0,
    ),
}


def speak(who, pieces, folder):
    """Speaks every piece by itself; returns one mono 16 kHz file for each, not yet trimmed."""
    voice = VOICES[who]
    folder.mkdir(parents=True, exist_ok=True)
    words = [word for piece in pieces for word in accents.words_of(piece)]
    entries = accents.look_up(words)
    pieces = [accents.plain_letters(piece) for piece in pieces]
    speaker = speak_slt if voice.engine == "slt" else speak_flite
    raw = speaker(voice, pieces, entries, folder)
    spoken = []
    for at, path in enumerate(raw):
        out = folder / f"{at:04}.wav"
        effects = ["speed", str(voice.speed)] if voice.speed != 1.0 else []
        sox(path, "-r", "16000", "-c", "1", "-b", "16", out, *effects, "rate", "-v", "16000")
        spoken.append(out)
    return spoken


def sox(*arguments):
    """Runs SoX without dither and with repeatable noise."""
    subprocess.run(["sox", "-D", "-R", "-V1", *map(str, arguments)], check=True)


def speak_flite(voice, pieces, entries, folder):
    lexicon = folder / "words.txt"
    lines = []
    for word, found in entries.items():
        said = accented(voice, word, found)
        if len({part for part, _ in said}) == 1 and (voice.accent or word in accents.OWN):
            lines.append(flite_entry(word, said[0][1], linking=False))
            lines.append(flite_entry(word + "rr", said[0][1], linking=True))
    lexicon.write_text("\n".join(lines) + "\n")
    linking = {line.split('"')[1][:-2] for line in lines if line.endswith(" r") and 'rr"' in line}
    features = [part for key, value in voice.settings.items() for part in ("--setf", f"{key}={value}")]
    raw = []
    for at, piece in enumerate(pieces):
        out = folder / f"{at:04}-raw.wav"
        text = link(piece, entries, linking) if voice.accent else piece
        command = ["flite", "-voice", voice.engine, *features, "-add_lex", lexicon, "-t", text + " ", "-o", out]
        subprocess.run(command, check=True)
        raw.append(out)
    return raw


def link(piece, entries, linking):
    """Marks words whose final r is heard because a vowel follows at once."""
    tokens = piece.split(" ")
    for at, (token, following) in enumerate(zip(tokens, tokens[1:])):
        after = accents.words_of(following)[:1]
        found = entries.get(after[0]) if after else None
        begins_with_vowel = found and found[0][1] and found[0][1][0][0][0] in accents.VOWELS
        if token.lower() in linking and begins_with_vowel:
            tokens[at] = token.lower() + "rr"
    return " ".join(tokens)


def flite_entry(word, syllables, linking):
    phones = []
    for said, stress in syllables:
        phones += [phone + str(stress if phone != "ax" else 0) if phone in accents.VOWELS else phone for phone in said]
    if phones[-1] == "r" and not linking and len(phones) > 1:
        phones.pop()
    return f'"{word}" nil : {" ".join(phones)}'


def accented(voice, word, found):
    if not voice.accent:
        return found
    if voice.accent == "portuguese":
        return [(part, accents.portuguese(word, syllables)) for part, syllables in found]
    northern = voice.accent == "northern"
    return [(part, accents.english(word, syllables, northern)) for part, syllables in found]


NON_RHOTIC = """
(define (drop_r utt)
  (mapcar
    (lambda (phone)
      (if (and (string-equal (item.name phone) "r") (not (string-equal (item.feat phone "n.ph_vc") "+")))
          (item.delete phone)))
    (utt.relation.items utt 'Segment))
  utt)
(set! postlex_rules_hooks (append postlex_rules_hooks (list drop_r)))
"""


def speak_slt(voice, pieces, entries, folder):
    program = ["(voice_cmu_us_slt_arctic_hts)"] + ([NON_RHOTIC] if voice.accent != "portuguese" else [])
    for word, found in entries.items():
        for (part, said), (_, before) in zip(accented(voice, word, found), found):
            if said != before or word in accents.OWN or word in accents.PORTUGUESE:
                program.append(festival_entry(word, part, said))
    return hts(voice, program, pieces, folder)


def festival_entry(word, part, syllables):
    shown = " ".join(f"(({' '.join(phones)}) {stress})" for phones, stress in syllables)
    return f'(lex.add.entry \'("{word}" {part} ({shown})))'


def hts(voice, program, texts, folder):
    """Festival writes what is to be said, hts_engine says it."""
    program = [*program, "(Parameter.set 'Synth_Method 'None)"]
    for at, text in enumerate(texts):
        text = text.replace('"', "")
        program.append(f'(set! said (utt.synth (Utterance Text "{text}")))')
        program.append(f'(hts_dump_feats said hts_feats_list "{folder}/{at:04}.lab")')
    script = folder / "say.scm"
    script.write_text("\n".join(program) + "\n", encoding="ascii")
    subprocess.run(["festival", "-b", script], check=True)
    raw = []
    for at in range(len(texts)):
        out = folder / f"{at:04}-raw.wav"
        options = [part for key, value in voice.settings.items() for part in (key, str(value))]
        label = folder / f"{at:04}.lab"
        subprocess.run(["hts_engine", "-m", SLT, *options, "-ow", out, label], check=True)
        raw.append(out)
    return raw
