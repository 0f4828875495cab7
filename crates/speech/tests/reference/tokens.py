#!/usr/bin/env python3
"""Tokens of many texts, by the `tiktoken` package and OpenAI's vocabulary files.

The engine's tokenizer is held to them. Run `python3 tokens.py FOLDER > tokens.jsonl`, where FOLDER has
`multilingual.tiktoken` and `gpt2.tiktoken` of OpenAI's `whisper/assets`; needs `pip install tiktoken`.
"""

import base64
import json
import random
import sys

import tiktoken

PATTERN = r"""'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+"""

TEXTS = [
    "And so, my fellow Americans: ask not what your country can do for you.",
    " She said she'd've gone, if they'll let her; it's 3½ km — \"far\"!",
    "No leading space",
    "  two  spaces   and trailing   ",
    "tabs\tand\nlines\n\n\r\nand \u00a0 hard\u3000spaces \u2028x",
    "I'M SHOUTING, DON'T YOU'RE WE'LL 'TIS 'twas",
    "Die Straße nach Köln ist gesperrt, größere Umwege sind nötig.",
    "Où est-elle allée, l'été dernier ? « Là-bas », dit-il…",
    "¿Qué pasó? ¡Nada! mañana, año, corazón",
    "В чащах юга жил бы цитрус? Да, но фальшивый экземпляр!",
    "Η γρήγορη καφέ αλεπού",
    "السلام عليكم ورحمة الله وبركاته",
    "שלום עולם",
    "हिन्दी में लिखा हुआ वाक्य",
    "বাংলা ভাষা",
    "ภาษาไทยไม่มีช่องว่าง",
    "日本語のテスト。東京へ行きます！",
    "我们在这里做一个测试，看看结果。",
    "한국어 문장을 토큰으로",
    "Tiếng Việt có nhiều dấu",
    "emoji 👩‍🔬🏳️‍🌈👍🏽 and e\u0301 combining z\u0324\u0308",
    "♪ La la la ♪ [MUSIC] (laughs) <<>> -- --- {{x}} ♪♪♪ #1 @you 50% a_b c^d `e` ~f |g|",
    "x = {'key': [1, 2, 3]}; // comment",
    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
    "1234567890 12 345,678.90 ٣٤ Ⅷ ²",
    "\u0000\u0001\u007f\ufeff\ufffd\U0010ffff",
    "ǅ ʰ ª º ⅷ 々 〇 ーｱ",
    "",
    " ",
    "<|endoftext|><|en|> is only text here",
]


def load(path, name):
    # The multilingual vocabulary has one word that is padding only, which stands for nothing.
    lines = (line.split() for line in open(path) if line.strip())
    ranks = {base64.b64decode(word): int(rank) for word, rank in lines}
    return tiktoken.Encoding(
        name=name, pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={}
    )


def random_text(generator):
    pool = " \t\n'’-.,!?aeioubcdfglmnrst  ABC012éüßñçøłžаеиноהלאرنم你好日本の한국กाि\u0301🙂♪"
    words = ["'s", "'ll", " the", "ing", "tion", " I", "...", "  ", "'t", " über"]
    parts = [
        generator.choice(words) if generator.random() < 0.2 else generator.choice(pool)
        for _ in range(generator.randrange(1, 60))
    ]
    return "".join(parts)


def main(folder):
    generator = random.Random(7)
    texts = TEXTS + [random_text(generator) for _ in range(120)]
    for name in ["multilingual", "gpt2"]:
        encoding = load(f"{folder}/{name}.tiktoken", name)
        for text in texts:
            tokens = encoding.encode(text, disallowed_special=())
            print(json.dumps({"vocabulary": name, "text": text, "tokens": tokens}))


if __name__ == "__main__":
    main(sys.argv[1])
