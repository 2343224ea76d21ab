"""Parser of rates such as `60/minute; 600/hour` or `5 per 15 minutes`."""

import re
from typing import NamedTuple

SECONDS = {
    "second": 1,
    "minute": 60,
    "hour": 60 * 60,
    "day": 24 * 60 * 60,
    "month": 30 * 24 * 60 * 60,
    "year": 360 * 24 * 60 * 60,
}
_RATE = re.compile(
    rf"\s*(\d{{1,12}})\s*(?:/|per)\s*([1-9]\d{{0,5}})?\s*({'|'.join(SECONDS)})s?\s*",
    re.ASCII | re.IGNORECASE,
)
_BETWEEN = re.compile(r"[;,|]")


class RateNotation(NamedTuple):
    """A rate: at most `amount` in `seconds`."""

    amount: int
    seconds: int


def parse_rates(written: str) -> tuple[RateNotation, ...]:
    """Parse rates separated by `;`. Raises ValueError."""
    return tuple(_parse(each) for each in _BETWEEN.split(written))


def _parse(written: str) -> RateNotation:
    found = _RATE.fullmatch(written)
    if found is None:
        raise ValueError(f"{written.strip()!r} must look like 60/minute")
    amount, times, unit = found.groups()
    return RateNotation(int(amount), int(times or 1) * SECONDS[unit.lower()])
