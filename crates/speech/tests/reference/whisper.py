#!/usr/bin/env python3
"""Whisper's encoder and decoder in 64-bit numpy, to hold the engine to.

Written from the paper (Radford et al. 2022) and the published shape of the model, not from the
engine: GELU by the error function, no bias on keys, a causal mask, logits tied to the token
embedding. The model is a seeded micro-Whisper whose weights come from a generator of whole numbers
that `tests/micro/` has too, so that no weights need to be kept.

Run `python3 whisper.py > micro.txt` in this folder to make the goldens again; it needs numpy only.
"""

import math
import sys

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)


class Dimensions:
    mels = 80
    audio_context = 1500
    audio_state = 64
    audio_heads = 2
    audio_layers = 2
    # 256 bytes and 40 merges; then the special tokens of 99 languages.
    text_tokens = 296
    vocabulary = 296 + 1509 + 99
    text_context = 448
    text_state = 64
    text_heads = 2
    text_layers = 2


D = Dimensions


def seed_of(name):
    """FNV-1a, 64 bits."""
    seed = 0xCBF29CE484222325
    for byte in name.encode():
        seed = ((seed ^ byte) * 0x100000001B3) % 2**64
    return seed


def uniform(name, count):
    """Numbers from -1 to 1 in steps of 2^-23, chosen by SplitMix64 that the name seeds."""
    with np.errstate(over="ignore"):
        z = np.uint64(seed_of(name)) + GOLDEN * np.arange(1, count + 1, dtype=np.uint64)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
    return (z >> np.uint64(40)).astype(np.float64) * 2.0**-23 - 1.0


def weight(name, *shape):
    """A tensor of the micro-Whisper, rounded to 32 bits as it is in a file."""
    raw = uniform(name, math.prod(shape))
    if name.endswith("positional_embedding"):
        values = raw
    elif name.endswith("token_embedding.weight"):
        values = raw * 0.25
    elif "ln" in name:
        values = raw * 0.125 + (1.0 if name.endswith("weight") else 0.0)
    elif name.endswith("bias"):
        values = raw * 0.125
    else:
        # Keeps the spread of what it multiplies; queries and keys sharpen it, so that a fault in
        # the attention is seen.
        sharper = 2.0 if ".query." in name or ".key." in name else 1.0
        values = raw * (math.sqrt(3.0 / math.prod(shape[1:])) * sharper)
    return values.reshape(shape).astype(np.float32).astype(np.float64)


erf = np.vectorize(math.erf, otypes=[np.float64])


def gelu(x):
    return 0.5 * x * (1.0 + erf(x / math.sqrt(2.0)))


def layer_norm(x, name):
    n = x.shape[-1]
    centred = x - x.mean(axis=-1, keepdims=True)
    variance = (centred**2).mean(axis=-1, keepdims=True)
    return centred / np.sqrt(variance + 1e-5) * weight(name + ".weight", n) + weight(name + ".bias", n)


def linear(x, name, outputs, bias=True):
    y = x @ weight(name + ".weight", outputs, x.shape[-1]).T
    return y + weight(name + ".bias", outputs) if bias else y


def softmax(x):
    e = np.exp(x - x.max(axis=-1, keepdims=True))
    return e / e.sum(axis=-1, keepdims=True)


def attention(q, k, v, heads, mask=None):
    """Gives what is attended to, and the weights: heads x queries x keys."""
    width = q.shape[-1] // heads
    split = lambda x: x.reshape(len(x), heads, width).transpose(1, 0, 2)
    scores = split(q) @ split(k).transpose(0, 2, 1) / math.sqrt(width)
    weights = softmax(scores if mask is None else scores + mask)
    return (weights @ split(v)).transpose(1, 0, 2).reshape(q.shape), weights


def self_attention(x, name, heads, mask=None):
    n = x.shape[-1]
    q = linear(x, name + ".query", n)
    k = linear(x, name + ".key", n, bias=False)
    v = linear(x, name + ".value", n)
    return linear(attention(q, k, v, heads, mask)[0], name + ".out", n)


def mlp(x, name):
    n = x.shape[-1]
    return linear(gelu(linear(x, name + ".mlp.0", 4 * n)), name + ".mlp.2", n)


def convolution(x, name, outputs, stride):
    """Kernel 3, one frame of silence on either side; x is frames x channels."""
    w = weight(name + ".weight", outputs, x.shape[1], 3)
    padded = np.pad(x, ((1, 1), (0, 0)))
    taps = [padded[k : k + len(x) : stride] @ w[:, :, k].T for k in range(3)]
    return sum(taps) + weight(name + ".bias", outputs)


def encode(mel):
    """mel: frames x bins; gives positions x state, half as many positions as frames."""
    x = gelu(convolution(mel, "encoder.conv1", D.audio_state, 1))
    x = gelu(convolution(x, "encoder.conv2", D.audio_state, 2))
    x = x + weight("encoder.positional_embedding", D.audio_context, D.audio_state)[: len(x)]
    for layer in range(D.audio_layers):
        name = f"encoder.blocks.{layer}"
        x = x + self_attention(layer_norm(x, name + ".attn_ln"), name + ".attn", D.audio_heads)
        x = x + mlp(layer_norm(x, name + ".mlp_ln"), name)
    return layer_norm(x, "encoder.ln_post")


def cross(heard, layer):
    """The keys and values of what was heard, for one layer of the decoder."""
    name = f"decoder.blocks.{layer}.cross_attn"
    keys = linear(heard, name + ".key", D.text_state, bias=False)
    return keys, linear(heard, name + ".value", D.text_state)


def decode(tokens, crosses):
    """Gives logits, tokens x vocabulary, and each layer's weights of attention to the sound."""
    embedding = weight("decoder.token_embedding.weight", D.vocabulary, D.text_state)
    positions = weight("decoder.positional_embedding", D.text_context, D.text_state)
    x = embedding[tokens] + positions[: len(tokens)]
    mask = np.triu(np.full((len(tokens), len(tokens)), -np.inf), 1)
    attended = []
    for layer in range(D.text_layers):
        name = f"decoder.blocks.{layer}"
        x = x + self_attention(layer_norm(x, name + ".attn_ln"), name + ".attn", D.text_heads, mask)
        q = linear(layer_norm(x, name + ".cross_attn_ln"), name + ".cross_attn.query", D.text_state)
        y, weights = attention(q, *crosses[layer], D.text_heads)
        attended.append(weights)
        x = x + linear(y, name + ".cross_attn.out", D.text_state)
        x = x + mlp(layer_norm(x, name + ".mlp_ln"), name)
    return layer_norm(x, "decoder.ln") @ embedding.T, attended


def golden(name, values):
    """Prints a shape, the product with a vector of chance (which every number takes part in), the
    sum of squares, and some single numbers with their place."""
    flat = values.ravel()
    print("tensor", name, *values.shape)
    print("product", repr(float(flat @ uniform("probe", flat.size))))
    print("squares", repr(float(flat @ flat)))
    places = (uniform("places " + name, 24) + 1.0) * 0.5 * flat.size
    for place in sorted({0, flat.size - 1, *places.astype(int).tolist()}):
        print("number", place, repr(float(flat[place])))


def greedy(prompt, crosses, count):
    tokens, margins = list(prompt), []
    for _ in range(count):
        last = decode(tokens, crosses)[0][-1]
        first, second = np.sort(last)[-1], np.sort(last)[-2]
        tokens.append(int(last.argmax()))
        margins.append(first - second)
    return tokens[len(prompt) :], min(margins)


def main():
    print("# Goldens of the seeded micro-Whisper, made by whisper.py beside this file.")
    for name, shape in [("encoder.conv1.weight", (64, 80, 3)), ("decoder.ln.weight", (64,))]:
        golden("weight " + name, weight(name, *shape))
    mel = uniform("mel", 3000 * D.mels).reshape(3000, D.mels).astype(np.float32).astype(np.float64)
    eot = D.text_tokens
    # Start of transcript, English, transcribe, no timestamps, then some text.
    prompt = [eot + 1, eot + 2, eot + 1 + 99 + 2, eot + 1 + 99 + 6, 72, 101, 108, 290, 33, 7, 255]
    print("prompt", *prompt)
    for title, frames in [("full", 3000), ("short", 120)]:
        heard = encode(mel[:frames])
        golden(f"{title} encoder", heard)
        crosses = [cross(heard, layer) for layer in range(D.text_layers)]
        for layer, (keys, values) in enumerate(crosses):
            golden(f"{title} keys {layer}", keys)
            golden(f"{title} values {layer}", values)
        logits, attended = decode(prompt, crosses)
        golden(f"{title} logits", logits)
        for layer, weights in enumerate(attended):
            golden(f"{title} attention {layer}", weights)
        tokens, margin = greedy(prompt[:4], crosses, 24)
        print("greedy", title, *tokens)
        print(f"{title}: smallest margin {margin:.4f}", file=sys.stderr)


if __name__ == "__main__":
    main()
