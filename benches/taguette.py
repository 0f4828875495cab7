#!/usr/bin/env python3
"""Measures Trefoil and Taguette side by side over HTTP, in one run and on one corpus.

    python3 benches/taguette.py [--runs 3] [--requests 200] [--work DIR] [--json FILE]

Installs Taguette into a virtual environment in a temporary folder below `target`, makes and loads
the corpus with the scripts in `../shared/bench`, and measures twice: with the program
`benches/src/bin/http.rs`, which asks both servers in turn (twenty requests each) with one client, and with
`bench_taguette.py`, which asks Taguette alone with Python's client and so shows that ours is fair.
Says SKIPPED where `../shared/bench` is not there. `--work DIR` keeps the folder for the next time.
"""
import argparse
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

VERSION = "1.5.2"
ROOT = pathlib.Path(__file__).resolve().parent.parent
SCRIPTS = ROOT.parent / "shared" / "bench"
PATIENCE = 60
# What bench_taguette.py calls the measures of http.rs; the others are the disk's and Trefoil's own.
NAMES = {
    "open a document with its highlights": "open_document_both",
    "add a coding, durable": "add_highlight",
    "the first 50 passages of a code and those beneath it": "tag_page1_big",
    "all passages of a code and those beneath it": "tag_all_pages_big",
}


def say(words):
    print(f"▶ {words}", file=sys.stderr, flush=True)


def run(*command, **more):
    subprocess.run([str(part) for part in command], check=True, **more)


def install(work):
    """Makes the virtual environment; answers its folder of programs."""
    programs = work / "venv" / "bin"
    if not (programs / "taguette").exists():
        say(f"installing Taguette {VERSION}")
        run(sys.executable, "-m", "venv", work / "venv")
        run(programs / "pip", "install", "--quiet", f"taguette=={VERSION}")
    return programs


def corpus(work, programs):
    """Makes the corpus and loads it into a database of Taguette; answers its folder."""
    folder = work / "corpus"
    if not (folder / "taguette.sqlite3").exists():
        say("making the corpus")
        with open(work / "corpus.log", "w") as log:
            run(programs / "python", SCRIPTS / "gen_taguette.py", folder, stdout=log, stderr=log)
    return folder


def build():
    say("building")
    run("cargo", "build", "--quiet", "--release", "-p", "trefoil-benches", "--bin", "http", cwd=ROOT)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    return target / "release" / "http"


class Taguette:
    """A server on a copy of the database; it ends with the block."""

    def __init__(self, programs, data, work):
        self.program = programs / "taguette"
        self.database = work / "served.sqlite3"
        self.log = work / "taguette.log"
        shutil.copy(data / "taguette.sqlite3", self.database)
        self.env = dict(os.environ, HOME=str(work), LC_ALL="C.UTF-8")

    def __enter__(self):
        log = open(self.log, "w")
        options = ["--no-browser", "--bind", "127.0.0.1", "--port", str(free_port())]
        command = [str(self.program), *options, "--database", str(self.database)]
        self.process = subprocess.Popen(command, stdout=log, stderr=log, env=self.env)
        log.close()
        try:
            self.link = self.wait()
        except BaseException:
            self.__exit__()
            raise
        return self

    def wait(self):
        began = time.monotonic()
        while time.monotonic() - began < PATIENCE:
            if found := re.search(r"http://localhost:\d+/\?token=\S+", self.log.read_text()):
                return found.group(0)
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise SystemExit(f"Taguette did not start:\n{self.log.read_text()}")

    def __exit__(self, *_):
        self.process.terminate()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def show(ours, alone, about):
    measured = {(one["what"], one["whose"]): one for one in ours["measured"]}
    print("\n{documents} documents, {words:,} words, {codes} codes, {passages:,} passages, "
          "{codings:,} codings".format(**ours["about"]))
    print(f"{about}; {time.strftime('%Y-%m-%d')}; {ours['about']['runs']} runs of "
          f"{ours['about']['requests']} requests; milliseconds, the median of the runs (the least)\n")
    print("| what | | Trefoil | Taguette, same client, in turn | ratio | Taguette, Python's client |")
    print("|---|---|---|---|---|---|")
    for (what, whose), one in measured.items():
        if whose != "Trefoil":
            continue
        peer = measured.get((what, "Taguette"))
        other = alone.get(NAMES.get(what), {})
        for percent in ("p50", "p95"):
            both = lambda found: f"{found[percent + '_median']:.2f} ({found[percent + '_min']:.2f})"
            ratio = f"{peer[percent + '_median'] / one[percent + '_median']:.1f}×" if peer else "–"
            print("|", " | ".join([what, percent, both(one), both(peer) if peer else "–", ratio,
                                   f"{other[percent + '_ms']:.2f}" if other else "–"]), "|")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--work", type=pathlib.Path)
    parser.add_argument("--json", type=pathlib.Path)
    asked = parser.parse_args()
    if not (SCRIPTS / "gen_taguette.py").exists():
        print(f"SKIPPED Taguette: its scripts are not in {SCRIPTS}")
        return
    program = build()
    (ROOT / "target").mkdir(exist_ok=True)
    work = asked.work or pathlib.Path(tempfile.mkdtemp(prefix="taguette.", dir=ROOT / "target"))
    work = work.resolve()
    work.mkdir(exist_ok=True)
    try:
        programs = install(work)
        data = corpus(work, programs)
        about = machine()
        with Taguette(programs, data, work) as server:
            say("measuring both in turn")
            run(program, "--corpus", data, "--taguette", server.link, "--folder", work,
                "--runs", asked.runs, "--requests", asked.requests, "--json", work / "both.json",
                stdout=subprocess.DEVNULL)
        say("measuring Taguette alone with bench_taguette.py")
        with open(work / "alone.log", "w") as log:
            run(programs / "python", SCRIPTS / "bench_taguette.py", data, "--taguette",
                programs / "taguette", "--port", free_port(), "--json", work / "alone.json",
                stdout=log, stderr=log)
        ours = json.loads((work / "both.json").read_text())
        alone = json.loads((work / "alone.json").read_text())
        show(ours, alone, about)
        if asked.json:
            asked.json.write_text(json.dumps({"machine": about, "both": ours, "alone": alone}, indent=1))
    finally:
        if not asked.work:
            shutil.rmtree(work, ignore_errors=True)


if __name__ == "__main__":
    main()
