#!/usr/bin/env python3
"""Measures Trefoil's speech engine beside whisper.cpp and CTranslate2 (faster-whisper), in turns.

    python3 benches/whisper.py [--shapes tiny base] [--threads 1 2] [--rounds 5] [--sound FILE]
                               [--silero FILE] [--work DIR] [--json FILE]

Builds two examples of `crates/speech`: `random_model` writes random weights of a real model's
shape, `engine` computes with them. Installs the others with pip into a virtual environment in a temporary folder below `target` (`--work DIR`
keeps it for the next time), and gives all of them the same weights: whisper.cpp as q8_0 and f16,
CTranslate2 as int8. Every program runs in a process of its own and answers orders: one order to
one, the same order to the next, and so on, round after round. A time is that of the processor in
all threads of a process and that of the clock, in milliseconds; the least of the rounds counts,
for other work on the machine makes runs slower and never faster.

With random weights nothing is said about words, only about the arithmetic, which does not depend
on the numbers. What each order asks of each program is said in `docs/performance.md`.
"""
import argparse
import ctypes
import glob
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time

from machine import machine

PEERS = ["pywhispercpp==1.5.1", "ctranslate2==4.8.5", "faster-whisper==1.2.1"]
ROOT = pathlib.Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared" / "corpus"
# A prompt of four: start, English, transcribe, no moments.
PROMPT, END = [50258, 50259, 50359, 50363], 50257
TOKENS = 64
SHAPES = {"tiny": (384, 4), "base": (512, 6), "small": (768, 12)}
TITLES = {
    "encode": "encode 30 s",
    "token": "one token",
    "token5": "one token of five in lock step",
    "greedy": "a token of a text, chosen",
    "beams": "a token of a text, five beams",
    "windows": "a token of four texts side by side",
    "windows8": "a token of eight texts side by side",
    "window": "30 s with 64 tokens",
    "mel": "log-mel spectrogram of 30 s",
    "sound": "decode and resample 30 s",
    "voices": "find voices in 30 s, built in",
    "silero": "find voices in 30 s, Silero",
}


def say(words):
    print(f"▶ {words}", file=sys.stderr, flush=True)


# --- The others: each runs as `whisper.py --engine NAME FILE THREADS` in its own process ---------


def spent(work):
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return [1e3 * (time.process_time() - processor), 1e3 * (time.perf_counter() - clock)]


class WhisperCpp:
    """whisper.cpp's library, by its C interface."""

    def __init__(self, file, threads):
        import _pywhispercpp

        folder = os.path.dirname(_pywhispercpp.__file__)
        self.library = ctypes.CDLL(
            os.environ.get("WHISPER_LIBRARY") or glob.glob(folder + "/libwhisper.so*")[0]
        )
        self.library.whisper_init_from_file.restype = ctypes.c_void_p
        self.context = ctypes.c_void_p(self.library.whisper_init_from_file(file.encode()))
        self.threads = threads
        self.mel = (ctypes.c_float * (80 * 3000))(*(((i * 7919) % 2000) / 1000 - 1 for i in range(240000)))
        self.noise = (ctypes.c_float * 480000)(*(((i * 7919) % 2000) / 10000 - 0.1 for i in range(480000)))
        self.hear()

    def hear(self):
        assert self.library.whisper_set_mel(self.context, self.mel, 3000, 80) == 0

    def decode(self, tokens, past):
        ids = (ctypes.c_int32 * len(tokens))(*tokens)
        assert self.library.whisper_decode(self.context, ids, len(tokens), past, self.threads) == 0

    def encode(self):
        return spent(lambda: self.library.whisper_encode(self.context, 0, self.threads))

    def token(self):
        self.decode(PROMPT, 0)

        def write():
            for place in range(TOKENS):
                self.decode([place * 7], len(PROMPT) + place)

        return [each / TOKENS for each in spent(write)]

    def mel(self):
        pass

    def spectrogram(self):
        make = self.library.whisper_pcm_to_mel
        found = spent(lambda: make(self.context, self.noise, 480000, self.threads))
        self.hear()
        return found


class CTranslate2:
    """CTranslate2, which is what faster-whisper computes with."""

    def __init__(self, folder, threads):
        import ctranslate2
        import numpy

        self.ct2 = ctranslate2
        self.model = ctranslate2.models.Whisper(
            folder, device="cpu", compute_type="int8", intra_threads=threads
        )
        values = ((numpy.arange(240000) * 7919) % 2000) / 1000 - 1
        self.mel = ctranslate2.StorageView.from_array(
            numpy.ascontiguousarray(values.reshape(1, 80, 3000), numpy.float32)
        )
        self.states = self.model.encode(self.mel)

    def encode(self):
        return spent(lambda: self.model.encode(self.mel))

    def write(self, beams, most):
        return self.model.generate(
            self.states, [PROMPT], beam_size=beams, max_length=most, suppress_tokens=[END],
            suppress_blank=False, return_scores=True,
        )

    def text(self, beams):
        # The prompt costs as much in both, so that the difference is that of 216 tokens.
        short = spent(lambda: self.write(beams, 16))
        found = {}
        long = spent(lambda: found.update(text=self.write(beams, 448)))
        more = len(found["text"][0].sequences_ids[0]) - 8
        return [(long - short) / more for long, short in zip(long, short)]

    def greedy(self):
        return self.text(1)

    def beams(self):
        return self.text(5)


class FasterWhisper:
    """What faster-whisper does before its model listens."""

    def __init__(self, sound, _):
        import numpy
        from faster_whisper.audio import decode_audio
        from faster_whisper.feature_extractor import FeatureExtractor
        from faster_whisper.vad import get_vad_model

        self.sound, self.decode_audio = sound, decode_audio
        self.extract = FeatureExtractor(feature_size=80)
        noise = ((numpy.arange(480000) * 7919) % 2000) / 10000 - 0.1
        self.noise = noise.astype(numpy.float32)
        if sound:
            self.samples = decode_audio(sound)
            self.vad = get_vad_model()
            room = -len(self.samples) % 512
            self.padded = numpy.pad(self.samples, (0, room))

    def spectrogram(self):
        return spent(lambda: self.extract(self.noise, padding=0))

    def hear(self):
        share = 480000 / len(self.samples)
        return [each * share for each in spent(lambda: self.decode_audio(self.sound))]

    def silero(self):
        share = 480000 / len(self.samples)
        return [each * share for each in spent(lambda: self.vad(self.padded))]


ENGINES = {"whisper.cpp": WhisperCpp, "CTranslate2": CTranslate2, "faster-whisper": FasterWhisper}
# Orders by the names of methods.
METHODS = {"mel": "spectrogram", "sound": "hear"}


def serve(name, file, threads):
    # What libraries print must not get between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    engine = ENGINES[name](file, int(threads))
    print("ready", file=answers, flush=True)
    for order in sys.stdin:
        order = order.strip()
        if order == "memory":
            found = peak()
        else:
            found = getattr(engine, METHODS.get(order, order))()
        print(json.dumps(found), file=answers, flush=True)


def peak():
    """The most memory that this process had, in megabytes."""
    for line in open("/proc/self/status"):
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1000
    return 0


# --- The same weights for CTranslate2 --------------------------------------------------------


def read_safetensors(file):
    import numpy

    data = pathlib.Path(file).read_bytes()
    length = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + length])
    tensors = {}
    for name, about in header.items():
        if name != "__metadata__":
            assert about["dtype"] == "F32"
            first, last = (8 + length + place for place in about["data_offsets"])
            values = numpy.frombuffer(data[first:last], "<f4").reshape(about["shape"]).copy()
            tensors[name.removeprefix("model.")] = values
    return tensors


def convert(file, folder, shape):
    """Lays the weights out as CTranslate2 wants them, without torch and transformers."""
    import numpy
    from ctranslate2.specs import whisper_spec

    width, layers = SHAPES[shape]
    heads, tensors = width // 64, read_safetensors(file)
    spec = whisper_spec.WhisperSpec(layers, heads, layers, heads)

    def norm(to, name):
        to.gamma, to.beta = tensors[f"{name}.weight"], tensors[f"{name}.bias"]

    def linear(to, *names):
        zeros = numpy.zeros(width, numpy.float32)
        to.weight = numpy.concatenate([tensors[f"{name}.weight"] for name in names])
        to.bias = numpy.concatenate([tensors.get(f"{name}.bias", zeros) for name in names])

    def attention(to, name, norm_name, is_cross):
        norm(to.layer_norm, norm_name)
        parts = [f"{name}.{part}_proj" for part in "qkv"]
        if is_cross:
            linear(to.linear[0], parts[0])
            linear(to.linear[1], *parts[1:])
        else:
            linear(to.linear[0], *parts)
        linear(to.linear[-1], f"{name}.out_proj")

    for side, part in (("encoder", spec.encoder), ("decoder", spec.decoder)):
        part.position_encodings.encodings = tensors[f"{side}.embed_positions.weight"]
        norm(part.layer_norm, f"{side}.layer_norm")
        for number, layer in enumerate(part.layer):
            name = f"{side}.layers.{number}"
            attention(layer.self_attention, f"{name}.self_attn", f"{name}.self_attn_layer_norm", False)
            if side == "decoder":
                attention(layer.attention, f"{name}.encoder_attn", f"{name}.encoder_attn_layer_norm", True)
            norm(layer.ffn.layer_norm, f"{name}.final_layer_norm")
            linear(layer.ffn.linear_0, f"{name}.fc1")
            linear(layer.ffn.linear_1, f"{name}.fc2")
    for number in (1, 2):
        to = getattr(spec.encoder, f"conv{number}")
        to.weight, to.bias = (tensors[f"encoder.conv{number}.{part}"] for part in ("weight", "bias"))
    spec.decoder.embeddings.weight = tensors["decoder.embed_tokens.weight"]
    spec.decoder.projection.weight = tensors["decoder.embed_tokens.weight"].copy()
    size = len(spec.decoder.embeddings.weight)
    words = [f"w{number}" for number in range(END)]
    words += ["<|endoftext|>", "<|startoftranscript|>"]
    words += [f"<|s{number}|>" for number in range(size - len(words))]
    words[50363] = "<|notimestamps|>"
    spec.register_vocabulary(words)
    spec.config.suppress_ids, spec.config.suppress_ids_begin = [], []
    spec.config.lang_ids = list(range(50259, 50358))
    spec.config.alignment_heads = [(layers - 1, head) for head in range(heads)]
    spec.validate()
    spec.optimize(quantization="int8")
    folder.mkdir()
    spec.save(str(folder))


# --- The measuring ---------------------------------------------------------------------------


class Engine:
    """A process that answers orders; it ends with the block."""

    def __init__(self, title, command, log):
        self.title = title
        self.process = subprocess.Popen(
            [str(part) for part in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=open(log, "a"), text=True,
        )
        if self.process.stdout.readline().strip() != "ready":
            raise SystemExit(f"{title} did not start:\n{pathlib.Path(log).read_text()[-2000:]}")

    def ask(self, order):
        self.process.stdin.write(order + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def end(self):
        self.process.stdin.close()
        self.process.wait(20)


def install(work):
    programs = work / "venv" / "bin"
    if not (work / "venv" / "installed").exists():
        say(f"installing {', '.join(PEERS)}")
        subprocess.run([sys.executable, "-m", "venv", work / "venv"], check=True)
        subprocess.run([programs / "pip", "install", "--quiet", *PEERS], check=True)
        (work / "venv" / "installed").touch()
    return programs / "python"


def build():
    say("building")
    examples = ["--example", "engine", "--example", "random_model"]
    command = ["cargo", "build", "--quiet", "--release", "-p", "trefoil-speech", *examples]
    subprocess.run(command, check=True, cwd=ROOT)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "examples" / "engine"


def weights(program, python, work, shape):
    folder = work / shape
    if not (folder / "ct2").exists():
        say(f"writing weights of {shape}")
        folder.mkdir(exist_ok=True)
        write = program.with_name("random_model")
        for kind, name in (("q8_0", "q8_0.bin"), ("f16", "f16.bin"), ("safetensors-f32", "f32")):
            subprocess.run([write, shape, kind, folder / name], check=True)
        subprocess.run([python, __file__, "--convert", folder, shape], check=True)
    return folder


def measure(engines, orders, rounds):
    """Asks all engines in turn; answers the least times by order and engine."""
    best = {}
    for number in range(rounds + 1):
        for order in orders:
            for engine, known in engines:
                if order not in known:
                    continue
                found = engine.ask(order)
                # The first round warms caches and is not counted.
                if number > 0:
                    before = best.setdefault(order, {}).get(engine.title, found)
                    best[order][engine.title] = [min(pair) for pair in zip(before, found)]
    return best


def with_windows(best):
    """What 30 seconds take with a text of 64 tokens, none of which is chosen."""
    encode, token = best.get("encode", {}), best.get("token", {})
    for title in encode.keys() & token.keys():
        both = zip(encode[title], token[title])
        whole = [one + TOKENS * other for one, other in both]
        best.setdefault("window", {})[title] = whole
    return best


def run(shape, threads, program, python, work, rounds):
    folder = weights(program, python, work, shape)
    log = work / "peers.log"
    other = [python, __file__, "--engine"]
    started = []

    def start(title, command, known):
        started.append((Engine(title, command, log), known))

    try:
        for title, precision in (("Trefoil", "int8"), ("Trefoil f32", "float")):
            start(title, [program, folder / "f32", precision, threads],
                  {"encode", "token", "token5", "greedy", "beams", "windows", "windows8"})
        for kind in ("q8_0", "f16"):
            start(f"whisper.cpp {kind}", [*other, "whisper.cpp", folder / f"{kind}.bin", threads],
                  {"encode", "token"})
        start("CTranslate2", [*other, "CTranslate2", folder / "ct2", threads],
              {"encode", "greedy", "beams"})
        best = measure(started, ["encode", "token", "token5", "greedy", "beams"], rounds)
        best["memory"] = {engine.title: [engine.ask("memory")] * 2 for engine, _ in started}
        # What was heard of eight windows is much to keep, so memory was asked for before.
        best |= measure(started, ["windows", "windows8"], rounds)
    finally:
        for engine, _ in started:
            engine.end()
    return with_windows(best)


def run_sound(sound, silero, program, python, work, rounds):
    folder = weights(program, python, work, "tiny")
    log, other, started = work / "peers.log", [python, __file__, "--engine"], []
    orders = ["mel", *(["sound", "voices", "silero"] if sound else [])]
    try:
        ours = set(orders) - (set() if silero else {"silero"})
        started.append((Engine("Trefoil", [program, "sound", sound or "-", silero or "-"], log), ours))
        started.append((Engine("whisper.cpp", [*other, "whisper.cpp", folder / "q8_0.bin", 1], log),
                        {"mel"}))
        started.append((Engine("faster-whisper", [*other, "faster-whisper", sound or "", 1], log),
                        set(orders) - {"voices"}))
        return measure(started, orders, rounds)
    finally:
        for engine, _ in started:
            engine.end()


def show(title, best, peers):
    print(f"\n### {title}\n")
    print("| processor / clock, ms | Trefoil |", " | ".join(f"{peer} | ×" for peer in peers), "|")
    print("|---|---|" + "---|---|" * len(peers))
    for order, what in TITLES.items():
        found = best.get(order)
        if not found or "Trefoil" not in found:
            continue
        ours, cells = found["Trefoil"], []
        for peer in peers:
            theirs = found.get(peer)
            cells.append(pair(theirs) if theirs else "–")
            cells.append(pair([a / b for a, b in zip(theirs, ours)], 1) if theirs else "–")
        print(f"| {what} | {pair(ours)} |", " | ".join(cells), "|")
    if memory := best.get("memory"):
        said = ", ".join(f"{name} {value[0]:.0f} MB" for name, value in memory.items())
        print(f"\nMost memory: {said}.")


def show_scaling(shape, measured, threads):
    """By the clock, how many times faster more threads are than the first number of them."""
    for engine in ("Trefoil", "whisper.cpp q8_0", "CTranslate2"):
        said = []
        for number, best in zip(threads[1:], measured[1:]):
            for order in ("encode", "token", "greedy", "beams"):
                if engine in best.get(order, {}):
                    ratio = measured[0][order][engine][1] / best[order][engine][1]
                    said.append(f"{TITLES[order]} {ratio:.2f}×")
            print(f"\n{shape}, {engine}, {threads[0]} → {number} threads: {', '.join(said)}")


def pair(values, digits=2):
    return " / ".join(f"{value:.{digits if value < 100 else 0}f}" for value in values)


def default_sound():
    found = sorted(SHARED.glob("audio/**/*.opus"), key=lambda file: -file.stat().st_size)
    return str(found[0]) if found else None


def default_silero():
    found = sorted(SHARED.glob("models/**/*silero*ggml.bin"))
    return str(found[0]) if found else None


def main():
    if sys.argv[1:2] == ["--engine"]:
        return serve(*sys.argv[2:5])
    if sys.argv[1:2] == ["--convert"]:
        folder = pathlib.Path(sys.argv[2])
        return convert(folder / "f32" / "model.safetensors", folder / "ct2", sys.argv[3])
    parser = argparse.ArgumentParser()
    parser.add_argument("--shapes", nargs="*", default=["tiny", "base"], choices=list(SHAPES))
    parser.add_argument("--threads", nargs="*", type=int, default=[1, 2])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--sound", default=default_sound())
    parser.add_argument("--silero", default=default_silero())
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    asked = parser.parse_args()
    program = build()
    (ROOT / "target").mkdir(exist_ok=True)
    work = asked.work or pathlib.Path(tempfile.mkdtemp(prefix="whisper.", dir=ROOT / "target"))
    work = work.resolve()
    work.mkdir(exist_ok=True, parents=True)
    try:
        python = install(work)
        about = f"{machine()}; {time.strftime('%Y-%m-%d')}; the least of {asked.rounds} rounds"
        print(about)
        everything = {"machine": about}
        for shape in asked.shapes:
            for threads in asked.threads:
                say(f"{shape}, {threads} threads")
                best = run(shape, threads, program, python, work, asked.rounds)
                everything[f"{shape} {threads}"] = best
                peers = ["Trefoil f32", "whisper.cpp q8_0", "whisper.cpp f16", "CTranslate2"]
                title = f"{shape}, {threads} thread{'s' if threads > 1 else ''}"
                show(title, best, peers)
        for shape in asked.shapes:
            show_scaling(shape, [everything[f"{shape} {threads}"] for threads in asked.threads], asked.threads)
        if not asked.sound:
            print("\nSKIPPED decoding and voices: give a recording with --sound")
        say("before the model")
        best = run_sound(asked.sound, asked.silero, program, python, work, asked.rounds)
        everything["sound"] = best
        show("Before the model, 1 thread", best, ["whisper.cpp", "faster-whisper"])
        if asked.json:
            asked.json.write_text(json.dumps(everything, indent=1))
    finally:
        if not asked.work:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
