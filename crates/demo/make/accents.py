"""How the words are pronounced.

Debian's English voices speak American English. Their dictionary is asked for every word, and rules
turn what it says into another accent: `southern` and `northern` for England, `portuguese` for
somebody whose first language is that. A pronunciation is a list of syllables, each a list of
phones and a stress. Festival and Flite take the result as an addition to their dictionaries.
"""

import re
import subprocess
import unicodedata

VOWELS = set("aa ae ah ao aw ax ay eh er ey ih iy ow oy uh uw".split())

# Words whose vowel the rules cannot see, and words that the dictionary lacks.
BATH = set(
    "after afternoon afternoons afterwards ask asked asking asks bath branch castle chance class dance draught "
    "example fast fasting glass glasses grass half last laugh laughed laughing laughs master "
    "pass passed past path plaster plant plants staff task vast".split()
)
PALM = set("father calm drama pyjamas palm ma mamma spa bra banana half can't aunt rather".split())
OWN = {
    "arrangers": "ax r-ey1 n-jh er z", "beeping": "b iy1-p ih ng", "beetroot": "b iy1 t-r uw2 t",
    "befriending": "b ih-f r eh1 n-d ih ng", "budgie": "b ah1-jh iy", "budgies": "b ah1-jh iy z",
    "chuffed": "ch ah1 f t", "clicker": "k l ih1-k er", "cookery": "k uh1-k er-iy",
    "crisps": "k r ih1 s p s", "daybook": "d ey1-b uh k", "draughtproof": "d r ae1 f t-p r uw f",
    "excluder": "ih k-s k l uw1-d er", "flapjack": "f l ae1 p-jh ae k", "gargles": "g aa1 r-g ax l z",
    "hiya": "hh ay1-y ax", "hm": "hh m1", "lanyard": "l ae1 n-y aa r d",
    "launderette": "l ao n-d r eh1 t", "letterbox": "l eh1-t er-b aa k s", "login": "l aa1 g-ih n",
    "marvellous": "m aa1 r-v ax-l ax s", "maths": "m ae1 th s", "o'clock": "ax-k l aa1 k",
    "oclock": "ax-k l aa1 k", "payslips": "p ey1-s l ih p s", "pedalling": "p eh1-d ax-l ih ng",
    "perishing": "p eh1-r ih-sh ih ng", "postcode": "p ow1 s t-k ow d",
    "reorganised": "r iy-ao1 r-g ax-n ay z d", "satsuma": "s ae t-s uw1-m ax",
    "saucepans": "s ao1 s-p ax n z", "shan't": "sh aa1 n t", "should've": "sh uh1-d ax v",
    "stepladder": "s t eh1 p-l ae-d er", "teabag": "t iy1-b ae g", "teatime": "t iy1-t ay m",
    "what've": "w aa1-t ax v", "tac": "t ae1 k", "been": "b iy1 n", "can't": "k aa1 n t",
    "what": "w aa1 t", "was": "w ax z", "from": "f r ax m", "aunt": "aa1 n t", "mum": "m ah1 m",
    "says": "s eh1 z", "ta": "t aa1", "vase": "v aa1 z", "tomato": "t ax-m aa1-t ow",
}
NORTHERN = {"one": "w aa1 n", "once": "w aa1 n s", "ones": "w aa1 n z", "none": "n aa1 n"}
PORTUGUESE = {
    "ola": "ow-l aa1", "querida": "k eh-r iy1-d ax", "mama": "m ax-m aa1 n", "boa": "b ow1-ax",
    "noite": "n oy1-t ax", "bom": "b ao1 n", "dia": "d iy1-ax", "tarde": "t aa1 r-d ax",
    "obrigada": "ow-b r iy-g aa1-d ax",
}

def words_of(text):
    """The words of a text as the dictionaries know them, without a final 's."""
    found = re.findall(r"[a-z']+", plain_letters(text.lower()))
    return [re.sub(r"'s$", "", word.strip("'")) for word in found if word.strip("'")]


def plain_letters(text):
    """Letters without accents: the engines know no others."""
    letters = unicodedata.normalize("NFD", text.replace("’", "'"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def look_up(words):
    """Asks Festival's dictionary, and its rules for what is not in it."""
    plain = sorted({word for word in words if word not in OWN and word not in PORTUGUESE})
    ask = '(format t "%l\\n" (list (lex.lookup_all "{0}") (lex.lookup "{0}" nil)))\n'
    program = "(voice_cmu_us_slt_arctic_hts)\n" + "".join(ask.format(word) for word in plain)
    answers = subprocess.run(
        ["festival", "--pipe"], input=program, capture_output=True, text=True, check=True
    ).stdout.splitlines()
    entries = {}
    for word, answer in zip(plain, answers, strict=True):
        known, guessed = parse(answer)
        found = known if known != "nil" else [guessed]
        entries[word] = [
            (part, [(phones, int(stress)) for phones, stress in syllables])
            for _, part, syllables in found
            if syllables != "nil"
        ]
    for word, spelled in (OWN | PORTUGUESE).items():
        if word in words:
            entries[word] = [("nil", spell(spelled))]
    return entries


def parse(expression):
    """A small reader of what Lisp prints."""
    stack = [[]]
    for token in re.findall(r'\(|\)|"[^"]*"|[^\s()"]+', expression):
        if token == "(":
            stack.append([])
        elif token == ")":
            done = stack.pop()
            stack[-1].append(done)
        else:
            stack[-1].append(token.strip('"'))
    return stack[0][0]


def spell(text):
    """Syllables from `l ae1 n-y aa r d`."""
    syllables = []
    for part in text.split("-"):
        phones = part.split()
        stressed = any(phone.endswith("1") and phone[:-1] in VOWELS | {"m"} for phone in phones)
        syllables.append(([phone.rstrip("012") for phone in phones], int(stressed)))
    return syllables


def english(word, syllables, northern):
    """One pronunciation as it is said in England; a final r stays, for what may follow."""
    if northern and word in NORTHERN:
        syllables = spell(NORTHERN[word])
    flat = [phone for phones, _ in syllables for phone in phones]
    out, at = [], 0
    for phones, stress in syllables:
        said = []
        for phone in phones:
            after = flat[at + 1] if at + 1 < len(flat) else None
            before = said[-1] if said else (flat[at - 1] if at else None)
            links = after is None or after in VOWELS
            at += 1
            if phone == "er" and stress and after in VOWELS:
                said += ["ah", "r"]
            elif phone == "er":
                said += (["ax", "ax"] if stress else ["ax"]) + (["r"] if links else [])
            elif phone == "r" and before in VOWELS and after not in VOWELS:
                if before in ("ih", "iy", "eh", "ey"):
                    said[-1:] = [{"iy": "ih", "ey": "eh"}.get(before, before), "ax"]
                elif before == "uh":
                    said[-1:] = ["ao"]
                said += ["r"] if after is None else []
            elif phone == "aa" and after != "r" and word not in PALM:
                said.append("ao")
            elif phone == "ae" and not northern and word in BATH:
                said.append("aa")
            elif phone == "uw" and before in ("t", "d", "n") and re.search("u|ew", word) and "oo" not in word:
                said += ["y", "uw"]
            else:
                said.append(phone)
        out.append((said, stress))
    if northern:
        out = [(["uh" if phone == "ah" else phone for phone in phones], stress) for phones, stress in out]
    return out


# What a speaker of Portuguese makes of English sounds and of small words.
LUSOPHONE = {"ih": "iy", "ae": "eh", "ah": "aa", "uh": "uw", "th": "t", "dh": "d", "ng": "n"}
IN_FULL = {
    "the": "d iy", "to": "t uw", "a": "aa", "of": "ao f", "and": "eh n d", "for": "f ao r", "from": "f r ao m",
    "was": "w ao z", "that": "d eh t", "at": "eh t", "can": "k eh n", "what": "w ao t",
}


def portuguese(word, syllables):
    """One pronunciation by somebody who learned to speak in Portuguese: no vowel is swallowed."""
    if word in IN_FULL:
        return [(IN_FULL[word].split(), 1)]
    if word in PORTUGUESE:
        return spell(PORTUGUESE[word])
    out = []
    for phones, stress in syllables:
        said = []
        for phone in phones:
            said += ["eh", "r"] if phone == "er" else [LUSOPHONE.get(phone, phone)]
        out.append((said, stress))
    return out
