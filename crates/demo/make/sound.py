"""From spoken pieces to a voice note: pauses, a room, a level, and Opus as phones write it.

Every cue is put together from pieces that were spoken by themselves and measured, so the times of
the transcript are those of the recording. Nothing here is left to chance: pauses vary with the
words, and SoX repeats its noise.
"""

import functools
import re
import subprocess
import sys
import wave
import zlib
from array import array
from dataclasses import dataclass

from voices import VOICES, sox

RATE = 16_000
BITRATE = "13"
# Seconds of silence after a piece, by what ends it.
PAUSES = {"...": 0.75, ".": 0.42, "?": 0.5, "!": 0.4, ",": 0.22, ":": 0.3, ";": 0.3, "-": 0.2}
AFTER_NOTHING = 0.1
# Phones make what is quiet louder; so does this.
EVEN = "compand 0.02,0.25 6:-70,-70,-40,-31,-20,-15,0,-8 0 -90 0.1".split()
# Seconds for what is not spoken.
UNSPOKEN = {"laughs": 1.3, "pause": 1.8, "door": 1.1, "a voice from the next room": 2.2, "rustling": 1.5}


@dataclass
class Cue:
    """A line of the transcript and its time in the recording, in milliseconds."""

    begin: int
    end: int
    words: str


def parts_of(line):
    """The spoken pieces of a cue, sentence by sentence, and what is not spoken, in parentheses."""
    parts = []
    for part in re.split(r"(\([^)]*\))", line):
        if part.startswith("("):
            parts.append(part)
        else:
            parts += [piece for piece in re.split(r"(?<=[.?!])\s+", part.strip()) if re.search(r"\w", piece)]
    return parts


def is_spoken(part):
    return not part.startswith("(")


def pause_after(piece, voice):
    """Seconds of silence; it differs a little from piece to piece."""
    ending = next((end for end in PAUSES if piece.endswith(end)), None)
    usual = PAUSES[ending] if ending else AFTER_NOTHING
    return usual * voice.pause * (0.85 + 0.3 * chance(piece))


def chance(text):
    """A number from 0 to 1 that depends on the words alone."""
    return zlib.crc32(text.encode()) % 1000 / 1000


def samples_of(path):
    """The samples of a mono file."""
    with wave.open(str(path)) as file:
        assert file.getnchannels() == 1 and file.getsampwidth() == 2 and file.getframerate() == RATE, path
        samples = array("h", file.readframes(file.getnframes()))
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def trimmed(path):
    """A piece without the silence around it, its ends softened."""
    samples = samples_of(path)
    loudest = max(map(abs, samples))
    floor, step = loudest * 0.006, 80
    heard = [at for at in range(0, len(samples), step) if max(map(abs, samples[at : at + step])) > floor]
    first, last = max(heard[0] - 2 * step, 0), min(heard[-1] + 6 * step, len(samples))
    samples = samples[first:last]
    for at in range(step):
        samples[at] = samples[at] * at // step
        samples[-1 - at] = samples[-1 - at] * at // step
    return samples


def put_together(script, lines, spoken):
    """The dry recording of a note and its cues; `spoken` gives the file of each piece in order."""
    voice = VOICES[script.who]
    recording = silence(0.35 + 0.3 * chance(script.path.name))
    cues = []
    for line in lines:
        begin = len(recording)
        for part in parts_of(line):
            if is_spoken(part):
                recording += trimmed(next(spoken))
                end = len(recording)
                recording += silence(pause_after(part, voice))
            else:
                recording += silence(UNSPOKEN[part.strip("()")])
                end = len(recording)
        cues.append(Cue(milliseconds(begin), milliseconds(end), line))
    return recording + silence(0.45), cues


def silence(seconds):
    return array("h", bytes(2 * round(seconds * RATE)))


def milliseconds(samples):
    return round(samples * 1000 / RATE)


def write(samples, path):
    if sys.byteorder == "big":
        samples.byteswap()
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(samples.tobytes())


def in_its_place(who, dry, out, folder):
    """Adds the room and the noise of the place and sets the level: peaks at -3 decibels."""
    voice = VOICES[who]
    wet, noise = folder / "wet.wav", noise_of(who, folder)
    sox(dry, wet, "gain", "-n", "-8", *voice.room, *EVEN, "gain", "-n", "-3")
    length = len(samples_of(dry))
    factor = 10 ** (voice.noise_level / 20) / loudness(noise)
    sox("-m", "-v", "1", wet, "-v", f"{factor:.6f}", noise, out, "trim", "0", f"{length}s", "gain", "-n", "-3")


def noise_of(who, folder):
    """The place without anybody speaking, long enough for any note."""
    path = folder / f"noise-{who}.wav"
    if not path.exists():
        sox("-r", RATE, "-b", "16", "-c", "1", "-n", path, *VOICES[who].noise, "gain", "-n", "-12", "repeat", "4")
    return path


def rustling(who, out, folder):
    """Two seconds in a pocket."""
    rustle, noise = folder / "rustle.wav", noise_of(who, folder)
    effects = "synth 1.5 whitenoise bandpass 1800 1600 tremolo 11 85 tremolo 3 60 fade 0.2 1.5 0.3 gain -n -16 pad 0.3 0.2"
    sox("-r", RATE, "-b", "16", "-c", "1", "-n", rustle, *effects.split())
    sox("-m", "-v", "1", rustle, "-v", "0.05", noise, out, "trim", "0", "2.0")
    return [Cue(300, 1800, "(rustling)")]


@functools.cache
def loudness(path):
    """The root mean square of a recording's first half minute, where 1 is as loud as can be."""
    samples = samples_of(path)[: 30 * RATE]
    return (sum(sample * sample for sample in samples) / len(samples)) ** 0.5 / 32768


def encode(wav, out, serial):
    """One stream of Opus in Ogg, in frames of 60 ms as phones send it."""
    command = ["opusenc", "--quiet", "--bitrate", BITRATE, "--vbr", "--speech", "--framesize", "60", "--comp", "10"]
    command += ["--serial", str(serial), "--discard-comments", "--discard-pictures", "--padding", "0", wav, out]
    subprocess.run(command, check=True, stdin=subprocess.DEVNULL)
