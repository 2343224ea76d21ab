"""Normalization of phone numbers and e-mail addresses."""

import re

from auth.inputs.text_input import TextProfile, fold

# ITU-T E.164: at most fifteen digits with the country code.
PHONE = re.compile(r"\+[1-9][0-9]{7,14}")
# India's National Numbering Plan: mobile numbers have ten digits and begin with 6 to 9. Numbers
# that begin with five zeros are unassigned; the demo uses them. The prefix is the country code, the
# trunk 0, or both, in either order.
INDIAN_PHONE = re.compile(r"(?:\+?91|0|0910?|\+?910)?(?P<national>[6-9][0-9]{9}|00000[0-9]{5})")
# RFC 5321: the part before the @ has at most 64 octets, an address 254.
MAX_LOCAL_PART_CHARACTERS, MAX_ADDRESS_CHARACTERS = 64, 254
LOCAL_PART = re.compile(r"[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
# A label of an internationalized domain in its ASCII form.
A_LABEL = re.compile(r"(?:^|\.)xn--")
DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,58}[a-z0-9]")


def fold_phone(written: str) -> str | None:
    """Normalise a phone number to the form +919876543210; None if it is malformed.

    Ten digits are an Indian mobile number, with or without the trunk 0, the 91, or both.
    """
    text = fold(TextProfile.PHONE, written)
    if text.startswith("00") and not text.startswith("00000"):
        text = f"+{text[2:]}"
    if indian := INDIAN_PHONE.fullmatch(text):
        return f"+91{indian['national']}"
    is_foreign = text.startswith("+") and not text.startswith("+91")
    return text if is_foreign and PHONE.fullmatch(text) else None


def fold_email(written: str) -> str | None:
    """Normalise an e-mail address: lower case, ASCII domain; None if it is malformed.

    `asha@उदाहरण.भारत` and `asha@xn--p1b6ci4b4b3a.xn--h2brj9c` are the same address.
    """
    local, at, written_domain = fold(TextProfile.EMAIL, written).rpartition("@")
    domain = _wire_domain(written_domain)
    if (
        domain is None
        or not at
        or len(local) > MAX_LOCAL_PART_CHARACTERS
        or not LOCAL_PART.fullmatch(local)
    ):
        return None
    address = f"{local}@{domain}"
    return address if len(address) <= MAX_ADDRESS_CHARACTERS else None


def mailbox_of(email: str) -> str:
    """The mailbox of an address: most providers deliver ravi+new@ to ravi@, Gmail ignores dots."""
    name, _, domain = email.rpartition("@")
    name = name.partition("+")[0] or name
    if domain in ("gmail.com", "googlemail.com"):
        name, domain = name.replace(".", ""), "gmail.com"
    return f"{name}@{domain}"


def is_local_part_foreign(written: str) -> bool:
    """Whether the part before the @ is not ASCII, which mail would need SMTPUTF8 for."""
    local, at, domain = fold(TextProfile.EMAIL, written).rpartition("@")
    return bool(at) and not local.isascii() and _wire_domain(domain) is not None


def _wire_domain(domain: str) -> str | None:
    """The ASCII form of a domain in any script (IDNA 2008, UTS 46); None if it is malformed."""
    if len(domain) > MAX_ADDRESS_CHARACTERS:
        return None
    if not domain.isascii() or A_LABEL.search(domain):
        import idna  # its tables take a megabyte, which most processes never need

        try:
            domain = idna.encode(domain, uts46=True).decode("ascii")
        except UnicodeError:
            return None
    return domain if DOMAIN.fullmatch(domain) else None
