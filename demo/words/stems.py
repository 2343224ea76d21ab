"""Stems of words in both languages, to find what is said twice: Wood and Wooden, ज़री and ज़रियाँ."""

import re
from functools import lru_cache

# Words that join others and may recur.
PARTICLES = frozenset({
    "a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with",
    "का", "की", "के", "वाला", "वाली", "वाले", "और", "से", "में", "पर", "को", "लिए",
})  # fmt: skip
_WORD = re.compile(r"[0-9A-Za-z\u00c0-\u024f\u0900-\u097f]+")
_LATIN_ENDINGS = ("ings", "ing", "ies", "ed", "en", "es", "s", "y", "e")
# Longest first.
_DEVANAGARI_ENDINGS = (
    "ियाँ", "ियां", "ियों", "ाओं", "दार", "ाई", "ों", "ें", "ाँ", "ां",
    "े", "ा", "ी", "ि", "ो", "ू", "ँ", "ं", "ई", "ए",
)  # fmt: skip
_NUKTA = "\u093c"
# Letters a stem keeps.
MIN_STEM = 3
MIN_DEVANAGARI_STEM = 2


@lru_cache(maxsize=1 << 15)
def stems(text: str) -> tuple[str, ...]:
    """The stems of the words of a text, in order, without particles."""
    return tuple(stem(word) for word in _WORD.findall(text.lower()) if word not in PARTICLES)


@lru_cache(maxsize=1 << 15)
def stem(word: str) -> str:
    is_latin = word.isascii()
    word = word.replace(_NUKTA, "")
    least = MIN_STEM if is_latin else MIN_DEVANAGARI_STEM
    for ending in _LATIN_ENDINGS if is_latin else _DEVANAGARI_ENDINGS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= least and not word.endswith("ss"):
            word = rest
            break
    if is_latin and len(word) > MIN_STEM and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def overlaps(one: str, other: str) -> bool:
    return not set(stems(one)).isdisjoint(stems(other))


def repeated(*texts: str) -> list[str]:
    """Stems that texts have twice, together."""
    found = [word for text in texts for word in stems(text)]
    return sorted({word for word in found if found.count(word) > 1})
