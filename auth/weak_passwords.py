"""Passwords that are guessed first: what everybody tries, and what is known of mart and person."""

import re
import unicodedata
from collections.abc import Iterable

from auth.common import common_passwords

# Letters of its own that a password has once everything guessable is taken out of it.
LEAST_OWN = 6
LEAST_DIFFERENT = 4
SHORTEST_WORD = 3
# What the mart is, and what is sold here, as people write it.
CONTEXT = """
odopmart odop mart district product onedistrictoneproduct uttarpradesh uttar pradesh india
indian bharat lucknow varanasi banaras agra kanpur moradabad bhadohi khurja firozabad handloom
handicraft artisan karigar craft crafts chikan chikankari zardozi zari saree sari kurta kurti
silk brass pottery carpet perfume attar leather glass bangles shop shopping store storefront
seller vendor buyer admin administrator staff officer password passwort pass secret login signin
welcome qwerty user account ओडीओपी मार्ट उत्तर प्रदेश लखनऊ वाराणसी पासवर्ड साड़ी कुर्ता चिकन
""".split()  # noqa: SIM905
# Letters as they are written with digits and signs.
WRITTEN_AS = str.maketrans("01345$7@!", "oieasstai")
RUN = re.compile(r"(.)\1{2,}")
DIGITS = re.compile(r"\d+")


def is_common(password: str) -> bool:
    """One of the passwords everybody tries, or hardly more than one character."""
    folded = unicodedata.normalize("NFC", password)
    return folded.lower() in common_passwords() or len(set(folded)) < LEAST_DIFFERENT


def is_guessable(password: str, own: Iterable[str | None] = ()) -> bool:
    """Whether too little is left without words of the mart and of the person.

    `own` are the person's name, e-mail and telephone. A word in a longer sentence does no harm.
    """
    folded = unicodedata.normalize("NFKC", password).casefold()
    words = sorted({*CONTEXT, *_parts(own)}, key=len, reverse=True)
    # As typed, without what stands between the letters, and each with 0 for o and the like:
    # whichever leaves least counts.
    typed = (folded, re.sub(r"[\W_]+", "", folded))
    return any(
        _own_letters(text, words) < LEAST_OWN
        for each in typed
        for text in (each, each.translate(WRITTEN_AS))
    )


def _own_letters(text: str, words: Iterable[str]) -> int:
    """Letters that are in none of the words; a row of the same letter, and digits, are one."""
    for word in words:
        text = text.replace(word, " ")
    text = DIGITS.sub("0", RUN.sub(r"\1", text))
    return sum(unicodedata.category(character)[0] in "LMN" for character in text)


def _parts(own: Iterable[str | None]) -> set[str]:
    """Words of what is known of a person; of a telephone the ends people use."""
    found: set[str] = set()
    for text in own:
        folded = unicodedata.normalize("NFKC", text or "").casefold()
        found |= {folded, *re.split(r"[\W_]+", folded)}
        if (digits := re.sub(r"\D", "", folded)) and len(digits) >= LEAST_OWN:
            found |= {digits, digits[-10:], digits[-6:]}
    return {word for word in found if len(word) >= SHORTEST_WORD}
