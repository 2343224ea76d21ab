"""Passwords that are guessed first: what everybody tries, and what is known of mart and person.

A password is worth as many guesses as the cheapest way to put it together: from words of lists,
as they stand or with 0 for o and the like, from years and dates, from rows of keys, from
what was there before, and from single characters. It may be made of any characters.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.util import find_spec
from math import log10
from pathlib import Path
from runpy import run_path

from auth.credentials.guessable_words import CONTEXT, INDIAN, SERIES, WALKS

# Fewer guesses, as a power of ten, and it is weak.
MIN_GUESSES_LOG10 = 7.0
MIN_WORD_CHARACTERS, MIN_WALK_CHARACTERS, MIN_SERIES_CHARACTERS = 2, 3, 8
MAX_WORD_CHARACTERS = 24
MIN_OWN_NUMBER_DIGITS = 6
# Whole numbers up to so many digits are those that people have anyway: telephones, Aadhaar. None
# that is longer is one of a few million.
MAX_PEOPLES_DIGITS = 12
# What a part of a password is worth, likewise.
OWN_WORD, CONTEXT_WORD, INDIAN_WORD = 0.5, 1.0, 1.5
WALK, REPEATED, DISGUISED = 1.5, 0.5, 0.3
CHARACTER, DIGIT, FURTHER_DIGIT = 1.0, 0.8, 0.5
YEAR, DATE = 1.0, 3.0
# Letters as they are written with digits and signs, in the two ways some are read.
DISGUISES = [
    str.maketrans("01345789@$!|+(", "oleastbgasiltc"),
    str.maketrans("01345678@$!|+(", "oieasgtbasiitc"),
]
# The signs of the keys with digits.
SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
# Accents, what joins letters unseen, nukta; and one sign for the two of a nasal vowel.
UNWRITTEN: dict[int, int | None] = dict.fromkeys(
    [*range(0x300, 0x370), 0x200B, 0x200C, 0x200D, 0x93C]
)
UNWRITTEN[0x901] = 0x902
SIGNS = re.compile(r"[\W_]")
AGAIN = re.compile(r"(.{2,40}?)\1+|(.)\2{2,}", re.DOTALL)
NUMBERS = [
    (re.compile(r"(?:19|20)\d\d"), YEAR),
    (re.compile(r"(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])(?:(?:19|20)?\d\d)"), DATE),
    (re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"), DATE),
]


def is_common(password: str) -> bool:
    """Guessed by those who know nothing of the person: common words and what people add to them."""
    return _guesses(_folded(password), _common_words()) < MIN_GUESSES_LOG10


def is_guessable(password: str, own: Iterable[str | None] = ()) -> bool:
    """Guessed by those who know the person; `own` are name, e-mail and telephone."""
    parts = _parts(own)
    folded = _folded(password)
    for part in parts:
        if len(part) > MAX_WORD_CHARACTERS:
            folded = folded.replace(part, "")
    words = dict.fromkeys(parts, OWN_WORD)
    return _guesses(folded, _common_words(), words) < MIN_GUESSES_LOG10


@cache
def _common_words() -> Mapping[str, float]:
    """Words and what each is worth: by its place in the lists of zxcvbn, some 84,000 in all."""
    found: dict[str, float] = {}
    for words in _lists():
        for place, word in enumerate(words, 1):
            worth = log10(place + 1)
            if len(word) > MIN_WORD_CHARACTERS and worth < found.get(word, len(word)):
                found[word] = worth
    for words, worth in ((INDIAN, INDIAN_WORD), (CONTEXT, CONTEXT_WORD)):
        for word in map(_folded, words):
            found[word] = min(worth, found.get(word, worth))
    return found


def _lists() -> Iterable[list[str]]:
    """Read by themselves: the package makes dictionaries of them all, to keep, when imported."""
    package = find_spec("zxcvbn")
    assert package
    assert package.submodule_search_locations
    path = Path(package.submodule_search_locations[0]) / "frequency_lists.py"
    lists: dict[str, list[str]] = run_path(str(path))["FREQUENCY_LISTS"]
    return lists.values()


def _guesses(folded: str, *lists: Mapping[str, float]) -> float:
    digits = SIGNS.sub("", folded)
    is_long_number = len(digits) > MAX_PEOPLES_DIGITS and digits.isdecimal()
    worth_of_one = _worth_of_digit if is_long_number else _worth_of_one
    return min(_cheapest(text, worth_of_one, *lists) + extra for text, extra in _readings(folded))


def _readings(text: str) -> Iterator[tuple[str, float]]:
    """A text as it may have been made: as it stands, without its signs, with the digits of their
    keys, without what is repeated, backwards; with what that is worth in itself.
    """
    for read, extra in (
        (text, 0.0),
        (SIGNS.sub("", text), _worth_of_signs({*SIGNS.findall(text)})),
        (text.translate(SHIFTED), DISGUISED),
    ):
        yield read, extra
        yield read[::-1], extra + DISGUISED
        once = AGAIN.sub(r"\1\2", read)
        if once != read:
            yield once, extra + REPEATED
            yield AGAIN.sub(r"\1\2", once), extra + REPEATED


def _worth_of_signs(signs: set[str]) -> float:
    """Where one or two stand between all others they hide nothing."""
    return len(signs) * CHARACTER - min(len(signs), 2) * CHARACTER / 2


def _cheapest(
    text: str, worth_of_one: Callable[[str, int], float], *lists: Mapping[str, float]
) -> float:
    """What the parts of a text are worth that are worth least together, or that it is enough."""
    disguised = [text.translate(table) for table in DISGUISES]
    best = [0.0] + [float("inf")] * len(text)
    in_a_row = 0
    for start in range(len(text)):
        so_far = best[start]
        in_a_row = in_a_row + 1 if so_far >= MIN_GUESSES_LOG10 else 0
        # No part is longer than these together: whatever comes, it is enough.
        if in_a_row > MAX_WORD_CHARACTERS:
            return so_far
        best[start + 1] = min(best[start + 1], so_far + worth_of_one(text, start))
        for end, worth in _parts_at(start, text, disguised, lists):
            best[end] = min(best[end], so_far + worth)
    return best[-1]


def _worth_of_one(text: str, at: int) -> float:
    character = text[at]
    if character.isdecimal():
        return FURTHER_DIGIT if at > 1 and text[at - 2 : at].isdecimal() else DIGIT
    is_again = SIGNS.match(character) and text.find(character) < at
    return REPEATED if is_again else CHARACTER


def _worth_of_digit(text: str, at: int) -> float:
    """Of a number that is nobody's: each in full."""
    return CHARACTER if text[at].isdecimal() else _worth_of_one(text, at)


def _parts_at(
    start: int, text: str, disguised: list[str], lists: tuple[Mapping[str, float], ...]
) -> Iterator[tuple[int, float]]:
    """Ends and worth of all parts that begin at a place."""
    for pattern, worth in NUMBERS:
        if found := pattern.match(text, start):
            yield found.end(), worth
    is_walk = is_series = True
    for end in range(start + MIN_WORD_CHARACTERS, min(len(text), start + MAX_WORD_CHARACTERS) + 1):
        part = text[start:end]
        is_walk = is_walk and part in _walks()
        is_series = is_series and part in _series()
        if (is_walk and end - start >= MIN_WALK_CHARACTERS) or (
            is_series and end - start >= MIN_SERIES_CHARACTERS
        ):
            yield end, WALK
        for words in lists:
            if (worth_ := words.get(part)) is not None:
                yield end, worth_
            for other in disguised:
                if (worth_ := words.get(other[start:end])) is not None:
                    yield end, worth_ + DISGUISED


@cache
def _walks() -> str:
    return _both_ways(WALKS)


@cache
def _series() -> str:
    return _both_ways(SERIES)


def _both_ways(rows: list[str]) -> str:
    return "\n".join([*rows, *(row[::-1] for row in rows)])


def _folded(text: str) -> str:
    """Small letters without accents, nukta and unseen marks; digits of all scripts as 0 to 9."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(UNWRITTEN)
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in unicodedata.normalize("NFC", letters)
    )


def _parts(own: Iterable[str | None]) -> set[str]:
    """Words of what is known of a person; of a telephone the ends people use."""
    found: set[str] = set()
    for text in own:
        folded = _folded(text or "")
        found |= {folded, SIGNS.sub("", folded), *re.split(r"[\W_]+|(?<=\D)(?=\d)", folded)}
        if (digits := re.sub(r"\D", "", folded)) and len(digits) >= MIN_OWN_NUMBER_DIGITS:
            found |= {digits, digits[-10:], digits[-6:]}
    return {word for word in found if len(word) > MIN_WORD_CHARACTERS}
