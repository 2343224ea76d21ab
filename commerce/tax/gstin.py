"""GST numbers (GSTIN): form and check character."""

import re

# 01-38 and 97, "other territory"; `gstin_is_valid` of the database knows the same.
STATE_CODES = frozenset({*(f"{code:02d}" for code in range(1, 39)), "97"})
DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
PAN = re.compile(r"[A-Z]{5}[0-9]{4}[A-Z]", re.ASCII)
HOLDERS = frozenset("ABCFGHLJPTK")


def is_valid(value: str) -> bool:
    return gstin_fault(value) is None


def gstin_fault(value: str) -> str | None:
    """The fault of a GSTIN, in a sentence; None if form and check character are right.

    Whether the number was ever issued is not checked.
    """
    if len(value) != 15:
        return "A GSTIN has 15 characters."
    if value[:2] not in STATE_CODES:
        return "The first two digits are no State's code."
    if not PAN.fullmatch(value[2:12]) or value[7:11] == "0000":
        return "Characters 3 to 12 are no PAN."
    if value[5] not in HOLDERS:
        return "The sixth character names no kind of PAN holder."
    if value[12] not in DIGITS[1:]:
        return "The thirteenth character is 1 to 9 or A to Z."
    # C marks the number under which a marketplace collects tax at source.
    if value[13] not in "ZC":
        return "The fourteenth character is Z, or C for a marketplace."
    if value[14] != check_character(value[:14]):
        return "The last character does not fit the others; one of them may be mistyped."
    return None


def check_character(first14: str) -> str:
    """The fifteenth character: alternate factors 1 and 2 over base-36 digits, as in Luhn's scheme.

    It detects any single mistyped character.
    """
    total = 0
    for place, character in enumerate(first14):
        quotient, remainder = divmod(DIGITS.index(character) * (1 + place % 2), 36)
        total += quotient + remainder
    return DIGITS[-total % 36]
