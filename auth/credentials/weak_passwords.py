"""Strength estimation: passwords that are guessed from common words, the mart or the person.

The strength of a password is the number of guesses for its cheapest composition: from words of
lists, also with 0 for o and the like, years and dates, keyboard walks, repetitions, and single
characters. All characters are allowed.
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

# Fewer guesses, as log10, and a password is weak.
MIN_GUESSES_LOG10 = 7.0
MIN_WORD_CHARACTERS, MIN_WALK_CHARACTERS, MIN_SERIES_CHARACTERS = 2, 3, 8
MAX_WORD_CHARACTERS = 24
MIN_OWN_NUMBER_DIGITS = 6
# Numbers of at most so many digits may be personal ones, phone or Aadhaar; longer ones are hard to
# guess.
MAX_PEOPLES_DIGITS = 12
# Guesses of a part of a password, as log10.
OWN_WORD, CONTEXT_WORD, INDIAN_WORD = 0.5, 1.0, 1.5
WALK, REPEATED, DISGUISED = 1.5, 0.5, 0.3
CHARACTER, DIGIT, FURTHER_DIGIT = 1.0, 0.8, 0.5
YEAR, DATE = 1.0, 3.0
# Letters written as digits and signs; some have two readings.
DISGUISES = [
    str.maketrans("01345789@$!|+(", "oleastbgasiltc"),
    str.maketrans("01345678@$!|+(", "oieasgtbasiitc"),
]
# Signs on the digit keys.
SHIFTED = str.maketrans("!@#$%^&*()", "1234567890")
# Accents, joiners and nukta are removed; the two signs of a nasal vowel become one.
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
    """Whether it is guessed without knowledge of the person: common words with usual additions."""
    return _guesses(_folded(password), _common_words()) < MIN_GUESSES_LOG10


def is_guessable(password: str, own: Iterable[str | None] = ()) -> bool:
    """Whether it is guessed with knowledge of the person; `own` are name, e-mail and phone."""
    parts = _parts(own)
    folded = _folded(password)
    for part in parts:
        if len(part) > MAX_WORD_CHARACTERS:
            folded = folded.replace(part, "")
    words = dict.fromkeys(parts, OWN_WORD)
    return _guesses(folded, _common_words(), words) < MIN_GUESSES_LOG10


@cache
def _common_words() -> Mapping[str, float]:
    """Guesses of some 84,000 words, as log10 of the rank in the lists of zxcvbn."""
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
    """The word lists of zxcvbn, without importing the package, which builds large dictionaries."""
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
    """Possible origins of a text with their extra guesses: unchanged, without signs, with signs as
    digits, without repetitions, reversed.
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
    """Extra guesses for removed signs: one or two different signs hide little."""
    return len(signs) * CHARACTER - min(len(signs), 2) * CHARACTER / 2


def _cheapest(
    text: str, worth_of_one: Callable[[str, int], float], *lists: Mapping[str, float]
) -> float:
    """Guesses of the cheapest division of a text into parts, or a value that is sufficient."""
    disguised = [text.translate(table) for table in DISGUISES]
    best = [0.0] + [float("inf")] * len(text)
    sufficient = 0
    for start in range(len(text)):
        so_far = best[start]
        sufficient = sufficient + 1 if so_far >= MIN_GUESSES_LOG10 else 0
        # No part spans so many places, so every continuation is sufficient as well.
        if sufficient > MAX_WORD_CHARACTERS:
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
    """Guesses of a digit of a long number: as of any character."""
    return CHARACTER if text[at].isdecimal() else _worth_of_one(text, at)


def _parts_at(
    start: int, text: str, disguised: list[str], lists: tuple[Mapping[str, float], ...]
) -> Iterator[tuple[int, float]]:
    """Ends and guesses of all parts that begin at `start`."""
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
    """Lower case without accents, nukta and invisible marks; digits of all scripts as 0 to 9."""
    letters = unicodedata.normalize("NFKD", text).casefold().translate(UNWRITTEN)
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else each
        for each in unicodedata.normalize("NFC", letters)
    )


def _parts(own: Iterable[str | None]) -> set[str]:
    """Words of personal data, and the usual endings of a phone number."""
    found: set[str] = set()
    for text in own:
        folded = _folded(text or "")
        found |= {folded, SIGNS.sub("", folded), *re.split(r"[\W_]+|(?<=\D)(?=\d)", folded)}
        if (digits := re.sub(r"\D", "", folded)) and len(digits) >= MIN_OWN_NUMBER_DIGITS:
            found |= {digits, digits[-10:], digits[-6:]}
    return {word for word in found if len(word) > MIN_WORD_CHARACTERS}
