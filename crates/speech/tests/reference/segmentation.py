#!/usr/bin/env python3
"""pyannote's segmentation network in 64-bit numpy, to hold ours to.

Written from the papers (Ravanelli and Bengio 2018; Pariente and others 2020; Hochreiter and
Schmidhuber 1997) and the order of operations that the published ONNX file tells, not from our code:
convolutions are sums over taps, channels stand before frames, and filters are computed from their
sines. The network is a small one whose weights come from a generator of whole numbers that
`tests/speakers/` has too.

Run `python3 segmentation.py > segmentation.txt` in this folder to make the goldens again; it needs
numpy only. `python3 segmentation.py model.int8.onnx recording.wav` compares the same arithmetic with
onnxruntime on a published file instead, where numpy, onnx and onnxruntime are installed.
"""

import math
import sys

import numpy as np

from whisper import uniform

BANDS, HALF, CHANNELS, CELLS, LAYERS, LINEAR, CLASSES = 4, 12, (6, 5), 4, 2, (6, 6), 7


def weight(name, *shape):
    """A tensor of the small network, rounded to 32 bits as it is in a file."""
    raw = uniform(name, math.prod(shape))
    if name.endswith("low_hz_"):
        values = (raw + 1.0) * 1000.0
    elif name.endswith("band_hz_"):
        values = (raw + 1.0) * 500.0
    elif name.endswith("window_"):
        values = (raw + 1.0) * 0.5
    elif "norm1d" in name and name.endswith("weight"):
        values = raw * 0.125 + 1.0
    elif name.endswith("bias"):
        values = raw * 0.125
    else:
        values = raw * 2.0 * math.sqrt(3.0 / math.prod(shape[1:]))
    return values.astype(np.float32).astype(np.float64).reshape(shape)


def small(name):
    """The small network's tensors by the names of the papers' layers."""
    inputs = {f"lstm.{n}": CHANNELS[1] if n == 0 else 2 * CELLS for n in range(LAYERS)}
    layer, _, part = name.rpartition(".")
    if layer in inputs:
        widths = {"weights": inputs[layer], "states": CELLS}
        if part == "bias":
            return weight(name, 2, 8 * CELLS)
        return np.stack([weight(f"{name}.{d}", 4 * CELLS, widths[part]) for d in range(2)])
    bank = "sincnet.conv1d.0.filterbank"
    shapes = {
        f"{bank}.low_hz_": (BANDS,), f"{bank}.band_hz_": (BANDS,), f"{bank}.window_": (HALF,),
        "sincnet.conv1d.1.weight": (CHANNELS[0], 2 * BANDS, 5),
        "sincnet.conv1d.1.bias": (CHANNELS[0],),
        "sincnet.conv1d.2.weight": (CHANNELS[1], CHANNELS[0], 5),
        "sincnet.conv1d.2.bias": (CHANNELS[1],),
        "linear.0.weight": (LINEAR[0], 2 * CELLS), "linear.0.bias": (LINEAR[0],),
        "linear.1.weight": (LINEAR[1], LINEAR[0]), "linear.1.bias": (LINEAR[1],),
        "classifier.weight": (CLASSES, LINEAR[1]), "classifier.bias": (CLASSES,),
    }
    shapes |= {f"sincnet.wav_norm1d.{p}": (1,) for p in ("weight", "bias")}
    for number, width in enumerate((2 * BANDS, *CHANNELS)):
        shapes |= {f"sincnet.norm1d.{number}.{p}": (width,) for p in ("weight", "bias")}
    return weight(name, *shapes[name])


def filters(tensors):
    """Cosine filters before sine filters, by the formula of a band between two frequencies."""
    bank = "sincnet.conv1d.0.filterbank"
    low = 50.0 + np.abs(tensors(f"{bank}.low_hz_").ravel())
    high = np.clip(low + 50.0 + np.abs(tensors(f"{bank}.band_hz_").ravel()), 50.0, 8000.0)
    window = tensors(f"{bank}.window_")
    times = 2.0 * np.pi * np.arange(-len(window), 0) / 16000.0
    band = 2.0 * (high - low)[:, None]
    left = (np.sin(high[:, None] * times) - np.sin(low[:, None] * times)) / (times / 2.0) * window
    cosine = np.concatenate([left, band, left[:, ::-1]], axis=1) / band
    left = (np.cos(low[:, None] * times) - np.cos(high[:, None] * times)) / (times / 2.0) * window
    sine = np.concatenate([left, np.zeros_like(band), -left[:, ::-1]], axis=1) / band
    return np.concatenate([cosine, sine])


def normalise(values, tensors, name):
    mean, variance = values.mean(axis=1, keepdims=True), values.var(axis=1, keepdims=True)
    scale, shift = tensors(name + ".weight"), tensors(name + ".bias")
    return (values - mean) / np.sqrt(variance + 1e-5) * scale[:, None] + shift[:, None]


def convolve(values, weights, stride=1):
    taps = weights.shape[2]
    count = (values.shape[1] - taps) // stride + 1
    output = np.zeros((weights.shape[0], count))
    for tap in range(taps):
        output += weights[:, :, tap] @ values[:, tap : tap + (count - 1) * stride + 1 : stride]
    return output


def pool(values):
    count = values.shape[1] // 3
    return values[:, : count * 3].reshape(-1, count, 3).max(axis=2)


def leak(values):
    return np.where(values < 0.0, values * np.float64(np.float32(0.01)), values)


def sigmoid(x):
    return 1.0 / (1.0 + np.exp(-x))


def remember(frames, weights, states, bias):
    """One direction over frames × inputs; gates are input, output, forget, cell."""
    cells = states.shape[1]
    cell, state, output = np.zeros(cells), np.zeros(cells), []
    for frame in frames:
        gates = weights @ frame + states @ state + bias[: 4 * cells] + bias[4 * cells :]
        entered, shown, kept, new = np.split(gates, 4)
        cell = sigmoid(kept) * cell + sigmoid(entered) * np.tanh(new)
        state = sigmoid(shown) * np.tanh(cell)
        output.append(state)
    return np.array(output)


def hear(samples, tensors, layers):
    values = normalise(samples[None], tensors, "sincnet.wav_norm1d")
    values = np.abs(convolve(values, filters(tensors)[:, None], 10))
    values = leak(normalise(pool(values), tensors, "sincnet.norm1d.0"))
    for number in (1, 2):
        name = f"sincnet.conv1d.{number}"
        values = convolve(values, tensors(name + ".weight")) + tensors(name + ".bias")[:, None]
        values = leak(normalise(pool(values), tensors, f"sincnet.norm1d.{number}"))
    frames = values.T
    for number in range(layers):
        weights, states, bias = (
            tensors(f"lstm.{number}.{part}") for part in ("weights", "states", "bias")
        )
        forward = remember(frames, weights[0], states[0], bias[0])
        backward = remember(frames[::-1], weights[1], states[1], bias[1])[::-1]
        frames = np.concatenate([forward, backward], axis=1)
    for name in ("linear.0", "linear.1"):
        frames = leak(frames @ tensors(name + ".weight").T + tensors(name + ".bias"))
    frames = frames @ tensors("classifier.weight").T + tensors("classifier.bias")
    powers = np.exp(frames - frames.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)


def published(path):
    """The tensors of a published file by our names; bytes become the floats they stand for."""
    import onnx
    from onnx import numpy_helper

    graph = onnx.load(path).graph
    all_of_it = {t.name: numpy_helper.to_array(t) for t in graph.initializer}

    def floats(name):
        name = name.removesuffix("_quantized")
        if name in all_of_it:
            return all_of_it[name].astype(np.float64)
        scale, zero = all_of_it[name + "_scale"], all_of_it[name + "_zero_point"].astype(np.float64)
        if scale.size > 1:
            scale, zero = scale.reshape(-1, 1, 1), zero.reshape(-1, 1, 1)
        return (all_of_it[name + "_quantized"].astype(np.float64) - zero) * scale

    layers = [node for node in graph.node if node.op_type.endswith("LSTM")]
    products = [node.input[1] for node in graph.node if node.op_type.startswith("MatMul")]
    wide = [name for name in products if floats(name).shape[0] > 1]

    def tensor(name):
        layer, _, part = name.rpartition(".")
        if layer.startswith("lstm."):
            node = layers[int(layer[5:])]
            found = floats(node.input[["weights", "states", "bias"].index(part) + 1])
            turned = part != "bias" and node.op_type != "LSTM"
            return found.transpose(0, 2, 1) if turned else found
        if part == "weight" and layer in ("linear.0", "linear.1", "classifier"):
            return floats(wide[["linear.0", "linear.1", "classifier"].index(layer)]).T
        return floats(name)

    return tensor, len(layers)


def compare(model, recording):
    import onnxruntime

    tensors, layers = published(model)
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    data = open(recording, "rb").read()
    data = data[data.index(b"data") + 8 :]
    samples = np.frombuffer(data[: len(data) & ~1], np.int16).astype(np.float32) / 32768
    for begin in range(0, len(samples) - 159_999, 160_000):
        window = samples[begin : begin + 160_000]
        ours = hear(window.astype(np.float64), tensors, layers)
        theirs = np.exp(session.run(None, {session.get_inputs()[0].name: window[None, None]})[0][0])
        agree = (ours.argmax(axis=1) == theirs.argmax(axis=1)).mean()
        print(f"{begin / 16000:.0f} s: apart {abs(ours - theirs).max():.6f}, agree {agree:.4f}")


def main():
    print("# How likely each class is, frame after frame, in the small network and two windows,")
    print("# made by segmentation.py beside this file.")
    for name in ("samples", "others"):
        samples = uniform(name, 4000).astype(np.float32).astype(np.float64)
        for frame in hear(samples, small, LAYERS):
            print(name, *(f"{value:.9f}" for value in frame))


if __name__ == "__main__":
    compare(*sys.argv[1:]) if len(sys.argv) > 1 else main()
