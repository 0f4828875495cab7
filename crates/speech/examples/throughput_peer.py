#!/usr/bin/env python3
"""How fast whisper.cpp computes what `throughput.rs` computes.

    pip install pywhispercpp          (a wheel with whisper.cpp's library in it)
    cargo run --release -p trefoil-speech --example throughput -- tiny ggml q8_0 /tmp/tiny.bin
    python3 throughput_peer.py /tmp/tiny.bin 1 5

prints the least time of five rounds on one thread, of the processor and of the clock, in
milliseconds: encoding 30 seconds, and one token of one sequence, without choosing it. What was
heard is packed within the encoder there.
"""

import ctypes
import glob
import os
import sys
import time

import _pywhispercpp


def main():
    file, threads, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
    # The wheel's own name for the library, or the plain one.
    folder = os.path.dirname(_pywhispercpp.__file__)
    library = (
        os.environ.get("WHISPER_LIBRARY")
        or glob.glob(folder + "/libwhisper.so*")[0]
    )
    whisper = ctypes.CDLL(library)
    whisper.whisper_init_from_file.restype = ctypes.c_void_p
    whisper.whisper_print_system_info.restype = ctypes.c_char_p
    context = ctypes.c_void_p(whisper.whisper_init_from_file(file.encode()))
    print(whisper.whisper_print_system_info().decode(), file=sys.stderr)
    mel = (ctypes.c_float * (80 * 3000))(*(((i * 7919) % 2000) / 1000 - 1 for i in range(240000)))
    assert whisper.whisper_set_mel(context, mel, 3000, 80) == 0

    def spent(work):
        clock, processor = time.perf_counter(), time.process_time()
        work()
        return 1e3 * (time.process_time() - processor), 1e3 * (time.perf_counter() - clock)

    def decode(tokens, past):
        ids = (ctypes.c_int32 * len(tokens))(*tokens)
        assert whisper.whisper_decode(context, ids, len(tokens), past, threads) == 0

    def write():
        for place in range(64):
            decode([place * 7], 4 + place)

    found = []
    for _ in range(rounds):
        encoding = spent(lambda: whisper.whisper_encode(context, 0, threads))
        decode([50258, 50259, 50359, 50363], 0)
        found.append((encoding, tuple(each / 64 for each in spent(write))))
    for title, index in [("encoder", 0), ("token", 1)]:
        processor = min(each[index][0] for each in found)
        clock = min(each[index][1] for each in found)
        print(f"{title} {processor:.2f}/{clock:.2f}", end="   ")
    print()


if __name__ == "__main__":
    main()
