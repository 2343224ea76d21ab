"""Folding of words to search keys that different spellings share.

Pure functions without a database. A change of the folding invalidates all stored keys: run
`commerce.search.search_keys.reindex(None)`, `load_synonyms` and the two refreshes afterwards.
"""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

from commerce.search.tsquery import MAX_KEY_LENGTH

MAX_WORD_CHARACTERS = 40
# Prefixes of skeletons and of letters; no letter or digit, so vowel-normal keys have none of them.
SKELETON = "~"
LETTERS = "="
HEAD = "+"  # of the letters of what a kind of goods is: a bell string is a string
MIN_SKELETON_CHARACTERS = 3
REMEMBERED_WORDS = 1 << 15
REMEMBERED_NAMES = 1 << 12  # of kinds of goods, in all spellings


class Word(NamedTuple):
    """A word and its keys.

    `k1` are vowel-normal keys, the likeliest spelling first: साड़ी gives `sari` and `sadi`.
    `k2` are consonant skeletons, shared by spellings that differ in vowels only: `~chknkr`. A word
    whose skeleton has fewer than three letters has none. `letters` is the word as it is written, in
    the singular: `=साड़ी`, which is not `=सादी`; empty for numbers.
    """

    text: str
    k1: tuple[str, ...]
    k2: tuple[str, ...]
    letters: str = ""

    @property
    def keys(self) -> tuple[str, ...]:
        return self.k1 + self.k2

    @property
    def all_keys(self) -> tuple[str, ...]:
        """The keys, and the letters."""
        return (*self.keys, self.letters) if self.letters else self.keys

    @property
    def head(self) -> str:
        """The key of a product that is this thing."""
        return head_of(self.letters) if self.letters else ""


# Removed before folding: joiners, direction marks, soft hyphens, accents and apostrophes.
_UNHEARD = dict.fromkeys(
    [
        0x00AD, 0x0027, 0x2019, 0x02BC, 0x2060, 0xFEFF,
        *range(0x0300, 0x0370), *range(0x200B, 0x2010), *range(0x202A, 0x202F),
        *range(0xFE00, 0xFE10),
    ]
)  # fmt: skip
_DIGITS = {0x0966 + digit: str(digit) for digit in range(10)}
_CLEAN: dict[int, str | None] = {**_UNHEARD, **_DIGITS}
_OTHER_DIGITS = re.compile(r"[^\D0-9]")

# A word is a run of one script or of digits: `500ml` and `500 ml` are the same two words.
_WORDS = re.compile(r"[0-9]+|[ऀ-ॣॱ-ॿ]+|[^\W\d_ऀ-ॿ]+")

_SAY_NOTHING = """
का की के को में मे से पर और या व एवं तथा है हैं एक ये यह वो वह ने भी तक लिए वाला वाली वाले
ka ki ke ko kay me mein main se par aur evam tatha hai hain ek ye yeh wo woh ne bhi liye
wala wali wale waala waali waale vala vali vale
a an the of for and or in on with from to by at is are x
"""
_STOP_WORDS = frozenset(unicodedata.normalize("NFKD", _SAY_NOTHING).split())


def cleaned(text: str) -> str:
    """Normalise a text: NFKD, lower case, without invisible marks, ASCII digits.

    Compatibility decomposition separates a letter and its nukta however they were typed (U+095C or
    U+0921 U+093C), and turns full-width letters and digits into plain ones.
    """
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return _OTHER_DIGITS.sub(_digit, plain.translate(_CLEAN))


def _digit(found: re.Match[str]) -> str:
    return str(unicodedata.decimal(found[0]))


def head_of(letters: str) -> str:
    return HEAD + letters[len(LETTERS) :]


@lru_cache(maxsize=REMEMBERED_NAMES)
def head_word(text: str) -> Word | None:
    """The thing that a name of goods names: the last word, as in `bell string` and `गले का स्टोल`.

    Words behind `with` and `for` do not count, nor does a set or a pair at the end.
    """
    words = [word for word in fold_words(_WHAT_FOR.sub("", cleaned(text))) if word.letters]
    things = [word for word in words if word.text not in _NUMBERS_OF]
    return next(reversed(things or words), None)


_WHAT_FOR = re.compile(r"\b(?:with|for|from)\b.*")
_NUMBERS_OF = frozenset(unicodedata.normalize("NFKD", "set sets pair pack सेट जोड़ी पैक").split())


def fold_words(text: str, *, stop_words: bool = False) -> list[Word]:
    """The words of a text in order, without stop words (का, ke, of) unless requested.

    Every word has at least one key. Single signs (`ः`, `़़`, `ँ`) have no sound and are dropped.
    """
    return [
        folded
        for word in _WORDS.findall(cleaned(text))
        if (stop_words or word not in _STOP_WORDS)
        and (folded := _fold(word[:MAX_WORD_CHARACTERS])).k1
    ]


def prefix_keys(word: str) -> tuple[str, ...]:
    """Key prefixes of the words that begin with `word`, a cleaned run of letters.

    Its end is kept whole, because the user is still typing.
    """
    return _distinct([_vowel_normal(form, whole=False) for form in _latin_forms(word)])


@lru_cache(maxsize=REMEMBERED_WORDS)
def _fold(word: str) -> Word:
    k1 = _distinct([_vowel_normal(form) for form in _latin_forms(word)])
    k2 = _distinct([_skeleton(key) for key in k1])
    return Word(word, k1, k2, "" if word.isdecimal() else LETTERS + written(singular_of(word)))


def _distinct(keys: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(key[:MAX_KEY_LENGTH] for key in keys if key))


def _latin_forms(word: str) -> list[str]:
    """Spellings of a word in Latin letters, and its singular if it looks like a plural."""
    if _is_devanagari(word):
        return _devanagari_forms(word)
    if singular := _singular(word):
        return [word, singular]
    return [word]


def _is_devanagari(word: str) -> bool:
    return "\u0900" <= word[0] <= "\u097f"


def _singular(word: str) -> str | None:
    if len(word) > 3 and word.endswith("s") and word[-2] not in "sui":
        return word[:-1]
    if plural := _LATIN_PLURAL.search(word):
        return word[: plural.start()] + "i"
    return None


_LATIN_PLURAL = re.compile(r"(?<=[a-z]{2})iy(?:aa?n|on)$")
_DEVANAGARI_PLURALS = (("ियां", "ी"), ("ियाँ", "ी"), ("ियों", "ी"), ("ों", ""), ("ें", ""))

# --- Letters -----------------------------------------------------------------------------------

_NUKTA_OF_OTHERS = re.compile("(?<![डढ])़")
_UNMARKED_FLAP = re.compile("(?<=[अ-औक-हा-ौ़])([डढ])(?![़्])")
_NASAL = re.compile("ँ|[ङञण]्(?=[क-ह])|न्(?=[तथदध])|म्(?=[पफबभ])")
_PLURAL_AFTER_HISS = re.compile("(?:ss|sh|ch|x)(es)$")


def written(word: str) -> str:
    """The letters of a cleaned word, with one way to write what is optional in Hindi.

    Chandrabindu, and a nasal with virama, are anusvara; the nukta of क़ and ज़ is dropped, that of ड़
    and ढ़ is added where they are heard.
    """
    if not _is_devanagari(word):
        return word
    return _UNMARKED_FLAP.sub(r"\1़", _NASAL.sub("ं", _NUKTA_OF_OTHERS.sub("", word)))


def singular_of(word: str) -> str:
    """The singular of a cleaned word that looks like a plural, else the word."""
    if _is_devanagari(word):
        singular = next(iter(_devanagari_singulars(word)), word)
        # The plural and oblique form ताले is ताला, and दीए is दीया.
        if len(singular) > 2 and singular.endswith(("े", "ए")):
            return singular[:-1] + ("ा" if singular.endswith("े") else "या")
        return singular
    if hiss := _PLURAL_AFTER_HISS.search(word):
        return word[: hiss.start(1)]
    singular = _singular(word) or (word[:-1] if len(word) > 4 and word.endswith("is") else word)
    # Candies are candy, and cookies as cookie.
    return f"{singular[:-2]}y" if len(singular) > 4 and singular.endswith("ie") else singular


# --- Vowel-normal keys -------------------------------------------------------------------------

_REPLACEMENTS = (
    ("chh", "ch"), ("chch", "ch"), ("cch", "ch"), ("ck", "k"), ("ph", "f"), ("x", "ks"),
    ("q", "k"), ("w", "v"), ("z", "j"),
    ("kh", "k"), ("gh", "g"), ("jh", "j"), ("th", "t"), ("dh", "d"), ("bh", "b"), ("rh", "r"),
    ("ee", "i"), ("oo", "u"), ("aa", "a"), ("y", "i"),
)  # fmt: skip
_C = re.compile("c(?!h)")
_SOFT_C = re.compile("c(?=[eiy])")
_DOUBLE = re.compile(r"(.)\1+")
_LONG_E = re.compile("(?:ai|ei|ae)(?!$)")
_LONG_E_ANYWHERE = re.compile("ai|ei|ae")


def _vowel_normal(latin: str, *, whole: bool = True) -> str:
    """Normalise to one spelling per sound: `saree` to `sari`, `zardozi` to `jardoji`.

    A final a or e of a whole word is dropped if three letters remain: ताला, taala and taale are the
    same word. The silent e of English stays (jute is not जूता), and so does a final ai, a common
    ending of nouns (कढ़ाई). s and sh stay different, or brass would equal ब्रश; skeletons merge
    them.
    """
    silent = whole and _SILENT_E.search(latin) is not None
    key = _SOFT_C.sub("s", latin) if "c" in latin else latin
    if whole and key.endswith("ow"):
        key = key[:-1]
    for spelled, heard in _REPLACEMENTS:
        if spelled in key:
            key = key.replace(spelled, heard)
    if "c" in key:
        key = _C.sub("k", key)
    key = _DOUBLE.sub(r"\1", key)
    key = (_LONG_E if whole else _LONG_E_ANYWHERE).sub("e", key)
    key = _DOUBLE.sub(r"\1", key.replace("au", "o"))
    return key[:-1] if whole and len(key) > 3 and key[-1] in "ae" and not silent else key


_SILENT_E = re.compile("(?<![aeiou])[aeiou][^aeiou]e$")
_VOWELS = str.maketrans("", "", "aeiou")


def _skeleton(key: str) -> str:
    """A key's consonants, and its first letter if it is a vowel; empty if they are too few."""
    key = key.replace("sh", "s")
    bare = key[0] + key[1:].translate(_VOWELS)
    return SKELETON + bare if len(bare) >= MIN_SKELETON_CHARACTERS and not bare.isdecimal() else ""


# --- Devanagari --------------------------------------------------------------------------------

_CONSONANTS = {
    "क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh",
    "ञ": "n", "ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d",
    "ध": "dh", "न": "n", "प": "p", "फ": "f", "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r",
    "ल": "l", "ळ": "l", "व": "v", "श": "sh", "ष": "sh", "स": "s", "ह": "h",
}  # fmt: skip
_INDEPENDENT_VOWELS = {
    "अ": "a", "आ": "aa", "इ": "i", "ई": "i", "उ": "u", "ऊ": "u", "ऋ": "ri", "ए": "e", "ऐ": "ai",
    "ओ": "o", "औ": "au", "ऑ": "o", "ऍ": "e", "ऎ": "e", "ऒ": "o", "ॐ": "om", "ऄ": "a", "ॲ": "e",
}  # fmt: skip
_VOWEL_SIGNS = {
    "ा": "aa", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "ृ": "ri", "े": "e", "ै": "ai", "ो": "o",
    "ौ": "au", "ॉ": "o", "ॅ": "e", "ॆ": "e", "ॊ": "o",
}  # fmt: skip
_NUKTA, _VIRAMA = "़", "्"
_NASALS = "ंँ"
_LABIALS = "पफबभम"
_INHERENT = "ə"  # the unwritten vowel, which may turn out to be silent
_FLAP, _FLAP_ASPIRATED = "ɽ", "ɽh"  # ड़ and ढ़, written r or d in Latin letters
_HEARD_VOWELS = frozenset([*_INDEPENDENT_VOWELS.values(), *_VOWEL_SIGNS.values(), _INHERENT])


def _devanagari_forms(word: str) -> list[str]:
    """Latin spellings of a Devanagari word, the likeliest first.

    ड़ may be r or d; an inner unwritten vowel may be dropped (lakdi) or not (lakadi).
    """
    spoken: list[str] = []
    for form in (word, *_devanagari_singulars(word)):
        sounds = _sounds(form)
        spoken += ["".join(_without_unspoken(sounds)), "".join(_without_final(sounds))]
    latin = []
    for letter in ("r", "d") if _NUKTA in word else ("d", "r"):
        latin += [form.replace(_FLAP, letter).replace(_INHERENT, "a") for form in spoken]
    # The oblique form ताले becomes ताला.
    return list(dict.fromkeys(re.sub("e$", "aa", form) for form in latin))


def _devanagari_singulars(word: str) -> list[str]:
    for plural, singular in _DEVANAGARI_PLURALS:
        if word.endswith(plural) and len(word) > len(plural) + 1:
            return [word[: -len(plural)] + singular]
    return []


def _sounds(word: str) -> list[str]:
    """Consonants and vowels in order. Misplaced signs are skipped."""
    sounds: list[str] = []
    for place, letter in enumerate(word):
        following = word[place + 1 : place + 2]
        if letter in _CONSONANTS:
            sounds.append(_consonant(word, place, sounds))
            if following == _NUKTA:
                following = word[place + 2 : place + 3]
            if following not in _VOWEL_SIGNS and following != _VIRAMA:
                sounds.append(_INHERENT)
        elif letter in _INDEPENDENT_VOWELS:
            sounds.append(_INDEPENDENT_VOWELS[letter])
        elif not sounds:
            continue
        elif letter in _VOWEL_SIGNS:
            sounds.append(_VOWEL_SIGNS[letter])
        elif letter in _NASALS:
            sounds.append("m" if following and following in _LABIALS else "n")
    return sounds


def _consonant(word: str, place: int, before: list[str]) -> str:
    """A consonant. ड and ढ between vowels count as ड़ and ढ़: many writers omit the nukta."""
    letter = word[place]
    if letter in "डढ":
        after = word[place + 1 : place + 2]
        if after == _NUKTA or (before and before[-1] in _HEARD_VOWELS and after != _VIRAMA):
            return _FLAP if letter == "ड" else _FLAP_ASPIRATED
    if letter == "ज" and word[place + 1 : place + 3] == "्ञ":
        return "g"
    if letter == "ञ" and word[place - 2 : place] == "ज्" and place >= 2:
        return "y"
    return _CONSONANTS[letter]


def _without_final(sounds: list[str]) -> list[str]:
    return sounds[:-1] if len(sounds) > 2 and sounds[-1] == _INHERENT else sounds


_NAGAR = ["n", _INHERENT, "g", _INHERENT, "r"]


def _without_unspoken(sounds: list[str]) -> list[str]:
    """Drop the unwritten vowels that are silent in Hindi: बनारसी is banarsi.

    Schwa deletion from the end: a vowel after vowel and consonant, before consonant and vowel.
    """
    spoken = _without_final(sounds)
    if len(spoken) > len(_NAGAR) and spoken[-len(_NAGAR) :] == _NAGAR:
        return _without_unspoken(spoken[: -len(_NAGAR)]) + _NAGAR
    spoken = list(spoken)
    for place in range(len(spoken) - 3, 1, -1):
        around = (
            spoken[place - 2],
            spoken[place - 1],
            spoken[place + 1],
            spoken[place + 2],
        )
        if spoken[place] == _INHERENT and [s in _HEARD_VOWELS for s in around] == [
            True, False, False, True,
        ]:  # fmt: skip
            del spoken[place]
    return spoken
