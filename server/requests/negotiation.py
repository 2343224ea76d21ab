"""Content negotiation by `Accept` and `Accept-Encoding` (RFC 9110)."""

import re
from collections.abc import Sequence
from functools import lru_cache

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
# Items beyond these are not read.
MAX_ITEMS = 50
BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"


def qualities(header: str) -> dict[str, float]:
    """The items of a header in lower case without parameters, with their qualities."""
    found: dict[str, float] = {}
    for part in header.lower().split(",")[:MAX_ITEMS]:
        name, *parameters = (each.strip() for each in part.split(";"))
        if name:
            found[name] = _quality(parameters)
    return found


def _quality(parameters: Sequence[str]) -> float:
    for each in parameters:
        key, _, value = each.partition("=")
        if key.strip() == "q":
            value = value.strip()
            return float(value) if _QUALITY.fullmatch(value) else 0.0
    return 1.0


@lru_cache(500)
def best_media_type(accepted: str, offered: tuple[str, ...]) -> str | None:
    """The offer of the highest quality, the first of equals; None if none is accepted."""
    found = qualities(accepted) or {"*/*": 1.0}
    best, most = None, 0.0
    for offer in offered:
        family = f"{offer.partition('/')[0]}/*"
        quality = found.get(offer, found.get(family, found.get("*/*", 0.0)))
        if quality > most:
            best, most = offer, quality
    return best


@lru_cache(500)
def best_encoding(accepted: str, offered: tuple[str, ...] = (BROTLI, GZIP)) -> str:
    """The encoding of the highest quality, Brotli before gzip, or identity.

    `*` means gzip, which every client can read.
    """
    found = qualities(accepted)
    accepted_quality = {
        BROTLI: found.get(BROTLI, 0.0),
        GZIP: found.get(GZIP, found.get("x-gzip", found.get("*", 0.0))),
    }
    best, most = IDENTITY, 0.0
    for encoding in offered:
        if accepted_quality[encoding] > most:
            best, most = encoding, accepted_quality[encoding]
    return best if most >= found.get(IDENTITY, 0.0) else IDENTITY


def is_named(tag: str, wanted: str) -> bool:
    """Whether `If-None-Match` names an entity tag."""
    return any(
        each.strip().removeprefix("W/") in (tag, "*") for each in wanted.split(",")[:MAX_ITEMS]
    )
