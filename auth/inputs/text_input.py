"""Normalization of text input, by profile.

Typed and pasted input has digits of other scripts, blanks and invisible marks. Each kind of input
has a profile here; no other module normalises text. Folding never fails and needs no database. The
caller validates the result.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import wraps
from typing import Final

ZWNJ, ZWJ = "\u200c", "\u200d"
# Invisible characters that are not format characters in Unicode: the combining grapheme joiner,
# inherent vowels of Khmer, variation selectors.
UNSEEN_MARKS: Final = frozenset(
    map(chr, [0x034F, 0x17B4, 0x17B5, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10),
              *range(0xE0100, 0xE01F0)])
)  # fmt: skip
# Letters and symbols that look like a blank: Hangul fillers, the empty Braille cell.
DRAWN_BLANK: Final = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Dashes outside Unicode's category Pd: minus, modifier minus, hyphen bullet.
OTHER_DASHES: Final = frozenset("\u2212\u02d7\u2043")
LINE_ENDS = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")


class TextProfile(StrEnum):
    """The kind of an input, which decides how it is normalized."""

    CODE = "CODE"
    """Digits to compare: one-time codes, authenticator codes, bank account numbers."""
    NUMBER = "NUMBER"
    """A number or a time to parse: point, sign and letters stay."""
    PINCODE = "PINCODE"
    PHONE = "PHONE"
    EMAIL = "EMAIL"
    LINE = "LINE"
    """One line for people: a name, a street."""
    TEXT = "TEXT"
    """Several lines for people."""
    IDENTIFIER = "IDENTIFIER"
    """GSTIN, PAN, IFSC: capital letters and digits."""
    COUPON = "COUPON"
    ORDER_NUMBER = "ORDER_NUMBER"
    SLUG = "SLUG"
    SEARCH = "SEARCH"
    OPAQUE = "OPAQUE"
    """Ids, cursors, tokens, keys: copied, never typed."""
    PASSWORD = "PASSWORD"  # noqa: S105 - a profile
    """Never folded here: `auth.credentials.passwords` needs it as typed."""


Fold = Callable[[str], str]


def _composed(fold: Fold) -> Fold:
    """Apply NFC after the folding, since removals may allow new compositions."""

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
    # Unassigned characters may be letters of a newer Unicode; noncharacters never are.
    return category in ("Cc", "Cf", "Cs") or (category == "Cn" and _is_noncharacter(character))


def _is_noncharacter(character: str) -> bool:
    point = ord(character)
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


# Marks that change the direction of the rest of a line, and the byte order mark.
TURNING_MARKS: Final = frozenset(
    map(chr, [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF])
)


def escape_controls(text: str, *, keep: str = "\n") -> str:
    """Escape characters that a terminal or a log would interpret.

    Control characters, lone surrogates, line separators and direction marks become JSON escapes,
    as in \\u001b, except those in `keep`. Letters and joiners stay.
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
    """Whether a joiner shapes letters of this script: from Arabic to Myanmar and Mongolian."""
    return "\u0600" <= character <= "\u18af" and unicodedata.category(character)[0] in "LM"


def _is_pictograph(character: str) -> bool:
    return unicodedata.category(character) in ("So", "Sk")


def _joins(before: str, after: str) -> bool:
    return (_has_joining_script(before) and _has_joining_script(after)) or (
        _is_pictograph(before) and _is_pictograph(after)
    )


def _seen(text: str, *, keep_joiners: bool = False) -> str:
    """Remove invisible characters and turn each blank into a space.

    With `keep_joiners`, joiners stay that shape their neighbours (क्‍ष, می‌خواهم).
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
    """Normalise text for comparison: plain forms of full-width characters, digits and dashes."""
    if text.isascii():
        return _seen(text)
    text = _ascii_digits(unicodedata.normalize("NFKC", _seen(text)))
    # NFKC turns a few characters into a blank and an invisible mark.
    return "".join("-" if _is_dash(c) else c for c in _seen(text))


# With the # of messages, which end in @host #123456.
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
    """Remove separators of a phone number, but not a leading +.

    The (0) of `+91 (0) 98765 43210` is removed: it is only dialled within the country.
    """
    plain = _plain(text).strip()
    if plain[:4].lower() == "tel:":
        plain = plain[4:]
    if plain.lstrip().startswith("+"):
        plain = TRUNK_ZERO.sub("", plain)
    return BETWEEN_DIGITS.sub("", plain)


@_composed
def fold_email_text(text: str) -> str:
    """Lower-case address, also from `mailto:` links and from `Ravi <ravi@example.in>`."""
    plain = _plain(text).strip()
    if bracketed := IN_BRACKETS.fullmatch(plain):
        plain = bracketed[1].strip()
    plain = plain.lower().removeprefix("mailto:")
    return AROUND_EMAIL_SIGNS.sub(r"\1", plain).strip()


@_composed
def fold_line(text: str) -> str:
    """One line for people: NFC, single spaces. Digits keep their script."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = _seen(text, keep_joiners=True)
    return " ".join(_seen(unicodedata.normalize("NFC", seen), keep_joiners=True).split())


@_composed
def fold_text(text: str) -> str:
    """Several lines, each folded, with at most one empty line in between."""
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
    """Lower case, words joined by hyphens."""
    return re.sub(r"\s+", "-", _plain(text).strip()).lower()


@_composed
def fold_search(text: str) -> str:
    """NFC with ASCII digits and single spaces; `commerce.search.fold` does the rest."""
    seen = unicodedata.normalize("NFC", _seen(text))
    return " ".join(_ascii_digits(_seen(seen)).split())


def fold_bare(text: str) -> str:
    """Only letters and digits, lower case: "12, Chowk", "12 chowk" and "१२ Chowk" are equal."""
    folded = _ascii_digits(unicodedata.normalize("NFKC", text).casefold())
    return "".join(c for c in folded if unicodedata.category(c)[0] in "LMN")


@_composed
def fold_opaque(text: str) -> str:
    """Remove blanks around and invisible marks, which come from copying."""
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


# Longer input is cut before folding, which bounds the work; validation rejects it anyway.
MAX_CHARACTERS = 2_000
MAX_TEXT_CHARACTERS = 20_000


# Fast path for folded input: programs send that, and a filter may have two thousand values.
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
