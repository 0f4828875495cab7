#!/usr/bin/env python3
"""The steps of word alignment in 64-bit numpy and scipy, to hold the engine to.

Written from the description in OpenAI's `whisper/timing.py`, not from the engine: softmax over
frames, z-score over tokens, a median filter of width 7 that mirrors the ends, the mean of heads,
and dynamic time warping with ties going to the frame before.

Run `python3 alignment.py > alignment.txt` in this folder to make the goldens again; it needs numpy
and scipy (`pip install numpy scipy`).
"""

import numpy as np
from scipy.ndimage import median_filter
from scipy.special import softmax
from scipy.stats import zscore

MASK = 2**64 - 1


def numbers(seed, *shape):
    """Numbers from -4 to 4 in steps of 2^-21, chosen by SplitMix64."""
    found = []
    for _ in range(int(np.prod(shape))):
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        z = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        found.append(((z ^ (z >> 31)) >> 40) / 2**21 - 4.0)
    return np.array(found).reshape(shape)


def show(name, about, values):
    about = " ".join(str(size) for size in about)
    print(f"{name} {about}: " + " ".join(f"{value:.7g}" for value in np.ravel(values)))


def median(seed, length, width):
    # Scipy calls "mirror" what torch calls "reflect": the outermost value is not repeated.
    show("median", (seed, length, width), median_filter(numbers(seed, length), width, mode="mirror"))


def matrix(seed, heads, tokens, frames, kept):
    weights = softmax(numbers(seed, heads, tokens, frames)[:, :, :kept], axis=-1)
    weights = zscore(weights, axis=1, ddof=0)
    weights = median_filter(weights, size=(1, 1, 7), mode="mirror")
    show("matrix", (seed, heads, tokens, frames, kept), weights.mean(axis=0))


def warp(seed, rows, columns):
    """The path is found from the whole table of sums, from its end to its beginning."""
    costs = numbers(seed, rows, columns)
    sums = np.full((rows + 1, columns + 1), np.inf)
    sums[0, 0] = 0.0
    for row in range(rows):
        for column in range(columns):
            ways = (sums[row, column], sums[row, column + 1], sums[row + 1, column])
            sums[row + 1, column + 1] = costs[row, column] + min(ways)
    row, column = rows, columns
    begins = [0] * rows
    while (row, column) != (1, 1):
        begins[row - 1] = column - 1
        ways = {
            (row, column - 1): sums[row, column - 1],
            (row - 1, column): sums[row - 1, column],
            (row - 1, column - 1): sums[row - 1, column - 1],
        }
        row, column = min(ways, key=ways.get)
    begins[0] = 0
    show("warp", (seed, rows, columns), begins)


if __name__ == "__main__":
    print("# Goldens of word alignment, made by alignment.py beside this file.")
    median(1, 40, 7)
    median(2, 7, 7)
    median(3, 4, 7)
    median(4, 33, 3)
    matrix(5, 3, 6, 20, 15)
    matrix(6, 1, 9, 12, 12)
    warp(7, 5, 40)
    warp(8, 12, 12)
    warp(9, 1, 9)
    warp(10, 20, 100)
