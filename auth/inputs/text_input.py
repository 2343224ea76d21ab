"""Normalization of text input, by profile.

The same number reaches us with the digits of another script, with blanks from a paste, with marks
nobody sees. Each kind of input has one profile here; no other module folds text of its own.
Folding never fails and never asks a database. Whether the result is a code, a telephone or a PIN
code at all is decided by whoever reads it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Final

ZWNJ, ZWJ = "\u200c", "\u200d"
# Look like nothing although Unicode does not count them as format characters: the combining
# grapheme joiner, inherent vowels of Khmer, variation selectors.
UNSEEN_MARKS: Final = frozenset(
    map(chr, [0x034F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10),
              *range(0xE0100, 0xE01F0)])
)  # fmt: skip
# Letters and symbols that are drawn as a blank: Hangul fillers, the empty Braille cell.
DRAWN_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Dashes that Unicode files elsewhere: minus, modifier minus, hyphen bullet.
OTHER_DASHES: Final = frozenset("\u2212\u02d7\u2043")
LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class TextProfile(StrEnum):
    """The kind of an input, which decides how it is normalized."""

    CODE = "CODE"
    """Digits to be compared: one-time codes, codes of an app, bank account numbers."""
    NUMBER = "NUMBER"
    """A number or a moment that is parsed: its point, sign and letters stay."""
    PINCODE = "PINCODE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    LINE = "LINE"
    """A name, a street: one line that a person reads."""
    TEXT = "TEXT"
    """Several lines that a person reads."""
    IDENTIFIER = "IDENTIFIER"
    """GSTIN, PAN, IFSC: capital letters and digits."""
    COUPON = "COUPON"
    ORDER_NUMBER = "ORDER_NUMBER"
    SLUG = "SLUG"
    SEARCH = "SEARCH"
    OPAQUE = "OPAQUE"
    """Ids, cursors, tokens, keys: copied, never typed."""
    PASSWORD = "PASSWORD"  # noqa: S105 - a profile
    """Never folded here: hashing has to be able to try it as it was typed."""


Fold = Callable[[str], str]


def _composed(fold: Fold) -> Fold:
    """What is left may compose anew: NFC comes last."""

    @wraps(fold)
    def composed(text: str) -> str:
        return _nfc(fold(text))

    return composed


def _nfc(text: str) -> str:
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def is_blank(character: str) -> bool:
    return character.isspace() or character in DRAWN_BLANK


def is_unseen(character: str) -> bool:
    """Control and format characters, lone surrogates, noncharacters, marks without a shape."""
    if character in UNSEEN_MARKS:
        return True
    category = unicodedata.category(character)
    # What is unassigned today may be a letter of a newer Unicode than ours; noncharacters are not.
    return category in ("Cc", "Cf", "Cs") or (category == "Cn" and _is_noncharacter(character))


def _is_noncharacter(character: str) -> bool:
    point = ord(character)
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


# Directions that a text can turn the rest of a line by, its ends of lines, and the mark of a BOM.
TURNING_MARKS: Final = frozenset(
    map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
)


def escape_controls(text: str, *, keep: str = "\n") -> str:
    """`text` for a terminal or a log: what either would take for a command is written out.

    Control characters, lone surrogates and the marks that turn the direction of a line become
    \\u001b and the like, which JSON reads; those of `keep` stay, and so do letters and joiners.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(c if c in keep or not _is_command(c) else f"\\u{ord(c):04x}" for c in text)


def _is_command(character: str) -> bool:
    category = unicodedata.category(character)
    return category in ("Cc", "Cs", "Zl", "Zp") or character in TURNING_MARKS


def _is_dash(character: str) -> bool:
    return unicodedata.category(character) == "Pd" or character in OTHER_DASHES


def _has_joining_script(character: str) -> bool:
    """Scripts from Arabic to Myanmar and Mongolian: a joiner between their letters has a shape."""
    return "\u0600" <= character <= "\u18af" and unicodedata.category(character)[0] in "LM"


def _is_pictograph(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk")


def _joins(before: str, after: str) -> bool:
    return (_has_joining_script(before) and _has_joining_script(after)) or (
        _is_pictograph(before) and _is_pictograph(after)
    )


def _seen(text: str, *, keep_joiners: bool = False) -> str:
    """`text` without what nobody sees, each blank a space.

    A joiner stays where it shapes the letters around it (क्‍ष, می‌خواهم), if `keep_joiners`.
    """
    if text.isascii() and text.isprintable():
        return text
    seen: list[str] = []
    joiner = ""
    for character in text:
        if character in (ZWNJ, ZWJ):
            joiner = character
        elif is_blank(character):
            seen.append(" ")
            joiner = ""
        elif not is_unseen(character):
            if joiner and keep_joiners and seen and _joins(seen[-1], character):
                seen.append(joiner)
            seen.append(character)
            joiner = ""
    return "".join(seen)


def _ascii_digits(text: str) -> str:
    if text.isascii():
        return text
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in text)


def _plain(text: str) -> str:
    """For what is compared and not read: full-width forms, digits, dashes in their plain form."""
    if text.isascii():
        return _seen(text)
    text = _ascii_digits(unicodedata.normalize("NFKC", _seen(text)))
    # NFKC makes a few signs of a blank and a mark nobody sees.
    return "".join("-" if _is_dash(c) else c for c in _seen(text))


# A message ends in @host #123456.
BETWEEN_CODE = re.compile(r"[\s#./-]+")
BETWEEN_IDENTIFIERS = re.compile(r"[\s./-]+")
BETWEEN_DIGITS = re.compile(r"[\s()./-]+")
TRUNK_ZERO = re.compile(r"(?<=\d)[\s./-]*\(\s*0\s*\)")
AROUND_EMAIL_SIGNS = re.compile(r"\s*([@.])\s*")
IN_BRACKETS = re.compile(r"[^<>]*<([^<>]*)>\s*")


@_composed
def fold_code(text: str) -> str:
    """`१२३ ४५६`, `123-456`, `#123456` and `１２３４５６` are 123456."""
    return BETWEEN_CODE.sub("", _plain(text))


@_composed
def fold_pincode(text: str) -> str:
    """`२२६ ००१`, `226-001` and `226.001` are 226001."""
    return BETWEEN_IDENTIFIERS.sub("", _plain(text))


@_composed
def fold_number(text: str) -> str:
    """`१,२५०.५०` is 1,250.50."""
    return _plain(text).strip()


@_composed
def fold_phone_digits(text: str) -> str:
    """A telephone without what stands between its digits; a leading + stays.

    The 0 in brackets of `+91 (0) 98765 43210` is dialled within a country only.
    """
    plain = _plain(text).strip()
    if plain[:4].lower() == "tel:":
        plain = plain[4:]
    if plain.lstrip().startswith("+"):
        plain = TRUNK_ZERO.sub("", plain)
    return BETWEEN_DIGITS.sub("", plain)


@_composed
def fold_email_text(text: str) -> str:
    """An address in small letters, taken out of `mailto:` and out of `Ravi <ravi@example.in>`."""
    plain = _plain(text).strip()
    if bracketed := IN_BRACKETS.fullmatch(plain):
        plain = bracketed[1].strip()
    plain = plain.lower().removeprefix("mailto:")
    return AROUND_EMAIL_SIGNS.sub(r"\1", plain).strip()


@_composed
def fold_line(text: str) -> str:
    """One line as a person reads it: NFC, one space between words. Digits stay as written."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = _seen(text, keep_joiners=True)
    return " ".join(_seen(unicodedata.normalize("NFC", seen), keep_joiners=True).split())


@_composed
def fold_text(text: str) -> str:
    """Several lines, each folded, with at most one empty line between them."""
    lines = "\n".join(map(fold_line, LINE_ENDS.split(text)))
    return re.sub("\n{3,}", "\n\n", lines).strip("\n")


@_composed
def fold_identifier(text: str) -> str:
    """`09aaaca1234f1z5` with blanks, hyphens or full-width letters is 09AAACA1234F1Z5."""
    return BETWEEN_IDENTIFIERS.sub("", _plain(text)).upper()


fold_coupon = fold_identifier


@_composed
def fold_order_number(text: str) -> str:
    """Capital letters and digits with plain hyphens and without blanks."""
    return re.sub(r"\s+", "", _plain(text)).upper()


@_composed
def fold_slug(text: str) -> str:
    """Small letters, words joined by hyphens."""
    return re.sub(r"\s+", "-", _plain(text).strip()).lower()


@_composed
def fold_search(text: str) -> str:
    """NFC with ASCII digits and one space between words; search does the rest."""
    seen = unicodedata.normalize("NFC", _seen(text))
    return " ".join(_ascii_digits(_seen(seen)).split())


def fold_bare(text: str) -> str:
    """Letters and digits alone, small: "12, Chowk", "12 chowk" and "१२ Chowk" are one door."""
    folded = _ascii_digits(unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")


@_composed
def fold_opaque(text: str) -> str:
    """Without the blanks and unseen marks that came along when it was copied."""
    return _seen(text).strip()


FOLDS: Final[Mapping[TextProfile, Fold]] = {
    TextProfile.CODE: fold_code,
    TextProfile.NUMBER: fold_number,
    TextProfile.PINCODE: fold_pincode,
    TextProfile.PHONE: fold_phone_digits,
    TextProfile.EMAIL: fold_email_text,
    TextProfile.LINE: fold_line,
    TextProfile.TEXT: fold_text,
    TextProfile.IDENTIFIER: fold_identifier,
    TextProfile.COUPON: fold_coupon,
    TextProfile.ORDER_NUMBER: fold_order_number,
    TextProfile.SLUG: fold_slug,
    TextProfile.SEARCH: fold_search,
    TextProfile.OPAQUE: fold_opaque,
    TextProfile.PASSWORD: str,
}


# What is longer is cut before it is folded: no rule takes so much, and work is bounded.
MAX_CHARACTERS = 2_000
MAX_TEXT_CHARACTERS = 20_000


# What programs send is in its form already, and a filter may have two thousand of them.
FOLDED: Final = {
    TextProfile.CODE: re.compile("[0-9]*"),
    TextProfile.PINCODE: re.compile("[0-9]*"),
    TextProfile.IDENTIFIER: re.compile("[A-Z0-9]*"),
    TextProfile.COUPON: re.compile("[A-Z0-9]*"),
    TextProfile.SLUG: re.compile("[a-z0-9-]*"),
    TextProfile.OPAQUE: re.compile("[A-Za-z0-9_.=+/-]*"),
}
_IS_FOLDED: Final = {profile: form.fullmatch for profile, form in FOLDED.items()}


def fold(profile: TextProfile, text: str) -> str:
    if profile is TextProfile.PASSWORD:
        return text
    is_folded = _IS_FOLDED.get(profile)
    if is_folded is not None and len(text) <= MAX_CHARACTERS and is_folded(text):
        return text
    longest = MAX_TEXT_CHARACTERS if profile is TextProfile.TEXT else MAX_CHARACTERS
    return FOLDS[profile](text[: longest + 1])
