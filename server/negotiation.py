"""What a client accepts, by the quality values of `Accept` and `Accept-Encoding` (RFC 9110)."""

import re
from collections.abc import Sequence
from functools import lru_cache

_QUALITY = re.compile(r"(?:0(?:\.\d{0,3})?|1(?:\.0{0,3})?)")
# Longer lists are nobody's; what stands after these is not read.
MAX_ITEMS = 50
GZIP, IDENTITY = "gzip", "identity"


def qualities(header: str) -> dict[str, float]:
    """Each item of a header, in small letters and without parameters, with its quality."""
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
    """The offer that is accepted most, the first of equals; None when none is accepted."""
    found = qualities(accepted) or {"*/*": 1.0}
    best, most = None, 0.0
    for offer in offered:
        family = f"{offer.partition('/')[0]}/*"
        quality = found.get(offer, found.get(family, found.get("*/*", 0.0)))
        if quality > most:
            best, most = offer, quality
    return best


@lru_cache(500)
def takes_gzip(accepted: str) -> bool:
    """Whether an answer may be compressed: gzip is accepted, and no less than as it is."""
    found = qualities(accepted)
    gzip = found.get(GZIP, found.get("x-gzip", found.get("*", 0.0)))
    return gzip > 0 and gzip >= found.get(IDENTITY, 0.0)
