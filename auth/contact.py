"""Telephone numbers and e-mail addresses in the one form in which they are kept and compared."""

import re

from auth.text_input import TextProfile, fold

# ITU-T E.164: at most fifteen digits with the country's code.
PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
# India's National Numbering Plan: mobile numbers have ten digits and begin with 6 to 9. Those that
# begin with five noughts ring nowhere; the demonstration's people have them.
# Before them stand India's code, the 0 of long distance, or both, in either order.
INDIAN_PHONE = re.compile(r"(?:\+?91|0|0910?|\+?910)?(?P<national>[6-9][0-9]{9}|00000[0-9]{5})")
# RFC 5321: the part before the @ has at most 64 octets, an address 254.
LONGEST_PART, LONGEST_ADDRESS = 64, 254
LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,58}[a-z0-9]")


def fold_phone(written: str) -> str | None:
    """The number as +919876543210; None for what is none.

    Ten digits are a mobile number of India, with or without its 0, its 91, or both.
    """
    text = fold(TextProfile.PHONE, written)
    if text.startswith("00") and not text.startswith("00000"):
        text = f"+{text[2:]}"
    if indian := INDIAN_PHONE.fullmatch(text):
        return f"+91{indian['national']}"
    is_foreign = text.startswith("+") and not text.startswith("+91")
    return text if is_foreign and PHONE.fullmatch(text) else None


def fold_email(written: str) -> str | None:
    """The address in small letters, its domain as it goes over the wire; None for what is none."""
    local, at, domain = fold(TextProfile.EMAIL, written).rpartition("@")
    try:
        domain = domain.encode("idna").decode("ascii")
    except UnicodeError:
        return None
    address = f"{local}@{domain}"
    fits = len(local) <= LONGEST_PART and len(address) <= LONGEST_ADDRESS
    if not at or not fits or not LOCAL_PART.fullmatch(local) or not DOMAIN.fullmatch(domain):
        return None
    return address
