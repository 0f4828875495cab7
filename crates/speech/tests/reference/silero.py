"""Writes silero.txt: how likely Silero VAD finds speech in each 32 ms of jfk.wav, by its own ONNX
file in onnxruntime, without any of our code.

    python -m venv venv && venv/bin/pip install numpy onnxruntime
    venv/bin/python silero.py silero_vad.onnx jfk.wav > silero.txt
"""

import sys

import numpy as np
import onnxruntime

FRAME, CONTEXT = 512, 64

if __name__ == "__main__":
    model, recording = sys.argv[1:]
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    bytes_read = open(recording, "rb").read()
    at = bytes_read.index(b"data") + 8
    samples = np.frombuffer(bytes_read[at:], np.int16).astype(np.float32) / 32768
    state, context = np.zeros((2, 1, 128), np.float32), np.zeros(CONTEXT, np.float32)
    for begin in range(0, len(samples) - FRAME + 1, FRAME):
        heard = np.concatenate([context, samples[begin : begin + FRAME]])
        context = heard[-CONTEXT:]
        inputs = {"input": heard[None], "state": state, "sr": np.array(16_000, np.int64)}
        likelihood, state = session.run(None, inputs)
        print(f"{likelihood[0, 0]:.5f}")
