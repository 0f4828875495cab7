"""Writes mel.txt: log-mel spectrograms as OpenAI's Whisper defines them, computed with NumPy in
64 bits from the formulas, without any of its code or ours.

    python -m venv venv && venv/bin/pip install numpy
    venv/bin/python mel.py > mel.txt

Each line of mel.txt: samples of the signal, bins, frame, then the value of every eighth bin.
"""

import numpy as np

RATE, WINDOW, HOP, FULL = 16_000, 400, 160, 480_000


def signal(count):
    """A gliding tone and a steady one, over noise that grows; the Rust test makes the same."""
    state, noise = 1, np.empty(count)
    for n in range(count):
        state = (state * 1664525 + 1013904223) % 2**32
        noise[n] = state / 2**32 - 0.5
    n = np.arange(count)
    glide = 0.3 * np.sin(2 * np.pi * (200 + n / 200) * n / RATE)
    steady = 0.1 * np.sin(2 * np.pi * 3000 * n / RATE)
    return (glide + steady + 0.02 * noise * n / count).astype(np.float32).astype(np.float64)


def filters(bins):
    def to_hertz(mel):
        return np.where(mel < 15, mel * 200 / 3, 1000 * np.exp((mel - 15) * np.log(6.4) / 27))

    highest = 15 + np.log(RATE / 2 / 1000) * 27 / np.log(6.4)
    corner = to_hertz(np.linspace(0, highest, bins + 2))
    hertz = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    rows = []
    for low, middle, high in zip(corner, corner[1:], corner[2:]):
        rise, fall = (hertz - low) / (middle - low), (high - hertz) / (high - middle)
        rows.append(np.maximum(0, np.minimum(rise, fall)) * 2 / (high - low))
    return np.array(rows)


def log_mel(samples, bins):
    window = np.concatenate([samples, np.zeros(FULL - len(samples))])
    padded = np.pad(window, WINDOW // 2, mode="reflect")
    hann = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    frames = np.stack([padded[t * HOP : t * HOP + WINDOW] for t in range(FULL // HOP)])
    power = np.abs(np.fft.rfft(frames * hann, axis=1)) ** 2
    logs = np.log10(np.maximum(power @ filters(bins).T, 1e-10))
    return (np.maximum(logs, logs.max() - 8) + 4) / 4


if __name__ == "__main__":
    for count, frames in [(50_000, [0, 1, 2, 99, 200, 311, 312, 313, 314, 2999]),
                          (480_000, [0, 1500, 2990, 2997, 2998, 2999])]:
        for bins in [80, 128]:
            drawn = log_mel(signal(count), bins)
            for frame in frames:
                print(count, bins, frame, *(f"{value:.7f}" for value in drawn[frame, ::8]))
